"""How well scores predict what they should: R², what each block adds, what each score weighs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.psychometrics.data.collinearity import refuse_collinear
from svqkit.psychometrics.data.resampling import resampled_covariances
from svqkit.psychometrics.prediction.outcome_regression import (
    Draws,
    cross_validated,
    slopes_of,
    steps_of,
    whole_regression,
)
from svqkit.psychometrics.prediction.predictors import outcome_table, score_table
from svqkit.psychometrics.prediction.regression_formulas import jackknife_covariances
from svqkit.psychometrics.threads import single_threaded
from svqkit.psychometrics.validity.htmt_bootstrap import check_bootstrap
from svqkit.result import Part, Result

__all__ = ["PredictiveValidity", "predictive_validity"]

CONVENTION = (
    "ordinary least squares, an outcome's respondents are those with all scores and this outcome; "
    "beta: both sides standardised; relative importance: R² averaged over orders of entry (LMG, "
    "pingouin); cv_r_squared: error of predictions for respondents left out, against the mean of "
    "the others"
)


@dataclass(frozen=True, eq=False, repr=False)
class PredictiveValidity(Result):
    """What scores predict.

    ``outcomes`` has one row an outcome, ``coefficients`` one row an outcome and predictor,
    ``blocks`` one row an outcome and block in its order of entry.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> found = svq.predictive_validity(bank, ["satisfaction"], scales=bank.instrument.mapping)
    >>> bool(found.outcomes.loc["satisfaction", "r_squared"] > 0.2)
    True
    """

    outcomes: pd.DataFrame
    coefficients: pd.DataFrame
    blocks: pd.DataFrame
    ci_level: float
    bootstrap: int
    seed: int | None
    convention: str

    def _title(self) -> str:
        return "Predictive validity"

    def _parts(self) -> list[Part]:
        known = self.coefficients.dropna(axis=1, how="all")
        parts: list[Part] = [("Outcomes", self.outcomes), ("Predictors", known)]
        if len(self.blocks):
            parts.append(("Blocks in their order of entry", self.blocks))
        return [*parts, ("Convention", self.convention)]


@single_threaded
def predictive_validity(
    scores: Any,
    outcomes: Any,
    *,
    scales: Mapping[str, Sequence[str]] | None = None,
    blocks: Mapping[str, Sequence[str]] | None = None,
    bootstrap: int = 0,
    interval: str = "percentile",
    folds: int = 10,
    ci: float = 0.95,
    seed: int | None = None,
) -> PredictiveValidity:
    """Regress each outcome on scores: what they explain together, in blocks, and one by one.

    Parameters
    ----------
    scores : DataFrame (respondents × scores) or Responses
        With ``scales``, items instead, of which scores are made.
    outcomes : DataFrame, Series or sequence of str
        Numbers, on the same index; or names of columns of ``scores`` or of the respondents'
        table. Columns named so do not predict.
    scales : mapping of scale to item names, optional
        A score is the mean of the items answered, if at least half of them are.
    blocks : mapping of block to score names, optional
        Entered one after the other; each score in one block.
    bootstrap : int
        Resamples of respondents for the intervals of R², ΔR² and beta; 0 gives Olkin and Finn's
        interval of R², none of ΔR², and that of the slope in standard units for beta.
    interval : {"percentile", "bca"}
        Kind of the bootstrap intervals. R² of resamples is biased upwards, which BCa corrects.
    folds : int
        Parts of the cross-validation; as many as respondents leave out one at a time.
    ci : float
        Level of the intervals, between 0 and 1.
    seed : int, optional
        Makes folds and bootstrap repeat exactly.

    Returns
    -------
    PredictiveValidity
        ``.outcomes`` (index outcome: n r_squared r_squared_low r_squared_high adjusted f df1 df2 p
        cv_r_squared residual_sd), ``.coefficients`` (index outcome and predictor: b se t p beta
        beta_low beta_high r vif importance importance_share), ``.blocks`` (index outcome and
        block: r_squared delta_r_squared delta_low delta_high f df1 df2 p).

    Raises
    ------
    DataError
        If an outcome is absent, no number or constant, respondents are too few, or scores are
        linearly dependent (they are named).
    ValueError
        If an option is out of range, or blocks name unknown scores or one twice.

    References
    ----------
    Cohen, J., Cohen, P., West, S. G., & Aiken, L. S. (2003). Applied multiple
    regression/correlation analysis (3rd ed.). Grömping, U. (2006). Relative importance for linear
    regression in R. Journal of Statistical Software, 17(1). Olkin & Finn (1995) for the interval.

    Examples
    --------
    >>> random = np.random.default_rng(1)
    >>> x = pd.DataFrame(random.normal(size=(200, 2)), columns=["care", "speed"])
    >>> y = (x["care"] + random.normal(size=200)).rename("satisfaction")
    >>> found = predictive_validity(x, y, blocks={"one": ["speed"], "two": ["care"]})
    >>> found.blocks["delta_r_squared"].round(2).tolist()
    [0.01, 0.45]
    """
    check_bootstrap(ci, bootstrap, interval, "pearson")
    if not isinstance(folds, (int, np.integer)) or folds < 2:
        raise ValueError(f"folds={folds!r} must be a whole number of 2 or more")
    wanted = outcome_table(scores, outcomes)
    predictors = score_table(scores, scales, leave_out=list(wanted.columns))
    entered = _checked_blocks(blocks, list(predictors.columns))
    rng = np.random.default_rng(seed)
    rows: dict[str, dict[str, Any]] = {}
    slopes: dict[tuple[str, str], dict[str, float]] = {}
    steps: dict[tuple[str, str], dict[str, float]] = {}
    for name in wanted.columns:
        both = pd.concat([predictors, wanted[name]], axis=1).dropna()
        values = _usable(both, str(name))
        S = np.cov(values.T)
        draws = None
        if bootstrap:
            resampled = np.concatenate(list(resampled_covariances(values, int(bootstrap), rng)))
            left_out = jackknife_covariances(values) if interval == "bca" else None
            draws = Draws(resampled, left_out, ci)
        rows[str(name)] = whole_regression(values, S, draws, ci) | {
            "cv_r_squared": cross_validated(values, int(folds), rng)
        }
        for predictor, row in slopes_of(both, S, draws, ci).items():
            slopes[(str(name), predictor)] = row
        for block, row in steps_of(
            entered, list(predictors.columns), S, len(values), draws
        ).items():
            steps[(str(name), block)] = row
    convention = CONVENTION
    if bootstrap:
        kind = "percentiles" if interval == "percentile" else "BCa percentiles (Efron 1987)"
        convention += f"; intervals: {kind} of {bootstrap} resamples of respondents"
    else:
        convention += "; interval of R² by Olkin & Finn (1995), of beta that of b in standard units"
    return PredictiveValidity(
        _table(rows, ["outcome"]),
        _table(slopes, ["outcome", "predictor"]),
        _table(steps, ["outcome", "block"]),
        ci,
        int(bootstrap),
        seed,
        convention,
    )


def _table(rows: Mapping[Any, Mapping[str, Any]], names: list[str]) -> pd.DataFrame:
    table = pd.DataFrame(list(rows.values()))
    if len(names) == 1:
        table.index = pd.Index(list(rows), name=names[0])
    elif rows:
        table.index = pd.MultiIndex.from_tuples(list(rows), names=names)
    return table


def _checked_blocks(
    blocks: Mapping[str, Sequence[str]] | None, names: list[str]
) -> dict[str, list[str]]:
    entered = {name: list(members) for name, members in (blocks or {}).items()}
    every = [member for members in entered.values() for member in members]
    unknown = [member for member in every if member not in names]
    if unknown:
        raise ValueError(f"blocks name {unknown[0]!r}, which is no score here")
    if len(set(every)) < len(every):
        raise ValueError("a score stands in two blocks")
    return entered


def _usable(both: pd.DataFrame, outcome: str) -> np.ndarray:
    """Refuse too few respondents, constant columns and dependent scores."""
    p = both.shape[1] - 1
    if len(both) < p + 3:
        raise DataError(
            f"{len(both)} respondents have outcome {outcome!r} and all {p} scores; a regression "
            f"needs {p + 3} at least",
            column=outcome,
        )
    values = both.to_numpy(dtype=float)
    flat = [str(name) for name, sd in zip(both.columns, values.std(axis=0), strict=True) if sd == 0]
    if flat:
        raise DataError(f"{flat[0]!r} is the same for everybody; leave it out", column=flat[0])
    refuse_collinear(np.cov(values[:, :-1].T).reshape(p, p), list(map(str, both.columns[:-1])), "")
    return values
