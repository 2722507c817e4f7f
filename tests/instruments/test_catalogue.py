"""The catalogue: what it holds, and that it is whole."""

from __future__ import annotations

import re

import pytest

import svqkit as svq
from svqkit.instruments.industries import list_industries

NAMES = ["kiosk", "servperf", "servqual"]


def test_the_catalogue_lists_every_instrument() -> None:
    table = svq.list_instruments().loc[NAMES]
    assert table["items"].to_dict() == {"kiosk": 24, "servperf": 22, "servqual": 22}
    assert table["dimensions"].to_dict() == {"kiosk": 6, "servperf": 5, "servqual": 5}


def test_servqual_has_the_published_structure() -> None:
    servqual = svq.load_instrument("servqual")
    assert servqual.mapping == {
        "tangibles": ["Q1", "Q2", "Q3", "Q4"],
        "reliability": ["Q5", "Q6", "Q7", "Q8", "Q9"],
        "responsiveness": ["Q10", "Q11", "Q12", "Q13"],
        "assurance": ["Q14", "Q15", "Q16", "Q17"],
        "empathy": ["Q18", "Q19", "Q20", "Q21", "Q22"],
    }
    assert servqual.scale.codes == (1, 2, 3, 4, 5, 6, 7)
    assert set(servqual.forms) == {"expectation", "perception"}
    assert not any(item.reverse for item in servqual.items)


def test_servperf_asks_the_same_items_without_expectations() -> None:
    servqual, servperf = svq.load_instrument("servqual"), svq.load_instrument("servperf")
    assert servperf.forms == ("perception",)
    assert servperf.mapping == servqual.mapping
    assert [i.perception for i in servperf.items] == [i.perception for i in servqual.items]
    assert all(item.expectation is None for item in servperf.items)
    assert "Cronin" in servperf.source


def test_kiosk_has_the_authors_dimensions_and_four_items_outside_them() -> None:
    kiosk = svq.load_instrument("kiosk")
    numbers = {name: [int(c[1:]) for c in codes] for name, codes in kiosk.mapping.items()}
    assert numbers == {
        "tangible": [4, 5, 6, 22],
        "security": [19, 20, 21],
        "economy": [10, 11, 18],
        "convenience": [13, 14, 15, 16, 17],
        "reliability": [1, 2, 3],
        "control": [7, 8],
    }
    assert [i.code for i in kiosk.items if i.dimension is None] == ["Q9", "Q12", "Q23", "Q24"]


@pytest.mark.parametrize("name", NAMES)
def test_every_item_is_worded_in_every_form_and_every_word_is_of_its_own(name: str) -> None:
    instrument = svq.load_instrument(name)
    for form in instrument.forms:
        texts = [instrument.wording(code, form) for code in instrument.codes]
        assert len(set(texts)) == len(texts)
        for text in texts:
            assert re.fullmatch(r"(An|A|This) .+\.", text)
            assert "{" not in text
    assert len(set(instrument.labels.values())) == len(instrument.items)
    assert max(map(len, instrument.labels.values())) <= 26


@pytest.mark.parametrize("name", NAMES)
def test_source_licence_scale_and_display(name: str) -> None:
    instrument = svq.load_instrument(name)
    assert instrument.source
    assert "own" in instrument.licence
    assert instrument.scale.anchors[1] == "Strongly disagree"
    assert instrument.scale.anchors[7] == "Strongly agree"
    assert instrument.fallbacks == ()
    assert instrument.title in str(instrument)
    assert "<table" in instrument._repr_html_()
    assert list(instrument.dimension_titles) == list(instrument.mapping)


def test_a_missing_language_falls_back_to_english_and_says_so() -> None:
    servqual = svq.load_instrument("servqual", language="fr")
    assert servqual.language == "fr"
    assert servqual.items[0] == svq.load_instrument("servqual").items[0]
    assert "item Q1, perception" in servqual.fallbacks
    assert "not available in fr" in str(servqual)


def test_an_unknown_name_says_which_there_are() -> None:
    with pytest.raises(ValueError, match=r"did you mean 'servqual'.*kiosk.*servperf.*servqual"):
        svq.load_instrument("serqual")


def test_wording_refuses_what_is_not_asked() -> None:
    servperf = svq.load_instrument("servperf")
    with pytest.raises(ValueError, match="no form 'expectation'"):
        servperf.wording("Q1", "expectation")
    with pytest.raises(ValueError, match="no item 'Q23'"):
        servperf.wording("Q23")


def test_an_instrument_cannot_be_changed() -> None:
    servqual = svq.load_instrument("servqual")
    with pytest.raises(ValueError, match="frozen"):
        servqual.name = "other"


def test_a_service_fills_the_items_in_the_text_s_own_language() -> None:
    hotel = svq.load_instrument("servqual", service="hotel")
    assert hotel.wording("Q1", "expectation").startswith("An excellent hotel uses")
    own = svq.load_instrument("servqual", service="museum")
    assert own.wording("Q1").startswith("This museum uses")
    assert own.service == "museum"
    with pytest.raises(ValueError, match="forms plain, this, excellent"):
        svq.load_instrument("servqual", service={"word": "museum"})
    with pytest.raises(TypeError, match="a word or a mapping"):
        svq.load_instrument("servqual", service=3)


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant", "nl"])
def test_every_industry_is_said_in_four_languages(language: str) -> None:
    words = list_industries(language)
    assert len(words) == 11
    assert words.notna().all(axis=None)
    assert words["plain"].is_unique
    pairs = zip(words["plain"], words["this"], strict=True)
    assert all(plain in this for plain, this in pairs)
