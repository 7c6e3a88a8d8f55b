#!/usr/bin/env bash
# Makes the pictures of the README anew: page one of the report, and the summary of its workbook, as PNG in docs/pictures.
# Needs Chromium, LibreOffice Calc and poppler (pdftoppm), which are installed where apt-get can do that, else named.
set -euo pipefail
cd "$(dirname "$0")/../.."

need() {
    if command -v "$1" >/dev/null; then return; fi
    apt-get update >/dev/null 2>&1 || true
    apt-get install -y --no-install-recommends "$2" >/dev/null 2>&1 || true
    if ! command -v "$1" >/dev/null; then
        echo "pictures: $1 is not there and could not be installed: install the package $2"
        exit 1
    fi
}
need chromium chromium
need soffice libreoffice-calc
need pdftoppm poppler-utils

program=${MKBA:-}
if [ -z "$program" ]; then
    cargo build --locked --quiet --release
    program=target/release/mkba
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$program" report huisuitzetting --format html,xlsx --quiet --out "$work/report"
mkdir -p docs/pictures
chromium --headless --no-sandbox --disable-gpu --user-data-dir="$work/profile" --no-pdf-header-footer \
    --print-to-pdf="$work/page.pdf" "file://$work/report/report.html" >/dev/null 2>&1
soffice --headless -env:UserInstallation="file://$work/office" --convert-to pdf --outdir "$work" "$work/report/report.xlsx" >/dev/null 2>&1
# A few greys and colours are enough for letters: the files stay small.
pdftoppm -png -r 80 -f 1 -l 1 -singlefile "$work/page.pdf" docs/pictures/page-one
pdftoppm -png -r 80 -f 1 -l 1 -singlefile "$work/report.pdf" docs/pictures/workbook
for picture in docs/pictures/page-one.png docs/pictures/workbook.png; do
    size=$(stat -c %s "$picture")
    if [ "$size" -gt 300000 ]; then
        echo "pictures: $picture has $size bytes, more than 300,000"
        exit 1
    fi
    echo "$picture: $size bytes"
done
