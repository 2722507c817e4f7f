"""How reliable each form's scores are: by the formulas for differences and sums, and as observed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from svqkit.gaps.difference_scores.forms_at_hand import FormsAtHand
from svqkit.psychometrics.data.bootstrap_intervals import percentile_interval
from svqkit.psychometrics.data.resampling import resampled_counts
from svqkit.psychometrics.moments import moments
from svqkit.psychometrics.reliability.alpha import alpha
from svqkit.psychometrics.reliability.scale_reliability import measure_scale
from svqkit.psychometrics.reliability.score_precision import difference_reliability

__all__ = ["WEIGHTED", "combined_reliability", "form_reliability"]

WEIGHTED = {"weighted_servqual": "servqual", "weighted_servperf": "servperf"}
"""Weighted forms, and what they weigh."""


def combined_reliability(
    S: np.ndarray,
    strata: Sequence[Sequence[int]],
    squares: np.ndarray | None = None,
    variance: np.ndarray | None = None,
) -> np.ndarray:
    """Work out the reliability of a mean, or of a weighted sum, of scales from their items.

    Parameters
    ----------
    S : ndarray (…, k, k)
        Covariances of the items.
    strata : sequence of sequences of int
        Positions of each scale's items; a scale's score is the mean of its items.
    squares : ndarray (…, scales), optional
        Mean squares of the weights over respondents, where each has weights of their own.
    variance : ndarray (…), optional
        Of the weighted sum.

    Returns
    -------
    ndarray (…)
        1 − Σ w²_d σ²_d (1 − α_d)/σ²_sum over the scales' means (Mosier 1943), weights being free of
        error and 1 unless given; alpha itself where there is one scale; NaN where a scale has one
        item.

    Examples
    --------
    >>> S = np.full((4, 4), 0.5) + 0.5 * np.eye(4)
    >>> round(float(combined_reliability(S, [[0, 1], [2, 3]])), 4)
    0.8
    """
    S = np.asarray(S, dtype=float)
    each = np.zeros(S.shape[-1])
    error = np.zeros(S.shape[:-2])
    for at, rows in enumerate(strata):
        each[list(rows)] = 1 / len(rows)
        part = S[..., list(rows), :][..., list(rows)]
        own = part.mean(axis=(-2, -1)) * (1 - alpha(part))
        error = error + own * (1.0 if squares is None else squares[..., at])
    total = np.asarray(S @ each @ each if variance is None else variance)
    return np.asarray(1 - error / np.where(total > 0, total, np.nan))


def form_reliability(
    at_hand: FormsAtHand, *, ci: float, bootstrap: int, seed: int
) -> tuple[pd.DataFrame, int]:
    """Measure the reliability of every form that has a score of its own.

    Parameters
    ----------
    at_hand : FormsAtHand
    ci : float
    bootstrap : int
        Resamples for the intervals of totals and weighted scores; 0 for none.
    seed : int

    Returns
    -------
    DataFrame (index: form, scale)
        ``n k alpha alpha_low alpha_high omega reliability reliability_low reliability_high
        by_formula``: a dimension's reliability is alpha (Feldt's interval), the total's that of
        the mean of the dimensions from their alphas (Mosier 1943; percentiles of resamples), a
        weighted score's likewise with the weights free of error; ``by_formula`` is that of a
        difference from its components' (Johns 1981).
    int
        Respondents with every item of every form, on whom all numbers rest.

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.gaps.difference_scores.forms_at_hand import forms_at_hand
    >>> at_hand = forms_at_hand(svq.load_dataset("bank"))
    >>> table, n = form_reliability(at_hand, ci=0.95, bootstrap=0, seed=1)
    >>> bool(table.loc[("servperf", "total"), "reliability"] > 0.9)
    True
    """
    items = {name: form.items for name, form in at_hand.forms.items() if form.items is not None}
    parts = [*items.values(), *([] if at_hand.weights is None else [at_hand.weights])]
    complete = pd.concat(parts, axis=1).notna().all(axis=1)
    n = int(complete.sum())
    rows: dict[tuple[str, str], dict[str, float]] = {}
    if n < 3:
        return _table(rows), n
    answers = {name: frame[complete] for name, frame in items.items()}
    weights = None if at_hand.weights is None else at_hand.weights[complete].to_numpy() / 100
    for name, form in at_hand.forms.items():
        own = answers.get(WEIGHTED.get(name, name))
        if own is None or form.total is None:
            continue
        mapping = {} if form.dimensions is None else at_hand.mapping
        where = {code: at for at, code in enumerate(own.columns)}
        strata = [[where[code] for code in codes] for codes in mapping.values()]
        values = own.to_numpy(dtype=float)
        options = (ci, bootstrap, seed)
        if name in WEIGHTED and weights is not None:
            for at, scale in enumerate(mapping):
                rows[(name, scale)] = _combined(values, [strata[at]], weights[:, [at]], *options)
            rows[(name, "total")] = _combined(values, strata, weights, *options)
            continue
        for scale, codes in mapping.items():
            rows[(name, scale)] = _scale_row(own[codes], ci)
        rows[(name, "total")] = _scale_row(own, ci)
        if mapping:
            rows[(name, "total")] |= _combined(values, strata, None, *options) | {"omega": np.nan}
    if {"servqual", "servperf"} <= set(answers):
        _add_formula(rows, {k: v.to_numpy(float) for k, v in answers.items()}, at_hand.mapping)
    return _table(rows), n


def _combined(
    values: np.ndarray,
    strata: list[list[int]],
    weights: np.ndarray | None,
    ci: float,
    bootstrap: int,
    seed: int,
) -> dict[str, float]:
    """Measure a mean, or weighted sum, of scales, with percentiles of resamples."""
    n = len(values)
    scores = np.column_stack([values[:, rows].mean(axis=1) for rows in strata])
    values = values - values.mean(axis=0)
    products = values[:, :, None] * values[:, None, :]
    total = scores.sum(axis=1) if weights is None else (scores * weights).sum(axis=1)
    total = total - total.mean()
    squares = np.ones_like(scores) if weights is None else weights**2
    columns = np.column_stack([values, total, total**2, squares, products.reshape(n, -1)])
    k, d = values.shape[1], len(strata)

    def of(counts: np.ndarray) -> np.ndarray:
        means = counts @ columns / n
        m, t, tt, w = means[:, :k], means[:, k], means[:, k + 1], means[:, k + 2 : k + 2 + d]
        S = means[:, k + 2 + d :].reshape(-1, k, k) - m[:, :, None] * m[:, None, :]
        return combined_reliability(S, strata, w, tt - t * t)

    low = high = np.nan
    if bootstrap:
        rng = np.random.default_rng(seed)
        draws = np.concatenate([of(counts) for counts in resampled_counts(n, bootstrap, rng)])
        if np.isfinite(draws).all():
            low, high = map(float, percentile_interval(draws, ci))
    value = float(of(np.ones((1, n)))[0])
    return {
        "n": n,
        "k": sum(map(len, strata)),
        "reliability": value,
        "reliability_low": low,
        "reliability_high": high,
    }


def _table(rows: Mapping[tuple[str, str], Mapping[str, float]]) -> pd.DataFrame:
    columns = ["n", "k", "alpha", "alpha_low", "alpha_high", "omega", "reliability",
               "reliability_low", "reliability_high", "by_formula"]  # fmt: skip
    index = (
        pd.MultiIndex.from_tuples(list(rows), names=["form", "scale"])
        if rows
        else (pd.MultiIndex.from_arrays([[], []], names=["form", "scale"]))
    )
    table = pd.DataFrame(list(rows.values()), index=index, columns=columns)
    return table.astype({"n": int, "k": int})


def _scale_row(answers: pd.DataFrame, ci: float) -> dict[str, float]:
    """Alpha and omega of one scale; NaN where it has one item or no variance."""
    n, k = answers.shape
    row = {"n": n, "k": k, "by_formula": np.nan}
    if k < 2 or float(np.ptp(answers.to_numpy())) == 0:
        keys = ("alpha", "alpha_low", "alpha_high", "omega")
        row |= dict.fromkeys(keys, np.nan)
    else:
        found = measure_scale(moments(answers), ci).coefficients
        row |= {name: float(found[name]) for name in ("alpha", "alpha_low", "alpha_high")}
        row["omega"] = float(found["omega_total"])
    return row | {
        "reliability": row["alpha"],
        "reliability_low": row["alpha_low"],
        "reliability_high": row["alpha_high"],
    }


def _add_formula(
    rows: dict[tuple[str, str], dict[str, float]],
    samples: Mapping[str, np.ndarray],
    mapping: Mapping[str, list[str]],
) -> None:
    """Put the difference's reliability by its components' beside the one observed."""
    p = samples["servperf"]
    e = p - samples["servqual"]
    start = 0
    means: list[tuple[np.ndarray, np.ndarray]] = []
    strata = []
    for scale, codes in mapping.items():
        at = np.arange(start, start + len(codes))
        start += len(codes)
        strata.append(at.tolist())
        own_p, own_e = p[:, at].mean(axis=1), e[:, at].mean(axis=1)
        means.append((own_p, own_e))
        if len(codes) > 1:
            both = tuple(float(alpha(np.cov(form[:, at].T))) for form in (p, e))
            rows[("servqual", scale)]["by_formula"] = _difference(both, own_p, own_e)
    whole = tuple(float(combined_reliability(np.cov(form.T), strata)) for form in (p, e))
    total_p, total_e = (np.mean([pair[k] for pair in means], axis=0) for k in (0, 1))
    rows[("servqual", "total")]["by_formula"] = _difference(whole, total_p, total_e)


def _difference(reliable: tuple[float, ...], p: np.ndarray, e: np.ndarray) -> float:
    rel_p, rel_e = reliable
    sd_p, sd_e = p.std(ddof=1), e.std(ddof=1)
    if not (sd_p > 0 and sd_e > 0 and np.isfinite([rel_p, rel_e]).all()):
        return float("nan")
    r = float(np.clip(np.corrcoef(p, e)[0, 1], -1, 1))
    return float(difference_reliability(rel_p, rel_e, float(sd_p), float(sd_e), r))
