"""Whatever a text holds, each format gives it back, and never takes it for a sign of its own."""

from __future__ import annotations

import json
import re
from html import unescape
from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from svqkit.instruments.forms.google_forms import _literal
from svqkit.instruments.forms.limesurvey_questions import html_text
from svqkit.instruments.forms.qualtrics import _text
from svqkit.instruments.forms.spss_syntax import _one_line, _quoted
from svqkit.instruments.forms.workbook import workbook

_TEXTS = st.text(
    st.one_of(
        st.characters(codec="utf-8", exclude_categories=("Cs",)),
        st.sampled_from("'\"{}[]$<>&=\\\t\n\u2028好+@"),
    ),
    max_size=120,
)


@given(_TEXTS)
def test_limesurvey_gives_a_line_back(text: str) -> None:
    line = " ".join(text.split())
    found = html_text(line)
    assert not set(found) & set("{}\"'\t\n\r<>")
    assert unescape(found) == line


@given(_TEXTS)
def test_limesurvey_keeps_several_lines_on_one(text: str) -> None:
    assert not set(html_text(text)) & set("{}\"'\t\n")


@given(_TEXTS)
def test_qualtrics_gives_a_line_back(text: str) -> None:
    line = " ".join(text.split())
    found = _text(line)
    assert not set(found) & set("[]$<>\n")
    assert unescape(found) == line


@given(_TEXTS)
def test_a_script_gives_every_text_back(text: str) -> None:
    found = _literal(text)
    assert json.loads(found) == text
    assert not set(found) & set("<\n\u2028\u2029")


@given(_TEXTS, st.integers(1, 255))
def test_spss_gives_a_line_back_within_its_bytes(text: str, most: int) -> None:
    pieces = _quoted(text, most).split(" +\n    ")
    assert all(re.fullmatch(r"'(?:[^'\n]|'')*'", piece) for piece in pieces)
    assert all(len(piece.encode()) <= 210 for piece in pieces)
    whole = "".join(piece[1:-1].replace("''", "'") for piece in pieces)
    line = _one_line(text)
    assert line.startswith(whole)
    assert len(whole.encode()) <= most
    following = line[len(whole) :][:1]
    assert not following or len((whole + following).encode()) > most


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(min_codepoint=32, codec="utf-8", exclude_characters="_\ufffe\uffff")))
def test_a_workbook_gives_every_text_back_as_text(text: str) -> None:
    cell = load_workbook(BytesIO(workbook({"a": [{"x": text, "y": "."}]})))["a"]["A2"]
    assert (cell.value or "") == text
    assert cell.data_type in ("s", "n")
