"""Interrupted time series: did the level or the trend change when something was changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.change.segments import check_season, segments
from svqkit.improvement.change.series_errors import (
    ar1_fit,
    autocorrelation,
    hac_fit,
    newey_west_lags,
    ols_fit,
)
from svqkit.improvement.change.series_points import Points, change_at, points_of, with_comparison
from svqkit.improvement.change.series_result import InterruptedSeries
from svqkit.improvement.change.series_tables import (
    average_effect,
    coefficients_table,
    effects_at,
    path_table,
    with_each_errors,
)
from svqkit.improvement.change.series_words import (
    cautions,
    convention,
    does_not_say,
    is_short,
    sentence,
)
from svqkit.improvement.control.only_numbers import number_options
from svqkit.psychometrics.planning.sample_plan import check_count

__all__ = ["interrupted_series"]

LEAST = 4
"""Points on each side of the change."""


def interrupted_series(
    series: pd.Series,
    change: Any,
    *,
    comparison: pd.Series | None = None,
    season: float | None = None,
    harmonics: int = 1,
    errors: Literal["auto", "hac", "ar1"] = "auto",
    lags: int | None = None,
    at: Sequence[Any] | None = None,
    gaps: Literal["raise", "keep"] = "raise",
    ci: float = 0.95,
) -> InterruptedSeries:
    """Fit a line before and a line after a change, and say what the first would have led to.

    Parameters
    ----------
    series : Series
        Numbers; the index is time: evenly spaced days, weeks, months …, or whole numbers.
    change : date or int
        When the change came into force; the first point at or after it counts as after. Name it
        from the project's record, never from the look of the series.
    comparison : Series, optional
        The same figure where nothing was changed. Its course is taken off, time by time.
    season : float, optional
        Steps of one season: 12 for months, 52.18 for weeks of a year, 7 for days of a week.
    harmonics : int
        Waves within a season.
    errors : {"auto", "hac", "ar1"}
        Newey and West's errors, or an AR(1) process by REML. ``"auto"`` takes the former with 300
        points or more, 100 or more on each side, and the latter in shorter series, where the former
        are too narrow. Both stand in ``.sensitivity``.
    lags : int, optional
        Of the Newey–West errors; default ⌊4(n/100)^(2/9)⌋.
    at : sequence of dates or ints, optional
        Times of which to say the effect; default: first, middle and last point after the change.
    gaps : {"raise", "keep"}
        Refuse a series with missing times, or leave them empty while time goes on.
    ci : float in (0, 1)

    Returns
    -------
    InterruptedSeries
        ``.coefficients .estimate .low .high .effects .path .autocorrelation .sensitivity``.

    Raises
    ------
    DataError
        If time stamps come twice, steps are uneven or missing, the change or a time of ``at`` lies
        outside, or there are too few points on a side, for the season or for the coefficients.
    ValueError
        If an option is unknown or out of range.

    References
    ----------
    Wagner, Soumerai, Zhang & Ross-Degnan (2002), Journal of Clinical Pharmacy and Therapeutics 27,
    299–309. Tested against R: ``sandwich::NeweyWest`` and ``nlme::gls``.

    Examples
    --------
    >>> import svqkit as svq
    >>> weeks = svq.load_dataset("hotel_complaints").set_index("week")
    >>> found = interrupted_series(weeks["trained_hotel"], "2025-03-03", season=52.18)
    >>> found.low < found.estimate < found.high < 0
    True
    """
    number_options(ci=ci)
    check_season(season, harmonics)
    _options(errors, lags, ci)
    points = (
        points_of(series, gaps=gaps)
        if comparison is None
        else with_comparison(series, comparison, gaps=gaps)
    )
    place = change_at(points, change)
    X, names = segments(points.steps, place, season, harmonics)
    _enough(points, place, X, season)
    n = len(points.values)
    if errors == "auto":
        errors = "ar1" if is_short(n, int((points.steps >= place).sum())) else "hac"
    chosen = newey_west_lags(n) if lags is None else lags
    if chosen >= n:
        raise ValueError(f"lags={chosen} must be below the number of points, {n}")
    plain = ols_fit(points.values, X)
    if np.abs(plain.residuals).max() <= 1e-10 * np.abs(points.values).max():
        raise DataError(
            f"all {n} values lie exactly on the lines: chance cannot be judged; are they worked out?"
        )
    fits = {
        "hac": hac_fit(points.values, X, points.steps, chosen),
        "ar1": ar1_fit(points.values, X, points.steps),
        "ols": plain,
    }
    fit = fits[errors]
    average = average_effect(fit, X, ci)
    r, p = autocorrelation(fits["ols"].residuals, points.steps, max(1, min(10, n // 5)))
    acf = pd.DataFrame(
        {"r": r, "limit": 1.96 / np.sqrt(n)}, pd.RangeIndex(1, len(r) + 1, name="lag")
    )
    path = path_table(points, fit, X, ci)
    coefficients = coefficients_table(fit, names, ci)
    effects = effects_at(points, path, at, comparison is not None)
    return InterruptedSeries(
        average[0],
        average[1],
        average[2],
        average[3],
        coefficients,
        effects,
        path,
        acf,
        p,
        with_each_errors(fits, X, ci),
        _alone(series, comparison, change, season, harmonics, errors, lags, ci),
        errors,
        chosen if errors == "hac" else None,
        points.labels[points.steps == place][0],
        n,
        points.step,
        str(series.name) if series.name is not None else "",
        ci,
        sentence(points, coefficients, average, path, comparison is not None),
        does_not_say(comparison is not None, season),
        convention(errors, chosen, fits["ar1"].rho, season, harmonics, ci),
        cautions(points, place, errors, fits["ar1"].rho, season),
    )


def _options(errors: str, lags: int | None, ci: float) -> None:
    if errors not in ("auto", "hac", "ar1"):
        raise ValueError(f"errors must be 'auto', 'hac' or 'ar1', not {errors!r}")
    if lags is not None and check_count("lags", lags, min(lags, 0)) < 0:
        raise ValueError(f"lags must be 0 or more, not {lags!r}")
    if not 0 < ci < 1:
        raise ValueError(f"ci must lie between 0 and 1, not {ci!r}")


def _enough(points: Points, place: int, X: np.ndarray, season: float | None) -> None:
    after = int((points.steps >= place).sum())
    before = len(points.steps) - after
    if min(before, after) < LEAST:
        raise DataError(
            f"{before} points before and {after} after the change; {LEAST} are needed on each side"
        )
    if len(points.steps) < X.shape[1] + 3:
        raise DataError(
            f"{len(points.steps)} points are too few for {X.shape[1]} coefficients; leave the "
            "season out or gather more"
        )
    if season is not None and points.steps[-1] + 1 < season:
        raise DataError(
            f"the series is {points.steps[-1] + 1} {points.step}s long, less than one season of "
            f"{season:g}; leave the season out"
        )
    if points.values.std() <= 1e-12 * np.abs(points.values).max():
        raise DataError(f"all {len(points.values)} values are {points.values[0]:g}: nothing to see")


def _alone(
    series: pd.Series,
    comparison: pd.Series | None,
    change: Any,
    season: float | None,
    harmonics: int,
    errors: Literal["hac", "ar1"],
    lags: int | None,
    ci: float,
) -> pd.DataFrame | None:
    """Average effect of each of the two series on its own."""
    if comparison is None:
        return None
    rows = {}
    for name, one in (("series", series), ("comparison", comparison)):
        points = points_of(one, name, gaps="keep")
        X, _ = segments(points.steps, change_at(points, change), season, harmonics)
        fit = (
            ar1_fit(points.values, X, points.steps)
            if errors == "ar1"
            else hac_fit(
                points.values,
                X,
                points.steps,
                newey_west_lags(len(points.values)) if lags is None else lags,
            )
        )
        rows[name] = average_effect(fit, X, ci)
    return pd.DataFrame.from_dict(rows, orient="index", columns=["estimate", "low", "high", "p"])
