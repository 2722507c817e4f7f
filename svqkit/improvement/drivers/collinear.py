"""How far predictors can be told apart: tolerance, variance inflation, condition indices."""

from __future__ import annotations

import numpy as np
import pandas as pd

__all__ = ["condition_table", "inflation", "said_of_conditions"]

INFLATED, ILL = 5.0, 30.0
"""VIF from which slopes lean on small differences, and Belsley's condition index for strong ones."""


def inflation(scores: pd.DataFrame) -> pd.DataFrame:
    """Give each predictor's variance inflation and tolerance.

    Parameters
    ----------
    scores : DataFrame (n × k)

    Returns
    -------
    DataFrame (index: predictor)
        ``vif tolerance``: 1 / (1 − R²) of the predictor on the others, and its reciprocal.

    Examples
    --------
    >>> frame = pd.DataFrame({"care": [1.0, 2, 3, 4], "speed": [1.0, -1, -1, 1]})
    >>> inflation(frame).round(6).values.tolist()
    [[1.0, 1.0], [1.0, 1.0]]
    """
    R = np.corrcoef(scores.to_numpy(float).T).reshape(scores.shape[1], -1)
    vif = np.diag(np.linalg.inv(R))
    return pd.DataFrame({"vif": vif, "tolerance": 1 / vif}, index=scores.columns)


def condition_table(scores: pd.DataFrame) -> pd.DataFrame:
    """Give condition indices with variance-decomposition proportions.

    Parameters
    ----------
    scores : DataFrame (n × k)

    Returns
    -------
    DataFrame (k + 1 rows)
        ``condition_index`` and the proportion of each slope's variance, ``intercept`` first. Columns
        are scaled to length one and not centred, with the intercept.

    References
    ----------
    Belsley, Kuh & Welsch (1980), Regression diagnostics, ch. 3.

    Examples
    --------
    >>> frame = pd.DataFrame({"care": [1.0, -1, 1, -1], "speed": [1.0, 1, -1, -1]})
    >>> condition_table(frame)["condition_index"].round(6).tolist()
    [1.0, 1.0, 1.0]
    """
    X = np.column_stack([np.ones(len(scores)), scores.to_numpy(float)])
    _, d, turned = np.linalg.svd(X / np.sqrt((X**2).sum(axis=0)), full_matrices=False)
    parts = (turned / d[:, None]) ** 2
    table = pd.DataFrame(parts / parts.sum(axis=0), columns=["intercept", *scores.columns])
    table.insert(0, "condition_index", d[0] / d)
    return table.rename_axis("component")


def said_of_conditions(vif: pd.Series, conditions: pd.DataFrame) -> str:
    """Say in a sentence or two how far predictors can be told apart.

    Parameters
    ----------
    vif : Series (index: predictor)
    conditions : DataFrame
        As ``condition_table`` gives it.

    Returns
    -------
    str

    Examples
    --------
    >>> frame = pd.DataFrame({"care": [1.0, -1, 1, -1], "speed": [1.0, 1, -1, -1]})
    >>> said_of_conditions(inflation(frame)["vif"], condition_table(frame))[:55]
    'Largest variance inflation factor 1.0 (care): below 5, '
    """
    high = [str(name) for name in vif.index[vif >= INFLATED]]
    if high:
        said = (
            f"Variance inflation factors of {INFLATED:g} and more: {', '.join(high)}. These say much "
            "the same; read the sum of their importance, not each slope."
        )
    else:
        said = (
            f"Largest variance inflation factor {vif.max():.1f} ({vif.idxmax()}): below "
            f"{INFLATED:g}, so slopes can be told apart."
        )
    last = conditions.iloc[-1]
    index, parts = float(last["condition_index"]), last.drop("condition_index")
    said += f" Largest condition index {index:.0f}"
    if index >= ILL:
        shared = ", ".join(str(name) for name in parts.index[parts > 0.5])
        said += f", carried by {shared or 'none alone'}"
        if "intercept" in shared:
            said += "; with the intercept among them that is a matter of means far from zero"
    return said + "."
