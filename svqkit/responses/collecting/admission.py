"""Which answers are taken: each submission is held against the form's plan, whoever sent it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from svqkit.instruments.form_fields import FormField, FormPlan
from svqkit.instruments.forms.html_form import form_columns
from svqkit.instruments.forms.html_view import TEXT_LIMIT
from svqkit.responses.collecting.words import server_words

__all__ = ["RefusalError", "admit"]

_NAME = re.compile(r"[A-Za-z0-9_-]{8,64}")
_WHOLE = re.compile(r"-?\d{1,9}")
_DECIMAL = re.compile(r"-?\d{1,15}(\.\d{1,15})?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_DAY = 86_400


class RefusalError(ValueError):
    """An answer that the form would not have let through.

    ``column`` says where; the message is in the form's language.

    Examples
    --------
    >>> RefusalError("missing", "P3", "en").column
    'P3'
    """

    def __init__(self, why: str, column: str, language: str, **filled: object) -> None:
        super().__init__(server_words(language)[why].format(column=column, **filled))
        self.column = column


def _number(value: object) -> float | None:
    """Take a number as JSON or as a text has it; nothing infinite, and no truth values."""
    if isinstance(value, str) and _DECIMAL.fullmatch(value.strip().replace(",", ".")):
        value = float(value.strip().replace(",", "."))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < 1e15 else None


def _plain(number: float) -> int | float:
    return int(number) if number == int(number) else number


def _range(field: FormField) -> str:
    if field.low is None and field.high is None:
        return ""
    ends = ["" if end is None else f"{end:g}" for end in (field.low, field.high)]
    return f" ({ends[0]} – {ends[1]})"


def _answer(field: FormField, value: object, language: str) -> object:
    """Check one answer and give it as it is kept."""
    if field.kind in ("scale", "check"):
        number = _number(value)
        code = "" if number is None else str(_plain(number))
        if code not in field.choices:
            raise RefusalError("wrong_answer", field.column, language)
        return int(code)
    if field.kind == "choice":
        if not isinstance(value, str) or value not in field.choices:
            raise RefusalError("wrong_answer", field.column, language)
        return value
    if field.kind == "text":
        if not isinstance(value, str):
            raise RefusalError("wrong_answer", field.column, language)
        if len(value) > TEXT_LIMIT:
            raise RefusalError("too_long", field.column, language, most=TEXT_LIMIT)
        return _CONTROL.sub(" ", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    number = _number(value)
    low = -math.inf if field.low is None else field.low
    high = math.inf if field.high is None else field.high
    if number is None or not low <= number <= high:
        raise RefusalError("not_number", field.column, language, range=_range(field))
    return _plain(number)


def _time(value: object) -> str | None:
    """Spell a moment in UTC, or give None where it is none."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        moment = moment.astimezone(UTC)
    except OverflowError:
        return None
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _meta(given: Mapping[str, Any], plan: FormPlan, name: str, now: datetime) -> dict[str, Any]:
    """Take what stands beside the answers; what is missing or unusable is the server's own."""
    respondent = given.get("respondent", name)
    if not isinstance(respondent, str) or not _NAME.fullmatch(respondent):
        raise RefusalError("wrong_answer", "respondent", plan.language)
    submitted = now.isoformat(timespec="seconds").replace("+00:00", "Z")
    seconds = _number(given.get("seconds"))
    usable = seconds is not None and 0 <= seconds <= 30 * _DAY
    return {
        "respondent": respondent,
        "started": _time(given.get("started")) or "",
        "submitted": _time(given.get("submitted")) or submitted,
        "seconds": _plain(round(seconds, 1)) if usable and seconds is not None else None,
        "language": plan.language,
        **({"order": _order(given.get("order"), plan)} if plan.shuffle else {}),
    }


def _order(value: object, plan: FormPlan) -> str:
    """Take the order in which a page showed mixed items; an unusable one is none."""
    shown = value.split() if isinstance(value, str) and len(value) <= 20_000 else []
    return " ".join(shown) if shown and set(shown) <= set(plan.columns) else ""


def _points(plan: FormPlan, answers: Mapping[str, Any]) -> None:
    for section in plan.sections:
        if section.layout != "points":
            continue
        given = [answers[f.column] for f in section.fields if f.column in answers]
        if given and abs(sum(given) - 100) > 1e-6:
            first = section.fields[0].column
            raise RefusalError("points_sum", first, plan.language, total=f"{sum(given):g}")


def admit(
    plan: FormPlan, given: Mapping[str, Any], *, name: str, now: datetime | None = None
) -> dict[str, Any]:
    """Check one respondent's answers against the plan.

    Parameters
    ----------
    plan : FormPlan
    given : mapping of column to answer
        As it came in; an answer that is None or an empty text is no answer.
    name : str
        Random name for a respondent who brings none.
    now : datetime, optional
        The moment of arrival.

    Returns
    -------
    dict
        Columns as in ``form_columns``: codes as integers, None where nothing was answered.
        Control characters in texts are blanks.

    Raises
    ------
    RefusalError
        If there is a column that the form does not have, an answer that it does not offer, a text
        that is too long, points that do not sum to 100, or no answer where one is required.

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> from svqkit.instruments.form_plan import form_plan
    >>> plan = form_plan(load_instrument("servperf"))
    >>> given = {f"P{i}": "5" for i in range(1, 23)}
    >>> admit(plan, given, name="b2c3d4f5")["P22"]
    5
    >>> admit(plan, {**given, "P3": 9}, name="b2c3d4f5")
    Traceback (most recent call last):
    ...
    svqkit.responses.collecting.admission.RefusalError: Question P3 does not take this answer. ...
    """
    known = {field.column: field for field in plan.fields}
    columns = form_columns(plan)
    for column in given:
        if column not in columns:
            shown = _CONTROL.sub(" ", str(column))[:40]
            raise RefusalError("unknown_column", shown, plan.language)
    answers: dict[str, Any] = {}
    for column, field in known.items():
        value = given.get(column)
        if isinstance(value, str) and not value.strip():
            value = None
        if value is not None:
            answers[column] = _answer(field, value, plan.language)
        elif field.required:
            raise RefusalError("missing", column, plan.language)
    _points(plan, answers)
    moment = now or datetime.now(UTC)
    row = _meta(given, plan, name, moment)
    return {**{column: answers.get(column) for column in known}, **row}
