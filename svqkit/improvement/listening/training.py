"""Training a classifier of comments, and finding out how far it can be trusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.pairs.shares import wilson_interval
from svqkit.improvement.listening.classifier import CommentClassifier
from svqkit.improvement.listening.languages import language_of, named_language
from svqkit.improvement.listening.lexicon import LANGUAGES, labelled_comments
from svqkit.improvement.listening.masking import mask
from svqkit.improvement.listening.model import LinearModel, fit_model, out_of_fold
from svqkit.psychometrics.data.resampling import generator
from svqkit.psychometrics.planning.sample_plan import check_count
from svqkit.responses.raw_table import is_blank

__all__ = ["CLASSES", "DIMENSIONS", "fitted", "train_classifier"]

CLASSES = ("attitude", "quality", "product", "process")
DIMENSIONS = ("tangibles", "reliability", "responsiveness", "assurance", "empathy")
_FEWEST = 5
"""Comments of a class in a language, below which nothing is learned."""
_Row = tuple[str, str, str, str]


def train_classifier(
    labels: pd.DataFrame | None = None,
    *,
    languages: Sequence[str] = LANGUAGES,
    folds: int = 10,
    seed: int = 1,
    with_bundled: bool = True,
) -> CommentClassifier:
    """Train a classifier of comments, on the kit's labelled comments or on your own, and test it.

    Parameters
    ----------
    labels : DataFrame, optional
        Your own labelled comments: ``text``, ``class`` and ``dimension`` (either may be missing or
        empty), and ``language`` where it should not be found out. Any names of classes will do.
    languages : sequence of str
        Among ``"en"``, ``"nl"`` and ``"zh"``.
    folds : int
        Parts of the cross-validation; fewer where a class has fewer comments.
    seed : int
    with_bundled : bool
        Whether your labels are added to the kit's own; alone otherwise. The kit's are left out for
        a target whose labels have other names.

    Returns
    -------
    CommentClassifier
        ``.accuracy``, ``.confusion``, ``.key_terms``; for ``classify_feedback``.

    Raises
    ------
    DataError
        If a column is missing, a text is empty, no comment is labelled, or a class has fewer than five comments.
    MissingExtraError
        If scikit-learn, or jieba for Chinese, is not installed.

    Notes
    -----
    One model for each target and language: TF-IDF (Salton & Buckley 1988) of the beginnings of
    words, or of jieba's words and their characters; multinomial logistic regression with a ridge
    penalty and balanced classes. The kit's labelled comments were written for it, in the same
    proportions for each language; real comments differ, so label a hundred of your own and look.

    Examples
    --------
    >>> trained = train_classifier(languages=["en"])
    >>> list(trained.confusion)
    ['class', 'dimension']
    """
    wanted = tuple(dict.fromkeys(languages or ()))
    if not wanted or set(wanted) - set(LANGUAGES):
        raise ValueError(f"languages are among {', '.join(LANGUAGES)}, not {languages!r}")
    check_count("folds", folds, 2)
    generator(seed)
    own = _own_rows(labels) if labels is not None else ()
    return _trained(own, wanted, folds, seed, with_bundled or labels is None)


def _own_rows(labels: pd.DataFrame) -> tuple[_Row, ...]:
    """Check the user's labels: (text, language, class, dimension), empty where not given."""
    if not isinstance(labels, pd.DataFrame):
        raise TypeError(f"labels is a DataFrame with text and class, not a {type(labels).__name__}")
    if "text" not in labels or not {"class", "dimension"} & set(labels.columns):
        raise DataError(
            "labels needs a column text, and class or dimension; "
            f"its columns are {', '.join(map(str, labels.columns))}"
        )
    rows = []
    cells = labels.astype(object).where(labels.notna(), None)
    for at, row in enumerate(cells.to_dict("records"), start=1):
        text = row["text"]
        if not isinstance(text, str) or not text.strip():
            raise DataError(f"labelled comment {at} is empty; leave it out", row=at)
        told = row.get("language")
        language = language_of(text) if is_blank(told) else named_language(told)
        if not language and not is_blank(told):
            raise DataError(
                f"labelled comment {at}: language {told!r} is none of {', '.join(LANGUAGES)}",
                row=at,
            )
        if not language:
            raise DataError(
                f"labelled comment {at}: its language cannot be told; name it in a column language",
                row=at,
            )
        kinds = [row.get(name) for name in ("class", "dimension")]
        said = ["" if is_blank(one) else str(one).strip() for one in kinds]
        rows.append((mask(text), language, *said))
    if not any(row[2] or row[3] for row in rows):
        raise DataError("no labelled comment has a class or a dimension")
    return tuple(rows)  # type: ignore[arg-type]


@lru_cache(maxsize=8)
def _rows_of(
    own: tuple[_Row, ...], target: str, with_bundled: bool
) -> tuple[tuple[str, str, str], ...]:
    """Give (text, language, label) of a target, the kit's own beside the user's where names agree."""
    at = 2 if target == "class" else 3
    mine = [(row[0], row[1], row[at]) for row in own if row[at]]
    known = set(CLASSES if target == "class" else DIMENSIONS)
    if with_bundled and {label for _, _, label in mine} <= known:
        mine += [(row["text"], row["language"], row[target]) for row in labelled_comments()]
    return tuple(mine)


@lru_cache(maxsize=16)
def fitted(
    own: tuple[_Row, ...], languages: tuple[str, ...], with_bundled: bool
) -> dict[tuple[str, str], LinearModel]:
    """Fit one model for each target and language, kept for as long as the process lives.

    Parameters
    ----------
    own : tuple of rows
    languages : tuple of str
    with_bundled : bool

    Returns
    -------
    dict
        (target, language) to model.
    """
    models: dict[tuple[str, str], LinearModel] = {}
    for language in languages:
        before: list[str] = []
        for target in ("class", "dimension"):
            rows = _rows_of(own, target, with_bundled)
            texts = [text for text, spoken, _ in rows if spoken == language]
            names = [label for _, spoken, label in rows if spoken == language]
            if not texts:
                continue
            _enough(names, target, language)
            shared = models["class", language].vectors if texts == before else None
            models[target, language] = fit_model(texts, names, language, shared)
            before = texts
    if not models:
        raise DataError(f"there are no labelled comments in {', '.join(languages)}")
    return models


def _enough(names: list[str], target: str, language: str) -> None:
    counts = Counter(names)
    rare, count = min(counts.items(), key=lambda entry: entry[1])
    if count < _FEWEST:
        raise DataError(
            f"{target} {rare!r} has {count} labelled comments in {language!r}; "
            f"at least {_FEWEST} are needed to learn from"
        )
    if len(counts) < 2:
        raise DataError(f"all labelled comments in {language!r} have the {target} {rare!r}")


@lru_cache(maxsize=8)
def _trained(
    own: tuple[_Row, ...], languages: tuple[str, ...], folds: int, seed: int, with_bundled: bool
) -> CommentClassifier:
    models = fitted(own, languages, with_bundled)
    accuracy: dict[tuple[str, str], dict[str, float]] = {}
    confusion: dict[str, pd.DataFrame] = {}
    for target in ("class", "dimension"):
        rows = _rows_of(own, target, with_bundled)
        pairs: list[pd.DataFrame] = []
        for language in (one for one in languages if (target, one) in models):
            texts = [text for text, spoken, _ in rows if spoken == language]
            names = [label for _, spoken, label in rows if spoken == language]
            parts = min(folds, min(Counter(names).values()))
            guess = out_of_fold(texts, names, language, parts, seed)
            pairs.append(pd.DataFrame({"labelled": names, "guessed": guess}))
            accuracy[target, language] = _scored(pairs[-1])
        if pairs:
            together = pd.concat(pairs)
            accuracy[target, "all"] = _scored(together)
            order = CLASSES if target == "class" else DIMENSIONS
            confusion[target] = _crossed(together, order)
    table = pd.DataFrame.from_dict(accuracy, orient="index")
    table.index = pd.MultiIndex.from_tuples(table.index, names=["target", "language"])
    table["n"] = table["n"].astype(int)
    convention = (
        "TF-IDF of beginnings of words (Chinese: jieba's words and characters), multinomial logistic "
        f"regression with ridge penalty (C = 10), classes balanced; up to {folds} stratified folds, "
        f"seed {seed}. The interval is of these comments as a sample: comments of another "
        "service are harder."
    )
    return CommentClassifier(table, confusion, _key_terms(models), folds, convention, models)


def _scored(pairs: pd.DataFrame) -> dict[str, float]:
    right = (pairs["labelled"] == pairs["guessed"]).to_numpy()
    shares = pairs["labelled"].value_counts(normalize=True)
    guessed = pairs["guessed"].value_counts(normalize=True).reindex(shares.index, fill_value=0)
    chance = float((shares * guessed).sum())
    low, high = wilson_interval(np.array(right.sum()), len(right))
    accuracy = float(right.mean())
    return {
        "n": len(right),
        "accuracy": accuracy,
        "low": float(low),
        "high": float(high),
        "majority": float(shares.max()),
        "kappa": (accuracy - chance) / (1 - chance),
    }


def _crossed(pairs: pd.DataFrame, order: Sequence[str]) -> pd.DataFrame:
    there = set(pairs["labelled"]) | set(pairs["guessed"])
    names = [name for name in order if name in there]
    names += sorted(there - set(names))
    table: Any = pd.crosstab(pairs["labelled"], pairs["guessed"])
    return table.reindex(index=names, columns=names, fill_value=0)


def _key_terms(models: dict[tuple[str, str], LinearModel], shown: int = 8) -> pd.DataFrame:
    rows = []
    for (target, language), model in models.items():
        for at, label in enumerate(model.names):
            top = np.argsort(-model.weights[at], kind="stable")[:shown]
            rows += [(target, language, label, model.terms[k], model.weights[at, k]) for k in top]
    return pd.DataFrame(rows, columns=["target", "language", "label", "term", "weight"])
