"""The interface's words: falling back, filling in, and only finished translations."""

from __future__ import annotations

import pytest

from svqkit import interface
from svqkit.interface import LANGUAGES, catalogue, translator


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
def test_every_catalogue_can_be_read_and_keeps_the_places_to_fill(language):
    from string import Formatter

    def places(text: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}

    sentences = catalogue(language)
    assert sentences
    assert [one for one, said in sentences.items() if places(one) != places(said)] == []
