"""Which fields of a section can be answered in one grid, and how its answers are labelled."""

from __future__ import annotations

from itertools import groupby

from svqkit.instruments.form_fields import FormField, FormPlan, FormSection
from svqkit.instruments.form_words import form_words

__all__ = ["field_range", "form_heading", "grids", "items_of", "labelled"]


def labelled(code: str, words: str) -> str:
    """Label an answer by its code and its words, so that either is understood when it comes back.

    Examples
    --------
    >>> labelled("7", "Strongly agree"), labelled("6", "")
    ('7 – Strongly agree', '6')
    """
    return f"{code} – {words}" if words else code


def grids(section: FormSection, *, by_dimension: bool = False) -> list[tuple[FormField, ...]]:
    """Split a section's fields into runs that share their answers.

    Parameters
    ----------
    section : FormSection
    by_dimension : bool
        Begin a new run at each dimension, for tools that mix the rows of a grid. An attention
        check stays with the items before it.

    Returns
    -------
    list of tuple of FormField
        A field that has no scale stands alone.

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> from svqkit.instruments.form_plan import form_plan
    >>> plan = form_plan(load_instrument("servperf"))
    >>> [len(run) for run in grids(plan.sections[0])]
    [22]
    >>> [len(run) for run in grids(plan.sections[0], by_dimension=True)]
    [4, 5, 4, 4, 5]
    """
    runs: list[list[FormField]] = []
    place: str | None = None
    for field in section.fields:
        here = place if field.kind == "check" else field.dimension
        apart = by_dimension and here != place
        graded = field.kind in ("scale", "check") and not apart
        last = runs[-1][-1] if runs else None
        if graded and last and last.kind in ("scale", "check") and field.choices == last.choices:
            runs[-1].append(field)
        else:
            runs.append([field])
        place = here
    return [tuple(run) for run in runs]


def items_of(section: FormSection) -> list[tuple[FormField, ...]]:
    """Group the fields of a section in columns by the item that they ask about.

    Examples
    --------
    >>> from dataclasses import replace
    >>> one = FormField("M1", "scale", "It is clean.", item="Q1", form="minimum")
    >>> two = replace(one, column="P1", form="perception")
    >>> [len(fields) for fields in items_of(FormSection("items", "", "", (one, two), "columns"))]
    [2]
    """
    return [tuple(fields) for _, fields in groupby(section.fields, key=lambda one: one.item)]


def form_heading(plan: FormPlan, form: str) -> str:
    """Head one form of an item: the instrument's own heading, or the usual one.

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> from svqkit.instruments.form_plan import form_plan
    >>> form_heading(form_plan(load_instrument("servqual")), "perception")
    'What you experience'
    """
    return plan.instrument.headings.get(form, form_words(plan.language)[f"{form}_heading"])


def field_range(field: FormField, language: str) -> str:
    """Say between which ends a number may lie; nothing where it has none.

    Examples
    --------
    >>> field_range(FormField("age", "number", "How old are you?", low=16), "en")
    'At least 16'
    """
    words = form_words(language)
    low = None if field.low is None else f"{field.low:g}"
    high = None if field.high is None else f"{field.high:g}"
    if low is not None and high is not None:
        return words["range"].format(low=low, high=high)
    if low is not None:
        return words["at_least"].format(low=low)
    return "" if high is None else words["at_most"].format(high=high)
