"""Control charts: whether a process is steady, and where it changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.control.chart_plan import Plan
from svqkit.improvement.control.chart_result import ControlChart
from svqkit.improvement.control.columns import aligned, as_data
from svqkit.improvement.control.counts import read_counts
from svqkit.improvement.control.drawing_lines import one_chart
from svqkit.improvement.control.estimates import COUNTS, ESTIMATORS
from svqkit.improvement.control.gaps_in_time import as_moment, said
from svqkit.improvement.control.only_numbers import number_options, numbers_or_none
from svqkit.improvement.control.rules import choose_rules
from svqkit.improvement.control.samples import Samples, read_individuals
from svqkit.improvement.control.subgroups import read_subgroups

__all__ = ["KINDS", "control_chart", "in_subgroups"]

KINDS = (*ESTIMATORS, *COUNTS, "EWMA", "CUSUM")
"""Kinds of control charts."""

_FEW = 20
"""With fewer points the limits themselves are uncertain (Montgomery: 20 to 25 to begin with)."""


def control_chart(
    x: Any,
    kind: Literal[
        "I-MR", "Xbar-R", "Xbar-S", "p", "np", "c", "u", "p'", "u'", "EWMA", "CUSUM"
    ] = "I-MR",
    *,
    value: str | None = None,
    subgroup: Any = None,
    n: Any = None,
    phase: Any = None,
    baseline: Any = None,
    exclude: Sequence[Any] = (),
    center: float | None = None,
    sigma: float | None = None,
    limits: float = 3.0,
    rules: str | Sequence[str] = "Nelson",
    estimator: str | None = None,
    smoothing: float = 0.2,
    k: float = 0.5,
    h: float = 5.0,
    fast: bool = False,
) -> ControlChart:
    """Chart a process over time with its limits, and name the rules that its points break.

    Parameters
    ----------
    x : Series, sequence or DataFrame
        Single values or counts in the order of time; for subgroups a table, wide (a row a
        subgroup) or long (with ``value`` and ``subgroup``).
    kind : str
        ``"I-MR"`` single values with moving ranges; ``"Xbar-R"``, ``"Xbar-S"`` means of subgroups
        with ranges or standard deviations; ``"p"``, ``"np"`` share and number of defective items;
        ``"c"``, ``"u"`` defects, and defects by opportunity; ``"p'"``, ``"u'"`` the same with
        Laney's correction for large n; ``"EWMA"``, ``"CUSUM"`` for small lasting shifts.
    value, subgroup : str, optional
        Columns of a table: the values, and what names a point (a day, a shift). The index
        otherwise. ``subgroup`` may be a sequence with one label a row.
    n : number, str or sequence, optional
        For counts: items inspected, or opportunities, as a number, a column or one a point.
    phase : str or sequence, optional
        A label a row: each phase gets limits of its own, and runs end with it.
    baseline : int, label of a phase, or sequence of bool, optional
        Points that the limits are estimated from; they then stay as they are for all others
        (monitoring): the first so many, those of a phase, or those marked.
    exclude : label, or sequence of labels
        Points with a known cause: plotted, but not used for the limits.
    center, sigma : float, optional
        Known centre and sigma of a single value (for counts: share or rate, and the factor).
    limits : float
        Standard errors from the centre line to a limit.
    rules : str or sequence of str
        ``"Nelson"``, ``"Western Electric"``, ``"limits"``, or rules by name (``"Nelson 2"``).
        Counts take Nelson's first four unless rules are named one by one; charts of spread take
        those that need no symmetry; EWMA and CUSUM only their limits.
    estimator : str, optional
        Of sigma. I-MR: ``"mean"`` (default) or ``"median"`` moving range. Subgroups: ``"mean"`` of
        the unbiased values, ``"weighted"`` by their precision, or ``"pooled"`` (Xbar-S).
    smoothing : float
        EWMA: weight of the newest value (lambda).
    k, h : float
        CUSUM: reference value and decision interval, in standard errors.
    fast : bool
        CUSUM: start at h/2 (fast initial response).

    Returns
    -------
    ControlChart
        ``.table`` (a row a point), ``.signals``, ``.center``, ``.lower``, ``.upper``, ``.spread``,
        ``.phases``, ``.sentence``.

    Raises
    ------
    DataError
        If the data do not suit the kind: a subgroup of one, a zero denominator, a count above n or
        not whole, a label that stands twice, time that runs backwards, no variation.
    ValueError
        If an option is unknown or out of range.

    References
    ----------
    Shewhart (1931). Montgomery, Introduction to Statistical Quality Control, chapters 6, 7 and 9.
    Laney (2002), Quality Engineering 14(4), 531–537. Nelson (1984), Journal of Quality Technology
    16(4), 237–239. Western Electric (1956), Statistical Quality Control Handbook. Burr (1969),
    Journal of Quality Technology 1(3), 163–167 (weights for unequal subgroups).

    Examples
    --------
    >>> chart = control_chart([12, 15, 8, 10, 4, 7, 16, 9, 14, 10], "p", n=50)
    >>> round(chart.center, 3), round(chart.upper, 3), chart.in_control
    (0.21, 0.383, True)
    """
    number_options(limits=limits, smoothing=smoothing, k=k, h=h)
    numbers_or_none(center=center, sigma=sigma)
    _check(kind, limits, smoothing, k, h, n)
    for name, given, least in (("center", center, -np.inf), ("sigma", sigma, 0.0)):
        if given is not None and not least < given < np.inf:
            raise ValueError(f"{name} is a finite number{' above 0' * (least == 0)}, not {given!r}")
    x = as_data(x)
    samples, base = _read(x, kind, value, subgroup, phase, n)
    allowed = ESTIMATORS.get(base, ("mean",))
    if estimator is not None and estimator not in allowed:
        raise ValueError(f"estimator of {base} is one of {', '.join(allowed)}, not {estimator!r}")
    stretches, names, used = _stretches(samples, baseline, exclude)
    plan = Plan(
        kind=kind,
        base=base,
        estimator=estimator or allowed[0],
        limits=limits,
        rules=tuple(choose_rules(rules)),
        whole_set=isinstance(rules, str) and rules.lower() == "nelson",
        center=center,
        sigma=sigma,
        smoothing=smoothing,
        k=k,
        h=h,
        start=h / 2 if fast else 0.0,
    )
    few = [
        f"{f'Phase {said(name)}: ' if samples.phase is not None else ''}limits from "
        f"{int((here & used).sum())} points; with fewer than {_FEW} they are provisional."
        for name, here in zip(names, stretches, strict=True)
        if (here & used).sum() < _FEW and (center is None or (sigma is None and kind not in COUNTS))
    ]
    few = [note[0].upper() + note[1:] for note in few]
    return one_chart(plan, samples, stretches, names, used, (*samples.notes, *few))


def _check(kind: str, limits: float, smoothing: float, k: float, h: float, n: Any) -> None:
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}, not {kind!r}")
    if not 0 < limits < np.inf:
        raise ValueError(f"limits is a number of standard errors above 0, not {limits!r}")
    if not 0 < smoothing <= 1:
        raise ValueError(f"smoothing is above 0 and at most 1, not {smoothing!r}")
    if not (0 <= k < np.inf and 0 < h < np.inf):
        raise ValueError(f"CUSUM needs k of at least 0 and h above 0, not k={k!r}, h={h!r}")
    if n is None and kind in ("p", "np", "p'", "u", "u'"):
        raise DataError(f"kind={kind!r} needs n: the items or opportunities behind each count")
    if n is not None and kind not in COUNTS:
        raise ValueError(f"n belongs to charts of counts, not to {kind}")


def _read(
    x: Any, kind: str, value: str | None, subgroup: Any, phase: Any, n: Any
) -> tuple[Samples, str]:
    """Read the data as the kind wants them; also the Shewhart chart behind an EWMA or CUSUM."""
    if kind in COUNTS:
        parts = kind in ("p", "np", "p'")
        samples = read_counts(x, value, subgroup, phase, n, parts=parts)
        if kind == "c" and len(np.unique(samples.sizes)) > 1:
            raise DataError("a c chart needs equal opportunities at every point; use kind='u'")
        if kind == "c":
            samples = replace(samples, sizes=np.ones(len(samples.sizes)))
        return samples, kind
    if kind in ("Xbar-R", "Xbar-S"):
        return read_subgroups(x, value, subgroup, phase), kind
    if kind in ("EWMA", "CUSUM") and in_subgroups(x, value, subgroup, phase):
        return read_subgroups(x, value, subgroup, phase), "Xbar-S"
    return read_individuals(x, value, subgroup, phase), "I-MR"


def in_subgroups(x: Any, value: str | None, subgroup: Any, phase: Any = None) -> bool:
    """Tell whether measurements come in subgroups: a wide table, or labels that stand again.

    Parameters
    ----------
    x, value, subgroup, phase
        As for ``control_chart``.

    Returns
    -------
    bool

    Examples
    --------
    >>> in_subgroups(pd.DataFrame({"x": [1, 2], "day": [1, 1]}), "x", "day")
    True
    """
    if not isinstance(x, pd.DataFrame):
        return False
    if value is None:
        return x.shape[1] - (phase in x.columns if isinstance(phase, str) else 0) > 1
    groups = aligned(x, subgroup, "subgroup")
    return groups is not None and bool(groups.duplicated().any())


def _labels(given: Any, labels: pd.Index, what: str) -> np.ndarray:
    """Find points by their labels, one or several."""
    marked = np.zeros(len(labels), bool)
    several = isinstance(given, Iterable) and not isinstance(given, str)
    for one in given if several else [given]:
        asked = as_moment(one, labels, what) if isinstance(labels, pd.DatetimeIndex) else one
        found = np.asarray(labels == asked)
        if not found.any():
            raise DataError(f"{what}: there is no point {said(asked)}", value=one)
        marked |= found
    return marked


def _stretches(
    samples: Samples, baseline: Any, exclude: Sequence[Any]
) -> tuple[list[np.ndarray], list[Any], np.ndarray]:
    """Divide the points into stretches with limits of their own; which points the limits use."""
    count = len(samples.labels)
    every = np.ones(count, bool)
    used = ~_labels(exclude, samples.labels, "exclude")
    if baseline is None:
        if samples.phase is None:
            return [every], ["all"], used
        names = list(dict.fromkeys(samples.phase.tolist()))
        stretches = [samples.phase == name for name in names]
        for name, here in zip(names, stretches, strict=True):
            places = np.flatnonzero(here)
            if places[-1] - places[0] + 1 != len(places):
                raise DataError(
                    f"phase {name!r} is interrupted by another; a phase is one stretch of time"
                )
            if len(places) < 2:
                raise DataError(f"phase {name!r} has one point, so it has no limits of its own")
        return stretches, names, used
    if samples.phase is not None:
        chosen = samples.phase == baseline
        if not chosen.any():
            known = ", ".join(map(str, dict.fromkeys(samples.phase.tolist())))
            raise DataError(f"baseline={baseline!r} is no phase; there are {known}")
    elif isinstance(baseline, int | np.integer) and not isinstance(baseline, bool):
        if not 2 <= baseline <= count:
            raise DataError(f"baseline={baseline} points out of {count}; give 2 to {count}")
        chosen = np.arange(count) < baseline
    else:
        marked = np.asarray(baseline)
        if marked.dtype != bool or marked.shape != (count,):
            raise DataError(
                "baseline is a number of first points, the label of a phase, or a True or False for "
                f"each of the {count} points"
            )
        chosen = marked
    return [every], ["baseline"], used & chosen
