"""Kano questions in an instrument's file."""

from __future__ import annotations

from pathlib import Path

import pytest

import svqkit as svq

BASED = "based_on: servperf\nname: mine\nkano:\n"


def read(tmp_path: Path, text: str):
    path = tmp_path / "mine.yaml"
    path.write_text(BASED + text, encoding="utf-8")
    return svq.read_instrument(path)


def test_the_kiosk_survey_names_its_29_pairs_in_four_languages() -> None:
    labels = {}
    for language in ("en", "zh-Hans", "zh-Hant", "nl"):
        kano = svq.load_instrument("kiosk", language).kano
        assert [one.code for one in kano.features] == [f"K{i}" for i in range(1, 30)]
        assert all(one.functional == f"KF{one.code[1:]}" for one in kano.features)
        labels[language] = [one.label for one in kano.features]
        assert len(set(labels[language])) == 29
    assert len({tuple(words) for words in labels.values()}) == 4
    assert kano.answers[1] == ("마음에 든다",)
    assert not svq.load_instrument("kiosk", "nl").fallbacks


def test_instruments_without_such_questions_have_none() -> None:
    assert svq.load_instrument("servqual").kano.features == ()


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    feature = "{code: K1, label: Lift, functional: a, dysfunctional: b}"
    kano = read(tmp_path, f"  features: [{feature}]\n").kano
    assert kano.features[0].dysfunctional == "b"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("  answers: {6: [x]}\n  features: [%s]\n", "answers has code 6"),
        ("  features: [%s, %s]\n", "the code 'K1' twice"),
        ("  features: []\n", "kano"),
        ("  features: [%s]\n  feature: 1\n", "did you mean 'features'"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, said: str) -> None:
    feature = "{code: K1, label: Lift, functional: a, dysfunctional: b}"
    with pytest.raises(svq.InstrumentError, match=said):
        read(tmp_path, text.replace("%s", feature))
