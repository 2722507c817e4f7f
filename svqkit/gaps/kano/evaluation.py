"""The evaluation table: two answers about a feature become one category."""

from __future__ import annotations

import numpy as np

__all__ = ["CATEGORIES", "TABLES", "classified"]

CATEGORIES = ("M", "O", "A", "I", "R", "Q")
"""Must-be, one-dimensional, attractive, indifferent, reverse, questionable: also the order in which
ties are settled (M > O > A > I; Berger et al. 1993)."""


TABLES = {
    "berger": ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ"),
    "pouliot": ("QAAAO", "RQIIM", "RIIIM", "RIIQM", "RRRRQ"),
}
"""Evaluation tables by name: a row for each functional answer, a letter for each dysfunctional one.

``berger`` is the table of Kano et al. (1984) as printed by Berger et al. (1993, CQM Journal 2(4)).
``pouliot`` calls the pairs must be/must be and live with/live with questionable as well (Pouliot,
in the same issue)."""


def classified(functional: np.ndarray, dysfunctional: np.ndarray, table: str) -> np.ndarray:
    """Look pairs of answers up in an evaluation table.

    Parameters
    ----------
    functional, dysfunctional : ndarray
        Codes 1 (like) to 5 (dislike), NaN where missing.
    table : {"berger", "pouliot"}

    Returns
    -------
    ndarray of int
        Positions in ``CATEGORIES``; −1 where either answer is missing.

    Raises
    ------
    ValueError
        If there is no such table.

    Examples
    --------
    >>> f, d = np.array([1.0, 1.0, 2.0, np.nan]), np.array([5.0, 3.0, 2.0, 1.0])
    >>> classified(f, d, "berger").tolist(), classified(f, d, "pouliot").tolist()
    ([1, 2, 3, -1], [1, 2, 5, -1])
    """
    if table not in TABLES:
        raise ValueError(f"there is no evaluation table {table!r}; choose from {', '.join(TABLES)}")
    places = np.array([[CATEGORIES.index(letter) for letter in row] for row in TABLES[table]])
    whole = ~(np.isnan(functional) | np.isnan(dysfunctional))
    rows = np.where(whole, functional, 1).astype(int) - 1
    columns = np.where(whole, dysfunctional, 1).astype(int) - 1
    return np.where(whole, places[rows, columns], -1)
