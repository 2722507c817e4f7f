"""Qualtrics: read back tag by tag; every column comes back under a name that is recognised."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

import pytest

import svqkit as svq
from svqkit.instruments.catalogue_index import list_instruments
from svqkit.instruments.form_fields import FormPlan
from svqkit.instruments.form_plan import form_plan
from svqkit.instruments.forms.qualtrics import write
from svqkit.instruments.instrument import Instrument

_KINDS = {
    "DB",
    "Matrix",
    "ConstantSum",
    "MC:SingleAnswer:Horizontal",
    "MC:SingleAnswer:Vertical",
    "TE:SingleLine",
    "TE:Essay",
}


@dataclass
class _Asked:
    kind: str
    block: str
    name: str = ""
    text: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)


def _read(content: bytes) -> list[_Asked]:
    """Read the format's own tags; an unknown one, or text out of place, fails."""
    lines = content.decode().splitlines()
    assert lines[0] == "[[AdvancedFormat]]"
    found: list[_Asked] = []
    block, part, code = "", "", ""
    for line in [line for line in lines[1:] if line]:
        tag = re.fullmatch(r"\[\[([A-Za-z]+)(?::(.*))?\]\]", line)
        if tag is None:
            assert "[[" not in line
            assert found
            if part == "text":
                found[-1].text.append(line)
            elif part == "rows":
                found[-1].rows.append(line)
            else:
                assert found[-1].codes[code] == ""
                found[-1].codes[code] = line
        elif tag[1] == "Block":
            block, part = tag[2], ""
        elif tag[1] == "PageBreak":
            part = ""
        elif tag[1] == "Question":
            assert tag[2] in _KINDS
            assert block
            found.append(_Asked(tag[2], block))
            part = "text"
        elif tag[1] == "ID":
            found[-1].name = tag[2]
        elif tag[1] == "Choices":
            part = "rows"
        elif tag[1] in ("AdvancedChoices", "AdvancedAnswers"):
            assert (tag[1] == "AdvancedAnswers") == (found[-1].kind == "Matrix")
            part = "codes"
        elif tag[1] in ("Choice", "Answer"):
            assert part == "codes"
            assert tag[2] not in found[-1].codes
            code = tag[2]
            found[-1].codes[code] = ""
        else:
            raise AssertionError(line)
    names = [one.name for one in found]
    assert len(set(names)) == len(names)
    for one in found:
        assert len(one.text) == 1
        assert bool(one.rows) == (one.kind in ("Matrix", "ConstantSum"))
        assert bool(one.codes) == (one.kind == "Matrix" or one.kind.startswith("MC"))
    return found


def _headings(asked: list[_Asked]) -> list[str]:
    """Head the columns as Qualtrics exports them."""
    found = []
    for one in asked:
        if one.rows:
            found += [f"{one.name}_{at}" for at in range(1, len(one.rows) + 1)]
        elif one.kind != "DB":
            found.append(one.name)
    return found


def _columns(plan: FormPlan, asked: list[_Asked]) -> list[str]:
    points = [f.column for f in plan.fields if f.kind == "points"]
    named = dict(zip([f"points_{i}" for i in range(1, len(points) + 1)], points, strict=True))
    known = {re.sub(r"^([EPMDI])_(\d+)$", r"\1\2", name): name for name in _headings(asked)}
    return [named.get(name, name) for name in known]


@pytest.mark.parametrize("name", list(list_instruments().index))
@pytest.mark.parametrize("attention", [0, 2])
def test_every_instrument_is_read_back(name: str, attention: int) -> None:
    instrument = svq.load_instrument(name)
    for language in instrument.languages:
        plan = form_plan(svq.load_instrument(name, language), attention=attention, seed=2)
        assert _columns(plan, _read(write(plan))) == plan.columns


def test_a_block_of_numbered_items_is_a_matrix() -> None:
    plan = form_plan(svq.load_instrument("servqual"))
    asked = [one for one in _read(write(plan)) if one.kind == "Matrix"]
    assert [(one.name, len(one.rows)) for one in asked] == [("E", 22), ("P", 22)]
    assert list(asked[0].codes) == [str(code) for code in range(1, 8)]
    assert asked[0].codes["7"] == "7 – Strongly agree"
    assert asked[1].rows[0] == plan.instrument.wording("Q1")


def test_mixed_items_keep_their_own_names() -> None:
    plan = form_plan(svq.load_instrument("servqual"), shuffle=True, seed=1)
    asked = _read(write(plan))
    assert not any(one.kind == "Matrix" for one in asked)
    texts = {one.name: one.text[0] for one in asked}
    assert all(texts[f.column] == f.text for f in plan.fields if f.item)


def test_the_form_is_complete(full: Instrument) -> None:
    plan = form_plan(full, attention=1, seed=1)
    asked = {one.name: one for one in _read(write(plan))}
    assert asked["points"].kind == "ConstantSum"
    assert asked["points"].rows == ["How it looks.", "How fast it is."]
    assert asked["points"].text[0].endswith("The points must add up to 100.")
    assert list(asked["gender"].codes) == ["1", "2", "3"]
    assert asked["age"].text == ["Your age<br>From 16 to 99"]
    assert asked["remark"].kind == "TE:Essay"
    assert list(asked["loyalty"].codes) == [str(code) for code in range(11)]
    assert asked["P_EFF1"].codes["5"] == "5 – Always"
    assert asked["told_perception"].text == [
        "<strong>What you found</strong><br><br>Think of this bank."
    ]


def test_forms_side_by_side_name_each_answer(beside: Instrument) -> None:
    asked = {one.name: one for one in _read(write(form_plan(beside)))}
    assert {"M1", "D1", "P1", "I1"} <= set(asked)
    assert asked["D1"].text[0].startswith("This bank is clean.<br><em>")


def test_hostile_texts_are_no_tags(full: Instrument, braced: Instrument) -> None:
    for instrument in (full, braced):
        text = write(form_plan(instrument)).decode()
        assert "<b>" not in text
        assert "${" not in text
        _read(text.encode())
    shown = next(one for one in _read(write(form_plan(full))) if one.name == "gender").codes["3"]
    assert "[[Block:x]]" in unescape(shown)


@pytest.mark.parametrize(("shuffle", "attention"), [(False, 0), (True, 1)])
def test_an_export_is_read(answers: Any, tmp_path: Path, shuffle: bool, attention: int) -> None:
    instrument = svq.load_instrument("servqual_refined")
    plan = form_plan(instrument, shuffle=shuffle, attention=attention, seed=3)
    asked = _read(write(plan))
    given = answers(plan)
    headings = _headings(asked)
    noted = ["StartDate", "EndDate", "Status", "Progress", "Finished", "ResponseId", "UserLanguage"]
    rows = [
        [*noted, *headings],
        [
            "Start Date",
            "End Date",
            "Response Type",
            "Progress",
            "Finished",
            "Response ID",
            "Language",
        ]
        + [f"What you found - {name}" for name in headings],
        [json.dumps({"ImportId": name}) for name in [*noted, *headings]],
    ]
    for at, row in enumerate(given.to_numpy().tolist()):
        start = ["2026-11-21 10:00:00", "2026-11-21 10:05:00", "0", "100", "1", f"R_{at}", "EN"]
        rows.append([*start, *row])
    path = tmp_path / "qualtrics.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    read = svq.read_responses(path, instrument)
    assert read.perceptions["Q7"].tolist() == given["P7"].tolist()
    assert read.expectations["Q22"].tolist() == given["E22"].tolist()
    assert read.importance["empathy"].tolist() == given["points_empathy"].tolist()
