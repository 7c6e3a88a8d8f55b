#!/usr/bin/env bash
# The server as its users meet it: the flow in a browser with and without scripts, looked at by axe for WCAG 2.2 A and AA; slow
# requests, a computation that nobody waits for, Ctrl-C; then a server that is killed while cases are saved, 500 times
# (`tests/outside/serve.sh 40`: 40 times). Needs Rust, Chromium, Node and npm; what is not there is installed where apt-get can
# do that, else named. MKBA names a program that is built already; WORK a folder in which the pictures stay.
set -euo pipefail
cd "$(dirname "$0")/../.."
times="${1:-500}"

need() {
    if command -v "$1" >/dev/null; then return; fi
    apt-get update >/dev/null 2>&1 || true
    apt-get install -y --no-install-recommends "$2" >/dev/null 2>&1 || true
    if ! command -v "$1" >/dev/null; then
        echo "serve: $1 is not there and could not be installed: install the package $2"
        exit 1
    fi
}
need chromium chromium
need node nodejs
need npm npm

program=${MKBA:-}
if [ -z "$program" ]; then
    cargo build --locked --quiet --release
    program=target/release/mkba
fi
program=$(realpath "$program")
work=${WORK:-$(mktemp -d)}
mkdir -p "$work"
[ -n "${WORK:-}" ] || trap 'rm -rf "$work"' EXIT

cp tests/outside/serve/package.json tests/outside/serve/*.mjs "$work"
(cd "$work" && npm install --silent --no-audit --no-fund --ignore-scripts >/dev/null)
(cd "$work" && CHROMIUM=$(command -v chromium) node flow.mjs "$program" "$work")
(cd "$work" && node kills.mjs "$program" "$work" "$times")
