"""Signs of answering without reading, respondent by respondent."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

__all__ = ["fences", "longest_run", "mahalanobis", "run_limit", "variability"]


def longest_run(answers: pd.DataFrame) -> pd.Series:
    """Count the longest run of one code in the order asked (longstring).

    Unanswered items neither end a run nor lengthen it.

    Parameters
    ----------
    answers : DataFrame (respondents × items)

    Returns
    -------
    Series of int

    Source
    ------
    Johnson (2005), Journal of Research in Personality 39, 103–129; Meade & Craig (2012),
    Psychological Methods 17, 437–455.

    Examples
    --------
    >>> longest_run(pd.DataFrame([[3.0, 3.0, None, 3.0, 5.0]])).tolist()
    [3]
    """
    codes = answers.to_numpy(dtype=float)
    rows = len(codes)
    run, best, last = np.zeros(rows, int), np.zeros(rows, int), np.full(rows, np.nan)
    for column in codes.T:
        given = ~np.isnan(column)
        run = np.where(given, np.where(column == last, run + 1, 1), run)
        last = np.where(given, column, last)
        best = np.maximum(best, run)
    return pd.Series(best, index=answers.index, name="longstring")


def run_limit(items: int) -> int:
    """Say how long a run is suspect: half of the questionnaire, and at least six items.

    Source
    ------
    Curran (2016), Journal of Experimental Social Psychology 66, 4–19: a run of half the length of
    the scale is beyond honest answering.

    Examples
    --------
    >>> run_limit(22), run_limit(6)
    (11, 6)
    """
    return max(math.ceil(items / 2), 6)


def variability(answers: pd.DataFrame) -> pd.Series:
    """Take the standard deviation of each respondent's own answers.

    Also called intra-individual response variability.

    Low in straight lines, high in random answers. Missing where fewer than half of the items were
    answered.

    Parameters
    ----------
    answers : DataFrame (respondents × items)

    Returns
    -------
    Series (ddof = 1)

    Source
    ------
    Dunn, Heggestad, Shanock & Theilgard (2018), Journal of Business and Psychology 33, 105–121;
    Marjanovic, Holden, Struthers, Cribbie & Greenglass (2015), Personality and Individual
    Differences 84, 79–83.

    Examples
    --------
    >>> variability(pd.DataFrame([[4.0, 4.0], [3.0, 5.0]])).round(3).tolist()
    [0.0, 1.414]
    """
    values = answers.to_numpy(dtype=float)
    given = ~np.isnan(values)
    n = given.sum(axis=1)
    mean = np.where(given, values, 0.0).sum(axis=1) / np.maximum(n, 1)
    squares = (np.where(given, values - mean[:, None], 0.0) ** 2).sum(axis=1)
    enough = n >= max(2, answers.shape[1] / 2)
    spread = np.where(enough, np.sqrt(squares / np.maximum(n - 1, 1)), np.nan)
    return pd.Series(spread, index=answers.index, name="irv")


def fences(values: pd.Series) -> tuple[float, float]:
    """Tukey's fences: quartiles and one and a half times their distance beyond.

    Source
    ------
    Tukey (1977), Exploratory Data Analysis.

    Examples
    --------
    >>> fences(pd.Series([1.0, 2.0, 3.0, 4.0, 5.0]))
    (-1.0, 7.0)
    """
    lower, upper = (float(q) for q in values.quantile([0.25, 0.75]))
    reach = 1.5 * (upper - lower)
    return lower - reach, upper + reach


def mahalanobis(answers: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Squared Mahalanobis distance of each respondent from the centre of all.

    Mean and covariance (ddof = 1) come from complete respondents. A respondent with missing
    answers is judged on the items answered, with as many degrees of freedom; items without
    variance are left out.

    Parameters
    ----------
    answers : DataFrame (respondents × items)

    Returns
    -------
    Series
        D², missing where it cannot be computed: fewer complete respondents than items, items that
        follow from each other, or fewer than half of the items answered.
    Series
        Upper tail of χ² at D².

    Source
    ------
    Mahalanobis (1936); Meade & Craig (2012), Psychological Methods 17, 437–455.

    Examples
    --------
    >>> points = pd.DataFrame([[0.0, 0.0], [2.0, 0.0], [0.0, 2.0], [2.0, 2.0]])
    >>> mahalanobis(points)[0].round(6).tolist()
    [1.5, 1.5, 1.5, 1.5]
    """
    from scipy.special import gammaincc

    values = answers.to_numpy(dtype=float)
    given = ~np.isnan(values)
    highest = np.where(given, values, -np.inf).max(axis=0, initial=-np.inf)
    lowest = np.where(given, values, np.inf).min(axis=0, initial=np.inf)
    values, given = values[:, highest > lowest], given[:, highest > lowest]
    complete = values[given.all(axis=1)]
    distance = np.full(len(answers), np.nan)
    tail = np.full(len(answers), np.nan)
    items = values.shape[1]
    if items and len(complete) > items:
        spread = np.atleast_2d(np.cov(complete, rowvar=False))
        if np.linalg.matrix_rank(spread) == items:
            away = values - complete.mean(axis=0)
            distance = _distances(away, given, spread)
            tail = gammaincc(given.sum(axis=1) / 2, distance / 2)
    index = answers.index
    return (
        pd.Series(distance, index=index, name="mahalanobis"),
        pd.Series(tail, index=index, name="mahalanobis_p"),
    )


def _distances(away: np.ndarray, given: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """Squared distances by who answered the same items; NaN where these are too few."""
    found = np.full(len(away), np.nan)
    patterns, of_case = np.unique(given, axis=0, return_inverse=True)
    order = np.argsort(of_case.ravel(), kind="stable")
    ends = np.cumsum(np.bincount(of_case.ravel()))
    for pattern, rows in zip(patterns, np.split(order, ends[:-1]), strict=True):
        if pattern.sum() < len(spread) / 2:
            continue
        mine = away[rows][:, pattern]
        solved = np.linalg.solve(spread[pattern][:, pattern], mine.T).T
        found[rows] = (mine * solved).sum(axis=1)
    return found
