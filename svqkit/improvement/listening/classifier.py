"""A trained classifier of comments, with what it can be trusted for."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from svqkit.improvement.listening.model import LinearModel
from svqkit.result import Part, Result

__all__ = ["CommentClassifier"]


@dataclass(frozen=True, eq=False, repr=False)
class CommentClassifier(Result):
    """A classifier of comments with its cross-validated accuracy.

    Attributes
    ----------
    accuracy : DataFrame (index: target, language)
        ``n accuracy low high majority kappa``: share of comments rightly classified by models that
        had not seen them, its 95 % interval (Wilson), the share that always naming the most frequent
        class would reach, and Cohen's kappa. Language ``"all"`` takes them together.
    confusion : dict of str to DataFrame
        For ``"class"`` and ``"dimension"``: counts, rows labelled, columns guessed.
    key_terms : DataFrame
        ``target language label term weight``: the terms that speak most for each label.
    folds : int
    convention : str

    Examples
    --------
    >>> import svqkit as svq
    >>> trained = svq.train_classifier(languages=["en"])
    >>> bool(trained.accuracy.loc[("class", "en"), "accuracy"] > 0.75)
    True
    """

    accuracy: pd.DataFrame
    confusion: dict[str, pd.DataFrame]
    key_terms: pd.DataFrame
    folds: int
    convention: str
    models: dict[tuple[str, str], LinearModel]

    def _title(self) -> str:
        return "Classifier of comments"

    def _parts(self) -> list[Part]:
        terms = self.key_terms.groupby(["target", "language", "label"], sort=False)["term"]
        parts: list[Part] = [("Accuracy on comments not seen", self.accuracy)]
        parts += [
            (f"Labelled (rows), guessed (columns): {k}", t) for k, t in self.confusion.items()
        ]
        return [
            *parts,
            ("Terms that speak most", terms.agg(", ".join).rename("terms").reset_index("label")),
            ("Convention", self.convention),
        ]
