"""Convergent and discriminant validity of a fitted model: AVE, CR, HTMT, latent correlations."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtri

from svqkit.errors import DataError, ModelError
from svqkit.psychometrics.htmt import bootstrap_covariances, design_matrix, htmt_ratios
from svqkit.psychometrics.sem.groups import answers_of
from svqkit.psychometrics.sem.matrices import State
from svqkit.psychometrics.sem.result import CFA
from svqkit.psychometrics.sem.standardised import complex_jacobian
from svqkit.result import Part, Result

__all__ = ["Validity", "validity"]

CONVENTION = (
    "AVE and CR: variance explained over observed variance (semTools' AVE and compRelSEM), AVE "
    "not defined with cross-loadings; their intervals and those of factor correlations by the "
    "delta method; HTMT arithmetic, HTMT2 geometric, absolute Pearson correlations"
)


@dataclass(frozen=True, eq=False, repr=False)
class Validity(Result):
    """How well scales converge and differ.

    ``ave cr msv`` are Series by factor, ``ave_interval cr_interval`` frames (se low high);
    ``htmt htmt2 fornell_larcker`` are factor × factor (the last with √AVE on its diagonal);
    ``correlations`` has one row a pair of factors.

    Examples
    --------
    >>> import svqkit as svq
    >>> fit = svq.cfa(svq.load_dataset("bank"), {"tangibles": ["Q1", "Q2", "Q3", "Q4"]})
    >>> list(svq.validity(fit).cr.index)
    ['tangibles']
    """

    ave: pd.Series
    cr: pd.Series
    ave_interval: pd.DataFrame
    cr_interval: pd.DataFrame
    msv: pd.Series
    htmt: pd.DataFrame
    htmt2: pd.DataFrame
    fornell_larcker: pd.DataFrame
    correlations: pd.DataFrame
    ci_level: float
    bootstrap: int
    seed: int | None
    convention: str

    def _title(self) -> str:
        return "Convergent and discriminant validity"

    def _parts(self) -> list[Part]:
        ends = ["low", "high"]
        factors = pd.concat([self.ave, self.cr, self.msv], axis=1, keys=["ave", "cr", "msv"])
        factors[["ave_low", "ave_high"]] = self.ave_interval[ends]
        factors[["cr_low", "cr_high"]] = self.cr_interval[ends]
        factors = factors[["ave", "ave_low", "ave_high", "cr", "cr_low", "cr_high", "msv"]]
        pairs = self.correlations.set_index(["factor_1", "factor_2"])
        return [("Factors", factors), ("Pairs", pairs), ("Convention", self.convention)]


@dataclass(frozen=True)
class _Scale:
    """A factor's place in the matrices: its items, and whether AVE is defined."""

    factor: int
    items: np.ndarray
    pure: bool


def _scales(fit: CFA) -> dict[str, _Scale]:
    """Factors with items of their own; cross-loading items make AVE undefined."""
    state = fit.found.states[0]
    p = state.p
    loads = np.abs(state.paths[:p, p:]) > 0
    crossed = (np.abs(state.paths[:p, p:]).round(5) > 0).sum(axis=1) > 1
    found = {}
    for at, name in enumerate(fit.factors):
        items = np.flatnonzero(loads[:, at])
        if len(items):
            found[name] = _Scale(at, items, len(items) > 1 and not crossed[items].any())
    return found


def _shares(state: State, covariance: np.ndarray, scale: _Scale) -> np.ndarray:
    """AVE and CR of one factor, against a covariance matrix of the items."""
    p = state.p
    loadings = state.paths[scale.items, p + scale.factor]
    variance = state.total[p + scale.factor, p + scale.factor]
    block = covariance[np.ix_(scale.items, scale.items)]
    explained = (loadings**2).sum() * variance
    return np.array(
        [explained / np.diag(block).sum(), loadings.sum() ** 2 * variance / block.sum()]
    )


def _latent_correlations(state: State) -> np.ndarray:
    latent = state.total[state.p :, state.p :]
    sd = np.sqrt(np.diag(latent))
    return latent / np.outer(sd, sd)


def _interval(point: np.ndarray, variance: np.ndarray, level: float) -> pd.DataFrame:
    se = np.sqrt(np.maximum(variance, 0.0))
    half = float(ndtri(0.5 + level / 2)) * se
    return pd.DataFrame({"se": se, "low": point - half, "high": point + half})


def _convergent(fit: CFA, scales: dict[str, _Scale], level: float) -> dict[str, Any]:
    """AVE and CR with delta-method intervals.

    The point divides by observed, the slope by implied variance: both vary over samples alike.
    """
    observed, group = fit.problem.samples[0].covariance, fit.problem.groups[0]
    state = fit.found.states[0]
    points = np.array([_shares(state, observed, scale) for scale in scales.values()])

    def all_shares(x: np.ndarray) -> np.ndarray:
        moved = group.state(x)
        return np.concatenate(
            [_shares(moved, moved.covariance, scale) for scale in scales.values()]
        )

    slopes = complex_jacobian(all_shares, fit.found.x)
    variance = ((slopes @ fit.vcov_free) * slopes).sum(axis=1).reshape(-1, 2)
    single = np.array([len(scale.items) < 2 for scale in scales.values()])
    undefined = np.array([not scale.pure for scale in scales.values()])
    found: dict[str, Any] = {}
    names = list(scales)
    for column, (name, missing) in enumerate((("ave", undefined), ("cr", single))):
        values = np.where(missing, np.nan, points[:, column])
        found[name] = pd.Series(values, index=names, name=name)
        frame = _interval(values, np.where(missing, np.nan, variance[:, column]), level)
        found[f"{name}_interval"] = frame.set_axis(names, axis=0)
    return found


def _pairs(fit: CFA, scales: dict[str, _Scale], level: float) -> pd.DataFrame:
    """Correlations of factors with delta-method intervals, one row a pair."""
    places = list(combinations(scales, 2))
    left = [scales[a].factor for a, _ in places]
    right = [scales[b].factor for _, b in places]
    group = fit.problem.groups[0]

    def of_pairs(x: np.ndarray) -> np.ndarray:
        return _latent_correlations(group.state(x))[left, right]

    r = of_pairs(fit.found.x)
    frame = pd.DataFrame(places, columns=["factor_1", "factor_2"])
    frame["r"] = r
    slopes = complex_jacobian(of_pairs, fit.found.x) if places else np.empty((0, 1))
    covariances = fit.vcov_free if places else np.empty((1, 1))
    variance = ((slopes @ covariances) * slopes).sum(axis=1)
    return pd.concat([frame, _interval(r, variance, level)], axis=1)


def _resampled(
    fit: CFA, items: Any, design: np.ndarray, draws: int, seed: int | None, level: float
) -> dict[str, np.ndarray]:
    """Percentile bounds of HTMT and HTMT2 over resampled respondents (factor × factor)."""
    answers = answers_of(items, fit.items, None).dropna()
    if len(answers) != fit.n:
        raise DataError(
            f"items have {len(answers)} complete respondents, the model was fitted to {fit.n}: "
            "give the answers that the model was fitted to"
        )
    covariances = bootstrap_covariances(answers.to_numpy(dtype=float), draws, seed)
    sd = np.sqrt(np.diagonal(covariances, axis1=1, axis2=2))
    with np.errstate(invalid="ignore", divide="ignore"):
        correlations = covariances / (sd[:, :, None] * sd[:, None, :])
    # a resample in which an item is constant has no correlations and is left out
    usable = correlations[np.isfinite(correlations).all(axis=(1, 2))]
    if len(usable) == 0:
        raise DataError("every bootstrap resample had a constant item; HTMT has no interval")
    bounds = {}
    tails = ((1 - level) / 2, (1 + level) / 2)
    for name, ratios in zip(("htmt", "htmt2"), htmt_ratios(usable, design), strict=True):
        bounds[f"{name}_low"], bounds[f"{name}_high"] = np.quantile(ratios, tails, axis=0)
    return bounds


def _check(fit: CFA, items: Any, bootstrap: int, ci: float) -> None:
    if not isinstance(fit, CFA):
        raise TypeError(f"validity takes a fitted CFA, not {type(fit).__name__}")
    if fit.groups:
        raise ModelError("validity takes a model of one group; fit each group on its own")
    if not 0 < ci < 1:
        raise ValueError(f"ci={ci!r} must lie between 0 and 1, for example 0.95")
    if not isinstance(bootstrap, (int, np.integer)) or bootstrap < 0:
        raise ValueError(f"bootstrap={bootstrap!r} must be a whole number of resamples, or 0")
    if bootstrap and items is None:
        raise DataError("a bootstrap resamples answers: give them with items=")


def validity(
    fit: CFA, *, items: Any = None, bootstrap: int = 0, seed: int | None = None, ci: float = 0.95
) -> Validity:
    """Judge whether scales converge on their factor and differ from one another.

    Parameters
    ----------
    fit : CFA
        Of one group. Factors without items of their own (second order) are left out.
    items : DataFrame or Responses, optional
        The answers the model was fitted to; needed for the bootstrap only.
    bootstrap : int
        Resamples of respondents for percentile intervals of HTMT and HTMT2; 0 for none.
    seed : int, optional
        Makes the bootstrap repeat exactly.
    ci : float
        Level of all intervals.

    Returns
    -------
    Validity
        ``.ave .cr .msv`` (Series by factor), ``.ave_interval .cr_interval`` (se low high),
        ``.htmt .htmt2 .fornell_larcker`` (factor × factor), ``.correlations`` (factor_1 factor_2
        r se low high shared_variance htmt htmt2 and, with a bootstrap, htmt_low htmt_high
        htmt2_low htmt2_high).

    Raises
    ------
    TypeError, ValueError
        If the fit or an option is none.
    ModelError
        If the model has several groups.
    DataError
        If a bootstrap lacks the answers, or they are others than the model's.

    References
    ----------
    Fornell & Larcker (1981) for AVE and the comparison with shared variance; Henseler, Ringle &
    Sarstedt (2015) for HTMT; Roemer, Schuberth & Henseler (2021) for HTMT2; Bentler (1968) and
    McDonald (1999) for composite reliability. Tested against semTools' AVE, compRelSEM and htmt.

    Examples
    --------
    >>> from svqkit.psychometrics.cfa import cfa
    >>> from svqkit.psychometrics.moments import Moments
    >>> r = pd.DataFrame(np.full((6, 6), 0.3) + 0.7 * np.eye(6), list("abcxyz"), list("abcxyz"))
    >>> r.iloc[:3, :3] = r.iloc[3:, 3:] = 0.6 + 0.4 * np.eye(3)
    >>> fit = cfa(Moments.from_covariance(r, n=200), {"f": list("abc"), "g": list("xyz")})
    >>> found = validity(fit)
    >>> found.ave.round(3).to_dict(), found.htmt.loc["f", "g"].round(3)
    ({'f': 0.6, 'g': 0.6}, np.float64(0.5))
    """
    _check(fit, items, bootstrap, ci)
    scales = _scales(fit)
    names = list(scales)
    members = {name: [fit.items[at] for at in scale.items] for name, scale in scales.items()}
    design = design_matrix(members, fit.items)
    covariance = fit.problem.samples[0].covariance
    sd = np.sqrt(np.diag(covariance))
    ratios = htmt_ratios(covariance / np.outer(sd, sd), design)
    convergent = _convergent(fit, scales, ci)
    pairs = _pairs(fit, scales, ci)
    pairs["shared_variance"] = pairs["r"] ** 2
    tables = dict(zip(("htmt", "htmt2"), ratios, strict=True))
    if bootstrap:
        tables |= _resampled(fit, items, design, int(bootstrap), seed, ci)
    left, right = ([names.index(name) for name in pairs[c]] for c in ("factor_1", "factor_2"))
    for name, table in tables.items():
        pairs[name] = table[left, right]
    frames = [pd.DataFrame(ratio, index=names, columns=names) for ratio in ratios]
    at = [scale.factor for scale in scales.values()]
    latent = _latent_correlations(fit.found.states[0])[np.ix_(at, at)]
    larcker = pd.DataFrame(latent, index=names, columns=names)
    shared = larcker**2
    for name in names:
        larcker.loc[name, name] = np.sqrt(convergent["ave"][name])
        shared.loc[name, name] = np.nan
    convention = CONVENTION
    if bootstrap:
        convention += f"; HTMT intervals: percentiles of {bootstrap} resamples of respondents"
    return Validity(
        **convergent,
        msv=shared.max(axis=1).rename("msv"),
        htmt=frames[0],
        htmt2=frames[1],
        fornell_larcker=larcker,
        correlations=pairs,
        ci_level=ci,
        bootstrap=int(bootstrap),
        seed=seed,
        convention=convention,
    )
