"""The base of results: the same numbers as text and as HTML, rounded only for display."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass
from unicodedata import east_asian_width

import numpy as np
import pandas as pd
import pytest

from svqkit.result import Result, format_cell, frame_to_html, frame_to_text


@dataclass(frozen=True, eq=False, repr=False)
class Weights(Result):
    table: pd.DataFrame

    def _parts(self):
        return [("Weights", self.table), ("Note", "points <sum> to 100")]


@pytest.fixture
def weights() -> Weights:
    index = pd.MultiIndex.from_tuples([("a<b", "Q1"), ("a<b", "Q2")], names=["scale", "item"])
    return Weights(pd.DataFrame({"weight": [0.123456, np.nan], "n": [3, 4]}, index=index))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0004, "0.000"),
        (-0.0001, "0.000"),
        (np.float32(0.5), "0.500"),
        (np.int64(3), "3"),
        (np.bool_(False), "no"),
        (float("nan"), ""),
        (pd.NA, ""),
        ("text", "text"),
    ],
)
def test_cells_are_shown_as_people_read_them(value, shown):
    assert format_cell(value) == shown


def test_text_and_html_show_the_same_numbers(weights):
    text, html = repr(weights), weights._repr_html_()
    assert "0.123" in text
    assert ">0.123<" in html
    assert "0.123456" not in text + html


def test_no_p_value_is_shown_as_zero():
    table = pd.DataFrame(
        {"p": [1e-9, 0.2], "share": [1e-9, np.nan], "delta_p": [0.0006, np.nan]},
        index=["slope", "pvalue_scaled"],
    )
    text, html = frame_to_text(table), frame_to_html(table)
    assert text.splitlines()[1].split() == ["slope", "<0.001", "0.000", "0.001"]
    assert html.count('<td class="num">&lt;0.001</td>') == 1
    assert "<0.001" in frame_to_text(pd.Series({"pvalue": 0.0}))
    assert "<0.001" not in frame_to_text(pd.Series({"p_alpha": 0.0, "prop": 0.0}))


def test_html_is_escaped_and_has_headers_for_screen_readers(weights):
    html = weights._repr_html_()
    assert "a&lt;b" in html
    assert "&lt;sum&gt;" in html
    assert html.count('<th scope="row">') == 4
    assert '<th scope="col">weight</th>' in html
    assert "<caption>Weights</caption>" in html


def test_numbers_are_aligned_and_words_are_not():
    html = frame_to_html(pd.DataFrame({"x": [1.5], "word": ["a"], "flag": [True]}))
    assert '<td class="num">1.500</td><td>a</td><td>yes</td>' in html


def test_a_series_is_a_table_too():
    assert "value" in frame_to_text(pd.Series([1.0], index=["a"]))


def test_results_are_frozen(weights):
    with pytest.raises(FrozenInstanceError):
        weights.table = pd.DataFrame()


def test_a_result_without_parts_says_so():
    class Empty(Result):
        pass

    with pytest.raises(TypeError, match="Empty must say its parts"):
        repr(Empty())


def test_counts_among_fractions_are_shown_whole():
    fit = pd.Series({"chisq": 85.306, "df": 24.0, "null_df": 36.0, "n": np.nan}, name="fit")
    text = frame_to_text(fit)
    assert "24\n" in text
    assert "24.000" not in text + frame_to_html(fit)
    assert "36.000" not in text
    welch = frame_to_text(pd.DataFrame({"t": [2.0, 3.0], "df": [4.839, 10.0]}))
    assert "10.000" in welch


def test_adjusted_p_values_are_not_zero_either():
    table = pd.DataFrame({"p_holm": [1e-6], "p_adjusted": [0.0], "p2": [0.0]})
    assert frame_to_text(table).count("<0.001") == 2


@dataclass(frozen=True, eq=False, repr=False)
class Wide(Result):
    def _parts(self):
        table = pd.DataFrame([[0.5] * 30], ["Q1"], [f"column_{i}" for i in range(30)])
        return [("Table", table), ("Said", "many words " * 40)]


def test_nothing_printed_is_wider_than_the_terminal(monkeypatch):
    for columns in (80, 120):
        monkeypatch.setenv("COLUMNS", str(columns))
        text = repr(Wide())
        assert max(map(len, text.splitlines())) <= columns
        assert text.count("Q1") > 1
        assert all(f"column_{i} " in text.replace("\n", " ") for i in range(30))


def test_chinese_is_broken_by_the_columns_it_takes(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")

    @dataclass(frozen=True, eq=False, repr=False)
    class Said(Result):
        def _parts(self):
            return [("", "服务质量（由顾客来定义）n = 12、可靠性；" * 20), ("", "short")]

    lines = repr(Said()).splitlines()
    long = [line for line in lines if "服" in line or "可" in line]
    columns = [sum(2 if east_asian_width(sign) in "WF" else 1 for sign in line) for line in long]
    assert max(columns) <= 80
    assert min(columns[:-1]) > 70
    assert not any(line[0] in "）、；" or line[-1] == "（" for line in long)
    assert "".join(long).replace(" ", "") == ("服务质量（由顾客来定义）n=12、可靠性；" * 20)
