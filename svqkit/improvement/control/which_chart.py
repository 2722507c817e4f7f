"""Which control chart suits the data at hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from svqkit.improvement.control.columns import as_data
from svqkit.improvement.control.control_chart import control_chart, in_subgroups
from svqkit.improvement.control.counts import read_counts
from svqkit.improvement.control.samples import Samples, read_individuals
from svqkit.improvement.control.subgroups import read_subgroups
from svqkit.result import Part, Result

__all__ = ["ChartChoice", "which_chart"]

_ALPHA = 0.01


@dataclass(frozen=True, eq=False, repr=False)
class ChartChoice(Result):
    """A chart for the data, in one sentence, with what was looked at.

    Attributes
    ----------
    kind : str
        For ``control_chart``.
    sentence : str
    dispersion, dispersion_p : float
        Variance of the counts over what counting alone explains (1 if nothing else varies), and the
        p-value of the χ² test of more; missing for measurements.
    autocorrelation : float
        Of neighbouring points.
    convention : str

    Examples
    --------
    >>> which_chart([3, 5, 4, 6, 2], n=50).kind
    'p'
    """

    kind: str
    sentence: str
    dispersion: float
    dispersion_p: float
    autocorrelation: float
    convention: str

    def _title(self) -> str:
        return f"Chart: {self.kind}"

    def _parts(self) -> list[Part]:
        looked = pd.Series(
            {
                "dispersion": self.dispersion,
                "dispersion_p": self.dispersion_p,
                "autocorrelation": self.autocorrelation,
            }
        ).dropna()
        return [("", self.sentence), ("Looked at", looked), ("Convention", self.convention)]


def which_chart(
    x: Any,
    *,
    counts: Literal["items", "defects"] | None = None,
    value: str | None = None,
    subgroup: Any = None,
    n: Any = None,
) -> ChartChoice:
    """Say in one sentence which control chart suits the data.

    Parameters
    ----------
    x : Series, sequence or DataFrame
        As for ``control_chart``.
    counts : {"items", "defects"}, optional
        What is counted: defective items (each good or bad) or defects (an item may have several).
        With ``n`` and nothing said, items; without both, the values are measurements.
    value, subgroup, n : optional
        As for ``control_chart``.

    Returns
    -------
    ChartChoice
        ``.kind``, ``.sentence``.

    Raises
    ------
    DataError
        If the data cannot be charted.
    ValueError
        If ``counts`` is neither.

    References
    ----------
    Test of overdispersion: Pearson's χ² (Fisher's index of dispersion). Laney (2002), Quality
    Engineering 14(4), 531–537.

    Examples
    --------
    >>> which_chart([3, 5, 4, 6, 2, 4, 3, 5], counts="defects").sentence
    'Defects counted in equal opportunities, spread as chance would: a c chart.'
    """
    if counts not in (None, "items", "defects"):
        raise ValueError(f"counts is 'items' or 'defects', not {counts!r}")
    x = as_data(x)
    if counts is None and n is None:
        return _measured(x, value, subgroup)
    parts = counts != "defects"
    samples = read_counts(x, value, subgroup, None, n, parts=parts)
    return _counted(samples, parts)


def _counted(samples: Samples, parts: bool) -> ChartChoice:
    counts, sizes = samples.values, samples.sizes
    level = counts.sum() / sizes.sum()
    variance = level * (1 - level) if parts else level
    free = len(counts) - 1
    squares = float(((counts - level * sizes) ** 2 / (sizes * variance)).sum()) if variance else 0.0
    ratio, p = squares / free, float(chdtrc(free, squares))
    equal = len(np.unique(sizes)) == 1
    what = "Defective items out of" if parts else "Defects counted in"
    size = "equal" if equal else "unequal"
    over = p < _ALPHA and ratio > 1
    if over:
        kind = "p'" if parts else "u'"
        spread = f"varying {ratio:.1f} times as much as chance alone (p {'< 0.001' if p < 0.001 else f'= {p:.3f}'})"
        named = (
            f"Laney's {kind} chart, since the limits of a plain {kind[0]} chart would be too narrow"
        )
    else:
        kind = ("p" if parts else "c") if equal else ("p" if parts else "u")
        spread = "spread as chance would"
        named = f"a {kind} chart"
        if parts and equal:
            named += " (np shows the same as numbers)"
    where = f"{size} numbers" if parts else f"{size} opportunities"
    least = float((sizes * level).mean())
    rare = (
        f" With {least:.1f} expected a point the lower limit is of no use; chart the time or the number "
        "between events instead (I-MR)."
        if least < 2
        else ""
    )
    correlation = _neighbours(counts / sizes)
    return ChartChoice(
        kind,
        f"{what} {where}, {spread}: {named}.{rare}{_hanging(correlation, len(counts))}",
        ratio,
        p,
        correlation,
        f"Overdispersion: Pearson's χ² with {free} degrees of freedom, Laney's chart below p = {_ALPHA:g}.",
    )


def _measured(x: Any, value: str | None, subgroup: Any) -> ChartChoice:
    if in_subgroups(x, value, subgroup):
        samples = read_subgroups(x, value, subgroup, None)
        sizes = samples.sizes
        equal = len(np.unique(sizes)) == 1
        kind = "Xbar-R" if equal and sizes[0] < 10 else "Xbar-S"
        said = (
            f"Measurements in subgroups of {sizes[0]:g}: an Xbar-R chart; ranges use small subgroups well."
            if kind == "Xbar-R"
            else f"Measurements in subgroups of {sizes.min():g} to {sizes.max():g}: an Xbar-S chart; "
            "standard deviations use larger and unequal subgroups better than ranges."
            if not equal
            else f"Measurements in subgroups of {sizes[0]:g}: an Xbar-S chart; ranges waste large subgroups."
        )
        between = control_chart(x, "Xbar-S", value=value, subgroup=subgroup, rules="limits")
        if between.table["signal"].mean() > 0.25:
            said += (
                " More than a quarter of the means lie beyond their limits: days differ by more than "
                "what varies within them, so chart the means as single values (I-MR) or form other "
                "subgroups."
            )
    else:
        samples = read_individuals(x, value, subgroup, None)
        kind = "I-MR"
        said = (
            "Single measurements: an I-MR chart; add an EWMA or CUSUM chart where lasting shifts below "
            "1.5 sigma matter."
        )
    correlation = _neighbours(samples.values)
    return ChartChoice(
        kind,
        said + _hanging(correlation, len(samples.values)),
        np.nan,
        np.nan,
        correlation,
        "Ranges below ten equal observations, standard deviations otherwise (Montgomery, section 6.3).",
    )


def _neighbours(values: np.ndarray) -> float:
    away = values - values.mean()
    total = float((away**2).sum())
    return float((away[1:] * away[:-1]).sum()) / total if total > 0 else np.nan


def _hanging(correlation: float, count: int) -> str:
    """Warn where neighbouring points hang together."""
    if not abs(correlation) > 2.576 / np.sqrt(count):
        return ""
    return (
        f" Neighbouring points hang together (r = {correlation:.2f}), as after a shift or with a slow "
        "drift: limits from moving ranges are then too narrow, and runs mean less."
    )
