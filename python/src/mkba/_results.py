"""Results: the result file as a dictionary, and its tables as frames.

In: a folder that the program wrote. Out: ``Run``, ``Study``, ``Analysis``. A folder that was made for one call goes when
the result goes.
"""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pa_parquet

Frame = Literal["pandas", "polars", "arrow"]
"""What a table is given as."""


class Result:
    """A folder of results."""

    _answer = "result.json"

    def __init__(self, folder: Path, keep: TemporaryDirectory[str] | None = None) -> None:
        self.folder = folder
        self._keep = keep
        self.answer: dict[str, Any] = json.loads((folder / self._answer).read_text(encoding="utf-8"))

    @property
    def id(self) -> str:
        """The id: the same for everything that must give the same figures."""
        return str(self.answer["id"])

    @property
    def tables(self) -> list[str]:
        """Names of all tables."""
        return sorted({path.stem for end in ("csv", "parquet") for path in self.folder.glob(f"*.{end}")})

    def table(self, name: str) -> Any:
        """A table as a ``pyarrow.Table``. Raises ``KeyError`` where there is none of that name."""
        columns = self.folder / f"{name}.parquet"
        if columns.is_file():
            return pa_parquet.read_table(columns)
        text = self.folder / f"{name}.csv"
        if not text.is_file():
            raise KeyError(f"no table {name!r}; there are: {', '.join(self.tables)}")
        return pa_csv.read_csv(text)

    def frame(self, name: str, kind: Frame = "pandas") -> Any:
        """A table as a frame of pandas or polars, or as it is."""
        table: pa.Table = self.table(name)
        if kind == "pandas":
            return table.to_pandas()
        if kind == "polars":
            import polars

            return polars.from_arrow(table)
        return table


class Run(Result):
    """What came of a scenario."""

    def draws(self, kind: Frame = "pandas") -> Any:
        """A row for each draw and plan: net benefits, costs, benefits, effects, and each uncertain parameter."""
        return self.frame("draws", kind)

    def ledger(self, kind: Frame = "pandas") -> Any:
        """A row for each plan, calendar year, account and item, in euro."""
        return self.frame("ledger", kind)

    def trace(self, kind: Frame = "pandas") -> Any:
        """Who is where, by plan, month and state. It is there where ``trace=True`` was asked for."""
        return self.frame("trace", kind)

    def summary(self, kind: Frame = "pandas") -> Any:
        """A row for each plan: mean net benefit to society per household in euro, its range, and how likely it pays."""
        rows: list[dict[str, Any]] = []
        for plan in self.answer["alternatives"]:
            average = plan["net_benefit"]["average"]
            rows.append({"alternative": plan["id"]} | {k: v for k, v in average.items() if not isinstance(v, (dict, list))})
        table = pa.Table.from_pylist(rows)
        if kind == "arrow":
            return table
        if kind == "polars":
            import polars

            return polars.from_arrow(table)
        return table.to_pandas()


class Study(Result):
    """What came of a scenario in many variants."""

    def variants(self, kind: Frame = "pandas") -> Any:
        """A row for each variant and plan."""
        return self.frame("study", kind)


class Analysis(Result):
    """What a decision rests on."""

    _answer = "analysis.json"
