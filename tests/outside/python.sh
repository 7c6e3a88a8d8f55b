#!/usr/bin/env bash
# The Python package: pip builds and installs it from this checkout, mypy --strict and pytest pass (R beside it), the notebook runs,
# Parquet is read back by pyarrow and DuckDB, and the recipe for Dask gives the result of one run though a worker is killed.
# It makes its own environment. MKBA_VENV names one that is kept; CARGO_TARGET_DIR a folder with compiled parts;
# MKBA_BUILD are further arguments for the build, such as `--profile dev`.
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/outside/common/need.sh
need Rscript r-base-core
command -v python3 > /dev/null || { echo "python3 is missing"; exit 1; }
command -v cargo > /dev/null || { echo "cargo is missing"; exit 1; }
place="$(mktemp -d)"
trap 'rm -rf "$place"' EXIT
venv="${MKBA_VENV:-$place/venv}"
if [ ! -x "$venv/bin/python" ]; then
    python3 -m venv "$venv" || { echo "python3-venv is missing: apt-get install python3-venv"; exit 1; }
fi
pip() { "$venv/bin/python" -m pip --quiet --disable-pip-version-check "$@"; }
pip install 'maturin>=1.9,<2' pandas polars 'pyarrow>=14' duckdb distributed mypy pandas-stubs pytest nbclient nbformat ipykernel matplotlib \
    || { echo "the packages of Python could not be installed"; exit 1; }
export PATH="$venv/bin:$PATH"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/target}"
pip install --no-build-isolation --force-reinstall --no-deps ${MKBA_BUILD:+--config-settings "build-args=$MKBA_BUILD"} ./python
(
    cd python
    mypy --strict
    python -m pytest -q -p no:cacheprovider
)
python python/tests/dask_recipe.py
python - docs/notebook.ipynb << 'CODE'
import sys
import nbformat
from nbclient import NotebookClient

notebook = nbformat.read(sys.argv[1], as_version=4)
NotebookClient(notebook, timeout=180, kernel_name="python3").execute()
drawn = sum("image/png" in output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", []))
assert drawn >= 1, "the notebook draws nothing"
print(f"the notebook runs and draws {drawn} picture(s)")
CODE
