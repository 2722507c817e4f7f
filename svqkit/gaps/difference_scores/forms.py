"""Which form of scoring measures best: differences, perceptions, weights, or both components."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.difference_scores.form_prediction import fold_parts, predict_outcome
from svqkit.gaps.difference_scores.form_reliability import form_reliability
from svqkit.gaps.difference_scores.form_validity import form_validity
from svqkit.gaps.difference_scores.forms_at_hand import FormsAtHand, forms_at_hand
from svqkit.gaps.difference_scores.forms_result import FormComparison, one_table
from svqkit.gaps.difference_scores.variance_restriction import variance_restriction
from svqkit.gaps.pairs.pairing import HALF_RULE
from svqkit.psychometrics.prediction.predictors import outcome_table
from svqkit.psychometrics.threads import single_threaded
from svqkit.psychometrics.validity.htmt_bootstrap import check_bootstrap

__all__ = ["compare_forms"]

LEVELS = ("total", "dimensions")
SPARE = 10
"""Respondents that must be left over when all coefficients are estimated."""


@single_threaded
def compare_forms(
    responses: Any,
    *,
    outcomes: str | Sequence[str] | pd.DataFrame | pd.Series | None = None,
    direct: str | pd.DataFrame | None = None,
    weights: Any = None,
    bootstrap: int = 500,
    folds: int = 10,
    repeats: int = 10,
    ci: float = 0.95,
    seed: int | None = None,
    progress: bool = True,
) -> FormComparison:
    """Compare SERVQUAL, SERVPERF, their weighted forms, direct questions and both components.

    Parameters
    ----------
    responses : Responses
        Forms that need expectations or importance are left out where there are none.
    outcomes : str, sequence of str, DataFrame or Series, optional
        What scores should predict; ``responses.outcomes`` otherwise. The first is the criterion
        that they should converge on.
    direct : str or DataFrame, optional
        Answers to a question such as "compared with what I expected": a table (respondents ×
        questions), or the prefix of respondent columns (``"D"``: D1 … D22 stand for Q1 … Q22).
    weights : {"respondents", "sample"}, mapping, Series, DataFrame or result, optional
        Importance as each respondent stated it (the default) or its mean; or weights of the
        dimensions that sum to 100, for everybody; or a table of weights (respondents ×
        dimensions), scaled to that sum.
    bootstrap : int
        Resamples of respondents for the intervals of R², ΔR² and the totals' reliability; 0 for
        none.
    folds, repeats : int
        Parts of the cross-validation, and how often respondents are divided anew.
    ci : float in (0, 1)
        Level of all intervals.
    seed : int, optional
        Makes resamples and parts repeat exactly.
    progress : bool
        Show how far it is, where it takes more than two seconds.

    Returns
    -------
    FormComparison
        ``.table .prediction .reliability .restriction .validity .not_computed .convention`` and
        ``.paragraph()``.

    Raises
    ------
    DataError
        If an outcome is absent, not numeric or constant, or weights or direct answers cannot be
        used.
    TypeError
        If these are not ``Responses``.
    ValueError
        If an option is out of range.

    Notes
    -----
    Two forms of which one contains the other, as P and E contain P, cannot be compared by an
    interval of ΔR², which is never below zero there: the F test and the cross-validation decide
    together.

    References
    ----------
    Cronin & Taylor (1992), Journal of Marketing, 56(3), 55–68. Peter, Churchill & Brown (1993),
    Journal of Consumer Research, 19, 655–662. Brown, Churchill & Peter (1993), Journal of
    Retailing, 69, 127–139. Edwards (2002). Efron (1987) for BCa.

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.compare_forms(svq.load_dataset("bank"), outcomes="satisfaction", seed=1)
    >>> bool(found.table.loc["servperf", "r2_satisfaction"] > 0.4)
    True
    """
    _check_options(bootstrap, folds, repeats, ci)
    if not isinstance(getattr(responses, "perceptions", None), pd.DataFrame):
        raise TypeError(f"compare_forms needs Responses, not {type(responses).__name__}")
    at_hand = forms_at_hand(responses, direct, weights)
    absent = [(form, "everything", reason) for form, reason in at_hand.absent.items()]
    wanted = _outcomes(responses, outcomes)
    if wanted is None:
        absent.append(("all", "prediction", "no outcome is given"))
    rng = np.random.default_rng(seed)
    own_seed = int(rng.integers(2**31))
    prediction = _predictions(
        at_hand, wanted, absent, bootstrap, folds, repeats, ci, rng, own_seed, progress
    )
    reliability, n_items = form_reliability(at_hand, ci=ci, bootstrap=bootstrap, seed=own_seed)
    for form in at_hand.forms:
        if (form, "total") not in reliability.index:
            reason = (
                "it has no score of its own"
                if form in ("components", "quadratic")
                else ("too few respondents answered every item")
            )
            absent.append((form, "reliability", reason))
    criterion = None if wanted is None else wanted.iloc[:, 0]
    validity, missing = form_validity(at_hand, criterion, ci=ci)
    absent += [(form, "convergence", reason) for form, reason in missing.items()]
    return FormComparison(
        table=one_table(list(at_hand.forms), prediction, reliability, validity),
        prediction=prediction,
        reliability=reliability,
        restriction=_restriction(at_hand, responses),
        validity=validity,
        not_computed=pd.DataFrame(absent, columns=["form", "what", "reason"]),
        criterion=None if criterion is None else str(criterion.name),
        instrument=responses.instrument,
        ci_level=ci,
        bootstrap=int(bootstrap),
        folds=int(folds),
        repeats=int(repeats),
        seed=seed,
        convention=_convention(at_hand, bootstrap, folds, repeats, ci, n_items),
    )


def _check_options(bootstrap: int, folds: int, repeats: int, ci: float) -> None:
    check_bootstrap(ci, bootstrap, "bca", "pearson")
    for name, value, least in (("folds", folds, 2), ("repeats", repeats, 1)):
        if not isinstance(value, (int, np.integer)) or value < least:
            raise ValueError(f"{name}={value!r} must be a whole number of {least} or more")


def _outcomes(responses: Any, outcomes: Any) -> pd.DataFrame | None:
    if outcomes is None:
        outcomes = list(responses.outcomes)
    if isinstance(outcomes, pd.Series):
        outcomes = outcomes.to_frame(outcomes.name if outcomes.name is not None else "outcome")
    if isinstance(outcomes, pd.DataFrame):
        outcomes = outcomes.reindex(responses.perceptions.index)
    elif not len(outcomes):
        return None
    table = outcome_table(responses, outcomes)
    for name in table:
        if table[name].nunique() < 2:
            raise DataError(f"outcome {name!r} is the same for everybody", column=str(name))
    return table


def _predictions(
    at_hand: FormsAtHand,
    wanted: pd.DataFrame | None,
    absent: list[tuple[str, str, str]],
    bootstrap: int,
    folds: int,
    repeats: int,
    ci: float,
    rng: np.random.Generator,
    seed: int,
    progress: bool,
) -> pd.DataFrame:
    """Regress every outcome on every form, on the same respondents and parts for all forms."""
    from tqdm.auto import tqdm

    found = {}
    steps = [(name, level) for name in ([] if wanted is None else wanted) for level in LEVELS]
    everything = [t for form in at_hand.forms.values() for t in form.predictors.values()]
    scored = pd.concat(everything, axis=1).notna().all(axis=1)
    drawn: dict[str, np.ndarray] = {}
    for name, level in tqdm(steps, desc="forms", delay=2, disable=not progress, leave=False):
        outcome = wanted[name]  # type: ignore[index]
        used = scored & outcome.notna()
        n = int(used.sum())
        own = {}
        for label, form in at_hand.forms.items():
            if level not in form.predictors:
                absent.append((label, f"{name}, {level}", "the question has no dimensions"))
                continue
            table = form.predictors[level][used]
            if n < max(table.shape[1] + SPARE, 2 * folds):
                reason = f"{n} respondents are too few for {table.shape[1]} predictors"
                absent.append((label, f"{name}, {level}", reason))
                continue
            if n and (table.nunique() < 2).any():
                absent.append((label, f"{name}, {level}", "a score is the same for everybody"))
                continue
            own[label] = form._replace(predictors={level: table})
        if not own or outcome[used].nunique() < 2:
            continue
        if name not in drawn:
            drawn[name] = fold_parts(n, int(folds), int(repeats), rng)
        found[(str(name), level)] = predict_outcome(
            own, outcome[used], level, bootstrap=int(bootstrap), parts=drawn[name], ci=ci, seed=seed
        )
    if not found:
        empty = pd.MultiIndex.from_arrays([[], [], []], names=["outcome", "level", "form"])
        return pd.DataFrame(index=empty, columns=["r_squared", "delta_r_squared", "cv_r_squared"])
    return pd.concat(found, names=["outcome", "level", "form"])


def _restriction(at_hand: FormsAtHand, responses: Any) -> pd.DataFrame:
    if not at_hand.expectations.shape[1]:
        return pd.DataFrame()
    scale = responses.instrument.scale
    items = responses.expectations
    top = {name: items[codes].stack() for name, codes in at_hand.mapping.items()}
    top["total"] = items[[c for codes in at_hand.mapping.values() for c in codes]].stack()
    ceiling = pd.Series({name: 100 * float((v >= scale.high).mean()) for name, v in top.items()})
    p, e = at_hand.perceptions, at_hand.expectations
    return variance_restriction(
        p.assign(total=p.mean(axis=1, skipna=False)),
        e.assign(total=e.mean(axis=1, skipna=False)),
        ceiling,
        (float(scale.low), float(scale.high)),
    )


def _convention(
    at_hand: FormsAtHand, bootstrap: int, folds: int, repeats: int, ci: float, n_items: int
) -> str:
    """Say how the numbers were made."""
    text = (
        f"{HALF_RULE}; totals weight the dimensions equally, weighted ones by Σ w × score / 100. "
        "An outcome's respondents are those with every form and this outcome. ΔR² against "
        "SERVPERF at the same level; forms that contain SERVPERF are judged by F and by their gain for "
        f"respondents left out, others by the interval of ΔR². Cross-validation: {repeats} × {folds} parts, the same for all forms; R² "
        "against the mean of the others, ± standard deviation over the repeats (of the division, "
        f"not of the sample). Reliability on the {n_items} respondents with every item: a "
        "dimension's alpha (Feldt) and one-factor omega; a total's from its dimensions' alphas "
        "(Mosier 1943), weights counting as free of error; by_formula: of a difference from its "
        "components (Johns 1981). HTMT: delta-method interval; AVE over observed "
        f"variance (semTools). Intervals at {ci:.0%}"
    )
    if bootstrap:
        text += f"; of R² and ΔR² BCa, of totals' reliability percentiles, of {bootstrap} resamples"
    text += "."
    return f"{text} Importance: {at_hand.said_of_weights}." if at_hand.said_of_weights else text
