"""SPSS syntax: PSPP ran it; its scores are ours, its labels the form's."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import svqkit as svq
from svqkit.instruments.catalogue_index import list_instruments
from svqkit.instruments.form_plan import form_plan
from svqkit.instruments.forms.html_form import form_columns
from svqkit.instruments.forms.spss_syntax import write
from svqkit.instruments.instrument import Instrument

ORACLE = Path(__file__).resolve().parents[2] / "oracles" / "spss_syntax"
_STRING = r"'(?:[^'\n]|'')*'"


def _text(content: bytes) -> str:
    assert content.startswith(b"\xef\xbb\xbf")
    return content.decode("utf-8-sig")


@pytest.fixture(scope="module")
def pspp() -> dict[str, Any]:
    return json.loads((ORACLE / "pspp.json").read_text(encoding="utf-8"))


def test_the_syntax_is_the_one_that_pspp_ran(full: Instrument) -> None:
    plan = form_plan(full, attention=1, seed=1)
    assert _text(write(plan)) == _text((ORACLE / "form.sps").read_bytes())


def test_pspps_scores_are_those_of_the_answers(
    full: Instrument, pspp: dict[str, Any], agree: Any
) -> None:
    read = svq.read_responses(ORACLE / "answers.csv", full)
    theirs = pd.read_csv(ORACLE / "scores.csv", na_values=" ")
    means = {}
    for letter, forms in (("P", read.perceptions), ("E", read.expectations)):
        for name, codes in full.mapping.items():
            items = forms[codes]  # reversed items are turned when they are read
            enough = items.notna().sum(axis=1) >= len(codes) / 2
            means[f"mean_{letter}_{name}"] = items.mean(axis=1).where(enough).to_numpy()
    for name in full.mapping:
        means[f"gap_{name}"] = means[f"mean_P_{name}"] - means[f"mean_E_{name}"]
    ours = pd.DataFrame(means)
    assert ours.isna().to_numpy().any()
    agree(
        "spss syntax: dimension scores", ours, theirs[list(means)], oracle=pspp["pspp"], atol=1e-9
    )


def test_pspp_holds_the_forms_labels(full: Instrument, pspp: dict[str, Any]) -> None:
    plan = form_plan(full, attention=1, seed=1)
    for field in plan.fields:
        held = pspp["labels"][field.column]
        assert held["label"] == field.text
        assert (held["missing"] == "-9; 99") == (field.item is not None or field.kind == "check")
    words = {row[-1] for row in pspp["values"]}
    assert words == {words for field in plan.fields for words in field.choices.values() if words}


def _commands(text: str) -> list[str]:
    """Split into commands as SPSS does: at a point that ends a line outside quotes."""
    found, open_lines = [], []
    for line in text.splitlines():
        open_lines.append(line)
        if re.sub(_STRING, "''", line).rstrip().endswith("."):
            found.append("\n".join(open_lines))
            open_lines = []
    assert open_lines == []
    return found


def _cases() -> list[tuple[str, str]]:
    return [
        (name, language)
        for name in list_instruments().index
        for language in svq.load_instrument(name).languages
    ]


@pytest.mark.parametrize(("name", "language"), _cases())
def test_every_instrument_keeps_to_spss_limits(name: str, language: str) -> None:
    instrument = svq.load_instrument(name, language)
    plan = form_plan(instrument, attention=1, shuffle=True, seed=1)
    text = _text(write(plan))
    assert max(len(line.encode()) for line in text.splitlines()) <= 256
    commands = _commands(text)
    known = ("*", "SET", "GET", "VARIABLE", "VALUE", "RECODE", "MISSING", "COMPUTE", "EXECUTE")
    assert all(command.startswith(known) for command in commands)
    for command in commands:
        assert "'" not in re.sub(_STRING, "", command)
        for strings in re.findall(rf"{_STRING}(?: \+\n\s+{_STRING})*", command):
            whole = "".join(one[1:-1].replace("''", "'") for one in re.findall(_STRING, strings))
            assert len(whole.encode()) <= 255
    variables = next(c for c in commands if c.startswith("GET DATA")).partition("/VARIABLES=")[2]
    read = [line.split()[0] for line in variables.strip(".\n").splitlines() if line.strip()]
    assert read == form_columns(plan)
    missing = next(c for c in commands if c.startswith("MISSING VALUES"))
    assert len(re.findall(r"-?\d+", missing.rpartition("(")[2])) <= 3


def test_more_missing_codes_than_spss_holds_are_joined() -> None:
    text = _text(write(form_plan(svq.load_instrument("servperf"))))
    assert "(-99 -999 98 99 998 999 = -9)." in text
    assert "(-9)." in text


def test_long_labels_are_cut_at_a_whole_sign(full: Instrument) -> None:
    question = full.description.questions[0].model_copy(
        update={"question": {"en": "It's 好" * 100}}
    )
    from svqkit.instruments.in_language import in_language

    described = full.description.model_copy(update={"questions": [question]})
    text = _text(write(form_plan(in_language(described, "en"))))
    said = re.search(rf"  gender ({_STRING}(?: \+\n\s+{_STRING})*)", text)
    assert said is not None
    whole = "".join(s[1:-1].replace("''", "'") for s in re.findall(_STRING, said[1]))
    assert 250 <= len(whole.encode()) <= 255
    assert ("It's 好" * 100).startswith(whole)


def test_columns_of_another_tool_can_be_named(full: Instrument) -> None:
    plan = form_plan(full)
    text = _text(write(plan, data="it's mine.csv", columns=["Timestamp", *plan.columns]))
    assert "/FILE='it''s mine.csv'" in text
    assert "/VARIABLES=\n    Timestamp A2000\n    E1 F8.0" in text
    assert _text(write(plan, columns=", ".join(plan.columns))) == _text(
        write(plan, columns=plan.columns)
    )
    with pytest.raises(ValueError, match="columns lacks 'E1'"):
        write(plan, columns=["P1"])
    with pytest.raises(ValueError, match="'my col' cannot name a variable"):
        write(plan, columns=["my col", *plan.columns])
    with pytest.raises(ValueError, match="twice; case makes no difference"):
        write(plan, columns=["p1", *plan.columns])
