"""Drivers: which scores go with satisfaction, loyalty, churn or a top box, and how surely."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.pairs.mean_bootstrap import said_of_bootstrap
from svqkit.improvement.drivers.collinear import condition_table, inflation, said_of_conditions
from svqkit.improvement.drivers.cross_validation import apparent_auc, cross_validated
from svqkit.improvement.drivers.driver_result import Drivers
from svqkit.improvement.drivers.driver_words import said_of_fit, said_of_slopes
from svqkit.improvement.drivers.effects import linear_effects, logit_effects
from svqkit.improvement.drivers.importance_shares import linear_importance, resampled, single_fits
from svqkit.improvement.drivers.predictors import Predictors, binary, read_predictors
from svqkit.improvement.drivers.separation import refuse_separated
from svqkit.improvement.drivers.shapley import logit_importance
from svqkit.psychometrics.data.resampling import generator
from svqkit.psychometrics.validity.htmt_bootstrap import check_bootstrap

__all__ = ["Drivers", "drivers"]

ROBUST = (None, "HC0", "HC1", "HC2", "HC3")
MOST = 10
"""Predictors whose subsets are all fitted."""


def drivers(
    data: Any,
    outcome: str | None = None,
    predictors: Sequence[str] | None = None,
    *,
    model: Literal["auto", "linear", "logit"] = "auto",
    at_least: float | None = None,
    below: float | None = None,
    level: str = "dimension",
    score: str = "perception",
    robust: str | None = None,
    folds: int = 10,
    ci: float = 0.95,
    bootstrap: int = 1000,
    seed: int | None = 0,
) -> Drivers:
    """Find the drivers of an outcome: regression, relative importance, and how far to trust them.

    Relative importance shares out what all predictors explain: each one's gain averaged over all
    orders of entry (Shapley value). For least squares that is LMG, by pingouin; for a logit the
    same with McFadden's R² (general dominance).

    Parameters
    ----------
    data : Responses or DataFrame (respondents × columns)
    outcome : str, optional
        A numeric column; with responses the first of ``data.outcomes`` by default.
    predictors : sequence of str, optional
        All scores, or all other numeric columns, by default.
    model : {"auto", "linear", "logit"}
        ``"auto"`` takes a logit where a cut point is given or the outcome is 0 and 1.
    at_least, below : float, optional
        Makes an event of the outcome: a top box (``at_least=9``), or a churn risk (``below=7``).
    level : {"dimension", "item"}
    score : {"perception", "gap"}
    robust : {None, "HC0", "HC1", "HC2", "HC3"}
        Errors of slopes that allow for unequal variance.
    folds : int
        Of the cross-validation (scikit-learn, five random divisions).
    ci : float in (0, 1)
    bootstrap : int
        Resamples of respondents for importance and its ranks; 0 leaves them out.
    seed : int, optional
        Of resamples and divisions.

    Returns
    -------
    Drivers
        ``.table .fit .conditions .notes .convention``.

    Raises
    ------
    DataError
        If a column cannot be used, predictors are linearly dependent, respondents are too few, all
        are of one kind, or predictors separate the event.
    ValueError
        If an option is unknown, or a logit has more than ten predictors.

    References
    ----------
    Lindeman, Merenda & Gold (1980); Grömping (2006), Journal of Statistical Software 17(1). Azen &
    Traxel (2009), Journal of Educational and Behavioral Statistics 34, 319–347. McFadden (1974).
    Peduzzi et al. (1996), Journal of Clinical Epidemiology 49, 1373–1379 (events per predictor).

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.drivers(svq.load_dataset("bank"), "loyalty", below=7, bootstrap=0)
    >>> found.model, bool(abs(found.table["share"].sum() - 100) < 1e-9)
    ('logit', True)
    """
    check_bootstrap(ci, bootstrap, "percentile", "pearson")
    generator(seed)
    if model not in ("auto", "linear", "logit"):
        raise ValueError(f"model must be one of 'auto', 'linear', 'logit', not {model!r}")
    if robust not in ROBUST:
        raise ValueError(f"robust must be one of {', '.join(map(repr, ROBUST))}, not {robust!r}")
    given = read_predictors(data, outcome, predictors, level=level, score=score)
    event = at_least is not None or below is not None
    if model == "linear" and event:
        raise ValueError("at_least and below make an event, which takes model='logit'")
    n = len(given.scores)
    if not isinstance(folds, (int, np.integer)) or not 2 <= folds <= n:
        raise ValueError(f"folds={folds!r} must be a whole number from 2 to {n}, the respondents")
    logit = model == "logit" or event or (model == "auto" and set(given.outcome) <= {0.0, 1.0})
    found = _logit if logit else _linear
    table, fit, said, name, draw = found(given, at_least, below, robust, folds, ci, seed)
    table = table.join(inflation(given.scores))
    table["share"] = 100 * table["importance"] / table["importance"].sum()
    table["rank"] = table["importance"].rank(ascending=False, method="min").astype(int)
    lost = 0
    if bootstrap:
        ends, lost = resampled(draw, n, int(bootstrap), seed, ci)
        table = table.join(ends.set_axis(table.index))
    conditions = condition_table(given.scores)
    notes = [
        *said_of_fit(fit, logit),
        said_of_conditions(table["vif"], conditions),
        *said_of_slopes(table),
    ]
    if lost:
        why = "the event was separated" if logit else "predictors were linearly dependent"
        notes.append(f"{lost} of {bootstrap} resamples were left out: {why} in them.")
    if given.no_numbers:
        notes.append(f"Columns without numbers are no predictors: {', '.join(given.no_numbers)}.")
    if given.left_out:
        notes.append(f"{given.left_out} respondents without all answers are left out.")
    usual = "from the information matrix" if logit else "as usual (equal variance)"
    convention = f"{said} Errors of slopes: {robust or usual}."
    if bootstrap:
        convention += f" Importance and ranks at {ci:.0%}: {said_of_bootstrap(bootstrap, 'percentile', seed)}."
    first = ["importance", "importance_low", "importance_high", "share", "alone"]
    order = [*first, "rank", "rank_low", "rank_high"]
    order = [name for name in order if name in table]
    order += [column for column in table.columns if column not in order]
    return Drivers(
        table[order].sort_values("rank", kind="stable").rename_axis("driver"),
        fit,
        conditions,
        name,
        "logit" if logit else "linear",
        robust,
        given.left_out,
        given.instrument,
        tuple(notes),
        ci,
        int(bootstrap),
        seed,
        convention,
        str(given.outcome.name),
        at_least,
        below,
    )


Fitted = tuple[pd.DataFrame, pd.Series, str, str, Callable[[np.ndarray], np.ndarray]]


def _linear(
    given: Predictors,
    at_least: float | None,
    below: float | None,
    robust: str | None,
    folds: int,
    ci: float,
    seed: int | None,
) -> Fitted:
    X, y = given.scores.to_numpy(float), given.outcome.to_numpy(float)
    n, k = X.shape
    table, whole = linear_effects(given.scores, y, robust=robust, ci=ci)
    table["importance"], draw, how = linear_importance(given.scores, given.outcome)
    table["alone"] = table["r"] ** 2
    value, spread = cross_validated(X, y, logit=False, folds=folds, seed=seed)
    fit = pd.Series(
        {
            "n": n,
            "predictors": k,
            "r_squared": whole["r_squared"],
            "adjusted": whole["adjusted"],
            "cross_validated": value,
            "cross_validated_sd": spread,
            "optimism": whole["r_squared"] - value,
            "residual_sd": whole["residual_sd"],
            "p": whole["p"],
            "n_per_predictor": n / k,
        }
    )
    said = (
        f"Least squares of {given.outcome.name} on {k} predictors. Importance: {how}. beta: in "
        f"standard deviations, its interval that of the slope. Cross-validated R²: {folds} folds, "
        "five divisions; optimism is R² less that."
    )
    return table, fit, said, str(given.outcome.name), draw


def _logit(
    given: Predictors,
    at_least: float | None,
    below: float | None,
    robust: str | None,
    folds: int,
    ci: float,
    seed: int | None,
) -> Fitted:
    event, name = binary(given.outcome, at_least=at_least, below=below)
    X, y = given.scores.to_numpy(float), event.to_numpy(float)
    n, k = X.shape
    if k > MOST:
        raise ValueError(
            f"a logit's importance fits every subset of the predictors, and {k} have 2^{k}; choose "
            f"at most {MOST} (predictors=[…]), or take level='dimension'"
        )
    small = int(min(y.sum(), n - y.sum()))
    if small < folds:
        raise DataError(
            f"only {small} respondents are on the smaller side of the event ({name}), fewer than "
            f"{folds} folds; choose another cut point or fewer folds"
        )
    refuse_separated(given.scores, y, name)
    table, whole, p = logit_effects(given.scores, y, robust=robust, ci=ci)
    table["importance"] = logit_importance(X, y, np.ones((1, n)))[0]
    table["alone"] = single_fits(X, y)
    value, spread = cross_validated(X, y, logit=True, folds=folds, seed=seed)
    auc = apparent_auc(p, y)
    fit = pd.Series(
        {
            "n": n,
            "events": int(y.sum()),
            "predictors": k,
            "mcfadden": whole["mcfadden"],
            "adjusted": whole["adjusted"],
            "auc": auc,
            "cross_validated": value,
            "cross_validated_sd": spread,
            "optimism": auc - value,
            "p": whole["p"],
            "events_per_predictor": small / k,
        }
    )
    said = (
        f"Logit of {name} on {k} predictors, maximum likelihood. Importance: McFadden's R² averaged "
        "over orders of entry (general dominance). Odds ratios and effects for one standard "
        f"deviation more. Cross-validated AUC: {folds} folds, five divisions."
    )
    return table, fit, said, name, lambda counts: logit_importance(X, y, counts)
