"""Sample size by Monte Carlo: draw from a population, fit, and see what each size gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from svqkit.psychometrics.planning.parameter_power import choose_targets, noncentralities
from svqkit.psychometrics.planning.population import population_from
from svqkit.psychometrics.planning.replications import Replications, Responses, replicate
from svqkit.psychometrics.planning.response_scale import coded_covariance, even_thresholds
from svqkit.psychometrics.planning.sample_plan import check_between, check_count, smallest_sample
from svqkit.psychometrics.planning.simulated_plan import SimulatedPlan, enough, size_row
from svqkit.psychometrics.planning.simulation_summary import (
    fit_summary,
    interpolated_size,
    parameter_summary,
)
from svqkit.psychometrics.sem.estimation.analysis import Analysis, analyse, first_rows

__all__ = ["plan_simulation"]

GRID = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
"""Default sizes, as shares of what the formula asks for."""


def _responses(
    categories: int | None, skew: float, missing: float, covariance: np.ndarray, ordered: bool
) -> tuple[Responses, np.ndarray]:
    """How answers come in, and the covariances that the analysis then tends to."""
    if not 0 <= missing < 1:
        raise ValueError(f"missing={missing:g} must be 0 or more, and less than 1")
    if categories is None:
        if skew or ordered:
            raise ValueError("skew= and ordered=True need categories=, the points of the scale")
        return Responses(None, missing), covariance
    points = even_thresholds(check_count("categories", categories, 2), skew)
    thresholds = (points,) * len(covariance)
    sd = np.sqrt(np.diag(covariance))
    correlations = covariance / np.outer(sd, sd)
    tended = correlations if ordered else coded_covariance(correlations, thresholds)
    return Responses(thresholds, missing), tended


def _options(estimator: str, ordered: bool, fiml: bool) -> dict[str, Any] | None:
    if not ordered and not fiml and estimator == "ML":
        return None
    found: dict[str, Any] = {"estimator": estimator}
    if ordered:
        found |= {"ordered": True, "estimator": "WLSMV" if estimator == "ML" else estimator}
    if fiml:
        found["missing"] = "fiml"
    return found


def _sizes(
    n: int | Sequence[int] | None,
    analysis: Analysis,
    chosen: list[int],
    power: float,
    alpha: float,
    complete: float,
) -> list[int]:
    """Take sizes as given, or some around what the formula asks for, given the complete share."""
    from scipy.special import chdtri, chndtr

    least = len(analysis.table.observed) + 2
    if n is not None:
        given = [n] if isinstance(n, (int, np.integer)) else list(n)
        return sorted({check_count("n", size, least) for size in given})
    weakest = float(noncentralities(analysis, chosen)[0].min())
    if weakest < 1e-8:
        raise ValueError("a target is 0 in the population: name the sizes to try with n=")
    critical = float(chdtri(1, alpha))
    needed = smallest_sample(
        lambda size: 1.0 - float(chndtr(critical, 1, size * weakest)) >= power, least
    )
    floor = max(3 * len(analysis.table.observed), 50)
    tens = {-(-max(floor, share * needed) // (10 * complete)) for share in GRID}
    return sorted(10 * int(ten) for ten in tens)


def plan_simulation(
    *,
    population: Any,
    loading: float | None = None,
    correlation: float | None = None,
    model: str | None = None,
    targets: Sequence[str] | str | None = None,
    n: int | Sequence[int] | None = None,
    draws: int = 500,
    seed: int | None = None,
    estimator: str = "ML",
    ordered: bool = False,
    categories: int | None = None,
    skew: float = 0.0,
    missing: float = 0.0,
    fiml: bool = False,
    power: float = 0.80,
    alpha: float = 0.05,
    progress: bool = True,
) -> SimulatedPlan:
    """Plan a factor model by Monte Carlo.

    Parameters
    ----------
    population : str, mapping of factor to items, Instrument or CFA
        What is true: model syntax with numbers, factors and items with ``loading`` and
        ``correlation``, or a fitted model.
    loading, correlation : float, optional
        Standardised, where the population is factors and items.
    model : str, optional
        The model to be fitted; by default the population's, every value but 0 being estimated.
    targets : str or sequence of str, optional
        Parameters that must be found, such as ``"f ~~ g"``; all loadings, regressions and
        covariances by default.
    n : int or sequence of int, optional
        Sizes to try; by default around what the formula of Satorra and Saris asks for.
    draws : int
        Samples a size, at least 50.
    seed : int, optional
        Repeats exactly.
    estimator : str
        As in ``cfa``; "ML" on complete answers is fast, others fit one sample after the other.
    ordered : bool
        Analyse the categories as ordered (WLSMV, unless ``estimator`` says otherwise).
    categories : int, optional
        Points of the response scale; normal answers by default.
    skew : float
        Skewness of the answers on the scale.
    missing : float
        Share of answers missing completely at random.
    fiml : bool
        Use incomplete respondents by full information; they are left out otherwise.
    power, alpha : float
    progress : bool
        Show a bar where it takes more than a second. An interruption leaves no partial result.

    Returns
    -------
    SimulatedPlan
        ``.n``, ``.n_power``, ``.table`` (n converged admissible power power_low power_high weakest
        bias se_bias coverage_low coverage_high violations rejected cfi rmsea srmr enough; bias and
        coverage are those of the worst target), ``.parameters``
        (n lhs op rhs true mean bias relative_bias sd mean_se se_bias coverage power draws
        target), ``.fit_indices`` (n index mean sd p05 p50 p95).

    Notes
    -----
    A size is enough where, for every target, power reaches the goal, relative bias and the bias of
    standard errors stay within 10 % and coverage within .91 to .98 (Muthén & Muthén 2002), and at
    least 95 % of the samples converge. ``violations`` counts the targets that miss a criterion by
    more than the 95 % Monte-Carlo interval of their own value.

    Examples
    --------
    >>> plan = plan_simulation(population="f =~ .7*a + .6*b + .8*c + .7*d", n=[60, 120],
    ...     draws=200, seed=1)
    >>> bool(plan.table["power"].min() > 0.9)
    True
    """
    check_count("draws", draws, 50)
    check_between("power", power, 0, 1)
    check_between("alpha", alpha, 0, 1)
    truth = population_from(population, loading=loading, correlation=correlation)
    responses, tended = _responses(categories, skew, missing, truth.covariance, ordered)
    text = model or truth.analysis
    analysis = analyse(text, truth.names, tended)
    at = [truth.names.index(name) for name in analysis.table.observed]
    chosen = choose_targets(analysis.table, targets)
    complete = 1.0 if fiml else (1.0 - missing) ** len(at)
    sizes = _sizes(n, analysis, chosen, power, alpha, complete)
    options = _options(estimator, ordered, fiml)
    drawn = truth.covariance[np.ix_(at, at)]
    if responses.thresholds is not None:
        kept = tuple(responses.thresholds[one] for one in at)
        responses = Responses(kept, responses.missing)
    results = _run(analysis, drawn, sizes, draws, seed, responses, options, progress)
    rows = first_rows(analysis.table)
    is_target = np.isin(np.arange(1, analysis.table.n_free + 1), chosen)
    tables, parameters, indices = [], [], []
    for size, done in zip(sizes, results, strict=True):
        summary = parameter_summary(done, analysis.x, rows, alpha).assign(target=is_target)
        tables.append(size_row(size, done, summary, alpha))
        parameters.append(summary[summary["target"] | (summary["draws"] > 0)].assign(n=size))
        indices.append(fit_summary(done).assign(n=size))
    table = pd.DataFrame(tables)
    table["enough"] = enough(table, power)
    from_here = table["enough"][::-1].cummin()[::-1]
    found = int(table.loc[from_here, "n"].min()) if from_here.any() else None
    every = _n_first(pd.concat(parameters, ignore_index=True))
    crossing = _crossing(every, power)
    how = _described(analysis, options, responses, categories, skew, missing)
    return SimulatedPlan(
        found,
        *crossing,
        power,
        table,
        every,
        _n_first(pd.concat(indices, ignore_index=True)),
        tuple(analysis.table.names_of(number) for number in chosen),
        draws,
        pd.Series(
            {**how, "draws": draws, "seed": seed, "alpha": alpha, "power": power}, dtype=object
        ),
        _methods(found, sizes, draws, power, alpha, how),
        (
            "bias and coverage are against what the same model tends to with ever more respondents "
            "answering like this; power by Wald tests; "
            f"{'robust or scaled indices where the estimator has them; ' if options else ''}"
            "samples without an estimate count as not converged and enter nothing else"
        ),
    )


def _run(
    analysis: Analysis,
    covariance: np.ndarray,
    sizes: Sequence[int],
    draws: int,
    seed: int | None,
    responses: Responses,
    options: dict[str, Any] | None,
    progress: bool,
) -> list[Replications]:
    from tqdm.auto import tqdm

    seeds = np.random.SeedSequence(seed).spawn(len(sizes))
    total = draws * len(sizes)
    with tqdm(total=total, desc="samples", disable=not progress, delay=1) as bar:
        return [
            replicate(
                analysis,
                covariance,
                size,
                draws,
                np.random.default_rng(one),
                responses=responses,
                options=options,
                tick=bar.update,
            )
            for size, one in zip(sizes, seeds, strict=True)
        ]


def _n_first(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[["n", *(column for column in frame.columns if column != "n")]]


def _crossing(parameters: pd.DataFrame, power: float) -> tuple[float, float, float]:
    """Where the power of the target that is weakest over all sizes crosses the goal."""
    targets = parameters[parameters["target"]]
    mean = targets.groupby(["lhs", "op", "rhs"], sort=False)["power"].mean()
    if mean.isna().all():
        return np.nan, np.nan, np.nan
    one = targets.set_index(["lhs", "op", "rhs"]).loc[[mean.idxmin()]]
    one = one[one["draws"] > 0]
    n, seen, draws = (one[name].to_numpy(dtype=float) for name in ("n", "power", "draws"))
    return interpolated_size(n, seen, draws, power)


def _described(
    analysis: Analysis,
    options: dict[str, Any] | None,
    responses: Responses,
    categories: int | None,
    skew: float,
    missing: float,
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "items": len(analysis.table.observed),
        "factors": len(analysis.table.latent),
        "estimator": (options or {}).get("estimator", "ML"),
        "answers": "normal answers"
        if categories is None
        else f"answers in {categories} categories with a skewness of {skew:g}",
    }
    if missing:
        by = "full information" if (options or {}).get("missing") else "left out"
        found["missing"] = f"{100 * missing:g} % missing at random, {by}"
    return found


def _methods(
    found: int | None, sizes: Sequence[int], draws: int, power: float, alpha: float, how: dict
) -> str:
    tried = ", ".join(str(size) for size in sizes)
    result = f"{found} respondents" if found else f"none of them up to {sizes[-1]} respondents"
    return (
        f"A Monte-Carlo study ({draws} samples each of {tried} respondents; {how['items']} items, "
        f"{how['factors']} factors; {how['answers']}"
        + (f", {how['missing']}" if "missing" in how else "")
        + f"; {how['estimator']}) found {result} to "
        f"give every target parameter a power of {power:g} (α = {alpha:g}) with the bias and "
        "coverage that Muthén and Muthén (2002) ask for."
    )
