"""Rolled throughput yield: what share passes every step the first time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.pairs.shares import wilson_interval
from svqkit.improvement.control.only_numbers import number_options
from svqkit.result import Part, Result

__all__ = ["RolledYield", "rolled_yield"]


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
    number_options(ci=ci)
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
        given = _by_step(steps)
    twice = given.index[given.index.duplicated()]
    if len(twice):
        raise DataError(f"step {twice[0]!r} comes twice; add its units up, or give it another name")
    if given.empty:
        raise DataError("there are no steps")
    for name, units, bad in given.itertuples():
        for what, number in (("units", units), ("defective", bad)):
            whole = isinstance(number, Real) and not isinstance(number, bool | np.bool_)
            if not (whole and 0 <= number < np.inf and number == round(number)):
                raise DataError(
                    f"step {name!r}: {what} is {number!r}; give a whole number", value=name
                )
        if units == 0:
            raise DataError(f"step {name!r} has no units, so no yield", value=name)
        if bad > units:
            raise DataError(f"step {name!r}: {bad:g} defective of {units:g}", value=name)
    units = given["units"].to_numpy(float)
    good = units - given["defective"].to_numpy(float)
    low, high = wilson_interval(good, units, ci)
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


def _by_step(steps: Any) -> pd.DataFrame:
    """Lay out pairs by step."""
    if not isinstance(steps, Mapping | pd.Series | list):
        raise TypeError(
            f"steps is a mapping of (units, defective) by step, or a table, not {steps!r}"
        )
    pairs = list(steps) if isinstance(steps, list) else list(steps.items())
    for pair in pairs:
        if not (isinstance(pair, tuple) and len(pair) == 2):
            raise TypeError(f"steps holds {pair!r}; give (step, (units, defective))")
        if not (isinstance(pair[1], tuple | list) and len(pair[1]) == 2):
            raise DataError(f"step {pair[0]!r}: give a pair (units, defective), not {pair[1]!r}")
    names = [name for name, _ in pairs]
    return pd.DataFrame([two for _, two in pairs], names, ["units", "defective"], dtype=object)
