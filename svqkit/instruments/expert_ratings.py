"""Experts' ratings of items: what counts, who did not rate, and the share with its interval."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError

__all__ = ["as_set", "chosen_by_experts", "counted_items"]


def as_set(essential: Any) -> set[Any] | None:
    """Take one rating, or several, that count.

    Examples
    --------
    >>> as_set("essential"), as_set([1, 2]), as_set(None)
    ({'essential'}, {1, 2}, None)
    """
    if essential is None:
        return None
    if isinstance(essential, str) or not isinstance(essential, Iterable):
        return {essential}
    return set(essential)


def chosen_by_experts(
    ratings: pd.DataFrame, hits: set[Any] | None, allowed: set[Any] | None, what: str
) -> pd.DataFrame:
    """Turn ratings into 1, 0 and missing, refusing what is no rating.

    Parameters
    ----------
    ratings : DataFrame
    hits : set or None
        Ratings that count; None where only True and False will do.
    allowed : set or None
        Ratings that there are; None where any will do.
    what : str
        The name of what is counted.

    Returns
    -------
    DataFrame
        Of floats, as large as ``ratings``.

    Raises
    ------
    DataError
        If a rating is not allowed; it names expert and item.
    ValueError
        If ``hits`` is needed and not given.

    Examples
    --------
    >>> chosen_by_experts(pd.DataFrame({"Q1": [4, 1, None]}), {3, 4}, None, "relevant")
        Q1
    0  1.0
    1  0.0
    2  NaN
    """
    columns = {}
    for name, column in ratings.items():
        given = column.dropna()
        if given.map(lambda one: isinstance(one, bool | np.bool_)).all():
            columns[name] = column.map(lambda one: np.nan if pd.isna(one) else float(one))
            continue
        if hits is None:
            raise ValueError(
                f"say which rating counts as {what}, such as {what}=1; ratings has "
                f"{', '.join(map(repr, pd.unique(given)[:5].tolist()))}"
            )
        codes = column.map(lambda one: one.strip() if isinstance(one, str) else one)
        listed = codes.tolist()
        fits = [pd.isna(one) or allowed is None or one in allowed for one in listed]
        if not all(fits):
            row = fits.index(False)
            raise DataError(
                f"expert {row + 1} rates {name} {listed[row]!r}; ratings of relevance run from "
                f"{min(allowed or ())} to {max(allowed or ())} (see scale=)",
                row=row + 1,
                column=str(name),
                value=listed[row],
            )
        columns[name] = codes.map(lambda one: np.nan if pd.isna(one) else float(one in hits))
    return pd.DataFrame(columns, index=ratings.index, dtype=float)


def counted_items(chosen: pd.DataFrame, ci: float) -> pd.DataFrame:
    """Count each item's experts, and give the share who chose it an exact interval.

    Parameters
    ----------
    chosen : DataFrame
        As :func:`chosen_by_experts` makes it.
    ci : float

    Returns
    -------
    DataFrame
        Index ``item``; columns n, missing, chosen, share, low, high.

    Raises
    ------
    DataError
        If nobody rated an item.

    Notes
    -----
    Clopper, C. J., & Pearson, E. S. (1934). The use of confidence or fiducial limits illustrated
    in the case of the binomial. Biometrika, 26, 404–413.

    Examples
    --------
    >>> counted_items(pd.DataFrame({"Q1": [1.0, 1.0, 0.0]}), 0.95).round(3).values.tolist()
    [[3.0, 0.0, 2.0, 0.667, 0.094, 0.992]]
    """
    from scipy.stats import beta

    if not 0 < ci < 1:
        raise ValueError(f"ci={ci}: a level between 0 and 1, such as 0.95")
    n, hits = chosen.notna().sum(), chosen.sum()
    unrated = n.index[n == 0]
    if len(unrated):
        raise DataError(f"nobody rated {unrated[0]}; leave its column out", column=str(unrated[0]))
    tail = (1 - ci) / 2
    low = np.where(hits > 0, beta.ppf(tail, hits, n - hits + 1), 0.0)
    high = np.where(hits < n, beta.ppf(1 - tail, hits + 1, n - hits), 1.0)
    made = {
        "n": n,
        "missing": len(chosen) - n,
        "chosen": hits.astype(int),
        "share": hits / n,
        "low": low,
        "high": high,
    }
    return pd.DataFrame(made).rename_axis("item")
