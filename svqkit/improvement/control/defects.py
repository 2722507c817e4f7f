"""The counts of Six Sigma: DPMO, yield, sigma level and rolled throughput yield."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import chdtri, ndtri

from svqkit.errors import DataError
from svqkit.improvement.control.capability_indices import exact_share
from svqkit.improvement.control.pareto import wilson
from svqkit.result import Part, Result

__all__ = ["Defects", "RolledYield", "defects", "rolled_yield"]

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
    for name, number, least in (
        ("count", count, 0),
        ("units", units, 1),
        ("opportunities", opportunities, 1),
    ):
        if not np.isfinite(number) or number != round(number) or number < least:
            raise DataError(
                f"{name} is a whole number of at least {least}, not {number!r}", value=number
            )
    if not 0 < ci < 1:
        raise ValueError(f"ci is a confidence between 0 and 1, such as 0.95, not {ci!r}")
    if not (np.isfinite(shift) and shift >= 0):
        raise ValueError(f"shift is at least 0 (1.5 by convention), not {shift!r}")
    total = units * opportunities
    if count > total:
        raise DataError(
            f"{count:g} defects exceed {total:g} opportunities ({units:g} units of {opportunities}); "
            "count the opportunities again"
        )
    share = np.array([count / total, *exact_share(count, total, ci)])
    tail = (1 - ci) / 2
    by_unit = (
        np.array(
            [
                count,
                chdtri(2 * count, 1 - tail) / 2 if count else 0.0,
                chdtri(2 * count + 2, tail) / 2,
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
    return Defects(table, float(shift), said, _convention(shift))


def _convention(shift: float) -> str:
    return (
        "DPMO: defects over units times opportunities, exact binomial interval; dpu: exact Poisson "
        "interval; throughput yield exp(−dpu). Sigma level: normal quantile of 1 − dpo, one tail, as "
        f"counted (long term), and plus {shift:g} (short term). The shift is a convention, not a law."
    )


@dataclass(frozen=True, eq=False, repr=False)
class RolledYield(Result):
    """What share of units passes all steps the first time.

    Attributes
    ----------
    steps : DataFrame (index: step)
        ``units defective first_pass low high``: units that entered, those not right first time
        (reworked or scrapped), and the first-pass yield with its interval (Wilson).
    table : DataFrame (index: rolled, normalised)
        ``value low high``: the product of the steps' yields, and its geometric mean by step.
    worst : str
        The step with the lowest first-pass yield.
    sentence, convention : str

    Examples
    --------
    >>> found = rolled_yield({"scan": (1000, 20), "sort": (980, 49)})
    >>> round(float(found.table.loc["rolled", "value"]), 3), found.worst
    (0.931, 'sort')
    """

    steps: pd.DataFrame
    table: pd.DataFrame
    worst: str
    sentence: str
    convention: str

    def _title(self) -> str:
        return "Rolled throughput yield"

    def _parts(self) -> list[Part]:
        return [
            ("Steps", self.steps),
            ("", self.table),
            ("Reading", self.sentence),
            ("Convention", self.convention),
        ]


def rolled_yield(steps: Any, *, ci: float = 0.95) -> RolledYield:
    """Multiply first-pass yields over the steps of a process.

    Parameters
    ----------
    steps : mapping or DataFrame
        For each step the units that entered and those not right the first time, rework included:
        pairs by step, or columns ``units`` and ``defective``.
    ci : float
        Confidence of the intervals.

    Returns
    -------
    RolledYield

    Raises
    ------
    DataError
        If a step has no units, a count is not whole, or more are defective than entered.
    ValueError
        If ``ci`` is no confidence.

    References
    ----------
    Interval: the method of variance estimates recovery on logarithms (Zou & Donner 2008,
    Statistics in Medicine 27, 1693–1702) from Wilson's intervals of the steps.

    Examples
    --------
    >>> found = rolled_yield({"scan": (1000, 20), "sort": (980, 49), "load": (975, 0)})
    >>> found.table.loc["rolled"].round(3).tolist()
    [0.931, 0.912, 0.945]
    """
    if not 0 < ci < 1:
        raise ValueError(f"ci is a confidence between 0 and 1, such as 0.95, not {ci!r}")
    if isinstance(steps, pd.DataFrame):
        absent = {"units", "defective"} - set(steps.columns)
        if absent:
            raise DataError(
                f"the steps need the columns units and defective; there is no {min(absent)}"
            )
        given = steps[["units", "defective"]]
    else:
        given = pd.DataFrame.from_dict(dict(steps), orient="index", columns=["units", "defective"])
    if given.empty:
        raise DataError("there are no steps")
    for name, units, bad in given.itertuples():
        for what, number in (("units", units), ("defective", bad)):
            if not np.isfinite(number) or number < 0 or number != round(number):
                raise DataError(
                    f"step {name!r}: {what} is {number!r}; give a whole number", value=name
                )
        if units == 0:
            raise DataError(f"step {name!r} has no units, so no yield", value=name)
        if bad > units:
            raise DataError(f"step {name!r}: {bad:g} defective of {units:g}", value=name)
    units = given["units"].to_numpy(float)
    good = units - given["defective"].to_numpy(float)
    low, high = wilson(good, units, ci)
    first = good / units
    table = given.assign(first_pass=first, low=low, high=high)
    rolled = float(first.prod())
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(first)
        down, up = (np.sqrt(((np.log(end) - logs) ** 2).sum()) for end in (low, high))
        ends = (
            np.array([rolled, rolled * np.exp(-down), min(1.0, rolled * np.exp(up))])
            if rolled
            else np.array([0.0, 0.0, high.prod()])
        )
    root = ends ** (1 / len(given))
    worst = str(given.index[int(first.argmin())])
    rows = {"rolled": ends, "normalised": root}
    return RolledYield(
        table,
        pd.DataFrame.from_dict(rows, orient="index", columns=["value", "low", "high"]),
        worst,
        f"{rolled:.1%} of units pass all {len(given)} steps the first time ({ends[1]:.1%} to "
        f"{ends[2]:.1%}); the weakest step is {worst} ({first.min():.1%}). Units repaired on the way "
        "count as defective here: that is the hidden work.",
        "Rolled throughput yield: product of first-pass yields, steps taken as independent; normalised: "
        "its root by the number of steps. Interval: MOVER on logarithms from Wilson's intervals.",
    )
