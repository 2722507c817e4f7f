"""The error budget: how much of the failure that a target allows has been used up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.goals.history import measured
from svqkit.improvement.processes.amounts import amount, share
from svqkit.improvement.processes.moments import moment
from svqkit.result import Part, Result

__all__ = ["ErrorBudget", "error_budget"]


@dataclass(frozen=True, eq=False, repr=False)
class ErrorBudget(Result):
    """How much of the allowed failure is used.

    Attributes
    ----------
    summary : Series
        ``target allowed used remaining`` (in the unit of ``bad``), ``used_share`` (of the
        period's budget), ``elapsed_share`` (of the period), ``burn_rate burn_low burn_high`` (1 is
        just in time), ``recent_burn_rate`` (the last seventh of the days seen, at least one).
    exhausted : Timestamp or None
        When the budget was used up, or will be at the present burn rate; None if not within the
        period.
    path : DataFrame (index: date)
        ``bad total used_share even_share``.
    status : str
        In one sentence.
    convention : str

    Examples
    --------
    >>> import svqkit as svq
    >>> days = svq.load_dataset("servicedesk_availability")
    >>> budget = error_budget(days["down"], days["minutes"], target=0.995, end="2026-03-31")
    >>> bool(budget.summary["burn_rate"] > 1)
    True
    """

    summary: pd.Series
    exhausted: pd.Timestamp | None
    path: pd.DataFrame
    status: str
    convention: str

    def _title(self) -> str:
        return "Error budget"

    def _parts(self) -> list[Part]:
        return [("", self.status), ("", self.summary), ("Convention", self.convention)]


def error_budget(
    bad: pd.Series, total: pd.Series | float, *, target: float, end: Any, ci: float = 0.95
) -> ErrorBudget:
    """Compare failures so far with those a target allows over a period.

    Parameters
    ----------
    bad : Series
        Failures a day (minutes down, breached tickets, failed requests), index of dates.
    total : Series or float
        Out of so many (minutes of service, tickets, requests) on the same dates, or each day.
    target : float in (0, 1)
        Share that shall go well, such as 0.995.
    end : date or str
        Last day of the period the target is for; it begins with the first day of ``bad``.
    ci : float in (0, 1)
        Level of the burn rate's interval.

    Returns
    -------
    ErrorBudget
        ``.summary .exhausted .path .status``.

    Raises
    ------
    DataError
        If days come twice or are missing in between, failures are negative or more than the total,
        a total is zero throughout, or the period ends before the data.
    ValueError
        If a share lies outside 0 to 1.

    References
    ----------
    Beyer, Murphy, Rensin, Kawahara & Thorne (2018), The Site Reliability Workbook, ch. 2 and 5.
    The burn rate is a ratio of sums over days; its interval takes the days as the units (linearised
    ratio: Cochran 1977, Sampling Techniques, eq. 2.39, without the finite population's factor), so
    an outage of many minutes counts once.

    Examples
    --------
    >>> days = pd.date_range("2026-03-01", periods=10)
    >>> down = pd.Series([0, 0, 12, 0, 0, 0, 0, 3, 0, 0.0], index=days)
    >>> found = error_budget(down, 1440, target=0.999, end="2026-03-30")
    >>> found.summary[["allowed", "used", "burn_rate"]].round(2).tolist()
    [43.2, 15.0, 1.04]
    """
    share("target", target)
    share("ci", ci)
    failures = measured(bad, least=2)
    whole = _totals(total, failures)
    _checked(failures, whole)
    last = moment("end", end).tz_localize(None).normalize()
    first = failures.index[0].normalize()
    days = len(failures)
    period = (last - first).days + 1
    if period < days:
        raise DataError(
            f"the period ends on {last:%Y-%m-%d}, but the data go on to "
            f"{failures.index[-1]:%Y-%m-%d}; leave the later days out or give a later end"
        )
    used, seen = float(failures.sum()), float(whole.sum())
    allowed = (1 - target) * seen * period / days
    rate = used / seen / (1 - target)
    reach = _reach(failures.to_numpy(), whole.to_numpy(), ci) / (1 - target)
    recent = failures.iloc[-max(1, days // 7) :]
    recent_total = float(whole[recent.index].sum())
    recent_rate = float(recent.sum()) / recent_total / (1 - target) if recent_total else np.nan
    summary = pd.Series(
        {
            "target": target,
            "allowed": allowed,
            "used": used,
            "remaining": allowed - used,
            "used_share": used / allowed,
            "elapsed_share": days / period,
            "burn_rate": rate,
            "burn_low": max(rate - reach, 0.0),
            "burn_high": rate + reach,
            "recent_burn_rate": recent_rate,
        },
        name="value",
    )
    path = pd.DataFrame(
        {
            "bad": failures,
            "total": whole,
            "used_share": failures.cumsum() / allowed,
            "even_share": np.arange(1, days + 1) / period,
        }
    ).rename_axis("date")
    exhausted = _exhausted(path, used, allowed, first, last, days)
    return ErrorBudget(
        summary,
        exhausted,
        path,
        _status(summary, exhausted, failures.index[-1]),
        "The budget of the period takes its remaining days to have the mean total of those seen. "
        "A burn rate of 1 uses the budget up on the last day. Its interval treats days as "
        "independent; outages that run over midnight make it a little too narrow.",
    )


def _totals(total: pd.Series | float, failures: pd.Series) -> pd.Series:
    if not isinstance(total, pd.Series):
        return pd.Series(amount("total", total, zero=True), index=failures.index)
    whole = measured(total).reindex(failures.index)
    if whole.isna().any():
        raise DataError(f"total has no value for {whole.index[whole.isna()][0]:%Y-%m-%d}")
    return whole


def _checked(failures: pd.Series, whole: pd.Series) -> None:
    days = pd.DatetimeIndex(failures.index).normalize()
    if days.duplicated().any():
        raise DataError(
            f"{days[days.duplicated()][0]:%Y-%m-%d} has several values; add them up to one a day"
        )
    gaps = np.flatnonzero(np.diff(days.to_numpy()) > np.timedelta64(1, "D"))
    if len(gaps):
        raise DataError(
            f"days are missing after {days[gaps[0]]:%Y-%m-%d}; a day without failure is a 0, not "
            "a gap"
        )
    wrong = (failures < 0) | (failures > whole)
    if wrong.any():
        day = failures.index[wrong][0]
        raise DataError(f"{day:%Y-%m-%d} has {failures[day]:g} failures out of {whole[day]:g}")
    if float(whole.sum()) == 0:
        raise DataError("the totals are all zero: there was nothing that could fail")


def _reach(bad: np.ndarray, total: np.ndarray, ci: float) -> float:
    """Half the interval of a ratio of sums over days."""
    from scipy.special import stdtrit

    n = len(bad)
    ratio = bad.sum() / total.sum()
    residuals = bad - ratio * total
    se = np.sqrt(n / (n - 1) * float(residuals @ residuals)) / float(total.sum())
    return float(stdtrit(n - 1, (1 + ci) / 2)) * se


def _exhausted(
    path: pd.DataFrame,
    used: float,
    allowed: float,
    first: pd.Timestamp,
    last: pd.Timestamp,
    days: int,
) -> pd.Timestamp | None:
    over = path.index[path["used_share"] > 1]
    if len(over):
        return over[0].normalize()
    if used == 0:
        return None
    until = days * allowed / used
    return first + pd.Timedelta(days=int(until)) if until < (last - first).days + 1 else None


def _status(summary: pd.Series, exhausted: pd.Timestamp | None, today: pd.Timestamp) -> str:
    said = f"{summary['used_share']:.0%} of the budget is used after {summary['elapsed_share']:.0%} of the period"
    if exhausted is None:
        return f"{said}; at this rate it lasts to the end."
    if exhausted <= today:
        return f"{said}; it was used up on {exhausted:%Y-%m-%d}."
    return f"{said}; at this rate it is used up on {exhausted:%Y-%m-%d}."
