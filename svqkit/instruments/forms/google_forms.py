"""Google Forms: an Apps Script that builds the form in the account of whoever runs it.

After the Apps Script reference, Class Form and the classes of its items. Google Forms has no sum over
answers and no mixing of a grid's rows by script; the points' rule stands in the text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from svqkit.instruments.form_fields import FormField, FormPlan, FormSection
from svqkit.instruments.form_words import form_words
from svqkit.instruments.forms.answer_grids import (
    field_range,
    form_heading,
    grids,
    items_of,
    labelled,
)

__all__ = ["write"]

_ITEMS_ON_A_PAGE = 6  # where each item has a grid of its own
_HEAD = """\
/**
 * Builds a Google Form.
 *
 * 1. Open https://script.google.com and choose "New project".
 * 2. Replace what is there by this whole file, and save.
 * 3. Choose the function createSurvey and press Run; Google asks once for permission.
 * 4. "Execution log" shows two addresses: one to edit the form, one for respondents. Where Forms
 *    asks for it, press "Publish" in the editor first.
 *
 * Answers: in the form, Responses, "Download responses (.csv)" or "Link to Sheets". Questions begin
 * with their column's name ("P1. ..."), by which svqkit recognises them; please leave it there.
 */
"""
_FUNCTIONS = """\
function grid_(form, item) {
  form.addGridItem().setTitle(item.title).setHelpText(item.help)
    .setRows(item.rows).setColumns(item.columns).setRequired(item.required);
}

function scale_(form, item) {
  form.addScaleItem().setTitle(item.title).setHelpText(item.help)
    .setBounds(item.low, item.high).setLabels(item.lowWords, item.highWords)
    .setRequired(item.required);
}

function choice_(form, item) {
  form.addMultipleChoiceItem().setTitle(item.title).setHelpText(item.help)
    .setChoiceValues(item.choices).setRequired(item.required);
}

function number_(form, item) {
  var check = FormApp.createTextValidation();
  if (item.help) check = check.setHelpText(item.help);
  if (item.low !== null && item.high !== null) check = check.requireNumberBetween(item.low, item.high);
  else if (item.low !== null) check = check.requireNumberGreaterThanOrEqualTo(item.low);
  else if (item.high !== null) check = check.requireNumberLessThanOrEqualTo(item.high);
  else check = check.requireNumber();
  form.addTextItem().setTitle(item.title).setHelpText(item.help)
    .setValidation(check.build()).setRequired(item.required);
}

function text_(form, item) {
  form.addParagraphTextItem().setTitle(item.title).setHelpText(item.help).setRequired(item.required);
}

function page_(form, item) {
  form.addPageBreakItem().setTitle(item.title).setHelpText(item.help);
}

function header_(form, item) {
  form.addSectionHeaderItem().setTitle(item.title).setHelpText(item.help);
}
"""


def write(plan: FormPlan) -> bytes:
    """Write the form as an Apps Script for Google Forms.

    Items stand in grids; each row begins with its column's name, so that the answers' headers do.
    Answers come back in words with their codes ("7 – Strongly agree").

    Parameters
    ----------
    plan : FormPlan

    Returns
    -------
    bytes
        JavaScript, to be pasted into a new project at script.google.com.

    References
    ----------
    Google Apps Script reference, Class FormApp and Class Form.

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> from svqkit.instruments.form_plan import form_plan
    >>> text = write(form_plan(load_instrument("servperf"))).decode()
    >>> "P1. This service provider" in text
    True
    """
    calls = [call for section in plan.sections for call in _section(plan, section)]
    if calls and calls[0][0] == "page":  # a form begins with a page of its own
        calls[0] = ("header", calls[0][1])
    lines = [
        _HEAD,
        "function createSurvey() {",
        f"  var form = FormApp.create({_literal(plan.title)});",
        "  form.setProgressBar(true);",
        f"  form.setConfirmationMessage({_literal(form_words(plan.language)['thanks'])});",
        *(f"  {kind}_(form, {_literal(item)});" for kind, item in calls),
        '  Logger.log("To edit: " + form.getEditUrl());',
        '  Logger.log("For respondents: " + form.getPublishedUrl());',
        "}",
        "",
        _FUNCTIONS,
    ]
    return "\n".join(lines).encode()


def _literal(value: Any) -> str:
    """Give texts as JavaScript reads them: quoted, and without signs that end a line or a script."""
    text = json.dumps(value, ensure_ascii=False)
    for sign in "\u2028\u2029\ufeff<":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


Call = tuple[str, Mapping[str, Any]]


def _section(plan: FormPlan, section: FormSection) -> list[Call]:
    told = section.instruction
    if section.layout == "points":
        told = "\n".join(line for line in (told, form_words(plan.language)["points_rule"]) if line)
    calls: list[Call] = [("page", {"title": section.heading, "help": told})]
    if section.layout == "columns":
        for at, fields in enumerate(items_of(section)):
            if at and at % _ITEMS_ON_A_PAGE == 0:
                calls.append(("page", {"title": section.heading, "help": told}))
            rows = [f"{field.column}. {_row(plan, field, fields[0])}" for field in fields]
            calls.append(_grid(fields, fields[0].text, rows))
        return calls
    for run in grids(section):
        if run[0].item is not None or run[0].kind == "check":
            rows = [f"{field.column}. {field.text}" for field in run]
            calls.append(_grid(run, section.heading or plan.title, rows))
        else:
            calls += [_single(plan, field) for field in run]
    return calls


def _row(plan: FormPlan, field: FormField, first: FormField) -> str:
    heading = form_heading(plan, str(field.form))
    return heading if field.text == first.text else f"{heading}: {field.text}"


def _grid(fields: tuple[FormField, ...], title: str, rows: list[str]) -> Call:
    columns = [labelled(code, words) for code, words in fields[0].choices.items()]
    required = any(field.required for field in fields)
    return "grid", {
        "title": title,
        "help": "",
        "rows": rows,
        "columns": columns,
        "required": required,
    }


def _single(plan: FormPlan, field: FormField) -> Call:
    about = {
        "title": f"{field.column}. {field.text}",
        "help": field_range(field, plan.language) if not field.choices else "",
        "required": field.required,
    }
    if field.kind == "text":
        return "text", about
    if field.kind in ("number", "points"):
        return "number", {**about, "low": field.low, "high": field.high}
    codes, words = list(field.choices), list(field.choices.values())
    if field.kind == "scale" and field.low in (0, 1) and 3 <= (field.high or 0) <= 10:
        ends = {"lowWords": words[0], "highWords": words[-1]}
        return "scale", {**about, "low": int(codes[0]), "high": int(codes[-1]), **ends}
    plain = field.kind == "choice" and len(set(words)) == len(words)
    shown = words if plain else [labelled(*one) for one in field.choices.items()]
    return "choice", {**about, "choices": shown}
