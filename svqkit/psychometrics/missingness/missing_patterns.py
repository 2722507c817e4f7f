"""Which answers are missing together: patterns, coverage of pairs, gaps by item and respondent."""

from __future__ import annotations

import numpy as np
import pandas as pd

__all__ = ["coverage", "gaps_by_item", "gaps_by_respondent", "pattern_table"]


def gaps_by_item(items: pd.DataFrame) -> pd.DataFrame:
    """Count the missing answers of each item.

    Parameters
    ----------
    items : DataFrame (respondents × items)

    Returns
    -------
    DataFrame (items)
        ``n missing missing_share mean sd`` of the answers given.

    Examples
    --------
    >>> gaps_by_item(pd.DataFrame({"Q1": [1, None, 3], "Q2": [1, 2, 3]}))["missing"].tolist()
    [1, 0]
    """
    missing = items.isna().to_numpy().sum(axis=0)
    return pd.DataFrame(
        {
            "n": len(items) - missing,
            "missing": missing,
            "missing_share": missing / len(items),
            "mean": items.mean().to_numpy(),
            "sd": items.std().to_numpy(),
        },
        index=items.columns.rename("item"),
    )


def gaps_by_respondent(items: pd.DataFrame) -> pd.DataFrame:
    """Count the respondents by how many items they left out.

    Parameters
    ----------
    items : DataFrame (respondents × items)

    Returns
    -------
    DataFrame
        Indexed by ``items_missing``, only numbers that occur: ``respondents share``.

    Examples
    --------
    >>> items = pd.DataFrame({"Q1": [1, None, 3], "Q2": [1, 2, 3]})
    >>> gaps_by_respondent(items)["respondents"].to_dict()
    {0: 2, 1: 1}
    """
    counts = np.bincount(items.isna().to_numpy().sum(axis=1))
    there = np.flatnonzero(counts)
    return pd.DataFrame(
        {"respondents": counts[there], "share": counts[there] / len(items)},
        index=pd.Index(there, name="items_missing"),
    )


def pattern_table(items: pd.DataFrame) -> pd.DataFrame:
    """Tell which items are missing together, the most frequent pattern first.

    Parameters
    ----------
    items : DataFrame (respondents × items)

    Returns
    -------
    DataFrame
        Indexed by ``pattern`` (from 1): ``respondents share items_missing missing`` (the items'
        names), and one column an item, True where the answer is missing.

    Examples
    --------
    >>> items = pd.DataFrame({"Q1": [1, None, 3], "Q2": [1, 2, 3]})
    >>> pattern_table(items)[["respondents", "missing"]].values.tolist()
    [[2, ''], [1, 'Q1']]
    """
    gaps, counts = np.unique(items.isna().to_numpy(), axis=0, return_counts=True)
    # np.unique has sorted the patterns, so equally frequent ones keep an order of their own
    order = np.lexsort((np.arange(len(counts)), gaps.sum(axis=1), -counts))
    gaps, counts = gaps[order], counts[order]
    names = np.array([str(column) for column in items.columns], dtype=object)
    table = pd.DataFrame(
        {
            "respondents": counts,
            "share": counts / len(items),
            "items_missing": gaps.sum(axis=1),
            "missing": [", ".join(names[gap]) for gap in gaps],
        },
        index=pd.RangeIndex(1, len(counts) + 1, name="pattern"),
    )
    return pd.concat([table, pd.DataFrame(gaps, index=table.index, columns=items.columns)], axis=1)


def coverage(items: pd.DataFrame) -> pd.DataFrame:
    """Compute the share of respondents who answered both items of each pair.

    Parameters
    ----------
    items : DataFrame (respondents × items)

    Returns
    -------
    DataFrame (items × items)
        On the diagonal, the share who answered the item.

    Examples
    --------
    >>> items = pd.DataFrame({"Q1": [1, None, 3, 4], "Q2": [1, 2, None, 3]})
    >>> coverage(items).loc["Q1"].tolist()
    [0.75, 0.5]
    """
    there = items.notna().to_numpy(dtype=float)
    shares = there.T @ there / len(items)
    return pd.DataFrame(shares, index=items.columns, columns=items.columns)
