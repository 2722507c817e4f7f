"""Show of a long table what fits on a screen, and say where the rest is."""

from __future__ import annotations

import pandas as pd

from svqkit.result import Part

__all__ = ["short_part"]

LONGEST = 72
"""Rows; four branches on six dimensions over four waves."""


def short_part(caption: str, table: pd.DataFrame, where: str) -> Part:
    """Caption a table, of which only the total is shown where it is long.

    Parameters
    ----------
    caption : str
    table : DataFrame
        With an index level ``dimension``; a table without a total is shown up to its limit.
    where : str
        The attribute that holds the whole.

    Returns
    -------
    tuple of str and DataFrame

    Examples
    --------
    >>> keys = pd.MultiIndex.from_product([["care", "total"], range(50)], names=["dimension", "shop"])
    >>> caption, shown = short_part("Groups", pd.DataFrame({"n": 1}, index=keys), ".groups")
    >>> caption, len(shown)
    ('Groups (total only; all dimensions in .groups)', 50)
    """
    if len(table) <= LONGEST:
        return caption, table
    total = table[table.index.get_level_values("dimension") == "total"]
    if len(total):
        return f"{caption} (total only; all dimensions in {where})", total
    return f"{caption} (the first {LONGEST} rows of {where})", table.head(LONGEST)
