"""The scores that derived importance explains an outcome with."""

from __future__ import annotations

from typing import Any

import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.pairs.pairing import dimension_pairs, item_pairs
from svqkit.gaps.weighting.outcome import outcome_of
from svqkit.psychometrics.prediction.predictors import scale_means

__all__ = ["scores_and_outcome"]

LEVELS = ("dimension", "item")
SCORES = ("perception", "gap")


def scores_and_outcome(
    responses: Any, outcome: str | None, *, level: str = "dimension", score: str = "perception"
) -> tuple[str, pd.DataFrame]:
    """Put the scores and the outcome side by side.

    Parameters
    ----------
    responses : Responses
    outcome : str or None
        A column of ``.respondents``; None takes the first of ``.outcomes``.
    level : {"dimension", "item"}
    score : {"perception", "gap"}
        A perception is the mean of the items answered, a gap the mean over the items answered in
        both forms; at least half of a dimension's items are needed.

    Returns
    -------
    str
        The outcome's name.
    DataFrame (respondents × scores + 1)
        The outcome last.

    Raises
    ------
    DataError
        If the outcome cannot be used, or a gap has no expectations.
    ValueError
        If an option is unknown.

    Examples
    --------
    >>> import svqkit as svq
    >>> name, both = scores_and_outcome(svq.load_dataset("bank"), None)
    >>> name, both.shape
    ('overall_quality', (412, 6))
    """
    if level not in LEVELS:
        raise ValueError(f"level={level!r} is unknown; choose from {', '.join(LEVELS)}")
    if score not in SCORES:
        raise ValueError(f"score={score!r} is unknown; choose from {', '.join(SCORES)}")
    name, values = outcome_of(responses, outcome)
    mapping = responses.instrument.mapping
    if score == "gap":
        p, e = item_pairs(responses)
        if level == "dimension":
            p, e = dimension_pairs(p, e, mapping)
        scores = p - e
    else:
        scores = responses.perceptions.astype(float)
        if level == "dimension":
            there = {
                dimension: [code for code in codes if code in scores.columns]
                for dimension, codes in mapping.items()
            }
            scores = scale_means(scores, {d: codes for d, codes in there.items() if codes})
    if name in scores.columns:
        raise DataError(f"the outcome {name!r} has the name of a score", column=name)
    return name, scores.assign(**{name: values.reindex(scores.index)})
