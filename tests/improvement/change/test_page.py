"""The page on changes runs as its reader would run it, and its figures are those of the results."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import svqkit as svq

PAGE = Path(__file__).resolve().parents[3] / "docs" / "improve" / "change.md"
PUBLIC = [
    "before_after",
    "difference_in_differences",
    "interrupted_series",
    "plan_before_after",
    "plan_interrupted_series",
    "plot_before_after",
    "plot_interrupted",
    "plot_training",
    "training_effect",
]
TOLD = """
print("coaching", calls.pipe(lambda t: coached.estimate), coached.regression["expected"])
print("visits", compared.low, compared.high)
print("alone", alone.estimate, "compared", found.low, found.high)
"""


def test_every_example_runs_and_every_function_has_one(tmp_path: Path) -> None:
    blocks = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    blocks[0] += "\ncoached = found\n"
    blocks[1] += "\ncompared = found\n"
    program = "\n".join([*blocks, TOLD])
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "MPLBACKEND": "agg"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr
    told = dict(line.split(maxsplit=1) for line in done.stdout.splitlines())
    rise, expected = (float(one) for one in told["coaching"].split())
    assert round(rise) == 6
    assert round(expected, 1) == 6.7
    low, high = (float(one) for one in told["visits"].split())
    assert low < 4 < high
    alone, _, low, high = told["alone"].split()
    assert -8.0 < float(alone) < -7.5
    assert float(low) < -5.05 < float(high)
    assert [name for name in PUBLIC if f"svq.{name}(" not in program] == []
    assert set(PUBLIC) <= set(svq.__all__)
