"""Calls of the program.

In: arguments. Out: what it says on standard output, or an exception with every fault and its place.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Progress = Callable[[int, int], None]
"""Is told how many draws are done, and how many there are."""


@dataclass(frozen=True)
class Fault:
    """One fault: what was found, how to mend it, and where it stands."""

    key: str
    message: str
    hints: tuple[str, ...] = ()
    file: str | None = None
    line: int | None = None
    column: int | None = None
    cell: str | None = None

    def __str__(self) -> str:
        place = self.file or ""
        if self.cell is not None:
            place += f" {self.cell}"
        elif self.line is not None:
            place += f":{self.line}:{self.column}"
        return "\n  ".join([f"{place}: {self.message}" if place else self.message, *self.hints])


class MkbaError(Exception):
    """The program did not do what was asked; ``exit_code`` is the one it ended with."""

    def __init__(self, exit_code: int, faults: Sequence[Fault], told: str = "") -> None:
        self.exit_code = exit_code
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)) or told or f"mkba ended with code {exit_code}")


class Refused(MkbaError):
    """The input has faults."""


class NotThere(MkbaError):
    """Shards are missing; ``missing`` lists them as a scheduler takes them."""

    missing: str = ""


class Stopped(MkbaError):
    """It was stopped."""


def program() -> str:
    """The path of the program: that of ``MKBA_PROGRAM``, else the one that was installed with this package.

    Raises ``FileNotFoundError`` where there is none.
    """
    asked = os.environ.get("MKBA_PROGRAM")
    if asked:
        return asked
    name = "mkba.exe" if sys.platform == "win32" else "mkba"
    folders = [sysconfig.get_path("scripts"), sysconfig.get_path("scripts", f"{os.name}_user")]
    for folder in folders:
        if (Path(folder) / name).is_file():
            return str(Path(folder) / name)
    found = shutil.which("mkba")
    if found is None:
        raise FileNotFoundError("the program mkba was not found; install this package again, or name it in MKBA_PROGRAM")
    return found


def version() -> str:
    """The version of the program."""
    return call(["--version"]).split()[-1]


def call(arguments: Sequence[str], progress: Progress | None = None, language: str = "en") -> str:
    """Calls the program and gives what it says.

    Raises ``Refused`` where the input has faults, ``Stopped`` where it was stopped, ``MkbaError`` for all else.
    """
    command = [program(), *arguments]
    if arguments and not arguments[0].startswith("-"):
        command += ["--lang", language, "--faults", "json", "--progress", "json"]
    running = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, encoding="utf-8"
    )
    try:
        told, faults = _listen(running, progress)
    except BaseException:
        running.terminate()
        running.wait()
        raise
    code, out = running.returncode, told[0]
    if code == 0:
        return out
    kind = {1: Refused, 3: NotThere, 130: Stopped}.get(code, MkbaError)
    error = kind(code, faults, told[1])
    if isinstance(error, NotThere):
        error.missing = out.strip()
    raise error


def _listen(running: subprocess.Popen[str], progress: Progress | None) -> tuple[tuple[str, str], list[Fault]]:
    """Reads both streams until the program ends: standard output, other texts, faults."""
    import threading

    out: list[str] = []
    assert running.stdout is not None and running.stderr is not None
    stream = running.stdout
    reader = threading.Thread(target=lambda: out.append(stream.read()), daemon=True)
    reader.start()
    faults: list[Fault] = []
    others: list[str] = []
    for line in running.stderr:
        said = _object(line)
        if "faults" in said:
            faults += [_fault(fault) for fault in said["faults"]]
        elif "done" in said:
            if progress is not None:
                progress(int(said["done"]), int(said["total"]))
        else:
            others.append(line)
    reader.join()
    running.wait()
    return ("".join(out), "".join(others).strip()), faults


def _object(line: str) -> dict[str, Any]:
    if not line.startswith("{"):
        return {}
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _fault(said: dict[str, Any]) -> Fault:
    return Fault(
        key=said["key"],
        message=said["message"],
        hints=tuple(said.get("hints", ())),
        file=said.get("file"),
        line=said.get("line"),
        column=said.get("column"),
        cell=said.get("cell"),
    )
