"""The workload in numba: a compiled month loop over tables, parallel over draws, both arms with the same luck.

In: `Workload`, households per draw. Out: mean paid by arm, draw and account, and the net benefit of every household; with
`everything` also what `mkba run` tells. Luck is a xoshiro256++ stream per household, one uniform per transition and month:
`E = -log(1 - u)`. A uniform that cannot fire is told by one comparison, without a logarithm.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numba import njit, prange, uint64

from workload import ARMS, Workload

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
TO_UNIT = 2.0**-53
MOST_FIRED = 8


class Tables(NamedTuple):
    """What the loop reads; slots are the transitions that leave a joint state, in the order of the domains."""

    first: np.ndarray  # (J + 1) first slot of a joint state
    slot: np.ndarray  # (S) transition
    domain: np.ndarray
    shift: np.ndarray
    hazard: np.ndarray  # (D, S)
    most: np.ndarray  # (D, S) chance with the largest factor that can act
    helped: int
    effect: np.ndarray  # (D, T)
    success: float
    waits: np.ndarray  # (J) 1 in the state that `helped` leaves
    late_from: int
    late_ratio: float
    start: int
    start_shares: np.ndarray
    start_stride: int
    state_price: np.ndarray  # (D, J, totals) euro for a month in a joint state
    event_price: np.ndarray  # (D, K, totals)
    plan: np.ndarray  # (totals)
    discount: np.ndarray
    escalation: np.ndarray
    escalated: np.ndarray


def tables(work: Workload, totals: int) -> Tables:
    """Tables with one price (society) or three (with welfare, which is the same here, and the public purse)."""
    joints, transitions = work.hazard.shape[1:]
    leaves = work.hazard[0] > 0
    order = np.argsort(work.domain, kind="stable")
    slot = np.concatenate([order[leaves[joint, order]] for joint in range(joints)])
    joint = np.repeat(np.arange(joints), leaves.sum(axis=1))
    hazard = work.hazard[:, joint, slot]
    largest = np.maximum(work.effect.max(axis=1), 1.0)[:, None] * max(work.late[1], 1.0)
    factor = np.where(slot == work.helped, largest, 1.0)
    weight = np.stack([np.ones(len(work.split)), np.ones(len(work.split)), work.split @ work.public], axis=1)
    price = work.price[:, :, None] * weight[:, :totals]
    return Tables(
        first=np.concatenate([[0], np.cumsum(leaves.sum(axis=1))]),
        slot=slot,
        domain=work.domain,
        shift=work.shift,
        hazard=hazard,
        most=-np.expm1(-hazard * factor),
        helped=work.helped,
        effect=work.effect,
        success=work.success,
        waits=leaves[:, work.helped].astype(np.int64),
        late_from=work.late[0],
        late_ratio=work.late[1],
        start=work.start,
        start_shares=work.start_shares,
        start_stride=work.start_stride,
        state_price=np.einsum("dic,ij->djc", price, work.of_state),
        event_price=np.einsum("dic,ik->dkc", price, work.of_event),
        plan=(work.plan * np.array([1.0, 1.0, work.plan_split @ work.public]))[:totals],
        discount=work.discount,
        escalation=work.escalation,
        escalated=work.escalated,
    )


@njit
def mix(word: np.uint64) -> np.uint64:
    """The output function of SplitMix64."""
    word = (word ^ (word >> uint64(30))) * uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> uint64(27))) * uint64(0x94D049BB133111EB)
    return word ^ (word >> uint64(31))


@njit
def unit(word: np.uint64) -> float:
    """A uniform from a word: 0 included, 1 excluded."""
    return (word >> uint64(11)) * TO_UNIT


@njit
def rotated(word: np.uint64, bits: int) -> np.uint64:
    """Rotates to the left."""
    return (word << uint64(bits)) | (word >> uint64(64 - bits))


@njit
def fill(luck: np.ndarray, a: np.uint64, b: np.uint64, c: np.uint64, d: np.uint64) -> tuple:
    """Uniforms from xoshiro256++; returns its next state."""
    for at in range(len(luck)):
        luck[at] = unit(rotated(a + d, 23) + a)
        shifted = b << uint64(17)
        c ^= a
        d ^= b
        b ^= c
        a ^= d
        c ^= shifted
        d = rotated(d, 45)
    return a, b, c, d


@njit
def choose(table: Tables, draw: int, joint: int, factor: float, luck: np.ndarray, fired: np.ndarray) -> int:
    """Puts what happens into `fired`: of each domain the exit with the smallest `E / hazard`, if below 1. How many."""
    count, last, soonest = 0, -1, 0.0
    for at in range(table.first[joint], table.first[joint + 1]):
        transition = table.slot[at]
        if luck[transition] >= table.most[draw, at]:
            continue
        hazard = table.hazard[draw, at] * (factor if transition == table.helped else 1.0)
        time = -np.log1p(-luck[transition]) / hazard
        if time >= 1.0:
            continue
        if table.domain[transition] != last:
            count += 1
        elif time >= soonest:
            continue
        fired[count - 1] = transition
        last, soonest = table.domain[transition], time
    return count


@njit
def start_state(table: Tables, luck: float) -> int:
    """The joint state at the start."""
    state = 0
    while state < len(table.start_shares) - 1 and luck >= table.start_shares[state]:
        state += 1
    return table.start + state * table.start_stride


def kernel(totals: int, everything: bool) -> Callable:
    """The loop; what it need not tell is left out when it is compiled."""

    @njit(parallel=True)
    def simulate(
        table: Tables, seed: int, months: np.ndarray, moves: np.ndarray, net_benefit: np.ndarray, facts: np.ndarray
    ) -> None:
        """Counts months (D, arm, row, J) and moves (D, arm, row, K), by month or as one discounted row, and notes the net
        benefit (D, N, totals). Facts (D, N, 4): cost without help, whether it then escalates, whether the course differs,
        whether it has fewer months in a state that an escalation leads to."""
        for draw in prange(table.hazard.shape[0]):
            luck, fired = np.empty(len(table.domain)), np.empty(MOST_FIRED, np.int64)
            joint, since = np.empty(ARMS, np.int64), np.empty(ARMS, np.int64)
            worse, cost = np.empty(ARMS, np.int64), np.empty((ARMS, totals))
            key = mix(uint64(seed) + uint64(draw) * GOLDEN)
            for household in range(net_benefit.shape[1]):
                own = mix(key + uint64(household) * GOLDEN)
                a, b, c, d = mix(own), mix(own + GOLDEN), mix(own + uint64(2) * GOLDEN), mix(own + uint64(3) * GOLDEN)
                a, b, c, d = fill(luck[:2], a, b, c, d)
                joint[:] = start_state(table, luck[0])
                responds = luck[1] < table.success
                since[:] = 0
                worse[:] = 0
                escalates, changed = False, False
                for total in range(totals):
                    cost[0, total], cost[1, total] = 0.0, table.plan[total]
                for month in range(len(table.discount)):
                    a, b, c, d = fill(luck, a, b, c, d)
                    discount = table.discount[month]
                    row = month if everything else 0
                    weight = 1.0 if everything else discount
                    for arm in range(ARMS):
                        factor = table.late_ratio if since[arm] >= table.late_from else 1.0
                        if arm == 1 and responds:
                            factor *= table.effect[draw, month]
                        before, after = joint[arm], joint[arm]
                        for at in range(choose(table, draw, before, factor, luck, fired)):
                            transition = fired[at]
                            after += table.shift[transition]
                            moves[draw, arm, row, transition] += weight
                            for total in range(totals):
                                cost[arm, total] += table.event_price[draw, transition, total] * discount
                            if everything and arm == 0:
                                escalates |= table.escalation[transition]
                        since[arm] = (since[arm] + 1) * table.waits[before] * table.waits[after]
                        joint[arm] = after
                        months[draw, arm, row, after] += weight
                        for total in range(totals):
                            cost[arm, total] += table.state_price[draw, after, total] * discount
                        if everything:
                            worse[arm] += table.escalated[after]
                    changed |= joint[0] != joint[1]
                for total in range(totals):
                    net_benefit[draw, household, total] = cost[0, total] - cost[1, total]
                if everything:
                    facts[draw, household, 0] = cost[0, 0]
                    facts[draw, household, 1] = escalates
                    facts[draw, household, 2] = changed
                    facts[draw, household, 3] = changed and worse[1] < worse[0]

    return simulate


def lean(work: Workload) -> Callable[[int, int], tuple[np.ndarray, np.ndarray]]:
    """A run that gives what accounts pay (arm, draw, account) and net benefits (draw, household)."""
    table, simulate = tables(work, 1), kernel(1, False)

    def run(households: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
        draws, joints, transitions = work.hazard.shape
        months, moves = np.zeros((draws, ARMS, 1, joints)), np.zeros((draws, ARMS, 1, transitions))
        net_benefit = np.empty((draws, households, 1), dtype=np.float32)
        simulate(table, seed, months, moves, net_benefit, np.empty((0, 0, 0), dtype=np.float32))
        counts = [np.swapaxes(one[:, :, 0], 0, 1) / households for one in (months, moves)]
        return work.paid(*counts), net_benefit[:, :, 0]

    return run
