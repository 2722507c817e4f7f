"""What is decided on a table's columns, from the options of whoever reads it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from svqkit.instruments.instrument import Instrument
from svqkit.responses.headers.column import Column
from svqkit.responses.headers.matching import match_columns
from svqkit.responses.sheet import Sheet

__all__ = ["language_of", "matched_columns"]


def matched_columns(
    sheet: Sheet, chosen: Instrument, tool: str | None, options: Mapping[str, Any]
) -> list[Column]:
    """Match a table's columns with an instrument, as the options say.

    Parameters
    ----------
    sheet : Sheet
    chosen : Instrument
    tool : str or None
        Whose export the table is.
    options : mapping
        ``rename``, ``identity``, ``importance``, ``outcomes`` and ``checks`` of ``plan_reading``.

    Returns
    -------
    list of Column

    Examples
    --------
    >>> import pandas as pd
    >>> import svqkit as svq
    >>> from svqkit.responses.sheet import sheet_of_frame
    >>> sheet = sheet_of_frame(pd.DataFrame({"P1": [5, 6]}))
    >>> options = dict(rename={}, identity=False, importance=None, outcomes=(), checks={})
    >>> matched_columns(sheet, svq.load_instrument("servperf"), None, options)[0].becomes
    'P1'
    """
    named = options["importance"]
    asked = [*options["outcomes"], *options["checks"]]
    asked += list(named.values()) if isinstance(named, Mapping) else list(named or ())
    return match_columns(
        sheet,
        chosen,
        tool,
        rename=options["rename"],
        identity=options["identity"],
        wanted=asked,
    )


def language_of(matched: Sequence[Column]) -> str | None:
    """Tell the language of the questions from the headers recognised by their words.

    Parameters
    ----------
    matched : sequence of Column

    Returns
    -------
    str or None
        None where no header was.

    Examples
    --------
    >>> language_of([]) is None
    True
    """
    votes = Counter(one.language for one in matched if one.language)
    return votes.most_common(1)[0][0] if votes else None
