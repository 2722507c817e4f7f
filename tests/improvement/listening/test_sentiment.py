"""Sentiment by the kit's words: negation, strength, three languages; and severity."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from svqkit.improvement.listening.lexicon import LANGUAGES, labelled_comments, words_of
from svqkit.improvement.listening.sentiment import sentiment_score, severity_level


@pytest.mark.parametrize(
    ("language", "good", "bad"),
    [
        ("en", "The staff were friendly", "The staff were not friendly"),
        ("nl", "Het personeel was vriendelijk", "Het personeel was niet vriendelijk"),
        ("zh", "员工很友好", "员工不友好"),
        ("en", "An excellent meal", "A good meal"),
        ("zh", "服務很熱情", "服務態度惡劣"),
    ],
)
def test_words_and_their_negation(language: str, good: str, bad: str) -> None:
    assert sentiment_score(good, language) > sentiment_score(bad, language)
    assert sentiment_score(good, language) > 0


def test_a_score_follows_its_rule() -> None:
    assert sentiment_score("good", "en") == pytest.approx(1 / np.sqrt(5))
    assert sentiment_score("very good", "en") == pytest.approx(1.5 / np.sqrt(6.25))
    assert sentiment_score("not good", "en") == pytest.approx(-0.75 / np.sqrt(4.5625))
    assert sentiment_score("Nobody came, good", "en") == pytest.approx(0.5 / np.sqrt(4.25))
    assert sentiment_score("the table", "en") == 0
    assert np.isnan(sentiment_score("gut", ""))


def test_words_agree_with_most_labelled_comments() -> None:
    """The list was written beside these comments, so this is a floor, not its accuracy elsewhere."""
    rows = pd.DataFrame(labelled_comments())
    score = np.array(
        [sentiment_score(t, v) for t, v in zip(rows["text"], rows["language"], strict=True)]
    )
    wanted = np.where(rows["polarity"] == "praise", 1, -1)
    spoken = np.abs(score) > 0.05
    for language in LANGUAGES:
        there = (rows["language"] == language).to_numpy()
        assert spoken[there].mean() > 0.7
        assert (np.sign(score) == wanted)[there & spoken].mean() > 0.9


def test_no_word_of_the_list_is_both_good_and_bad() -> None:
    for language in LANGUAGES:
        weights = words_of(language, "sentiment")
        assert set(weights.values()) <= {-2, -1, 1, 2}
        assert len(weights) > 150


def test_severity_has_reasons() -> None:
    assert severity_level("The soup was cold", "en", -0.4) == 1
    assert severity_level("Lost my bag again", "en", -0.4) == 2
    assert severity_level("The soup was cold", "en", -1.0) == 1
    assert severity_level("The soup was disgusting and cold, terrible", "en", -0.4) == 2
    assert severity_level("Mijn kind raakte gewond", "nl", -0.4) == 3
    assert severity_level("个人资料泄露了", "zh", -0.4) == 3
    assert severity_level("I was injured but they were kind", "en", 0.5) == 0


@pytest.mark.parametrize(
    ("text", "language", "sign"),
    [
        ("The crew could not have been kinder", "en", 1),
        ("Never had a better flight", "en", 1),
        ("Couldn’t be happier", "en", 1),
        ("I can't complain", "en", 1),
        ("The service never got better", "en", -1),
        ("Not bad at all", "en", 1),
        ("It wasn't good", "en", -1),
        ("Kon niet beter", "nl", 1),
        ("Nog nooit zo'n fijne vlucht gehad", "nl", 1),
        ("Niet slecht", "nl", 1),
        ("不能更满意了", "zh", 1),
        ("没什么可抱怨的", "zh", 1),
        ("沒有不好的地方", "zh", 1),
        ("不太满意", "zh", -1),
    ],
)
def test_a_negation_may_praise(text: str, language: str, sign: int) -> None:
    assert np.sign(sentiment_score(text, language)) == sign
