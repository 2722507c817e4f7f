"""LimeSurvey: read back as its importer does, row by row, with its rules for codes."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import svqkit as svq
from svqkit.instruments.catalogue_index import list_instruments
from svqkit.instruments.form_fields import FormPlan
from svqkit.instruments.form_plan import form_plan
from svqkit.instruments.forms.limesurvey import COLUMNS, write
from svqkit.instruments.forms.limesurvey_questions import code_of
from svqkit.instruments.instrument import Instrument

Row = dict[str, str]


@dataclass
class _Asked:
    row: Row
    group: Row
    parts: list[Row] = field(default_factory=list)
    answers: list[Row] = field(default_factory=list)


def _read(
    content: bytes,
) -> tuple[dict[str, str], dict[str, dict[str, str]], dict[str, list[_Asked]]]:
    """Settings, settings by language, questions by language; anything unexpected fails."""
    assert content.startswith(b"\xef\xbb\xbf")
    # The importer guesses the encoding from the first 1000 bytes.
    assert content[3:1000].isascii()
    text = content.decode("utf-8-sig")
    assert '"' not in text
    assert text.endswith("\n")
    header, *lines = csv.reader(text.splitlines(), delimiter="\t", quotechar='"')
    assert tuple(header) == COLUMNS
    settings: dict[str, str] = {}
    local: dict[str, dict[str, str]] = {}
    asked: dict[str, list[_Asked]] = {}
    group: Row = {}
    for line in lines:
        assert len(line) == len(header)
        row = dict(zip(header, line, strict=True))
        kind, language = row["class"], row["language"]
        if kind == "S":
            settings[row["name"]] = row["text"]
        elif kind == "SL":
            local.setdefault(language, {})[row["name"]] = row["text"]
        elif kind == "G":
            group = row
            asked.setdefault(language, [])
        elif kind == "Q":
            assert group["language"] == language
            assert re.fullmatch("[A-Za-z][A-Za-z0-9]{0,19}", row["name"])
            assert row["type/scale"] in set("FLKNT")
            asked[language].append(_Asked(row, group))
        elif kind == "SQ":
            assert re.fullmatch("[A-Za-z0-9]{1,20}", row["name"])
            asked[language][-1].parts.append(row)
        elif kind == "A":
            assert 1 <= len(row["name"]) <= 5
            assert row["id"] == asked[language][-1].row["id"]
            asked[language][-1].answers.append(row)
        else:
            raise AssertionError(f"class {kind!r}")
    assert set(asked) == set(local)
    for questions in asked.values():
        names = [one.row["name"].casefold() for one in questions]
        assert len(set(names)) == len(names)
        ids = [row["id"] for one in questions for row in [one.row, *one.parts]]
        assert len(set(ids)) == len(ids)
        for one in questions:
            assert bool(one.parts) == (one.row["type/scale"] in "FK")
            assert bool(one.answers) == (one.row["type/scale"] in "FL")
    return settings, local, asked


def _headings(questions: list[_Asked]) -> list[str]:
    """Head the columns of an export by question codes."""
    found = []
    for one in questions:
        name = one.row["name"]
        found += [f"{name}[{part['name']}]" for part in one.parts] or [name]
    return found


def _columns(plan: FormPlan, asked: list[_Asked]) -> dict[str, str]:
    """Heading → the plan's column, by its code."""
    codes = {code_of(column): column for column in plan.columns}
    found = {}
    for heading in _headings(asked):
        outer, _, inner = heading.rstrip("]").partition("[")
        found[heading] = codes[inner or outer]
    return found


def _saved(table: pd.DataFrame, folder: Path) -> Path:
    path = folder / "results-survey123456.csv"
    table.to_csv(path, index=False)
    return path


@pytest.mark.parametrize("name", list(list_instruments().index))
@pytest.mark.parametrize("shuffle", [False, True])
def test_every_instrument_is_read_back_in_all_its_languages(name: str, shuffle: bool) -> None:
    instrument = svq.load_instrument(name)
    plan = form_plan(instrument, attention=1, shuffle=shuffle, seed=4)
    settings, _, asked = _read(write(plan, languages=instrument.languages))
    tags = [settings["language"], *settings.get("additional_languages", "").split()]
    assert list(asked) == tags
    assert len(tags) == len(instrument.languages)
    base = asked[settings["language"]]
    assert list(_columns(plan, base).values()) == plan.columns
    for questions in asked.values():
        shape = [
            (one.row["id"], one.row["name"], [p["name"] for p in one.parts + one.answers])
            for one in questions
        ]
        assert shape == [
            (one.row["id"], one.row["name"], [p["name"] for p in one.parts + one.answers])
            for one in base
        ]


def test_the_form_is_complete(full: Instrument) -> None:
    plan = form_plan(full, attention=1, seed=1)
    settings, local, asked = _read(write(plan, languages=("en", "nl")))
    assert settings["additional_languages"] == "nl"
    assert local["nl"]["surveyls_title"] == "Volledig formulier"
    by_name = {one.row["name"]: one for one in asked["nl"]}
    points = by_name["points"].row
    assert (points["type/scale"], points["equals_num_value"]) == ("K", "100")
    assert points["mandatory"] == "Y"
    assert unescape(points["text"]) == "Verdeel 100 punten."
    age = by_name["age"].row
    assert (age["min_num_value_n"], age["max_num_value_n"]) == ("16", "99")
    assert (age["mandatory"], age["help"]) == ("N", "Van 16 tot en met 99")
    assert by_name["gender"].row["mandatory"] == "Y"
    assert [row["name"] for row in by_name["gender"].answers] == ["A1", "A2", "A3"]
    assert [row["text"] for row in by_name["loyalty"].answers][:2] == ["0 – laagst", "1"]
    speed = next(one for one in asked["nl"] if "PEFF1" in [part["name"] for part in one.parts])
    assert [row["text"] for row in speed.answers] == ["1 – Nooit", "2", "3", "4", "5 – Altijd"]
    assert speed.row["text"] == "Hoe vaak is dit zo?"
    assert speed.group["name"] == "Snelheid"


def test_each_dimension_is_mixed_by_itself(full: Instrument) -> None:
    plan = form_plan(full, shuffle=True, seed=1)
    _, _, asked = _read(write(plan))
    arrays = [one for one in asked["en"] if one.row["type/scale"] == "F"]
    assert [len(one.parts) for one in arrays] == [3, 2, 3, 2]
    assert {one.row["random_order"] for one in arrays} == {"1"}
    _, _, still = _read(write(form_plan(full)))
    assert {one.row["random_order"] for one in still["en"]} == {""}


def test_forms_side_by_side_stand_in_one_array_an_item(beside: Instrument) -> None:
    _, _, asked = _read(write(form_plan(beside)))
    first = asked["en"][0]
    assert (first.row["name"], [part["name"] for part in first.parts]) == (
        "itemQ1",
        ["M1", "D1", "P1"],
    )


def test_hostile_texts_are_neither_markup_nor_expressions(
    full: Instrument, braced: Instrument
) -> None:
    for instrument in (full, braced):
        text = write(form_plan(instrument)).decode("utf-8-sig")
        assert not set(text) & set("{}\r")
        assert "<b>" not in text
        assert "<script" not in text
    _, _, asked = _read(write(form_plan(braced)))
    first = asked["en"][0].parts[0]["text"]
    assert unescape(first) == "An excellent ${P1} {P1} is clean."


def test_codes_that_limesurvey_would_change_are_refused(full: Instrument) -> None:
    from svqkit.instruments.in_language import in_language

    for column, reason in [("self", "own words"), ("x" * 21, "longer than 20"), ("E1", "twice")]:
        outcome = full.description.outcomes[0].model_copy(update={"column": column})
        described = full.description.model_copy(update={"outcomes": [outcome]})
        with pytest.raises(ValueError, match=reason):
            write(form_plan(in_language(described, "en")))


def test_an_export_by_question_codes_is_read(
    full: Instrument, answers: Any, tmp_path: Path
) -> None:
    plan = form_plan(full, attention=1, shuffle=True, seed=5)
    _, _, asked = _read(write(plan))
    columns = _columns(plan, asked["en"])
    given = answers(plan)
    exported = given[list(columns.values())].set_axis(list(columns), axis=1)
    exported.insert(0, "id", range(1, len(exported) + 1))
    exported.insert(1, "submitdate", "2026-11-21 10:00:00")
    exported.insert(2, "lastpage", 5)
    exported.insert(3, "startlanguage", "en")
    read = svq.read_responses(_saved(exported, tmp_path), full)
    assert read.perceptions["Q1"].tolist() == given["P1"].tolist()
    assert read.expectations["EFF2"].tolist() == given["E_EFF2"].tolist()
    assert read.importance["speed"].tolist() == given["points_speed"].tolist()
    assert read.respondents["age"].tolist() == given["age"].tolist()


def test_an_outcome_gets_its_underscore_back(answers: Any, tmp_path: Path) -> None:
    instrument = svq.load_instrument("servperf")
    plan = form_plan(instrument)
    columns = _columns(plan, _read(write(plan))[2]["en"])
    given = answers(plan)
    exported = given[list(columns.values())].set_axis(list(columns), axis=1)
    exported.insert(0, "id", range(1, len(exported) + 1))
    exported.insert(1, "submitdate", "2026-11-21 10:00:00")
    exported.insert(2, "startlanguage", "en")
    read = svq.read_responses(_saved(exported, tmp_path), instrument)
    assert read.outcomes == ("overall_quality", "satisfaction", "loyalty")
    assert read.respondents["overall_quality"].tolist() == given["overall_quality"].tolist()
