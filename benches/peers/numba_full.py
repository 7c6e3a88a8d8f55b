"""All that `mkba run` tells, in numba: the loop of `numba_peer` with counts by month, priced afterwards.

In: `Workload`, households per draw. Out: `Everything`. As in the engine quantities are counted first and priced later.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numba import njit, prange

from numba_peer import kernel, tables
from workload import ARMS, Workload

TOTALS = 3
GROUPS = 4


@dataclass
class Everything:
    """Means over households; by draw (D) where it says so. Amounts in euro, flows without less with the help."""

    paid: np.ndarray  # (arm, D, A) present value
    net_benefit: np.ndarray  # (D, N, totals)
    moments: np.ndarray  # (D, 2, totals) sum and sum of squares over households
    groups: np.ndarray  # (D, 4, 3) households, net benefit and benefit; unchanged, averted, better, worse
    paths: np.ndarray  # (D, 2, 3) households, cost without and with help; who escalates without help, and who does not
    moves: np.ndarray  # (arm, K)
    months: np.ndarray  # (arm, J)
    shares: np.ndarray  # (arm, year, J) at the end of each year
    quantity: np.ndarray  # (arm, I, year)
    amount: np.ndarray  # (arm, I, year)
    present_value: np.ndarray  # (arm, D, I)
    flows: np.ndarray  # (T, totals) discounted
    payback: np.ndarray  # (D, totals) first month from which the cumulative flow stays at or above 0, -1 where never


@njit(parallel=True)
def summed_up(net: np.ndarray, facts: np.ndarray, plan: float, moments: np.ndarray, groups: np.ndarray, paths: np.ndarray):
    """Sums over the households of each draw."""
    for draw in prange(net.shape[0]):
        for household in range(net.shape[1]):
            for total in range(TOTALS):
                value = float(net[draw, household, total])
                moments[draw, 0, total] += value
                moments[draw, 1, total] += value * value
            gain, (cost, escalates, changed, less) = net[draw, household, 0], facts[draw, household]
            if changed == 0.0:
                group = 0
            elif less == 1.0 or gain > 0.0:
                group = 1
            else:
                group = 2 if gain + plan > 0.0 else 3
            path = 0 if escalates == 1.0 else 1
            groups[draw, group, 0] += 1.0
            groups[draw, group, 1] += gain
            groups[draw, group, 2] += gain + plan
            paths[draw, path, 0] += 1.0
            paths[draw, path, 1] += cost
            paths[draw, path, 2] += cost - gain


@njit(parallel=True)
def priced(
    months: np.ndarray, moves: np.ndarray, items: tuple, price: np.ndarray, discount: np.ndarray, units: np.ndarray
) -> np.ndarray:
    """Units of each item by draw, arm and month into `units`; returns their discounted sums (D, arm, I)."""
    first, which, is_move = items
    sums = np.zeros((months.shape[0], ARMS, price.shape[1]))
    for draw in prange(months.shape[0]):
        for arm in range(ARMS):
            for month in range(months.shape[2]):
                for item in range(price.shape[1]):
                    count = 0.0
                    for at in range(first[item], first[item + 1]):
                        table = moves if is_move[item] else months
                        count += table[draw, arm, month, which[at]]
                    units[draw, arm, month, item] = count
                    sums[draw, arm, item] += count * discount[month]
    return sums


def full(work: Workload) -> Callable[[int, int], Everything]:
    """A run that gives everything."""
    table, simulate = tables(work, TOTALS), kernel(TOTALS, True)
    parts = [np.flatnonzero(np.concatenate(pair)) for pair in zip(work.of_state, work.of_event, strict=True)]
    joints = work.hazard.shape[1]
    is_move = np.array([part[0] >= joints for part in parts])
    which = np.concatenate([part % joints if part[0] < joints else part - joints for part in parts])
    items = (np.concatenate([[0], np.cumsum([len(part) for part in parts])]), which, is_move)
    weight = np.stack([np.ones(len(parts)), np.ones(len(parts)), work.split @ work.public], axis=1)

    def run(households: int, seed: int) -> Everything:
        draws, joints, transitions = work.hazard.shape
        months = np.zeros((draws, ARMS, work.months, joints), dtype=np.float32)
        moves = np.zeros((draws, ARMS, work.months, transitions), dtype=np.float32)
        net_benefit = np.empty((draws, households, TOTALS), dtype=np.float32)
        facts = np.empty((draws, households, 4), dtype=np.float32)
        simulate(table, seed, months, moves, net_benefit, facts)
        moments, groups, paths = np.zeros((draws, 2, TOTALS)), np.zeros((draws, GROUPS, 3)), np.zeros((draws, 2, 3))
        summed_up(net_benefit, facts, work.plan, moments, groups, paths)
        units = np.empty((draws, ARMS, work.months, len(parts)), dtype=np.float32)
        present_units = priced(months, moves, items, work.price, work.discount, units) / households
        present_value = np.swapaxes(present_units * work.price[:, None], 0, 1)
        paid = present_value @ work.split
        paid[1] += work.plan * work.plan_split
        by_year = units.reshape(draws, ARMS, -1, 12, len(parts)).sum(axis=3) / households
        flows = np.einsum("dmi,di,ic->dmc", units[:, 0] - units[:, 1], work.price / households, weight, optimize=True)
        flows *= work.discount[:, None]
        total = np.concatenate([np.broadcast_to(-table.plan, (draws, 1, TOTALS)), flows], axis=1).cumsum(axis=1)
        short = (total < 0.0)[:, ::-1]
        last = np.where(short.any(axis=1), work.months - short.argmax(axis=1), -1)
        return Everything(
            paid=paid,
            net_benefit=net_benefit,
            moments=moments,
            groups=groups,
            paths=paths,
            moves=moves.sum(axis=(0, 2)) / (draws * households),
            months=months.sum(axis=(0, 2)) / (draws * households),
            shares=months[:, :, 11::12].sum(axis=0) / (draws * households),
            quantity=by_year.mean(axis=0).transpose(0, 2, 1),
            amount=np.einsum("dayi,di->aiy", by_year, work.price) / draws,
            present_value=present_value,
            flows=flows.mean(axis=0),
            payback=np.where(last == work.months, -1, last + 1),
        )

    return run
