"""The recipe of docs/cluster.md on two workers of this machine, of which one is killed in the middle.

Used by tests/outside/python.sh. It says whether the result is that of one run.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from pathlib import Path

import mkba
from distributed import Client, LocalCluster, as_completed

SHARDS = 24
DRAWS, HOUSEHOLDS = 960, 20
SCENARIO = str(Path(__file__).resolve().parents[2] / "docs" / "example" / "example.toml")


def main() -> int:
    with tempfile.TemporaryDirectory() as place, LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, processes=True
    ) as cluster, Client(cluster) as client:
        folder = Path(place) / "job"
        plan = mkba.shard_plan(SCENARIO, SHARDS, folder, draws=DRAWS, households=HOUSEHOLDS)
        workers = client.run(os.getpid)
        tasks = client.map(lambda index: mkba.shard_run(plan, index, threads=1), range(SHARDS), pure=False, retries=3)
        killed = None
        for done, _ in enumerate(as_completed(tasks), 1):
            if done == 3:
                killed = next(iter(workers.values()))
                os.kill(killed, signal.SIGKILL)
        client.gather(tasks)
        merged = mkba.shard_merge(folder)
        whole = mkba.run(SCENARIO, draws=DRAWS, households=HOUSEHOLDS)
        same = (merged.folder / "result.json").read_bytes() == (whole.folder / "result.json").read_bytes()
        print(f"{SHARDS} shards on two workers of Dask, worker {killed} killed: {'the same bytes' if same else 'ANOTHER RESULT'}")
        return 0 if same and killed else 1


if __name__ == "__main__":
    sys.exit(main())
