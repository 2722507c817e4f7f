"""Ways of dividing customers: k-means, and latent classes with a normal curve in each."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.errors import DataError, MissingExtraError

__all__ = ["FEWEST", "divisible_rows", "kmeans", "latent_classes", "partition", "silhouette"]

LARGEST = 2000
"""Customers for whom a silhouette is computed; of more, a seeded sample."""
_SETTLED, _ROUGHLY = 1e-7, 1e-5
"""Change of the mean log likelihood at which the EM algorithm stops: for the result, and for
bootstrap samples and references."""
FEWEST = 30
"""Customers that a division needs."""


def divisible_rows(read: pd.DataFrame, method: str) -> tuple[np.ndarray, np.ndarray]:
    """Give the rows that can be divided, standardised, and which ones they are.

    Examples
    --------
    >>> x, members = divisible_rows(pd.DataFrame({"visits": [*range(30), np.nan]}), "kmeans")
    >>> x.shape, int(members.sum())
    ((30, 1), 30)
    """
    known = read.notna()
    members = (known.all(axis=1) if method == "kmeans" else known.any(axis=1)).to_numpy()
    if members.sum() < FEWEST:
        raise DataError(
            f"{members.sum()} customers have answers in {', '.join(read.columns)}; {FEWEST} are needed"
        )
    x = read[members].to_numpy()
    yes_no = read[members].isin([0.0, 1.0]) | read[members].isna()
    if method == "latent" and yes_no.all().any():
        if not yes_no.all().all():
            raise DataError(
                "latent classes take columns that are all yes/no (0, 1), or none of them"
            )
        return x, members
    return (x - np.nanmean(x, axis=0)) / np.nanstd(x, axis=0), members


def kmeans(
    x: np.ndarray, k: int, restarts: int, seed: int | None
) -> tuple[np.ndarray, dict[str, float]]:
    """Divide rows by k-means, the best of several starts.

    Parameters
    ----------
    x : ndarray (n, p)
        Standardised.
    k : int
    restarts : int
    seed : int or None

    Returns
    -------
    labels : ndarray of int (n,)
    about : dict
        ``within``: sum of squares within.

    References
    ----------
    Lloyd (1982), IEEE Transactions on Information Theory 28, 129–137; starts by Arthur &
    Vassilvitskii (2007), k-means++.

    Examples
    --------
    >>> labels, about = kmeans(np.array([[0.0], [1.0], [9.0], [10.0]]), 2, 5, 0)
    >>> about["within"]
    1.0
    """
    try:
        from sklearn.cluster import KMeans
    except ImportError:
        raise MissingExtraError("improve", "scikit-learn") from None

    fitted = KMeans(k, n_init=restarts, random_state=seed).fit(x)
    return fitted.labels_, {"within": float(fitted.inertia_)}


def latent_classes(
    x: np.ndarray, k: int, restarts: int, seed: int | None, *, roughly: bool = False
) -> tuple[np.ndarray, dict[str, float]]:
    """Divide rows by latent classes: within each, normal or yes/no variables that are independent.

    Parameters
    ----------
    x : ndarray (n, p)
        All yes/no (0 and 1) or all other numbers; missing values are left out of the likelihood.
    k : int
    restarts : int
    seed : int or None
    roughly : bool
        Begin at k-means where no answer is missing, and stop sooner.

    Returns
    -------
    labels : ndarray of int (n,)
        The likeliest class.
    about : dict
        ``loglik npar bic``; ``entropy``, from 0 (classes not told apart) to 1; ``certainty``, the mean
        probability of the class assigned.

    References
    ----------
    Morin, Legault, Laliberté et al. (2023), StepMix, arXiv 2304.03853.
    Entropy: Celeux & Soromenho (1996), Journal of Classification 13, 195–212.

    Examples
    --------
    >>> x = np.array([[0.0], [0.2], [0.1], [9.0], [9.3], [9.1]])
    >>> latent_classes(x, 2, 2, 0)[1]["npar"]
    5.0
    """
    try:
        from stepmix.stepmix import StepMix
    except ImportError:
        raise MissingExtraError("improve", "stepmix") from None

    yes_no = bool(np.isin(x[~np.isnan(x)], (0.0, 1.0)).all())
    kind, holes = "binary" if yes_no else "gaussian_diag", bool(np.isnan(x).any())
    fitted = StepMix(
        k,
        measurement=f"{kind}_nan" if holes else kind,
        n_init=restarts,
        random_state=seed,
        init_params="kmeans" if roughly and not holes else "random",
        abs_tol=_ROUGHLY if roughly else _SETTLED,
        max_iter=300 if roughly else 1000,
        verbose=0,
        progress_bar=0,
    ).fit(x)
    chances = fitted.predict_proba(x)
    n, npar = len(x), (1 if yes_no else 2) * k * x.shape[1] + k - 1
    loglik = float(fitted.score(x)) * n
    unsure = -float((chances * np.log(np.clip(chances, 1e-300, None))).sum())
    return chances.argmax(axis=1), {
        "loglik": loglik,
        "npar": float(npar),
        "bic": -2 * loglik + npar * float(np.log(n)),
        "entropy": 1.0 if k == 1 else 1 - unsure / (n * float(np.log(k))),
        "certainty": float(chances.max(axis=1).mean()),
    }


def partition(method: str, x: np.ndarray, k: int, restarts: int, seed: int | None) -> np.ndarray:
    """Divide rows by a method given by name, as bootstrap samples and references are.

    Examples
    --------
    >>> partition("kmeans", np.array([[0.0], [1.0]]), 1, 1, 0).tolist()
    [0, 0]
    """
    if method == "kmeans":
        return kmeans(x, k, restarts, seed)[0]
    return latent_classes(x, k, restarts, seed, roughly=True)[0]


def silhouette(x: np.ndarray, labels: np.ndarray, seed: int | None) -> float:
    """Give the mean silhouette; NaN where all rows are in one segment.

    Parameters
    ----------
    x : ndarray (n, p)
    labels : ndarray of int (n,)
    seed : int or None
        Of the sample that stands for more than 2,000 rows.

    Returns
    -------
    float

    References
    ----------
    Rousseeuw (1987), Journal of Computational and Applied Mathematics 20, 53–65.

    Examples
    --------
    >>> x = np.array([[0.0], [1.0], [9.0], [10.0]])
    >>> round(silhouette(x, np.array([0, 0, 1, 1]), 0), 4)
    0.8885
    """
    from sklearn.metrics import silhouette_score

    if len(np.unique(labels)) < 2:
        return float("nan")
    sample = LARGEST if len(x) > LARGEST else None
    return float(silhouette_score(x, labels, sample_size=sample, random_state=seed))
