"""A cohort model from matrices: the figures that its paper prints, and faults with their lines."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import mkba

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "matrices" / "sick-sicker"
# Costs and QALYs as printed by Alarid-Escudero et al. (2023), table 3 of the tutorial: to 3 and 6 digits.
PRINTED = {
    "standard": (153_541.413, 21.554487),
    "strategy_a": (287_185.641, 22.345544),
    "strategy_b": (261_490.974, 23.032608),
    "strategy_ab": (381_676.096, 23.988969),
}


def test_the_printed_figures_come_out(tmp_path: Path) -> None:
    scenario = mkba.import_matrices(EXAMPLE, tmp_path / "made")
    draws = mkba.run(scenario, draws=8, households=0).draws().set_index("alternative")
    cost, effect = PRINTED["standard"]
    for name in list(PRINTED)[1:]:
        row = draws.loc[name].iloc[0]
        # A difference of two rounded figures.
        assert -row["net_benefit_money"] == pytest.approx(PRINTED[name][0] - cost, abs=1.1e-3)
        assert row["gained qaly"] == pytest.approx(PRINTED[name][1] - effect, abs=1.1e-6)


@pytest.mark.parametrize(
    ("table", "old", "new", "line", "told"),
    [
        ("transitions", "standard,H,D,", "standard,H,X,", 4, "`X` is unknown; there are: H, S1, S2, D"),
        ("transitions", "standard,H,D,0.00", "standard,H,D,0.10", 1, "standard: chances from H add up to"),
        ("rewards", "standard,S1,4000", 'standard,S1,"4000,50"', 3, "`4000,50` is no number"),
        ("states", "H,Healthy,1,", "H,Healthy,0.5,", 1, "add up to 0.5, not to 1"),
        ("model", "count,all_rows", "count,never", 8, "`never` is none of: half_cycle"),
    ],
)
def test_faults_have_their_lines(tmp_path: Path, table: str, old: str, new: str, line: int, told: str) -> None:
    folder = shutil.copytree(EXAMPLE, tmp_path / "copy")
    path = folder / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(mkba.Refused) as caught:
        mkba.import_matrices(folder, tmp_path / "made")
    fault = next(fault for fault in caught.value.faults if told in fault.message)
    assert fault.file is not None and fault.file.endswith(f"{table}.csv")
    assert fault.line == line
    assert not (tmp_path / "made").exists()
