"""The page's examples run, and say what the page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import svqkit as svq

PAGE = Path(__file__).parents[3] / "docs" / "improve" / "indicators.md"


@pytest.fixture(scope="module")
def names() -> dict:
    space: dict = {}
    for block in re.findall(
        r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S
    ):
        exec(compile(block, PAGE.name, "exec"), space)
    return space


def test_the_numbers_of_the_page_are_so(names: dict) -> None:
    flagged = names["found"].flags.query("indicator == 'repair_time'").iloc[0]
    assert round(flagged["value"]) == 365
    assert flagged["flag"].startswith("74 times")
    with_six = svq.weights_panel(names["panel"]).agreement["W"]
    assert (round(with_six, 2), round(names["experts"].agreement["W"], 2)) == (0.45, 0.85)
    assert names["critic"].weights.idxmax() == "privacy"
    table = names["shaken"].table
    assert table.loc["Harbour", "first"] == 1
    assert table.loc["Station", "same_rank"] == 1
    assert "Market Square before Riverside" in names["shaken"].sentence
    tied = names["shaken"].tipping.dropna()
    assert len(tied) > 0


def test_every_function_of_the_streets_stands_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    streets = ("svqkit.improvement.indicators", "svqkit.improvement.weighting")
    ours = [
        name
        for name in svq.__all__
        if getattr(getattr(svq, name), "__module__", "").startswith(streets)
        and not isinstance(getattr(svq, name), type)
    ]
    assert len(ours) > 10
    assert [name for name in ours if f"svq.{name}(" not in text] == []
