"""A published cohort model, as matrices and rewards in CSV, to a scenario of mkba.

In: a folder with ``model.csv``, ``states.csv``, ``transitions.csv`` and ``rewards.csv``, as docs/matrices.md says. Out: a
folder with ``scenario.toml`` and its list of accounts. The files that are read are left as they are.
"""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass
from pathlib import Path

from mkba._call import Fault, Refused

COLUMNS = {
    "model": ("key", "value"),
    "states": ("id", "name", "start", "ends"),
    "transitions": ("strategy", "from", "to", "probability"),
    "rewards": ("strategy", "state", "cost", "effect"),
}
KEYS = {
    "id": None,
    "title": None,
    "cycles": None,
    "calendar_start": None,
    "price_year": None,
    "discount_rate": None,
    "discount_rate_effect": "",
    "count": "half_cycle",
    "discount_at": "",
    "effect": "qaly",
    "source": None,
}
COUNTS = ("half_cycle", "life_table", "start", "end", "simpson", "all_rows")
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")
ACCOUNTS = """id,name_nl,name_en,public,role
payer,Betaler,Payer,true,party
resources,Middelen,Resources,false,resources
welfare,Welzijn,Welfare,false,welfare
"""


@dataclass(frozen=True)
class Row:
    """A row of a table, with its line."""

    line: int
    cells: dict[str, str]


class Reader:
    """Reads the tables and gathers all faults."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[Fault] = []

    def fault(self, table: str, line: int, message: str) -> None:
        self.faults.append(Fault("matrices", message, file=str(self.folder / f"{table}.csv"), line=line, column=1))

    def rows(self, table: str) -> list[Row]:
        path = self.folder / f"{table}.csv"
        if not path.is_file():
            self.fault(table, 1, "there is no such file")
            return []
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            missing = [name for name in COLUMNS[table] if name not in (reader.fieldnames or [])]
            if missing:
                self.fault(table, 1, f"columns {', '.join(missing)} are missing; needed: {', '.join(COLUMNS[table])}")
                return []
            return [Row(reader.line_num, {k: (v or "").strip() for k, v in row.items() if k}) for row in reader]

    def number(self, table: str, row: Row, column: str, least: float, most: float) -> float:
        text = row.cells[column]
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not least <= value <= most:
            self.fault(table, row.line, f"{column} `{text}` is no number from {least:g} to {most:g} (write a point for decimals)")
        return value

    def name(self, table: str, row: Row, column: str, known: list[str] | None = None) -> str:
        text = row.cells[column]
        if known is None and not NAME.match(text):
            self.fault(table, row.line, f"{column} `{text}` is no name: a letter, then letters, digits and `_`")
        if known is not None and text not in known:
            self.fault(table, row.line, f"{column} `{text}` is unknown; there are: {', '.join(known)}")
        return text


def _settings(reader: Reader) -> dict[str, str]:
    rows = {row.cells["key"]: row for row in reader.rows("model")}
    found = {key: standard for key, standard in KEYS.items() if standard is not None}
    for key, row in rows.items():
        if key not in KEYS:
            reader.fault("model", row.line, f"key `{key}` is unknown; there are: {', '.join(KEYS)}")
        found[key] = row.cells["value"]
    for key in KEYS:
        if key not in found and not reader.faults:
            reader.fault("model", 1, f"key `{key}` is missing")
    checks = {"count": COUNTS, "discount_at": ("", "start", "end")}
    for key, allowed in checks.items():
        if key in rows and found[key] not in allowed:
            reader.fault("model", rows[key].line, f"{key} `{found[key]}` is none of: {', '.join(filter(None, allowed))}")
    for key in ("cycles", "calendar_start", "price_year"):
        if key in rows and not found[key].isdigit():
            reader.fault("model", rows[key].line, f"{key} `{found[key]}` is no whole number")
    for key in ("discount_rate", "discount_rate_effect"):
        if key in rows and found[key]:
            reader.number("model", Row(rows[key].line, {key: found[key]}), key, -0.5, 1)
    return found


def _text(value: str) -> str:
    """A text in TOML: that of JSON is one."""
    return json.dumps(value, ensure_ascii=False)


def _label(text: str) -> str:
    return f"{{ nl = {_text(text)}, en = {_text(text)} }}"


def matrices_to_toml(folder: str | Path) -> str:
    """The scenario as a text. Raises ``Refused`` with every fault of the tables and its line."""
    reader = Reader(Path(folder))
    settings = _settings(reader)
    states = reader.rows("states")
    ids = [reader.name("states", row, "id") for row in states]
    ends = {row.cells["id"] for row in states if row.cells["ends"].lower() in ("1", "true", "yes")}
    starts = {row.cells["id"]: reader.number("states", row, "start", 0, 1) for row in states if row.cells["start"]}
    if states and not abs(sum(starts.values()) - 1) < 1e-9:
        reader.fault("states", 1, f"shares in `start` add up to {sum(starts.values()):g}, not to 1")
    chances: dict[str, dict[tuple[str, str], float]] = {}
    for row in reader.rows("transitions"):
        strategy = reader.name("transitions", row, "strategy")
        pair = (reader.name("transitions", row, "from", ids), reader.name("transitions", row, "to", ids))
        if pair in chances.setdefault(strategy, {}):
            reader.fault("transitions", row.line, f"{pair[0]} to {pair[1]} stands here twice for {strategy}")
        chances[strategy][pair] = reader.number("transitions", row, "probability", 0, 1)
    strategies = list(chances)
    for strategy in strategies:
        for state in ids:
            total = sum(chance for (start, _), chance in chances[strategy].items() if start == state)
            if state in ends and total not in (0.0, chances[strategy].get((state, state))):
                reader.fault("transitions", 1, f"{strategy}: {state} ends, and is left")
            elif state not in ends and not abs(total - 1) < 1e-9:
                reader.fault("transitions", 1, f"{strategy}: chances from {state} add up to {total:.10g}, not to 1")
    rewards: dict[str, dict[str, tuple[float, float]]] = {}
    for row in reader.rows("rewards"):
        strategy = reader.name("rewards", row, "strategy", strategies)
        state = reader.name("rewards", row, "state", ids)
        cost = reader.number("rewards", row, "cost", -1e12, 1e12)
        rewards.setdefault(strategy, {})[state] = (cost, reader.number("rewards", row, "effect", -1e6, 1e6))
    if reader.faults:
        raise Refused(1, reader.faults)
    return _toml(settings, states, ends, starts, chances, rewards)


def _toml(
    settings: dict[str, str],
    states: list[Row],
    ends: set[str],
    starts: dict[str, float],
    chances: dict[str, dict[tuple[str, str], float]],
    rewards: dict[str, dict[str, tuple[float, float]]],
) -> str:
    ids = [row.cells["id"] for row in states]
    strategies = list(chances)
    null = strategies[0]
    effect, source = settings["effect"], settings["source"]
    # A pair that no strategy has is no transition at all.
    pairs = [(a, b) for a in ids if a not in ends for b in ids if any(chances[s].get((a, b)) for s in strategies)]

    def values(strategy: str) -> dict[str, float]:
        found = {f"p_{a}_{b}": chances[strategy].get((a, b), 0.0) for a, b in pairs if a != b}
        for state in ids:
            cost, gained = rewards.get(strategy, {}).get(state, (0.0, 0.0))
            found |= {f"c_{state}": cost, f"u_{state}": gained}
        return found

    own = values(null)
    lines = [
        f"# Made from matrices and rewards ({source}); change the tables, not this file.",
        "format = 1",
        f"id = {_text(settings['id'])}",
        f"title = {_label(settings['title'])}",
        'lists = { accounts = "accounts.csv" }',
        "",
        "[settings]",
        'cycle = "year"',
        f'horizon = "{settings["cycles"]} years"',
        f"calendar_start = {settings['calendar_start']}",
        f"price_year = {settings['price_year']}",
        f"discount_rate = {settings['discount_rate']}",
        f"count = {_text(settings['count'])}",
        "households = 0",
    ]
    if settings["discount_at"]:
        lines.append(f"discount_at = {_text(settings['discount_at'])}")
    if settings["discount_rate_effect"]:
        lines.append(f"discount_rates = {{ {effect} = {settings['discount_rate_effect']} }}")
    lines += ["", "[parameters]"]
    lines += [f"{name} = {{ fixed = {value!r}, source = {_text(source)} }}" for name, value in own.items()]
    start = next((_text(state) for state, share in starts.items() if share == 1), None)
    if start is None:
        start = "{ " + ", ".join(f"{state} = {share!r}" for state, share in starts.items() if share) + " }"
    lines += ["", "[domains.health]", f"label = {_label(settings['title'])}", f"start = {start}", "[domains.health.states]"]
    for row in states:
        name = row.cells["name"] or row.cells["id"]
        end = ", ends = true" if row.cells["id"] in ends else ""
        lines.append(f"{row.cells['id']} = {{ nl = {_text(name)}, en = {_text(name)}{end} }}")
    for state in ids:
        to = [b for a, b in pairs if a == state]
        if to and to != [state]:
            observed = ", ".join(f'{b} = "rest"' if b == state else f'{b} = "p_{state}_{b}"' for b in to)
            lines += ["", "[[domains.health.rows]]", f'from = "{state}"', f"observed = {{ {observed} }}", 'over = "1 year"']
    for state in ids:
        for kind, rest in (("c", 'kind = "resource"\npayers = "payer"'), ("u", 'kind = "unpriced"')):
            name = f"{kind}_{state}"
            if not any(values(strategy)[name] for strategy in strategies):
                continue
            item = ["", "[[items]]", f'id = "{"cost" if kind == "c" else effect}_{state}"']
            item += [f'quantity = {{ time = "health is {state}" }}']
            item += [f'amount = "{name}"', 'unit = "year"'] if kind == "c" else [f'times = ["{name}"]', 'unit = "year of QALY"']
            if kind == "u" and settings["discount_rate_effect"]:
                item.append(f'discount = "{effect}"')
            lines += [*item, rest]
    for strategy in strategies[1:]:
        other = {name: value for name, value in values(strategy).items() if value != own[name]}
        lines += ["", f"[alternatives.{strategy}]", f"label = {_label(strategy)}"]
        if other:
            lines.append(f"[alternatives.{strategy}.parameters]")
            lines += [f"{name} = {value!r}" for name, value in other.items()]
    return "\n".join(lines) + "\n"


def import_matrices(folder: str | Path, out: str | Path) -> Path:
    """Writes the scenario and its list of accounts into a folder; gives the path of the scenario."""
    text = matrices_to_toml(folder)
    place = Path(out)
    place.mkdir(parents=True, exist_ok=True)
    (place / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    path = place / "scenario.toml"
    path.write_text(text, encoding="utf-8")
    return path
