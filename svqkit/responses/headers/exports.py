"""Exports of survey tools, recognised by their own shape: rows of labels, columns of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from svqkit.errors import DataError
from svqkit.responses.raw_table import Note, is_blank
from svqkit.responses.sheet import Sheet

__all__ = ["TOOLS", "answer_codes_of", "names_of_tool", "own_name", "undress"]

_META = {
    "Qualtrics": {
        "startdate": "started", "recordeddate": "submitted", "duration (in seconds)": "seconds",
        "responseid": "respondent", "userlanguage": "language",
    },
    "LimeSurvey": {
        "id": "respondent", "response id": "respondent", "startdate": "started",
        "date started": "started", "submitdate": "submitted", "date submitted": "submitted",
        "startlanguage": "language", "start language": "language", "interviewtime": "seconds",
        "total time": "seconds",
    },
    "KoboToolbox or ODK": {
        "_uuid": "respondent", "meta/instanceid": "respondent", "instanceid": "respondent",
        "key": "respondent", "start": "started", "_submission_time": "submitted",
        "submissiondate": "submitted",
    },
    "Microsoft Forms": {
        "id": "respondent", "start time": "started", "completion time": "submitted",
        "begintijd": "started", "tijd van voltooien": "submitted", "开始时间": "started",
        "完成时间": "submitted", "開始時間": "started", "完成時間": "submitted",
        "language": "language", "taal": "language", "语言": "language", "語言": "language",
    },
    "SurveyMonkey": {
        "respondent id": "respondent", "start date": "started", "end date": "submitted",
    },
    "Google Forms": {
        "timestamp": "submitted", "tijdstempel": "submitted", "时间戳记": "submitted",
        "時間戳記": "submitted", "타임스탬프": "submitted", "zeitstempel": "submitted",
        "horodateur": "submitted", "marca temporal": "submitted",
    },
}  # fmt: skip
TOOLS = tuple(_META)
"""The tools whose exports are recognised."""
_SIGNS = {
    "Qualtrics": ({"startdate", "enddate", "status", "progress", "duration (in seconds)", "finished",
                   "recordeddate", "responseid", "distributionchannel", "userlanguage"}, 4),
    "SurveyMonkey": ({"respondent id", "collector id", "start date", "end date"}, 3),
    "LimeSurvey": ({"submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp",
                    "date submitted", "last page", "start language", "response id",
                    "date started", "date last action"}, 2),
    "KoboToolbox or ODK": ({"_uuid", "_submission_time", "_validation_status", "_submitted_by",
                            "__version__", "_index", "meta/instanceid", "instanceid",
                            "formhub/uuid", "submissiondate", "key"}, 2),
    "Microsoft Forms": ({"start time", "completion time", "begintijd", "tijd van voltooien",
                         "开始时间", "完成时间", "開始時間", "完成時間"}, 2),
}  # fmt: skip


def _tool_of(header: Sequence[str]) -> str | None:
    names = {name.strip().casefold() for name in header}
    for tool, (signs, least) in _SIGNS.items():
        if len(signs & names) >= least:
            return tool
    first = header[0].strip().casefold() if header else ""
    if first in _META["Google Forms"] and len(header) > 1:
        return "Google Forms"
    return None


def _column(header: Sequence[str], name: str) -> int | None:
    return next((i for i, one in enumerate(header) if one.strip().casefold() == name), None)


def _qualtrics(sheet: Sheet) -> tuple[int, list[str]]:
    """Count label rows: the questions' texts, and the ImportId that newer exports have."""
    labels = 0
    start = _column(sheet.header, "startdate")
    rows = sheet.first(2)
    for row in rows:
        imported = sum("ImportId" in str(cell) for cell in row[:40])
        worded = start is not None and not re.search(r"\d", str(row[start] or ""))
        if imported * 2 >= min(len(row), 40) or (labels == 0 and worded and not is_blank(row[0])):
            labels += 1
        else:
            break
    return labels, [str(cell or "") for cell in rows[0]] if labels else []


def _surveymonkey(sheet: Sheet) -> tuple[int, list[str]]:
    """Join the question, which stands over its first column only, and the second row's options."""
    identifier = _column(sheet.header, "respondent id")
    (second,) = sheet.first(1)
    if identifier is None or not is_blank(second[identifier]):
        return 0, []
    texts, above = [], ""
    for name, below in zip(sheet.header, second, strict=True):
        above = name or above
        option = "" if is_blank(below) else str(below).strip()
        plain = option.casefold() in ("", "response", "open-ended response")
        texts.append(above if plain else f"{above} [{option}]")
    return 1, texts


_LABEL_ROWS: dict[str, Callable[[Sheet], tuple[int, list[str]]]] = {
    "Qualtrics": _qualtrics,
    "SurveyMonkey": _surveymonkey,
}


def _flag_previews(sheet: Sheet, tool: str | None) -> list[Note]:
    """Flag a survey's own test answers, and unfinished ones, where the tool marks them."""
    notes: list[Note] = []
    if tool == "Qualtrics":
        at = _column(sheet.header, "status")
        tests = 0 if at is None else int(sheet.cells[at].map(_is_preview).sum())
        if tests:
            handling = "flagged; kept, leave them out yourself"
            notes.append(("preview_answers", "rows", tests, handling, ""))
    if tool == "LimeSurvey":
        at = _column(sheet.header, "submitdate")
        begun = 0 if at is None else int(sheet.cells[at].map(is_blank).sum())
        if begun:
            notes.append(("unfinished", "rows", begun, "flagged; kept with what was answered", ""))
    return notes


def _is_preview(cell: Any) -> bool:
    return str(cell).strip().casefold() in ("survey preview", "1")


def undress(sheet: Sheet) -> tuple[Sheet, str | None]:
    """Recognise a tool's export, leave out its label rows and keep them as the columns' texts.

    Parameters
    ----------
    sheet : Sheet

    Returns
    -------
    Sheet
    str or None
        The tool: one of ``TOOLS``.
    """
    tool = _tool_of(sheet.header)
    count, texts = _LABEL_ROWS[tool](sheet) if tool in _LABEL_ROWS else (0, [])
    if not count:
        return replace(sheet, notes=[*sheet.notes, *_flag_previews(sheet, tool)]), tool
    if count >= len(sheet.cells):
        raise DataError(f"this {tool} export has rows that label its columns, but no answers")
    lines = ", ".join(f"{sheet.row_word} {line}" for line in sheet.cells.index[:count])
    note: Note = ("label_rows", "rows", count, "left out: they label the columns", lines)
    rest = replace(sheet, cells=sheet.cells.iloc[count:], texts=texts)
    return replace(rest, notes=[*sheet.notes, note, *_flag_previews(rest, tool)]), tool


def names_of_tool(header: str, tool: str | None) -> list[str]:
    """Give the names that a column may have without what the tool puts around it.

    Parameters
    ----------
    header : str
    tool : str or None

    Returns
    -------
    list of str
        The header itself, then such as ``P7`` for ``group/P7`` (KoboToolbox, ODK), ``G01Q01[P7]``
        or ``G01Q01_P7`` (LimeSurvey), ``A heading [P7. A question]`` (Google Forms, where svqkit's
        script made the form).

    Examples
    --------
    >>> names_of_tool("group_a/P7", "KoboToolbox or ODK"), names_of_tool("perception[P7]", "LimeSurvey")
    (['group_a/P7', 'P7'], ['perception[P7]', 'P7'])
    """
    name = header.strip()
    inner: list[str] = []
    if tool == "KoboToolbox or ODK" and re.fullmatch(r"[\w./:-]{1,200}", name):
        inner = [re.split(r"[/:]", name)[-1], re.split(r"[/:-]", name)[-1]]
    if tool == "LimeSurvey":
        coded = re.match(r"(\w{1,40})(?:\[(\w{1,40})\])?(?:[.:]\s.*)?$", name, re.S)
        if coded:
            inner = [coded[2] or coded[1], (coded[2] or coded[1]).rpartition("_")[2]]
    if tool == "Google Forms":
        row = re.search(r"(?:^|\[)(?!q?\d)([A-Za-z]\w{0,40})\. ", name, re.I)
        inner = [row[1]] if row else []
    return list(dict.fromkeys([name, *(one for one in inner if one)]))


def own_name(header: str, tool: str | None) -> str | None:
    """Give our name for a column that a tool adds by itself.

    Parameters
    ----------
    header : str
    tool : str or None

    Returns
    -------
    str or None
        ``respondent``, ``started``, ``submitted``, ``seconds`` or ``language``.

    Examples
    --------
    >>> own_name("StartDate", "Qualtrics"), own_name("StartDate", None)
    ('started', None)
    """
    return _META.get(tool or "", {}).get(header.strip().casefold())


def answer_codes_of(tool: str | None, codes: Sequence[int]) -> dict[str, int]:
    """Give the codes that LimeSurvey makes for answers, where the form named none: A1, AO01.

    Parameters
    ----------
    tool : str or None
    codes : sequence of int
        Of the scale, in order.

    Returns
    -------
    dict
        Normalised code of the tool → code.

    Examples
    --------
    >>> answer_codes_of("LimeSurvey", (1, 2))["ao02"], answer_codes_of("Qualtrics", (1, 2))
    (2, {})
    """
    if tool != "LimeSurvey":
        return {}
    ways = ("a{}", "ao{:02d}", "a{:03d}")
    return {way.format(at): code for at, code in enumerate(codes, start=1) for way in ways}
