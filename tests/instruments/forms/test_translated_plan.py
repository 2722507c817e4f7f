"""A plan in another language: same fields in the same order, other words, no word guessed."""

from __future__ import annotations

import pytest

import svqkit as svq
from svqkit.instruments.form_plan import form_plan
from svqkit.instruments.forms.translated_plan import plan_in, plans_in
from svqkit.instruments.instrument import Instrument


def test_fields_keep_their_places_and_checks_their_answers(full: Instrument) -> None:
    plan = form_plan(full, attention=2, shuffle=True, seed=6)
    dutch = plan_in(plan, "nl")
    assert dutch.columns == plan.columns
    assert [one.expected for one in dutch.fields] == [one.expected for one in plan.fields]
    assert [one.name for one in dutch.sections] == [one.name for one in plan.sections]
    assert all(
        mine.text != theirs.text for mine, theirs in zip(dutch.fields, plan.fields, strict=True)
    )
    assert dutch.shuffle


def test_an_industry_is_translated_with_the_items() -> None:
    plan = form_plan(svq.load_instrument("servqual", service="hotel"))
    dutch = plan_in(plan, "nl")
    assert dutch.instrument == svq.load_instrument("servqual", "nl", service="hotel")


def test_a_word_of_ones_own_is_asked_for() -> None:
    plan = form_plan(svq.load_instrument("servqual", service="museum"))
    with pytest.raises(ValueError, match="how to say 'museum' in 'nl' is not known"):
        plans_in(plan, ["en", "nl"])
    museum = {"plain": "museum", "this": "dit museum", "excellent": "een uitstekend museum"}
    english, dutch = plans_in(plan, {"en": "museum", "nl": museum})
    assert english.instrument == plan.instrument
    assert dutch.instrument == svq.load_instrument("servqual", "nl", service=museum)


def test_the_first_language_leads(full: Instrument) -> None:
    plan = form_plan(full)
    assert [one.language for one in plans_in(plan, "nl,en")] == ["nl", "en"]
    assert plans_in(plan) == [plan]
    with pytest.raises(ValueError, match="twice"):
        plans_in(plan, ["en", "EN"])
