"""What scores predict: total perception and total gap against each outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.pairs.pairing import dimension_pairs, total_pairs
from svqkit.psychometrics.prediction.regression_formulas import r_squared
from svqkit.responses.responses import Responses
from svqkit.validation.intervals import correlation_interval, dependent_difference_interval

__all__ = ["predict_outcomes"]


def predict_outcomes(
    responses: Responses, scales: Mapping[str, Sequence[str]], outcomes: Sequence[str]
) -> pd.DataFrame:
    """Correlate total perceptions, and total gaps where there are any, with each outcome.

    Scores are those of the gap analysis: a dimension is the mean of the items answered (in both
    forms, where both were asked), if at least half are; the total weights dimensions equally.

    Parameters
    ----------
    responses : Responses
    scales : mapping of dimension to item names
    outcomes : sequence of str
        Columns of ``responses.respondents`` that hold numbers.

    Returns
    -------
    DataFrame
        One row an outcome: n, r_perception, low, high, r_squared (of the dimensions together),
        adjusted_r_squared, and with expectations r_gap, gap_low, gap_high, difference (gap minus
        perception), difference_low, difference_high.

    Raises
    ------
    DataError
        If an outcome is not among the respondents' columns or not numeric.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> table = predict_outcomes(bank, bank.instrument.mapping, ["satisfaction"])
    >>> bool(table.loc["satisfaction", "r_perception"] > 0.3)
    True
    """
    answers, expected = responses.perceptions, responses.expectations
    scores, wanted = dimension_pairs(
        answers, answers if expected is None else expected, {k: list(v) for k, v in scales.items()}
    )
    perception, expectation = total_pairs(scores, wanted)
    gap = None if expected is None else perception - expectation
    rows = {}
    for outcome in outcomes:
        y = _numeric(responses.respondents, outcome)
        both = np.column_stack([perception, y] if gap is None else [perception, y, gap])
        known = ~np.isnan(both).any(axis=1)
        both = both[known]
        if len(both) < 4 or bool((both == both[0]).all(axis=0).any()):
            continue
        r = np.corrcoef(both.T)
        n = len(both)
        low, high = correlation_interval(r[0, 1], n)
        joint = np.cov(np.column_stack([scores.to_numpy()[known], both[:, 1]]).T)
        r2 = float(r_squared(joint, np.arange(len(joint) - 1)))
        row = {
            "n": n,
            "r_perception": r[0, 1],
            "low": low,
            "high": high,
            "r_squared": r2,
            "adjusted_r_squared": 1 - (1 - r2) * (n - 1) / (n - len(scales) - 1),
        }
        if gap is not None:
            row["r_gap"] = r[2, 1]
            row["gap_low"], row["gap_high"] = correlation_interval(r[2, 1], n)
            row["difference"] = r[2, 1] - r[0, 1]
            row["difference_low"], row["difference_high"] = dependent_difference_interval(
                r[2, 1], r[0, 1], r[0, 2], n
            )
        rows[outcome] = row
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.index.name = "outcome"
    return table


def _numeric(respondents: pd.DataFrame, outcome: str) -> pd.Series:
    if outcome not in respondents.columns:
        raise DataError(
            f"outcome {outcome!r} is not among the columns of the respondents: "
            f"{', '.join(map(str, respondents.columns[:12]))}",
            column=outcome,
        )
    column = respondents[outcome]
    if not pd.api.types.is_numeric_dtype(column):
        raise DataError(
            f"outcome {outcome!r} is not numeric; give its answers as codes", column=outcome
        )
    return column.astype(float)
