#!/usr/bin/env bash
# The examples run to their end with the engine alone. Needs Rust alone.
set -euo pipefail
cd "$(dirname "$0")/../.."
# The optimised examples of the tests of the engine alone.
cargo test --locked --quiet --no-default-features --no-run
for example in quick_start many_cases own_monitor; do
    "${CARGO_TARGET_DIR:-target}/debug/examples/$example" >/dev/null
done
echo "examples: 3 passed, 0 failed"
