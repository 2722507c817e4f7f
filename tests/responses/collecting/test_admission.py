"""Only what the form offers is taken, whoever sends it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import svqkit as svq
from svqkit.instruments.form_fields import FormField, FormPlan, FormSection
from svqkit.instruments.form_plan import form_plan
from svqkit.responses.collecting.admission import RefusalError, admit

NAME = "b2c3d4f5g6h7"
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def plan() -> FormPlan:
    """Every kind of question that there is."""
    instrument = svq.load_instrument("servperf")
    scale = {str(code): "" for code in range(1, 8)}
    return FormPlan(
        instrument,
        "A form",
        "en",
        (
            FormSection(
                "perception",
                "Items",
                "",
                (
                    FormField("P1", "scale", "Clean?", scale, 1, 7, required=True, item="Q1"),
                    FormField("P2", "scale", "Quick?", scale, 1, 7, required=True, item="Q2"),
                    FormField("check_1", "check", "3?", scale, 1, 7, required=True, expected="3"),
                ),
            ),
            FormSection(
                "importance",
                "Points",
                "",
                tuple(
                    FormField(f"points_{name}", "points", name, low=0, high=100, required=True)
                    for name in ("a", "b")
                ),
                "points",
            ),
            FormSection(
                "questions",
                "You",
                "",
                (
                    FormField("branch", "choice", "Where?", {"n": "North", "s": "South"}),
                    FormField("age", "number", "Age?", low=16, high=99),
                    FormField("note", "text", "Anything?"),
                ),
            ),
        ),
    )


def full(**own: Any) -> dict[str, Any]:
    return {"P1": 5, "P2": "6", "check_1": 3, "points_a": 60, "points_b": 40, **own}


def test_answers_are_kept_as_codes_numbers_and_texts(plan: FormPlan) -> None:
    row = admit(
        plan,
        full(branch="n", age="41,5", note="Fine\r\nso far\x00", respondent="r-12345678"),
        name=NAME,
        now=NOW,
    )
    assert list(row) == [
        *plan.columns, "respondent", "started", "submitted", "seconds", "language"
    ]  # fmt: skip
    assert (row["P1"], row["P2"], row["age"], row["branch"]) == (5, 6, 41.5, "n")
    assert row["note"] == "Fine\nso far"
    assert row["respondent"] == "r-12345678"
    assert row["submitted"] == "2026-03-02T10:00:00Z"


def test_a_wrong_answer_to_an_attention_check_is_kept_for_the_screening(plan: FormPlan) -> None:
    assert admit(plan, full(check_1=6), name=NAME)["check_1"] == 6


def test_who_brings_no_name_gets_that_of_the_page(plan: FormPlan) -> None:
    assert admit(plan, full(), name=NAME)["respondent"] == NAME


@pytest.mark.parametrize(
    ("own", "column", "says"),
    [
        ({"P9": 3}, "P9", "no question P9"),
        ({"__proto__": 3}, "__proto__", "no question"),
        ({"P1": 8}, "P1", "does not take this answer"),
        ({"P1": 0}, "P1", "does not take"),
        ({"P1": 5.5}, "P1", "does not take"),
        ({"P1": True}, "P1", "does not take"),
        ({"P1": [5]}, "P1", "does not take"),
        ({"P1": "5; DROP TABLE answers"}, "P1", "does not take"),
        ({"P1": float("nan")}, "P1", "does not take"),
        ({"P1": None}, "P1", "still needs an answer"),
        ({"P2": "  "}, "P2", "still needs an answer"),
        ({"check_1": None}, "check_1", "still needs an answer"),
        ({"points_a": 61}, "points_a", "they sum to 101"),
        ({"points_a": 140, "points_b": -40}, "points_a", "takes a number (0 – 100)"),
        ({"branch": "w"}, "branch", "does not take"),
        ({"branch": 1}, "branch", "does not take"),
        ({"age": 15}, "age", "takes a number (16 – 99)"),
        ({"age": "forty"}, "age", "takes a number"),
        ({"age": 1e400}, "age", "takes a number"),
        ({"age": 10**400}, "age", "takes a number"),
        ({"P1": 10**400}, "P1", "does not take"),
        ({"note": "x" * 1001}, "note", "longer than 1000"),
        ({"note": 3}, "note", "does not take"),
        ({"respondent": "short"}, "respondent", "does not take"),
        ({"respondent": "<script>alert(1)</script>"}, "respondent", "does not take"),
        ({"order": "P1 P2"}, "order", "no question order"),
    ],
)
def test_what_the_form_does_not_offer_is_refused(
    plan: FormPlan, own: dict[str, Any], column: str, says: str
) -> None:
    with pytest.raises(RefusalError) as refused:
        admit(plan, full(**own), name=NAME)
    assert refused.value.column == column
    assert says in str(refused.value)


def test_refusals_are_in_the_forms_language() -> None:
    plan = form_plan(svq.load_instrument("servperf", "zh-Hans"))
    with pytest.raises(RefusalError, match="尚未回答"):
        admit(plan, {}, name=NAME)


@pytest.mark.parametrize("seconds", [-1, float("inf"), "soon", None, 10**9])
def test_an_impossible_duration_is_none(plan: FormPlan, seconds: object) -> None:
    assert admit(plan, full(seconds=seconds), name=NAME)["seconds"] is None


def test_moments_are_spelled_in_utc_and_impossible_ones_left_out(plan: FormPlan) -> None:
    row = admit(plan, full(started="2026-03-02T10:00:00+08:00", submitted="x"), name=NAME, now=NOW)
    assert row["started"] == "2026-03-02T02:00:00Z"
    assert row["submitted"] == "2026-03-02T10:00:00Z"
    assert admit(plan, full(started="0001-01-01T00:00:00+14:00"), name=NAME)["started"] == ""


def test_the_order_that_a_page_showed_is_kept_where_items_are_mixed() -> None:
    plan = form_plan(svq.load_instrument("servperf"), shuffle=True)
    given = {f"P{i}": 4 for i in range(1, 23)}
    assert admit(plan, {**given, "order": "P2 P1"}, name=NAME)["order"] == "P2 P1"
    assert admit(plan, {**given, "order": "P2 <b>"}, name=NAME)["order"] == ""


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=5,
)


@settings(max_examples=200, deadline=None)
@given(
    value=ANYTHING, column=st.sampled_from(["P1", "check_1", "points_a", "branch", "age", "note"])
)
def test_anything_is_taken_as_offered_or_refused(plan: FormPlan, value: Any, column: str) -> None:
    try:
        row = admit(plan, full(**{column: value}), name=NAME)
    except RefusalError:
        return
    kept = row[column]
    field = next(one for one in plan.fields if one.column == column)
    if kept is None or kept == "":
        assert not field.required
    elif field.kind in ("scale", "check"):
        assert type(kept) is int
        assert str(kept) in field.choices
    elif field.kind == "choice":
        assert kept in field.choices
    elif field.kind == "number":
        assert 16 <= kept <= 99
