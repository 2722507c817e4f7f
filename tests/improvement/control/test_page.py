"""The page on control runs as a reader would run it, and its numbers are so."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parents[3] / "docs" / "improve" / "control.md"


def test_the_page_on_control_runs(tmp_path: Path) -> None:
    text = PAGE.read_text(encoding="utf-8")
    program = "\n".join(re.findall(r"^```python\n(.*?)^```", text, re.M | re.S))
    assert program.count("svq.") > 15
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "MPLBACKEND": "agg"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr
    assert "Laney's p' chart" in done.stdout
    assert "Ppk is 1.06 (0.96 to 1.16)" in done.stdout
    assert "2 of 5 categories make up 84%: label, manual" in done.stdout
