"""Which instrument a table's columns belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from svqkit.instruments.instrument import Instrument
from svqkit.responses.header_codes import FORMS, recognise
from svqkit.responses.headers.column import Column
from svqkit.responses.headers.exports import names_of_tool
from svqkit.responses.headers.long_layout import unroll
from svqkit.responses.headers.matching import match_columns
from svqkit.responses.sheet import Sheet

__all__ = ["fit", "ranked", "score"]

_ENOUGH = 0.3


def score(
    matched: Sequence[Column],
    sheet: Sheet,
    tool: str | None,
    instrument: Instrument,
    rename: Mapping[Any, Any],
) -> dict[str, Any]:
    """Count what of an instrument was found.

    Parameters
    ----------
    matched : sequence of Column
    sheet : Sheet
    tool : str or None
    instrument : Instrument
    rename : mapping

    Returns
    -------
    dict
        ``score``, ``found``, ``asked``, ``strange``.
    """
    targets = {one.target for one in matched if one.target is not None}
    names = [n for one in sheet.header for n in names_of_tool(one, tool)]
    told = recognise([str(v) for v in rename.values() if v], instrument)
    known = {**recognise(names, instrument), **told}
    bare = {code for kind, code in known.values() if kind == "bare"}
    asked = len(instrument.forms) * len(instrument.codes)
    importance = 0
    if instrument.importance is not None:
        points = instrument.importance.kind == "points"
        importance = len(instrument.dimensions if points else instrument.codes)
    items = {(t.form, t.code) for t in targets if t.form in instrument.forms}
    items |= {(kind, code) for kind, code in told.values() if kind in instrument.forms}
    if not items:
        items = {("perception", code) for code in bare}
    weights = {t.code for t in targets if t.form in ("points", "importance")}
    strange = {code for kind, code in known.values() if kind == "foreign"}
    elsewhere = recognise(names, instrument, every_form=True).values()
    for form in [one for one in FORMS if one not in instrument.forms]:
        of = {f"{form} {code}" for kind, code in elsewhere if kind == form}
        # A few columns called M1 or D3 are somebody's own; half of the items are a form.
        strange |= of if form == "expectation" or 2 * len(of) >= len(instrument.codes) else set()
    found = len(items) + min(len(weights), importance)
    return {
        "score": found / (asked + importance + len(strange)),
        "found": found,
        "asked": asked + importance,
        "strange": len(strange),
    }


def fit(
    sheet: Sheet, tool: str | None, candidates: Sequence[Instrument], rename: Mapping[Any, Any]
) -> pd.DataFrame:
    """Score how well instruments fit a table's columns.

    Parameters
    ----------
    sheet : Sheet
    tool : str or None
    candidates : sequence of Instrument
    rename : mapping
        What the user said of columns.

    Returns
    -------
    DataFrame, index ``instrument``
        ``score`` (found over asked and strange), ``found``, ``asked``, ``strange``; the best first,
        of equal ones the one that explains more columns, then in the order given.
    """
    wides = [unroll(sheet, one)[0] for one in candidates]

    def scores(likeness: bool) -> list[dict[str, Any]]:
        return [
            score(
                match_columns(wide, one, tool, rename=rename, likeness=likeness),
                wide,
                tool,
                one,
                rename,
            )
            for wide, one in zip(wides, candidates, strict=True)
        ]

    rows = scores(False)
    if max(row["score"] for row in rows) < _ENOUGH:
        rows = scores(True)
    return ranked(rows, candidates)


def ranked(rows: list[dict[str, Any]], candidates: Sequence[Instrument]) -> pd.DataFrame:
    """Lay scores out, the best first.

    Parameters
    ----------
    rows : list of dict
    candidates : sequence of Instrument

    Returns
    -------
    DataFrame
    """
    table = pd.DataFrame(rows, index=pd.Index([one.name for one in candidates], name="instrument"))
    return table.sort_values(["score", "found"], ascending=False, kind="stable")
