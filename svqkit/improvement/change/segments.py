"""Two lines with a season: the columns of a segmented regression."""

from __future__ import annotations

import numpy as np

from svqkit.improvement.control.only_numbers import number_options, numbers_or_none

__all__ = ["NAMES", "check_season", "effect_rows", "segments"]

NAMES = ("level before", "trend before", "level change", "trend change")
LEVEL, TREND = 2, 3
"""Columns of the change."""


def check_season(season: float | None, harmonics: int) -> None:
    """Refuse a season too short for its waves.

    Parameters
    ----------
    season : float or None
    harmonics : int

    Raises
    ------
    TypeError
        If they are no numbers.
    ValueError
        If the season is no more than two steps a wave, or there is no wave.

    Examples
    --------
    >>> check_season(12, 5)
    """
    number_options(harmonics=harmonics)
    numbers_or_none(season=season)
    if not (harmonics >= 1 and float(harmonics).is_integer()):
        raise ValueError(f"harmonics must be 1 or more, a whole number, not {harmonics!r}")
    if season is not None:
        waves = f"{harmonics} wave{'s' if harmonics > 1 else ''}"
        if not 2 * harmonics < season < np.inf:
            raise ValueError(f"season={season} steps are too few for {waves}; give more")


def segments(
    steps: np.ndarray, change: int, season: float | None = None, harmonics: int = 1
) -> tuple[np.ndarray, list[str]]:
    """Make the columns of a segmented regression.

    Parameters
    ----------
    steps : ndarray (n,) of int
    change : int
        First place after the change, at which the level change is counted.
    season : float, optional
        Steps of one season.
    harmonics : int
        Waves within a season: pairs of sine and cosine.

    Returns
    -------
    X : ndarray (n, 4 + 2·harmonics)
        1, time since the change, after, time since the change after it; the season.
    names : list of str

    References
    ----------
    Wagner et al. (2002), Journal of Clinical Pharmacy and Therapeutics 27, 299–309; season:
    Bernal, Cummins & Gasparrini (2017), International Journal of Epidemiology 46, 348–355.

    Examples
    --------
    >>> segments(np.arange(4), 2)[0].tolist()
    [[1.0, -2.0, 0.0, 0.0], [1.0, -1.0, 0.0, 0.0], [1.0, 0.0, 1.0, 0.0], [1.0, 1.0, 1.0, 1.0]]
    """
    since = (steps - change).astype(float)
    after = (since >= 0).astype(float)
    columns, names = [np.ones(len(steps)), since, after, np.maximum(since, 0.0)], list(NAMES)
    if season is not None:
        for wave in range(1, harmonics + 1):
            angle = 2 * np.pi * wave * since / season
            columns += [np.sin(angle), np.cos(angle)]
            names += [f"season sin {wave}", f"season cos {wave}"]
    return np.column_stack(columns), names


def effect_rows(X: np.ndarray) -> np.ndarray:
    """Keep of each row what the change adds: the counterfactual is the rest.

    Parameters
    ----------
    X : ndarray (n, k)

    Returns
    -------
    ndarray (n, k)

    Examples
    --------
    >>> effect_rows(segments(np.arange(4), 2)[0])[3].tolist()
    [0.0, 0.0, 1.0, 1.0]
    """
    kept = np.zeros_like(X)
    kept[:, [LEVEL, TREND]] = X[:, [LEVEL, TREND]]
    return kept
