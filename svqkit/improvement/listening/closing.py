"""Closing the loop: what is open and how old, how long an answer takes, what customers were told."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from svqkit.errors import DataError, MissingExtraError
from svqkit.gaps.pairs.shares import wilson_interval
from svqkit.improvement.listening.closing_result import ClosingLoop
from svqkit.improvement.listening.days import day_of
from svqkit.improvement.listening.feedback import Feedback, expect_column, expect_feedback
from svqkit.improvement.listening.handling import STATUSES

__all__ = ["AGES", "closing_loop"]

AGES = ((0, 7), (8, 14), (15, 30), (31, 60), (61, None))
"""Bands of age in days; the last one is open."""


def closing_loop(
    feedback: Feedback,
    *,
    by: str = "owner",
    until: Literal["closed", "answered"] = "closed",
    on: Any = None,
) -> ClosingLoop:
    """Say how long customers wait, which cases are overdue, and what customers were told.

    Parameters
    ----------
    feedback : Feedback
        With days ``received`` and ``closed``; ``status``, ``due`` and ``reply`` where there are.
    by : str
        Column whose values are compared.
    until : {"closed", "answered"}
        Which days ``.times`` count: until a case was closed, or until the customer had a first
        answer. A case that was closed unanswered has waited in vain until then.
    on : date or str, optional
        The day on which open cases are looked at; that of the feedback otherwise.

    Returns
    -------
    ClosingLoop
        ``.times``, ``.ageing``, ``.due``, ``.told``, ``.overdue``.

    Raises
    ------
    DataError
        If no comment has the day it came in, none was closed, ``by`` is no column, or ``on`` lies
        before a day of the data.
    MissingExtraError
        If statsmodels is not installed.

    Notes
    -----
    The mean of closed cases alone is too short, because the slow ones are still open; Kaplan and
    Meier's (1958) estimate counts them for as long as they have waited. A case that is closed
    without a day, or whose first day is missing, is left out of times and counted.

    Examples
    --------
    >>> import svqkit as svq
    >>> heard = svq.read_feedback(svq.load_dataset("airline_feedback"), on="2025-12-31")
    >>> svq.closing_loop(heard, by="channel").told["share"].between(0, 1).all()
    np.True_
    """
    expect_feedback(feedback)
    if until not in ("closed", "answered"):
        raise ValueError(f"until is 'closed' or 'answered', not {until!r}")
    table = feedback.comments
    if until == "answered" and table["answered"].isna().all():
        raise DataError("no comment has a day of its first answer; the column is 'answered'")
    expect_column(table, by)
    day = pd.Timestamp(feedback.on if on is None else day_of(on))
    last = table[["received", "closed", "answered"]].max().max()
    if last is pd.NaT or table["received"].isna().all():
        raise DataError("no comment has the day it came in; ageing needs the column 'received'")
    if last > day:
        raise DataError(
            f"on is {day:%Y-%m-%d}, but the data go on to {last:%Y-%m-%d}; choose a later day"
        )
    shut = table["closed"].notna() & table["status"].isin(["", "closed"])
    lost = (table["status"] == "closed") & table["closed"].isna()
    dated = table["received"].notna() & ~lost
    if not (shut & dated).any():
        raise DataError("no comment has a day on which it was closed; the column is 'closed'")
    cases = table[dated]
    days = (cases["closed"].where(shut[dated], day) - cases["received"]).dt.days.to_numpy(float)
    done = shut[dated].to_numpy()
    groups = cases[by].astype(str).replace({"": "nobody", "all": "all (own)"})
    if until == "closed":
        times, curves = _times(days, done, groups.to_numpy())
    else:
        first = cases["answered"].fillna(cases["closed"].where(shut[dated], day))
        waited = (first - cases["received"]).dt.days.to_numpy(float)
        times, curves = _times(waited, cases["answered"].notna().to_numpy(), groups.to_numpy())
    waiting = cases[~done].assign(age=days[~done], group=groups[~done])
    late = table["due"] < day
    open_now = ~shut & ~lost
    overdue = table[open_now & late]
    severity = overdue["severity"] if "severity" in overdue else pd.Series(0, overdue.index)
    overdue_table = pd.DataFrame(
        {
            "owner": overdue["owner"],
            "status": overdue["status"],
            "due": overdue["due"],
            "days": (day - overdue["due"]).dt.days,
            "severity": severity,
        }
    ).sort_values(["days", "severity"], ascending=False, kind="stable")
    due = pd.Series(
        {
            "closed on time": int((shut & (table["closed"] <= table["due"])).sum()),
            "closed late": int((shut & (table["closed"] > table["due"])).sum()),
            "open, in time": int((open_now & table["due"].notna() & ~late).sum()),
            "open, overdue": len(overdue_table),
        },
        name="cases",
    )
    status = table["status"].value_counts().reindex([*STATUSES, ""], fill_value=0)
    status = status.rename({"": "unknown"}).rename_axis(None)
    told = _told(table[shut | lost])
    return ClosingLoop(
        times,
        curves,
        _ageing(waiting, overdue_table.index),
        status,
        due,
        told,
        overdue_table,
        by,
        until,
        day.date(),
        _sentence(times, until, due, told, int((~dated).sum())),
        "Kaplan–Meier with log-log intervals of the median (R: survfit(conf.type = 'log-log')); "
        "whole days from coming in to closing; a case with a closing day and another status "
        "counts as open again.",
    )


def _times(
    days: np.ndarray, done: np.ndarray, groups: np.ndarray
) -> tuple[pd.DataFrame, pd.DataFrame]:
    try:
        from statsmodels.duration.survfunc import SurvfuncRight
    except ImportError:
        raise MissingExtraError("improve", "statsmodels") from None
    rows, curves = {}, []
    names = [*sorted(set(groups)), "all"]
    for name in names:
        chosen = np.full(len(days), True) if name == "all" else groups == name
        n, closed = int(chosen.sum()), int(done[chosen].sum())
        row: dict[str, float] = {"n": n, "closed": closed, "open": n - closed}
        if closed:
            curve = SurvfuncRight(days[chosen], done[chosen].astype(int))
            row["median"] = float(curve.quantile(0.5))
            with np.errstate(all="ignore"):  # the ends of the curve, 1 and 0, have no log of a log
                low, high = curve.quantile_ci(0.5, method="cloglog")  # R's log-log
            row["low"], row["high"] = float(low), float(high)
            within = curve.surv_prob[curve.surv_times <= 14]
            row["within"] = 1 - float(within[-1]) if len(within) else 0.0
            curves.append(
                pd.DataFrame(
                    {
                        "group": name,
                        "day": np.r_[0.0, curve.surv_times],
                        "open": np.r_[1.0, curve.surv_prob],
                    }
                )
            )
        rows[name] = row
    times = pd.DataFrame.from_dict(rows, orient="index").reindex(
        columns=["n", "closed", "open", "median", "low", "high", "within"]
    )
    times = times.replace([np.inf, -np.inf], np.nan).astype({"n": int, "closed": int, "open": int})
    times.index.name = "group"
    return times, pd.concat(curves, ignore_index=True)


def _ageing(waiting: pd.DataFrame, overdue: pd.Index) -> pd.DataFrame:
    names = [f"{low}–{high}" if high is not None else f"over {low - 1}" for low, high in AGES]
    tops = [-1, *(high for _, high in AGES if high is not None), np.inf]
    groups, places = np.unique(waiting["group"].to_numpy(dtype=str), return_inverse=True)
    band = np.searchsorted(tops[1:], waiting["age"].to_numpy())
    counts = np.zeros((len(groups), len(names)), dtype=int)
    np.add.at(counts, (places, band), 1)
    late = np.bincount(places, waiting.index.isin(overdue), minlength=len(groups)).astype(int)
    oldest = np.zeros(len(groups), dtype=int)
    np.maximum.at(oldest, places, waiting["age"].to_numpy(dtype=int))
    table = pd.DataFrame(counts, index=pd.Index(groups, name="group"), columns=names)
    table = table.assign(oldest=oldest, overdue=late)
    return table.sort_values("overdue", ascending=False, kind="stable")


def _told(closed: pd.DataFrame) -> pd.DataFrame:
    channel = closed["channel"].replace("", "unknown")
    said = (closed["reply"] != "").groupby(channel).agg(["size", "sum"])
    said.columns = ["closed", "told"]
    low, high = wilson_interval(said["told"].to_numpy(), said["closed"].to_numpy())
    return said.assign(share=said["told"] / said["closed"], low=low, high=high)


def _sentence(
    times: pd.DataFrame, until: str, due: pd.Series, told: pd.DataFrame, left: int
) -> str:
    row = times.loc["all"]
    state = "open" if until == "closed" else "unanswered"
    said = f"{row['open']:.0f} of {row['n']:.0f} cases are {state}; {due['open, overdue']} are overdue. "
    if np.isnan(row["median"]):
        said += f"Fewer than half were {until}, so there is no median yet. "
    else:
        said += f"Half are {until} within {row['median']:.0f} days. "
    share = told["told"].sum() / max(told["closed"].sum(), 1)
    said += f"Of closed cases {share:.0%} were told something; closing a case is not yet telling the customer."
    parts = times.drop(index="all")
    slow = parts.index[parts["low"] > row["median"]].astype(str)
    if len(slow):
        said += f" Clearly slower than the whole: {', '.join(slow)}."
    if left:
        said += f" {left} without the days needed are left out of times."
    return said
