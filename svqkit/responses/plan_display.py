"""The tables of a reading plan as people look at them: short lines, runs of kept columns as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any
from unicodedata import east_asian_width

import pandas as pd

from svqkit.instruments.form_fields import LETTERS, column_of
from svqkit.instruments.instrument import Instrument
from svqkit.responses.header_codes import recognise
from svqkit.responses.headers.column import KEPT, Column
from svqkit.responses.raw_table import is_blank
from svqkit.responses.sheet import Sheet

__all__ = ["about", "columns_shown", "example", "notes_shown", "short"]

_WIDEST = 30
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


def short(text: object, width: int = _WIDEST) -> str:
    """Show a text on one line, cut where it is wide: Chinese and Korean letters take two places.

    Examples
    --------
    >>> short("What you expect", 10), short("您的期望", 6)
    ('What you…', '您的…')
    """
    line = " ".join(str(text).split())
    widths = [2 if east_asian_width(letter) in "WF" else 1 for letter in line[: width + 1]]
    if len(line) <= width and sum(widths) <= width:
        return line
    fitting = sum(total < width for total in accumulate(widths))
    return line[:fitting].rstrip() + "…"


def example(sheet: Sheet, column: Column) -> str:
    """Give the first filled cell of a column, shortened; of identities none.

    Parameters
    ----------
    sheet : Sheet
    column : Column

    Returns
    -------
    str
    """
    if column.identity:
        return "(not shown)"
    cells = sheet.cells[column.position].head(50).dropna()
    return next((short(cell, 12) for cell in cells if not is_blank(cell)), "")


def about(
    source: Mapping[str, Any], tool: str | None, layout: str, language: str | None, rows: int
) -> pd.Series:
    """Show where a table comes from.

    Parameters
    ----------
    source : mapping
    tool, layout, language
        As in ``ReadingPlan``.
    rows : int

    Returns
    -------
    Series
    """
    told = {key: value for key, value in source.items() if key not in ("name", "sha256")}
    if "separator" in told:
        told["separator"] = _NAMES.get(told["separator"], told["separator"])
    if "files" in told:
        told["files"] = len(told["files"])
    shown = {
        **{key.replace("_", " "): value for key, value in told.items()},
        "export of": tool or "no tool that is recognised",
        "layout": layout,
        "rows": rows,
        "language of headers": language or "(not told by their words)",
    }
    return pd.Series(shown, name="").astype(object)


def notes_shown(sheet: Sheet) -> pd.DataFrame:
    """Show what was noted while the file was opened.

    Parameters
    ----------
    sheet : Sheet

    Returns
    -------
    DataFrame
    """
    rows = [(kind, count, handling, detail) for kind, _, count, handling, detail in sheet.notes]
    return pd.DataFrame(rows, columns=["kind", "count", "handling", "detail"]).set_index("kind")


def columns_shown(matched: Sequence[Column], sheet: Sheet, instrument: Instrument) -> pd.DataFrame:
    """Show the columns, runs of those that are only kept on one line.

    Parameters
    ----------
    matched : sequence of Column
    sheet : Sheet
    instrument : Instrument
        Whose items the columns are.

    Returns
    -------
    DataFrame
        Index ``no`` (from 1), ``header``, ``becomes`` (the item as ``P7``, whatever the header's
        spelling), ``why``, ``example``.
    """
    names = [one.becomes for one in matched if one.becomes is not None]
    known = recognise(names, instrument)
    rows: list[tuple[str, str, str, str, str]] = []
    run: list[Column] = []

    def end_run() -> None:
        if len(run) > 3:
            place = f"{run[0].position + 1}–{run[-1].position + 1}"
            header = short(run[0].header, _WIDEST - 4) + " …"
            rows.append((place, header, f"{len(run)} columns kept", "", ""))
        else:
            rows.extend(_row(one, sheet, known) for one in run)
        run.clear()

    for one in matched:
        if one.becomes is not None and one.why == KEPT:
            run.append(one)
            continue
        end_run()
        rows.append(_row(one, sheet, known))
    end_run()
    return pd.DataFrame(rows, columns=["no", "header", "becomes", "why", "example"]).set_index("no")


def _row(
    one: Column, sheet: Sheet, known: Mapping[str, tuple[str, str]]
) -> tuple[str, str, str, str, str]:
    at = one.position
    becomes = "(left out)" if one.becomes is None else short(one.becomes, 14)
    why = one.why if one.sure else f"{one.why}, unclear"
    kind, code = known.get(one.becomes or "", ("", ""))
    if kind in LETTERS:
        becomes = column_of(code, kind)
    elif kind == "points":
        becomes = f"points, {short(code, 16)}"
    elif kind == "foreign":
        becomes, why = "(kept)", "no such item"
    if one.why == KEPT:
        becomes, why = "(kept)", ""
    header = one.header or (sheet.texts[at] if at < len(sheet.texts) else "")
    return str(at + 1), short(header), becomes, why, example(sheet, one)
