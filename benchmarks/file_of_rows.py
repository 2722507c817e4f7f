"""Moments of ten million rows from a CSV file, beside what reading the same file alone takes."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

import numpy as np
from measure import fresh, shown

ROWS = 10_000_000
ITEMS = 22
TIMES = 3
CHUNK = 100_000

JOBS = {
    "`svq.moments(path)`": "import svqkit\nn = svqkit.moments(path).n",
    "pandas `read_csv`, chunks, nothing else": "import pandas\n"
    f"n = sum(len(chunk) for chunk in pandas.read_csv(path, chunksize={CHUNK}))",
    "pyarrow `open_csv`, batches, nothing else": "from pyarrow import csv\n"
    "n = sum(batch.num_rows for batch in csv.open_csv(path))",
}
FRAME = """
import resource, sys, time
path = sys.argv[1]
start = time.perf_counter()
{job}
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, n)
"""


def write_rows(path: Path, rows: int) -> None:
    """Write seven-point answers, a million rows at a time."""
    rng = np.random.default_rng(1)
    with path.open("wb") as file:
        file.write((",".join(f"Q{k + 1}" for k in range(ITEMS)) + "\n").encode())
        for start in range(0, rows, 1_000_000):
            count = min(1_000_000, rows - start)
            text = np.full((count, 2 * ITEMS), ord(","), dtype=np.uint8)
            text[:, ::2] = rng.integers(ord("1"), ord("8"), (count, ITEMS), dtype=np.uint8)
            text[:, -1] = ord("\n")
            file.write(text.tobytes())


def page() -> str:
    """Measure, each in a process of its own and in turn, and write the section."""
    seconds: dict[str, list[float]] = {job: [] for job in JOBS}
    memory: dict[str, float] = dict.fromkeys(JOBS, 0.0)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        write_rows(path, ROWS)
        size = path.stat().st_size
        for _ in range(TIMES):
            for job, code in JOBS.items():
                took, peak, n = fresh(["-c", FRAME.format(job=code), path]).split()
                if int(n) != ROWS:
                    raise RuntimeError(f"{job} saw {n} of {ROWS} rows")
                seconds[job].append(float(took))
                memory[job] = max(memory[job], float(peak))
    middle = {job: statistics.median(taken) for job, taken in seconds.items()}
    rows = [
        f"| {job} | {shown(middle[job])} | {shown(min(taken))} – {shown(max(taken))} "
        f"| {ROWS / middle[job] / 1e6:.2f} | {size / middle[job] / 2**20:.0f} "
        f"| {memory[job]:.0f} |"
        for job, taken in seconds.items()
    ]
    ours, pandas, _ = middle.values()
    return "\n".join(
        [
            f"A file of {ROWS / 1e6:.0f} million rows of {ITEMS} seven-point answers, "
            f"{size / 2**20:.0f} MiB; each run in a process of its own, imports included.",
            "",
            "| job | median | spread | million rows a second | MiB a second | peak memory, MiB |",
            "|---|---|---|---|---|---|",
            *rows,
            "",
            f"Moments run at {100 * pandas / ours:.0f} % of the rate at which pandas only reads "
            "the file (goal: 80 %), in bounded memory: the file is never held.",
        ]
    )
