"""Tables as Parquet, read back by pyarrow and DuckDB: the same rows as in CSV, with types."""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pa_parquet
import pytest

import mkba

QUICK = "gebit"
TABLES = ("draws", "ledger", "measures", "trace")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    place = tmp_path_factory.mktemp("columns")
    for form in ("csv", "parquet"):
        job = ["run", QUICK, "--draws", "32", "--households", "2", "--trace", "--quiet"]
        subprocess.run([mkba.program(), *job, "--format", form, "--out", str(place / form)], check=True)
    return place / "csv", place / "parquet"


@pytest.mark.parametrize("name", TABLES)
def test_pyarrow_reads_every_cell(folders: tuple[Path, Path], name: str) -> None:
    texts, columns = folders
    file = pa_parquet.ParquetFile(columns / f"{name}.parquet")
    assert file.num_row_groups == 1
    assert file.metadata.row_group(0).column(0).compression == "SNAPPY"
    table = file.read()
    with (texts / f"{name}.csv").open(encoding="utf-8") as read:
        rows = list(csv.DictReader(read))
    assert table.num_rows == len(rows) > 0
    for column in table.column_names:
        cells = table.column(column).to_pylist()
        kind = table.schema.field(column).type
        for cell, row in zip(cells, rows):
            text = row[column]
            if text == "":
                assert cell is None
            elif pa.types.is_floating(kind):
                assert cell == float(text)
            elif pa.types.is_boolean(kind):
                assert cell == (text == "true")
            else:
                assert str(cell) == text


def test_the_same_column_has_the_same_type_everywhere(folders: tuple[Path, Path]) -> None:
    schema = pa_parquet.read_schema(folders[1] / "draws.parquet")
    assert schema.field("draw").type == pa.int64()
    assert schema.field("alternative").type == pa.string()
    assert schema.field("net_benefit").type == pa.float64()


def test_duckdb_reads_them(folders: tuple[Path, Path]) -> None:
    duckdb = pytest.importorskip("duckdb")
    path = folders[1] / "ledger.parquet"
    found = duckdb.sql(f"select alternative, sum(amount) from '{path}' group by all order by all").fetchall()
    with (folders[0] / "ledger.csv").open(encoding="utf-8") as read:
        rows = list(csv.DictReader(read))
    for alternative, total in found:
        wanted = sum(float(row["amount"]) for row in rows if row["alternative"] == alternative)
        assert total == pytest.approx(wanted, rel=1e-9, abs=1e-6)
    assert len(found) == len({row["alternative"] for row in rows})
