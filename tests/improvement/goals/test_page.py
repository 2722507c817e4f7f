"""The page on goals runs as a reader would run it, and says what is true."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

PAGE = Path(__file__).resolve().parents[3] / "docs" / "improve" / "goals.md"


@pytest.fixture(scope="module")
def names() -> dict:
    found: dict = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S):
        exec(block, found)  # the page is ours
    return found


def test_the_page_shows_what_it_says(names: dict) -> None:
    assert names["kept"].table.loc["P2", "verdict"] == "not kept"
    verdicts = names["found"].table["verdict"]
    assert verdicts.index[verdicts.str.startswith("much")].tolist() == ["Oslo"]
    assert names["budget"].path["bad"].idxmax() == pd.Timestamp("2026-02-11")
    assert names["monthly"].between(0, 100).all()
