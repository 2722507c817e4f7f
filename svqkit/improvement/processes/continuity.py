"""Continuity: time between failures, time to recover, availability."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.processes.amounts import amount, share
from svqkit.improvement.processes.moments import moment, moments_of
from svqkit.improvement.processes.rows import rows_of
from svqkit.result import Part, Result

__all__ = ["Continuity", "continuity"]

CONVENTION = (
    "Hours. Time between failures is time in service over failures; its interval is exact for "
    "failures that come at random at one rate (chi-squared). Time to recover is the mean of outages "
    "that have ended, with Student's t, not below 0. The interval of availability takes times up and "
    "down as exponential (F)."
)
LIMITS = (
    "One rate for the whole period: failures that come in bursts, or more and more often, make the "
    "intervals too narrow. Look at their dates as well. Long outages are rare, so from a few the "
    "interval of the time to recover holds less often than it says: of 95 % intervals from about seven "
    "outages of exponential length 89 in 100 do."
)


@dataclass(frozen=True, eq=False, repr=False)
class Continuity(Result):
    """How often services fail and how soon they are back.

    Attributes
    ----------
    table : DataFrame (index: service)
        ``failures hours_up hours_down``; ``mtbf`` (hours between failures), ``mttr`` (hours to
        recover) and ``availability`` (share) with ``_low`` and ``_high``, NaN where there are too few
        failures to know; ``longest`` outage;
        ``within_target`` with its interval, where a target was given; ``open`` outages.
    start, end : Timestamp
    target : float or None
        Hours.
    ci_level : float
    convention : str

    Examples
    --------
    >>> import svqkit as svq
    >>> outage = {"start": "2026-03-02 09:00", "end": "2026-03-02 12:00"}
    >>> svq.continuity([outage], start="2026-03-01", end="2026-03-31").table["failures"].tolist()
    [1]
    """

    table: pd.DataFrame
    start: pd.Timestamp
    end: pd.Timestamp
    target: float | None
    ci_level: float
    convention: str

    def _title(self) -> str:
        return f"Continuity from {self.start:%Y-%m-%d} to {self.end:%Y-%m-%d}"

    def _parts(self) -> list[Part]:
        return [
            ("", self.table.T),
            ("Convention", self.convention),
            ("What this does not say", LIMITS),
        ]


def continuity(
    outages: Any,
    *,
    start: Any,
    end: Any,
    services: list[str] | None = None,
    target: float | None = None,
    ci_level: float = 0.95,
) -> Continuity:
    """Compute time between failures, time to recover and availability from a list of outages.

    Parameters
    ----------
    outages : DataFrame or list of mappings
        A row an outage: ``start``, ``end`` (missing while it lasts), optional ``service``. Times
        without a zone are taken as they stand; across a change of the clocks give the zone.
    start, end : date or time
        Of the period watched.
    services : list of str, optional
        All services watched, so that those without outage are counted too.
    target : float, optional
        Hours within which a service shall be back.
    ci_level : float

    Returns
    -------
    Continuity
        ``.table`` by service.

    Raises
    ------
    DataError
        If an outage ends before it starts, overlaps another, lies outside the period, or a time
        cannot be read.

    References
    ----------
    Meeker & Escobar (1998), Statistical Methods for Reliability Data, chapter 7 (exponential).

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.continuity(
    ...     [{"start": "2026-03-02 09:00", "end": "2026-03-02 12:00"},
    ...      {"start": "2026-03-20 22:00", "end": "2026-03-20 23:00"}],
    ...     start="2026-03-01", end="2026-03-31", target=2)
    >>> found.table[["mtbf", "mttr", "within_target"]].to_numpy().tolist()
    [[358.0, 2.0, 0.5]]
    """
    first, last = moment("start", start), moment("end", end)
    if (first.tz is None) != (last.tz is None):
        raise DataError("start and end must both have a time zone, or none")
    if not first < last:
        raise DataError(f"the period ends ({last}) before it starts ({first})")
    level = share("ci_level", ci_level)
    goal = None if target is None else amount("target", target)
    table = rows_of("outages", outages)
    if isinstance(services, str):
        raise DataError(f"services must be a list of names, such as [{services!r}]")
    if len(table) and "start" not in table.columns:
        raise DataError("outages have no column 'start'", column="start")
    for column, default in (("start", pd.NaT), ("end", pd.NaT), ("service", "service")):
        if column not in table.columns:
            table[column] = default
    table = _checked(table, first, last)
    known = list(dict.fromkeys([*(services or []), *table["service"]])) or ["service"]
    if services is not None:
        strangers = [name for name in table["service"] if name not in services]
        if strangers:
            raise DataError(f"an outage is of {strangers[0]!r}, which is not among the services")
    rows = [_row(table[table["service"] == name], first, last, goal, level) for name in known]
    found = pd.DataFrame(rows, index=pd.Index(known, name="service"))
    return Continuity(found, first, last, goal, level, CONVENTION)


def _checked(table: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    """Read the times and refuse outages that cannot be."""
    table = table.set_axis(pd.RangeIndex(1, len(table) + 1))
    read = {name: moments_of(name, table[name]) for name in ("start", "end")}
    for name, missing in (("start", read["start"].isna()), ("service", table["service"].isna())):
        if missing.any():
            at = int(missing.to_numpy().argmax()) + 1
            raise DataError(f"outage {at} has no {name}; fill it in", row=at, column=name)
    for name, moments in read.items():
        if moments.notna().any() and (moments.dt.tz is None) != (first.tz is None):
            raise DataError(
                f"the period and the {name} of outages must both have a time zone, or none",
                column=name,
            )
        read[name] = moments.astype("datetime64[us]" if first.tz is None else "datetime64[us, UTC]")
    first, last = (one.as_unit("us") for one in (first, last))
    if first.tz is not None:
        first, last = first.tz_convert("UTC"), last.tz_convert("UTC")
    table = table.assign(
        start=read["start"], ended=read["end"].notna(), end=read["end"].fillna(last)
    )
    pairs: list[tuple[Any, Any]] = list(zip(table["start"], table["end"], strict=True))
    for at, (begins, ends) in enumerate(pairs, 1):
        if ends < begins:
            raise DataError(f"outage {at} ends ({ends}) before it starts ({begins})", row=at)
        if begins < first or ends > last:
            raise DataError(
                f"outage {at} ({begins} to {ends}) lies outside the period watched", row=at
            )
    for service, own in table.sort_values("start").groupby("service", sort=False):
        over = own["start"].iloc[1:].to_numpy() < own["end"].cummax().iloc[:-1].to_numpy()
        if over.any():
            one, other = own.index[:-1][over][0], own.index[1:][over][0]
            raise DataError(
                f"outages {one} and {other} of {service!r} overlap; join them", row=other
            )
    return table


def _row(
    own: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp, goal: float | None, level: float
) -> dict[str, Any]:
    from scipy.stats import chi2, f, t

    tail = (1 - level) / 2
    n = len(own)
    lengths = (own["end"] - own["start"]).dt.total_seconds().to_numpy(float) / 3600
    down = float(lengths.sum())
    up = (last - first) / pd.Timedelta(hours=1) - down
    back = lengths[own["ended"].to_numpy(bool)]
    half = np.nan
    if len(back) > 1:
        half = t.ppf(1 - tail, len(back) - 1) * back.std(ddof=1) / np.sqrt(len(back))
    mttr = float(back.mean()) if len(back) else np.nan
    ratio = down / up if up > 0 else np.inf
    spread = f.ppf(1 - tail, 2 * n, 2 * n) if n else np.nan
    row = {
        "failures": n,
        "hours_up": up,
        "hours_down": down,
        "mtbf": up / n if n else np.inf,
        "mtbf_low": 2 * up / chi2.ppf(1 - tail, 2 * n + 2),
        "mtbf_high": 2 * up / chi2.ppf(tail, 2 * n) if n else np.inf,
        "mttr": mttr,
        "mttr_low": max(0.0, mttr - half) if np.isfinite(half) else np.nan,
        "mttr_high": mttr + half,
        "longest": float(lengths.max()) if n else 0.0,
        "availability": up / (up + down),
        "availability_low": 1 / (1 + ratio * spread),
        "availability_high": 1 / (1 + ratio / spread),
    }
    if goal is not None:
        row |= _within(int((back <= goal).sum()), len(back), tail)
    return row | {"open": int(n - len(back))}


def _within(good: int, n: int, tail: float) -> dict[str, float]:
    """Give the share of recoveries in time, with the exact interval (Clopper and Pearson)."""
    from scipy.stats import beta

    return {
        "within_target": good / n if n else np.nan,
        "within_target_low": (beta.ppf(tail, good, n - good + 1) if good else 0.0) if n else np.nan,
        "within_target_high": (beta.ppf(1 - tail, good + 1, n - good) if good < n else 1.0)
        if n
        else np.nan,
    }
