"""Habits of answering whatever is asked: agreeing, going to extremes, staying in the middle."""

from __future__ import annotations

import numpy as np
import pandas as pd

__all__ = ["response_styles"]


def response_styles(answers: pd.DataFrame, low: int, high: int) -> pd.DataFrame:
    """Count how each respondent uses the scale.

    Parameters
    ----------
    answers : DataFrame (respondents × items)
        As answered: reversed items not recoded.
    low, high : int
        Ends of the scale.

    Returns
    -------
    DataFrame
        ``acquiescence``: share of answers above the middle less the share below it, −1 to 1;
        ``extreme``: share at either end; ``midpoint``: share in the very middle (NaN on a scale
        without one). NaN for who answered nothing.

    Notes
    -----
    With items that all speak well of a service, agreement is content as much as habit: the figure
    says more where some items are reversed.

    References
    ----------
    Baumgartner, H., & Steenkamp, J.-B. E. M. (2001). Response styles in marketing research.
    Journal of Marketing Research, 38, 143–156.

    Examples
    --------
    >>> answers = pd.DataFrame([[7.0, 7, 4, 1], [5.0, 5, 5, 3]])
    >>> response_styles(answers, 1, 7)["extreme"].tolist()
    [0.75, 0.0]
    """
    codes = answers.to_numpy(dtype=float)
    given = ~np.isnan(codes)
    n = given.sum(axis=1)
    middle = (low + high) / 2

    def share(hit: np.ndarray) -> np.ndarray:
        with np.errstate(invalid="ignore"):
            return np.where(n > 0, (hit & given).sum(axis=1) / np.maximum(n, 1), np.nan)

    has_middle = (high - low) % 2 == 0
    return pd.DataFrame(
        {
            "acquiescence": share(codes > middle) - share(codes < middle),
            "extreme": share((codes <= low) | (codes >= high)),
            "midpoint": share(codes == middle) if has_middle else np.full(len(codes), np.nan),
        },
        index=answers.index,
    )
