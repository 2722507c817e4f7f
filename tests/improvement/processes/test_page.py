"""The page on processes runs as its reader would run it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import svqkit as svq

PAGE = Path(__file__).resolve().parents[3] / "docs" / "improve" / "processes.md"
PUBLIC = [
    "cause_effect",
    "compare_value_streams",
    "continuity",
    "plot_boarding",
    "plot_branch",
    "plot_cause_effect",
    "plot_risks",
    "plot_sipoc",
    "plot_staffing",
    "plot_value_stream",
    "queue",
    "risk_register",
    "simulate_boarding",
    "simulate_branch",
    "sipoc",
    "staffing",
    "value_stream",
]


def test_every_example_runs_and_every_function_has_one(tmp_path: Path) -> None:
    blocks = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    program = "\n".join(blocks)
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "MPLBACKEND": "agg"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr
    rise, effect = (float(part) for part in re.findall(r"(?:talk|did): (-?[\d.]+)", done.stdout))
    assert rise > 5 > 2 > abs(effect)
    assert "the queue is unstable" in done.stdout
    assert [name for name in PUBLIC if f"svq.{name}(" not in program] == []
    assert set(PUBLIC) <= set(svq.__all__)
