"""Who is likely to leave, why, and how far such forecasts can be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from svqkit.errors import DataError
from svqkit.improvement.customers.columns import known_columns, one_row_each, zeros_and_ones
from svqkit.improvement.customers.logit import Logit, design, fit_logit
from svqkit.improvement.customers.probabilities import (
    area_under_curve,
    brier,
    calibration,
    calibration_line,
)
from svqkit.psychometrics.data.resampling import generator
from svqkit.psychometrics.planning.sample_plan import check_between, check_count
from svqkit.result import Part, Result

__all__ = ["Churn", "churn"]

_CLEAR = 1.1
"""Odds ratio from which a contribution is told as a reason."""


@dataclass(frozen=True, eq=False, repr=False)
class Churn(Result):
    """Risks of leaving, with their reasons and their quality.

    Attributes
    ----------
    risks : DataFrame (index: pseudonym)
        ``risk reasons``, the highest first. Reasons are predictors that raise this customer's odds,
        with the factor.
    contributions : DataFrame (index: pseudonym; a column each predictor)
        Log odds against a customer with mean values; with the intercept's they add up to the risk.
    effects : DataFrame (index: column)
        ``b se p odds_ratio low high one_sd``: ``one_sd`` is the odds ratio of one standard deviation.
    quality : DataFrame (index: auc, brier)
        ``value low high apparent chance``: cross-validated with interval; ``apparent``, on the customers
        the model was made from; ``chance``, without any predictor.
    calibration : DataFrame (index: group)
        ``n forecast happened low high fits``, cross-validated.
    line : Series
        ``slope slope_low slope_high level``.
    key : Series (index: pseudonym)
        The customers' own labels. Not shown; keep it apart.
    outcome : str
    n, events : int
    sentence, convention : str

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> late = rng.poisson(1, 300)
    >>> left = (rng.random(300) < 1 / (1 + np.exp(1.5 - late))).astype(int)
    >>> table = pd.DataFrame({"late": late, "left": left})
    >>> churn(table, "left", ["late"]).effects.loc["late", "b"].round(1).item()
    1.1
    """

    risks: pd.DataFrame
    contributions: pd.DataFrame
    effects: pd.DataFrame
    quality: pd.DataFrame
    calibration: pd.DataFrame
    line: pd.Series
    key: pd.Series
    outcome: str
    n: int
    events: int
    sentence: str
    convention: str

    def _title(self) -> str:
        return f"Risk of {self.outcome}"

    def _parts(self) -> list[Part]:
        return [
            ("", self.sentence),
            ("Highest risks", self.risks.head(10)),
            ("Effects", self.effects[["odds_ratio", "low", "high", "p", "one_sd"]]),
            ("Quality", self.quality),
            ("Calibration", self.calibration),
            ("Convention", self.convention),
        ]


def churn(
    table: pd.DataFrame,
    outcome: str,
    predictors: Sequence[str],
    *,
    folds: int = 10,
    repeats: int = 5,
    bins: int = 10,
    reasons: int = 3,
    ci: float = 0.95,
    seed: int | None = 0,
) -> Churn:
    """Estimate each customer's risk of leaving by a logit model, with reasons and calibration.

    Parameters
    ----------
    table : DataFrame (a row each customer)
    outcome : str
        Column with 1 for customers who left, 0 for those who stayed, in a period after the predictors.
    predictors : sequence of str
        Numbers, or categories (text), known before that period.
    folds, repeats : int
        Of the cross-validation; quality is measured on customers the model has not seen.
    bins : int
        Groups of the calibration.
    reasons : int
        Most told of each customer.
    ci : float in (0, 1)
    seed : int, optional
        Of folds and pseudonyms.

    Returns
    -------
    Churn
        ``.risks .contributions .effects .quality .calibration .key``.

    Raises
    ------
    DataError
        If a column is missing or holds text among numbers, a customer comes twice, the outcome is not
        0 and 1, or fewer than 2 × ``folds`` customers left or stayed.
    ModelError
        If a predictor follows from others, or tells perfectly who leaves.
    MissingExtraError
        If statsmodels is not installed.

    Notes
    -----
    A contribution is b·(x − mean): for a logit model, the Shapley value of independent predictors.

    References
    ----------
    Hosmer, Lemeshow & Sturdivant (2013), Applied logistic regression. Peduzzi et al. (1996), Journal
    of Clinical Epidemiology 49, 1373–1379: ten events a parameter.

    Examples
    --------
    >>> import svqkit as svq
    >>> customers = svq.load_dataset("shop_customers").drop_duplicates().set_index("customer")
    >>> found = churn(customers, "churned", ["fulfilment", "late_deliveries", "tenure_months"])
    >>> found.effects["odds_ratio"].round(2).tolist()
    [0.51, 1.64, 0.98]
    """
    check_count("folds", folds, 2)
    for name, value in {"repeats": repeats, "bins": bins, "reasons": reasons}.items():
        check_count(name, value, 1)
    check_between("ci", ci, 0, 1)
    generator(seed)
    known_columns(table, predictors)
    if not len(predictors):
        raise ValueError("predictors= names what the risk is estimated from; give at least one")
    known_columns(table, [outcome])
    if outcome in predictors:
        raise ValueError(f"{outcome!r} is the outcome; it cannot be a predictor too")
    one_row_each(table)
    happened = zeros_and_ones(table, outcome)
    rows, source = design(table[happened.notna().to_numpy()], predictors)
    y, x = happened.loc[rows.index].to_numpy(), rows.to_numpy()
    events = int(min(y.sum(), len(y) - y.sum()))
    if events < 2 * folds:
        raise DataError(
            f"{int(y.sum())} of {len(y)} customers with all predictors have {outcome} = 1; {folds} "
            f"folds need {2 * folds} of each kind; lower folds="
        )
    names = [str(name) for name in rows.columns]
    model = fit_logit(x, y, names)
    unseen = _unseen(x, y, names, folds, repeats, seed)
    key = _pseudonyms(rows.index, seed)
    parts = pd.DataFrame((x - x.mean(axis=0)) * model.b[1:], index=key.index)
    parts = parts.T.groupby(pd.Series(source), sort=False).sum().T
    risks = pd.DataFrame({"risk": model.chances(x)}, index=key.index)
    risks["reasons"] = _reasons(parts, reasons)
    quality = _quality(y, unseen, model.chances(x), ci)
    line = calibration_line(y, unseen, ci)
    shown = calibration(y, unseen, bins, ci)
    return Churn(
        risks.sort_values("risk", ascending=False),
        parts,
        _effects(model, x, names, ci),
        quality,
        shown,
        line,
        key,
        outcome,
        len(y),
        int(y.sum()),
        _sentence(quality, line, shown, outcome),
        _convention(len(table) - len(y), events / x.shape[1], folds, repeats, ci),
    )


def _unseen(
    x: np.ndarray, y: np.ndarray, names: list[str], folds: int, repeats: int, seed: int | None
) -> np.ndarray:
    """Give each customer's probability by models made without that customer, mean of the repeats."""
    rng, total = np.random.default_rng(seed), np.zeros(len(y))
    for _ in range(repeats):
        fold = np.empty(len(y), dtype=int)
        for value in (0, 1):  # each fold holds its share of both
            own = np.nonzero(y == value)[0]
            fold[own] = rng.permutation(np.arange(len(own)) % folds)
        for k in range(folds):
            apart = fold == k
            total[apart] += fit_logit(x[~apart], y[~apart], names).chances(x[apart])
    return np.asarray(total / repeats)


def _pseudonyms(index: pd.Index, seed: int | None) -> pd.Series:
    """Give customers numbers in random order, which tell nothing."""
    wide = len(str(len(index)))
    order = np.random.default_rng(seed).permutation(len(index)) + 1
    names = pd.Index([f"customer {k:0{wide}d}" for k in order], name="customer")
    return pd.Series(index.to_numpy(), names, name="label")


def _reasons(parts: pd.DataFrame, most: int) -> list[str]:
    """Name what raises each customer's odds."""
    factors, told = np.exp(parts.to_numpy()), []
    for row in factors:
        first = [k for k in np.argsort(-row)[:most] if row[k] >= _CLEAR]
        told.append(", ".join(f"{parts.columns[k]} ×{row[k]:.1f}" for k in first))
    return told


def _quality(y: np.ndarray, unseen: np.ndarray, seen: np.ndarray, ci: float) -> pd.DataFrame:
    base = float(y.mean())
    auc, score = area_under_curve(y, unseen, ci), brier(y, unseen, ci)
    rows = [
        [*auc, area_under_curve(y, seen)[0], 0.5],
        [*score, brier(y, seen)[0], base * (1 - base)],
    ]
    names = ["value", "low", "high", "apparent", "chance"]
    return pd.DataFrame(rows, index=["auc", "brier"], columns=names)


def _effects(model: Logit, x: np.ndarray, names: list[str], ci: float) -> pd.DataFrame:
    b, se = model.b[1:], np.sqrt(np.diag(model.covariance))[1:]
    reach = float(ndtri((1 + ci) / 2)) * se
    return pd.DataFrame(
        {
            "b": b,
            "se": se,
            "p": 2 * ndtr(-np.abs(b / se)),
            "odds_ratio": np.exp(b),
            "low": np.exp(b - reach),
            "high": np.exp(b + reach),
            "one_sd": np.exp(b * x.std(axis=0, ddof=1)),
        },
        index=pd.Index(names, name="predictor"),
    )


def _sentence(quality: pd.DataFrame, line: pd.Series, shown: pd.DataFrame, outcome: str) -> str:
    auc = quality.loc["auc"]
    told = f"AUC {auc['value']:.2f} ({auc['low']:.2f} to {auc['high']:.2f})"
    if auc["low"] <= 0.5:
        return (
            f"The predictors do not tell who has {outcome} = 1 ({told}): use none of these risks."
        )
    first = (
        f"In {100 * auc['value']:.0f} of 100 pairs the customer with {outcome} = 1 had the higher "
        f"risk ({told}, on customers not seen)."
    )
    if line["slope_high"] < 1:
        return f"{first} High and low risks are exaggerated (slope {line['slope']:.2f})."
    return f"{first} Risks come true in {int(shown['fits'].sum())} of {len(shown)} groups."


def _convention(left_out: int, a_parameter: float, folds: int, repeats: int, ci: float) -> str:
    gone = f" {left_out} customers lack a value and have no risk." if left_out else ""
    few = (
        f" Only {a_parameter:.1f} events a parameter: fewer than the usual ten, so odds ratios are too "
        "far from 1."
        if a_parameter < 10
        else ""
    )
    return (
        f"Logit by maximum likelihood; AUC (DeLong), Brier score and calibration from {repeats} × "
        f"{folds}-fold cross-validation; intervals {ci:.0%}.{gone}{few} Names are pseudonyms; the key "
        "is kept apart in .key. A reason is what goes with leaving among these customers; that "
        "changing it keeps anybody is for a trial to show."
    )
