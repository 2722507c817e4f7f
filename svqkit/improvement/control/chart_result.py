"""A finished control chart: its lines, its points, and what fired where, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from svqkit.improvement.control.gaps_in_time import said
from svqkit.improvement.control.rules import Rule, fired
from svqkit.result import Part, Result

__all__ = ["ControlChart", "Lines", "reading", "tabulate"]

_SIGNALS = ["point", "chart", "value", "rule", "words", "since", "source"]


@dataclass(frozen=True)
class Lines:
    """A plotted statistic with its lines.

    Attributes
    ----------
    value, center, error, lower, upper : ndarray (points,)
        The error is the standard error of the value; a limit that no value can cross is ``nan``.
    """

    value: np.ndarray
    center: np.ndarray
    error: np.ndarray
    lower: np.ndarray
    upper: np.ndarray


@dataclass(frozen=True, eq=False, repr=False)
class ControlChart(Result):
    """A control chart: points, centre line, limits, and the rules that fired.

    Attributes
    ----------
    kind : str
        Such as ``"I-MR"`` or ``"p'"``.
    table : DataFrame (index: point)
        ``value n phase center sigma lower upper used signal rules``: what is plotted, the
        observations or opportunities behind it, the standard error, the limits, whether the point
        helped to estimate them, whether a rule fired, and which, in words. EWMA and CUSUM add
        ``observed``; CUSUM adds ``up down since_up since_down``.
    signals : DataFrame
        A row for each rule at each point: ``point chart value rule words since source``; ``since``
        is the first point of the pattern.
    center, lower, upper : float or Series
        The lines: one number where they are the same at every point, otherwise a Series by point.
    spread : ControlChart or None
        The chart of moving ranges, ranges or standard deviations that belongs to it.
    phases : DataFrame (index: phase)
        ``points used center sigma signals``; sigma is that of a single value, for counts the factor
        on the sampling error (Laney's, otherwise 1).
    in_control : bool
        Whether no rule fired, on neither chart.
    rules : tuple of str
        The rules that were looked for on this chart; none where those asked for do not suit it.
    sentence : str
        What to do now.
    notes : tuple of str
        What was left out, gaps in time, too few points.
    convention : str
    name, axis : str
        Of the values and of the points.

    Examples
    --------
    >>> import svqkit as svq
    >>> chart = svq.control_chart([10, 12, 11, 9, 10, 11, 30, 10, 11, 12])
    >>> chart.signals[["point", "rule"]].values.tolist()[0]
    [7, 'Nelson 1']
    """

    kind: str
    table: pd.DataFrame
    signals: pd.DataFrame
    center: float | pd.Series
    lower: float | pd.Series
    upper: float | pd.Series
    spread: ControlChart | None
    phases: pd.DataFrame
    in_control: bool
    rules: tuple[str, ...]
    sentence: str
    notes: tuple[str, ...]
    convention: str
    name: str = "value"
    axis: str = field(default="point")

    def _title(self) -> str:
        return f"Control chart ({self.kind}) of {self.name}"

    def _parts(self) -> list[Part]:
        first = self.signals[["point", "chart", "value", "words", "since"]].head(12)
        first = first.assign(since=[said(one) for one in first["since"]])
        parts: list[Part] = [("Phases", self.phases)]
        if len(first):
            more = f" (the first 12 of {len(self.signals)})" if len(self.signals) > 12 else ""
            parts.append((f"Signals{more}", first.set_index("point")))
        parts.append(("Reading", self.sentence))
        parts += [("Note", note) for note in self.notes]
        return [*parts, ("Convention", self.convention)]


def _fired_on(
    lines: Lines, stretches: Sequence[np.ndarray], rules: Sequence[Rule]
) -> tuple[np.ndarray, np.ndarray]:
    """Apply the rules to each stretch by itself; where each fired, and where its pattern began."""
    count = len(lines.value)
    held = np.zeros((len(rules), count), bool)
    since = np.zeros((len(rules), count), int)
    with np.errstate(invalid="ignore", divide="ignore"):
        z = (lines.value - lines.center) / lines.error
    outside = (lines.value > lines.upper) | (lines.value < lines.lower)
    windows = np.array([rule.window for rule in rules], dtype=int)
    for stretch in stretches:
        places = np.flatnonzero(stretch & ~np.isnan(lines.value))
        if not len(places):
            continue
        held[:, places] = fired(z[places], outside[places], rules)
        first = np.maximum(np.arange(len(places)) - windows[:, None] + 1, 0)
        since[:, places] = places[first]
    return held, since


def tabulate(
    lines: Lines,
    labels: pd.Index,
    stretches: Sequence[np.ndarray],
    rules: Sequence[Rule],
    chart: str,
    columns: dict[str, Any],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Lay out the points of a chart and its signals.

    Parameters
    ----------
    lines : Lines
    labels : Index (points,)
    stretches : sequence of ndarray of bool
        Points whose patterns are looked at together.
    rules : sequence of Rule
    chart : str
        What the signals say they come from.
    columns : dict
        Further columns, an array or one value each, set before the lines.

    Returns
    -------
    table, signals : DataFrame

    Examples
    --------
    >>> one = np.ones(3)
    >>> lines = Lines(np.array([0.0, 5, 0]), 0 * one, one, -3 * one, 3 * one)
    >>> from svqkit.improvement.control.rules import choose_rules
    >>> table, signals = tabulate(lines, pd.Index([1, 2, 3]), [one > 0], choose_rules("limits"), "x", {})
    >>> signals["point"].tolist(), table["rules"].tolist()
    ([2], ['', '1 point beyond a limit (Nelson 1)', ''])
    """
    held, since = _fired_on(lines, stretches, rules)
    words = np.full(len(labels), "", dtype=object)
    at, which = np.nonzero(held.T)
    for point, rule in zip(at.tolist(), which.tolist(), strict=True):
        now = f"{rules[rule].words} ({rules[rule].name})"
        words[point] = f"{words[point]}; {now}" if words[point] else now
    table = pd.DataFrame(
        {
            "value": lines.value,
            **columns,
            "center": lines.center,
            "sigma": lines.error,
            "lower": lines.lower,
            "upper": lines.upper,
            "signal": held.any(axis=0),
            "rules": words,
        },
        index=labels,
    )
    if not len(at):
        return table, pd.DataFrame(columns=_SIGNALS)
    texts = np.array([(rule.name, rule.words, rule.source) for rule in rules], dtype=object)[which]
    cells = [
        labels[at],
        chart,
        lines.value[at],
        *texts.T[:2],
        labels[since[which, at]],
        texts[:, 2],
    ]
    return table, pd.DataFrame(dict(zip(_SIGNALS, cells, strict=True)))


def reading(signals: pd.DataFrame, labels: pd.Index) -> str:
    """Say what the signals mean and what to do.

    Parameters
    ----------
    signals : DataFrame
        As ``tabulate`` makes them, of both charts.
    labels : Index
        Of all points.

    Returns
    -------
    str

    Examples
    --------
    >>> reading(pd.DataFrame(columns=["point", "words", "chart"]), pd.RangeIndex(30))[:37]
    'In control: no rule fired at 30 point'
    """
    if signals.empty:
        return (
            f"In control: no rule fired at {len(labels)} points. Only chance causes are seen: react to no "
            "single point; to do better, change the process. In control does not mean good enough "
            "(see capability)."
        )
    places = labels.get_indexer(pd.Index(signals["point"]))
    first = int(places.argmin())
    chart, words = signals["chart"].array[first], signals["words"].array[first]
    return (
        f"Out of control: {len(np.unique(places))} of {len(labels)} points signal, first "
        f"{said(labels[places[first]])} ({chart}: {words}). Look for what was different there; a "
        "signal says that something changed, not what."
    )
