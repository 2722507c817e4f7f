"""Linear models of comments, one for each language, and what they say about single comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from svqkit.errors import MissingExtraError
from svqkit.improvement.listening.features import features

__all__ = ["LinearModel", "fit_model", "out_of_fold"]

_STRENGTH = 10.0
"""Inverse strength of the ridge penalty (scikit-learn's C), chosen by cross-validation."""


@dataclass(frozen=True)
class LinearModel:
    """A fitted model: ``names`` of classes (k), ``terms`` (v), ``weights`` (k × v), and its parts."""

    language: str
    names: tuple[str, ...]
    terms: np.ndarray
    weights: np.ndarray
    intercepts: np.ndarray
    vectors: Any

    def seen(self, texts: Sequence[str]) -> Any:
        """Turn comments into weighted terms, a sparse matrix (comments × v)."""
        return self.vectors.transform([features(text, self.language) for text in texts])

    def predict(self, x: Any, shown: int = 3) -> tuple[list[str], np.ndarray, list[str]]:
        """Classify comments that ``seen`` has turned into terms.

        Parameters
        ----------
        x : sparse matrix (comments × v)
        shown : int
            Terms to name; none saves time.

        Returns
        -------
        list of str
            The likeliest class.
        ndarray
            Its probability.
        list of str
            The terms that spoke most for it, the strongest first.
        """
        scores = x @ self.weights.T + self.intercepts
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances = odds / odds.sum(axis=1, keepdims=True)
        best = chances.argmax(axis=1)
        said = []
        for row, name in enumerate(best if shown else ()):
            at = x.indices[x.indptr[row] : x.indptr[row + 1]]
            spoke = x.data[x.indptr[row] : x.indptr[row + 1]] * self.weights[name, at]
            top = [k for k in np.argsort(-spoke, kind="stable")[:shown] if spoke[k] > 0]
            said.append(", ".join(self.terms[at[top]]))
        return [self.names[k] for k in best], chances[np.arange(len(best)), best], said


def _parts() -> tuple[Any, Any]:
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
    except ImportError:
        raise MissingExtraError("improve", "scikit-learn") from None
    vectors = TfidfVectorizer(analyzer=_as_they_are, sublinear_tf=True)
    return vectors, LogisticRegression(C=_STRENGTH, class_weight="balanced", max_iter=1000)


def _as_they_are(words: tuple[str, ...]) -> tuple[str, ...]:
    return words


def fit_model(
    texts: Sequence[str], labels: Sequence[str], language: str, vectors: Any = None
) -> LinearModel:
    """Fit TF-IDF weights and a multinomial logistic regression with a ridge penalty.

    Parameters
    ----------
    texts, labels : sequence of str
    language : str
    vectors : TfidfVectorizer, optional
        One that was fitted to these texts already.

    Returns
    -------
    LinearModel
    """
    fresh, linear = _parts()
    words = [features(text, language) for text in texts]
    vectors = fresh.fit(words) if vectors is None else vectors
    x = vectors.transform(words)
    linear.fit(x, np.asarray(labels, dtype=str))
    weights, intercepts = linear.coef_, linear.intercept_
    if len(linear.classes_) == 2:  # one row speaks for both classes, against and for
        weights, intercepts = np.vstack([-weights, weights]) / 2, np.r_[-intercepts, intercepts] / 2
    return LinearModel(
        language,
        tuple(map(str, linear.classes_)),
        vectors.get_feature_names_out(),
        weights,
        intercepts,
        vectors,
    )


def out_of_fold(
    texts: Sequence[str], labels: Sequence[str], language: str, folds: int, seed: int
) -> np.ndarray:
    """Classify each comment by a model that never saw it (stratified folds).

    Parameters
    ----------
    texts, labels : sequence of str
    language : str
    folds : int
    seed : int

    Returns
    -------
    ndarray of str
    """
    _parts()
    from sklearn.model_selection import StratifiedKFold

    target = np.asarray(labels, dtype=str)
    guess = np.empty(len(target), dtype=object)
    split = StratifiedKFold(folds, shuffle=True, random_state=seed).split(
        np.zeros(len(target)), target
    )
    for seen, held in split:
        model = fit_model([texts[k] for k in seen], target[seen].tolist(), language)
        guess[held] = model.predict(model.seen([texts[k] for k in held]), shown=0)[0]
    return guess
