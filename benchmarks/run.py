"""`make bench`: run every benchmark and write docs/benchmarks.md."""

from __future__ import annotations

from datetime import date

import cfa_vs_lavaan
import import_time
import polychoric_vs_r
import validate_bank
from measure import ROOT, machine

PAGE = """# Benchmarks

Written by `make bench`. Medians of several runs after a warm-up; the spread is the fastest and the
slowest. Times of another machine differ; ratios within one run differ less.

Measured {day} on {machine}.

| what | median | spread | runs | goal |
|---|---|---|---|---|
{rows}

{ratio}
"""


def main() -> None:
    timings = []
    for what, module in (("starting", import_time), ("the main job", validate_bank)):
        print(f"Measuring {what} ...", flush=True)
        timings += module.timings()
    print("Measuring the factor model ...", flush=True)
    fits, ratio = cfa_vs_lavaan.timings()
    timings += fits
    print("Measuring polychoric correlations ...", flush=True)
    polychorics, second = polychoric_vs_r.timings()
    timings += polychorics
    ratio = f"{ratio}\n\n{second}"
    rows = "\n".join(timing.row() for timing in timings)
    page = PAGE.format(day=date.today().isoformat(), machine=machine(), rows=rows, ratio=ratio)
    path = ROOT / "docs" / "benchmarks.md"
    path.write_text(page, encoding="utf-8")
    print(f"\n{rows}\n\n{ratio}\n\nWritten to {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
