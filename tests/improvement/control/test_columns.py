"""What is no column of numbers is named before anything is worked out of it."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest

from svqkit.improvement.control.control_chart import control_chart
from svqkit.improvement.control.rules import RULES

DAYS = pd.date_range("2026-03-02", periods=6)
X = [3.0, 5, 4, 6, 5, 4]
LONG = pd.DataFrame({"g": [1, 1, 2, 2], "x": [1.0, 2, 2, 4], "phase": ["a", None, "a", "a"]})
TWICE = pd.DataFrame([[1.0, 2], [3, 5]], columns=["x", "x"])
MANY_LEVELS = pd.MultiIndex.from_product([[1, 2, 3], ["a", "b"]])

BAD = [
    ((pd.Series(DAYS),), {}, "'value' holds moments in time"),
    ((pd.Series(DAYS).dt.to_period("D"),), {}, "'value' holds moments in time"),
    (
        (pd.Series(pd.to_timedelta(X, unit="s")),),
        {},
        "durations; turn them into numbers: .dt.total",
    ),
    (([1 + 2j, 3, 4],), {}, "'value' holds complex numbers"),
    (([1e300, 2e300, 1e300],), {}, "point 1 .* is no finite number below 1e100"),
    ((pd.Series(X, MANY_LEVELS),), {}, "the index has several levels"),
    (
        (pd.Series(X, DAYS.to_period("D")[::-1]),),
        {},
        "2026-03-06 follows 2026-03-07: time runs back",
    ),
    ((TWICE, "Xbar-S"), {}, "column 'x' stands in the table more than once"),
    ((TWICE,), {"value": "x"}, "column 'x' stands in the table more than once"),
    ((pd.DataFrame(), "Xbar-S"), {}, "the table has no column"),
    ((X,), {"value": "x"}, "value='x' names a column, but the data are no table"),
    ((LONG, "Xbar-R"), {"value": "x", "subgroup": "g", "phase": "phase"}, "row 2 has no phase"),
    ((pd.Series(X, DAYS),), {"exclude": "huh"}, "exclude='huh' is no date"),
    ((X,), {"exclude": None}, "exclude: there is no point None"),
    ((X,), {"baseline": True}, "baseline is a number of first points"),
    (([1, 2, 3], "p"), {"n": np.inf}, "n is inf; give the number of items"),
    (([3, 3, 3], "p'"), {"n": 50}, "Laney's sigma of z is 0"),
    ((X,), {"limits": np.inf}, "limits is a number of standard errors"),
    ((X, "CUSUM"), {"h": np.inf}, "CUSUM needs k"),
    ((X,), {"rules": []}, "rules is empty"),
]


@pytest.mark.parametrize(("given_", "options", "message"), BAD)
def test_what_is_no_column_of_numbers_is_named(given_, options, message) -> None:
    with pytest.raises(ValueError, match=message):
        control_chart(*given_, **options)


@pytest.mark.parametrize("name", ["limits", "smoothing", "k", "h", "center", "sigma"])
def test_an_option_that_is_no_number_is_named(name) -> None:
    with pytest.raises(TypeError, match=f"{name} is a number, not 'three'"):
        control_chart(X, **{name: "three"})


def test_rules_that_are_no_names() -> None:
    with pytest.raises(TypeError, match="rules is the name of a set"):
        control_chart(X, rules=3)


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("kind", ["I-MR", "EWMA", "CUSUM"])
def test_each_rule_may_stand_alone(kind, name) -> None:
    """A chart of spread takes few of them: without any it draws its lines and says so."""
    chart = control_chart(X, kind, rules=[name])
    if chart.spread is not None:
        looked_at = name in ("Nelson 1", "Western Electric 1")
        assert ("None of the rules" in chart.spread.sentence) != looked_at
        assert chart.spread.signals.empty


def test_the_same_chart_of_whatever_holds_the_numbers() -> None:
    wanted = control_chart(X).table["upper"].tolist()
    held = [
        tuple(X),
        np.array(X),
        pd.Series(X, dtype="Int64"),
        pd.Series(X, dtype=object),
        pd.Series([str(one) for one in X], dtype="string"),
        pd.Series(X, DAYS.tz_localize("Europe/Amsterdam")),
        pd.DataFrame({"only": X}),
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for one in held:
            assert control_chart(one).table["upper"].tolist() == wanted
    wide = pd.DataFrame(np.column_stack([X, X]))
    assert control_chart(wide, value=1).table["upper"].tolist() == wanted


def test_a_point_is_left_out_by_its_label_alone_or_by_its_day_in_any_zone() -> None:
    alone = control_chart(X, exclude=2)
    assert alone.table["used"].tolist() == [True, False, True, True, True, True]
    here = pd.Series(X, DAYS.tz_localize("Europe/Amsterdam"))
    assert control_chart(here, exclude=["2026-03-03"]).upper == alone.upper


def test_gaps_of_periods_are_told_and_summer_time_is_none() -> None:
    rng = np.random.default_rng(8)
    months = pd.period_range("2024-01", periods=24, freq="M").delete(9)
    chart = control_chart(pd.Series(rng.normal(size=23), months))
    assert any("2024-09-01 to 2024-11-01" in note for note in chart.notes)
    days = pd.date_range("2026-02-02 08:00", periods=90, tz="Europe/Amsterdam")
    assert not control_chart(pd.Series(rng.normal(size=90), days)).notes
