"""Codebook: a workbook that says what every column of the answers holds and how it is scored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from svqkit.instruments.form_fields import FormField, FormPlan, column_of
from svqkit.instruments.forms.answer_grids import field_range
from svqkit.instruments.forms.translated_plan import plans_in
from svqkit.instruments.forms.workbook import Row, workbook

__all__ = ["NOTED", "write"]

NOTED = {
    "respondent": ("text", "Random word for this respondent, drawn by the form"),
    "started": ("date and time", "When the form was begun (ISO 8601, UTC)"),
    "submitted": ("date and time", "When the form was handed in (ISO 8601, UTC)"),
    "seconds": ("number", "Time spent on the form, in seconds"),
    "language": ("text", "Language of the form (BCP 47 tag)"),
}
"""What a form notes beside the answers: type and meaning."""
_TYPES = {
    "scale": "ordered code",
    "check": "attention check",
    "points": "points of 100",
    "choice": "category",
    "number": "number",
    "text": "text",
}


def write(plan: FormPlan, *, languages: Iterable[str] | Mapping[str, Any] = ()) -> bytes:
    """Write the codebook of a form as a workbook.

    Sheet ``columns`` has a row for each column of the answers, ``dimensions`` says how each
    dimension is scored and which reliabilities are published, ``about`` where the instrument comes
    from and what was changed. What begins like a formula is a text.

    Parameters
    ----------
    plan : FormPlan
    languages : iterable of str, or mapping of str to service, optional
        Languages in which each question stands; by default the plan's own.

    Returns
    -------
    bytes
        An .xlsx workbook.

    Raises
    ------
    ValueError
        If a language is not to be had.

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> from svqkit.instruments.form_plan import form_plan
    >>> write(form_plan(load_instrument("servperf")))[:2]
    b'PK'
    """
    plans = plans_in(plan, languages)
    return workbook(
        {
            "columns": _columns(plans),
            "dimensions": _dimensions(plans[0]),
            "about": _about(plans[0]),
        }
    )


def _columns(plans: list[FormPlan]) -> list[Row]:
    plan = plans[0]
    reverse = {item.code for item in plan.instrument.items if item.reverse}
    titles = plan.instrument.dimension_titles
    rows = []
    for fields in zip(*(one.fields for one in plans), strict=True):
        field = fields[0]
        row: Row = {"column": field.column}
        for one, said in zip(plans, fields, strict=True):
            row[_headed("question", one, plans)] = said.text
        row |= {
            "form": field.form or "",
            "item": field.item or "",
            "dimension": titles.get(field.dimension or "", ""),
            "type": _TYPES[field.kind],
        }
        for one, said in zip(plans, fields, strict=True):
            row[_headed("codes", one, plans)] = _codes(said, one.language)
        row |= {
            "missing codes": _missing(plan) if field.kind in ("scale", "check") else "",
            "reverse": "yes" if field.item in reverse and field.form != "importance" else "",
            "right answer": field.expected or "",
            "required": "yes" if field.required else "",
            "source": plan.instrument.source if field.item else "",
        }
        rows.append(row)
    question = _headed("question", plan, plans)
    noted: list[Row] = [
        {"column": name, question: said, "type": kind} for name, (kind, said) in NOTED.items()
    ]
    return rows + noted


def _headed(what: str, plan: FormPlan, plans: list[FormPlan]) -> str:
    return what if len(plans) == 1 else f"{what} ({plan.language})"


def _codes(field: FormField, language: str) -> str:
    if not field.choices:
        return field_range(field, language)
    return "\n".join(
        f"{code} = {words}" if words else code for code, words in field.choices.items()
    )


def _missing(plan: FormPlan) -> str:
    return ", ".join(map(str, plan.instrument.scale.missing_codes))


def _dimensions(plan: FormPlan) -> list[Row]:
    """Say which columns make a score, one row a dimension and form."""
    instrument = plan.instrument
    turned = {item.code for item in instrument.items if item.reverse}
    low, high = instrument.scale.low, instrument.scale.high
    published = instrument.published
    rows = []
    for dimension in instrument.dimensions:
        codes = instrument.mapping[dimension.name]
        for form in instrument.forms:
            columns = [column_of(code, form) for code in codes]
            back = [column_of(code, form) for code in codes if code in turned]
            rule = "mean of the columns"
            if back:
                rule += f", where {', '.join(back)} count as {low + high} minus the answer"
            told = published[
                (published["scale"] == dimension.name)
                & (published["form"].isna() | (published["form"] == form))
            ]
            rows.append(
                {
                    "dimension": dimension.name,
                    "title": dimension.title,
                    "definition": dimension.definition,
                    "form": form,
                    "columns": ", ".join(columns),
                    "items": str(len(columns)),
                    "reverse": ", ".join(back),
                    "score": rule,
                    "published reliability": "\n".join(map(_reported, told.to_dict("records"))),
                }
            )
    return rows


def _reported(row: Mapping[Any, Any]) -> str:
    value = row["value"]
    found = (
        f"{value:.2f}"
        if value == value and value is not None
        else (f"{row['low']:.2f} to {row['high']:.2f}")
    )
    return f"{row['coefficient']} {found} ({row['sample']}; {row['source']})"


def _about(plan: FormPlan) -> list[Row]:
    instrument = plan.instrument
    scale = instrument.scale
    facts = {
        "instrument": instrument.title,
        "name": instrument.name,
        "language": plan.language,
        "organisation": instrument.service,
        "forms": ", ".join(instrument.forms),
        "layout": instrument.layout,
        "scale": f"{scale.low} to {scale.high}",
        "missing codes": _missing(plan),
        "source": instrument.source,
        "licence": instrument.licence,
        "adapted from": instrument.description.adapted_from or "",
    }
    rows: list[Row] = [{"what": what, "text": text} for what, text in facts.items()]
    for change in instrument.changes.to_dict("records"):
        said = f"{change['before'] or ''} → {change['after'] or ''}".strip(" →")
        reason = f" ({change['reason']})" if change["reason"] else ""
        rows.append({"what": f"change: {change['what']} {change['where']}", "text": said + reason})
    return rows
