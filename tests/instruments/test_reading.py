"""Reading an instrument of one's own: every mistake is named with file, line and key."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import svqkit as svq
from svqkit.instruments.yaml_lines import read_yaml_with_lines

GOOD = """\
name: mini
title: {en: Mini, nl: Mini NL}
forms: [expectation, perception]
scale:
  low: 1
  high: 5
  anchors:
    1: {en: 'no', nl: nee}
    5: {en: yes please}
dimensions:
  - name: speed
    title: Speed
items:
  - code: A1
    dimension: speed
    label: {en: Fast}
    perception: {en: "This {service} is fast.", nl: "Deze {service} is snel."}
    expectation: {en: "A good {service} is fast."}
  - code: A2
    label: Kind
    perception: This is kind.
    expectation: Good ones are kind.
"""


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "mini.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_file_of_ones_own_is_read(tmp_path: Path) -> None:
    mini = svq.read_instrument(write(tmp_path, GOOD))
    assert mini.mapping == {"speed": ["A1"]}
    assert mini.labels == {"A1": "Fast", "A2": "Kind"}
    assert mini.scale.missing_codes == (-9, -99, -999, 98, 99, 998, 999)
    assert mini.wording("A1") == "This service provider is fast."


def test_a_language_tag_finds_its_parent(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    flemish = svq.read_instrument(path, language="nl-BE")
    assert flemish.title == "Mini NL"
    assert flemish.items[0].perception == "Deze service provider is snel."
    assert "item A1, expectation" in flemish.fallbacks
    assert "title" not in flemish.fallbacks


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("name: mini", "nam: mini", r"mini.yaml, line 1, nam: unknown key; did you mean 'name'"),
        ("name: mini\n", "", r"mini.yaml, name: this key is missing"),
        (
            "    label: Kind\n",
            "    labl: Kind\n",
            r"line 19, items\[1\].label: this key is missing",
        ),
        ("    label: Kind\n", "    labl: Kind\n", r"line 20, items\[1\].labl: .*mean 'label'"),
        ("low: 1", "low: one", r"line 5, scale.low: .*'one'"),
        ("high: 5", "high: 1", r"line 4, scale: low \(1\) must be less than high \(1\)"),
        ("    5: {en: yes please}\n", "", r"line 4, scale: anchors .* code 5 has none"),
        ("  high: 5", "  high: 5\n  missing_codes: [3]", r"line 4, scale: missing_codes has 3"),
        ("dimension: speed", "dimension: sped", r"item A1 names dimension 'sped'.*speed"),
        ("code: A2", "code: a1", r"items has 'a1' twice"),
        ("    expectation: Good ones are kind.\n", "", r"item A2 has no expectation"),
        ("forms: [expectation, perception]", "forms: [expectation]", r"forms must include percep"),
        ("forms: [expectation, perception]", "forms: [hopes]", r"line 3, forms\[0\]: .*'hopes'"),
        ('is fast.", nl', 'is {fast}.", nl', r"item A1, perception has \{fast\}"),
        ("{en: Fast}", "{nl: Snel}", r"item A1, label has no text in the instrument's language en"),
        ("{en: Fast}", "{en: 3}", r"line 16, items\[0\].label: each language needs a text"),
        ("{en: Fast}", "{12: Fast}", r"line 16, items\[0\].label: 12 is no language tag"),
        ("name: mini", "name: mini\nname: mini", r"line 2: .*duplicate key"),
        ("name: mini", "name: [mini", r"mini.yaml, line \d"),
        ("name: mini", "name: !!python/object:os.system mini", r"line 1, name: "),
        (
            "name: mini",
            "based_on: nothing\nname: mini",
            r"line 1, based_on: no instrument 'nothing'",
        ),
        ("title: Speed", "title: Speed\n  - name: idle\n    title: Idle", r"'idle' has no items"),
    ],
)
def test_a_mistake_is_named_with_line_and_key(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    text = GOOD
    assert old in text
    with pytest.raises(svq.InstrumentError, match=message):
        svq.read_instrument(write(tmp_path, text.replace(old, new, 1)))


def test_several_mistakes_are_named_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("low: 1", "low: x").replace("code: A2", "code: 2x")
    with pytest.raises(svq.InstrumentError) as caught:
        svq.read_instrument(write(tmp_path, text))
    assert len(str(caught.value).splitlines()) == 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "line 1: an instrument is a list of keys and values"),
        (b"- a\n- b\n", "line 1: an instrument is a list of keys and values"),
        (b"name: mini\ntitle: \xff\xfe\n", "line 2: not UTF-8"),
        (b"a" * 2_000_001, "too large"),
    ],
)
def test_files_that_are_no_description(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(svq.InstrumentError, match=message):
        svq.read_instrument(write(tmp_path, content))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(svq.InstrumentError, match=r"absent.yaml.*check the path"):
        svq.read_instrument(tmp_path / "absent.yaml")


def test_official_wording_can_be_laid_over_the_catalogue(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "based_on: servqual\nname: hospital\ntitle: SERVQUAL hospital\nservice: hospital\n",
    )
    hospital = svq.read_instrument(path)
    assert hospital.mapping == svq.load_instrument("servqual").mapping
    assert hospital.wording("Q12").startswith("This hospital has staff")


@given(st.text(max_size=200))
def test_any_text_is_refused_in_words(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.yaml"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        with pytest.raises(svq.InstrumentError, match=r"x\.yaml"):
            svq.read_instrument(path)


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    plain, lines = read_yaml_with_lines(write(tmp_path, "a: 1\nb:\n  - c: 2\n  - 3\n"))
    assert plain == {"a": 1, "b": [{"c": 2}, 3]}
    assert lines == {("a",): 1, ("b",): 2, ("b", 0): 3, ("b", 0, "c"): 3, ("b", 1): 4}
