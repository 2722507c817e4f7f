"""Time something several times and say the middle and the spread, with what it ran on."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Timing:
    """Seconds of several runs of one thing."""

    what: str
    seconds: tuple[float, ...]
    goal: str = ""

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def row(self) -> str:
        spread = f"{_shown(min(self.seconds))} – {_shown(max(self.seconds))}"
        return f"| {self.what} | {_shown(self.median)} | {spread} | {len(self.seconds)} | {self.goal} |"


def repeat(what: str, run: Callable[[], float | object], times: int, goal: str = "") -> Timing:
    """Time calls after one that warms up; a call that returns a float has timed itself."""
    run()
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        said = run()
        whole = time.perf_counter() - start
        seconds.append(said if isinstance(said, float) else whole)
    return Timing(what, tuple(seconds), goal)


def fresh(arguments: Sequence[str | Path], folder: Path | None = None) -> str:
    """Run Python anew with these arguments; what it printed."""
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def machine() -> str:
    """One line on the machine and the versions that matter."""
    packages = ["svqkit", "numpy", "scipy", "pandas", "matplotlib"]
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores; "
        f"Python {platform.python_version()}; {versions}"
    )


def _shown(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.2f} s"
