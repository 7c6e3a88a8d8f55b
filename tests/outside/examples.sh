#!/usr/bin/env bash
# The examples run to their end, as the tests build them. Needs Rust alone.
set -euo pipefail
cd "$(dirname "$0")/../.."
cargo test --locked --quiet --no-run
for example in quick_start many_cases own_monitor; do
    "${CARGO_TARGET_DIR:-target}/debug/examples/$example" >/dev/null
done
echo "examples: 3 passed, 0 failed"
