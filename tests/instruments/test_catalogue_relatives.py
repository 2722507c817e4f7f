"""SERVQUAL's relatives in the catalogue: their structure, their words, what is not claimed."""

from __future__ import annotations

import re

import hanzidentifier
import pytest

import svqkit as svq
from svqkit.instruments.form_plan import form_plan
from svqkit.instruments.reading import CATALOGUE

ITEMS = {
    "esqual": {"efficiency": 8, "system_availability": 4, "fulfillment": 7, "privacy": 3},
    "erecsqual": {"responsiveness": 5, "compensation": 3, "contact": 3},
    "hedperf": {
        "non_academic": 13,
        "academic": 9,
        "reputation": 8,
        "access": 7,
        "programme_issues": 2,
        "understanding": 2,
    },
    "libqual": {"affect_of_service": 9, "information_control": 8, "library_as_place": 5},
    "dineserv": {
        "tangibles": 10,
        "reliability": 5,
        "responsiveness": 3,
        "assurance": 6,
        "empathy": 5,
    },
    "lodgserv": {
        "tangibles": 6,
        "reliability": 4,
        "responsiveness": 3,
        "assurance": 5,
        "empathy": 8,
    },
    "bankserv": {"staff_conduct": 7, "credibility": 3, "communication": 5, "access": 2},
    "healthqual": {
        "empathy": 5,
        "tangibles": 5,
        "safety": 5,
        "efficiency": 5,
        "improvement": 5,
    },
}
PUBLISHED_TOTALS = {
    "esqual": 22,
    "erecsqual": 11,
    "libqual": 22,
    "dineserv": 29,
    "lodgserv": 26,
    "bankserv": 17,
}


@pytest.mark.parametrize("name", ITEMS)
def test_structure(name: str) -> None:
    instrument = svq.load_instrument(name)
    assert {one: len(codes) for one, codes in instrument.mapping.items()} == ITEMS[name]
    assert instrument.codes == tuple(f"Q{at}" for at in range(1, len(instrument.codes) + 1))
    assert len(instrument.codes) == PUBLISHED_TOTALS.get(name, len(instrument.codes))


@pytest.mark.parametrize("name", ITEMS)
def test_words(name: str) -> None:
    instrument = svq.load_instrument(name)
    assert instrument.fallbacks == ()
    assert len(set(instrument.labels.values())) == len(instrument.codes)
    assert max(map(len, instrument.labels.values())) <= 26
    for form in instrument.forms:
        texts = [instrument.wording(code, form) for code in instrument.codes]
        assert len(set(texts)) == len(texts)
        assert all(text[0].isupper() and "{" not in text for text in texts)
        if name != "libqual":
            assert all(text.endswith(".") for text in texts)
    assert all(dimension.definition for dimension in instrument.dimensions)
    assert "own" in instrument.licence
    assert re.search(r"\((19|20)\d\d\)\. .+\d+–\d+|, \d+, \d+\.", instrument.source)


@pytest.mark.parametrize("name", ITEMS)
def test_each_file_says_what_was_confirmed_and_what_was_not(name: str) -> None:
    head = (CATALOGUE / f"{name}.yaml").read_text(encoding="utf-8").split("\nname:")[0]
    said = " ".join(line.lstrip("# ") for line in head.splitlines())
    assert re.search(r"[Cc]onfirmed in (two|none|one)|from one source", said)
    assert "svqkit's own" in said
    assert svq.load_instrument(name).published.empty, "confirm it, and say so in the file's head"


@pytest.mark.parametrize("name", [*ITEMS, "kiosk"])
def test_each_script_is_its_own(name: str) -> None:
    for where, words in svq.load_instrument(name).description.texts():
        if hanzidentifier.has_chinese(words["zh-Hans"]):
            assert hanzidentifier.is_simplified(words["zh-Hans"]), where
            assert hanzidentifier.is_traditional(words["zh-Hant"]), where
        assert not hanzidentifier.has_chinese(words["en"] + words["nl"]), where


@pytest.mark.parametrize("name", ["dineserv", "lodgserv"])
def test_expectation_and_perception_say_the_same_of_two_houses(name: str) -> None:
    instrument = svq.load_instrument(name)
    assert instrument.forms == ("expectation", "perception")
    for code in instrument.codes:
        ideal, real = (instrument.wording(code, form) for form in instrument.forms)
        assert re.sub(r"^An excellent", "This", ideal) == real


def test_libqual_asks_three_levels_beside_each_other() -> None:
    libqual = svq.load_instrument("libqual")
    assert (libqual.forms, libqual.layout) == (("minimum", "desired", "perception"), "columns")
    assert libqual.scale.codes == tuple(range(1, 10))
    plan = form_plan(libqual)
    assert plan.columns[:3] == ["M1", "D1", "P1"]
    assert "agree" not in plan.sections[0].instruction


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "nl"])
@pytest.mark.parametrize("name", ITEMS)
def test_each_is_whole_in_four_languages(name: str, language: str) -> None:
    english, other = svq.load_instrument(name), svq.load_instrument(name, language)
    assert other.fallbacks == ()
    assert other.mapping == english.mapping
    texts = [other.wording(code) for code in other.codes]
    assert len(set(texts)) == len(texts)
    chinese = language.startswith("zh")
    assert all(bool(re.search(r"[一-鿿]", text)) == chinese for text in texts)
    if name != "libqual":
        assert all(text.endswith("。" if chinese else ".") for text in texts)
    assert max(map(len, other.labels.values())) <= 26


@pytest.mark.parametrize("name", ITEMS)
@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "nl"])
def test_the_organisation_has_its_word_in_every_language(name: str, language: str) -> None:
    forms = svq.load_instrument(name, language).service_forms
    assert set(forms) == {"plain", "this", "excellent"}
    assert forms["plain"] != svq.load_instrument(name).service or language == "nl"


def test_another_site_takes_the_place_of_the_shop() -> None:
    bank = svq.load_instrument("esqual", service="bank")
    assert bank.wording("Q1").startswith("On the site of this bank ")


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "nl"])
def test_the_kiosk_is_whole_in_four_languages(language: str) -> None:
    kiosk = svq.load_instrument("kiosk", language)
    assert kiosk.fallbacks == ()
    assert len(set(kiosk.labels.values())) == 24
    for code in kiosk.codes:
        ideal, real = kiosk.wording(code, "expectation"), kiosk.wording(code)
        ought = r" moet " if language == "nl" else r"(终端|終端)不?[应應]"
        assert re.search(ought, ideal), ideal
        assert not re.search(ought, real), real
