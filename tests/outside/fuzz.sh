#!/usr/bin/env bash
# Changed scenarios, lists, workbooks, studies, cases and arguments: a fault with a place, never a panic. Without arguments as
# many as are done in two minutes, at most a million.
# `tests/outside/fuzz.sh 1000000` tries a million, about ten minutes on two cores; `tests/outside/fuzz.sh 10000000 1000000`
# ten million, starting at number 1000000.
set -euo pipefail
cd "$(dirname "$0")/../.."
export MKBA_FUZZ="${1:-1000000}" MKBA_FUZZ_START="${2:-0}"
if [ $# -eq 0 ]; then
    export MKBA_FUZZ_SECONDS=120
fi
cargo test --locked --test all -- fuzz::no_change_makes_it_panic_or_hang --exact --nocapture
# Workbooks, studies, cases and arguments: fewer, as each takes longer, and without arguments no more than half a minute or so.
share=10
if [ $# -eq 0 ]; then
    share=200
fi
MKBA_FUZZ="$((MKBA_FUZZ / share))" cargo test --locked --test all -- hostile:: --nocapture
