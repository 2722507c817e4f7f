"""Cut-offs of SRMR, RMSEA and CFI for this model, this n and this response scale.

Fixed cut-offs were simulated for one model of Hu and Bentler's (1999); on another model they stand
for another misfit. Dynamic ones are simulated for the model at hand: what the indices would be if
it were right, and if it missed something of a stated size (McNeish & Wolf 2023).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import ModelError
from svqkit.psychometrics.planning.cutoff_levels import Standardised, misspecifications
from svqkit.psychometrics.planning.cutoff_rules import INDICES, cutoffs_by_level, verdict
from svqkit.psychometrics.planning.population import population_from
from svqkit.psychometrics.planning.replications import Responses, replicate
from svqkit.psychometrics.planning.response_scale import observed_thresholds
from svqkit.psychometrics.planning.sample_plan import check_count
from svqkit.psychometrics.sem.estimation.analysis import analyse
from svqkit.psychometrics.sem.results.result import CFA
from svqkit.psychometrics.threads import single_threaded
from svqkit.result import Part, Result

__all__ = ["DynamicCutoffs", "dynamic_cutoffs"]

NEEDED = 0.5
"""Share of samples with an estimate below which quantiles would mislead."""


@dataclass(frozen=True, eq=False, repr=False)
class DynamicCutoffs(Result):
    """Cut-offs by level of misspecification, and the model's own values beside them.

    ``table`` has a row a level (0: the model is right) with what is ``added``, its ``magnitude``,
    the cut-offs ``srmr rmsea cfi`` (NaN where correct and misspecified models overlap too much),
    by which rule (``srmr_rule`` …: 95/5 or 90/10) and with what power (``srmr_power`` …: the share
    of misspecified models beyond the 95 % limit of correct ones). ``fit`` are the model's own values,
    ``distributions`` every simulated one (level, srmr, rmsea, cfi), ``verdict`` what follows.

    Examples
    --------
    >>> import svqkit as svq
    >>> fit = svq.cfa(svq.load_dataset("bank"), {"tangibles": ["Q1", "Q2", "Q3", "Q4"]})
    >>> found = svq.dynamic_cutoffs(fit, draws=100, seed=1)
    >>> found.table.index.tolist(), found.draws
    ([0, 1], 100)
    """

    table: pd.DataFrame
    fit: pd.Series
    distributions: pd.DataFrame
    verdict: str
    n: int
    draws: int
    convergence: float
    methods: str
    convention: str
    source: str = "McNeish & Wolf (2023), Psychological Methods, 28, 61–88"

    def _title(self) -> str:
        return "Dynamic fit index cut-offs"

    def _parts(self) -> list[Part]:
        shown = self.table[["added", "magnitude", *INDICES]]
        rules = self.table[[f"{name}_{what}" for what in ("rule", "power") for name in INDICES]]
        return [
            ("", self.verdict),
            ("Cut-offs", shown),
            ("The model's own", self.fit.to_frame().T),
            ("Rules and power", rules),
            ("For the paper", self.methods),
            ("Convention", self.convention),
            ("Source", self.source),
        ]


def _standardised(fit: CFA) -> Standardised:
    if len(fit.table.groups) > 1:
        raise ModelError("dynamic cut-offs are defined for one group; fit one of them")
    if any(row.op == "~" for row in fit.table.rows) or any(
        not fit.table.roles.first_order(factor) for factor in fit.factors
    ):
        raise ModelError(
            "dynamic cut-offs are defined for first-order factors without regressions; "
            "fit the measurement model alone"
        )
    if fit.fit["df"] < 1:
        raise ModelError("a saturated model fits whatever is true, so it has no cut-offs")
    if fit.warnings:
        raise ModelError(f"the estimates cannot be a population: {fit.warnings[0]}")
    items, factors = fit.items, fit.factors
    loadings = np.nan_to_num(fit.loadings.to_numpy(dtype=float))
    state = fit.found.states[0]
    sd = np.sqrt(np.diag(state.covariance))
    p = len(items)
    residuals = state.spread[:p, :p] / np.outer(sd, sd)
    residuals = residuals - np.diag(np.diag(residuals))
    correlations = fit.factor_correlations.to_numpy(dtype=float)
    return Standardised(items, factors, loadings, correlations, residuals)


def _own(fit: CFA, ordered: bool) -> pd.Series:
    kind = "_scaled" if ordered else "_robust"
    values = {"srmr": fit.fit["srmr"]}
    for name in ("rmsea", "cfi"):
        robust = fit.fit.get(name + kind, np.nan)
        values[name] = fit.fit[name] if np.isnan(robust) else robust
    return pd.Series(values, name="model", dtype=float)


def _scale(fit: CFA, items: Any) -> tuple[Responses, dict[str, Any] | None, str]:
    """How answers are drawn and fitted: thresholds, options of ``cfa``, and in words."""
    name = fit.estimator
    thresholds = fit.parameters.query("op == '|'")
    if len(thresholds):
        cuts = tuple(
            np.sort(thresholds.loc[thresholds["lhs"] == item, "est"].to_numpy())
            for item in fit.items
        )
        words = f"ordered answers with the model's thresholds, {name}, scaled indices"
        return Responses(cuts), {"estimator": name, "ordered": True}, words
    if items is None:
        words = "normal answers, maximum likelihood"
        if name != "ML":
            words += f" (the robust indices of {name} estimate what these would be)"
        return Responses(), None, words
    cuts = observed_thresholds(items, fit.items)
    words = f"answers on the observed response scale, analysed as continuous, {name}"
    return Responses(cuts), None if name == "ML" else {"estimator": name}, words


@single_threaded
def dynamic_cutoffs(
    fit: CFA,
    *,
    items: Any = None,
    draws: int = 500,
    seed: int | None = None,
    progress: bool = True,
) -> DynamicCutoffs:
    """Simulate fit cut-offs for this model, its sample size and its response scale.

    Parameters
    ----------
    fit : CFA
        One group, first-order factors; its estimates are taken as the population.
    items : DataFrame or Responses, optional
        The answers, whose response categories and frequencies the simulated ones then have (as
        with Likert scales analysed as continuous). Without them simulated answers are normal. A
        model of ordered items brings its own thresholds.
    draws : int
        Simulated samples a level, at least 50.
    seed : int, optional
        Repeats exactly.
    progress : bool
        Show a bar where it takes more than a second.

    Returns
    -------
    DynamicCutoffs
        ``.table`` (by level: added, magnitude, srmr, rmsea, cfi, rules and power), ``.fit``,
        ``.verdict``, ``.distributions``, ``.methods``.

    Raises
    ------
    TypeError
        If ``fit`` is no fitted model.
    ModelError
        If the model has groups, higher factors or regressions, is saturated or inadmissible, or
        too few of its items are free to be misspecified.
    DataError
        If ``items`` lacks an item of the model, or an item has more than eleven different answers.
    ConvergenceError
        If fewer than half of the simulated samples can be fitted.

    Notes
    -----
    One factor: residual correlations of .3 among pairs of a third, two thirds and all of the items
    that have none. Several: the weakest item of one factor after the other also loads on the most
    reliable other factor, as strongly as on its own or as far as its variance allows. A cut-off is
    the value that 95 % of misspecified models are worse than, if 95 % of correct ones are better;
    else the same with 90 %; else there is none. The package ``dynamic`` treats n
    above 2000 as 2000; here n is kept.

    References
    ----------
    McNeish, D., & Wolf, M. G. (2023). Dynamic fit index cutoffs for confirmatory factor analysis
    models. Psychological Methods, 28, 61–88. McNeish, D. (2023). Dynamic fit index cutoffs for
    factor analysis with Likert, ordinal, or binary responses. American Psychologist, 78, 1061–1075.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> fit = svq.cfa(bank, bank.instrument.mapping)
    >>> found = dynamic_cutoffs(fit, draws=200, seed=1)
    >>> found.table["added"].iloc[1]
    'reliability =~ Q19'
    """
    if not isinstance(fit, CFA):
        raise TypeError(f"dynamic_cutoffs takes a fitted model, cfa(…), not {type(fit).__name__}")
    check_count("draws", draws, 50)
    model = _standardised(fit)
    levels = misspecifications(model)
    responses, options, words = _scale(fit, items)
    text = population_from(fit).analysis
    populations = [model.covariance, *(level.covariance for level in levels)]
    rng = np.random.default_rng(seed)
    found = _simulate(
        text, fit.items, populations, fit.n, draws, rng, responses, options, progress=progress
    )
    own = _own(fit, ordered=bool(options and options.get("ordered")))
    table = cutoffs_by_level(found, levels)
    convergence = float(found["srmr"].notna().mean())
    return DynamicCutoffs(
        table,
        own,
        found.dropna(ignore_index=True),
        verdict(table, own),
        fit.n,
        draws,
        convergence,
        (
            f"Cut-offs of SRMR, RMSEA and CFI were simulated for this model ({draws} samples of "
            f"{fit.n} respondents a level; {words}; McNeish & Wolf, 2023). Level 1 stands for a model "
            f"that misses {table['added'].iloc[1]} ({table['magnitude'].iloc[1]:.2f})."
        ),
        (
            f"{words}; misspecifications and rules (95/5, else 90/10) of the R package dynamic, but "
            f"n as it is; {draws} draws; {100 * convergence:.1f} % of the samples could be fitted"
        ),
    )


def _simulate(
    text: str,
    items: tuple[str, ...],
    populations: list[np.ndarray],
    n: int,
    draws: int,
    rng: np.random.Generator,
    responses: Responses,
    options: dict[str, Any] | None,
    *,
    progress: bool,
) -> pd.DataFrame:
    from tqdm.auto import tqdm

    from svqkit.errors import ConvergenceError

    parts = []
    total = draws * len(populations)
    with tqdm(total=total, desc="cut-offs", disable=not progress, delay=1) as bar:
        for level, covariance in enumerate(populations):
            done = replicate(
                analyse(text, items, covariance),
                covariance,
                n,
                draws,
                rng,
                responses=responses,
                options=options,
                errors=False,
                tick=bar.update,
            )
            if done.converged.mean() < NEEDED:
                raise ConvergenceError(
                    f"only {done.converged.sum()} of {draws} simulated samples of level {level} could "
                    "be fitted: with so few respondents or so weak items no cut-off can be trusted"
                )
            parts.append(
                pd.DataFrame({"level": level, **{name: done.fit[name] for name in INDICES}})
            )
    return pd.concat(parts, ignore_index=True)
