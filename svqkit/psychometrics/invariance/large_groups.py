"""Whether groups of respondents answer on one scale, level by level; small groups are left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from svqkit.errors import DataError
from svqkit.psychometrics.invariance.invariance import Invariance, invariance

__all__ = ["invariance_of_large_groups"]

SMALLEST = 10
"""Respondents below whom a group is not shown, so that nobody is recognised."""

NUMERIC = ("configural", "metric", "scalar", "strict")
ORDINAL = ("configural", "thresholds", "metric", "scalar")


def _counted(groups: int, respondents: int) -> str:
    return f"{groups} group{'s' * (groups > 1)} with {respondents} respondents together"


def invariance_of_large_groups(
    answers: pd.DataFrame,
    model: str | Mapping[str, Sequence[str]],
    group: pd.Series,
    *,
    estimator: str = "ML",
    missing: str = "listwise",
    ordered: bool = False,
) -> tuple[Invariance, str]:
    """Test invariance over the groups that are large enough, and say which are not.

    Where a level does not hold, the equalities that stand against it are freed one by one, so that
    the partial level shows what differs.

    Parameters
    ----------
    answers : DataFrame (respondents × items)
    model : str or mapping
    group : Series
        On the index of the answers; respondents without one are left out.
    estimator, missing, ordered
        As in :func:`svqkit.psychometrics.cfa.cfa`.

    Returns
    -------
    Invariance
    str
        Which groups were left out, by number only; empty if none.

    Raises
    ------
    DataError
        If fewer than two groups are large enough.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> tangibles = bank.perceptions[["Q1", "Q2", "Q3", "Q4"]]
    >>> found, out = invariance_of_large_groups(tangibles, "f =~ Q1 + Q2 + Q3 + Q4", bank.respondents["branch"])
    >>> found.table.index[0], out
    ('configural', '')
    """
    known = group.dropna()
    answers = answers.loc[known.index]
    usable = answers.notna().all(axis=1) if missing == "listwise" else answers.notna().any(axis=1)
    sizes: Any = known[usable].value_counts().reindex(pd.unique(known), fill_value=0)
    least = max(SMALLEST, answers.shape[1] + 1)
    large = sizes.index[sizes >= least]
    small = sizes[sizes < least]
    out = ""
    if len(small):
        out = (
            f"left out of the comparison: {_counted(len(small), int(small.sum()))}, each with fewer "
            f"than {least} usable answers"
        )
    if len(large) < 2:
        raise DataError(
            f"groups cannot be compared: of {len(sizes)} groups {len(large) or 'none'} has the "
            f"{least} usable answers that a model of {answers.shape[1]} items needs; join groups, or "
            "ask more people"
        )
    mine = known[known.isin(large)]
    found = invariance(
        answers.loc[mine.index],
        model,
        mine,
        levels=ORDINAL if ordered else NUMERIC,
        partial=True,
        estimator=estimator,
        missing=missing,
        ordered=ordered,
    )
    return found, out
