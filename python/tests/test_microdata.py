"""Transitions from person-months: known chances come back within their intervals, small cells are not written, and the
list is one that mkba reads. Records are drawn here, from chances that are written down, or are those of mkba itself; R gives the
figures of Python."""

from __future__ import annotations

import csv
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import mkba

SCRIPT = Path(__file__).resolve().parents[2] / "from-microdata" / "estimate.py"
# Chances in a month; the rest stays.
CHANCES = {
    "stable": {"arrears": 0.03, "evicted": 0.0005},
    "arrears": {"stable": 0.10, "evicted": 0.02},
    "evicted": {"stable": 0.15},
}


def records(persons: int, months: int, seed: int) -> list[tuple[str, int, str, str]]:
    """Person, month, state, group. Every 50th person is not seen in the fourth month."""
    luck = random.Random(seed)
    rows = []
    for person in range(persons):
        state = luck.choice(list(CHANCES))
        for month in range(months):
            if not (person % 50 == 0 and month == 3):
                rows.append((f"p{person}", month, state, "a" if person % 2 else "b"))
            draw = luck.random()
            for to, chance in CHANCES[state].items():
                if draw < chance:
                    state = to
                    break
                draw -= chance
    luck.shuffle(rows)
    return rows


def estimate(folder: Path, rows: list[tuple[str, int, str, str]], *more: str) -> tuple[list[dict[str, str]], list[dict[str, str]], str]:
    with (folder / "records.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("person", "month", "state", "sex"), *rows])
    command = [sys.executable, str(SCRIPT), "records.csv", "--source", "Synthetic", "--year", "2024", "--out", "rates.csv"]
    done = subprocess.run([*command, "--counts", "counts.csv", *more], cwd=folder, check=True, capture_output=True, text=True)

    def read(name: str) -> list[dict[str, str]]:
        with (folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return read("rates.csv"), read("counts.csv"), done.stderr


def test_known_chances_come_back_within_their_intervals(tmp_path: Path) -> None:
    inside, all_of_them = 0, 0
    for seed in range(12):
        rates, _, _ = estimate(tmp_path, records(400, 24, seed))
        for rate in rates:
            start, to = rate["id"].split("_to_")
            if to != "other":
                all_of_them += 1
                inside += float(rate["low"]) <= CHANCES[start][to] <= float(rate["high"])
    # Of `stable` there are too few evictions: both its moves are `other`. 95 of 100, within three standard errors.
    assert all_of_them == 12 * 3
    assert abs(inside / all_of_them - 0.95) < 3 * (0.95 * 0.05 / all_of_them) ** 0.5


def test_the_list_is_one_that_mkba_reads(tmp_path: Path) -> None:
    rates, _, _ = estimate(tmp_path, records(400, 24, 1))
    assert len(rates) >= 4
    done = subprocess.run([mkba.program(), "check", "rates.csv", "--lang", "en"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_small_cells_are_not_written(tmp_path: Path) -> None:
    _, counts, told = estimate(tmp_path, records(60, 24, 3), "--group", "sex")
    assert counts
    for row in counts:
        assert int(row["transitions"]) >= 10 and int(row["persons"]) >= 10, row
    few, counts, told = estimate(tmp_path, records(5, 6, 3))
    assert not few and not counts and "left out, too few" in told


def test_a_gap_is_no_transition(tmp_path: Path) -> None:
    rows = [(f"p{n}", month, "stable" if month < 2 else "arrears", "a") for n in range(30) for month in (0, 1, 3, 4)]
    rates, counts, _ = estimate(tmp_path, rows)
    assert not rates
    assert {(row["from"], row["to"]): row["transitions"] for row in counts} == {
        ("stable", "stable"): "30",
        ("arrears", "arrears"): "30",
    }


# One way out of each state: then its chance in a month is the one that is written.
OWN = {"stable": ("arrears", 0.04), "arrears": ("evicted", 0.08), "evicted": ("stable", 0.15)}


def own_records(folder: Path, persons: int, seed: int) -> None:
    """Person-months of a scenario of mkba, in the form that the scripts read."""
    states = "\n".join(f'states.{name} = {{ nl = "{name}", en = "{name}" }}' for name in OWN)
    moves = ", ".join(
        f'{{ move = "{start} -> {to}", chance = {chance}, within = "1 month" }}' for start, (to, chance) in OWN.items()
    )
    (folder / "accounts.csv").write_text(
        "id,name_nl,name_en,public,role\nresources,x,x,false,resources\nwelfare,x,x,false,welfare\n"
    )
    (folder / "own.toml").write_text(
        'format = 1\nid = "own"\ntitle = { nl = "x", en = "x" }\nlists = { accounts = "accounts.csv" }\n'
        '[settings]\nhorizon = "2 years"\ncalendar_start = 2026\nprice_year = 2025\ndiscount_rate = 0\n'
        '[domains.housing]\nlabel = { nl = "x", en = "x" }\nstart = "stable"\n'
        f"{states}\ntransitions = [{moves}]\n"
        '[alternatives.plan]\nlabel = { nl = "x", en = "x" }\n'
    )
    subprocess.run(
        [mkba.program(), "run", "own.toml", "--seed", str(seed), "--draws", "1", "--households", "0", "--records", str(persons)]
        + ["--out", f"out{seed}", "--quiet"],
        cwd=folder,
        check=True,
    )
    with (folder / f"out{seed}" / "records.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["alternative"] == "null_alternative"]
    assert len(rows) == persons * 25
    with (folder / "records.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["person", "month", "state"])
        table.writerows((row["person"], row["cycle"], row["housing"]) for row in rows)


def script(folder: Path) -> list[dict[str, str]]:
    """The rates that the script makes of the records of a folder."""
    command = [sys.executable, str(SCRIPT), "records.csv", "--source", "Synthetic", "--year", "2024", "--out", "rates.csv"]
    subprocess.run([*command, "--counts", "counts.csv"], cwd=folder, check=True, capture_output=True)
    with (folder / "rates.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_chances_of_a_scenario_come_back_from_its_own_records(tmp_path: Path) -> None:
    inside, all_of_them = 0, 0
    for seed in range(12):
        own_records(tmp_path, 300, seed)
        for rate in script(tmp_path):
            start, to = rate["id"].split("_to_")
            assert OWN[start][0] == to
            all_of_them += 1
            inside += float(rate["low"]) <= OWN[start][1] <= float(rate["high"])
    assert all_of_them == 12 * 3
    assert abs(inside / all_of_them - 0.95) < 3 * (0.95 * 0.05 / all_of_them) ** 0.5


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_the_script_in_r_gives_the_same(tmp_path: Path) -> None:
    own_records(tmp_path, 300, 3)
    wanted: dict[tuple[str, ...], dict[str, str]] = {tuple(rate["id"].split("_to_")): rate for rate in script(tmp_path)}
    subprocess.run(["Rscript", "--vanilla", str(SCRIPT.with_suffix(".R"))], cwd=tmp_path, check=True, capture_output=True)
    with (tmp_path / "counts.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["from"] != row["to"]]
    found: dict[tuple[str, ...], dict[str, str]] = {(row["from"], row["to"]): row for row in rows}
    assert found.keys() == wanted.keys()
    for cell, rate in wanted.items():
        assert f"{found[cell]['transitions']} transitions of {found[cell]['persons']} persons" in rate["note"]
        for name in ("value", "low", "high"):
            # The list is written with six digits.
            assert float(found[cell][name]) == pytest.approx(float(rate[name]), rel=5e-6)
