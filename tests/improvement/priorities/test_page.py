"""The page on priorities runs as a reader would run it, and its claims are so."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parents[3] / "docs" / "improve" / "priorities.md"


def test_the_page_on_priorities_runs(tmp_path: Path) -> None:
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
    assert "4.0" in done.stdout.splitlines()  # the middle of a scale from 1 to 7
    assert "Segments differ by no more than chance, so none is a better example" in done.stdout
    assert re.search(r"^responsiveness .*\bconcentrate here\b", done.stdout, re.M)
