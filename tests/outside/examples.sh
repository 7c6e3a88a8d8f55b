#!/usr/bin/env bash
# The examples run to their end with the engine alone. Needs Rust alone.
set -euo pipefail
cd "$(dirname "$0")/../.."
for example in quick_start many_cases own_monitor; do
    cargo run --locked --quiet --release --no-default-features --example "$example" >/dev/null
done
echo "examples: 3 passed, 0 failed"
