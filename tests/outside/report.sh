#!/usr/bin/env bash
# The report as its readers open it: the workbook recalculated by LibreOffice, before and after five prices are changed;
# the page, the case form and the page for a payer in a browser, looked at by axe for WCAG 2.2 A and AA. Needs LibreOffice Calc, Python 3, Chromium, Node and npm;
# what is not there is installed where apt-get can do that, else named.
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/outside/common/need.sh
need soffice libreoffice-calc
need python3 python3
need chromium chromium
need node nodejs
need npm npm

program=$(the_program)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 tests/outside/report/recalculate.py "$program" "$work"

cp tests/outside/report/package.json tests/outside/report/axe.mjs "$work"
(cd "$work" && npm install --silent --no-audit --no-fund --ignore-scripts >/dev/null)

# The case form and the page for a payer, in both languages.
cat >"$work/casus.toml" <<'CASE'
case = 1
scenario = "huisuitzetting"
code = "2026-014"
alternative = "bij_vonnis"
[answers]
traits.children = 3
start.housing = "court_order"
[form]
background = "De deurwaarder heeft de ontruiming aangezegd."
agreement = "Elke maand een gesprek."
mandate = 2500
CASE
for language in nl en; do
    (cd "$work" && "$program" report casus.toml --format case --for gemeente --draws 64 --households 20 --quiet \
        --lang $language --out "forms-$language")
done
(cd "$work" && CHROMIUM=$(command -v chromium) node axe.mjs nl/report.html en/report.html \
    forms-nl/case.html forms-nl/partner.html forms-en/case.html forms-en/partner.html)
