"""Qualtrics: the form as a text file in Advanced Format.

After "Preparing an Advanced Format TXT File" in Qualtrics' support pages. The format holds one
language, and neither required answers, ranges, a sum of 100 nor mixing: these are switched on in the
survey editor. Question texts are HTML.
"""

from __future__ import annotations

from html import escape

from svqkit.instruments.form_fields import FormField, FormPlan, FormSection
from svqkit.instruments.form_words import form_words
from svqkit.instruments.forms.answer_grids import field_range, form_heading, grids, labelled

__all__ = ["write"]

_ON_A_PAGE = 6  # items with their forms beside each other


def write(plan: FormPlan) -> bytes:
    """Write the form in Qualtrics' Advanced Format.

    A block of items numbered in order is a matrix with the form's letter, which Qualtrics exports
    as ``P_1``, ``P_2`` …; elsewhere (mixed items, attention checks among them, other codes, forms
    beside each other) each item is a question with its column's name. Answers carry the scale's
    codes. A respondent's choices with codes that are no numbers are numbered in their order.

    Parameters
    ----------
    plan : FormPlan

    Returns
    -------
    bytes

    References
    ----------
    Qualtrics support, "Import and Export Surveys".

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> from svqkit.instruments.form_plan import form_plan
    >>> text = write(form_plan(load_instrument("servperf"))).decode()
    >>> text.splitlines()[0], "[[ID:P]]" in text
    ('[[AdvancedFormat]]', True)
    """
    parts = ["[[AdvancedFormat]]"]
    for section in plan.sections:
        parts += _section(plan, section)
    return ("\n\n".join(parts) + "\n").encode()


def _text(text: str) -> str:
    """As HTML on one line, in which Qualtrics finds no tag and no piped text."""
    safe = escape(text, quote=False).replace("[", "&#91;").replace("]", "&#93;")
    lines = [" ".join(line.split()) for line in safe.replace("$", "&#36;").splitlines()]
    return "<br>".join(line for line in lines if line)


def _section(plan: FormPlan, section: FormSection) -> list[str]:
    told = [f"<strong>{_text(section.heading)}</strong>"] if section.heading else []
    told += [_text(section.instruction)] if section.instruction else []
    name = _text(section.heading or section.name).replace(":", " ")
    parts = [f"[[Block:{name}]]"]
    if section.layout != "points" and told:
        parts.append(f"[[Question:DB]]\n[[ID:told_{section.name}]]\n{'<br><br>'.join(told)}")
    if section.layout == "points":
        return [*parts, _points(section, [*told, _text(form_words(plan.language)["points_rule"])])]
    if section.layout == "columns":
        return [*parts, *_beside(plan, section)]
    for run in grids(section):
        letter = _letter(run)
        parts += [_matrix(letter, run)] if letter else [_single(plan, field) for field in run]
    return parts


def _letter(run: tuple[FormField, ...]) -> str | None:
    """Give the form's letter where the items are numbered 1, 2, … in this order, and all of them."""
    letter = run[0].column[:1]
    in_order = [f"{letter}{at}" for at in range(1, len(run) + 1)]
    return letter if len(run) > 1 and [field.column for field in run] == in_order else None


def _answers(field: FormField) -> list[str]:
    return [
        f"[[Answer:{code}]]\n{_text(labelled(code, words))}"
        for code, words in field.choices.items()
    ]


def _matrix(letter: str, run: tuple[FormField, ...]) -> str:
    rows = [_text(field.text) for field in run]
    lines = ["[[Question:Matrix]]", f"[[ID:{letter}]]", "&nbsp;", "[[Choices]]", *rows]
    return "\n".join([*lines, "[[AdvancedAnswers]]", *_answers(run[0])])


def _points(section: FormSection, told: list[str]) -> str:
    rows = [_text(field.text) for field in section.fields]
    lines = ["[[Question:ConstantSum]]", "[[ID:points]]", "<br><br>".join(told)]
    return "\n".join([*lines, "[[Choices]]", *rows])


def _beside(plan: FormPlan, section: FormSection) -> list[str]:
    parts: list[str] = []
    items = list(dict.fromkeys(field.item for field in section.fields))
    for field in section.fields:
        at = items.index(field.item)
        opens = not at % _ON_A_PAGE and field is next(
            f for f in section.fields if f.item == field.item
        )
        if at and opens:
            parts.append("[[PageBreak]]")
        parts.append(_single(plan, field, form_heading(plan, str(field.form))))
    return parts


def _single(plan: FormPlan, field: FormField, heading: str = "") -> str:
    """One question under its column's name."""
    text = _text(field.text)
    if heading:
        text = f"{text}<br><em>{_text(heading)}</em>"
    if field.kind in ("scale", "check"):
        kind, labels = (
            "MC:SingleAnswer:Horizontal",
            [labelled(*one) for one in field.choices.items()],
        )
    elif field.kind == "choice":
        kind, labels = "MC:SingleAnswer:Vertical", list(field.choices.values())
    else:
        kind, labels = "TE:Essay" if field.kind == "text" else "TE:SingleLine", []
        span = field_range(field, plan.language)
        text = f"{text}<br>{_text(span)}" if span else text
    lines = [f"[[Question:{kind}]]", f"[[ID:{field.column}]]", text]
    if labels:
        numbered = all(code.lstrip("-").isdecimal() for code in field.choices)
        codes = list(field.choices) if numbered else range(1, len(labels) + 1)
        lines.append("[[AdvancedChoices]]")
        lines += [
            f"[[Choice:{code}]]\n{_text(label)}" for code, label in zip(codes, labels, strict=True)
        ]
    return "\n".join(lines)
