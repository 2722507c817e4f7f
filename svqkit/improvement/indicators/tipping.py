"""The weight at which two units would tie."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from svqkit.improvement.indicators.scores_result import IndicatorScores

__all__ = ["tipping_weights"]


def tipping_weights(scores: IndicatorScores, first: Any, second: Any) -> pd.DataFrame:
    """Give the weight of each indicator at which two units tie, the others in proportion.

    With d the difference of scores and D that of the other indicators' mean, the tie is at
    t = D / (D − d) where that lies between 0 and 1. Of geometric means d is that of logs.

    Parameters
    ----------
    scores : IndicatorScores
    first, second : labels of units

    Returns
    -------
    DataFrame (index: indicator)
        ``weight tie change``.

    Examples
    --------
    >>> import svqkit as svq
    >>> one = {"kind": "quantitative", "area": "efficiency", "dimension": "x", "direction": "more",
    ...     "worst": 0, "best": 100}
    >>> system = svq.read_indicators(pd.DataFrame([
    ...     {"id": "a", "name": "A", "weight": 70, **one}, {"id": "b", "name": "B", "weight": 30, **one}]))
    >>> values = pd.DataFrame({"a": [80, 60], "b": [40, 80]}, index=["X", "Y"])
    >>> tipping_weights(svq.indicator_scores(system, values), "X", "Y")["tie"].round(4).tolist()
    [0.6667, 0.3333]
    """
    table = scores.scores
    if scores.aggregate == "geometric":
        table = table.where(table > 0).apply(np.log)
    apart = (table.loc[first] - table.loc[second]).to_numpy()
    weights = scores.weights.to_numpy()
    rest = float(weights @ apart) - weights * apart
    others = 1 - weights
    mean = np.divide(rest, others, out=np.full(len(rest), np.nan), where=others > 1e-12)
    below = mean - apart
    tie = np.divide(mean, below, out=np.full(len(rest), np.nan), where=np.abs(below) > 1e-12)
    tie = np.where((tie >= 0) & (tie <= 1), tie, np.nan)
    return pd.DataFrame(
        {"weight": weights, "tie": tie, "change": tie - weights},
        index=scores.weights.index.rename("indicator"),
    )
