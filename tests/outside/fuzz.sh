#!/usr/bin/env bash
# A million changed scenarios and lists: a fault with a place, never a panic. Takes about ten minutes on two cores.
# `tests/outside/fuzz.sh 10000000 1000000` tries ten million, starting at number 1000000.
set -euo pipefail
cd "$(dirname "$0")/../.."
export MKBA_FUZZ="${1:-1000000}" MKBA_FUZZ_START="${2:-0}"
cargo test --locked --test all -- fuzz::
