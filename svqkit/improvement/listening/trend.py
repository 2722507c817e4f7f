"""How often something is said, period by period, and when that changed."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.listening.change_points import (
    Change,
    find_changes,
    rate_interval,
    ratio_interval,
)
from svqkit.improvement.listening.feedback import Feedback, chosen, conditions
from svqkit.improvement.listening.trend_result import FeedbackTrend
from svqkit.psychometrics.data.resampling import generator
from svqkit.psychometrics.planning.sample_plan import check_between, check_count

__all__ = ["feedback_trend"]

_FREQUENCIES = {"week": "W-SUN", "month": "M", "quarter": "Q"}
_COVERED = 0.8
"""Share of the first and last period that comments must span, or it is left out."""


def feedback_trend(
    feedback: Feedback,
    *,
    where: Mapping[str, Any] | None = None,
    every: Literal["week", "month", "quarter"] = "month",
    exposure: Any = None,
    per: float | None = None,
    least: int = 2,
    alpha: float = 0.05,
    permutations: int = 999,
    seed: int = 1,
) -> FeedbackTrend:
    """Count comments over time and find where their rate changed.

    Parameters
    ----------
    feedback : Feedback
    where : mapping, optional
        Which comments to count: ``{"topic": "meals", "polarity": "complaint"}``.
    every : {"week", "month", "quarter"}
        Weeks begin on Monday.
    exposure : Series or mapping, optional
        How many could have complained: day, or first day of a period, to customers. Without it a
        busy month passes for a bad one.
    per : float, optional
        Exposure that rates are given for, such as 1000 customers; a power of ten otherwise.
    least : int
        Periods on each side of a change.
    alpha : float
        For each split.
    permutations : int
    seed : int

    Returns
    -------
    FeedbackTrend
        ``.counts``, ``.segments``, ``.changes``.

    Raises
    ------
    DataError
        If no comment meets the conditions, days are missing from all, fewer than four periods are
        left, or a period has no exposure.
    ValueError
        If an option is out of range.

    Notes
    -----
    Binary segmentation (Scott & Knott 1974) of Poisson rates by the likelihood ratio; the p-value
    permutes the periods with their exposures, so that counts which vary more than Poisson do not
    pass for changes; fewer than about eight periods can therefore never show one. The interval of a ratio takes the place of the change as known and is a little
    too narrow. A change in what is said has a date, not a cause.

    Examples
    --------
    >>> import svqkit as svq
    >>> heard = svq.read_feedback(svq.load_dataset("airline_feedback"), on="2025-12-31")
    >>> feedback_trend(heard, where={"channel": "hotline"}).changes["period"].tolist()
    []
    """
    if every not in _FREQUENCIES:
        raise ValueError(f"every is one of {', '.join(_FREQUENCIES)}, not {every!r}")
    if per is not None and not (isinstance(per, (int, float)) and 0 < per < np.inf):
        raise ValueError(f"per must be above 0, such as 1000 customers, not {per!r}")
    check_count("least", least, 1)
    check_count("permutations", permutations, 19)
    check_between("alpha", alpha, 0, 1)
    rng = generator(seed)
    table = chosen(feedback, where)
    span = feedback.comments["received"].dropna()
    days = table["received"].dropna()
    if days.empty:
        raise DataError("no comment that is counted has a day; a trend needs the column 'received'")
    periods, left_out = _periods(span, every)
    if len(periods) < max(4, 2 * least):
        raise DataError(
            f"comments span {len(periods)} whole {every}s, but a change needs at least "
            f"{max(4, 2 * least)}; count by a shorter period"
        )
    frequency = _FREQUENCIES[every]
    counts = days.dt.to_period(frequency).value_counts().reindex(periods, fill_value=0)
    amount = _exposure(exposure, periods, frequency)
    unit = 1.0 if exposure is None else float(per or 10 ** np.floor(np.log10(amount.mean())))
    x, e = counts.to_numpy(dtype=float), amount / unit
    found = find_changes(x, e, least=least, alpha=alpha, permutations=permutations, rng=rng)
    starts = periods.to_timestamp()
    bounds = [0, *(change.at for change in found), len(x)]
    level = np.empty(len(x))
    stretches = []
    for first, last in itertools.pairwise(bounds):
        total, over = x[first:last].sum(), e[first:last].sum()
        level[first:last] = total / over
        low, high = rate_interval(total, over)
        stretches.append(
            (starts[first], starts[last - 1], last - first, int(total), total / over, low, high)
        )
    segments = pd.DataFrame(
        stretches, columns=["first", "last", "periods", "count", "rate", "low", "high"]
    )
    changes = _changes(found, bounds, x, e, starts)
    table_of = pd.DataFrame(
        {"count": x.astype(int), "exposure": amount, "rate": x / e, "level": level},
        index=pd.Index(starts, name="period"),
    )
    expected = level * e
    degrees = len(x) - len(segments)
    filled = expected > 0
    chi = float((((x - expected) ** 2)[filled] / expected[filled]).sum())
    what = ", ".join(
        f"{column} {' or '.join(map(str, values))}" for column, values in conditions(where).items()
    )
    return FeedbackTrend(
        table_of,
        segments,
        changes,
        chi / degrees if degrees else float("nan"),
        every,
        unit,
        what or "all comments",
        dict(where or {}),
        _sentence(changes, every, exposure is None, left_out, int(table["received"].isna().sum())),
        f"Binary segmentation of Poisson rates, likelihood ratio; p by {permutations} permutations "
        f"(seed {seed}), split at p < {alpha:g}, at least {least} {every}s on each side.",
    )


def _periods(span: pd.Series, every: str) -> tuple[pd.PeriodIndex, list[str]]:
    """List the periods that the comments span, without a first and last one that they hardly touch."""
    frequency = _FREQUENCIES[every]
    periods = pd.period_range(span.min().to_period(frequency), span.max().to_period(frequency))
    left_out = []
    first, last = periods[0], periods[-1]
    length = (first.end_time - first.start_time).days + 1
    if len(periods) > 1 and (first.end_time - span.min()).days + 1 < _COVERED * length:
        left_out.append(f"{first.start_time:%Y-%m-%d}")
        periods = periods[1:]
    length = (last.end_time - last.start_time).days + 1
    if len(periods) > 1 and (span.max() - last.start_time).days + 1 < _COVERED * length:
        left_out.append(f"{last.start_time:%Y-%m-%d}")
        periods = periods[:-1]
    return periods, left_out


def _exposure(exposure: Any, periods: pd.PeriodIndex, frequency: str) -> np.ndarray:
    if exposure is None:
        return np.ones(len(periods))
    try:
        given = pd.Series(exposure, dtype=float)
        if isinstance(given.index, pd.PeriodIndex):
            given.index = given.index.start_time
        given.index = (
            pd.DatetimeIndex(pd.to_datetime(given.index)).tz_localize(None).to_period(frequency)
        )
    except (TypeError, ValueError) as error:
        raise DataError(
            "exposure maps days, or first days of periods, to numbers of customers, such as "
            f"{{'2025-01-01': 61200}}: {error}"
        ) from None
    amount = given.groupby(level=0).sum(min_count=1).reindex(periods)
    bad = amount.index[~((amount > 0) & np.isfinite(amount))]
    if len(bad):
        raise DataError(
            f"exposure has no amount above 0 for the period from {bad[0].start_time:%Y-%m-%d}; "
            "give one for each period, or leave exposure out",
            value=str(bad[0]),
        )
    return amount.to_numpy(dtype=float)


def _changes(
    found: list[Change], bounds: list[int], x: np.ndarray, e: np.ndarray, starts: pd.DatetimeIndex
) -> pd.DataFrame:
    rows = []
    for k, change in enumerate(found, start=1):
        before, after = slice(bounds[k - 1], bounds[k]), slice(bounds[k], bounds[k + 1])
        first, second = (x[before].sum(), e[before].sum()), (x[after].sum(), e[after].sum())
        low, high = ratio_interval(first, second)
        ratio = (second[0] / second[1]) / (first[0] / first[1]) if first[0] else np.inf
        rows.append((starts[change.at], change.statistic, change.p, ratio, low, high))
    table = pd.DataFrame(rows, columns=["period", "statistic", "p", "ratio", "low", "high"])
    return table.astype({"period": starts.dtype})


def _sentence(
    changes: pd.DataFrame, every: str, counted: bool, left_out: list[str], undated: int
) -> str:
    said = [
        f"From the {every} of {row.period:%Y-%m-%d} on the rate is {row.ratio:.2f} times what it was "
        f"({row.low:.2f} to {row.high:.2f})."
        for row in changes.itertuples()
    ] or ["No change of level is clear; that is no proof that there was none."]
    if counted:
        said.append("Counts are not set against the number of customers (exposure=).")
    if left_out:
        said.append(f"Left out because comments span them in part: {', '.join(left_out)}.")
    if undated:
        said.append(f"{undated} without a day are not counted.")
    if len(changes):
        said.append("What else changed at that time is not known here.")
    return " ".join(said)
