"""Time something several times and say the middle and the spread, with what it ran on."""

from __future__ import annotations

import os
import platform
import shutil
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
        spread = f"{shown(min(self.seconds))} – {shown(max(self.seconds))}"
        return (
            f"| {self.what} | {shown(self.median)} | {spread} | {len(self.seconds)} | {self.goal} |"
        )


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


@dataclass(frozen=True)
class Ratio:
    """How many times as long a peer takes for a job, between which bounds, and the goal.

    ``share`` is what part of our work the peer did, such as 100 draws of our 1000.
    """

    job: str
    peer: str
    ours: Timing
    theirs: Timing
    goal: float
    share: float = 1.0

    @property
    def value(self) -> float:
        return self.theirs.median / self.ours.median / self.share

    def row(self) -> str:
        low = min(self.theirs.seconds) / max(self.ours.seconds) / self.share
        high = max(self.theirs.seconds) / min(self.ours.seconds) / self.share
        met = "yes" if self.value >= self.goal else "no"
        return (
            f"| {self.job} | {self.peer} | {shown(self.ours.median)} "
            f"| {shown(self.theirs.median / self.share)} | **{self.value:.3g}×** "
            f"| {low:.3g} – {high:.3g} | {self.goal:g}× | {met} |"
        )


def in_r(script: Path, *arguments: object) -> list[list[str]]:
    """Run an R script and cut what it printed into words, a list a line.

    Raises
    ------
    NoPeerError
        With what is missing, or the last lines that R said.
    """
    if shutil.which("Rscript") is None:
        raise NoPeerError("R is not installed here")
    done = subprocess.run(
        ["Rscript", str(script), *map(str, arguments)], capture_output=True, text=True
    )
    if done.returncode != 0:
        raise NoPeerError(f"R could not run {script.name}: {' '.join(done.stderr.split()[-25:])}")
    return [line.split() for line in done.stdout.splitlines()]


class NoPeerError(Exception):
    """The program to compare with is not here."""


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


def shown(seconds: float) -> str:
    """Say a duration with two or three digits."""
    if seconds < 0.01:
        return f"{seconds * 1000:.1f} ms"
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.3g} s"
