"""The plan of a form: which sections, which fields, under which column names they come back.

Every way of asking (a page, a paper, a survey tool, a server) follows this plan, so that answers
come back under the same names and are read without being told anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from typing import Any

import numpy as np

from svqkit.instruments.form_fields import FormField, FormPlan, FormSection, column_of
from svqkit.instruments.form_words import form_words
from svqkit.instruments.instrument import Instrument, Item, Outcome
from svqkit.instruments.service_words import fill

__all__ = ["attention_check", "form_plan"]


def _item_field(instrument: Instrument, item: Item, form: str) -> FormField:
    anchors = instrument.anchors_of(item.code)
    return FormField(
        column=column_of(item.code, form),
        kind="scale",
        text=instrument.wording(item.code, form),  # type: ignore[arg-type]
        choices={str(code): anchors.get(code, "") for code in instrument.scale.codes},
        low=instrument.scale.low,
        high=instrument.scale.high,
        required=True,
        item=item.code,
        form=form,
        dimension=item.dimension,
    )


def attention_check(
    instrument: Instrument, number: int, code: int, words: dict[str, str]
) -> FormField:
    """Ask for a given answer, to see whether it is read.

    Parameters
    ----------
    instrument : Instrument
    number : int
        Which check it is, from 1.
    code : int
        The answer asked for.
    words : dict of str
        As ``form_words`` gives them.

    Returns
    -------
    FormField

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> attention_check(load_instrument("servqual"), 1, 6, form_words("en")).text
    'To show that you are reading, please choose 6 (Agree) here.'
    """
    anchors = instrument.scale.anchors
    answer = f"{code} ({anchors[code]})" if code in anchors else str(code)
    return FormField(
        column=f"check_{number}",
        kind="check",
        text=words["check"].format(answer=answer),
        choices={str(at): anchors.get(at, "") for at in instrument.scale.codes},
        low=instrument.scale.low,
        high=instrument.scale.high,
        required=True,
        expected=str(code),
    )


def _mixed(fields: list[FormField], draw: np.random.Generator) -> list[FormField]:
    """Mix the items of each dimension; dimensions keep their places."""
    found = list(fields)
    for dimension in dict.fromkeys(one.dimension for one in fields):
        places = [at for at, one in enumerate(fields) if one.dimension == dimension]
        for place, source in zip(places, draw.permutation(places), strict=True):
            found[place] = fields[source]
    return found


def _with_checks(fields: list[FormField], checks: Iterable[FormField]) -> list[FormField]:
    """Spread checks evenly among the fields, never first."""
    checks = list(checks)
    found = list(fields)
    for at, check in reversed(list(enumerate(checks, start=1))):
        found.insert(max(1, round(len(fields) * at / (len(checks) + 1))), check)
    return found


def _blocks(
    instrument: Instrument, words: dict[str, str], forms: dict[str, str], draw: Any
) -> list[FormSection]:
    """Plan a section for each form; dimensions that are asked differently stand in their own."""
    of = {dimension.name: dimension for dimension in instrument.dimensions}
    own = {
        item.code: of[item.dimension].instruction if item.dimension else ""
        for item in instrument.items
    }
    sections = []
    for form in instrument.forms:
        heading = instrument.headings.get(form, words[f"{form}_heading"])
        usual = instrument.instructions.get(form) or fill(words[f"{form}_instruction"], forms)
        asked = groupby(instrument.items, key=lambda item: own[item.code])
        for number, (instruction, items) in enumerate(asked, start=1):
            fields = [_item_field(instrument, item, form) for item in items]
            within = list(dict.fromkeys(one.dimension for one in fields))
            alone = of[str(within[0])].title if instruction and len(within) == 1 else ""
            sections.append(
                FormSection(
                    form if number == 1 else f"{form}_{number}",
                    alone or heading,
                    instruction or usual,
                    tuple(_mixed(fields, draw) if draw is not None else fields),
                )
            )
    return sections


def _beside(
    instrument: Instrument, words: dict[str, str], forms: dict[str, str], draw: Any
) -> list[FormSection]:
    items = [_item_field(instrument, item, instrument.forms[0]) for item in instrument.items]
    order = [one.item for one in (_mixed(items, draw) if draw is not None else items)]
    by_code = {item.code: item for item in instrument.items}
    said = [
        f"{instrument.headings.get(form, words[f'{form}_heading'])}{words['colon']}"
        + (instrument.instructions.get(form) or fill(words[f"{form}_instruction"], forms))
        for form in instrument.forms
    ]
    fields = [
        _item_field(instrument, by_code[str(code)], form)
        for code in order
        for form in instrument.forms
    ]
    return [FormSection("items", instrument.title, "\n".join(said), tuple(fields), "columns")]


def _importance(instrument: Instrument, words: dict[str, str]) -> list[FormSection]:
    asked = instrument.importance
    if asked is None:
        return []
    if asked.kind == "points":
        fields = [
            FormField(
                column=f"points_{one.name}",
                kind="points",
                text=one.definition or one.title,
                low=0,
                high=100,
                required=True,
                dimension=one.name,
            )
            for one in instrument.dimensions
        ]
    else:
        anchors = asked.anchors or instrument.scale.anchors
        fields = [
            replace(
                _item_field(instrument, item, "perception"),
                column=column_of(item.code, "importance"),
                text=item.label,
                form="importance",
                choices={str(code): anchors.get(code, "") for code in instrument.scale.codes},
            )
            for item in instrument.items
        ]
    layout = "points" if asked.kind == "points" else "list"
    heading = words["importance_heading"]
    return [FormSection("importance", heading, asked.instruction, tuple(fields), layout)]


def _outcome(outcome: Outcome, words: dict[str, str]) -> FormField:
    """Ask a criterion on a scale of at most eleven points with words at its ends, else a number."""
    low, high = outcome.low, outcome.high
    asked = FormField(outcome.column, "number", outcome.question or outcome.label, {}, low, high)
    if low is None or high is None or low % 1 or high % 1 or not 1 <= high - low <= 10:
        return asked
    choices = {str(at): "" for at in range(int(low), int(high) + 1)}
    ends = {str(int(low)): words["lowest"], str(int(high)): words["highest"]}
    return replace(asked, kind="scale", choices=choices | ends)


def _beyond(instrument: Instrument, words: dict[str, str]) -> list[FormSection]:
    outcomes = [_outcome(one, words) for one in instrument.outcomes]
    questions = [
        FormField(
            column=one.column,
            kind=one.kind,
            text=one.question,
            choices=one.choices,
            low=one.low,
            high=one.high,
            required=one.required,
        )
        for one in instrument.questions
    ]
    found = []
    for name, fields in (("outcomes", outcomes), ("questions", questions)):
        if fields:
            found.append(FormSection(name, words[f"{name}_heading"], "", tuple(fields)))
    return found


def form_plan(
    instrument: Instrument, *, attention: int = 0, shuffle: bool = False, seed: Any = None
) -> FormPlan:
    """Plan a form for an instrument.

    Parameters
    ----------
    instrument : Instrument
        In the language of the form.
    attention : int
        Attention checks ("please choose 5 here") among the items of the last block, or after the
        items where forms stand side by side; 0 to 5.
    shuffle : bool
        Mix the items of each dimension.
    seed : int, optional
        For the mixing, and for the answers that attention checks ask for.

    Returns
    -------
    FormPlan

    Raises
    ------
    ValueError
        If ``attention`` is out of range.

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> plan = form_plan(load_instrument("servqual"), attention=1, seed=1)
    >>> [section.name for section in plan.sections], plan.columns[0], len(plan.columns)
    (['expectation', 'perception', 'outcomes'], 'E1', 48)
    """
    if not 0 <= attention <= 5:
        raise ValueError(f"attention={attention}: from 0 to 5 checks can be asked")
    words = form_words(instrument.language)
    forms = instrument.service_forms
    draw = np.random.default_rng(seed)
    mix = draw if shuffle else None
    laid = _beside if instrument.layout == "columns" else _blocks
    sections = laid(instrument, words, forms, mix)
    if attention:
        codes = draw.choice(instrument.scale.codes[1:-1], attention)
        checks = [
            attention_check(instrument, at, int(c), words) for at, c in enumerate(codes, start=1)
        ]
        last = sections[-1]
        if last.layout == "columns":
            sections.append(FormSection("checks", "", "", tuple(checks)))
        else:
            sections[-1] = replace(last, fields=tuple(_with_checks(list(last.fields), checks)))
    sections += _importance(instrument, words) + _beyond(instrument, words)
    return FormPlan(instrument, instrument.title, instrument.language, tuple(sections), shuffle)
