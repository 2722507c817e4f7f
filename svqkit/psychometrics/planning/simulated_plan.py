"""The result of a Monte-Carlo plan, and when a sample size is enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.psychometrics.planning.replications import Replications
from svqkit.psychometrics.planning.simulation_summary import Z, wilson
from svqkit.result import Part, Result

__all__ = ["SimulatedPlan", "enough", "size_row"]

BIAS = 0.10
SE_BIAS = 0.10
COVERAGE = (0.91, 0.98)
CONVERGED = 0.95


@dataclass(frozen=True, eq=False, repr=False)
class SimulatedPlan(Result):
    """What each sample size gave, and the smallest that gives enough.

    ``n`` is the smallest size tried from which on all criteria hold (None if none does);
    ``n_power`` (with ``n_power_low``, ``n_power_high``, its Monte-Carlo interval) where the power
    of the weakest target crosses the goal. ``table`` has a row a size, ``parameters`` a row a
    size and parameter, ``fit_indices`` a row a size and index.

    Examples
    --------
    >>> import svqkit as svq
    >>> plan = svq.plan_sample("simulation", population="f =~ .7*a + .6*b + .8*c + .7*d",
    ...     n=[60, 120], draws=100, seed=1)
    >>> plan.table["n"].tolist(), plan.parameters.columns.tolist()[:5]
    ([60, 120], ['n', 'lhs', 'op', 'rhs', 'true'])
    """

    n: int | None
    n_power: float
    n_power_low: float
    n_power_high: float
    power: float
    table: pd.DataFrame
    parameters: pd.DataFrame
    fit_indices: pd.DataFrame
    targets: tuple[str, ...]
    draws: int
    given: pd.Series
    methods: str
    convention: str
    source: str = "Muthén & Muthén (2002), Structural Equation Modeling, 9, 599–620"

    def _title(self) -> str:
        return "Sample size by Monte Carlo"

    def _parts(self) -> list[Part]:
        if self.n is None:
            largest = int(self.table["n"].iloc[-1])
            lead = f"None of the sizes tried suffices, up to {largest} respondents."
        else:
            lead = f"{self.n} respondents suffice, of the sizes tried."
        if np.isfinite(self.n_power):
            lead += (
                f" The weakest target's power crosses {self.power:g} at {self.n_power:.0f} "
                f"respondents (95 % Monte-Carlo interval {self.n_power_low:.0f} to "
                f"{self.n_power_high:.0f})."
            )
        shown = self.parameters[self.parameters["target"]]
        last = shown[shown["n"] == (self.n or shown["n"].max())]
        columns = ["lhs", "op", "rhs", "true", "relative_bias", "se_bias", "coverage", "power"]
        return [
            ("", lead),
            ("Sizes", self.table.set_index("n")),
            (f"Targets with n = {int(last['n'].iloc[0])}", last[columns].set_index(columns[:3])),
            ("Given", self.given),
            ("For the paper", self.methods),
            ("Convention", self.convention),
            ("Source", self.source),
        ]


def size_row(n: int, done: Replications, summary: pd.DataFrame, alpha: float) -> dict[str, Any]:
    """Sum up one size by the worst of its targets.

    Parameters
    ----------
    n : int
    done : Replications
    summary : DataFrame
        Of the parameters, with ``target``.
    alpha : float
        Level of the χ² test.

    Returns
    -------
    dict
        A row of :attr:`SimulatedPlan.table`.
    """
    targets = summary[summary["target"]]
    known = targets.dropna(subset=["power"]).sort_values("power", kind="stable")
    weakest = known.iloc[0] if len(known) else None
    power = np.nan if weakest is None else float(weakest["power"])
    count = np.nan if weakest is None else float(weakest["draws"])
    low, high = wilson(np.asarray(power), np.asarray(count))
    pvalues = done.fit["pvalue"][np.isfinite(done.fit["pvalue"])]
    means = {name: _mean(done.fit[name]) for name in ("cfi", "rmsea", "srmr")}
    return {
        "n": n,
        "converged": float(done.converged.mean()),
        "admissible": float(done.admissible.mean()),
        "power": power,
        "power_low": float(low),
        "power_high": float(high),
        "weakest": "" if weakest is None else f"{weakest.lhs} {weakest.op} {weakest.rhs}",
        "bias": float(targets["relative_bias"].abs().max()),
        "se_bias": float(targets["se_bias"].abs().max()),
        "coverage_low": float(targets["coverage"].min()),
        "coverage_high": float(targets["coverage"].max()),
        "violations": int(_violations(targets).sum()),
        "rejected": float((pvalues < alpha).mean()) if len(pvalues) else np.nan,
        **means,
    }


def _violations(targets: pd.DataFrame) -> pd.Series:
    """Mark targets whose bias or coverage misses its criterion by more than chance explains."""
    draws = targets["draws"].to_numpy(dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        of_mean = Z * targets["sd"] / np.sqrt(draws) / targets["true"].abs()
        of_spread = Z / np.sqrt(2.0 * (draws - 1.0))
        low, high = wilson(targets["coverage"].to_numpy(dtype=float), draws)
    biased = targets["relative_bias"].abs() > BIAS + of_mean
    misjudged = targets["se_bias"].abs() > SE_BIAS + of_spread
    missed = (high < COVERAGE[0]) | (low > COVERAGE[1])
    return biased | misjudged | missed


def _mean(values: np.ndarray) -> float:
    kept = values[np.isfinite(values)]
    return float(kept.mean()) if len(kept) else np.nan


def enough(table: pd.DataFrame, power: float) -> pd.Series:
    """Say which sizes meet the criteria of Muthén and Muthén (2002) and converge.

    Parameters
    ----------
    table : DataFrame
        Of :func:`size_row`.
    power : float

    Returns
    -------
    Series of bool
    """
    return (
        (table["converged"] >= CONVERGED) & (table["power"] >= power) & (table["violations"] == 0)
    )
