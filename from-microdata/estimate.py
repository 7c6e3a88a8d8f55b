#!/usr/bin/env python3
"""Monthly transitions from records that may not leave: a list of rates for mkba.

Runs inside a closed environment with Python 3.8 or newer and nothing else. In: a table of person-months (CSV or TSV) with a
row for each person and month: a person, a month as a whole number, a state, and if you like one or more groups. Out: a table
of counts to check before export, and a list of rates in the form of mkba, with the parameters of their Beta and Dirichlet
distributions.

    python3 estimate.py records.csv --person rin --month month --state state --group sex \
        --source "CBS microdata, own calculation" --year 2024 --out rates.csv --counts counts.csv

Rules, in this order:
1. A transition is a pair of rows of one person in two months that follow each other. A month that is missing in between is no
   transition: the person is not followed over the gap.
2. A cell (from, to, group) with fewer than --least persons or transitions (10) is not written. It is merged with the smallest
   other cell from the same state and group into `other`, until `other` has enough; where that cannot be, the group is merged
   with all others (`all`); where that is not enough either, the state is left out and named on standard error.
3. The chance in a month of one destination is k of n: Beta(k + 1/2, n - k + 1/2) (Jeffreys). `low` and `high` are its 2.5 % and
   97.5 % points. All destinations of a state together: Dirichlet(k + 1/2, ...) with `stay` among them; its parameters stand in
   the note.
4. Rows of one person are not independent of each other. Where a transition happens more than once to the same persons, the
   intervals are too narrow; the number of persons stands beside the number of transitions, so that it can be seen.
"""

import argparse
import csv
import math
import re
import sys
from collections import defaultdict

COLUMNS = (
    "id,name_nl,name_en,value,low,high,range,unit,distribution,year,grade,source,url,checked,note".split(",")
)


def transitions(rows, person, month, state, groups):
    """By group and state: by destination the transitions and the persons."""
    last = {}
    found = defaultdict(lambda: defaultdict(lambda: [0, set()]))
    for row in sorted(rows, key=lambda row: (row[person], int(row[month]))):
        who, when = row[person], int(row[month])
        before = last.get(who)
        if before is not None and before[0] == when:
            raise SystemExit(f"{person} {who} has two rows in {month} {when}")
        if before is not None and when == before[0] + 1:
            cell = found[(before[2], before[1])][row[state]]
            cell[0] += 1
            cell[1].add(who)
        last[who] = (when, row[state], tuple(row[name] for name in groups))
    return {key: {to: (count, len(who)) for to, (count, who) in cells.items()} for key, cells in found.items()}


def merged(cells, stay, least):
    """Destinations with small ones merged; None where that is not enough."""
    kept = {to: cell for to, cell in cells.items() if to != stay}
    small = {to for to, cell in kept.items() if min(cell) < least}
    if small:
        def total(names):
            # Persons of several cells may be the same: the largest is a safe number of them.
            return (sum(kept[to][0] for to in names), max(kept[to][1] for to in names))

        rest = sorted((to for to in kept if to not in small), key=lambda to: kept[to])
        while min(total(small)) < least:
            if not rest:
                return None
            small.add(rest.pop(0))
        other = total(small)
        kept = {to: cell for to, cell in kept.items() if to not in small}
        kept["other"] = other
    if stay in cells:
        if min(cells[stay]) < least:
            return None
        kept[stay] = cells[stay]
    return kept


def log_beta(a, b):
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def beta_share(a, b, x):
    """The chance below x, by the continued fraction of Lentz (Press and others, Numerical Recipes, 6.4)."""
    if x <= 0.0 or x >= 1.0:
        return min(max(x, 0.0), 1.0)
    if x > (a + 1) / (a + b + 2):
        return 1.0 - beta_share(b, a, 1.0 - x)
    tiny = 1e-300
    c, d = 1.0, 1.0 / max(abs(1.0 - (a + b) * x / (a + 1)), tiny)
    fraction = d
    for m in range(1, 1000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        step = 1.0
        for number in (even, odd):
            d = 1.0 / (1.0 + number * d or tiny)
            c = 1.0 + number / c or tiny
            step = c * d
            fraction *= step
        if abs(step - 1.0) < 1e-14:
            break
    return math.exp(a * math.log(x) + b * math.log1p(-x) - log_beta(a, b)) * fraction / a


def beta_point(a, b, share):
    """The value below which this share lies."""
    low, high = 0.0, 1.0
    for _ in range(200):
        middle = (low + high) / 2
        if beta_share(a, b, middle) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def name(*parts):
    return re.sub(r"[^a-z0-9]+", "_", "_".join(parts).lower()).strip("_")


def rates(found, least, settings):
    """Rows of the list of rates, and rows of counts."""
    pooled = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for (group, stay), cells in found.items():
        for to, (count, persons) in cells.items():
            cell = pooled[stay][to]
            cell[0] += count
            # A person may be in two groups at two times: the largest group is a safe number.
            cell[1] = max(cell[1], persons)
    chosen = []
    for (group, stay), cells in sorted(found.items()):
        kept = merged(cells, stay, least)
        if kept is None and group:
            chosen.append((("all",), stay, merged({to: tuple(cell) for to, cell in pooled[stay].items()}, stay, least)))
        else:
            chosen.append((group, stay, kept))
    out, counts, seen = [], [], set()
    for group, stay, kept in chosen:
        if (group, stay) in seen:
            continue
        seen.add((group, stay))
        if kept is None:
            print(f"left out, too few: {' '.join((stay, *group))}", file=sys.stderr)
            continue
        n = sum(count for count, _ in kept.values())
        order = sorted(kept, key=lambda to: (to == stay, to))
        prior = ", ".join(f"{'stay' if to == stay else to} {kept[to][0] + 0.5:g}" for to in order)
        for to in order:
            k, persons = kept[to]
            counts.append([*group, stay, to, k, n, persons])
            if to == stay:
                continue
            a, b = k + 0.5, n - k + 0.5
            label = f"{stay} -> {to}" + (f" ({', '.join(group)})" if group else "")
            note = f"n = {n} person-months, {k} transitions of {persons} persons; Beta({a:g}, {b:g})"
            if len(order) > 2:
                note += f"; from {stay} together Dirichlet({prior})"
            out.append({
                "id": name(stay, "to", to, *group), "name_nl": label, "name_en": label, "value": f"{a / (a + b):.6g}",
                "low": f"{beta_point(a, b, 0.025):.6g}", "high": f"{beta_point(a, b, 0.975):.6g}", "range": "95",
                "unit": "share within a month", "distribution": "beta", "year": settings.year, "grade": "measured",
                "source": settings.source, "url": "", "checked": "", "note": note,
            })
    return out, counts


def main():
    read = argparse.ArgumentParser(description="Monthly transitions from person-months: a list of rates for mkba.")
    read.add_argument("records")
    for column in ("person", "month", "state"):
        read.add_argument(f"--{column}", default=column)
    read.add_argument("--group", action="append", default=[])
    read.add_argument("--least", type=int, default=10)
    read.add_argument("--source", required=True)
    read.add_argument("--year", required=True)
    read.add_argument("--out", required=True)
    read.add_argument("--counts", required=True)
    settings = read.parse_args()
    with open(settings.records, encoding="utf-8-sig", newline="") as file:
        start = file.readline()
        file.seek(0)
        rows = csv.DictReader(file, delimiter="\t" if "\t" in start else ";" if ";" in start else ",")
        needed = [settings.person, settings.month, settings.state, *settings.group]
        missing = [column for column in needed if column not in (rows.fieldnames or [])]
        if missing:
            raise SystemExit(f"{settings.records}: no column {', '.join(missing)}; there are: {', '.join(rows.fieldnames or [])}")
        found = transitions(rows, settings.person, settings.month, settings.state, settings.group)
    out, counts = rates(found, settings.least, settings)
    with open(settings.out, "w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        table.writeheader()
        table.writerows(out)
    with open(settings.counts, "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow([*(settings.group or []), "from", "to", "transitions", "person_months", "persons"])
        table.writerows(counts)


if __name__ == "__main__":
    main()
