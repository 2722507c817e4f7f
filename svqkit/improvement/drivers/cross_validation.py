"""How much of a fit is left for respondents whom the model has not seen."""

from __future__ import annotations

from warnings import catch_warnings, simplefilter

import numpy as np

from svqkit.errors import MissingExtraError

__all__ = ["apparent_auc", "cross_validated"]

REPEATS = 5


def cross_validated(
    X: np.ndarray, y: np.ndarray, *, logit: bool, folds: int, seed: int | None
) -> tuple[float, float]:
    """Predict each respondent from a fit on others, by scikit-learn.

    Parameters
    ----------
    X : ndarray (n, k)
    y : ndarray (n,)
    logit : bool
        Then the measure is the area under the ROC curve, otherwise R² (negative where the mean
        predicts better).
    folds : int
        In each of five random divisions.
    seed : int or None

    Returns
    -------
    float
        Mean over the divisions.
    float
        Its standard deviation over the divisions.

    Raises
    ------
    MissingExtraError
        Without scikit-learn.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> X = rng.normal(size=(100, 2))
    >>> value, _ = cross_validated(X, X[:, 0] + rng.normal(size=100), logit=False, folds=10, seed=1)
    >>> 0.3 < value < 0.6
    True
    """
    from scipy.linalg import LinAlgWarning

    try:
        from sklearn.exceptions import ConvergenceWarning
        from sklearn.linear_model import LinearRegression, LogisticRegression
        from sklearn.metrics import r2_score, roc_auc_score
        from sklearn.model_selection import KFold, StratifiedKFold, cross_val_predict
    except ImportError:
        raise MissingExtraError("improve", "scikit-learn") from None
    Z = (X - X.mean(axis=0)) / X.std(axis=0)
    found = []
    for division in range(REPEATS):
        state = None if seed is None else (seed + division) % 2**32
        if logit:
            cut = StratifiedKFold(folds, shuffle=True, random_state=state)
            model = LogisticRegression(C=np.inf, solver="newton-cholesky", max_iter=200)
            with catch_warnings():
                # Where a fold's events are separated the solver says that slopes have no end; the
                # order of its predictions, all that the AUC takes, is still right.
                simplefilter("ignore", (ConvergenceWarning, LinAlgWarning))
                p = cross_val_predict(model, Z, y, cv=cut, method="predict_proba")[:, 1]
            found.append(float(roc_auc_score(y, p)))
        else:
            cut = KFold(folds, shuffle=True, random_state=state)
            found.append(float(r2_score(y, cross_val_predict(LinearRegression(), Z, y, cv=cut))))
    return float(np.mean(found)), float(np.std(found, ddof=1))


def apparent_auc(p: np.ndarray, y: np.ndarray) -> float:
    """Give the chance that someone with the event has the higher probability (ties count half).

    Parameters
    ----------
    p : ndarray (n,)
    y : ndarray (n,)
        0 and 1.

    Returns
    -------
    float

    Examples
    --------
    >>> apparent_auc(np.array([0.1, 0.4, 0.4, 0.9]), np.array([0.0, 0.0, 1.0, 1.0]))
    0.875
    """
    from scipy.stats import rankdata

    events = y.sum()
    ranks = rankdata(p)[y == 1].sum()
    return float((ranks - events * (events + 1) / 2) / (events * (len(y) - events)))
