#!/usr/bin/env bash
# Runs that are killed at any moment: a whole result or none, and nothing left after the next run.
# Without arguments 40 kills; `tests/outside/kills.sh 500` does 500. MKBA names a program that is built already.
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/outside/common/need.sh
times="${1:-40}"
MKBA=$(the_program)
place="$(mktemp -d)"
trap 'rm -rf "$place"' EXIT
out="$place/out"
files="distribution.svg draws.csv inputs.zip ledger.csv manifest.json measures.csv result.json"

run() { "$MKBA" run scenarios/schulden.toml --draws "$1" --households 0 --seed "$2" --quiet --out "$out"; }

# Every file is the one of which the manifest holds the hash, and there is no other.
whole() {
    [ "$(ls -A "$out" | sort | tr '\n' ' ')" = "$files " ] || { echo "$1: not whole: $(ls -A "$out" | tr '\n' ' ')"; exit 1; }
    for name in $files; do
        if [ "$name" != manifest.json ]; then
            sum="$(sha256sum "$out/$name" | cut -d ' ' -f 1)"
            grep -q "\"$name\": *\"$sum\"" "$out/manifest.json" || { echo "$1: $name is half a file"; exit 1; }
        fi
    done
}

started="$(date +%s%N)"
run 400 0
took="$(( ($(date +%s%N) - started) / 1000 ))"
whole "at first"
for number in $(seq "$times"); do
    # In a shell of its own that becomes the program: what is killed is the program itself.
    (exec "$MKBA" run scenarios/schulden.toml --draws 400 --households 0 --seed "$number" --quiet --out "$out") &
    child=$!
    wait_for="$(( (RANDOM * 32768 + RANDOM) % (took + took / 4 + 1) ))"
    sleep "$(printf '%d.%06d' "$((wait_for / 1000000))" "$((wait_for % 1000000))")"
    kill -9 "$child" 2>/dev/null || true
    wait "$child" 2>/dev/null || true
    # Between two names the folder is in the hidden one, and the next run puts it back.
    if [ -e "$out" ]; then whole "kill $number"; fi
    if [ "$((number % 10))" = 0 ]; then
        run 8 "$number"
        whole "after kill $number"
        left="$(ls -A "$place")"
        [ "$left" = out ] || { echo "left after kill $number: $left"; exit 1; }
    fi
done
run 8 1
whole "at last"
[ "$(ls -A "$place")" = out ] || { echo "left: $(ls -A "$place")"; exit 1; }
echo "$times kills: nothing half, nothing left"
