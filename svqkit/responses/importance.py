"""Importance as customers give it: points summing to 100 over dimensions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.responses.problems import ProblemList, listed

__all__ = ["check_points"]

_ROUNDING = 1.0


def check_points(
    raw: pd.DataFrame,
    problems: ProblemList,
    *,
    asked: bool,
    missing_codes: Sequence[int] = (),
    row_word: str = "line",
) -> pd.DataFrame | None:
    """Make sure that importance points sum to 100 for each respondent.

    An empty cell counts as 0 where the others already make 100. Sums of 99 to 101 are taken for
    rounding and brought to 100. Every other row is set aside (missing) and counted. Where most
    rows do not sum to 100 the columns are no points at all.

    Parameters
    ----------
    raw : DataFrame (respondents × dimensions)
        Numbers, NaN where empty.
    problems : ProblemList
    missing_codes : sequence of int
        Codes for no answer: a row that holds nothing else is unanswered.
    asked : bool
        Whether the user named these columns: then columns that are no points are an error,
        otherwise they are left out and noted.
    row_word : str

    Returns
    -------
    DataFrame or None

    Raises
    ------
    DataError
        If ``asked`` and most rows do not sum to 100.

    Examples
    --------
    >>> points = pd.DataFrame({"a": [60.0, 60.0], "b": [40.0, 60.0]})
    >>> check_points(points, ProblemList(), asked=True)["a"].tolist()
    [60.0, nan]
    """
    points = raw.astype(float)
    coded = points.isin(missing_codes) | points.isna()
    unsaid = coded.all(axis=1) & points.notna().any(axis=1)
    if unsaid.any():
        places = listed(f"{row_word} {row}" for row in points.index[unsaid])
        count = int(points[unsaid].notna().to_numpy().sum())
        problems.add("missing_code", "importance points", count, "counted as no answer", places)
        points = points.mask(unsaid, np.nan, axis=0)
    given = points.notna().any(axis=1)
    total = points.sum(axis=1)
    negative = (points < 0).any(axis=1)
    near = given & ~negative & ((total - 100).abs() <= _ROUNDING + 1e-9)
    if given.sum() == 0 or near.sum() < 0.5 * given.sum():
        names = listed(points.columns)
        what = f"{int((given & ~near).sum())} of {int(given.sum())} rows do not sum to 100"
        if asked:
            raise DataError(
                f"importance columns {names} hold no points: {what}. Points shared out among the "
                "dimensions must sum to 100; give ratings item by item instead"
            )
        problems.add("importance", names, int(given.sum()), "left out: no points", what)
        return None
    away = given & ~near
    if away.any():
        places = listed(f"{row_word} {row}: {value:g}" for row, value in total[away].items())
        problems.add(
            "importance_sum",
            "importance points",
            int(away.sum()),
            "set aside: the points do not sum to 100",
            places,
        )
    exact = (total - 100).abs() <= 1e-9
    rounded = near & ~exact
    if rounded.any():
        places = listed(f"{row_word} {row}: {value:g}" for row, value in total[rounded].items())
        problems.add(
            "importance_rounding", "importance points", int(rounded.sum()), "brought to 100", places
        )
    blanks = int(points[near].isna().to_numpy().sum())
    if blanks:
        problems.add(
            "importance_blank", "importance points", blanks, "counted as 0: the others sum to 100"
        )
    filled = points.fillna(0.0).div(total.where(rounded, 100.0), axis=0) * 100.0
    exact_kept = filled.where(rounded, points.fillna(0.0), axis=0)
    return exact_kept.where(near, np.nan, axis=0)
