"""How long a series must be, by simulation of series whose points resemble their neighbours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from svqkit.gaps.pairs.shares import wilson_interval
from svqkit.improvement.change.segments import LEVEL, TREND, check_season, effect_rows, segments
from svqkit.improvement.change.simulated_series import simulated_tests
from svqkit.improvement.control.only_numbers import number_options, numbers_or_none
from svqkit.psychometrics.planning.sample_plan import check_between, check_count
from svqkit.result import Part, Result

__all__ = ["SeriesPlan", "plan_interrupted_series"]

MOST = 520
"""Points after the change that are tried."""
Term = Literal["average", "level", "trend"]


@dataclass(frozen=True, eq=False, repr=False)
class SeriesPlan(Result):
    """How many points after a change it takes to see it.

    Attributes
    ----------
    n : int
        Points after the change.
    before : int
    table : DataFrame (index: after)
        ``power power_low power_high`` (95 % interval of the simulation), ``false_alarms``: how often
        the test would find an effect where there is none.
    given : Series
    sentence, convention : str

    Examples
    --------
    >>> plan_interrupted_series(3.0, before=24, rho=0.2, simulations=500).n <= 12
    True
    """

    n: int
    before: int
    table: pd.DataFrame
    given: pd.Series
    sentence: str
    convention: str

    def _title(self) -> str:
        return "Length of an interrupted series"

    def _parts(self) -> list[Part]:
        return [
            ("", self.sentence),
            ("", self.table),
            ("Given", self.given),
            ("Convention", self.convention),
        ]


def plan_interrupted_series(
    effect: float,
    *,
    before: int | None = None,
    sd: float = 1.0,
    rho: float = 0.3,
    term: Term = "average",
    season: float | None = None,
    harmonics: int = 1,
    errors: Literal["hac", "ar1"] = "ar1",
    power: float = 0.80,
    alpha: float = 0.05,
    simulations: int = 2000,
    seed: int | None = 0,
) -> SeriesPlan:
    """Plan how many points after a change an interrupted series takes.

    Parameters
    ----------
    effect : float
        The smallest change that would matter: of the level, for ``"average"`` and ``"level"``; of
        the trend a step, for ``"trend"``.
    before : int, optional
        Points there are (or will be) before the change; default: as many as after it.
    sd : float
        Standard deviation of a point around the line.
    rho : float in (−1, 1)
        Correlation of neighbouring points around the line: take ``.autocorrelation`` of a similar
        series.
    term : {"average", "level", "trend"}
        What is tested: the mean distance from the counterfactual, the jump, or the change of trend.
        The mean over a longer time does not become surer than the line before it is known.
    season, harmonics
        As in ``interrupted_series``.
    errors : {"hac", "ar1"}
        With ``"ar1"`` ρ is estimated by REML, on a grid.
    power, alpha : float
    simulations : int
    seed : int, optional

    Returns
    -------
    SeriesPlan
        ``.n .table .sentence``.

    Raises
    ------
    ValueError
        If an option is out of range, or up to 520 points after the change are not enough: then the
        points before it are too few.

    References
    ----------
    Zhang, Wagner & Ross-Degnan (2011), Journal of Clinical Epidemiology 64, 1252–1261: power of
    interrupted series by simulation with AR(1) errors.

    Examples
    --------
    >>> plan = plan_interrupted_series(2.0, before=36, rho=0.3, simulations=500)
    >>> bool(plan.table.loc[plan.n, "power"] >= 0.8)
    True
    """
    number_options(effect=effect)
    numbers_or_none(seed=seed)
    check_season(season, harmonics)
    size = check_between("effect", abs(effect), 0, float("inf")) / check_between(
        "sd", sd, 0, float("inf")
    )
    check_between("rho", rho, -1, 1)
    check_between("power", power, 0, 1)
    check_between("alpha", alpha, 0, 1)
    if before is not None:
        check_count("before", before, 4)
    check_count("simulations", simulations, 100)
    if term not in ("average", "level", "trend"):
        raise ValueError(f"term must be 'average', 'level' or 'trend', not {term!r}")
    if errors not in ("hac", "ar1"):
        raise ValueError(f"errors must be 'hac' or 'ar1', not {errors!r}")
    waves = 2 * harmonics if season is not None else 0
    whole = max(8 + waves, int(np.ceil(season or 0)))
    least = max(4, -(-whole // 2) if before is None else whole - before)
    found: dict[int, tuple[float, float]] = {}

    def reached(after: int) -> float:
        if after not in found:
            past = after if before is None else before
            X, _ = segments(np.arange(past + after), past, season, harmonics)
            found[after] = simulated_tests(
                X,
                _tested(X, term),
                size,
                rho,
                errors=errors,
                alpha=alpha,
                simulations=simulations,
                seed=seed,
            )
        return found[after][0]

    n = _search(reached, power, least, before)
    for share in (0.5, 0.75, 1.5, 2.0):
        reached(max(least, round(share * n)))
    table = _table(found, simulations)
    return SeriesPlan(
        n,
        n if before is None else before,
        table,
        pd.Series(
            {
                "effect": effect,
                "standard deviation": sd,
                "rho": rho,
                "tested": term,
                "points before": "as many as after" if before is None else before,
                "power": power,
                "alpha": alpha,
                "simulations": simulations,
            },
            dtype=object,
            name="value",
        ),
        _sentence(n, n if before is None else before, table.loc[[n]].iloc[0], alpha, errors),
        f"Simulated series with AR(1) deviations, analysed as interrupted_series does with "
        f"errors={errors!r}.",
    )


def _tested(X: np.ndarray, term: Term) -> np.ndarray:
    if term == "average":
        mean: np.ndarray = effect_rows(X)[X[:, LEVEL] == 1].mean(axis=0)
        return mean
    row = np.zeros(X.shape[1])
    row[LEVEL if term == "level" else TREND] = 1.0
    return row


def _search(reached: Callable[[int], float], power: float, least: int, before: int | None) -> int:
    """Find the first length that is enough; with a past too short none may be, however long."""
    low, high, best = least - 1, least, (-1.0, least)
    while reached(high) < power:
        best = max(best, (reached(high), high))
        low, high = high, max(high + 1, high * 4 // 3)
        if high > MOST:
            past = "as many" if before is None else str(before)
            raise ValueError(
                f"up to {MOST} points after the change are not enough with {past} before it: the "
                f"best is {best[1]} with a power of {best[0]:.2f}. The line before is known too "
                "badly; gather more points before, or look for a larger effect"
            )
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reached(middle) >= power else (middle, high)
    return high


def _table(found: dict[int, tuple[float, float]], simulations: int) -> pd.DataFrame:
    after = sorted(found)
    power, alarms = np.array([found[one] for one in after]).T
    low, high = wilson_interval(np.round(power * simulations), simulations)
    return pd.DataFrame(
        {"power": power, "power_low": low, "power_high": high, "false_alarms": alarms},
        index=pd.Index(after, name="after"),
    )


def _sentence(n: int, before: int, row: pd.Series, alpha: float, errors: str) -> str:
    alarms = row["false_alarms"]
    loud = (
        f" But the test would also cry wolf in {100 * alarms:.0f} % of series without an effect "
        f"instead of {100 * alpha:.0f} %: plan a longer series"
        + (", or take errors='ar1'." if errors == "hac" else ".")
        if alarms > 1.6 * alpha
        else ""
    )
    return (
        f"{n} points after the change, with {before} before it, find the effect in "
        f"{100 * row['power']:.0f} % of series ({100 * row['power_low']:.0f} to "
        f"{100 * row['power_high']:.0f} %).{loud}"
    )
