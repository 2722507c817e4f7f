"""In which order passengers line up to board an aircraft with one aisle."""

from __future__ import annotations

import numpy as np

__all__ = ["STRATEGIES", "line_up"]

STRATEGIES = ("random", "back_to_front", "blocks", "outside_in", "steffen")
"""Random; row by row from the back; blocks of rows from the back; window, then middle, then aisle
(WilMA); Steffen's order (2008): every other row from the back, one side after the other, windows
first."""


def line_up(
    strategy: str,
    row: np.ndarray,
    side: np.ndarray,
    depth: np.ndarray,
    luck: np.ndarray,
    groups: int,
) -> np.ndarray:
    """Give the order in which passengers enter, for each flight.

    Parameters
    ----------
    strategy : str
        One of :data:`STRATEGIES`.
    row, side, depth : ndarray (seats,)
        Row from 0 at the door, side 0 or 1, seats between it and the aisle (0 is an aisle seat).
    luck : ndarray (flights × seats)
        Uniform numbers that order those whom the strategy leaves equal.
    groups : int
        Blocks of rows.

    Returns
    -------
    ndarray (flights × seats)
        Indices of seats, first to enter first.

    Examples
    --------
    >>> row, side, depth = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), np.zeros(4, int)
    >>> line_up("back_to_front", row, side, depth, np.array([[0.1, 0.2, 0.3, 0.4]]), 2).tolist()
    [[2, 3, 0, 1]]
    """
    rows = int(row.max()) + 1
    back = rows - 1 - row
    if strategy == "random":
        rank = np.zeros(len(row))
    elif strategy == "back_to_front":
        rank = back.astype(float)
    elif strategy == "blocks":
        rank = np.floor(back * groups / rows)
    elif strategy == "outside_in":
        rank = (depth.max() - depth).astype(float)
    else:
        wave = 4 * (depth.max() - depth) + 2 * (back % 2) + side
        rank = wave * float(rows) + back
    return np.argsort(rank + 0.999 * luck, axis=1, kind="stable")
