"""The plan of a form: the same columns however it is asked, items mixed only among their own."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import svqkit as svq
from svqkit.instruments.description import InstrumentDescription
from svqkit.instruments.form_fields import column_of
from svqkit.instruments.form_plan import form_plan
from svqkit.instruments.form_words import form_words
from svqkit.instruments.in_language import in_language

NAMES = list(svq.list_instruments().index)
LANGUAGES = ["en", "nl", "zh-Hans", "zh-Hant"]


def described(language: str = "en", **changes: Any) -> Any:
    content: dict[str, Any] = {
        "name": "small",
        "title": "Small",
        "forms": ["perception"],
        "scale": {"low": 1, "high": 5, "anchors": {1: "no", 5: "yes"}},
        "dimensions": [{"name": "one", "title": "One"}, {"name": "two", "title": "Two"}],
        "items": [
            {"code": "Q07", "dimension": "one", "label": "a", "perception": "A."},
            {"code": "EFF1", "dimension": "two", "label": "b", "perception": "B."},
        ],
    }
    return in_language(InstrumentDescription.model_validate(content | changes), language)


@pytest.mark.parametrize("name", NAMES)
def test_columns_are_the_same_in_every_language_and_order(name: str) -> None:
    plans = [
        form_plan(svq.load_instrument(name, language), attention=2, shuffle=mixes, seed=seed)
        for language in LANGUAGES
        for seed, mixes in ((1, False), (2, True))
    ]
    assert len({frozenset(plan.columns) for plan in plans}) == 1
    for plan in plans:
        assert len(plan.columns) == len(set(plan.columns))


@given(seed=st.integers(0, 2**32 - 1), checks=st.integers(0, 5))
@settings(max_examples=40, deadline=None)
def test_mixing_leaves_dimensions_and_checks_in_their_places(seed: int, checks: int) -> None:
    servqual = svq.load_instrument("servqual")
    plain = form_plan(servqual, attention=checks, seed=seed)
    mixed = form_plan(servqual, attention=checks, shuffle=True, seed=seed)
    for before, after in zip(plain.sections, mixed.sections, strict=True):
        assert [f.dimension for f in before.fields] == [f.dimension for f in after.fields]
        assert [f.kind for f in before.fields] == [f.kind for f in after.fields]
        assert sorted(f.column for f in before.fields) == sorted(f.column for f in after.fields)
        assert after.fields[0].kind != "check"
    asked = [f for f in mixed.fields if f.kind == "check"]
    assert [f.column for f in asked] == [f"check_{k}" for k in range(1, checks + 1)]
    for check in asked:
        assert check.expected in list(check.choices)[1:-1], "not an end that people choose anyway"
        assert str(check.expected) in check.text
    again = form_plan(servqual, attention=checks, shuffle=True, seed=seed)
    assert again.fields == mixed.fields


def test_names_of_columns() -> None:
    assert form_plan(described()).columns == ["P7", "P_EFF1"]
    letters = {"expectation": "E7", "minimum": "M7", "desired": "D7", "importance": "I7"}
    assert {form: column_of("Q7", form) for form in letters} == letters


@pytest.mark.parametrize(
    ("low", "high", "kind"),
    [
        (1, 7, "scale"),
        (0, 10, "scale"),
        (0, 100, "number"),
        (1, 1, "number"),
        (0.5, 5, "number"),
        (0, None, "number"),
        (None, None, "number"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_criterion_is_a_scale_where_a_row_holds_it(
    low: float | None, high: float | None, kind: str, language: str
) -> None:
    asked = described(language, outcomes=[{"column": "c", "label": "C", "low": low, "high": high}])
    field = form_plan(asked).fields[-1]
    assert (field.kind, field.low, field.high, field.required) == (kind, low, high, False)
    if kind == "scale":
        words = form_words(language)
        assert list(field.choices) == [str(k) for k in range(int(low or 0), int(high or 0) + 1)]
        assert [w for w in field.choices.values() if w] == [words["lowest"], words["highest"]]
    else:
        assert field.choices == {}


@pytest.mark.parametrize(("language", "sign"), [("nl", ": "), ("zh-Hans", "：")])
def test_forms_side_by_side_are_explained_in_turn(language: str, sign: str) -> None:
    plan = form_plan(
        described(language, forms=["minimum", "desired", "perception"], layout="columns")
    )
    words = form_words(language)
    lines = plan.sections[0].instruction.splitlines()
    begins = [f"{words[f'{form}_heading']}{sign}" for form in plan.instrument.forms]
    assert [line.startswith(begin) for line, begin in zip(lines, begins, strict=True)] == [True] * 3
    assert plan.columns == ["M7", "D7", "P7", "M_EFF1", "D_EFF1", "P_EFF1"]


@pytest.mark.parametrize("attention", [-1, 6])
def test_too_many_checks_are_refused(attention: int) -> None:
    with pytest.raises(ValueError, match="from 0 to 5 checks"):
        form_plan(described(), attention=attention)


def test_every_word_of_a_form_is_there_in_four_languages() -> None:
    english = form_words("en")
    for language in LANGUAGES[1:]:
        words = form_words(language)
        assert set(words) == set(english)
        for key, text in words.items():
            braces = [
                sorted(part.split("}")[0] for part in t.split("{")[1:])
                for t in (text, english[key])
            ]
            assert braces[0] == braces[1], f"{key} in {language} fills in something else"
