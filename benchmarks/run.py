"""`make bench`: run every benchmark and write docs/benchmarks.md."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from types import ModuleType

import blas_threads
import bootstrap_vs_r
import cfa_vs_lavaan
import efa_vs_factor_analyzer
import efa_vs_r
import file_of_rows
import growth
import import_time
import parallel_vs_r
import polychoric_vs_r
import validate_bank
import validate_vs_r
import widget_latency
import wlsmv_vs_lavaan
from measure import ROOT, Ratio, Timing, machine

PACKAGES = ("r-base-core", "r-cran-psych", "r-cran-lavaan", "r-cran-semtools", "r-cran-gparotation")


@dataclass(frozen=True)
class Goal:
    """A job of the table: which of a module's timings is ours and which the peer's, and the goal.

    ``share`` is what part of our work the peer did.
    """

    job: str
    module: ModuleType
    ours: int
    theirs: int
    peer: str
    times: float
    share: float = 1.0


GOALS = (
    Goal("CFA by ML, errors and all fit indices", cfa_vs_lavaan, 0, 1, "lavaan", 20),
    Goal("WLSMV, polychorics included", wlsmv_vs_lavaan, 0, 1, "lavaan", 10),
    Goal("polychoric matrix, 7 points", polychoric_vs_r, 0, 2, "psych", 30),
    Goal("polychoric matrix, 7 points", polychoric_vs_r, 0, 1, "lavaan `lavCor`", 5),
    Goal("parallel analysis, 100 draws, both kinds", parallel_vs_r, 0, 2, "psych", 20),
    Goal(
        "bootstrap of alpha and omega, 1000 draws",
        bootstrap_vs_r,
        2,
        3,
        "psych",
        50,
        bootstrap_vs_r.RELIABILITY_DRAWS / bootstrap_vs_r.OURS,
    ),
    Goal("EFA, 5 factors, oblimin", efa_vs_r, 0, 1, "psych", 2),
    Goal("EFA, 5 factors, oblimin", efa_vs_factor_analyzer, 0, 1, "factor_analyzer, bare steps", 2),
    Goal("whole `validate` without bootstrap", validate_vs_r, 0, 1, "the chain in R", 10),
)

PAGE = """# Benchmarks

Written by `make bench`. Medians of several runs after a warm-up; a spread is from the fastest to
the slowest, of a ratio from the peer's fastest over our slowest to the reverse. Times of another
machine differ; ratios within one run differ less.

Measured {day} on {machine}.

## Beside other programs

22 seven-point items, five factors, 1000 respondents, except where said; each pair in one run.

| job | beside | ours | theirs | ratio | spread | goal | met |
|---|---|---|---|---|---|---|---|
{goals}

{missing}{sentences}

## Every timing

| what | median | spread | runs | goal |
|---|---|---|---|---|
{rows}

## How time grows

{growth}

## Ten million rows

{file}

## Threads of linear algebra

{threads}
"""


def install_r() -> None:
    """Install R by apt where it is missing and this is root; say what happens."""
    if shutil.which("Rscript") is not None:
        return
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        print("R is missing, and only root on Debian can install it here: no comparisons with R.")
        return
    print("Installing R and its packages (once) ...", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *PACKAGES]):
        done = subprocess.run(["apt-get", *step], env=quiet, check=False)
        if done.returncode != 0:
            print("apt could not install R: no comparisons with it.")
            return


def measured(modules: list[ModuleType]) -> dict[ModuleType, tuple[list[Timing], str]]:
    """Run each module once; plain timings have no sentence."""
    found = {}
    for module in modules:
        print(f"Measuring {module.__name__} ...", flush=True)
        said = module.timings()
        found[module] = said if isinstance(said, tuple) else (said, "")
    return found


def compared(found: dict[ModuleType, tuple[list[Timing], str]]) -> tuple[list[Ratio], list[str]]:
    """Form the ratios; name the jobs whose peer was not there."""
    ratios, missing = [], []
    for goal in GOALS:
        taken = found[goal.module][0]
        if len(taken) <= max(goal.ours, goal.theirs):
            missing.append(f"{goal.job} (beside {goal.peer})")
            continue
        ratios.append(
            Ratio(goal.job, goal.peer, taken[goal.ours], taken[goal.theirs], goal.times, goal.share)
        )
    return ratios, missing


def section(name: str, page: Callable[[], str]) -> str:
    """Measure one section of the page."""
    print(f"Measuring {name} ...", flush=True)
    return page()


def main() -> None:
    install_r()
    modules = dict.fromkeys(
        [import_time, validate_bank, widget_latency, *(goal.module for goal in GOALS)]
    )
    found = measured(list(modules))
    ratios, missing = compared(found)
    unmeasured = f"**Not measured**, for want of the peer: {', '.join(missing)}.\n\n"
    page = PAGE.format(
        day=date.today().isoformat(),
        machine=machine(),
        goals="\n".join(ratio.row() for ratio in ratios),
        missing=unmeasured if missing else "",
        sentences="\n\n".join(sentence for _, sentence in found.values() if sentence),
        rows="\n".join(timing.row() for timings, _ in found.values() for timing in timings),
        growth=section("growth", growth.page),
        file=section("a file of ten million rows", file_of_rows.page),
        threads=section("threads", blas_threads.page),
    )
    path = ROOT / "docs" / "benchmarks.md"
    path.write_text(page, encoding="utf-8")
    print(f"\n{page}\nWritten to {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
