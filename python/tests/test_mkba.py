"""The package against the program: the same figures, faults with their places, progress, shards.

Quick: few draws of a small scenario.
"""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path

import pytest

import mkba

QUICK = str(Path(__file__).resolve().parents[2] / "docs" / "example" / "example.toml")


@pytest.fixture(scope="module")
def run() -> mkba.Run:
    return mkba.run(QUICK, draws=64, households=2, trace=True)


def test_the_version_is_that_of_the_program() -> None:
    assert mkba.version().count(".") == 2


def test_a_run_is_that_of_the_command_line(run: mkba.Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [mkba.program(), "run", QUICK, "--draws", "64", "--households", "2", "--out", str(out), "--quiet"]
    subprocess.run(command, check=True)
    with (out / "draws.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    frame = run.draws()
    assert len(frame) == len(rows) == 64 * len(run.answer["alternatives"])
    assert [str(value) for value in frame["alternative"]] == [row["alternative"] for row in rows]
    # Written in the shortest form that reads back: equal, not close.
    assert list(frame["net_benefit"]) == [float(row["net_benefit"]) for row in rows]
    other = mkba.run(QUICK, draws=64, households=2, out=tmp_path / "kept")
    assert other.id == run.id
    assert (tmp_path / "kept" / "result.json").read_bytes() == (run.folder / "result.json").read_bytes()


def test_tables_are_frames_of_any_kind(run: mkba.Run) -> None:
    import polars

    assert {"draws", "ledger", "trace", "measures"} <= set(run.tables)
    assert isinstance(run.ledger("polars"), polars.DataFrame)
    assert run.ledger("arrow").num_rows == len(run.ledger())
    assert len(run.trace()) > 0
    with pytest.raises(KeyError, match="no table 'x'"):
        run.frame("x")


def test_the_summary_has_the_means_of_the_draws(run: mkba.Run) -> None:
    means = run.draws().groupby("alternative")["net_benefit"].mean()
    summary = run.summary().set_index("alternative")["mean"]
    assert sorted(means.index) == sorted(summary.index)
    for name, mean in means.items():
        assert summary[name] == pytest.approx(mean, rel=1e-9)


def test_faults_are_exceptions_with_their_places(tmp_path: Path) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text('format = 1\nid = "x"\nnonsense = 3\n', encoding="utf-8")
    with pytest.raises(mkba.Refused) as caught:
        mkba.run(file)
    fault = next(fault for fault in caught.value.faults if "nonsense" in fault.message)
    assert (fault.line, fault.column, caught.value.exit_code) == (3, 1, 1)
    assert fault.file is not None and fault.file.endswith("wrong.toml")
    assert "wrong.toml:3:1" in str(caught.value)
    with pytest.raises(mkba.MkbaError, match="no-such"):
        mkba.run("no-such")
    with pytest.raises(mkba.MkbaError, match="niet|not"):
        mkba.run(QUICK, draws=8, set={"no_such_name": 1})


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    mkba.run(QUICK, draws=64, progress=lambda done, total: told.append((done, total)))
    assert told and all(0 < done <= total for done, total in told)
    assert max(done for done, _ in told) == told[0][1]


def test_whoever_stops_listening_stops_the_run() -> None:
    def stop(done: int, total: int) -> None:
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        mkba.run(QUICK, draws=100_000, households=1000, progress=stop)


def test_analyses_and_studies() -> None:
    analysis = mkba.analyse(QUICK, ["drivers", "alternatives"], draws=64, households=0)
    assert "acceptability" in analysis.tables
    assert len(analysis.frame("drivers")) > 0
    study = mkba.study("studies/wachten", draws=8)
    assert len(study.variants()) > len(study.answer["variants"]) - 1


def test_shards_give_the_same(tmp_path: Path) -> None:
    plan = mkba.shard_plan(QUICK, 3, tmp_path / "job", draws=64, households=2)
    mkba.shard_run(plan, "0,2")
    with pytest.raises(mkba.NotThere) as caught:
        mkba.shard_merge(tmp_path / "job")
    assert caught.value.missing == "1"
    mkba.shard_run(plan, 1)
    assert mkba.shard_merge(tmp_path / "job").id == mkba.run(QUICK, draws=64, households=2).id
