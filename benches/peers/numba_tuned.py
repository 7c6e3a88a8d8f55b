"""The workload in numba, tuned by hand: as `numba_peer`, but nothing is worked out that cannot matter.

In and out: as `numba_peer.lean`. Luck is a counter hash, so that only transitions that can happen need any; the second arm is
followed only while the help acts or the courses differ. What is left for the engine is to skip months in which nothing happens.
"""

from collections.abc import Callable

import numpy as np
from numba import njit, prange, uint64

from numba_peer import GOLDEN, MOST_FIRED, Tables, choose, mix, start_state, tables, unit
from workload import ARMS, Workload


@njit
def draw_luck(table: Tables, joint: int, word: np.uint64, keys: np.ndarray, luck: np.ndarray) -> None:
    """Uniforms of the transitions that leave a joint state."""
    for at in range(table.first[joint], table.first[joint + 1]):
        luck[table.slot[at]] = unit(mix(word + keys[table.slot[at]]))


@njit(parallel=True)
def simulate(
    table: Tables, seed: int, keys: np.ndarray, over: int, months: np.ndarray, moves: np.ndarray, net_benefit: np.ndarray
) -> None:
    """Counts discounted months (D, arm, J) and moves (D, arm, K), and notes net benefits (D, N)."""
    for draw in prange(table.hazard.shape[0]):
        luck, fired = np.empty(len(table.domain)), np.empty(MOST_FIRED, np.int64)
        key = mix(uint64(seed) + uint64(draw) * GOLDEN)
        for household in range(net_benefit.shape[1]):
            own = mix(key + uint64(household) * GOLDEN)
            null = start_state(table, unit(mix(own + uint64(1))))
            responds = unit(mix(own + uint64(2))) < table.success
            other, gain = null, -table.plan[0]
            for month in range(len(table.discount)):
                own += GOLDEN
                discount = table.discount[month]
                before, helps = null, responds and month < over
                alike = other == null and not helps
                draw_luck(table, null, own, keys, luck)
                for at in range(choose(table, draw, null, 1.0, luck, fired)):
                    transition = fired[at]
                    null += table.shift[transition]
                    moves[draw, 0, transition] += discount
                    if alike:
                        moves[draw, 1, transition] += discount
                    else:
                        gain += table.event_price[draw, transition, 0] * discount
                if alike:
                    other = null
                else:
                    if other != before:
                        draw_luck(table, other, own, keys, luck)
                    factor = table.effect[draw, month] if helps else 1.0
                    for at in range(choose(table, draw, other, factor, luck, fired)):
                        transition = fired[at]
                        other += table.shift[transition]
                        moves[draw, 1, transition] += discount
                        gain -= table.event_price[draw, transition, 0] * discount
                months[draw, 0, null] += discount
                months[draw, 1, other] += discount
                if null != other:
                    gain += (table.state_price[draw, null, 0] - table.state_price[draw, other, 0]) * discount
            net_benefit[draw, household] = gain


def lean(work: Workload) -> Callable[[int, int], tuple[np.ndarray, np.ndarray]]:
    """A run that gives what accounts pay (arm, draw, account) and net benefits (draw, household)."""
    assert work.late[0] > work.months, "histories are for numba_peer"
    table = tables(work, 1)
    over = int((work.effect != 1.0).any(axis=0).sum())
    keys = np.random.default_rng(0).integers(0, 2**64, len(work.domain), dtype=np.uint64)

    def run(households: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
        draws, joints, transitions = work.hazard.shape
        months, moves = np.zeros((draws, ARMS, joints)), np.zeros((draws, ARMS, transitions))
        net_benefit = np.empty((draws, households), dtype=np.float32)
        simulate(table, seed, keys, over, months, moves, net_benefit)
        return work.paid(np.swapaxes(months, 0, 1) / households, np.swapaxes(moves, 0, 1) / households), net_benefit

    return run
