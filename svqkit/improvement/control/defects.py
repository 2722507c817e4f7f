"""The counts of Six Sigma: DPMO, yield and sigma level."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import chdtri, ndtri

from svqkit.errors import DataError
from svqkit.improvement.control.capability_indices import exact_share
from svqkit.improvement.control.only_numbers import number_options
from svqkit.result import Part, Result

__all__ = ["Defects", "defects"]

_SHIFT = 1.5
"""Motorola's convention: in the long run a process wanders by 1.5 sigma from where it stands now."""


@dataclass(frozen=True, eq=False, repr=False)
class Defects(Result):
    """Defects by unit and opportunity, and the sigma level.

    Attributes
    ----------
    table : DataFrame (index: dpu, dpo, dpmo, throughput_yield, sigma_long, sigma_short; or a column
        level above them, one process each)
        ``value low high``. Throughput yield is the share of opportunities without a defect raised
        to a unit: exp(−dpu). ``sigma_long`` is the normal quantile of 1 − dpo as counted;
        ``sigma_short`` adds the shift.
    shift : float
    sentence, convention : str

    Examples
    --------
    >>> found = defects(34, 500, opportunities=10)
    >>> found.table.loc["dpmo"].round().tolist()
    [6800.0, 4714.0, 9489.0]
    """

    table: pd.DataFrame
    shift: float
    sentence: str
    convention: str

    def _title(self) -> str:
        return "Defects and sigma level"

    def _parts(self) -> list[Part]:
        return [("", self.table), ("Reading", self.sentence), ("Convention", self.convention)]


def defects(
    count: float,
    units: float,
    *,
    opportunities: int = 1,
    shift: float = _SHIFT,
    dispersion: float = 1.0,
    ci: float = 0.95,
) -> Defects:
    """Turn a count of defects into DPU, DPMO, yield and the sigma level, with intervals.

    Parameters
    ----------
    count : int
        Defects found, at least 0.
    units : int
        Units looked at, at least 1.
    opportunities : int
        Ways in which one unit can be defective, each counted at most once. More opportunities make
        every process look better: count only those that customers notice.
    shift : float
        Added for the short-term sigma level; 1.5 by convention, 0 for none.
    dispersion : float
        How much more the counts vary than chance alone: ``which_chart(...).dispersion`` of the counts
        by day; less than 1 counts as 1. Intervals grow by its root; with 1 defects are taken as independent.
    ci : float
        Confidence of the intervals.

    Returns
    -------
    Defects
        ``.table`` with both sigma levels.

    Raises
    ------
    DataError
        If a count is negative or not whole, there are no units, or defects exceed opportunities.
    ValueError
        If ``ci`` or ``shift`` is out of range.

    References
    ----------
    Harry (1988), The Nature of Six Sigma Quality. Clopper & Pearson (1934) for DPMO and the sigma
    levels; Garwood (1936), Biometrika 28, 437–442, for defects by unit.

    Examples
    --------
    >>> found = defects(34, 10_000_000)
    >>> found.table.loc[["sigma_long", "sigma_short"], "value"].round(2).tolist()
    [4.5, 6.0]
    """
    number_options(
        count=count,
        units=units,
        opportunities=opportunities,
        shift=shift,
        dispersion=dispersion,
        ci=ci,
    )
    for name, number, least in (
        ("count", count, 0),
        ("units", units, 1),
        ("opportunities", opportunities, 1),
    ):
        if not least <= number < np.inf or number != round(number):
            raise DataError(
                f"{name} is a whole number of at least {least}, not {number!r}", value=number
            )
    if not 0 < ci < 1:
        raise ValueError(f"ci is a confidence between 0 and 1, such as 0.95, not {ci!r}")
    if not (np.isfinite(dispersion) and dispersion > 0):
        raise ValueError(f"dispersion is a number above 0 (1: chance alone), not {dispersion!r}")
    dispersion = max(1.0, float(dispersion))
    if not (np.isfinite(shift) and shift >= 0):
        raise ValueError(f"shift is at least 0 (1.5 by convention), not {shift!r}")
    total = units * opportunities
    if count > total:
        raise DataError(
            f"{count:g} defects exceed {total:g} opportunities ({units:g} units of {opportunities}); "
            "count the opportunities again"
        )
    share = np.array([count / total, *exact_share(count / dispersion, total / dispersion, ci)])
    tail = (1 - ci) / 2
    by_unit = (
        np.array(
            [
                count,
                dispersion * chdtri(2 * count / dispersion, 1 - tail) / 2 if count else 0.0,
                dispersion * chdtri(2 * count / dispersion + 2, tail) / 2,
            ]
        )
        / units
    )
    with np.errstate(divide="ignore"):
        long = -ndtri(share)
    rows = {
        "dpu": by_unit,
        "dpo": share,
        "dpmo": 1e6 * share,
        "throughput_yield": np.exp(-by_unit)[[0, 2, 1]],
        "sigma_long": long[[0, 2, 1]],
        "sigma_short": long[[0, 2, 1]] + shift,
    }
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["value", "low", "high"])
    said = (
        f"{1e6 * share[0]:,.0f} defects per million opportunities ({1e6 * share[1]:,.0f} to "
        f"{1e6 * share[2]:,.0f}). "
    )
    if count:
        said += (
            f"Sigma level {long[0]:.2f} as counted (long term), {long[0] + shift:.2f} with the shift of "
            f"{shift:g} (short term): say which of the two you quote."
        )
    else:
        said += (
            f"No defect was seen, so no sigma level can be given; it is at least {long[2]:.2f} (long "
            "term) at this confidence."
        )
    return Defects(table, float(shift), said, _convention(shift, dispersion))


def _convention(shift: float, dispersion: float) -> str:
    return (
        "DPMO: defects over units times opportunities, exact binomial interval; dpu: exact Poisson "
        "interval; throughput yield exp(−dpu). Sigma level: normal quantile of 1 − dpo, one tail, as "
        f"counted (long term), and plus {shift:g} (short term). The shift is a convention, not a law. "
        + (
            "Defects are taken as independent; where days differ, the intervals are too narrow."
            if dispersion == 1
            else f"Intervals allow for {dispersion:.3g} times the variance of chance."
        )
    )
