from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svqkit.present.report.numbers import (
    bounded,
    count,
    interval,
    number,
    p_phrase,
    p_value,
    percent,
    raw,
    real,
)
from svqkit.present.report.words import join, plural, prose, sentence

FINITE = st.floats(allow_nan=False, allow_infinity=False, width=64)


@given(FINITE)
def test_a_copied_number_is_the_same_number(value: float) -> None:
    assert float(raw(value)) == value


@given(st.floats(-1, 1), st.integers(1, 6))
def test_a_bounded_number_rounds_and_has_no_leading_zero(value: float, digits: int) -> None:
    shown = bounded(value, digits)
    assert abs(float(shown) - value) <= 0.5 * 10**-digits + 1e-12
    assert not shown.lstrip("-").startswith("0")


@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_no_number_is_shown_as_minus_nothing(value: float, digits: int) -> None:
    shown = number(value, digits)
    assert not (shown.startswith("-") and float(shown.replace(",", "")) == 0)


@given(st.floats(0, 1))
def test_a_probability_is_never_shown_as_zero_or_one(value: float) -> None:
    assert p_value(value) not in (".000", "1.000")


@pytest.mark.parametrize("nothing", [None, float("nan"), pd.NA, np.nan, math.inf, "text", True])
def test_what_is_no_number_is_shown_as_a_dash(nothing: object) -> None:
    assert real(nothing) is None
    assert number(nothing) == bounded(nothing) == count(nothing) == percent(nothing) == "–"
    assert p_value(nothing) == interval(nothing, nothing) == "–"


def test_numpy_numbers_are_numbers() -> None:
    assert raw(np.float64(0.1)) == "0.1"
    assert raw(np.int64(7)) == "7"
    assert count(np.int64(1234)) == "1,234"


def test_an_interval_with_one_end_shows_it() -> None:
    assert interval(0.5, None) == "[.50, –]"


def test_words() -> None:
    assert p_phrase(0.5) == "p = .500"
    assert join([]) == ""
    assert plural(2, "item") == "2 items"
    assert sentence("see PCA!") == "See PCA!"


def test_prose_ties_signs_to_their_numbers() -> None:
    assert prose("from -1.20 to -.30") == "from −1.20 to −.30"
    assert prose("a well-known B-2") == "a well-known B-2"
