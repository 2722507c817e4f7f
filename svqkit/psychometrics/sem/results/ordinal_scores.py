"""Factor scores from ordered answers: the mode of each respondent's posterior (EBM).

Given the factors, answers are independent, P(answer k) = Φ(upper) − Φ(lower) with the thresholds
in units of the residual standard deviation; the factors are normal with the model's own means and
covariances. The log of the product has one peak, found by Newton steps for all patterns at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr

from svqkit.errors import ConvergenceError, DataError, ModelError
from svqkit.psychometrics.sem.discrepancies.ordinal_sample import OrdinalSample
from svqkit.psychometrics.sem.matrices.ordinal_matrices import OrdinalState

__all__ = ["ORDINAL_METHODS", "ordinal_scores"]

ORDINAL_METHODS = ("ebm",)
MOST_STEPS = 100
SETTLED = 1e-9
HALVINGS = 30


class _Posterior(NamedTuple):
    """What the log posterior of every pattern is made of.

    ``lower upper`` (n × p) are the bounds of the answers less the intercepts, over the residual
    standard deviations; ``slopes`` (p × m) the loadings over these; ``precision`` (m × m) and
    ``mean`` (m) the factors'.
    """

    lower: np.ndarray
    upper: np.ndarray
    slopes: np.ndarray
    precision: np.ndarray
    mean: np.ndarray

    def take(self, rows: np.ndarray) -> _Posterior:
        """Keep some of the patterns."""
        return self._replace(lower=self.lower[rows], upper=self.upper[rows])

    def value(self, eta: np.ndarray) -> np.ndarray:
        """Return the log posterior of each pattern (n), up to a constant."""
        share, _, _ = self._shares(eta)
        off = eta - self.mean
        return np.log(share).sum(axis=1) - 0.5 * ((off @ self.precision) * off).sum(axis=1)

    def step(self, eta: np.ndarray) -> np.ndarray:
        """Return the Newton step of each pattern (n × m)."""
        share, low, high = self._shares(eta)
        edge_low, edge_high = (np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi) for z in (low, high))
        pull = (edge_high - edge_low) / share
        bend = _times(high, edge_high) - _times(low, edge_low)
        weight = bend / share + pull**2
        slope = -pull @ self.slopes - (eta - self.mean) @ self.precision
        curve = np.einsum("np,pi,pj->nij", weight, self.slopes, self.slopes) + self.precision
        return np.asarray(np.linalg.solve(curve, slope[:, :, None])[:, :, 0])

    def _shares(self, eta: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        through = eta @ self.slopes.T
        low, high = self.lower - through, self.upper - through
        # both bounds in the upper tail: take the lower tail's mirror, which keeps its digits
        far = low > 0
        share = np.where(far, ndtr(-low) - ndtr(-high), ndtr(high) - ndtr(low))
        return np.maximum(share, 1e-300), low, high


def _times(bound: np.ndarray, height: np.ndarray) -> np.ndarray:
    """Multiply a bound by the density there, 0 at infinity."""
    return np.where(np.isfinite(bound), bound, 0.0) * height


def _codes(values: np.ndarray, sample: OrdinalSample, names: Sequence[str]) -> np.ndarray:
    """Turn complete answers into category numbers."""
    codes = np.empty(values.shape, dtype=int)
    for at, (name, levels) in enumerate(zip(names, sample.levels, strict=True)):
        column = values[:, at]
        found = np.clip(np.searchsorted(levels, column), 0, len(levels) - 1)
        strange = levels[found] != column
        if strange.any():
            raise DataError(
                f"item {name!r} has the answer {column[strange][0]:g}, which nobody gave when the "
                f"model was fitted (answers were {', '.join(f'{v:g}' for v in levels)})",
                column=name,
            )
        codes[:, at] = found
    return codes


def _posterior(codes: np.ndarray, state: OrdinalState, names: Sequence[str]) -> _Posterior:
    p = state.p
    residual = np.diag(state.spread)[:p]
    if not (residual > 0).all():
        name = names[int(np.argmin(residual))]
        raise ModelError(
            f"item {name!r} has no residual variance ({residual.min():.3f}), so answers do not "
            "leave the factors open and scores are not defined; see the model's warnings"
        )
    spread = state.total[p:, p:]
    if np.linalg.eigvalsh(spread)[0] <= 1e-10:
        raise ModelError(
            "the factors' covariances are not positive definite, so scores are not defined; see "
            "the model's warnings"
        )
    loadings, mean = state.paths[:p, p:], state.means[p:]
    sd = np.sqrt(residual)
    intercept = state.means[:p] - loadings @ mean
    counts = np.bincount(state.item_of, minlength=p)
    bounds = np.full((p, counts.max() + 2), np.inf)
    bounds[:, 0] = -np.inf
    for item in range(p):
        own = state.thresholds[state.item_of == item]
        bounds[item, 1 : len(own) + 1] = (own - intercept[item]) / sd[item]
    column = np.arange(p)
    lower, upper = bounds[column, codes], bounds[column, codes + 1]
    return _Posterior(lower, upper, loadings / sd[:, None], np.linalg.inv(spread), mean)


def _modes(posterior: _Posterior) -> np.ndarray:
    """Climb to the peak of every pattern's posterior (n × m)."""
    eta = np.tile(posterior.mean, (len(posterior.lower), 1))
    live = np.arange(len(eta))
    for _ in range(MOST_STEPS):
        here = posterior.take(live)
        start, value = eta[live], here.value(eta[live])
        step = here.step(start)
        length = np.ones(len(live))
        for _ in range(HALVINGS):
            worse = here.value(start + length[:, None] * step) < value - 1e-12 * np.abs(value)
            if not worse.any():
                break
            length[worse] *= 0.5
        moved = length[:, None] * step
        eta[live] = start + moved
        live = live[np.abs(moved).max(axis=1) > SETTLED]
        if len(live) == 0:
            return eta
    raise ConvergenceError(
        f"the factor scores of {len(live)} patterns of answers did not settle; look at the model's "
        "warnings and at factors with nearly no residual variance among their items"
    )


def ordinal_scores(
    values: np.ndarray,
    state: OrdinalState,
    sample: OrdinalSample,
    names: Sequence[str],
    method: str,
) -> np.ndarray:
    """Estimate respondents' places on the factors from ordered answers.

    Parameters
    ----------
    values : ndarray (n, p)
        Answers to the model's items; NaN where missing.
    state : OrdinalState
        The model in the respondents' group.
    sample : OrdinalSample
        For the categories of each item.
    names : sequence of str
        The items, for errors.
    method : {"ebm"}

    Returns
    -------
    ndarray (n, factors)
        NaN for respondents with a missing answer.

    Raises
    ------
    ValueError
        If the method is unknown.
    DataError
        If an answer was never given when the model was fitted.
    ModelError
        If a residual variance is not positive, or the factors' covariances are not.

    Notes
    -----
    As lavaan's ``lavPredict(method = "EBM")``; like it, residual covariances are left out of the
    answers' probabilities. The parameterisation changes nothing (with unit factor variances);
    lavaan 0.6-14 has these scores under "delta", and others under "theta".
    """
    if method not in ORDINAL_METHODS:
        raise ValueError(
            f"method={method!r} is not for ordered answers; choose from {', '.join(ORDINAL_METHODS)}"
        )
    scores = np.full((len(values), state.total.shape[0] - state.p), np.nan)
    complete = ~np.isnan(values).any(axis=1)
    if not complete.any():
        return scores
    codes = _codes(values[complete], sample, names)
    patterns, where = np.unique(codes, axis=0, return_inverse=True)
    scores[complete] = _modes(_posterior(patterns, state, names))[where.ravel()]
    return scores
