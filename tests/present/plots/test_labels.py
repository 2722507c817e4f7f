from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svqkit.present.plots.labels import (
    design_of,
    dimension_label,
    display_width,
    item_label,
    item_rows,
    number,
    wrapped,
)


@given(st.text(alphabet="ab 服务\n", max_size=60), st.integers(4, 30))
def test_wrapping_keeps_every_sign_and_the_width(text, width):
    lines = wrapped(text, width).split("\n")
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(display_width(line) <= width or " " not in line for line in lines)


def test_chinese_breaks_between_characters():
    assert wrapped("服务质量", 4) == "服务\n质量"


def test_labels_are_the_instruments_words(instrument):
    assert item_label("Q1", instrument) == "Q1 Modern equipment"
    assert dimension_label("empathy", instrument) == "Empathy and care"
    assert item_label("Q99", instrument) == "Q99"


def test_items_without_a_dimension_stand_last(instrument):
    design = design_of(["X", "Q5", "Q1"], instrument)
    assert design == {"tangibles": ["Q1"], "reliability": ["Q5"], "": ["X"]}


def test_rows_leave_a_line_for_each_heading(instrument):
    rows = item_rows(["Q1", "Q5", "X"], instrument)
    assert rows.y == {"Q1": 1, "Q5": 3, "X": 5}
    assert rows.headings == ((0, "Tangibles"), (2, "Reliability"), (4, "Other items"))
    assert rows.size == 6


@pytest.mark.parametrize(
    ("value", "options", "shown"),
    [
        (0.7, {}, ".70"),
        (-0.7, {}, "−.70"),
        (1.0, {}, "1.00"),
        (0.999, {}, "1.00"),
        (-0.0001, {}, ".00"),
        (-1.25, {"bounded": False, "digits": 1}, "−1.2"),
        (0.05, {"bounded": False}, "0.05"),
        (float("nan"), {}, "–"),
    ],
)
def test_numbers_as_in_journals(value, options, shown):
    assert number(value, **options) == shown
