"""From samples to a finished chart: estimate each stretch, draw its lines, apply the rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from svqkit.improvement.control.chart_plan import Plan, convention
from svqkit.improvement.control.chart_result import ControlChart, Lines, reading, tabulate
from svqkit.improvement.control.estimates import (
    COUNTS,
    estimate,
    moving_ranges,
    spread_line,
    standard_errors,
)
from svqkit.improvement.control.memory import cusum, ewma
from svqkit.improvement.control.rules import RULES, Rule
from svqkit.improvement.control.samples import Samples

__all__ = ["one_chart"]

_UNSYMMETRIC = ("Nelson 1", "Nelson 2", "Nelson 3", "Nelson 4")
_FOR_SPREAD = (*_UNSYMMETRIC, "Western Electric 1", "Western Electric 4")
_UNREAD = "None of the rules asked for suits a chart of spread: only its lines are drawn."
_SPREADS = {"I-MR": "moving range", "Xbar-R": "range", "Xbar-S": "standard deviation"}
_EWMA = Rule("EWMA", "average beyond a limit", 1, "Roberts (1959)", RULES["Nelson 1"].holds)
_CUSUM = Rule("CUSUM", "sum beyond h", 1, "Page (1954)", RULES["Nelson 1"].holds)


def one_chart(
    plan: Plan,
    samples: Samples,
    stretches: Sequence[np.ndarray],
    names: Sequence[Any],
    used: np.ndarray,
    notes: tuple[str, ...],
) -> ControlChart:
    """Estimate, draw and read a chart, with the chart of spread that belongs to it.

    Parameters
    ----------
    plan : Plan
    samples : Samples
    stretches : sequence of ndarray of bool (points,)
        Points that share limits and runs.
    names : sequence
        Of the stretches.
    used : ndarray of bool (points,)
        Which points the limits are estimated from.
    notes : tuple of str

    Returns
    -------
    ControlChart

    Examples
    --------
    >>> import svqkit as svq
    >>> svq.control_chart([10, 12, 11, 9, 10, 11], limits=2).kind
    'I-MR'
    """
    levels = [
        estimate(
            plan.base,
            samples,
            here,
            used,
            estimator=plan.estimator,
            center=plan.center,
            sigma=plan.sigma,
        )
        for here in stretches
    ]
    lines, more = _main_lines(plan, samples, stretches, levels)
    phase = names[0] if samples.phase is None else samples.phase
    columns = {"n": samples.sizes, "phase": phase, "used": used, **more}
    rules = _rules(plan)
    table, signals = tabulate(lines, samples.labels, stretches, rules, plan.kind, columns)
    if plan.kind == "CUSUM":
        signals = _since_zero(signals, table)
    spread = _spread(plan, samples, stretches, levels, used) if plan.kind in _SPREADS else None
    both = signals if spread is None or spread.signals.empty else _joined(signals, spread.signals)
    return ControlChart(
        kind=plan.kind,
        table=table,
        signals=both,
        center=_one_or_all(table["center"]),
        lower=_one_or_all(table["lower"]),
        upper=_one_or_all(table["upper"]),
        spread=spread,
        phases=_phases(stretches, names, levels, used, table),
        in_control=both.empty,
        rules=tuple(rule.name for rule in rules),
        sentence=reading(both, samples.labels),
        notes=notes,
        convention=convention(plan, rules),
        name=samples.name,
        axis=samples.axis,
    )


def _rules(plan: Plan) -> tuple[Rule, ...]:
    if plan.kind == "EWMA":
        return (_EWMA,)
    if plan.kind == "CUSUM":
        return (_CUSUM,)
    if plan.kind in COUNTS and plan.whole_set:
        return tuple(RULES[name] for name in _UNSYMMETRIC)
    return plan.rules


def _main_lines(
    plan: Plan,
    samples: Samples,
    stretches: Sequence[np.ndarray],
    levels: Sequence[tuple[float, float]],
) -> tuple[Lines, dict[str, np.ndarray]]:
    """Draw the lines of each stretch; further columns of EWMA and CUSUM."""
    count = len(samples.values)
    value, center, error = (np.empty(count) for _ in range(3))
    sums = np.zeros((count, 4))
    observed = samples.values / samples.sizes if plan.base in _RATES else samples.values
    for here, (level, sigma) in zip(stretches, levels, strict=True):
        center[here], error[here] = standard_errors(plan.base, level, sigma, samples.sizes[here])
        value[here] = observed[here]
        if plan.kind == "EWMA":
            value[here], error[here] = ewma(observed[here], level, error[here], plan.smoothing)
        elif plan.kind == "CUSUM":
            z = (observed[here] - level) / error[here]
            sums[here] = cusum(z, plan.k, plan.start)
    if plan.kind == "CUSUM":
        up, down = sums[:, 0], sums[:, 1]
        edge = np.full(count, plan.h)
        lines = Lines(np.where(up >= down, up, -down), 0 * edge, 0 * edge + 1, -edge, edge)
        more = dict(zip(("up", "down", "since_up", "since_down"), sums.T, strict=True))
        return lines, {"observed": observed, **more}
    lower, upper = center - plan.limits * error, center + plan.limits * error
    if plan.base in COUNTS:
        lower = np.maximum(lower, 0)
        if plan.base in ("p", "p'"):
            upper = np.minimum(upper, 1)
        elif plan.base == "np":
            upper = np.minimum(upper, samples.sizes)
    more = {"observed": observed} if plan.kind == "EWMA" else {}
    return Lines(value, center, error, lower, upper), more


_RATES = ("p", "p'", "u", "u'", "c")
"""Kinds that plot counts by their size; a c chart's sizes are all one."""


def _spread(
    plan: Plan,
    samples: Samples,
    stretches: Sequence[np.ndarray],
    levels: Sequence[tuple[float, float]],
    used: np.ndarray,
) -> ControlChart:
    """Draw the chart of spread from the same sigma."""
    count = len(samples.values)
    value, center, error = np.full(count, np.nan), np.empty(count), np.empty(count)
    for here, (_, sigma) in zip(stretches, levels, strict=True):
        center[here], error[here] = spread_line(plan.base, sigma, samples.sizes[here])
        if plan.base == "I-MR":
            value[here] = moving_ranges(samples.values[here], np.ones(here.sum(), bool))
    if plan.base == "Xbar-R" and samples.ranges is not None:
        value = samples.ranges
    elif plan.base == "Xbar-S" and samples.deviations is not None:
        value = samples.deviations
    lower = np.maximum(0, center - plan.limits * error)
    lines = Lines(value, center, error, lower, center + plan.limits * error)
    allowed = _FOR_SPREAD if plan.base != "I-MR" else ("Nelson 1", "Western Electric 1")
    rules = tuple(rule for rule in plan.rules if rule.name in allowed)
    name = _SPREADS[plan.base]
    phase = "all" if samples.phase is None else samples.phase
    columns = {"n": samples.sizes, "phase": phase, "used": used}
    table, signals = tabulate(lines, samples.labels, stretches, rules, name, columns)
    names = ["all"] if samples.phase is None else list(dict.fromkeys(samples.phase.tolist()))
    names = names if len(stretches) > 1 else ["all"]
    spreads = [
        (float(center[here].mean()), level[1])
        for here, level in zip(stretches, levels, strict=True)
    ]
    return ControlChart(
        kind=name,
        table=table,
        signals=signals,
        center=_one_or_all(table["center"]),
        lower=_one_or_all(table["lower"]),
        upper=_one_or_all(table["upper"]),
        spread=None,
        phases=_phases(stretches, names, spreads, used, table),
        in_control=signals.empty,
        rules=tuple(rule.name for rule in rules),
        sentence=reading(signals, samples.labels) if rules else _UNREAD,
        notes=(),
        convention=convention(plan, rules),
        name=f"{name} of {samples.name}",
        axis=samples.axis,
    )


def _since_zero(signals: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Let a CUSUM's signal begin where its sum last left 0: about when the process changed."""
    if signals.empty:
        return signals
    places = table.index.get_indexer(pd.Index(signals["point"]))
    upward = table["value"].to_numpy()[places] > 0
    run = np.where(
        upward, table["since_up"].to_numpy()[places], table["since_down"].to_numpy()[places]
    )
    words = np.where(upward, "upward sum beyond h", "downward sum beyond h")
    begun = table.index[np.maximum(places - run.astype(int) + 1, 0)]
    return signals.assign(since=begun, words=words)


def _joined(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    return second if first.empty else pd.concat([first, second], ignore_index=True)


def _one_or_all(line: pd.Series) -> float | pd.Series:
    """One number where a line is level."""
    values = line.to_numpy()
    return float(values[0]) if (values == values[0]).all() else line


def _phases(
    stretches: Sequence[np.ndarray],
    names: Sequence[Any],
    levels: Sequence[tuple[float, float]],
    used: np.ndarray,
    table: pd.DataFrame,
) -> pd.DataFrame:
    signal = table["signal"].to_numpy()
    return pd.DataFrame(
        {
            "points": [int(here.sum()) for here in stretches],
            "used": [int((here & used).sum()) for here in stretches],
            "center": [level for level, _ in levels],
            "sigma": [sigma for _, sigma in levels],
            "signals": [int(signal[here].sum()) for here in stretches],
        },
        index=pd.Index(list(names), name="phase"),
    )
