"""How well each form predicts outcomes: R², what it adds to SERVPERF, and errors on new people."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.special import fdtrc

from svqkit.gaps.difference_scores.forms_at_hand import Form
from svqkit.psychometrics.data.resampling import left_out_covariances, resampled_covariances
from svqkit.psychometrics.prediction.outcome_regression import Draws
from svqkit.psychometrics.prediction.regression_formulas import r_squared

__all__ = ["BASE", "CONTAIN_BASE", "fold_parts", "predict_outcome"]

BASE = "servperf"
"""What the other forms are compared with."""
CONTAIN_BASE = ("components", "quadratic")
"""Forms that hold SERVPERF's own scores, so that they never explain less in the same sample."""
DEPENDENT = 1e-9


class _Columns(NamedTuple):
    """All forms' predictors side by side, and the outcome last."""

    values: np.ndarray
    at: dict[str, np.ndarray]


def fold_parts(n: int, folds: int, repeats: int, rng: np.random.Generator) -> np.ndarray:
    """Divide respondents into parts of equal size, several times.

    Parameters
    ----------
    n, folds, repeats : int
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of int (repeats, n)
        The part of each respondent, 0 to folds − 1.

    Examples
    --------
    >>> fold_parts(6, 3, 2, np.random.default_rng(0)).sum(axis=1).tolist()
    [6, 6]
    """
    return np.stack([rng.permutation(np.arange(n) % folds) for _ in range(repeats)])


def predict_outcome(
    forms: dict[str, Form],
    outcome: pd.Series,
    level: str,
    *,
    bootstrap: int,
    parts: np.ndarray,
    ci: float,
    seed: int,
) -> pd.DataFrame:
    """Regress one outcome on every form.

    Parameters
    ----------
    forms : dict of name to Form
        Those with predictors at this level; respondents with all of them and the outcome.
    outcome : Series
        Complete, on the index of the predictors.
    level : {"total", "dimensions"}
    bootstrap : int
        Resamples; 0 for none.
    parts : ndarray of int (repeats, n)
        Parts of the cross-validation.
    ci : float
    seed : int

    Returns
    -------
    DataFrame (index: form)
        ``n predictors r_squared r_squared_low r_squared_high adjusted delta_r_squared delta_low
        delta_high contains_servperf f df1 df2 p cv_r_squared cv_r_squared_sd cv_gain cv_gain_sd
        rmse rmse_sd``. F tests what a form adds that contains SERVPERF.

    Examples
    --------
    >>> x = pd.DataFrame({"total": np.arange(40.0) % 7})
    >>> form = Form(None, None, None, {"total": x})
    >>> parts = fold_parts(40, 5, 2, np.random.default_rng(0))
    >>> table = predict_outcome({"servperf": form}, x["total"] * 2 + np.arange(40) % 3, "total",
    ...                         bootstrap=0, parts=parts, ci=0.95, seed=1)
    >>> bool(0.9 < table.loc["servperf", "r_squared"] < 1)
    True
    """
    columns = _laid_out(forms, outcome, level)
    values = columns.values
    n = len(values)
    S = np.cov(values.T)
    draws = None
    if bootstrap:
        rng = np.random.default_rng(seed)
        resampled = np.concatenate(list(resampled_covariances(values, bootstrap, rng)))
        draws = Draws(resampled, left_out_covariances(values, rng), ci)
    errors = _held_out(columns, parts)
    rows = {}
    base = columns.at.get(BASE)
    for name, at in columns.at.items():
        rank = int(np.linalg.matrix_rank(values[:, at] - values[:, at].mean(axis=0)))
        value = float(_explained(S, at))
        row: dict[str, Any] = {"n": n, "predictors": rank, "r_squared": value}
        row |= _ends("r_squared", lambda c, at=at: _explained(c, at), value, draws)
        row["adjusted"] = 1 - (1 - value) * (n - 1) / (n - rank - 1)
        if base is not None and name != BASE:
            row |= _gain(name, at, base, S, n, draws)
        row |= _cross_validated(errors, name)
        rows[name] = row
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("form")
    for absent in ("delta_r_squared", "delta_low", "delta_high", "f", "df1", "df2", "p"):
        if absent not in table:
            table[absent] = np.nan
    table["contains_servperf"] = table.index.isin(CONTAIN_BASE)
    return table[_ORDER].astype({"n": int, "predictors": int})


_ORDER = [
    "n",
    "predictors",
    "r_squared",
    "r_squared_low",
    "r_squared_high",
    "adjusted",
    "delta_r_squared",
    "delta_low",
    "delta_high",
    "contains_servperf",
    "f",
    "df1",
    "df2",
    "p",
    "cv_r_squared",
    "cv_r_squared_sd",
    "cv_gain",
    "cv_gain_sd",
    "rmse",
    "rmse_sd",
]


def _laid_out(forms: dict[str, Form], outcome: pd.Series, level: str) -> _Columns:
    """Put the different predictors beside each other, standardised; those of several forms once."""
    places: dict[bytes, int] = {}
    columns: list[np.ndarray] = []
    at = {}
    for name, form in forms.items():
        block = form.predictors[level].to_numpy(dtype=float)
        block = (block - block.mean(axis=0)) / block.std(axis=0)
        keys = [(np.round(column, 9) + 0.0).tobytes() for column in block.T]
        for key, column in zip(keys, block.T, strict=True):
            if places.setdefault(key, len(columns)) == len(columns):
                columns.append(column)
        at[name] = np.array([places[key] for key in keys])
    return _Columns(np.column_stack([*columns, outcome.to_numpy(dtype=float)]), at)


def _explained(covariances: np.ndarray, at: np.ndarray) -> np.ndarray:
    """R² of the last variable; by solving, or by the span where predictors are dependent."""
    among = covariances[..., at[:, None], at]
    spectrum = np.linalg.eigvalsh(among if among.ndim == 2 else among[:1])
    if spectrum[..., 0].min() < DEPENDENT * spectrum[..., -1].max():
        return r_squared(covariances, at)
    with_outcome = covariances[..., at, -1]
    slopes = np.linalg.solve(among, with_outcome[..., None])[..., 0]
    return np.asarray((slopes * with_outcome).sum(axis=-1) / covariances[..., -1, -1])


def _ends(name: str, statistic: Any, point: float, draws: Draws | None) -> dict[str, float]:
    low, high = (np.nan, np.nan) if draws is None else draws.interval(statistic, point)
    return {f"{name}_low": float(low), f"{name}_high": float(high)}


def _gain(
    name: str, at: np.ndarray, base: np.ndarray, S: np.ndarray, n: int, draws: Draws | None
) -> dict[str, float]:
    """Measure what a form explains more than SERVPERF; F tests it where SERVPERF is contained."""

    def gained(c: np.ndarray) -> np.ndarray:
        return np.asarray(_explained(c, at) - _explained(c, base))

    gain = float(gained(S))
    row = {"delta_r_squared": gain}
    if abs(gain) < 1e-12:  # the same span, as dimensions with one set of weights for everybody
        return row | {"delta_low": 0.0, "delta_high": 0.0}
    row |= {k.replace("delta_r_squared", "delta"): v
            for k, v in _ends("delta_r_squared", gained, gain, draws).items()}  # fmt: skip
    if name in CONTAIN_BASE:
        df1, df2 = len(at) - len(base), n - len(at) - 1
        f = gain / df1 / ((1 - float(_explained(S, at))) / df2)
        row |= {"f": f, "df1": df1, "df2": df2, "p": float(fdtrc(df1, df2, f))}
    return row


def _held_out(columns: _Columns, parts: np.ndarray) -> dict[str, np.ndarray]:
    """Squared errors of predictions for people left out (repeats × n), by form, and of the mean.

    Cross-products of all respondents less those of a part are those of the others; so no
    regression sees the answers again.
    """
    x = np.column_stack([np.ones(len(columns.values)), columns.values[:, :-1]])
    z = columns.values[:, -1]
    repeats, n = parts.shape
    folds = int(parts.max()) + 1
    member = (parts[:, None, :] == np.arange(folds)[:, None]).reshape(repeats * folds, n)
    kept = (~member).astype(float)
    means = (kept @ z / kept.sum(axis=1)).reshape(repeats, folds)
    own_mean = np.take_along_axis(means, parts, axis=1)
    found = {"": (z - own_mean) ** 2}
    for name, at in columns.at.items():
        design = x[:, np.concatenate([[0], at + 1])]
        k = design.shape[1]
        row, column = np.triu_indices(k)
        products = np.hstack([design[:, row] * design[:, column], design * z[:, None]])
        sums = kept @ products
        gram = np.empty((repeats * folds, k, k))
        gram[:, row, column] = gram[:, column, row] = sums[:, : len(row)]
        moment = sums[:, len(row) :, None]
        spectrum = np.linalg.eigvalsh(gram)
        if (spectrum[:, 0] < DEPENDENT * spectrum[:, -1]).any():
            slopes = np.linalg.pinv(gram, rcond=DEPENDENT, hermitian=True) @ moment
        else:
            slopes = np.linalg.solve(gram, moment)
        slopes = slopes.reshape(repeats, folds, k)
        own = np.take_along_axis(slopes, parts[:, :, None], axis=1)
        found[name] = (z - (own * design).sum(axis=2)) ** 2
    return found


def _cross_validated(errors: dict[str, np.ndarray], name: str) -> dict[str, float]:
    """Means and standard deviations over the repeats."""
    spread = errors[""].sum(axis=1)
    value = 1 - errors[name].sum(axis=1) / spread
    rmse = np.sqrt(errors[name].mean(axis=1))
    many = len(value) > 1
    row = {
        "cv_r_squared": value.mean(),
        "cv_r_squared_sd": value.std(ddof=1) if many else np.nan,
        "cv_gain": np.nan,
        "cv_gain_sd": np.nan,
        "rmse": rmse.mean(),
        "rmse_sd": rmse.std(ddof=1) if many else np.nan,
    }
    if BASE in errors and name != BASE:
        gain = value - (1 - errors[BASE].sum(axis=1) / spread)
        row["cv_gain"], row["cv_gain_sd"] = gain.mean(), gain.std(ddof=1) if many else np.nan
    return row
