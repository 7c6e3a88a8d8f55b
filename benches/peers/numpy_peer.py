"""The workload in NumPy: all households of some draws at once, month by month, both arms with the same luck.

In: `Workload`, households per draw. Out: mean paid by arm, draw and account, and the net benefit of every household. Each
transition has one uniform per household and month, `E = -log(1 - u)`; single precision does for it and is faster.
"""

import numpy as np

from workload import ARMS, Workload

TOGETHER = 32  # draws at once: their tables stay within the cache


def run(work: Workload, households: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Paid (arm, draw, account), and net benefit (draw, household) in euro."""
    draws, transitions = work.hazard.shape[0], len(work.domain)
    joints = work.hazard.shape[1]
    mass = np.zeros((ARMS, draws, joints))
    moved = np.zeros((ARMS, draws, transitions))
    net_benefit = np.empty((draws, households), dtype=np.float32)
    streams = np.random.SeedSequence(seed).spawn(-(-draws // TOGETHER))
    for stream, first in zip(streams, range(0, draws, TOGETHER), strict=True):
        part = slice(first, min(first + TOGETHER, draws))
        rng = np.random.Generator(np.random.SFC64(stream))
        net_benefit[part] = some(work, part, households, rng, mass[:, part], moved[:, part])
    return work.paid(mass / households, moved / households), net_benefit


def some(
    work: Workload, part: slice, households: int, rng: np.random.Generator, mass: np.ndarray, moved: np.ndarray
) -> np.ndarray:
    """Net benefit of the households of some draws; adds discounted months and moves to `mass` and `moved`."""
    hazard = work.hazard[part]
    draws, joints, transitions = hazard.shape
    count = draws * households
    draw = np.repeat(np.arange(draws), households)
    offset = draw * joints
    # Tables by transition, over draw and joint state.
    table = np.ascontiguousarray(hazard.transpose(2, 0, 1)).reshape(transitions, -1)
    chance = -np.expm1(-table).astype(np.float32)
    state_price = (work.price[part] @ work.of_state).reshape(-1)
    event_price = work.price[part] @ work.of_event
    rivals = [
        (a, b)
        for a in range(transitions)
        for b in range(a + 1, transitions)
        if work.domain[a] == work.domain[b] and work.origin[a] == work.origin[b]
    ]
    shared = np.searchsorted(work.start_shares, rng.random(count), side="right")
    responds = rng.random(count) < work.success
    at = [offset + work.start + shared * work.start_stride for _ in range(ARMS)]
    cost = [np.zeros(count), np.full(count, work.plan)]
    luck = np.empty((transitions, count), dtype=np.float32)
    for month in range(work.months):
        rng.random(out=luck, dtype=np.float32)
        discount = work.discount[month]
        factor = np.where(responds, work.effect[part, month][draw], 1.0)
        helps = work.effect[part, month].min() < 1.0
        for arm in range(ARMS):
            fires = []
            for k in range(transitions):
                if arm == 1 and k == work.helped and helps:
                    fires.append(luck[k] < -np.expm1(-table[k, at[arm]] * factor))
                else:
                    fires.append(luck[k] < chance[k].take(at[arm], mode="clip"))
            for a, b in rivals:
                both = np.flatnonzero(fires[a] & fires[b])
                time = [-np.log1p(-luck[k, both].astype(float)) / table[k, at[arm][both]] for k in (a, b)]
                if arm == 1 and a == work.helped:
                    time[0] /= factor[both]
                fires[b][both] = time[1] < time[0]
                fires[a][both] = ~fires[b][both]
            for k in range(transitions):
                who = np.flatnonzero(fires[k])
                at[arm][who] += work.shift[k]
                cost[arm][who] += event_price[draw[who], k] * discount
                moved[arm, :, k] += np.bincount(draw[who], minlength=draws) * discount
            cost[arm] += state_price.take(at[arm], mode="clip") * discount
            mass[arm] += np.bincount(at[arm], minlength=draws * joints).reshape(draws, joints) * discount
    return (cost[0] - cost[1]).reshape(draws, households)
