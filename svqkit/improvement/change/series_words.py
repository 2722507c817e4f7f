"""What an interrupted series says in words, and what it does not."""

from __future__ import annotations

import pandas as pd

from svqkit.improvement.change.series_points import Points
from svqkit.improvement.control.gaps_in_time import said

__all__ = ["cautions", "convention", "does_not_say", "is_short", "sentence"]

SHORT, SIDE = 300, 100
"""With fewer points in all, or on one side, Newey and West's 95 % intervals of the average effect hold
in 90 % of series or less, those of an AR(1) process in 93 to 96 % (simulated, ρ = 0 to .3)."""


def is_short(n: int, after: int) -> bool:
    """Say whether a series is too short for Newey–West errors.

    Parameters
    ----------
    n, after : int
        Points in all, and after the change.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_short(730, 365), is_short(104, 43)
    (False, True)
    """
    return n < SHORT or min(after, n - after) < SIDE


def sentence(
    points: Points,
    coefficients: pd.DataFrame,
    average: tuple[float, float, float, float],
    path: pd.DataFrame,
    compared: bool,
) -> str:
    """Say what changed.

    Parameters
    ----------
    points : Points
    coefficients : DataFrame
    average : tuple (estimate, low, high, p)
    path : DataFrame
    compared : bool

    Returns
    -------
    str

    Examples
    --------
    >>> table = pd.DataFrame({"estimate": [-2.0, 0.1], "low": [-3.0, -0.1], "high": [-1.0, 0.3]},
    ...                      index=["level change", "trend change"])
    >>> path = pd.DataFrame({"after": [True]}, index=[pd.Timestamp("2026-01-05")])
    >>> points = Points(None, None, path.index, "week", 0)
    >>> sentence(points, table, (-1.5, -2.5, -0.5, 0.01), path, False)[:48]
    'At the change (2026-01-05) the level moved by -2'
    """
    level, trend = coefficients.loc["level change"], coefficients.loc["trend change"]
    start = path.index[path["after"]][0]
    estimate, low, high, _ = average
    name = "series, less the comparison," if compared else "series"
    sure = (
        ""
        if low > 0 or high < 0
        else " The interval holds 0: the series may have gone on as it did before."
    )
    return (
        f"At the change ({said(start)}) the level moved by {level['estimate']:+.2f} "
        f"({level['low']:+.2f} to {level['high']:+.2f}), the trend by {trend['estimate']:+.3f} a "
        f"{points.step} ({trend['low']:+.3f} to {trend['high']:+.3f}). Over the time since then the "
        f"{name} lay {estimate:+.2f} ({low:+.2f} to {high:+.2f}) from where its past would "
        f"have led.{sure}"
    )


def does_not_say(compared: bool, season: float | None) -> str:
    """Say what the result leaves open.

    Parameters
    ----------
    compared : bool
    season : float or None

    Returns
    -------
    str

    Examples
    --------
    >>> "comparison" in does_not_say(False, None)
    True
    """
    other = (
        "Whatever befell only one of the two series at that time is in it too."
        if compared
        else "Whatever else happened at that time is in it too; a comparison series would take off "
        "what befell both."
    )
    of_year = "" if season is not None or compared else " No season was taken out."
    return (
        "That the old line would have gone on straight is an assumption, and the weaker the "
        f"further it is carried. {other}{of_year}"
    )


def convention(
    errors: str, lags: int, rho: float, season: float | None, harmonics: int, ci: float
) -> str:
    """Say how it was worked out.

    Parameters
    ----------
    errors : str
    lags : int
    rho : float
    season : float or None
    harmonics : int
    ci : float

    Returns
    -------
    str

    Examples
    --------
    >>> convention("hac", 4, 0.3, None, 1, 0.95)[:34]
    'Segmented least squares, Newey–Wes'
    """
    how = (
        f"Segmented least squares, Newey–West errors (Bartlett, {lags} lags, n/(n − k))"
        if errors == "hac"
        else f"Segmented regression, AR(1) errors by REML (ρ = {rho:.2f})"
    )
    of_year = (
        f", season of {season:.4g} steps by {harmonics} pair{'s' if harmonics > 1 else ''} of sine and "
        "cosine"
        if season is not None
        else ""
    )
    return (
        f"{how}{of_year}; t with n − k df, {ci:.0%} intervals. The level change is counted at the "
        "first point after the change."
    )


def cautions(
    points: Points, place: int, errors: str, rho: float, season: float | None
) -> tuple[str, ...]:
    """List what the reader should bear in mind.

    Parameters
    ----------
    points : Points
    place : int
    errors : str
    rho : float
    season : float or None

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> import numpy as np
    >>> points = Points(np.zeros(60), np.arange(60), pd.RangeIndex(60), "step", 0)
    >>> cautions(points, 30, "ar1", 0.0, None)
    ()
    """
    notes = []
    n, after = len(points.steps), int((points.steps >= place).sum())
    if points.missing:
        some = f"{points.step} has" if points.missing == 1 else f"{points.step}s have"
        notes.append(f"{points.missing} {some} no value; time goes on over them.")
    if errors == "hac" and is_short(n, after):
        notes.append(
            f"With {n - after} points before and {after} after, Newey–West intervals are much too "
            "narrow (the false alarms of plan_interrupted_series show by how much); errors='ar1' is closer."
        )
    if errors == "ar1" and rho > 0.95:
        notes.append(
            f"Neighbours correlate by {rho:.2f}: the series wanders rather than keeping to a line, and "
            "where it would have gone can hardly be said."
        )
    elif errors == "ar1" and n < 60 and rho > 0.5:
        notes.append(
            f"{n} points whose neighbours correlate by about {rho:.2f}: that correlation is known "
            "badly in a short series, and intervals are somewhat too narrow."
        )
    if min(after, n - after) < 8:
        notes.append(
            f"{min(after, n - after)} points on one side of the change: its trend is hardly known."
        )
    if season is not None and points.steps[-1] + 1 < 2 * season:
        notes.append(
            "The series is shorter than two seasons: season and change are hard to tell apart."
        )
    return tuple(notes)
