"""One figure, one line of JSON; and the processes of their own that figures are measured in."""

from __future__ import annotations

import json
import operator
import resource
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

__all__ = ["BenchmarkError", "Figure", "figure", "in_process", "peak_megabytes", "say", "show"]

_HOLDS = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt}
_PROJECT = Path(__file__).parent.parent.parent


class BenchmarkError(Exception):
    """A measuring process ended without a result."""


@dataclass(frozen=True, slots=True)
class Figure:
    """`goal` is a comparison ("< 1200") or None where the figure is only reported; then `holds` is None too."""

    name: str
    value: float
    unit: str
    goal: str | None
    holds: bool | None


def figure(name: str, value: float, unit: str, goal: str | None = None) -> Figure:
    """Rounded to three places first, so that `holds` is true of the value that is printed."""
    value = round(value, 3)
    holds = None
    if goal:
        sign, limit = goal.split()
        holds = bool(_HOLDS[sign](value, float(limit)))
    return Figure(name, value, unit, goal, holds)


def show(found: Figure) -> None:
    """Print the figure on stdout, at once: the whole set takes many minutes."""
    sys.stdout.write(json.dumps(asdict(found)) + "\n")
    sys.stdout.flush()


def say(line: str) -> None:
    """What happens meanwhile, on stderr."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def in_process(*arguments: str) -> dict[str, Any]:
    """Run `tests.benchmarks.subjects` with `arguments` in a process of its own; what it measured.

    Raises:
        BenchmarkError: it failed; with the end of what it said.
    """
    command = [sys.executable, "-m", "tests.benchmarks.subjects", *arguments]
    done = subprocess.run(command, cwd=_PROJECT, capture_output=True, text=True, check=False)
    try:
        result = json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else None
    except (IndexError, ValueError):
        result = None
    if not isinstance(result, dict):
        raise BenchmarkError(f"{' '.join(arguments[:1])} gave no result:\n{done.stderr[-2000:]}")
    return result


def peak_megabytes() -> float:
    """The most memory that this process has held, in millions of bytes.

    On Linux `getrusage` remembers the size of the process that started this one, from before the program was replaced;
    the high-water mark in /proc counts this program alone.
    """
    try:
        for line in Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / 1e6
    except OSError:
        pass
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6
