"""The fields of a form: what each asks, and the column that its answer comes back under."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from svqkit.instruments.instrument import Instrument

__all__ = ["LETTERS", "FormField", "FormPlan", "FormSection", "column_of"]

LETTERS = {"perception": "P", "expectation": "E", "minimum": "M", "desired": "D", "importance": "I"}


@dataclass(frozen=True)
class FormField:
    """One question and the column that its answer goes to.

    ``kind`` is scale, points, choice, number, text or check; ``choices`` are codes and words in
    order (all points of a scale, without words where it has none); ``expected`` is the right
    answer of an attention check; ``item`` the item's code, ``form`` its form.

    Examples
    --------
    >>> FormField("age", "number", "How old are you?", low=16, high=120).required
    False
    """

    column: str
    kind: str
    text: str
    choices: dict[str, str] = field(default_factory=dict)
    low: float | None = None
    high: float | None = None
    required: bool = False
    item: str | None = None
    form: str | None = None
    dimension: str | None = None
    expected: str | None = None


@dataclass(frozen=True)
class FormSection:
    """Fields under one heading.

    ``layout`` is list, columns (the forms of an item side by side, fields item by item) or points
    (numbers that sum to 100).

    Examples
    --------
    >>> FormSection("questions", "About you", "", (FormField("age", "number", "Age?"),)).layout
    'list'
    """

    name: str
    heading: str
    instruction: str
    fields: tuple[FormField, ...]
    layout: str = "list"


@dataclass(frozen=True)
class FormPlan:
    """A whole form in one language.

    ``shuffle`` asks whoever shows the form to each respondent anew to mix the items of a dimension;
    on paper they are mixed once, by ``seed``.

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> from svqkit.instruments.form_plan import form_plan
    >>> form_plan(load_instrument("servperf")).columns[:2]
    ['P1', 'P2']
    """

    instrument: Instrument
    title: str
    language: str
    sections: tuple[FormSection, ...]
    shuffle: bool = False

    @property
    def fields(self) -> tuple[FormField, ...]:
        """All fields, in the order asked."""
        return tuple(one for section in self.sections for one in section.fields)

    @property
    def columns(self) -> list[str]:
        """The columns that answers come back under."""
        return [one.column for one in self.fields]


def column_of(code: str, form: str) -> str:
    """Name the column of an item in one form: P7 for Q7, P_EFF1 for EFF1.

    Parameters
    ----------
    code : str
        The item's code.
    form : {"perception", "expectation", "minimum", "desired", "importance"}

    Returns
    -------
    str

    Examples
    --------
    >>> column_of("Q07", "expectation"), column_of("EFF1", "perception")
    ('E7', 'P_EFF1')
    """
    letter = LETTERS[form]
    number = re.fullmatch(r"[qQ]0*(\d+)", code)
    return f"{letter}{number.group(1)}" if number else f"{letter}_{code}"
