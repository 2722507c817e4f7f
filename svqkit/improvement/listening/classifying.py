"""Sorting comments: class, dimension, topics, sentiment, polarity and severity, with the reasons."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Literal

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.listening.classifier import CommentClassifier
from svqkit.improvement.listening.feedback import Feedback, expect_feedback
from svqkit.improvement.listening.lexicon import LANGUAGES
from svqkit.improvement.listening.sentiment import NEUTRAL, sentiment_score, severity_level
from svqkit.improvement.listening.traditional import simplified
from svqkit.improvement.listening.training import fitted

__all__ = ["classify_feedback"]


def classify_feedback(
    feedback: Feedback,
    *,
    classifier: CommentClassifier | None = None,
    topics: Mapping[str, Sequence[str]] | None = None,
    sentiment: Literal["rating", "words"] = "rating",
) -> Feedback:
    """Sort comments into attitude, quality, product and process, and into the five dimensions.

    Parameters
    ----------
    feedback : Feedback
    classifier : CommentClassifier, optional
        From ``train_classifier``; otherwise one trained on the kit's labelled comments.
    topics : mapping, optional
        Topic to the words that name it, in any language; ``meal*`` stands for all words that begin
        so. A comment has the topic of which it names most words, among equals the first.
    sentiment : {"rating", "words"}
        Whether the rating says how a comment is meant, where there is one, or the words always do.

    Returns
    -------
    Feedback
        With further columns in ``.comments``: ``class class_p dimension dimension_p`` (the
        likeliest and its probability), ``terms`` (what spoke most for the class), ``topic``,
        ``sentiment`` (−1 to 1), ``sentiment_from`` (rating or words), ``polarity`` (praise, neutral
        or complaint), ``severity`` (0 none, 1 minor, 2 major, 3 critical). Where the language is not
        known, class and dimension are empty.

    Raises
    ------
    DataError
        If a topic has no name or no words.
    MissingExtraError
        If scikit-learn, or jieba for Chinese, is not installed.

    Examples
    --------
    >>> import pandas as pd, svqkit as svq
    >>> heard = svq.read_feedback(pd.DataFrame({"text": ["The steward was rude to my wife"]}))
    >>> classify_feedback(heard).comments[["class", "polarity"]].values.tolist()
    [['attitude', 'complaint']]
    """
    expect_feedback(feedback)
    if sentiment not in ("rating", "words"):
        raise ValueError(f"sentiment must be 'rating' or 'words', not {sentiment!r}")
    if classifier is not None and not isinstance(classifier, CommentClassifier):
        raise TypeError(
            f"classifier is what train_classifier returns, not a {type(classifier).__name__}"
        )
    if topics is not None and not isinstance(topics, Mapping):
        raise TypeError(
            f"topics maps a topic to its words, such as {{'meals': ['meal*', 'food']}}, not {topics!r}"
        )
    table = feedback.comments.copy()
    texts, spoken = table["text"].tolist(), table["language"].to_numpy()
    there = tuple(one for one in LANGUAGES if (spoken == one).any())
    models = classifier.models if classifier else fitted((), there, True) if there else {}
    seen: dict[int, object] = {}  # models of one language often share their terms
    for target in ("class", "dimension"):
        names = np.full(len(texts), "", dtype=object)
        chances, terms = np.full(len(texts), np.nan), np.full(len(texts), "", dtype=object)
        for language in there:
            if (target, language) not in models:
                continue
            model, at = models[target, language], np.flatnonzero(spoken == language)
            if id(model.vectors) not in seen:
                seen[id(model.vectors)] = model.seen([texts[k] for k in at])
            found = model.predict(seen[id(model.vectors)], shown=3 if target == "class" else 0)
            names[at], chances[at] = found[:2]
            if target == "class":
                terms[at] = found[2]
        table[target], table[f"{target}_p"] = names, chances
        if target == "class":
            table["terms"] = terms
    table["topic"] = _topics(texts, topics) if topics is not None else ""
    words = np.array([sentiment_score(t, one) for t, one in zip(texts, spoken, strict=True)])
    rated = _from_rating(table["rating"].to_numpy(dtype=float), feedback.scale)
    use = ~np.isnan(rated) & (sentiment == "rating")
    feel = np.where(use, rated, words)
    table["sentiment"] = feel
    table["sentiment_from"] = np.where(use, "rating", np.where(np.isnan(words), "", "words"))
    table["polarity"] = np.select(
        [np.isnan(feel), feel > NEUTRAL, feel < -NEUTRAL], ["", "praise", "complaint"], "neutral"
    ).astype(object)
    table["severity"] = [
        severity_level(text, language, float(felt))
        for text, language, felt in zip(texts, spoken, feel, strict=True)
    ]
    return replace(feedback, comments=table)


def _from_rating(ratings: np.ndarray, scale: tuple[float, float] | None) -> np.ndarray:
    """Put ratings on −1 to 1."""
    if scale is None:
        return np.full(len(ratings), np.nan)
    low, high = scale
    return 2 * (ratings - low) / (high - low) - 1


def _topics(texts: list[str], topics: Mapping[str, Sequence[str]]) -> pd.Series | np.ndarray:
    patterns = []
    for name, words in topics.items():
        listed = (words,) if isinstance(words, str) else tuple(words or ())
        if (
            not str(name).strip()
            or not listed
            or not all(isinstance(word, str) and word.strip(" *") for word in listed)
        ):
            raise DataError(
                f"topic {name!r} needs words, and a name, such as {{'meals': ['meal*', 'food', '餐']}}"
            )
        patterns.append(_pattern(listed))
    counts = np.array([[len(p.findall(simplified(t).casefold())) for p in patterns] for t in texts])
    named = np.array([*topics, ""], dtype=object)
    if not patterns:
        return np.full(len(texts), "", dtype=object)
    return named[np.where(counts.max(axis=1) > 0, counts.argmax(axis=1), len(patterns))]


@lru_cache(maxsize=256)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Match whole words, words that begin so, and Chinese words wherever they stand."""
    parts = []
    for word in words:
        bare = re.escape(simplified(word.casefold().strip(" *")))
        if not bare.isascii():
            parts.append(bare)
        else:
            parts.append(rf"\b{bare}" + (r"\w*" if word.strip().endswith("*") else r"\b"))
    return re.compile("|".join(parts))
