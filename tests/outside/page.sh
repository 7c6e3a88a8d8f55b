#!/usr/bin/env bash
# The coach's page as its users open it: one file in a browser without a network, from the choice of a situation to the
# printed form. Shipped scenarios and cases (EVERY=1: all of them) give the figures and the id of the command line. Needs Rust with the
# target wasm32-unknown-unknown, Python 3, Chromium, Node and npm; what is not there is installed where apt-get can do that,
# else named.
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/outside/common/need.sh
need python3 python3
need chromium chromium
need node nodejs
need npm npm

program=$(the_program)
work=${WORK:-$(mktemp -d)}
mkdir -p "$work"
[ -n "${WORK:-}" ] || trap 'rm -rf "$work"' EXIT

page=${PAGE:-}
if [ -z "$page" ]; then
    python3 packaging/build page --out "$work/dist"
    page=$work/dist/mkba.html
fi
cp tests/outside/page/package.json tests/outside/page/*.mjs "$work"
(cd "$work" && npm install --silent --no-audit --no-fund --ignore-scripts >/dev/null)
page=$(realpath "$page")
(cd "$work" && CHROMIUM=$(command -v chromium) node flow.mjs "$page" "$program" "$work")
