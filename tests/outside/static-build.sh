#!/usr/bin/env bash
# A statically linked build without optimising gives the same bytes as the ordinary one. Needs Rust alone. MKBA names a program
# that is built already.
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/outside/common/need.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
target=$(rustc -vV | sed -n 's/^host: //p')
plain=$(the_program)
RUSTFLAGS="-C target-feature=+crt-static" unoptimised cargo build --locked --release --quiet --target "$target" --target-dir target/static
static=target/static/$target/release/mkba
if ldd "$static" 2>&1 | grep -q '=>'; then
    echo "the static build is not static"
    exit 1
fi
run() { "$1" run scenarios/huisuitzetting.toml --draws 64 --households 20 --threads "$3" --quiet --out "$work/$2"; }
run "$plain" plain 1
run "$static" static 2
for file in result.json ledger.csv draws.csv distribution.svg; do
    cmp "$work/plain/$file" "$work/static/$file"
done
echo "static build: 4 passed, 0 failed"
