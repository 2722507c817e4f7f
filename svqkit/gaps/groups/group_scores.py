"""Give each respondent's score on every dimension and in total: gap, perception or expectation."""

from __future__ import annotations

from typing import Any

import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.pairs.pairing import HALF_RULE, dimension_pairs, item_pairs, total_pairs

__all__ = ["SCORES", "check_level", "group_scores", "score_words"]

SCORES = ("gap", "perception", "expectation")
"""What may be compared."""


def check_level(ci: float) -> None:
    """Refuse a confidence level that is none.

    Parameters
    ----------
    ci : float in (0, 1)

    Raises
    ------
    ValueError

    Examples
    --------
    >>> check_level(0.95)
    """
    if not 0 < ci < 1:
        raise ValueError(f"ci must lie between 0 and 1 (such as 0.95), not {ci!r}")


def score_words(score: str) -> str:
    """Say how the scores were made.

    Parameters
    ----------
    score : {"gap", "perception", "expectation"}

    Returns
    -------
    str

    Examples
    --------
    >>> score_words("perception")[:57]
    "Score = perception: mean over a dimension's answered item"
    """
    if score == "gap":
        return (
            f"Score = gap = perception − expectation. {HALF_RULE}; the total weights the "
            "dimensions equally."
        )
    return (
        f"Score = {score}: mean over a dimension's answered items, where at least half are answered "
        "in this form (the other form is not looked at); the total weights dimensions equally."
    )


def group_scores(responses: Any, score: str = "gap") -> pd.DataFrame:
    """Score every respondent on each dimension and in total.

    Parameters
    ----------
    responses : Responses
    score : {"gap", "perception", "expectation"}
        ``"gap"`` uses items answered in both forms; the others use their own form's items.

    Returns
    -------
    DataFrame (respondents × dimensions and ``total``)
        NaN where fewer than half of the items were answered; the total needs all dimensions.

    Raises
    ------
    ValueError
        If ``score`` is unknown.
    DataError
        If the form was not asked, or no dimension has an item in it.

    Examples
    --------
    >>> import svqkit as svq
    >>> list(group_scores(svq.load_dataset("bank")).columns)[-2:]
    ['empathy', 'total']
    """
    if score not in SCORES:
        raise ValueError(f"score must be one of {', '.join(SCORES)}, not {score!r}")
    mapping = responses.instrument.mapping if hasattr(responses, "instrument") else {}
    if score == "gap":
        if getattr(responses, "expectations", True) is None:
            raise DataError(
                "there are no expectations in these answers, so there is no gap; compare "
                "score='perception'"
            )
        perceptions, expectations = dimension_pairs(*item_pairs(responses), mapping)
        scores = perceptions - expectations
    else:
        form = getattr(responses, f"{score}s", None)
        if not isinstance(getattr(responses, "perceptions", None), pd.DataFrame):
            raise TypeError(
                "scores need Responses (from read_responses or load_dataset), "
                f"not {type(responses).__name__}"
            )
        if form is None:
            raise DataError(f"there are no {score}s in these answers; choose another score=")
        answers = form.reindex(responses.perceptions.index).astype(float)
        scores, _ = dimension_pairs(answers, answers, mapping)
    if scores.shape[1] == 0:
        raise DataError("no dimension of the instrument has an item in these answers")
    return scores.assign(total=total_pairs(scores, scores)[0])
