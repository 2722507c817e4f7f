"""The page on drivers runs as a reader would run it, and its claims are so."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parents[3] / "docs" / "improve" / "drivers.md"


def test_the_page_on_drivers_runs(tmp_path: Path) -> None:
    text = PAGE.read_text(encoding="utf-8")
    program = "\n".join(re.findall(r"^```python\n(.*?)^```", text, re.M | re.S))
    assert program.count("svq.") > 8
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "MPLBACKEND": "agg"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr
    assert "Any of these could be first: reliability, responsiveness, assurance." in done.stdout
    assert re.search(r"^all\s+407\b", done.stdout, re.M)
    assert "Segments differ by no more than chance explains" in done.stdout
    optimism = re.search(r"optimism\s+([\d.]+)", done.stdout.split("r_squared")[-1])
    assert optimism is not None
    assert float(optimism[1]) > 0.05
