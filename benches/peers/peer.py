"""One of the other tools, kept running: for each line on standard input one run, timed without start and compilation.

In: `TOOL SCENARIO FIGURES HOUSEHOLDS`; each line is a seed. Out: for each line one of JSON: seconds of the processor, net
benefit by draw, paid by arm, draw and account, and shares of the four groups where the tool knows them.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import workload

if TYPE_CHECKING:
    import numba_full

Figures = dict[str, np.ndarray]


def tool(name: str, work: workload.Workload) -> Callable[[int, int], Figures]:
    """The run of a tool: from households and seed to figures. Numba is only fetched where it is used."""
    if name == "numpy":
        import numpy_peer

        return lambda households, seed: lean(*numpy_peer.run(work, households, seed))
    if name == "numba_full":
        import numba_full

        run = numba_full.full(work)
        return lambda households, seed: everything(run(households, seed))
    import numba_peer
    import numba_tuned

    run = (numba_tuned if name == "numba_tuned" else numba_peer).lean(work)
    return lambda households, seed: lean(*run(households, seed))


def lean(paid: np.ndarray, net_benefit: np.ndarray) -> Figures:
    """Figures of a tool that tells no more than these."""
    return {"paid": paid, "net_benefit": net_benefit.mean(axis=1)}


def everything(found: "numba_full.Everything") -> Figures:
    """Figures of the tool that tells everything."""
    groups = found.groups[:, :, 0].sum(axis=0) / found.groups[:, :, 0].sum()
    return {"paid": found.paid, "net_benefit": found.net_benefit[:, :, 0].mean(axis=1), "groups": groups}


def main() -> None:
    """Runs until standard input ends."""
    name, scenario, figures, households = sys.argv[1:]
    run = tool(name, workload.read(Path(scenario), Path(figures)))
    run(2, 0)  # compiles
    print("ready", flush=True)
    for line in sys.stdin:
        started = time.process_time()
        found = run(int(households), int(line))
        cpu = time.process_time() - started
        print(json.dumps({"cpu": cpu} | {key: value.tolist() for key, value in found.items()}), flush=True)


if __name__ == "__main__":
    main()
