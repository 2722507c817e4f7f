"""LimeSurvey: the form as a tab-separated survey structure (.txt).

After "Tab Separated Value survey structure" in the LimeSurvey manual, and what the importer of
LimeSurvey 4 and newer does with it. One row a group, question, subquestion and answer; all rows of
the first language, then the same rows in each other language, told apart by their ids.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

from svqkit.instruments.form_fields import FormPlan
from svqkit.instruments.form_words import form_words
from svqkit.instruments.forms.limesurvey_questions import html_text, questions
from svqkit.instruments.forms.translated_plan import plans_in

__all__ = ["COLUMNS", "write"]

COLUMNS = (
    "id",
    "related_id",
    "class",
    "type/scale",
    "name",
    "relevance",
    "text",
    "help",
    "language",
    "validation",
    "mandatory",
    "other",
    "default",
    "same_default",
    "random_order",
    "answer_width",
    "equals_num_value",
    "num_value_int_only",
    "min_num_value_n",
    "max_num_value_n",
)
"""The columns of the structure: those of every export, and the attributes that a form needs."""
_LANGUAGES = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant-TW"}
_RESERVED = {"lang", "sid", "savedid", "token", "qid", "gid", "sgq", "self", "that", "this", "time"}
_LONGEST_CODE, _LONGEST_ANSWER = 20, 5

Row = dict[str, str]


def write(plan: FormPlan, *, languages: Iterable[str] | Mapping[str, Any] = ()) -> bytes:
    """Write the form as a LimeSurvey structure.

    Items stand in arrays whose subquestions have the columns' codes (without underscores, which
    LimeSurvey does not allow), so that an export by question codes has headings such as
    ``perception[P7]``. With ``shuffle`` each dimension is an array whose rows LimeSurvey mixes.

    Parameters
    ----------
    plan : FormPlan
    languages : iterable of str, or mapping of str to service, optional
        Languages of the survey, the first one its base; by default the plan's own. A mapping
        gives the organisation's word in each.

    Returns
    -------
    bytes
        UTF-8 with byte order mark, as LimeSurvey's own exports.

    Raises
    ------
    ValueError
        If a column's name cannot be a code, or a language is not to be had.

    References
    ----------
    LimeSurvey manual, "Tab Separated Value survey structure".

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> from svqkit.instruments.form_plan import form_plan
    >>> lines = write(form_plan(load_instrument("servperf"))).decode("utf-8-sig").splitlines()
    >>> [line.split(chr(9))[4] for line in lines if line.split(chr(9))[2] == "SQ"][:2]
    ['P1', 'P2']
    """
    plans = plans_in(plan, languages)
    rows = _settings(plans)
    for one in plans:
        rows += _rows(one)
    _refuse_unusable(rows, plans[0])
    lines = ["\t".join(COLUMNS), *("\t".join(row.get(c, "") for c in COLUMNS) for row in rows)]
    return "\n".join([*lines, ""]).encode("utf-8-sig")


def _language(plan: FormPlan) -> str:
    return _LANGUAGES.get(plan.language.casefold(), plan.language)


def _settings(plans: list[FormPlan]) -> list[Row]:
    """Set the survey up: group by group, with times and language, without addresses."""
    base, *others = plans
    options = {
        "language": _language(base),
        "additional_languages": " ".join(_language(one) for one in others),
        "format": "G",
        "anonymized": "N",
        "datestamp": "Y",
        "savetimings": "N",
        "ipaddr": "N",
        "refurl": "N",
        "allowprev": "Y",
        "allowsave": "Y",
        "showwelcome": "Y",
        "showprogress": "Y",
        "showgroupinfo": "N",
        "showqnumcode": "X",
        "showxquestions": "N",
        "questionindex": "0",
        "listpublic": "N",
        "tokenlength": "15",
    }
    rows = [
        {"class": "S", "name": name, "text": text} for name, text in options.items() if text != ""
    ]
    for plan in plans:
        told = {
            "surveyls_title": html_text(plan.title),
            "surveyls_endtext": html_text(form_words(plan.language)["thanks"]),
        }
        rows += [
            {"class": "SL", "name": name, "text": text, "language": _language(plan)}
            for name, text in told.items()
        ]
    return rows


def _rows(plan: FormPlan) -> list[Row]:
    """Write all groups in one language; ids count anew, so that each language has the same."""
    ids = count(1)
    rows: list[Row] = []
    for at, section in enumerate(plan.sections, start=1):
        heading = section.heading or section.name
        rows.append(
            {"id": str(at), "class": "G", "type/scale": str(at), "name": html_text(heading)}
            | {"relevance": "1"}
        )
        for question in questions(plan, section):
            number = str(next(ids))
            rows.append(question.row | {"id": number, "class": "Q", "relevance": "1"})
            for name, text in question.parts:
                part = {"class": "SQ", "type/scale": "0", "name": name, "text": html_text(text)}
                rows.append(part | {"id": str(next(ids)), "relevance": "1"})
            for name, text in question.answers:
                answer = {"class": "A", "type/scale": "0", "name": name, "text": html_text(text)}
                rows.append(answer | {"id": number, "relevance": "0"})
    return [row | {"language": _language(plan)} for row in rows]


def _refuse_unusable(rows: list[Row], plan: FormPlan) -> None:
    """Codes are unique, short and not reserved; otherwise LimeSurvey would rename them silently."""
    own = [row for row in rows if row.get("language") == _language(plan)]
    names = [row["name"] for row in own if row["class"] in ("Q", "SQ")]
    twice = {name for name, times in Counter(map(str.casefold, names)).items() if times > 1}
    for name in names:
        reason = (
            "is one of LimeSurvey's own words"
            if name.casefold() in _RESERVED
            else f"is longer than {_LONGEST_CODE} letters"
            if len(name) > _LONGEST_CODE
            else "stands twice"
            if name.casefold() in twice
            else "is empty"
            if not name
            else ""
        )
        if reason:
            raise ValueError(f"the code {name!r} cannot be used in LimeSurvey: it {reason}")
    for row in own:
        if row["class"] == "A" and not 1 <= len(row["name"]) <= _LONGEST_ANSWER:
            raise ValueError(
                f"the answer code {row['name']!r} is longer than LimeSurvey's {_LONGEST_ANSWER} signs"
            )
