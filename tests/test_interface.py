"""The interface's words: falling back, filling in, and only finished translations."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from typing import Any

import hanzidentifier
import pytest

from svqkit import interface
from svqkit.interface import LANGUAGES, catalogue, translator


def _words() -> Any:
    """Load tests/words.py, whatever way the tests are imported."""
    name = "svqkit_tests_words"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("words.py"))
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[name]


words = _words()
# Names, and symbols that are written so in every language.
LATIN = set(
    re.findall(
        r"\w+",
        """AHP ARIMA DataFrame Series Berry Bootstrap Curran Dunn Games HC HTML CFI Cp Cpk Howell Huang Holm Johnson KMO Kaiser Kano
        MASE Mahalanobis MSA Meade Craig PNG Parasuraman Pp Ppk Python SERVPERF SERVQUAL SVG Tukey Welch Word
        Zeithaml al df errors et svqkit validate""",
    )
)
SAME_IN_DUTCH = {
    "* p < .05, ** p < .01, *** p < .001.",
    "Code",
    "F (Welch)",
    "Item",
    "Items",
    "Omega",
    "Ppk = {value}",
    "d",
    "df1",
    "df2",
    "g",
    "indifferent",
    "item (MSA)",
    "n",
    "n < {n}",
    "n = {n}",
    "omega",
    "p",
    "p (Games–Howell)",
    "p (Holm)",
    "p (Welch, Holm)",
    "power",
    "product",
    "segment",
    "week",
    "%{x} items",
}


@pytest.fixture(scope="module")
def found() -> Any:
    return words.extract(words.package_modules())


def test_a_sentence_without_translation_is_said_in_english():
    assert translator("nl")("no such sentence, {n}", n=3) == "no such sentence, 3"
    assert translator("tlh")("expectation") == "expectation"


def test_no_path_can_be_named_as_a_language():
    assert dict(catalogue("../locale/nl")) == {}


def test_unfinished_translations_are_not_used(tmp_path, monkeypatch):
    (tmp_path / "nl.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "gap"\nmsgstr ""\n\n#, fuzzy\nmsgid "wait"\nmsgstr "wacht"\n\n'
        'msgid "{n} done"\nmsgstr "klaar: {n}"\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(interface, "_FOLDER", tmp_path)
    catalogue.cache_clear()
    try:
        say = translator("nl")
        assert [say("gap"), say("wait"), say("{n} done", n=2)] == ["gap", "wait", "klaar: 2"]
    finally:
        catalogue.cache_clear()


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_sentence_is_translated_and_none_is_left_over(language, found):
    known = words.translations(words.LOCALE / f"{language}.po")
    assert words.differences(found, known) == []
    assert set(known) == set(catalogue(language)), "marked as fuzzy"


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_translation_keeps_the_places_to_fill(language):
    sentences = catalogue(language)
    assert sentences
    places = words.places_to_fill
    assert [one for one, said in sentences.items() if places(one) != places(said)] == []


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_translation_ends_as_its_sentence_does(language):
    ends = {".": ".。", "?": "?？"}

    def agree(one: str, said: str) -> bool:
        wanted = ends.get(one.rstrip()[-1:])
        last = said.rstrip()[-1:]
        return last in wanted if wanted else last not in (".", "。")

    assert [(one, said) for one, said in catalogue(language).items() if not agree(one, said)] == []


@pytest.mark.parametrize(("language", "other"), [("zh-Hans", "zh-Hant"), ("zh-Hant", "zh-Hans")])
def test_chinese_is_written_in_one_script(language, other):
    judge = {"zh-Hans": hanzidentifier.is_simplified, "zh-Hant": hanzidentifier.is_traditional}
    said = [text for text in catalogue(language).values() if hanzidentifier.has_chinese(text)]
    assert len(said) > 100
    assert [text for text in said if not judge[language](text)] == []
    assert not all(judge[other](text) for text in said)


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant"])
def test_no_english_is_left_in_chinese(language):
    def english(text: str) -> set[str]:
        # Code is the same in every language: what stands in backticks, and calls.
        prose = re.sub(r"`[^`]*`|\w+\([^)]*\)|\{[^}]*\}", "", text)
        return set(re.findall(r"[A-Za-z]{2,}", prose)) - LATIN

    left = {text: english(text) for text in catalogue(language).values() if english(text)}
    assert left == {}


def test_no_english_is_left_in_dutch():
    same = {one for one, said in catalogue("nl").items() if one == said}
    worded = {one for one in same if re.search("[a-z]", re.sub(r"\{[^}]*\}", "", one))}
    assert worded <= SAME_IN_DUTCH


def test_what_is_said_can_be_found_by_a_translator(found):
    assert found.refused == []


def test_sentences_are_found_with_all_their_files_in_one_order():
    found = words.extract(
        {
            "svqkit/b.py": 'ax.title(say("gap"))\n',
            "svqkit/a.py": 'self.say("{n} " "left", n=1)\nsay("gap")\n',
        }
    )
    assert found.places == {"{n} left": ["svqkit/a.py"], "gap": ["svqkit/a.py", "svqkit/b.py"]}
    assert found.refused == []


@pytest.mark.parametrize(
    "call",
    [
        "say(name)",
        'say(f"{n} left")',
        'say("a" if n else "b")',
        'say("a" + b)',
        "say()",
        "N_(name)",
    ],
)
def test_what_no_translator_could_find_is_refused(call):
    assert words.extract({"svqkit/a.py": call}).refused == [
        f"svqkit/a.py:1: {call!s}".replace('"', "'")
    ]


def test_a_name_may_be_said_where_a_table_marks_its_sentences():
    table = 'WORDS = {"a": N_("alpha")}\n'
    assert words.extract({"svqkit/a.py": table + 'say(WORDS["a"])'}).refused == []
    elsewhere = {
        "svqkit/t.py": table,
        "svqkit/a.py": "from svqkit.t import WORDS\nsay(WORDS[name])",
    }
    assert words.extract(elsewhere).refused == []


def test_a_catalogue_is_updated_without_losing_a_translation():
    found = words.extract({"svqkit/a.py": 'say("gap")\nsay("{n} left", n=n)'})
    text = words.written("nl", found, {"gap": "kloof", "gone": "weg"})
    assert text.endswith(
        '#: svqkit/a.py\nmsgid "gap"\nmsgstr "kloof"\n\n'
        '#: svqkit/a.py\n#, python-brace-format\nmsgid "{n} left"\nmsgstr ""\n'
    )
    assert words.differences(found, {"gap": "kloof", "gone": "weg"}) == [
        "not translated: '{n} left'",
        "not said any more: 'gone'",
    ]
