"""XLSForm: the form as a workbook for KoboToolbox, ODK, Ona and SurveyCTO.

After the specification at xlsform.org: sheets survey, choices and settings; texts in columns
``label::Language (tag)``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from svqkit.instruments.form_fields import FormField, FormPlan, FormSection
from svqkit.instruments.form_words import form_words
from svqkit.instruments.forms.answer_grids import (
    field_range,
    form_heading,
    items_of,
    labelled,
)
from svqkit.instruments.forms.translated_plan import plans_in
from svqkit.instruments.forms.workbook import Row, workbook

__all__ = ["write"]

_LANGUAGES = {
    "en": "English (en)",
    "nl": "Nederlands (nl)",
    "zh-hans": "简体中文 (zh)",
    "zh-hant": "繁體中文 (zh)",
}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")  # what ODK accepts for a question
_MOST_LIKERT, _SHORT = 7, 16  # points, and signs of each, that stand in one row on a phone


def write(plan: FormPlan, *, languages: Iterable[str] | Mapping[str, Any] = ()) -> bytes:
    """Write the form as an XLSForm.

    Each question has its column's name, so that KoboToolbox and ODK give the answers back under
    it ("XML values and headers", groups not in the headers). The tools cannot mix questions for
    each respondent: items are mixed once, by the plan's seed.

    Parameters
    ----------
    plan : FormPlan
    languages : iterable of str, or mapping of str to service, optional
        Languages of the form, the first one shown first; by default the plan's own. A mapping
        gives the organisation's word in each.

    Returns
    -------
    bytes
        An .xlsx workbook.

    Raises
    ------
    ValueError
        If a column's name cannot be a question's name, or a language is not to be had.

    References
    ----------
    XLSForm specification, https://xlsform.org

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> from svqkit.instruments.form_plan import form_plan
    >>> write(form_plan(load_instrument("servqual")))[:2]
    b'PK'
    """
    plans = plans_in(plan, languages)
    first = plans[0]
    names = [*first.columns, "respondent", "started", "submitted"]
    wrong = [name for name in names if not _NAME.fullmatch(name) or names.count(name) > 1]
    if wrong:
        raise ValueError(
            f"column {wrong[0]!r} cannot name a question in an XLSForm: names begin with a letter, "
            "hold letters, digits, underscores, hyphens and points, and stand once"
        )
    lists = _choice_lists(first)
    survey = _survey(plans, lists)
    choices = _choices(plans, lists)
    content = repr((survey, choices)).encode()
    settings = {
        "form_title": first.title,
        "form_id": first.instrument.name,
        "version": hashlib.sha256(content).hexdigest()[:12],
        "default_language": _named(first.language),
        "style": "pages",
    }
    return workbook({"survey": survey, "choices": choices, "settings": [settings]})


def _named(language: str) -> str:
    return _LANGUAGES.get(language.casefold(), f"{language} ({language.split('-')[0]})")


def _told(column: str, texts: Iterable[tuple[str, str]]) -> Row:
    """One cell a language; ``${`` would be taken for a reference to a question."""
    return {
        f"{column}::{_named(language)}": text.replace("${", "$ {")
        for language, text in texts
        if text
    }


def _choice_lists(plan: FormPlan) -> dict[str, str]:
    """Column → name of its list of choices; equal scales share one."""
    found: dict[str, str] = {}
    scales: dict[tuple[tuple[str, str], ...], str] = {}
    for field in plan.fields:
        if field.kind in ("scale", "check"):
            key = tuple(field.choices.items())
            found[field.column] = scales.setdefault(key, f"scale_{len(scales) + 1}")
        elif field.kind == "choice":
            found[field.column] = f"choices_{field.column}"
    return found


def _choices(plans: list[FormPlan], lists: dict[str, str]) -> list[Row]:
    fields = {name: [] for name in lists.values()}  # type: dict[str, list[FormField]]
    for column, name in lists.items():
        if not fields[name]:
            fields[name] = [next(f for f in one.fields if f.column == column) for one in plans]
    rows = []
    for name, asked in fields.items():
        for code in asked[0].choices:
            shown = []
            for plan, field in zip(plans, asked, strict=True):
                words = field.choices[code]
                label = words if field.kind == "choice" else labelled(code, words)
                shown.append((plan.language, label))
            rows.append({"list_name": name, "name": code} | _told("label", shown))
    return rows


def _survey(plans: list[FormPlan], lists: dict[str, str]) -> list[Row]:
    rows: list[Row] = [
        {"type": "start", "name": "started"},
        {"type": "end", "name": "submitted"},
        {"type": "calculate", "name": "respondent", "calculation": "once(uuid())"},
    ]
    for sections in zip(*(one.sections for one in plans), strict=True):
        rows += _section(plans, sections, lists)
    return rows


def _note(name: str, texts: list[tuple[str, str]]) -> list[Row]:
    return [{"type": "note", "name": name} | _told("label", texts)] if texts[0][1] else []


def _group(
    name: str, titles: list[tuple[str, str]], appearance: str, inner: list[Row]
) -> list[Row]:
    begin = {"type": "begin_group", "name": name, "appearance": appearance}
    return [begin | _told("label", titles), *inner, {"type": "end_group"}]


def _section(
    plans: list[FormPlan], sections: tuple[FormSection, ...], lists: dict[str, str]
) -> list[Row]:
    section = sections[0]
    tags = [one.language for one in plans]
    headings = list(zip(tags, (one.heading for one in sections), strict=True))
    inner = _note(
        f"told_{section.name}", list(zip(tags, (one.instruction for one in sections), strict=True))
    )
    if section.layout == "columns":
        pages = [_item_page(plans, asked, lists) for asked in _beside(sections)]
        told = _group(f"intro_{section.name}", headings, "field-list", inner)
        return [*told, *(row for page in pages for row in page)]
    if section.layout == "points":
        inner += _points(plans, sections)
        return _group(f"section_{section.name}", headings, "field-list", inner)
    by_column = [{field.column: field for field in one.fields} for one in sections]
    for field in section.fields:
        inner.append(_question([fields[field.column] for fields in by_column], tags, lists))
    return _group(f"section_{section.name}", headings, "field-list", inner)


def _beside(sections: tuple[FormSection, ...]) -> list[list[tuple[FormField, ...]]]:
    """Item by item, its fields in each language."""
    return [list(one) for one in zip(*(items_of(section) for section in sections), strict=True)]


def _item_page(
    plans: list[FormPlan], asked: list[tuple[FormField, ...]], lists: dict[str, str]
) -> list[Row]:
    """One item on a screen of its own, its forms below each other."""
    tags = [one.language for one in plans]
    titles = [(tag, fields[0].text) for tag, fields in zip(tags, asked, strict=True)]
    inner = []
    for at, field in enumerate(asked[0]):
        row = _question([fields[at] for fields in asked], tags, lists)
        heads = []
        for plan, fields in zip(plans, asked, strict=True):
            head = form_heading(plan, str(field.form))
            own = fields[at].text
            heads.append((plan.language, head if own == fields[0].text else f"{head}: {own}"))
        inner.append(row | _told("label", heads))
    return _group(f"item_{asked[0][0].item}", titles, "field-list", inner)


def _question(asked: list[FormField], tags: list[str], lists: dict[str, str]) -> Row:
    field = asked[0]
    row = {"name": field.column} | _told(
        "label", list(zip(tags, (one.text for one in asked), strict=True))
    )
    if field.required:
        row["required"] = "yes"
    if field.column in lists:
        row["type"] = f"select_one {lists[field.column]}"
        if field.kind != "choice":
            row |= _appearance(asked)
        return row
    if field.kind == "text":
        return row | {"type": "text"}
    ends = [(field.low, ">="), (field.high, "<=")]
    limits = [f". {sign} {end:g}" for end, sign in ends if end is not None]
    row["type"] = "decimal"
    if limits:
        row["constraint"] = " and ".join(limits)
        ranges = [field_range(one, tag) for one, tag in zip(asked, tags, strict=True)]
        row |= _told("constraint_message", list(zip(tags, ranges, strict=True)))
        row |= _told("hint", list(zip(tags, ranges, strict=True)))
    return row


def _appearance(asked: list[FormField]) -> Row:
    """Show points in a row where their words are short in every language, else as a list."""
    if len(asked[0].choices) > _MOST_LIKERT:
        return {"appearance": "columns-pack"}
    longest = max(len(labelled(*one)) for field in asked for one in field.choices.items())
    return {"appearance": "likert"} if longest <= _SHORT else {}


def _points(plans: list[FormPlan], sections: tuple[FormSection, ...]) -> list[Row]:
    """Whole numbers; the last one holds the sum to 100, and a note shows it."""
    tags = [one.language for one in plans]
    columns = [field.column for field in sections[0].fields]
    whole = " + ".join(f"coalesce(${{{column}}}, 0)" for column in columns)
    rows = []
    for at, column in enumerate(columns):
        row = _question([one.fields[at] for one in sections], tags, {})
        said = [(tag, form_words(tag)["bad_whole"]) for tag in tags]
        if column == columns[-1]:
            others = " + ".join(f"${{{name}}}" for name in columns[:-1])
            row["constraint"] += f" and {others} + . = 100"
            said = [(tag, form_words(tag)["points_rule"]) for tag in tags]
        rows.append(row | {"type": "integer"} | _told("constraint_message", said))
    total = "points_shared"
    counted = [(tag, f"{form_words(tag)['points_total']}: {{{{total}}}} / 100") for tag in tags]
    shown = _told("label", counted)
    note = {key: text.replace("{{total}}", f"${{{total}}}") for key, text in shown.items()}
    return [
        *rows,
        {"type": "calculate", "name": total, "calculation": whole},
        {"type": "note", "name": "points_left"} | note,
    ]
