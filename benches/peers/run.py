#!/usr/bin/env python3
"""Runs the same workload in mkba, numba and NumPy, in turn, and prints speed, ratios and agreement with the exact method.

In: options, see `--help`; Cargo and Python 3.11 or later; a first run fetches NumPy and numba into `target/peers`. Out: a
report on standard output. Exit code 1 where a tool disagrees with the exact method, 2 where something is missing.

Speed is household-months of both arms per second of the processor, without start and compilation, on one core: what counts
are ratios of medians of one run of this script.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PLACE = ROOT / "target" / "peers"
ENGINE = ROOT / "target" / "release" / "examples" / "peers"
PROGRAM = ROOT / "target" / "release" / "mkba"
WORKLOAD, HISTORY = (HERE.parent / "workload" / f"{name}.toml" for name in ("workload", "history"))
MONTHS_OF_HOUSEHOLD = 120 * 2
MOST_Z = 4.0
ONE_THREAD = {"NUMBA_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def main() -> None:
    """All measurements, in the order of the report."""
    options = arguments()
    python = prepare(options.build)
    bench = Bench(options, python)
    for number in range(1, options.rounds + 1):
        bench.round(number)
        print(f"round {number} of {options.rounds} done", file=sys.stderr, flush=True)
    bench.close()
    speeds(bench)
    targets(bench)
    sys.exit(0 if agreement(bench) else 1)


def arguments() -> argparse.Namespace:
    """Sizes; the defaults take a few minutes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=200, help="draws of each run (default 200)")
    parser.add_argument("--households", type=int, default=1000, help="households per draw (default 1,000)")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each tool, in turn (default 5)")
    parser.add_argument("--no-build", dest="build", action="store_false", help="take the binaries as they are")
    return parser.parse_args()


def prepare(build: bool) -> Path:
    """Builds mkba and fetches the other tools; gives the Python that has them."""
    python = PLACE / "venv" / "bin" / "python"
    steps = [["cargo", "build", "--release", "--locked", "--bin", "mkba", "--example", "peers"]] if build else []
    if not python.exists():
        steps.append([sys.executable, "-m", "venv", str(PLACE / "venv")])
    steps.append([str(python), "-m", "pip", "install", "--quiet", "--requirement", str(HERE / "requirements.txt")])
    for step in steps:
        if subprocess.run(step, cwd=ROOT).returncode != 0:
            print(f"Cannot compare: this failed: {' '.join(step)}", file=sys.stderr)
            sys.exit(2)
    return python


class Peer:
    """One of the other tools, compiled and waiting."""

    def __init__(self, python: Path, tool: str, scenario: Path, figures: Path, households: int) -> None:
        command = [python, HERE / "peer.py", tool, scenario, figures, str(households)]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=ONE_THREAD)
        self.answer()

    def answer(self) -> str:
        """The next line; ends everything where there is none."""
        line = self.process.stdout.readline()
        if not line:
            print("Cannot compare: a tool stopped; see above.", file=sys.stderr)
            sys.exit(2)
        return line

    def run(self, seed: int) -> dict:
        """One timed run."""
        self.process.stdin.write(f"{seed}\n")
        self.process.stdin.flush()
        return json.loads(self.answer())


def engine(scenario: Path, method: str, draws: int, households: int, threads: int) -> dict:
    """One timed run of the engine in a process of its own, with its figures."""
    file = PLACE / f"{scenario.stem}-{method}-{draws}-{households}-{threads}.json"
    command = [ENGINE, scenario, method, str(draws), str(households), str(threads), file]
    times = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return times | json.loads(file.read_text())


class Bench:
    """All tools, and what they took and found."""

    def __init__(self, options: argparse.Namespace, python: Path) -> None:
        self.sizes = (options.draws, options.households)
        self.found: dict[str, list[dict]] = {}
        self.exact, figures = {}, {}
        for scenario in (WORKLOAD, HISTORY):
            self.exact[scenario.stem] = engine(scenario, "cohort", options.draws, 0, 1)
            figures[scenario] = PLACE / f"{scenario.stem}-cohort-{options.draws}-0-1.json"
        lean, history = ("numpy", "numba", "numba_tuned", "numba_full"), ("numba",)
        self.peers = {
            f"{tool} {scenario.stem}": Peer(python, tool, scenario, figures[scenario], options.households)
            for scenario, tools in ((WORKLOAD, lean), (HISTORY, history))
            for tool in tools
        }

    def round(self, seed: int) -> None:
        """Each tool once."""
        for name, peer in self.peers.items():
            self.note(name, peer.run(seed))
        for scenario in (WORKLOAD, HISTORY):
            self.note(f"mkba {scenario.stem}", engine(scenario, "micro", *self.sizes, 1))
            self.note(f"mkba by draw {scenario.stem}", engine(scenario, "by-draw", *self.sizes, 1))
        self.note("mkba two threads", engine(WORKLOAD, "micro", *self.sizes, 2))
        self.note("exact", engine(WORKLOAD, "cohort", 1000, 0, 1))
        self.note("case", engine(WORKLOAD, "micro", 100, 100, 2))
        case = ("--draws", "100", "--households", "100", "--method", "micro")
        self.note("case process", program(str(WORKLOAD), *case))
        self.note("huisuitzetting", program("huisuitzetting"))

    def note(self, name: str, found: dict) -> None:
        """Puts down what a run took and found."""
        self.found.setdefault(name, []).append(found)

    def close(self) -> None:
        """Lets the tools go."""
        for peer in self.peers.values():
            peer.process.stdin.close()
            peer.process.wait()

    def median(self, name: str, key: str) -> float:
        """The median over rounds."""
        return statistics.median(one[key] for one in self.found[name])

    def speed(self, name: str, key: str = "cpu") -> float:
        """Million household-months per second."""
        draws, households = self.sizes
        return draws * households * MONTHS_OF_HOUSEHOLD / self.median(name, key) / 1e6


def program(*arguments: str) -> dict:
    """The time of a whole process of `mkba run`."""
    started = time.perf_counter()
    subprocess.run([PROGRAM, "run", *arguments, "--quiet"], check=True, capture_output=True, cwd=ROOT)
    return {"wall": time.perf_counter() - started}


def speeds(bench: Bench) -> None:
    """The table of speeds."""
    draws, households = bench.sizes
    rounds = len(bench.found["exact"])
    print(f"\n{draws} draws x {households} households x 120 months x 2 arms; medians of {rounds} rounds in turn")
    print(f"{'million household-months per second and core':<58}{'':>8}{'x NumPy':>9}{'x numba':>9}")
    lines = {
        "NumPy: payers and net benefit": "numpy workload",
        "numba: payers and net benefit": "numba workload",
        "numba, tuned by hand: payers and net benefit": "numba_tuned workload",
        "numba: everything": "numba_full workload",
        "mkba: payers and net benefit": "mkba by draw workload",
        "mkba: everything": "mkba workload",
        "numba with a history: payers and net benefit": "numba history",
        "mkba with a history: payers and net benefit": "mkba by draw history",
        "mkba with a history: everything": "mkba history",
    }
    for label, name in lines.items():
        speed = bench.speed(name)
        ratios = (speed / bench.speed(f"{peer} workload") for peer in ("numpy", "numba"))
        print(f"{label:<58}{speed:>8.1f}" + "".join(f"{ratio:>9.2f}" for ratio in ratios))


def targets(bench: Bench) -> None:
    """What was aimed for, and what was measured."""
    mkba, lean = bench.speed("mkba workload"), bench.speed("mkba by draw workload")
    history = bench.speed("mkba by draw history") / bench.speed("numba history")

    def best(name: str) -> float:
        return min(one["wall"] for one in bench.found[name])

    rows = [
        ("mkba over numba, payers and net benefit", lean / bench.speed("numba workload"), "x", 12, True),
        ("mkba over numba tuned by hand", lean / bench.speed("numba_tuned workload"), "x", None, True),
        ("mkba over NumPy", lean / bench.speed("numpy workload"), "x", 22, True),
        ("mkba over numba, everything", mkba / bench.speed("numba_full workload"), "x", 5, True),
        ("with a history: over numba, payers and net benefit", history, "x", 1.5, True),
        ("exact, 1,000 draws, one core", bench.median("exact", "cpu"), "s", 0.4, False),
        ("2 threads over 1, best of all", best("mkba workload") / best("mkba two threads"), "x", 1.8, True),
        ("10,000 futures, in process", bench.median("case", "all") * 1e3, "ms", 30, False),
        ("10,000 futures, whole process", bench.median("case process", "wall") * 1e3, "ms", 120, False),
        ("mkba run huisuitzetting, whole process", bench.median("huisuitzetting", "wall"), "s", 2, False),
    ]
    print(f"\n{'targets':<58}{'measured':>11}{'target':>14}")
    for label, value, unit, target, at_least in rows:
        met = target is None or (value >= target if at_least else value <= target)
        aim = "" if target is None else f"{'at least' if at_least else 'at most'} {target} {unit}"
        print(f"{label:<58}{value:>8.2f} {unit:<2}{aim:>17}{'' if met else '  not met'}")


def agreement(bench: Bench) -> bool:
    """Holds every tool, all its rounds together, against the exact method on the same draws; whether all agree."""
    print(f"\n{'agreement with the exact method, standard errors':<58}{'net benefit':>12}{'payers':>9}")
    fine = True
    for name, runs in bench.found.items():
        if "net_benefit" not in runs[0] or name in ("exact", "case"):
            continue
        exact = bench.exact["history" if name.endswith("history") else "workload"]
        z = distance(mean([one["net_benefit"] for one in runs]), exact["net_benefit"])
        arms = zip(*(one["paid"] for one in runs), strict=True)
        payers = [by_account(arm, other) for arm, other in zip(arms, exact["paid"], strict=True)]
        worst = max(abs(one) for of_arm in payers for one in of_arm)
        good = abs(z) <= MOST_Z and worst <= MOST_Z
        fine &= good
        print(f"{name:<58}{z:>12.2f}{worst:>9.2f}{'' if good else '  DISAGREES'}")
    return same_groups(bench) and fine


def same_groups(bench: Bench) -> bool:
    """Holds the shares of the four groups of futures in numba against those of mkba; whether they agree."""
    own, other = (bench.found[name] for name in ("numba_full workload", "mkba workload"))
    futures = bench.sizes[0] * bench.sizes[1]
    shares = zip(mean([one["groups"] for one in own]), other[0]["groups"], strict=True)
    # Luck within draws is at most that of one share over all draws.
    parts = ((a, b, (b * (1 - b) * (1 / futures + 1 / futures / len(own))) ** 0.5) for a, b in shares)
    worst = max(abs(a - b) / error if error > 0 else 0.0 for a, b, error in parts)
    good = worst <= MOST_Z
    print(f"{'shares of the four groups: numba against mkba':<70}{worst:>9.2f}{'' if good else '  DISAGREES'}")
    return good


def mean(runs: list[list[float]]) -> list[float]:
    """The mean over runs, place by place."""
    return [statistics.fmean(values) for values in zip(*runs, strict=True)]


def by_account(runs: tuple[list[list[float]], ...], exact: list[list[float]]) -> list[float]:
    """The distance of each account that pays in one arm; the engine also lists accounts that never do."""
    own = [mean([run[draw] for run in runs]) for draw in range(len(exact))]
    return [distance(mine, other) for mine, other in zip(zip(*own), zip(*exact))]


def distance(own: Iterable[float], exact: Iterable[float]) -> float:
    """Mean difference over draws in standard errors: the draws are the same, so only the luck of households is left."""
    gaps = [a - b for a, b in zip(own, exact, strict=True)]
    spread = statistics.stdev(gaps)
    return statistics.fmean(gaps) / (spread / len(gaps) ** 0.5) if spread > 0 else 0.0


if __name__ == "__main__":
    main()
