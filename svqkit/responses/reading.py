"""Reading a survey: from a file or a frame to checked, sorted answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from typing import Any

import pandas as pd

from svqkit.instruments.instrument import Instrument
from svqkit.responses.following import follow
from svqkit.responses.plan_reading import plan_reading
from svqkit.responses.reading_plan import ReadingPlan
from svqkit.responses.responses import Responses

__all__ = ["read_responses"]


def read_responses(
    source: pd.DataFrame | str | PathLike[str] | Sequence[str | PathLike[str]] | ReadingPlan,
    instrument: str | Instrument = "servqual",
    *,
    rename: Mapping[Any, str | None] | None = None,
    importance: Sequence[str] | Mapping[str, str] | None = None,
    outcomes: Sequence[str] = (),
    encoding: str | None = None,
    language: str | None = None,
    identity: bool = False,
    checks: Mapping[str, float] | None = None,
) -> Responses:
    """Read a survey and check every answer.

    Nothing is recoded or dropped silently: what was found and done stands in ``.problems``, rows
    left out stand in ``.dropped``. The file is never changed. ``plan_reading`` shows beforehand
    what would be read and why.

    Parameters
    ----------
    source : DataFrame, path, folder, list of paths, or ReadingPlan
        One row a respondent, or one row an answer. A file is CSV, TSV, XLSX, ODS, XLS, SPSS,
        Stata, Parquet or JSON; encoding, separator and decimal sign are found out. Columns are
        ``P1 … P22`` (perceptions), ``E1 … E22`` (expectations), ``M…`` (minimum) and ``D…``
        (desired), in any common spelling (``p_01``, ``Q1_P``, ``Perception 1``), or the
        instrument's questions themselves; exports of survey tools are recognised. A folder of
        ``svqkit collect`` brings its own instrument. A plan is followed as it stands, and no
        other option goes with it.
    instrument : str or Instrument
        A catalogue name, the path of a YAML file, an instrument, or ``"auto"`` for the one that
        fits the columns best.
    rename : mapping of column to name, optional
        Such as ``{"how modern is it": "P1"}``; a number is a column's position from 1, None
        leaves the column out.
    importance : list of columns, or mapping of dimension or item to column, optional
        By default columns such as ``points_tangibles`` (points summing to 100) or ``IMP1 …``
        (ratings of the items) are recognised.
    outcomes : sequence of str
        Criteria among the other columns; by default those that the instrument knows.
    encoding : str, optional
        A text file's encoding, where it was found out wrongly.
    language : str, optional
        Language of the instrument's words in results; headers are found in all of them.
    identity : bool
        Keep columns that say who somebody is; by default they are left out and counted.
    checks : mapping of column to answer, optional
        Attention checks and the answers that were asked for, such as ``{"check_1": 5}``; they are
        kept in ``.checks`` for ``screen``.

    Returns
    -------
    Responses

    Raises
    ------
    DataError
        If the answers cannot be used, or columns are not clear enough to be read without a look;
        the message names line, column and value and what to do.
    MissingExtraError
        If a kind of file needs a package that is not installed.
    InstrumentError, ValueError
        If the instrument cannot be read or is not in the catalogue.

    Examples
    --------
    >>> frame = pd.DataFrame([[5] * 22, [4] * 21 + [8]], columns=[f"P{i}" for i in range(1, 23)])
    >>> read = read_responses(frame, "servperf")
    >>> read.n, read.problems.loc[0, "detail"]
    (2, 'row 1: 8')
    """
    if isinstance(source, ReadingPlan):
        given = [rename, importance, outcomes, encoding, language, identity, checks]
        if any(given) or instrument != "servqual":
            raise ValueError(
                "a plan is read as it stands: give instrument and options to plan_reading, or "
                "correct it with plan.settle"
            )
        return follow(source)
    plan = plan_reading(
        source,
        instrument,
        language=language,
        rename=rename,
        importance=importance,
        outcomes=outcomes,
        encoding=encoding,
        identity=identity,
        checks=checks,
    )
    plan.refuse_unclear()
    return follow(plan)
