"""A finished capability study: its tables, and what they do and do not say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from scipy.special import pdtrc

from svqkit.improvement.control.chart_result import ControlChart
from svqkit.improvement.control.rules import RULES
from svqkit.improvement.control.zone_chain import by_chain
from svqkit.result import Part, Result

__all__ = ["TAILS", "Capability", "cautions", "convention", "judgement"]

TAILS = (0.00135, 0.5, 0.99865)
"""What lies below three sigma, the middle, and above, as ISO 22514-2 takes them."""


@dataclass(frozen=True, eq=False, repr=False)
class Capability(Result):
    """How a process sits within its specification limits.

    Attributes
    ----------
    indices : DataFrame (index: Cp, Cpl, Cpu, Cpk, Pp, Ppl, Ppu, Ppk, Cpm)
        ``value low high``; missing where a specification limit or the target is missing. Cp to Cpk
        use sigma within (short term), Pp to Ppk and Cpm the overall standard deviation.
    ppm : DataFrame (index: observed, within, overall)
        ``below above total low high``: parts per million outside; the interval (Clopper & Pearson)
        is of the observed total.
    values : ndarray
        The observations.
    mean, sigma_within, sigma_overall : float
        Sigma within is that of the logarithms with ``"lognormal"``.
    lower, upper, target : float or None
    method : {"normal", "percentiles", "lognormal"}
    chart : ControlChart
        The chart that judged whether the process is steady.
    normality_p : float
        Of Shapiro and Wilk's test (of the logarithms with ``"lognormal"``).
    warnings : tuple of str
        Why the indices may not be believed.
    sentence, convention, name : str
    ci_level : float

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.capability([9.8, 10.1, 10.0, 9.9, 10.2, 10.0, 9.7, 10.1, 10.3, 9.9], lower=9, upper=11)
    >>> round(float(found.indices.loc["Ppk", "value"]), 2)
    1.83
    """

    indices: pd.DataFrame
    ppm: pd.DataFrame
    values: np.ndarray
    mean: float
    sigma_within: float
    sigma_overall: float
    lower: float | None
    upper: float | None
    target: float | None
    method: str
    chart: ControlChart
    normality_p: float
    warnings: tuple[str, ...]
    sentence: str
    convention: str
    name: str
    ci_level: float

    def _title(self) -> str:
        return f"Process capability of {self.name}"

    def _parts(self) -> list[Part]:
        parts: list[Part] = [
            (f"Indices with {self.ci_level:.0%} intervals", self.indices.dropna(how="all")),
            ("Parts per million outside the limits", self.ppm),
            ("Reading", self.sentence),
        ]
        parts += [("Caution", one) for one in self.warnings]
        return [*parts, ("Convention", self.convention)]


def _episodes(chart: ControlChart) -> tuple[int, float, bool]:
    """Count stretches of signals on the main chart, how many chance gives, and look for gross faults.

    Chance gives a point beyond five standard errors once in two million.
    """
    table = chart.table
    signal = table["signal"].to_numpy()
    begun = int((signal & ~np.concatenate([[False], signal[:-1]])).sum())
    far = bool(((table["value"] - table["center"]).abs() > 5 * table["sigma"]).any())
    return begun, len(table) / _between_false_alarms(), far


@lru_cache(maxsize=1)
def _between_false_alarms() -> float:
    return by_chain([RULES["Nelson 1"], RULES["Nelson 2"]], 3.0, 0.0)


def cautions(chart: ControlChart, p: float, method: str, count: int) -> tuple[str, ...]:
    """Say why the indices may not be believed.

    Parameters
    ----------
    chart : ControlChart
    p : float
        Of the test of the distribution.
    method : str
    count : int
        Of values.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> import svqkit as svq
    >>> chart = svq.control_chart([3, 5, 4, 6, 5, 3, 4, 5])
    >>> cautions(chart, 0.5, "normal", 8)
    ('8 values leave the intervals wide; 100 are the usual least.',)
    """
    said = []
    episodes, expected, far = _episodes(chart)
    if episodes and (far or pdtrc(episodes - 1, expected) < 0.05):
        said.append(
            f"The process is not in control ({episodes} stretches of signals in {len(chart.table)} "
            f"points, where chance gives about {expected:.1f}): its capability is that of no process. "
            "Find the causes first; Pp and Ppk only describe the past."
        )
    if p < 0.05 and method != "percentiles":
        shape = "normal" if method == "normal" else "lognormal"
        instead = (
            "method='lognormal' or 'percentiles'" if shape == "normal" else "method='percentiles'"
        )
        said.append(
            f"The values are not {shape} (Shapiro and Wilk, p = {p:.2g}): indices and expected parts "
            f"per million may be far off. Use {instead}."
        )
    if method == "percentiles" and count < 1 / TAILS[0]:
        said.append(
            f"{count} values cannot show a 0.135 % point: it is close to the smallest value seen, so "
            "Pp and Ppk are too high. 741 values or more would do."
        )
    elif count < 50:
        said.append(f"{count} values leave the intervals wide; 100 are the usual least.")
    return tuple(said)


def judgement(indices: pd.DataFrame, ppm: pd.DataFrame, warnings: tuple[str, ...]) -> str:
    """Say what Ppk and its interval mean.

    Parameters
    ----------
    indices, ppm : DataFrame
    warnings : tuple of str

    Returns
    -------
    str

    Examples
    --------
    >>> indices = pd.DataFrame([[1.5, 1.4, 1.6]], ["Ppk"], ["value", "low", "high"])
    >>> judgement(indices, pd.DataFrame({"total": [7.0]}, ["overall"]), ())[:33]
    'Ppk is 1.50 (1.40 to 1.60): above'
    """
    row_of = indices.index.get_loc("Ppk")
    ppk, low, high = indices.to_numpy(dtype=float)[row_of]
    row = "overall" if "overall" in ppm.index else "observed"
    outside = float(ppm["total"].to_dict()[row])
    known = f" ({low:.2f} to {high:.2f})" if low == low else ""
    if low != low:
        judged = "the interval is not known"
    elif low >= 1.33:
        judged = "above 1.33, the usual least for a running process, even at the lower end"
    elif high < 1.33:
        judged = "below 1.33, the usual least for a running process, even at the upper end"
    else:
        judged = "1.33, the usual least for a running process, lies inside: more data would decide"
    return (
        f"Ppk is {ppk:.2f}{known}: {judged}. About {outside:,.0f} of a million lie "
        f"outside the limits ({row})." + (" Read the cautions first." if warnings else "")
    )


def convention(kind: str, method: str) -> str:
    """Say which sigma, percentiles and intervals were used.

    Parameters
    ----------
    kind, method : str

    Returns
    -------
    str

    Examples
    --------
    >>> convention("I-MR", "normal")[:34]
    'Cp, Cpk: sigma from moving ranges '
    """
    within = "moving ranges" if kind == "I-MR" else "standard deviations within subgroups over c4"
    if method != "normal":
        return (
            "Pp = (U − L)/(P99.865 − P0.135), Ppk the smaller of (U − P50)/(P99.865 − P50) and "
            "(P50 − L)/(P50 − P0.135) (ISO 22514-2)"
            + (
                "; percentiles of the fitted lognormal, intervals by the delta method."
                if method == "lognormal"
                else "; as observed."
            )
        )
    return (
        f"Cp, Cpk: sigma from {within} (short term). Pp, Ppk, Cpm: overall standard deviation (n − 1), "
        "as Minitab; qcc's Cpm takes sigma within. Intervals: Chou, Owen & Borrego (Cp, Pp), Bissell "
        "(one-sided, Cpk, Ppk), Boyles (Cpm)."
    )
