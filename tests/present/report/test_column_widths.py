"""Columns fit their page, words stay whole, and the paper turns only where it has to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svqkit.present.report.column_widths import LANDSCAPE, PORTRAIT, ems, table_layout
from svqkit.present.report.document import Cell, Column, Table

words = st.text(st.sampled_from("abc mW.,1-服务"), max_size=60)


def grid(rows: list[list[str]], headings: list[str]) -> Table:
    cells = tuple(tuple(Cell(text, (text,)) for text in row) for row in rows)
    return Table("t", "T", tuple(Column(h, h) for h in headings), cells)


@given(st.integers(1, 9).flatmap(lambda k: st.tuples(
    st.lists(words, min_size=k, max_size=k),
    st.lists(st.lists(words, min_size=k, max_size=k), max_size=4),
)))  # fmt: skip
def test_no_table_leaves_its_page(made: tuple[list[str], list[list[str]]]) -> None:
    headings, rows = made
    layout = table_layout(grid(rows, headings))
    assert len(layout.widths) == len(headings)
    assert min(layout.widths) > 0
    assert sum(layout.widths) <= (LANDSCAPE if layout.landscape else PORTRAIT) + 1e-6


@pytest.mark.parametrize(("columns", "landscape"), [(6, False), (30, True)])
def test_the_paper_turns_for_wide_tables_only(columns: int, landscape: bool) -> None:
    layout = table_layout(grid([["-0.49 [-0.74, -0.24]"] * columns], ["Gap"] * columns))
    assert layout.landscape is landscape


def test_longer_words_get_the_wider_column() -> None:
    short, long = "a few words here", "many more words than fit on one line of a page " * 8
    layout = table_layout(grid([[short, long]], ["One", "Two"]))
    assert layout.widths[1] > 3 * layout.widths[0]
    assert layout.size == 9


def test_chinese_letters_are_square() -> None:
    assert ems("服务质量") == 4.0
    assert ems("iiii") < ems("mmmm")
