"""What can be asked: a function for each verb of the program.

In: the name of a scenario of the library or a path, and settings by name, as on the command line. Out: results.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, TypeVar

from mkba._call import Progress, call
from mkba._results import Analysis, Result, Run, Study

Values = Mapping[str, float | int | str]
"""Other values for parameters and characteristics, by name."""

_Kind = TypeVar("_Kind", bound=Result)
_Method = Literal["auto", "cohort", "micro", "months"]
_Language = Literal["nl", "en"]


def run(
    scenario: str | os.PathLike[str],
    *,
    draws: int | None = None,
    households: int | None = None,
    seed: int | None = None,
    set: Values | None = None,
    alternatives: Sequence[str] = (),
    prices: str | os.PathLike[str] | None = None,
    method: _Method = "auto",
    threads: int | None = None,
    trace: bool = False,
    out: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
    language: _Language = "en",
) -> Run:
    """Reckons a scenario or case. ``out`` keeps the files in that folder; else they go with the result."""
    options = _options(draws=draws, households=households, seed=seed, prices=prices, method=method, threads=threads)
    options += _values(set, alternatives) + (["--trace"] if trace else [])
    return _reckon(Run, ["run", os.fspath(scenario), *options], out, progress, language)


def study(
    file: str | os.PathLike[str],
    *,
    draws: int | None = None,
    seed: int | None = None,
    set: Values | None = None,
    threads: int | None = None,
    out: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
    language: _Language = "en",
) -> Study:
    """Reckons a scenario in many variants."""
    options = _options(draws=draws, seed=seed, threads=threads) + _values(set, ())
    return _reckon(Study, ["run", os.fspath(file), *options], out, progress, language)


def analyse(
    scenario: str | os.PathLike[str],
    questions: Iterable[str] = (),
    *,
    draws: int | None = None,
    households: int | None = None,
    seed: int | None = None,
    set: Values | None = None,
    alternatives: Sequence[str] = (),
    prices: str | os.PathLike[str] | None = None,
    threads: int | None = None,
    out: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
    language: _Language = "en",
) -> Analysis:
    """Answers questions about a decision: all, or some of ``drivers``, ``break-even``, ``waiting``, ``alternatives``,
    ``information``, ``evidence``, ``risk``."""
    options = _options(draws=draws, households=households, seed=seed, prices=prices, threads=threads)
    options += _values(set, alternatives)
    return _reckon(Analysis, ["analyse", os.fspath(scenario), *questions, *options], out, progress, language)


def shard_plan(
    scenario: str | os.PathLike[str],
    shards: int,
    out: str | os.PathLike[str],
    *,
    draws: int | None = None,
    households: int | None = None,
    seed: int | None = None,
    set: Values | None = None,
    alternatives: Sequence[str] = (),
    prices: str | os.PathLike[str] | None = None,
    method: _Method = "auto",
    language: _Language = "en",
) -> Path:
    """Plans a scenario, case or study in so many shards; gives the path of the plan."""
    options = _options(draws=draws, households=households, seed=seed, prices=prices, method=method)
    options += _values(set, alternatives)
    fixed = ["--shards", str(shards), "--out", os.fspath(out), "--quiet"]
    call(["shard", "plan", os.fspath(scenario), *fixed, *options], None, language)
    return Path(out) / "plan.json"


def shard_run(
    plan: str | os.PathLike[str],
    index: int | str,
    out: str | os.PathLike[str] | None = None,
    *,
    threads: int | None = None,
    progress: Progress | None = None,
    language: _Language = "en",
) -> str:
    """Works out shards of a plan, by number or as a list such as ``"3,7-9"``. What is done is skipped."""
    options = _options(out=out, threads=threads)
    call(["shard", "run", os.fspath(plan), "--index", str(index), "--quiet", *options], progress, language)
    return str(index)


def shard_merge(
    shards: str | os.PathLike[str],
    plan: str | os.PathLike[str] | None = None,
    *,
    out: str | os.PathLike[str] | None = None,
    kind: type[_Kind] | None = None,
    language: _Language = "en",
) -> Run | _Kind:
    """Puts shards together: a ``Run``; for a study give ``kind=mkba.Study``. Raises ``NotThere`` with the shards that are
    missing."""
    arguments = ["shard", "merge", os.fspath(shards), *_options(plan=plan)]
    if kind is None:
        return _reckon(Run, arguments, out, None, language)
    return _reckon(kind, arguments, out, None, language)


def _reckon(
    kind: type[_Kind],
    arguments: Sequence[str],
    out: str | os.PathLike[str] | None,
    progress: Progress | None,
    language: str,
) -> _Kind:
    keep = TemporaryDirectory(prefix="mkba-") if out is None else None
    folder = Path(out) if out is not None else Path(keep.name if keep else "") / "result"
    call([*arguments, "--out", str(folder), "--quiet"], progress, language)
    return kind(folder, keep)


def _options(**given: object) -> list[str]:
    found: list[str] = []
    for name, value in given.items():
        if value is not None and (name, value) != ("method", "auto"):
            text = os.fspath(value) if isinstance(value, os.PathLike) else value
            found += [f"--{name}", str(text)]
    return found


def _values(set: Values | None, alternatives: Sequence[str]) -> list[str]:
    found: list[str] = []
    for name, value in (set or {}).items():
        found += ["--set", f"{name}={value}"]
    for name in alternatives:
        found += ["--alternative", name]
    return found
