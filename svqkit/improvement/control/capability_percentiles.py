"""Capability without a normal distribution: ISO 22514-2's percentiles, observed or of a lognormal."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import ndtri

from svqkit.errors import DataError
from svqkit.improvement.control.capability_result import TAILS

__all__ = ["by_percentiles"]


def by_percentiles(
    values: np.ndarray, lower: float | None, upper: float | None, method: str, ci: float
) -> pd.DataFrame:
    """Tabulate Pp and Ppk from percentiles; the other indices assume a normal distribution.

    Parameters
    ----------
    values : ndarray
    lower, upper : float or None
        Specification limits.
    method : {"percentiles", "lognormal"}
    ci : float
        Confidence. A lognormal has intervals by the delta method; observed percentiles so far out
        have none that could be trusted.

    Returns
    -------
    DataFrame (index: Cp, Cpl, Cpu, Cpk, Pp, Ppl, Ppu, Ppk, Cpm)
        ``value low high``.

    Raises
    ------
    DataError
        If the middle and an outer percentile are the same value.

    References
    ----------
    ISO 22514-2, general geometric method.

    Examples
    --------
    >>> x = np.exp(np.random.default_rng(1).normal(0, 0.1, 50))
    >>> by_percentiles(x, None, 1.5, "lognormal", 0.95).loc["Ppk"].round(2).tolist()
    [1.65, 1.26, 2.04]
    """
    if method == "lognormal":
        found = _lognormal(np.log(values), lower, upper, float(ndtri((1 + ci) / 2)))
    else:
        bottom, middle, top = np.quantile(values, TAILS)
        if (lower is not None and bottom == middle) or (upper is not None and middle == top):
            raise DataError(
                f"so many values are {middle:g} that the middle and a 0.135 % point are the same: no "
                "index can be had from percentiles; measure more finely"
            )
        ends = (np.nan, np.nan)
        below = np.nan if lower is None else (middle - lower) / (middle - bottom)
        above = np.nan if upper is None else (upper - middle) / (top - middle)
        wide = np.nan if lower is None or upper is None else (upper - lower) / (top - bottom)
        found = {"Pp": (wide, *ends), "Ppl": (below, *ends), "Ppu": (above, *ends)}
    sides = [one for one in (found["Ppl"], found["Ppu"]) if one[0] == one[0]]
    found["Ppk"] = min(sides)
    names = ["Cp", "Cpl", "Cpu", "Cpk", "Pp", "Ppl", "Ppu", "Ppk", "Cpm"]
    table = pd.DataFrame.from_dict(found, orient="index", columns=["value", "low", "high"])
    return table.reindex(names)


def _lognormal(
    logs: np.ndarray, lower: float | None, upper: float | None, z: float
) -> dict[str, tuple[float, float, float]]:
    """Put the fitted percentiles in, and carry the errors of mean and deviation through.

    With m and s of the logarithms, e = exp(3s), u = U/exp(m) and l = L/exp(m): Ppu = (u − 1)/(e − 1),
    Ppl = (1 − l)/(1 − 1/e), Pp = (u − l)/(e − 1/e); var m = s²/n and var s = s²/(2(n − 1)).
    """
    n, m, s = len(logs), logs.mean(), logs.std(ddof=1)
    e = np.exp(3 * s)
    u = np.nan if upper is None else upper / np.exp(m)
    below = np.nan if lower is None else lower / np.exp(m)
    sums = {
        "Pp": ((u - below) / (e - 1 / e), -(u - below) / (e - 1 / e), _wide(u - below, e)),
        "Ppl": (
            (1 - below) / (1 - 1 / e),
            below / (1 - 1 / e),
            -3 * (1 - below) / e / (1 - 1 / e) ** 2,
        ),
        "Ppu": ((u - 1) / (e - 1), -u / (e - 1), -3 * (u - 1) * e / (e - 1) ** 2),
    }
    found = {}
    for name, (value, by_mean, by_deviation) in sums.items():
        error = s * np.sqrt(by_mean**2 / n + by_deviation**2 / (2 * (n - 1)))
        found[name] = (float(value), float(value - z * error), float(value + z * error))
    return found


def _wide(width: float, e: float) -> float:
    return -3 * width * (e + 1 / e) / (e - 1 / e) ** 2
