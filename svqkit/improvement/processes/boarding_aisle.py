"""Passengers in the aisle: who is held up by whom, for many flights at once.

Not SimPy: in a single file each passenger waits only for the one ahead, so the times follow one
another by maxima and sums, and numpy computes them for all flights together. A flight of 180 takes
well under a millisecond; with an event for each step of each passenger it takes a hundred times that.
"""

from __future__ import annotations

import numpy as np

__all__ = ["board", "seat_blocks"]


def seat_blocks(
    turn: np.ndarray, row: np.ndarray, side: np.ndarray, depth: np.ndarray
) -> np.ndarray:
    """Count who sits in the way of each passenger: same row and side, nearer the aisle, and earlier.

    Parameters
    ----------
    turn : ndarray (flights × seats)
        When each seat's passenger enters; more than all others where the seat stays empty.
    row, side, depth : ndarray (seats,)

    Returns
    -------
    ndarray (flights × seats)
        By seat.

    Examples
    --------
    >>> one = np.zeros(2, int)
    >>> seat_blocks(np.array([[0, 1], [1, 0]]), one, one, np.array([0, 1])).tolist()
    [[0, 1], [0, 0]]
    """
    blocks = np.zeros(turn.shape, dtype=int)
    half = 2 * row + side
    for one in range(len(row)):
        for other in np.flatnonzero((half == half[one]) & (depth < depth[one])):
            blocks[:, one] += turn[:, other] < turn[:, one]
    return blocks


def board(
    rows_in_order: np.ndarray, halts: np.ndarray, gaps: np.ndarray, walk: float, rows: int
) -> np.ndarray:
    """Let passengers walk down the aisle and sit down, and say when the last one sits.

    A passenger steps from row to row, each step taking ``walk`` once the next place is free; at the
    own row the aisle stays blocked until luggage is stowed and seated neighbours have made way.

    Parameters
    ----------
    rows_in_order : ndarray (flights × passengers)
        Row of each, first to enter first, from 0 at the door.
    halts : ndarray (flights × passengers)
        Seconds in the aisle at the own row.
    gaps : ndarray (flights × passengers)
        Seconds at the door after the one before.
    walk : float
        Seconds a row.
    rows : int

    Returns
    -------
    ndarray (flights,)
        Seconds from the first at the door to the last in the seat.

    Examples
    --------
    >>> board(np.array([[1, 0]]), np.array([[10.0, 10.0]]), np.zeros((1, 2)), 2.0, 2).tolist()
    [16.0]
    """
    flights, passengers = rows_in_order.shape
    free = np.zeros((rows, flights))
    door, last = np.zeros(flights), np.zeros(flights)
    for k in range(passengers):
        own, halt = rows_in_order[:, k], halts[:, k]
        door = door + gaps[:, k]
        left = door
        for place in range(int(own.max()) + 1):
            arrived = np.maximum(left, free[place]) + walk
            walking = own >= place
            if place:
                # The place behind is free once this one is reached.
                free[place - 1] = np.where(walking, arrived, free[place - 1])
            left = np.where(walking, arrived, left)
            sitting = own == place
            if sitting.any():
                free[place] = np.where(sitting, arrived + halt, free[place])
                last = np.where(sitting, np.maximum(last, arrived + halt), last)
    return last
