"""Every form of an answer that says the right thing is right, and no other."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svqkit.teach.answer_forms import fold, readings
from svqkit.teach.comparing import agrees, changed, share_right
from svqkit.teach.schema import Exercise

NAMES = ["tangibles", "reliability", "responsiveness", "assurance", "empathy"]
TABLE = pd.DataFrame({"F1": [0.7, 0.1], "F2": [-0.2, 0.6]}, index=["Q1", "Q2"])
OPTIONS = {"drop": "Drop the item", "keep": "Keep the item", "turn": "Turn it round"}
finite = st.floats(-1000, 1000)


def asked(kind, **more):
    base = {"id": "L99.1", "task": "?", "answer": "a", "hints": ["h"], "solution": "s"}
    return Exercise(**base, kind=kind, **more)


def right(kind, form, answer, **more):
    exercise = asked(kind, **more)
    return any(agrees(exercise, one, answer) for one in readings(exercise, form))


@given(finite)
def test_a_number_is_right_in_every_form(x):
    text = f"{x:.4f}"
    forms = [
        x,
        round(x, 2),
        np.float64(x),
        np.array(x),
        np.array([[x]]),
        [x],
        (x,),
        {x},
        {"alpha": x},
        pd.Series([x]),
        pd.Series({"alpha": x}),
        pd.Index([x]),
        pd.DataFrame([[x]]),
        Decimal(repr(x)),
        text,
        f" {text} ",
        text.replace(".", ","),
        text.replace("-", "−"),
        f"{x:,.4f}",
        f"{x:,.4f}".translate(str.maketrans(",.", ".,")),
    ]
    assert [form for form in forms if not right("number", form, x)] == []


@given(finite, st.floats(0.0052, 1000))
def test_a_number_off_by_more_than_the_margin_is_wrong(x, off):
    assert not right("number", x + off, x)
    assert not right("number", x - off, x)


@given(st.floats(0.01, 0.99))
def test_a_share_may_be_said_in_per_cent_with_its_sign_only(x):
    assert right("number", f"{100 * x:.4f} %", x)
    assert right("number", f"{100 * x:.4f}%", 100 * x)
    assert not right("number", 100 * x, x) or x < 0.006


@given(finite)
def test_a_free_sign_is_free(x):
    assert right("number", -x, x, sign_free=True)


@pytest.mark.parametrize(
    "nothing",
    [None, ..., "", "many", "1.2.3", "nan", [], [1, 2], True, np.True_, float("nan"), float("inf"),
     "inf", 10**400, pd.NA, pd.NaT, object(), 1j, {}, set(), pd.DataFrame(), print],
)  # fmt: skip
def test_what_holds_no_number_is_no_answer(nothing):
    assert readings(asked("number"), nothing) == []


@given(
    st.one_of(
        st.none(),
        st.text(),
        st.floats(),
        st.lists(st.one_of(st.text(), st.floats(), st.none())),
        st.dictionaries(st.text(), st.one_of(st.floats(), st.text())),
        st.binary(),
        st.datetimes(),
    ),
    st.sampled_from(["number", "word", "words", "order", "numbers", "table", "choice"]),
)
def test_nothing_that_is_given_stops_a_check(answer, kind):
    exercise = asked(kind, options=OPTIONS if kind == "choice" else {})
    target = {
        "number": 0.5, "word": ("a", "b"), "words": ["a", ("b", "c")], "order": ["a", "b"],
        "numbers": pd.Series({"a": 1.0, "b": 2.0}), "table": TABLE, "choice": "drop",
    }[kind]  # fmt: skip
    for one in readings(exercise, answer):
        assert agrees(exercise, one, target) in (True, False)
        share_right(exercise, one, target)


def test_words_in_any_order_and_container():
    answer = ["Q8", ("market_square", "Market Square")]
    index = pd.Index(["Q8", "market-square"])
    forms = [
        ["q8", "Market Square"],
        {"MARKET_SQUARE", " Q8"},
        ("market square", "Q8"),
        "Market Square, Q8",
        "Q8 and market square",
        index,
        index.to_numpy(),
        pd.Series(index),
        pd.Series(index).astype("category"),
        pd.Series([0.1, 0.2], index=index),
        pd.Series([True, False, True], index=["Q8", "Q9", "Market Square"]),
        {"Q8": 0.1, "Market Square": 0.2},
        pd.DataFrame({"alpha": [1.0, 2.0]}, index=index),
        pd.DataFrame({"name": index}),
        ["Q8", "Q8", "Market Square"],
        [("empathy", "Q8"), ("branch", "Market Square")],
    ]
    assert [form for form in forms if not right("words", form, answer)] == []
    for wrong in (["Q8"], ["Q8", "Q9"], ["Q8", "Market Square", "Q9"], "Q8", [], None):
        assert not right("words", wrong, answer)
    assert right("words", pd.Index([12, 40]), [40, 12])
    assert right("words", [12.0, 40.0], {40, 12})


def test_an_order_is_one():
    assert right("order", ["q3", "Q1"], ["Q3", "Q1"])
    assert right("order", "Q3, Q1", ["Q3", "Q1"])
    assert right("order", pd.Series([1.0, 2.0], index=["Q3", "Q1"]), ["Q3", "Q1"])
    assert not right("order", ["Q1", "Q3"], ["Q3", "Q1"])
    assert readings(asked("order"), {"Q3", "Q1"}) == []


@given(st.lists(finite, min_size=5, max_size=5), st.permutations(range(5)))
def test_numbers_with_names_come_in_any_order(values, order):
    answer = pd.Series(values, index=NAMES)
    shuffled = answer.iloc[list(order)]
    forms = [
        shuffled,
        shuffled.to_dict(),
        shuffled.rename(index=str.upper),
        shuffled.to_frame("alpha"),
        shuffled.to_frame("alpha").T,
        pd.concat([shuffled, pd.Series({"total": 0.0})]),
        values,
        np.array(values),
        tuple(values),
        answer.round(2),
    ]
    assert [form for form in forms if not right("numbers", form, answer)] == []
    assert right("numbers", list(answer.iloc[list(order)]), values, any_order=True)
    assert right("numbers", [-v for v in values], values, sign_free=True)


def test_numbers_that_lack_one_or_have_one_wrong():
    answer = pd.Series([0.1, 0.2, 0.3], index=["a", "b", "c"])
    assert not right("numbers", {"a": 0.1, "b": 0.2}, answer)
    assert not right("numbers", [0.1, 0.2], answer)
    assert not right("numbers", [0.3, 0.2, 0.1], answer)
    assert not right("numbers", pd.Series([1, 2, 3], index=["a", "a", "b"]), answer)
    exercise = asked("numbers")
    (named,) = readings(exercise, {"a": 0.1, "b": 0.5, "c": 0.3})
    assert share_right(exercise, named, answer) == (2, 3)
    assert share_right(exercise, named.to_numpy(), answer) == (2, 3)
    assert share_right(exercise, np.array([1.0]), answer) is None


@given(st.permutations(["Q1", "Q2"]), st.permutations(["F1", "F2"]))
def test_a_table_is_right_however_it_lies(rows, columns):
    turned = TABLE.loc[list(rows), list(columns)]
    forms = [
        turned,
        turned.T,
        turned.to_dict(),
        turned.rename(columns=str.lower),
        turned.assign(F3=0.0),
        turned.round(2),
        TABLE.to_numpy(),
        TABLE.to_numpy().tolist(),
        TABLE.astype(str),
    ]
    assert [form for form in forms if not right("table", form, TABLE)] == []


def test_factors_may_be_turned_and_exchanged_where_the_exercise_says_so():
    exchanged = TABLE[["F2", "F1"]].set_axis(["one", "two"], axis=1) * [-1, 1]
    assert right("table", exchanged, TABLE, sign_free=True, any_order=True)
    assert not right("table", exchanged, TABLE, sign_free=True)
    assert not right("table", exchanged, TABLE, any_order=True)
    assert not right("table", TABLE + 0.1, TABLE, sign_free=True, any_order=True)
    assert not right("table", TABLE.iloc[:1], TABLE)


@pytest.mark.parametrize(
    "form", ["drop", "a", " A ", "(a)", "drop the item", ["a"], "Drop the item."]
)
def test_a_choice_by_letter_key_or_text(form):
    assert right("choice", form, "drop", options=OPTIONS)
    assert not right("choice", form, "turn", options=OPTIONS)


def test_an_unknown_option_is_no_answer():
    assert readings(asked("choice", options=OPTIONS), "d") == []
    with pytest.raises(ValueError, match="may be taken for its letter"):
        asked("choice", options={"b": "first", "a": "second"})


@given(st.floats(0.05, 0.95))
def test_a_change_is_recognised_as_it_is_rounded(x):
    exercise = asked("number")
    for change, wrong in {
        "times_100": round(100 * x, 2),
        "sign": round(-x, 2),
        "complement": round(1 - x, 2),
        "square": round(x**2, 2),
        "root": round(x**0.5, 2),
        "divided_by_100": round(x / 100, 4),
    }.items():
        value, margin = changed(x, change, exercise.margin)
        assert agrees(exercise, wrong, value, margin=margin), change


def test_a_change_of_several_numbers():
    value, margin = changed({"a": 0.5, "b": 0.25}, "times_100", 0.005)
    assert value.tolist() == [50.0, 25.0]
    assert margin == 0.5
    assert changed(["a", "b"], "reversed", 0.0)[0] == ["b", "a"]


@given(st.text())
def test_folding_twice_changes_nothing_more(word):
    assert fold(fold(word)) == fold(word)
