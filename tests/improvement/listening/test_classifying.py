"""Sorting comments: topics, sentiment and its source, polarity and severity."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import svqkit as svq
from svqkit.errors import DataError


def heard(texts, **columns):
    table = pd.DataFrame({"text": texts, "id": range(len(texts)), **columns})
    return svq.read_feedback(table, scale=(1, 5))


def test_three_languages_are_sorted_alike() -> None:
    texts = ["The queue was very long", "De rij was veel te lang", "排队时间太长", "排隊時間太長"]
    assert svq.classify_feedback(heard(texts)).comments["class"].tolist() == ["process"] * 4


def test_sentiment_says_where_it_is_from() -> None:
    feedback = heard(["The crew was rude", "The crew was rude"], rating=[5, None])
    table = svq.classify_feedback(feedback).comments
    assert table["sentiment_from"].tolist() == ["rating", "words"]
    assert table["polarity"].tolist() == ["praise", "complaint"]
    words = svq.classify_feedback(feedback, sentiment="words").comments
    assert words["polarity"].tolist() == ["complaint", "complaint"]
    assert (words["sentiment"] == words["sentiment"].iloc[0]).all()


def test_topics_are_the_words_that_name_them() -> None:
    texts = [
        "Two meals and a film",
        "The screens and films",
        "飯菜很差",
        "A mealy-mouthed clerk",
        "Nothing",
    ]
    topics = {"meals": ["meal", "meals", "饭"], "screens": ["screen*", "film*"]}
    table = svq.classify_feedback(heard(texts), topics=topics).comments
    assert table["topic"].tolist() == ["meals", "screens", "meals", "", ""]
    with pytest.raises(DataError, match="topic 'x' needs words"):
        svq.classify_feedback(heard(texts), topics={"x": []})


def test_an_unknown_language_is_not_guessed_at() -> None:
    row = svq.classify_feedback(heard(["Das war nicht gut"])).comments.iloc[0]
    assert (row["class"], row["dimension"], row["polarity"], row["severity"]) == ("", "", "", 0)


def test_reasons_and_probabilities_are_given() -> None:
    row = svq.classify_feedback(heard(["Rude and unfriendly staff at the desk"])).comments.iloc[0]
    assert row["class"] == "attitude"
    assert 0.5 < row["class_p"] <= 1
    assert "rude" in row["terms"]


def test_nothing_is_changed_in_place_and_rows_do_not_depend_on_each_other() -> None:
    feedback = heard(["The queue was very long", "Cold food", "太慢了"])
    before = feedback.comments.copy()
    together = svq.classify_feedback(feedback).comments
    pd.testing.assert_frame_equal(feedback.comments, before)
    turned = heard(["太慢了", "Cold food", "The queue was very long"])
    alone = svq.classify_feedback(turned).comments
    assert together["class"].tolist() == alone["class"].tolist()[::-1]
    with pytest.raises(ValueError, match="'rating' or 'words'"):
        svq.classify_feedback(feedback, sentiment="stars")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"topics": ["meal"]}, "topics maps a topic"),
        ({"topics": {"a": None}}, "needs words, and a name"),
        ({"topics": {"": ["meal"]}}, "needs words, and a name"),
        ({"classifier": "x"}, "what train_classifier returns"),
    ],
)
def test_options_of_sorting_are_checked(options: dict[str, Any], message: str) -> None:
    heard = svq.read_feedback(pd.DataFrame({"text": ["Rude steward"]}))
    with pytest.raises((TypeError, ValueError), match=message):
        svq.classify_feedback(heard, **options)
