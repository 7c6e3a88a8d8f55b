"""The workload as plain arrays, read from the scenario itself; the values of its parameters come from the engine.

In: a scenario of the shape of `workload.toml`, and the figures that `engine.rs` writes. Out: `Workload`. Only what the
workload uses is understood; anything else is an error.
"""

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ARMS = 2


@dataclass
class Workload:
    """D draws, K transitions, J joint states, T months, I items that both arms have, A accounts that pay."""

    months: int
    domain: np.ndarray  # (K) domain of a transition
    origin: np.ndarray  # (K) state that it leaves
    shift: np.ndarray  # (K) what it adds to the joint state
    escalation: np.ndarray  # (K) whether it is marked as an escalation
    escalated: np.ndarray  # (J) number of domains in a state that an escalation leads to
    hazard: np.ndarray  # (D, J, K) hazard per month, 0 where the transition does not leave the state
    helped: int  # the one transition on which the help acts
    effect: np.ndarray  # (D, T) what the help multiplies its hazard by, in each month
    success: float  # share of households whom it helps
    late: tuple[int, float]  # so many months in the state that `helped` leaves make it so many times as fast
    start: int  # joint state at the start, apart from the one domain that starts by shares
    start_shares: np.ndarray  # cumulative, by state of that domain
    start_stride: int  # what one state more of that domain adds to the joint state
    price: np.ndarray  # (D, I) euro per month or transition
    of_state: np.ndarray  # (I, J) 1 where a month in a joint state counts for the item
    of_event: np.ndarray  # (I, K) 1 where a transition counts for the item
    split: np.ndarray  # (I, A) who pays it
    plan: float  # euro for each start of the help
    plan_split: np.ndarray  # (A)
    discount: np.ndarray  # (T) of an amount in the course of a month
    public: np.ndarray  # (A) 1 where an account is public

    def paid(self, months: np.ndarray, moves: np.ndarray) -> np.ndarray:
        """What accounts pay (arm, draw, account), from discounted months (arm, draw, joint state) and moves."""
        units = months @ self.of_state.T + moves @ self.of_event.T
        paid = (units * self.price) @ self.split
        paid[1] += self.plan * self.plan_split
        return paid


def read(scenario: Path, figures: Path) -> Workload:
    """Reads a scenario and the drawn values of its parameters."""
    text = merged(scenario)
    drawn = json.loads(figures.read_text())
    values = dict(zip(drawn["names"], np.array(drawn["parameters"]).T, strict=True))
    names, states = list(text["domains"]), {name: list(one["states"]) for name, one in text["domains"].items()}
    sizes = [len(states[name]) for name in names]
    stride = np.concatenate([[1], np.cumprod(sizes)[:-1]]).astype(np.int64)
    joint = np.arange(int(np.prod(sizes)))

    def place(condition: str) -> tuple[int, int]:
        name, state = condition.split(" is ")
        return names.index(name), states[name].index(state)

    def holds(condition: str) -> np.ndarray:
        at, state = place(condition)
        return joint // stride[at] % sizes[at] == state

    moves = [(name, move) for name in names for move in text["domains"][name]["transitions"]]
    full = [f"{name}: {move['move']}" for name, move in moves]
    ends = [[states[name].index(end) for end in move["move"].split(" -> ")] for name, move in moves]
    domain = np.array([names.index(name) for name, _ in moves])
    origin = np.array([a for a, _ in ends])
    draws = len(drawn["parameters"])
    hazard = np.zeros((draws, len(joint), len(moves)))
    for k, (name, move) in enumerate(moves):
        assert move["within"] == "1 month", move
        here = joint // stride[domain[k]] % sizes[domain[k]] == origin[k]
        ratio = np.where(here, 1.0, 0.0)
        for modifier in move.get("when", []):
            ratio *= np.where(holds(modifier["if"]), modifier["hazard_ratio"], 1.0)
        hazard[:, :, k] = -np.log1p(-values[move["chance"]])[:, None] * ratio

    months = 12 * int(text["settings"]["horizon"].removesuffix(" years"))
    help_ = text["alternatives"]["help"]["interventions"]["help"]
    (effect,) = help_["effects"]
    strength = np.maximum(0.0, 1.0 - np.arange(months) / effect["fade"]["linear"])
    (shared,) = [at for at, name in enumerate(names) if isinstance(text["domains"][name]["start"], dict)]
    fixed = [0 if at == shared else states[name].index(text["domains"][name]["start"]) for at, name in enumerate(names)]
    shares = text["domains"][names[shared]]["start"]

    public = parties(scenario.parent / text["lists"]["accounts"])
    of_state, of_event = np.zeros((len(text["items"]), len(joint))), np.zeros((len(text["items"]), len(moves)))
    for at, item in enumerate(text["items"]):
        if "time" in item["quantity"]:
            assert item["unit"] == "month", item
            of_state[at] = holds(item["quantity"]["time"])
        else:
            of_event[at, full.index(item["quantity"]["transitions"])] = 1.0
    (cost,) = help_["costs"]
    helped = full.index(effect["on"])
    late = (months + 1, 1.0)
    for one in text.get("influences", []):
        assert full.index(one["on"]) == helped and one["if"]["since"] == "housing is arrears", one
        late = (int(one["if"]["from"].removesuffix(" months")), one["hazard_ratio"])
    escalation = np.array([move.get("escalation", False) for _, move in moves])
    worse = {(domain[k], ends[k][1]) for k in np.flatnonzero(escalation)}
    return Workload(
        months=months,
        domain=domain,
        origin=origin,
        shift=np.array([(b - a) * stride[at] for at, (a, b) in zip(domain, ends, strict=True)]),
        escalation=escalation,
        escalated=sum((joint // stride[at] % sizes[at] == state).astype(np.int64) for at, state in worse),
        hazard=hazard,
        helped=helped,
        effect=values[effect["hazard_ratio"]][:, None] ** strength,
        success=help_["success"],
        late=late,
        start=int(np.dot(fixed, stride)),
        start_shares=np.cumsum([shares[state] for state in states[names[shared]]]),
        start_stride=int(stride[shared]),
        price=np.stack([values[f"items.{item['id']}.amount"] for item in text["items"]], axis=1),
        of_state=of_state,
        of_event=of_event,
        split=np.array([[item["payers"].get(one, 0.0) for one in public] for item in text["items"]]),
        plan=float(cost["amount"]),
        plan_split=np.array([float(one == cost["payers"]) for one in public]),
        discount=(1 + text["settings"]["discount_rate"]) ** (-(np.arange(months) + 0.5) / 12),
        public=np.array(list(public.values()), dtype=float),
    )


def merged(scenario: Path) -> dict:
    """The scenario on top of the files that it includes; keys that both have are taken from the scenario."""
    text = tomllib.loads(scenario.read_text())
    for block in text.pop("include", []):
        text = tomllib.loads((scenario.parent / block).read_text()) | text
    return text


def parties(accounts: Path) -> dict[str, bool]:
    """Accounts that pay, in the order of the list, and whether they are public."""
    rows = [line.split(",") for line in accounts.read_text().split()[1:]]
    return {row[0]: row[3] == "true" for row in rows if row[4] == "party"}
