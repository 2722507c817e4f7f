"""What a page shows of a form's plan: steps, numbered questions, words, languages of fallbacks."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from svqkit.instruments.form_fields import FormField, FormPlan, FormSection
from svqkit.instruments.form_words import form_words

__all__ = ["META", "TEXT_LIMIT", "Question", "Step", "minutes", "range_of", "steps_of"]

META = ["respondent", "started", "submitted", "seconds", "language"]
"""What a form notes beside the answers: who (a random word), when (ISO 8601, UTC), how long."""
TEXT_LIMIT = 1000
"""Characters that an answer in words may have."""
MANY_CHOICES = 12
"""Beyond so many choices a list to open is shown."""
SECONDS = {"scale": 7.5, "check": 7.5, "points": 12.0, "choice": 6.0, "number": 8.0, "text": 25.0}
"""Usual time for a question of each kind, in seconds; reading at an ordinary pace."""


@dataclass(frozen=True)
class Question:
    """One question as it is shown: a field, or an item with its forms side by side.

    ``tongue`` is the language of its text where it is not the page's.
    """

    number: int
    fields: tuple[FormField, ...]
    text: str
    tongue: str | None
    dimension: str | None
    headings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """What is shown at once: a section with its questions."""

    heading: str
    instruction: tuple[str, ...]
    layout: str
    questions: tuple[Question, ...]
    key: tuple[tuple[str, str], ...]
    goes_on: bool


def _tongue(plan: FormPlan, field: FormField) -> str | None:
    """Name the language of a text that is missing in the plan's language."""
    instrument = plan.instrument
    if field.item is not None:
        by_code = {item.code: item for item in instrument.description.items}
        form = field.form if field.form and getattr(by_code[field.item], field.form, None) else ""
        part = "label" if field.form == "importance" else form or "perception"
        place = f"item {field.item}, {part}"
    elif field.kind == "points":
        place = f"dimension {field.dimension}, definition"
    else:
        outcomes = {one.column for one in instrument.outcomes}
        kind = "outcome" if field.column in outcomes else "question"
        place = f"{kind} {field.column}, question"
    return instrument.description.language if place in instrument.fallbacks else None


def _questions(plan: FormPlan, section: FormSection, first: int) -> tuple[Question, ...]:
    if section.layout != "columns":
        return tuple(
            Question(number, (one,), one.text, _tongue(plan, one), one.dimension)
            for number, one in enumerate(section.fields, start=first)
        )
    words = form_words(plan.language)
    found = []
    for number, (_, group) in enumerate(groupby(section.fields, lambda one: one.item), first):
        fields = tuple(group)
        headings = [
            plan.instrument.headings.get(f.form or "", words[f"{f.form}_heading"]) for f in fields
        ]
        shared = next((f for f in fields if f.form == "perception"), fields[0])
        found.append(
            Question(
                number,
                fields,
                shared.text,
                _tongue(plan, shared),
                shared.dimension,
                tuple(headings),
            )
        )
    return tuple(found)


def _key(section: FormSection) -> tuple[tuple[str, str], ...]:
    """Give the scale's points with their words, where all its questions share them."""
    scales = {tuple(f.choices.items()) for f in section.fields if f.kind in ("scale", "check")}
    points = next(iter(scales), ())
    inner = [words for _, words in points[1:-1] if words]
    return (
        tuple((code, words) for code, words in points if words)
        if len(scales) == 1 and inner
        else ()
    )


def steps_of(plan: FormPlan) -> list[Step]:
    """Divide a plan into what is shown at once.

    Parameters
    ----------
    plan : FormPlan

    Returns
    -------
    list of Step
        One for each section. ``goes_on`` marks one without a heading, which is shown with the
        section before it.

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> from svqkit.instruments.form_plan import form_plan
    >>> [len(step.questions) for step in steps_of(form_plan(load_instrument("servqual")))]
    [22, 22, 3]
    """
    steps: list[Step] = []
    for section in plan.sections:
        first = 1 + sum(len(step.questions) for step in steps)
        steps.append(
            Step(
                heading=section.heading,
                instruction=tuple(
                    line for line in section.instruction.splitlines() if line.strip()
                ),
                layout=section.layout,
                questions=_questions(plan, section, first),
                key=_key(section),
                goes_on=not section.heading and bool(steps),
            )
        )
    return steps


def minutes(plan: FormPlan) -> int:
    """Estimate how long a respondent takes, in whole minutes, at least two.

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> from svqkit.instruments.form_plan import form_plan
    >>> minutes(form_plan(load_instrument("servqual")))
    6
    """
    return max(2, round(sum(SECONDS[field.kind] for field in plan.fields) / 60))


def range_of(field: FormField, words: dict[str, str]) -> str:
    """Say in words which numbers a field takes; empty where any will do.

    Examples
    --------
    >>> range_of(FormField("age", "number", "Age?", {}, 16, None), form_words("en"))
    'At least 16'
    """
    ends: dict[str, Any] = {
        end: f"{value:g}"
        for end, value in (("low", field.low), ("high", field.high))
        if value is not None
    }
    if len(ends) == 2:
        return words["range"].format(**ends)
    return words["at_least" if "low" in ends else "at_most"].format(**ends) if ends else ""
