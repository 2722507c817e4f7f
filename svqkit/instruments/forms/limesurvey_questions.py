"""The questions of a LimeSurvey structure: arrays, lists, numbers and texts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from svqkit.instruments.form_fields import FormField, FormPlan, FormSection
from svqkit.instruments.forms.answer_grids import (
    field_range,
    form_heading,
    grids,
    items_of,
    labelled,
)

__all__ = ["Question", "code_of", "html_text", "questions"]


@dataclass(frozen=True)
class Question:
    """One question: the cells of its row, its subquestions and its answers by code."""

    row: dict[str, str]
    parts: tuple[tuple[str, str], ...] = ()
    answers: tuple[tuple[str, str], ...] = ()


def code_of(column: str) -> str:
    """Turn a column's name into a code of LimeSurvey: letters and digits only.

    Examples
    --------
    >>> code_of("P_EFF1"), code_of("check_1")
    ('PEFF1', 'check1')
    """
    return re.sub(r"[^A-Za-z0-9]", "", column)


def html_text(text: str) -> str:
    """Give a text as HTML on one line, without braces (an expression's) and without quotes.

    Examples
    --------
    >>> html_text('{x} "a"')
    '&#123;x&#125; &quot;a&quot;'
    """
    safe = escape(text).replace("{", "&#123;").replace("}", "&#125;")
    return re.sub(r"\s*\n\s*", "<br />", safe.strip()).replace("\t", " ")


def questions(plan: FormPlan, section: FormSection) -> list[Question]:
    """Ask a section's fields; its instruction stands in the first question.

    Parameters
    ----------
    plan : FormPlan
    section : FormSection

    Returns
    -------
    list of Question

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> from svqkit.instruments.form_plan import form_plan
    >>> plan = form_plan(load_instrument("servperf"))
    >>> [one.row["name"] for one in questions(plan, plan.sections[0])]
    ['perception']
    """
    if section.layout == "columns":
        found = [_beside(plan, fields) for fields in items_of(section)]
    elif section.layout == "points":
        found = [_points(section)]
    else:
        found = []
        runs = grids(section, by_dimension=plan.shuffle)
        for run in runs:
            asked = run[0].item is not None or len(run) > 1
            found.append(_array(plan, section, run, len(runs)) if asked else _single(plan, run[0]))
    if section.instruction:
        told = [html_text(section.instruction), found[0].row["text"]]
        found[0].row["text"] = "<br />".join(text for text in told if text)
    return found


def _question(
    kind: str,
    name: str,
    text: str,
    fields: tuple[FormField, ...],
    *,
    parts: Iterable[tuple[str, str]] = (),
    answers: Iterable[tuple[str, str]] = (),
    **attributes: str,
) -> Question:
    required = any(field.required for field in fields)
    row = {
        "type/scale": kind,
        "name": code_of(name),
        "text": html_text(text),
        "mandatory": "Y" if required else "N",
        "other": "N",
        "same_default": "0",
    }
    return Question(row | attributes, tuple(parts), tuple(answers))


def _scale(field: FormField) -> list[tuple[str, str]]:
    return [(code, labelled(code, words)) for code, words in field.choices.items()]


def _array(plan: FormPlan, section: FormSection, run: tuple[FormField, ...], runs: int) -> Question:
    name = section.name if runs == 1 else f"{section.name[:6]}{code_of(run[0].column)}"
    return _question(
        "F",
        name,
        "",
        run,
        parts=[(code_of(field.column), field.text) for field in run],
        answers=_scale(run[0]),
        answer_width="45",
        random_order="1" if plan.shuffle else "",
    )


def _beside(plan: FormPlan, fields: tuple[FormField, ...]) -> Question:
    """One item: an array with a row a form."""
    rows = []
    for field in fields:
        head = form_heading(plan, str(field.form))
        rows.append(
            (
                code_of(field.column),
                head if field.text == fields[0].text else f"{head}: {field.text}",
            )
        )
    name = f"item{code_of(str(fields[0].item))}"
    return _question("F", name, fields[0].text, fields, parts=rows, answers=_scale(fields[0]))


def _points(section: FormSection) -> Question:
    """Numbers that LimeSurvey itself holds to a sum of 100."""
    return _question(
        "K",
        "points",
        "",
        section.fields,
        parts=[(code_of(field.column), field.text) for field in section.fields],
        equals_num_value="100",
        num_value_int_only="1",
        min_num_value_n="0",
        max_num_value_n="100",
    )


def _single(plan: FormPlan, field: FormField) -> Question:
    """One question of its own: a list, a number or a text."""
    asked = (field,)
    if field.kind in ("scale", "check"):
        return _question("L", field.column, field.text, asked, answers=_scale(field))
    if field.kind == "choice":
        fitting = all(re.fullmatch(r"[A-Za-z0-9]{1,5}", code) for code in field.choices)
        codes = list(field.choices) if fitting else [f"A{i + 1}" for i in range(len(field.choices))]
        answers = list(zip(codes, field.choices.values(), strict=True))
        return _question("L", field.column, field.text, asked, answers=answers)
    if field.kind == "text":
        return _question("T", field.column, field.text, asked)
    ends = {"min_num_value_n": field.low, "max_num_value_n": field.high}
    limits = {name: f"{end:g}" for name, end in ends.items() if end is not None}
    found = _question("N", field.column, field.text, asked)
    found.row.update(limits)
    found.row["help"] = html_text(field_range(field, plan.language))
    return found
