"""The catalogue holds every prescription, complete in four languages, and nothing it cannot link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter, ascii_lowercase

import hanzidentifier
import pytest

import svqkit as svq
from svqkit.errors import InstrumentError
from svqkit.gaps.organisation import prescription_catalogue as module
from svqkit.gaps.organisation.design import ANTECEDENTS, SURVEY_OF
from svqkit.gaps.organisation.prescription_catalogue import (
    prescription_catalogue,
    read_prescriptions,
)

FILE = Path(module.__file__).with_name("prescriptions.yaml")
CATALOGUE = prescription_catalogue()
LANGUAGES = ["en", "nl", "zh-Hans", "zh-Hant"]
IDS = [
    "1-research",
    *(f"1{letter}" for letter in ascii_lowercase[:3]),
    *(f"2{letter}" for letter in ascii_lowercase[:10]),
    *(f"3{letter}" for letter in ascii_lowercase[:16]),
    *(f"4{letter}" for letter in ascii_lowercase[:9]),
    "4-tiers",
]
WITHOUT_ANTECEDENT = ["3e", "3p", "4h", "4i", "4-tiers"]
# What an entry must not lose, in each language: the qualifiers that make it more than a platitude.
QUALIFIERS = {
    "1b": [("levels", "lagen", "层级", "層級")],
    "1c": [("decisions", "besluiten", "决定", "決定")],
    "2a": [("as the customer defines it", "de klant bepaalt", "由顾客来定义", "由顧客來定義")],
    "2b": [("reinforc", "uitdragen", "强化", "強化")],
    "2e": [
        ("consistent", "steeds gelijk", "前后一致", "前後一致"),
        ("hard technology", "harde technologie", "硬技术", "硬技術"),
        ("soft technology", "zachte technologie", "软技术", "軟技術"),
    ],
    "2f": [
        ("challenging", "uitdagend", "挑战性", "挑戰性"),
        ("realistic", "haalbaar", "切合实际", "切合實際"),
        ("meet what customers expect", "klanten verwachten", "满足顾客期望", "滿足顧客期望"),
    ],
    "2h": [
        ("understand", "begrijpen", "理解", "理解"),
        ("accept", "aanvaarden", "接受", "接受"),
        ("priorities", "prioriteiten", "优先次序", "優先順序"),
    ],
    "2j": [("managers", "leidinggevenden", "管理者", "主管"), ("staff", "medewerkers", "员工", "員工")],
    "3b": [("satisfaction", "tevreden", "满意", "滿意")],
    "3h": [("tension", "spanning", "紧张", "緊張")],
    "3i": [("take part", "meepraten", "参与", "參與")],
    "3k": [("recognition", "erkenning", "认可", "肯定")],
    "3l": [
        ("meaningful", "iets zegt", "有意义", "有意義"),
        ("timely", "snel", "及时", "即時"),
        ("simple", "eenvoudig", "简明", "簡明"),
        ("accurate", "juiste", "准确", "準確"),
        ("fair", "eerlijk", "公平", "公平"),
    ],
    "3m": [
        ("latitude in the methods", "methoden", "方法", "方法"),
        ("field managers", "leidinggevenden ter plaatse", "一线管理者", "第一線主管"),
    ],
    "3p": [
        ("partial employees", "deel van het werk", "半个员工", "半個員工"),
        ("make clear", "duidelijk", "讲清", "說清楚"),
        ("train", "leer", "教会", "教他們"),
        ("motivate", "motiveer", "鼓励", "鼓勵"),
    ],
    "4d": [
        ("operations", "uitvoering", "运营人员", "營運人員"),
        ("meetings with customers", "gesprekken met klanten", "与顾客会谈", "與顧客會談"),
    ],
    "4g": [("accurately", "precies", "相符", "相符")],
    "4h": [
        ("cannot be done", "wat niet", "做不到", "做不到"),
        ("say why", "waarom", "原因", "原因"),
    ],
    "4i": [("nobody here controls", "overmacht", "无法控制", "無法控制")],
    "4-tiers": [
        ("different prices", "eigen prijs", "不同价格", "不同價格"),
        ("explain", "leg uit", "说明", "說明"),
    ],
}  # fmt: skip
# What only the other side of the Strait says.
ELSEWHERE = {
    "zh-Hans": ["品质", "资讯", "水准", "回馈", "透过", "行销", "营运", "主管机关", "缺口", "构面"],
    "zh-Hant": ["質量", "信息", "水平", "反饋", "通過", "差距", "營銷", "運營", "維度", "員工們"],
}
SAME_EVERYWHERE = {"title", "comma", "point", "indicator", "labelled", "gap_on", "it", "marketing"}


def texts() -> Iterator[tuple[str, dict[str, str]]]:
    """Every text of the catalogue, with the place where it stands."""
    for gap, words in CATALOGUE.gaps.items():
        yield f"gap {gap}, name", words.name
        yield f"gap {gap}, aim", words.aim
    for group in ("roles", "units", "data", "directions", "efforts", "times", "words", "sentences"):
        for key, words in getattr(CATALOGUE, group).items():
            yield f"{group}, {key}", words
    for entry in CATALOGUE.entries:
        yield f"{entry.id}, title", entry.title
        yield f"{entry.id}, what", entry.what
        yield f"{entry.id}, indicator", entry.indicator.name


def test_every_entry_is_there_in_order() -> None:
    assert [entry.id for entry in CATALOGUE.entries] == IDS
    counts = [sum(entry.gap == gap for entry in CATALOGUE.entries) for gap in (1, 2, 3, 4)]
    assert counts == [4, 10, 16, 10]


def test_antecedents_are_the_questionnaires_and_belong_to_the_gap() -> None:
    asked = {name: set(svq.load_instrument(name).mapping) for name in ("managers", "employees")}
    for entry in CATALOGUE.entries:
        for name in entry.antecedents:
            assert name in asked[SURVEY_OF[entry.gap]], entry.id
            assert ANTECEDENTS[name][0] == entry.gap, entry.id
    without = [entry.id for entry in CATALOGUE.entries if not entry.antecedents]
    assert without == WITHOUT_ANTECEDENT
    used = {name for entry in CATALOGUE.entries for name in entry.antecedents}
    assert used == set(ANTECEDENTS), "each antecedent needs something that can be done about it"


def test_dimensions_are_servquals_in_its_order() -> None:
    order = list(svq.load_instrument("servqual").mapping)
    for entry in CATALOGUE.entries:
        assert entry.dimensions == [name for name in order if name in entry.dimensions], entry.id


def test_every_word_of_the_vocabularies_is_used() -> None:
    entries = CATALOGUE.entries
    assert {role for entry in entries for role in entry.who} == set(CATALOGUE.roles)
    assert {entry.indicator.unit for entry in entries} == set(CATALOGUE.units)
    assert {entry.indicator.data for entry in entries} == set(CATALOGUE.data)


def test_every_text_is_complete_in_four_languages() -> None:
    for where, words in texts():
        assert sorted(words) == LANGUAGES, where
        places = {
            frozenset(name for _, name, _, _ in Formatter().parse(text) if name)
            for text in words.values()
        }
        assert len(places) == 1, where


def test_no_text_is_that_of_another_language() -> None:
    for where, words in texts():
        if where.split(", ")[-1] in SAME_EVERYWHERE and not where[0].isdigit():
            continue
        assert words["en"] != words["nl"], where
        assert not {words["en"], words["nl"]} & {words["zh-Hans"], words["zh-Hant"]}, where
        if words["zh-Hans"].endswith("。"):
            assert words["zh-Hans"] != words["zh-Hant"], where


def test_each_script_is_its_own() -> None:
    for where, words in texts():
        if hanzidentifier.has_chinese(words["zh-Hans"]):
            assert hanzidentifier.is_simplified(words["zh-Hans"]), where
            assert hanzidentifier.is_traditional(words["zh-Hant"]), where
        assert not hanzidentifier.has_chinese(words["en"] + words["nl"]), where
        for language, foreign in ELSEWHERE.items():
            assert not [word for word in foreign if word in words[language]], where


def test_chinese_has_no_latin_words_but_names_and_symbols() -> None:
    allowed = {"n", "r", "Zeithaml", "Berry", "Parasuraman", "Nunnally", "table"}
    for where, words in texts():
        for language in ("zh-Hans", "zh-Hant"):
            shown = re.sub(r"\{\w+\}", "", words[language])
            assert set(re.findall(r"[A-Za-z]+", shown)) <= allowed, (where, language)
            assert not re.search(r"[一-鿿][,;:?()]", shown), (where, language, "half-width")


@pytest.mark.parametrize("name", list(QUALIFIERS))
def test_qualifiers_are_said_in_every_language(name: str) -> None:
    what = CATALOGUE.entry(name).what
    for english, dutch, simplified, traditional in QUALIFIERS[name]:
        assert english in what["en"].casefold()
        assert dutch in what["nl"].casefold()
        assert simplified in what["zh-Hans"]
        assert traditional in what["zh-Hant"]


def test_sentences_are_sentences_and_titles_are_not() -> None:
    for entry in CATALOGUE.entries:
        for language, text in entry.what.items():
            assert text.endswith("。" if language.startswith("zh") else "."), entry.id
            assert text.count(text[-1]) == 1, (entry.id, language, "one sentence")
        for words in (entry.title, entry.indicator.name):
            assert not any(text.endswith((".", "。")) for text in words.values()), entry.id
        assert max(len(text) for text in entry.title.values()) <= 40, entry.id


def test_titles_tell_entries_apart() -> None:
    for language in LANGUAGES:
        titles = [entry.title[language] for entry in CATALOGUE.entries]
        assert len(set(titles)) == len(titles)


def test_sources_are_cited() -> None:
    cited = " ".join(CATALOGUE.sources)
    assert "(1988)" in cited
    assert "(1990)" in cited
    head = FILE.read_text(encoding="utf-8").split("\nsources:")[0]
    assert "svqkit's own" in " ".join(line.lstrip("# ") for line in head.splitlines())


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("antecedents: [role_ambiguity]", "antecedents: [goal_setting]", "Gap 3 has teamwork"),
        ("dimensions: [reliability]", "dimensions: [speed]", "SERVQUAL has tangibles"),
        ("who: [middle_managers]", "who: [janitors]", "there is no 'janitors'; there are top_man"),
        ("      unit: hours_a_month", "      unit: minutes", "there is no 'minutes'"),
        ('  - id: "1b"', '  - id: "1a"', "entries has '1a' twice"),
        ('  - id: "1b"', '  - id: "5b"', "String should match pattern"),
        ('      nl: "Duidelijke rollen"\n', "", "there is no text in nl"),
        ('nl: "{gap} op {dimension}"', 'nl: "{gap} op {dimensie}"', "same places to fill in"),
        ("    effort: small", "    effort: tiny", "Input should be 'small', 'medium' or 'large'"),
        ("    effort: small", "    efort: small", "Extra inputs are not permitted"),
    ],
)
def test_mistakes_in_the_file_are_named(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "mine.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InstrumentError) as caught:
        read_prescriptions(path)
    assert complaint in str(caught.value)
    assert str(caught.value).startswith("mine.yaml")


def test_a_mistake_of_a_key_is_named_with_its_line(tmp_path: Path) -> None:
    lines = FILE.read_text(encoding="utf-8").split("\n")
    at = lines.index("    effort: large")
    lines[at] = "    effort: huge"
    path = tmp_path / "mine.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(
        InstrumentError, match=rf"^mine\.yaml, line {at + 1}, entries\.\d+\.effort: "
    ):
        read_prescriptions(path)


def test_a_missing_gap_is_named(tmp_path: Path) -> None:
    text = FILE.read_text(encoding="utf-8")
    path = tmp_path / "mine.yaml"
    path.write_text(text.replace("\n  5:\n", "\n  6:\n", 1), encoding="utf-8")
    with pytest.raises(InstrumentError, match="gaps must be 1, 2, 3, 4, 5"):
        read_prescriptions(path)
