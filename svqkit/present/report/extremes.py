"""Which one is lowest, which one highest: what a plain sentence names."""

from __future__ import annotations

from typing import Any

import pandas as pd

__all__ = ["highest", "lowest"]


def lowest(values: pd.Series) -> Any:
    """Name the entry with the lowest value.

    Parameters
    ----------
    values : Series
        At least one number.

    Returns
    -------
    label

    Examples
    --------
    >>> lowest(pd.Series({"Q1": 0.6, "Q2": 0.2}))
    'Q2'
    """
    return values.idxmin()


def highest(values: pd.Series) -> Any:
    """Name the entry with the highest value.

    Parameters
    ----------
    values : Series
        At least one number.

    Returns
    -------
    label

    Examples
    --------
    >>> highest(pd.Series({"Q1": 0.6, "Q2": 0.2}))
    'Q1'
    """
    return values.idxmax()
