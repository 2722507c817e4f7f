"""Reading feedback: from a file or a frame to masked comments, each problem counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.listening.channels import CHANNELS, channel_of
from svqkit.improvement.listening.days import day_of
from svqkit.improvement.listening.feedback import ADDED, Feedback
from svqkit.improvement.listening.handling import days_columns, ratings, statuses
from svqkit.improvement.listening.headers import fields_of, is_personal, known_headers
from svqkit.improvement.listening.languages import language_of, named_language
from svqkit.improvement.listening.masking import KINDS, mask
from svqkit.improvement.listening.sentiment import FACES
from svqkit.responses.problems import ProblemList, listed
from svqkit.responses.raw_table import is_blank
from svqkit.responses.table_file import read_table_file

__all__ = ["read_feedback"]

_NOTHING = frozenset({"", "na", "n/a", "nan", "none", "null", "nvt", "n.v.t.", "无", "無", "没有"})


def read_feedback(
    source: Any,
    *,
    columns: Mapping[str, str] | None = None,
    on: date | str | None = None,
    scale: tuple[float, float] | None = None,
    day_first: bool | None = None,
    encoding: str | None = None,
) -> Feedback:
    """Read comments of customers from a CSV or XLSX file or a frame; personal data are masked at once.

    Parameters
    ----------
    source : path or DataFrame
        One row a comment. Columns are known by their headers in English, Chinese and Dutch: id,
        received, channel, text, rating, language, step, owner, status, due, closed, answered,
        reply; only the text is needed. Others are kept as segments, except those that say who
        somebody is (name, address, telephone …), which are not read.
    columns : mapping, optional
        Field to header, where a header is not known: ``{"text": "What would you like to tell us?"}``.
    on : date or str, optional
        The day from which to look; later days are mistakes. Today otherwise.
    scale : tuple of float, optional
        Ends of the rating scale; otherwise 1 to 5, 1 to 7 or 0 to 10, by the largest rating there.
    day_first : bool, optional
        Whether 03/04/2025 is the third of April, where the column's own days do not show it.
    encoding : str, optional
        Of a CSV file, where it should not be found out.

    Returns
    -------
    Feedback
        ``.comments``, ``.problems``, ``.masked``.

    Raises
    ------
    DataError
        If there is no column of comments, every comment is empty, a header stands twice, or ``on``
        is no day.

    Notes
    -----
    Empty comments and rows that repeat another one in every cell are left out and listed; an
    unknown channel, an unreadable or future day, a rating off the scale and a repeated id are set
    aside and counted. Names and postal addresses in a text are not recognised.

    Examples
    --------
    >>> import svqkit as svq
    >>> heard = read_feedback(svq.load_dataset("airline_feedback"), on="2025-12-31")
    >>> heard.comments["channel"].value_counts().index[0]
    'survey'
    """
    headers, rows, lines, about = _table(source, encoding)
    twice = [header for header, count in Counter(headers).items() if count > 1 and header]
    if twice:
        raise DataError(f"{twice[0]!r} heads more than one column; rename one", column=twice[0])
    fields = fields_of(headers, columns)
    on = date.today() if on is None else day_of(on)
    problems, found = ProblemList(), Counter(dict.fromkeys(KINDS, 0))
    place = {name: at for at, name in enumerate(headers)}
    raw = {field: [row[place[header]] for row in rows] for field, header in fields.items()}
    others = [h for h in headers if h not in fields.values()]
    personal = [h for h in others if is_personal(h)]
    if personal:
        problems.add("personal_column", listed(personal), len(personal), "not read")
    kept = _kept(rows, raw["text"], lines, problems)
    raw = {field: [cells[at] for at in kept] for field, cells in raw.items()}
    lines = [lines[at] for at in kept]
    table = pd.DataFrame(index=range(len(kept)))
    table["received"] = pd.NaT
    table["channel"] = _channels(raw.get("channel"), len(kept), lines, problems)
    table["text"] = pd.Series([mask(_written(c), found) for c in raw["text"]], dtype=object)
    table["language"] = _languages(table["text"], raw.get("language"), problems)
    table["rating"], scale = ratings(raw.get("rating"), len(kept), scale, lines, problems)
    table["step"] = _words(raw.get("step"), len(kept), found)
    table["owner"] = _owners(raw.get("owner"), len(kept), found)
    table["status"] = statuses(raw.get("status"), len(kept), lines, problems)
    for name, days in days_columns(raw, len(kept), on, day_first, lines, problems).items():
        table[name] = days
    table["reply"] = _words(raw.get("reply"), len(kept), found)
    for header in others:
        if header not in personal:
            name = f"{header} (own)" if header in ADDED or header in table else header
            if name != header:
                problems.add(
                    "own_column", header, len(kept), f"called {name!r}", "the name is taken"
                )
            table[name] = _words([rows[at][place[header]] for at in kept], len(kept), found)
    table.index = _ids(raw.get("id"), lines, found, problems)
    return Feedback(
        table,
        problems.table(),
        pd.Series(found, name="count"),
        problems.dropped(),
        scale,
        on,
        about,
    )


def _table(
    source: Any, encoding: str | None
) -> tuple[list[str], list[list[Any]], list[Any], dict[str, Any]]:
    if isinstance(source, pd.DataFrame):
        named = [name for name in source.index.names if name is not None]
        there = [name for name in named if name in source.columns]
        if there:
            raise DataError(
                f"{there[0]!r} heads a column and the index; drop the index or rename one",
                column=there[0],
            )
        frame = source.reset_index() if len(named) == source.index.nlevels else source
        if frame.empty:
            raise DataError("the frame has no rows: there are no comments to read")
        cells = frame.astype(object).where(frame.notna(), None)
        rows = [list(row) for row in cells.itertuples(index=False, name=None)]
        return (
            [str(c) for c in frame.columns],
            rows,
            list(range(1, len(rows) + 1)),
            {"name": "frame"},
        )
    if not isinstance(source, (str, Path)):
        raise TypeError(f"source is a path or a DataFrame, not a {type(source).__name__}")
    table = read_table_file(Path(source), known_headers, encoding=encoding)
    return table.header, table.rows, table.lines, table.source


def _written(cell: Any) -> str:
    """Give a text on one line, without half signs that no file could hold."""
    return " ".join(str(cell).split()).encode("utf-8", "replace").decode()


def _says_nothing(cell: Any) -> bool:
    text = "" if is_blank(cell) else str(cell).strip().casefold()
    return text in _NOTHING or not any(sign.isalnum() or sign in FACES for sign in text)


def _kept(
    rows: list[list[Any]], texts: list[Any], lines: list[Any], problems: ProblemList
) -> list[int]:
    """Leave out rows without text and rows that stand there twice."""
    seen: dict[tuple[str, ...], Any] = {}
    kept, empty, twice = [], [], []
    for at, row in enumerate(rows):
        if _says_nothing(texts[at]):
            empty.append(lines[at])
            continue
        key = tuple("" if is_blank(cell) else str(cell).strip() for cell in row)
        if key in seen:
            twice.append(f"{lines[at]} = {seen[key]}")
            problems.drop([lines[at]], f"the same as line {seen[key]} in every cell")
            continue
        seen[key] = lines[at]
        kept.append(at)
    if not kept:
        raise DataError(
            f"all {len(rows)} comments are empty; is it another column that holds the text?"
        )
    if empty:
        problems.drop(empty, "no text")
        problems.add("empty_text", "text", len(empty), "left out", f"lines {listed(empty)}")
    if twice:
        problems.add("row_twice", "table", len(twice), "left out", f"lines {listed(twice)}")
    return kept


def _channels(
    cells: list[Any] | None, n: int, lines: list[Any], problems: ProblemList
) -> pd.Series:
    if cells is None:
        problems.add("no_channel", "channel", n, "unknown", "no column names the channel")
        return pd.Series([""] * n, dtype=object)
    names = [channel_of(cell) if not is_blank(cell) else "" for cell in cells]
    unknown = Counter(
        "" if is_blank(cell) else mask(str(cell).strip())
        for cell, name in zip(cells, names, strict=True)
        if not name
    )
    if unknown:
        said = listed(f"{word or 'empty'!r} ({count})" for word, count in unknown.items())
        detail = f"{said}; channels are {', '.join(CHANNELS)}"
        problems.add("unknown_channel", "channel", unknown.total(), "kept as unknown", detail)
    return pd.Series(names, dtype=object)


def _languages(texts: pd.Series, cells: list[Any] | None, problems: ProblemList) -> pd.Series:
    told = cells or [None] * len(texts)
    found = [
        language_of(text) if is_blank(cell) else named_language(cell)
        for cell, text in zip(told, texts, strict=True)
    ]
    unknown = sum(not one for one in found)
    if unknown:
        detail = "too short, or neither English, Chinese nor Dutch; a language column settles it"
        problems.add("unknown_language", "text", unknown, "kept, but not classified", detail)
    return pd.Series(found, dtype=object)


def _words(cells: list[Any] | None, n: int, found: Counter[str]) -> pd.Series:
    """Take text as it is, masked; numbers of a segment stay numbers."""
    if cells is None:
        return pd.Series([""] * n, dtype=object)
    numbers = (int, float, np.number)
    if all(is_blank(cell) or isinstance(cell, numbers) for cell in cells):
        return pd.Series([np.nan if is_blank(cell) else cell for cell in cells])
    return pd.Series(
        ["" if is_blank(cell) else mask(str(cell).strip(), found) for cell in cells], dtype=object
    )


def _owners(cells: list[Any] | None, n: int, found: Counter[str]) -> pd.Series:
    """Give owners who are named by their addresses or the like a number, so that they stay apart."""
    if cells is None:
        return pd.Series([""] * n, dtype=object)
    said = ["" if is_blank(cell) else str(cell).strip() for cell in cells]
    hidden = {one: mask(one, found) for one in dict.fromkeys(said)}
    people = [one for one, masked in hidden.items() if masked != one]
    names = hidden | {one: f"owner {k}" for k, one in enumerate(people, start=1)}
    return pd.Series([names[one] for one in said], dtype=object)


def _ids(
    cells: list[Any] | None, lines: list[Any], found: Counter[str], problems: ProblemList
) -> pd.Index:
    """Make ids that name one comment each and nobody's person."""
    if cells is None:
        return pd.Index([f"line {line}" for line in lines], name="id")
    names, blank, personal = [], 0, 0
    for cell, line in zip(cells, lines, strict=True):
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)  # a column with gaps comes as 7.0
        text = "" if is_blank(cell) else str(cell).strip()
        hidden = mask(text, found)
        blank, personal = blank + (not text), personal + (hidden != text)
        names.append(text if text and hidden == text else f"line {line}")
    if blank:
        problems.add("no_id", "id", blank, "called by their line")
    if personal:
        problems.add(
            "personal_id", "id", personal, "called by their line", "the id is personal data"
        )
    taken, seen, twice = set(names), set[str](), Counter[str]()
    for at, name in enumerate(names):
        while names[at] in seen or (twice[name] and names[at] in taken):
            twice[name] += 1
            names[at] = f"{name} ({twice[name] + 1})"
        seen.add(names[at])
    again = [name for name, count in twice.items() if count]
    if again:
        more = len(names) - len(taken)
        problems.add("id_twice", "id", more, "kept, with a number behind the id", listed(again))
    return pd.Index(names, name="id")
