"""One model fitted to many samples drawn from a population.

Where maximum likelihood on complete cases needs nothing but covariances, all samples are fitted
together (:mod:`~svqkit.psychometrics.sem.batches.batch`); any other estimator fits them one by one with
``cfa``, whose every option is open to it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from svqkit.errors import ConvergenceError, DataError, ModelError
from svqkit.psychometrics.sem.batches.batch import fit_many
from svqkit.psychometrics.sem.batches.batch_fit import admissible, many_fit_indices
from svqkit.psychometrics.sem.batches.batch_moments import information_of, squared_pivots
from svqkit.psychometrics.sem.batches.draws import cut, draw_answers, draw_covariances, leave_gaps
from svqkit.psychometrics.sem.estimation.analysis import Analysis, first_rows
from svqkit.psychometrics.sem.estimation.estimation import Problem
from svqkit.psychometrics.sem.tables.admissibility import inadmissible

__all__ = ["INDICES", "Replications", "Responses", "replicate"]

CHUNK = 128
INDICES = ("chisq", "pvalue", "cfi", "tli", "rmsea", "srmr")


@dataclass(frozen=True)
class Responses:
    """How answers come in: on a scale (thresholds by item, or none), and with what share missing."""

    thresholds: tuple[np.ndarray, ...] | None = None
    missing: float = 0.0

    @property
    def normal(self) -> bool:
        """Whether answers are normal and complete, so that none need be drawn."""
        return self.thresholds is None and self.missing == 0.0


@dataclass(frozen=True)
class Replications:
    """What the fits of b samples found.

    ``x`` and ``errors`` (b × k), ``converged`` and ``admissible`` (b), ``fit`` by index (b).
    """

    x: np.ndarray
    errors: np.ndarray
    converged: np.ndarray
    admissible: np.ndarray
    fit: dict[str, np.ndarray]


def _moments(
    analysis: Analysis,
    covariance: np.ndarray,
    n: int,
    responses: Responses,
    rng: np.random.Generator,
) -> tuple[np.ndarray, int]:
    """Covariances (divisor n) of one drawn sample's complete respondents, and their number."""
    answers = _answers(covariance, n, responses, rng)
    whole = answers[~np.isnan(answers).any(axis=1)]
    if len(whole) <= len(covariance):
        return np.full_like(covariance, np.nan), len(whole)
    deviations = whole - whole.mean(axis=0)
    return deviations.T @ deviations / len(whole), len(whole)


def _answers(
    covariance: np.ndarray, n: int, responses: Responses, rng: np.random.Generator
) -> np.ndarray:
    answers = draw_answers(covariance, n, rng)
    if responses.thresholds is not None:
        answers = cut(answers / np.sqrt(np.diag(covariance)), responses.thresholds)
    return leave_gaps(answers, responses.missing, rng) if responses.missing else answers


def _together(
    analysis: Analysis,
    covariance: np.ndarray,
    n: int,
    draws: int,
    responses: Responses,
    rng: np.random.Generator,
    errors: bool,
) -> Replications:
    if responses.normal:
        samples, sizes = draw_covariances(covariance, n, draws, rng), np.full(draws, n)
    else:
        drawn = [_moments(analysis, covariance, n, responses, rng) for _ in range(draws)]
        samples = np.array([one for one, _ in drawn])
        sizes = np.array([size for _, size in drawn])
    # too few complete respondents, or an item that everyone answered alike: nothing to fit
    with np.errstate(invalid="ignore"):
        sound = (np.diagonal(samples, axis1=1, axis2=2) > 0).all(axis=1)
    sound = np.array(sound)
    sound[sound] = _well_apart(samples[sound])
    k = analysis.table.n_free
    found = fit_many(analysis.problem, analysis.table, samples[sound], sizes[sound], analysis.x)
    x, se = np.full((draws, k), np.nan), np.full((draws, k), np.nan)
    converged, possible = np.zeros(draws, dtype=bool), np.zeros(draws, dtype=bool)
    x[sound], converged[sound], possible[sound] = found.x, found.converged, admissible(found)
    if errors:
        se[converged] = _errors(analysis.problem, x[converged], sizes[converged])
    fit = {}
    for name, values in many_fit_indices(found, samples[sound], sizes[sound], analysis.df).items():
        fit[name] = np.full(draws, np.nan)
        fit[name][sound] = values
    return Replications(x, se, converged, possible, fit)


def _well_apart(matrices: np.ndarray) -> np.ndarray:
    """Say which matrices are positive definite, and not by a hair."""
    pivots = squared_pivots(matrices) / np.diagonal(matrices, axis1=1, axis2=2)
    found: np.ndarray = (np.nan_to_num(pivots, nan=-1.0) > 1e-10).all(axis=1)
    return found


def _errors(problem: Problem, x: np.ndarray, n: np.ndarray) -> np.ndarray:
    """Take standard errors from the expected information; NaN where it is singular."""
    information = information_of(problem, x)
    scale = 1.0 / np.sqrt(np.diagonal(information, axis1=1, axis2=2))
    scaled = information * scale[:, :, None] * scale[:, None, :]
    found = np.full_like(x, np.nan)
    sound = _well_apart(scaled)
    variances = np.diagonal(np.linalg.inv(scaled[sound]), axis1=1, axis2=2)
    found[sound] = np.sqrt(variances / n[sound, None]) * scale[sound]
    return found


def _named(fit: pd.Series, ordered: bool) -> dict[str, float]:
    """Pick what a reader would report: robust indices where there are, scaled ones if ordered."""
    kind = "_scaled" if ordered else "_robust"
    found = {name: float(fit[name]) for name in INDICES}
    for name in ("cfi", "tli", "rmsea"):
        found[name] = float(fit.get(name + kind, fit[name]))
    for name in ("chisq", "pvalue"):
        found[name] = float(fit.get(name + "_scaled", fit[name]))
    return found


def _one_by_one(
    analysis: Analysis,
    covariance: np.ndarray,
    n: int,
    draws: int,
    responses: Responses,
    rng: np.random.Generator,
    options: dict,
    tick: Callable[[int], object],
) -> Replications:
    from svqkit.psychometrics.cfa import cfa

    k = analysis.table.n_free
    names = list(analysis.table.observed)
    x, se = np.full((draws, k), np.nan), np.full((draws, k), np.nan)
    converged, possible = np.zeros(draws, dtype=bool), np.zeros(draws, dtype=bool)
    fit = {name: np.full(draws, np.nan) for name in INDICES}
    first = first_rows(analysis.table)
    for at in range(draws):
        frame = pd.DataFrame(_answers(covariance, n, responses, rng), columns=names)
        tick(1)
        try:
            done = cfa(frame, analysis.text, std_lv=True, **options)
        except (ConvergenceError, DataError, ModelError):
            continue  # counted: this sample has no estimate
        rows = done.parameters.set_index(["lhs", "op", "rhs"])
        chosen = rows.loc[first]
        x[at], se[at] = chosen["est"], chosen["se"]
        converged[at] = True
        possible[at] = not inadmissible(done.table, done.found.states)
        for name, value in _named(done.fit, bool(options.get("ordered"))).items():
            fit[name][at] = value
    return Replications(x, se, converged, possible, fit)


def replicate(
    analysis: Analysis,
    covariance: np.ndarray,
    n: int,
    draws: int,
    rng: np.random.Generator,
    *,
    responses: Responses | None = None,
    options: dict | None = None,
    errors: bool = True,
    tick: Callable[[int], object] = lambda done: None,
) -> Replications:
    """Draw samples from a population and fit a model to each.

    Parameters
    ----------
    analysis : Analysis
    covariance : ndarray (p, p)
        Of the population, in the order of the analysis' items; it may be one that the analysis
        misses.
    n, draws : int
    rng : numpy.random.Generator
    responses : Responses, optional
        Normal and complete answers by default.
    options : dict, optional
        Of ``cfa``: ``estimator``, ``missing``, ``ordered``. None is maximum likelihood on complete
        cases.
    errors : bool
        Whether standard errors are wanted.
    tick : callable
        Told how many more samples are done.

    Returns
    -------
    Replications
    """
    how = Responses() if responses is None else responses
    if options:
        return _one_by_one(analysis, covariance, n, draws, how, rng, options, tick)
    parts = []
    for at in range(0, draws, CHUNK):
        count = min(CHUNK, draws - at)
        parts.append(_together(analysis, covariance, n, count, how, rng, errors))
        tick(count)
    return Replications(
        np.concatenate([part.x for part in parts]),
        np.concatenate([part.errors for part in parts]),
        np.concatenate([part.converged for part in parts]),
        np.concatenate([part.admissible for part in parts]),
        {name: np.concatenate([part.fit[name] for part in parts]) for name in INDICES},
    )
