"""The SERVQUAL family says the same in four languages, in each as its readers write it."""

from __future__ import annotations

import re

import hanzidentifier
import pytest

import svqkit as svq
from svqkit.instruments.form_words import form_words
from svqkit.instruments.industries import list_industries
from svqkit.instruments.instrument import Instrument

FAMILY = [
    "servqual",
    "servqual_refined",
    "servqual_three_column",
    "servperf",
    "managers",
    "employees",
]
LANGUAGES = ["en", "nl", "zh-Hans", "zh-Hant"]
INDUSTRIES = list(list_industries("en").index)
# Sentences whose characters and words are the same on both sides of the Taiwan Strait; labels,
# titles, headings and anchors may be.
SAME_IN_BOTH_SCRIPTS = {
    "我有做好工作所需的工具。",
    "我能掌控好自己的工作。",
    "主管只看我完成了多少工作量。",
}
PHRASES = re.compile(r"(STD|MEET|KEEP)_[A-Z]{3}")  # asked under a question that they complete
# What only the other side says: quality, information, level, hotel, feedback, staff talk.
ELSEWHERE = {
    "zh-Hans": ["品质", "资讯", "水准", "饭店", "回馈", "透过", "文宣", "撥空", "業務同仁"],
    "zh-Hant": ["質量", "信息", "水平", "酒店", "反饋", "通過", "宣傳冊", "返工", "差距"],
}


def texts(instrument: Instrument) -> dict[str, dict[str, str]]:
    return {where: words for where, words in instrument.description.texts() if where != "service"}


def shown(instrument: Instrument) -> list[str]:
    """All that a respondent reads, filled in."""
    found = [instrument.title, *instrument.headings.values(), *instrument.instructions.values()]
    for dimension in instrument.dimensions:
        found += [dimension.title, dimension.definition, dimension.instruction]
        found += dimension.anchors.values()
    for item in instrument.items:
        found += [item.label, *(getattr(item, form) for form in instrument.forms)]
    found += [text for one in instrument.outcomes for text in (one.label, one.question)]
    found += instrument.scale.anchors.values()
    if instrument.importance is not None:
        found.append(instrument.importance.instruction)
    return [text for text in found if text]


@pytest.mark.parametrize("name", FAMILY)
def test_every_text_is_in_all_four_languages(name: str) -> None:
    for where, words in texts(svq.load_instrument(name)).items():
        assert sorted(words) == LANGUAGES, where
    for language in LANGUAGES:
        assert svq.load_instrument(name, language).fallbacks == ()


@pytest.mark.parametrize("name", FAMILY)
def test_no_text_is_that_of_another_language(name: str) -> None:
    for where, words in texts(svq.load_instrument(name)).items():
        chinese = {words["zh-Hans"], words["zh-Hant"]}
        sentence = words["zh-Hans"].endswith(("。", "？"))
        same = len(chinese) == 1
        assert not (same and sentence) or chinese <= SAME_IN_BOTH_SCRIPTS, where
        assert len({words["en"], words["nl"], *chinese}) == 3 + (not same), where


@pytest.mark.parametrize("name", FAMILY)
def test_each_script_is_its_own(name: str) -> None:
    for where, words in texts(svq.load_instrument(name)).items():
        assert hanzidentifier.is_simplified(words["zh-Hans"]), where
        assert hanzidentifier.is_traditional(words["zh-Hant"]), where
        for language in ("en", "nl"):
            assert not hanzidentifier.has_chinese(words[language]), where


def test_words_of_forms_and_industries_keep_to_their_script() -> None:
    right = {
        "zh-Hans": hanzidentifier.is_simplified,
        "zh-Hant": hanzidentifier.is_traditional,
    }
    for language, fits in right.items():
        words = [*form_words(language).values(), *list_industries(language).to_numpy().ravel()]
        assert [t for t in words if hanzidentifier.has_chinese(t) and not fits(t)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FAMILY)
def test_every_industry_fills_every_text(name: str, language: str) -> None:
    for industry in INDUSTRIES:
        words = list_industries(language).loc[industry]
        instrument = svq.load_instrument(name, language, service=industry)
        found = shown(instrument)
        for text in found:
            assert not re.search(r"[{}]|\s\s|^\s|\s$", text), text
            assert text[0] == text[0].upper(), text
        if name.startswith("serv"):
            assert any(words["this"] in text[:1].lower() + text[1:] for text in found)
        if "expectation" in instrument.forms:
            lead = words["excellent"][:1].upper() + words["excellent"][1:]
            assert all(str(item.expectation).startswith(lead) for item in instrument.items)


@pytest.mark.parametrize("name", FAMILY)
def test_sentences_end_as_their_language_ends_them_and_phrases_do_not(name: str) -> None:
    for where, words in texts(svq.load_instrument(name)).items():
        kind = where.rsplit(", ", 1)[-1]
        phrase = name == "servqual_three_column" or PHRASES.search(where)
        if kind in ("definition", "description", "instruction") or (
            kind in ("perception", "expectation") and where.startswith("item") and not phrase
        ):
            ends = {"en": (".", "?"), "nl": (".", "?"), "zh-Hans": ("。", "？")}
            for language, text in words.items():
                assert text.endswith(ends.get(language, ends["zh-Hans"])), (where, text)
        elif kind == "question":
            assert {text[-1] for text in words.values()} == {"?", "？"}, where
        else:
            assert not any(text.endswith((".", "。", "?", "？")) for text in words.values()), where


@pytest.mark.parametrize("name", FAMILY)
def test_punctuation_is_full_width_in_chinese_only(name: str) -> None:
    for where, words in texts(svq.load_instrument(name)).items():
        for language, text in words.items():
            wrong = r"[,.;:?!()]" if language.startswith("zh") else r"[，。；：？！（）「」“”]"
            assert not re.search(wrong, text), (where, text)


@pytest.mark.parametrize("name", ["servqual", "servqual_refined", "servperf"])
def test_expectation_and_perception_differ_in_their_subject_alone(name: str) -> None:
    for item in svq.load_instrument(name).description.items:
        assert item.expectation is not None
        for language in LANGUAGES:
            expected = item.expectation[language]
            assert expected.startswith("{excellent_service}")
            assert item.perception[language] == expected.replace("excellent_", "this_")


@pytest.mark.parametrize("name", FAMILY)
def test_register_and_terms_are_the_same_throughout(name: str) -> None:
    for where, words in texts(svq.load_instrument(name)).items():
        assert not re.search(r"\b(je|jij|jouw|jullie|cliënt\w*|consument\w*)\b", words["nl"]), where
        assert not re.search(r"\b(client|consumer)s?\b", words["en"]), where
        for language, strangers in ELSEWHERE.items():
            assert not any(word in words[language] for word in strangers), where
            assert not re.search("你|客户|客戶|消费者|消費者", words[language]), where


def test_words_of_forms_are_polite_and_sentences_are_filled() -> None:
    for language in LANGUAGES:
        words = form_words(language)
        said = " ".join(words.values())
        assert not re.search(r"你|\b(je|jij|jouw)\b", said)
        assert {re.sub("_.*", "", key) for key in words if key.endswith("_heading")} >= {
            "expectation",
            "perception",
            "minimum",
            "desired",
        }
        placeholders = re.findall(r"\{(\w+)\}", words["expectation_instruction"])
        assert placeholders == ["excellent_service"]
        assert re.findall(r"\{(\w+)\}", words["perception_instruction"]) == ["this_service"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FAMILY)
def test_labels_are_short_and_each_is_one(name: str, language: str) -> None:
    labels = svq.load_instrument(name, language).labels
    assert len(set(labels.values())) == len(labels)
    assert max(map(len, labels.values())) <= 28


def test_managers_are_asked_the_sentences_of_servqual_in_every_language() -> None:
    servqual = {i.code: i for i in svq.load_instrument("servqual").description.items}
    managers = {i.code: i for i in svq.load_instrument("managers").description.items}
    for number in range(1, 23):
        assert managers[f"EXP{number}"].perception == servqual[f"Q{number}"].expectation


def test_dutch_agrees_with_the_gender_of_the_noun() -> None:
    words = list_industries("nl")
    neuter = words["this"].str.startswith("dit ")
    assert set(words.index[neuter]) == {"hotel", "restaurant", "hospital"}
    assert (words["excellent"].str.startswith("een uitstekend ") == neuter).all()
    assert (words["excellent"].str.startswith("een uitstekende ") == ~neuter).all()
