"""Whether predictors tell an event apart without error, so that a logit has no finite slopes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.errors import DataError

__all__ = ["refuse_separated", "separating"]


def separating(X: np.ndarray, y: np.ndarray) -> tuple[str, np.ndarray]:
    """Find separation by linear programming.

    Is there a direction b with s(Xb) of no wrong sign for anybody, and of the right sign for
    somebody? Then the likelihood grows without end in it.

    Parameters
    ----------
    X : ndarray (n, k)
    y : ndarray (n,)
        0 and 1.

    Returns
    -------
    str
        "none", "quasi-complete" (some respondents on the border) or "complete".
    ndarray (k,)
        The direction, 0 without one.

    References
    ----------
    Albert & Anderson (1984), Biometrika 71, 1–10. Konis (2007), Linear programming algorithms for
    detecting separated data in binary logistic regression models, ch. 4.

    Examples
    --------
    >>> separating(np.array([[1.0], [2.0], [3.0]]), np.array([0.0, 0.0, 1.0]))[0]
    'complete'
    >>> separating(np.array([[1.0], [2.0], [2.0]]), np.array([0.0, 0.0, 1.0]))[0]
    'quasi-complete'
    >>> separating(np.array([[1.0], [2.0], [3.0]]), np.array([0.0, 1.0, 0.0]))[0]
    'none'
    """
    from scipy.optimize import linprog

    spread = X.std(axis=0)
    Z = np.column_stack([np.ones(len(X)), (X - X.mean(axis=0)) / np.where(spread > 0, spread, 1.0)])
    signed = (2 * y - 1)[:, None] * Z
    n, q = Z.shape
    # First the largest sum of margins of no wrong sign, then the largest smallest margin.
    some = linprog(
        -signed.sum(axis=0), A_ub=-signed, b_ub=np.zeros(n), bounds=(-1, 1), method="highs"
    )
    if not some.success:
        raise RuntimeError(f"the search for separation did not end: {some.message}")
    if -some.fun < 1e-7:
        return "none", np.zeros(q - 1)
    every = linprog(
        [*np.zeros(q), -1.0],
        A_ub=np.column_stack([-signed, np.ones(n)]),
        b_ub=np.zeros(n),
        bounds=[(-1, 1)] * (q + 1),
        method="highs",
    )
    return ("complete", every.x[1:q]) if every.x[q] > 1e-9 else ("quasi-complete", some.x[1:])


def refuse_separated(scores: pd.DataFrame, y: np.ndarray, event: str) -> None:
    """Refuse a logit that has no finite slopes, and name the predictors that do it.

    Parameters
    ----------
    scores : DataFrame (n × k)
    y : ndarray (n,)
    event : str
        In words.

    Raises
    ------
    DataError

    Examples
    --------
    >>> refuse_separated(pd.DataFrame({"care": [1.0, 2, 3, 4]}), np.array([0.0, 0, 1, 1]), "churn")
    Traceback (most recent call last):
    ...
    svqkit.errors.DataError: complete separation: care tells who has the event (churn) without ...
    """
    X = scores.to_numpy(float)
    kind, direction = separating(X, y)
    if kind == "none":
        return
    needed = [
        str(name)
        for at, name in enumerate(scores.columns)
        if X.shape[1] == 1 or separating(np.delete(X, at, axis=1), y)[0] == "none"
    ]
    guilty = needed or [
        str(name)
        for name, weight in zip(scores.columns, np.abs(direction), strict=True)
        if weight > 1e-6
    ]
    small = int(min(y.sum(), len(y) - y.sum()))
    raise DataError(
        f"{kind} separation: {', '.join(guilty)} tells who has the event ({event}) without error, "
        f"so slopes of a logit have no end. With {small} respondents on the smaller side this often "
        "is chance: leave a predictor out, move the cut point, or regress the outcome itself "
        "(model='linear')",
        column=guilty[0],
    )
