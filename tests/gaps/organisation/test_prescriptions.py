"""Prescriptions are found by gap, antecedent and dimension, and say what they mean."""

from __future__ import annotations

import re
from dataclasses import FrozenInstanceError, replace
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import hanzidentifier
import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.gaps.organisation.design import ANTECEDENTS
from svqkit.gaps.organisation.prescription_catalogue import DIMENSIONS, prescription_catalogue

COLUMNS = [
    "gap", "title", "what", "who", "indicator", "antecedents", "dimensions", "effort", "time",
    "rank", "score", "reason",
]  # fmt: skip
LANGUAGES = ["en", "nl", "zh-Hans", "zh-Hant"]
PAGE = Path(__file__).parents[3] / "docs" / "prescriptions.md"
ALL_IDS = [entry.id for entry in prescription_catalogue().entries]


def columns_of(line: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in line)


def test_all_of_them_stand_in_the_catalogues_order() -> None:
    found = svq.prescriptions()
    assert list(found.table.columns) == COLUMNS
    assert found.table.index.name == "id"
    assert list(found.table.index) == ALL_IDS
    assert found.table["rank"].isna().all()
    assert found.table["score"].isna().all()
    assert (found.table["reason"] == "").all()
    assert found.evidence is None
    assert list(found.aims.index) == [1, 2, 3, 4]
    with pytest.raises(FrozenInstanceError):
        found.note = ""  # type: ignore[misc]


def test_filters_combine() -> None:
    catalogue = prescription_catalogue()
    for gap in (None, 1, 2, 3, 4):
        for antecedent in (None, *ANTECEDENTS):
            for dimension in (None, "tangibles", "empathy"):
                found = svq.prescriptions(gap, antecedent, dimension)
                expected = [
                    entry.id
                    for entry in catalogue.entries
                    if (gap is None or entry.gap == gap)
                    and (antecedent is None or antecedent in entry.antecedents)
                    and (dimension is None or dimension in entry.dimensions)
                ]
                assert list(found.table.index) == expected
                assert bool(found.note) == (not expected)


def test_the_call_of_the_design_finds_clear_roles() -> None:
    found = svq.prescriptions(gap=3, antecedent="role ambiguity").table
    assert found.index[0] == "3a"
    assert set(found["gap"]) == {3}
    assert found["antecedents"].str.contains("role_ambiguity").all()
    assert svq.prescriptions(gap=4).table.at["4h", "antecedents"] == "none"


def test_gap_five_explains_itself_and_lists_the_others(model: Any) -> None:
    found = svq.prescriptions(gap=5)
    assert list(found.table.index) == ALL_IDS
    assert "closes through Gaps 1 to 4" in found.note
    assert list(found.aims.index) == [1, 2, 3, 4, 5]
    ranked = svq.prescriptions("Gap 5", model=model)
    assert found.note in ranked.note
    assert f"Gap 5 is {model.gaps.loc[(5, 'total'), 'value']:.2f}".replace("-", "−") in ranked.note
    assert ranked.table["rank"].notna().sum() == 35


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_found_says_why(language: str) -> None:
    found = svq.prescriptions(3, "upward communication", language=language)
    assert found.table.empty
    assert list(found.table.columns) == COLUMNS
    assert re.search(r"1|一", found.note)
    assert re.search(r"3|三", found.note)
    assert repr(found)
    assert "<table" not in found._repr_html_()
    dimension = svq.prescriptions(antecedent="role_ambiguity", dimension="tangibles")
    assert dimension.note.endswith("reliability, responsiveness, assurance, empathy.")


@pytest.mark.parametrize(
    ("options", "error", "complaint"),
    [
        ({"gap": 6}, ValueError, "use 1, 2, 3, 4 or 5"),
        ({"gap": "role ambiguity"}, ValueError, "write antecedent='role ambiguity'"),
        ({"antecedent": "rol ambiguity"}, ValueError, "did you mean 'role_ambiguity'"),
        ({"dimension": "speed!!"}, ValueError, "there are tangibles"),
        ({"top": 0}, ValueError, "top must be a whole number from 1, not 0"),
        ({"top": 2.5}, ValueError, "top must"),
        ({"top": True}, ValueError, "top must"),
        ({"unit": "Station"}, ValueError, "unit needs model"),
        ({"weights": {"reliability": 1}}, ValueError, "they name reliability"),
        ({"model": "bank"}, TypeError, r"gap_model\(customers, managers, employees\), not str"),
    ],
)
def test_what_cannot_be_is_refused(
    options: dict[str, Any], error: type[Exception], complaint: str
) -> None:
    with pytest.raises(error, match=complaint):
        svq.prescriptions(**options)


def test_units_must_be_the_models(model: Any) -> None:
    name = str(model.units.index.get_level_values("unit")[0])
    with pytest.raises(ValueError, match=f"did you mean '{name}'"):
        svq.prescriptions(model=model, unit=name + "x")
    with pytest.raises(ValueError, match="there are "):
        svq.prescriptions(model=model, unit="????")
    with pytest.raises(ValueError, match="the model has no units"):
        svq.prescriptions(model=replace(model, units=None), unit=name)


def test_a_unit_is_ranked_by_its_own_numbers(model: Any) -> None:
    shown = model.units[~model.units["masked"]].dropna(subset=["value"])
    unit, gap, _ = next(place for place in shown.index if place[1] == 3)
    found = svq.prescriptions(gap=gap, model=model, unit=unit)
    assert found.evidence is not None
    rows = found.evidence[found.evidence["antecedent"] != ""]
    for _, row in rows.iterrows():
        assert row["mean"] == model.units.loc[(unit, gap, row["antecedent"]), "value"]
        assert row["alpha"] == model.antecedents.at[row["antecedent"], "alpha"]
        assert row["gap_value"] == model.units.loc[(unit, gap, "total"), "value"]
    assert f"those of {unit} alone" in found.convention
    hidden = model.units[model.units["masked"]]
    assert len(hidden), "the oracle's survey has a masked unit"
    masked, of_gap, _ = hidden.index[0]
    silent = svq.prescriptions(gap=of_gap, model=model, unit=masked)
    assert silent.table["rank"].isna().all()


def test_top_keeps_the_first_of_the_ranking(model: Any) -> None:
    whole = svq.prescriptions(model=model)
    first = svq.prescriptions(model=model, top=3)
    pd.testing.assert_frame_equal(first.table, whole.table.head(3))
    assert len(svq.prescriptions(top=100).table) == 40


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything_in_its_own_words(model: Any, language: str) -> None:
    found = svq.prescriptions(model=model, language=language)
    english = svq.prescriptions(model=model)
    assert list(found.table.index) == list(english.table.index)
    for column in ("title", "what", "indicator", "reason"):
        texts = found.table[column]
        assert (texts.str.len() > 1).all()
        if language.startswith("zh"):
            right = "simplified" if language == "zh-Hans" else "traditional"
            judge = getattr(hanzidentifier, f"is_{right}")
            assert all(judge(text) for text in texts), column
        if language != "en":
            assert not set(texts) & set(english.table[column])
    for words in ("title", "what", "who", "indicator", "reason"):
        assert not found.table[words].str.contains(r"[{}]").any()
    assert re.search(r"[0-9]", found.convention)
    # One decimal mark in one report: the point, in every language.
    assert not re.search(r"\d,\d\d", "".join(found.table["reason"]))


def test_languages_fall_back_as_elsewhere() -> None:
    taiwan = svq.prescriptions(language="zh-TW").table
    pd.testing.assert_frame_equal(taiwan, svq.prescriptions(language="zh-Hant").table)
    french = svq.prescriptions(gap=1, language="fr")
    assert french.language == "en"
    assert french.note == "There are no prescriptions in 'fr'; the words are English."


def test_reasons_hold_the_numbers_they_rest_on(model: Any) -> None:
    found = svq.prescriptions(model=model)
    assert found.evidence is not None
    for name, row in found.evidence[found.evidence["rank"].notna()].iterrows():
        said = found.table.at[name, "reason"].replace("−", "-")
        for key in ("gap_value", "gap_low", "gap_high", "mean", "r"):
            assert f"{row[key]:.2f}" in said, (name, key)
        assert f"n = {int(row['n'])}" in said
        assert ("low reliability" in said) == (row["alpha"] < 0.70)
        assert ("does not point here" in said) == (row["score"] == 0)
    unranked = found.table[found.table["rank"].isna()]
    assert unranked["reason"].str.startswith("Not measured: ").all()


def test_no_reason_claims_a_cause(model: Any) -> None:
    said = " ".join(svq.prescriptions(model=model).table["reason"]).casefold()
    assert not re.search(r"because|cause|effect|lead[s]? to|due to|therefore|improve|will ", said)
    assert "not what works" in svq.prescriptions(model=model).convention
    assert "our judgement" in svq.prescriptions().convention


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ((-1.0, -1.5, -0.5), "the whole interval lies below zero"),
        ((-0.2, -0.5, 0.1), "includes zero, so it does not count as a gap"),
        ((0.5, 0.2, 0.8), "which is no shortfall"),
        ((-1.0, np.nan, np.nan), "without an interval"),
        ((-0.004, -0.007, -0.001), "−0.004 (−0.01 to −0.001); the whole interval lies below"),
    ],
)
def test_a_gap_is_told_by_its_interval(
    model: Any, ends: tuple[float, float, float], said: str
) -> None:
    gaps = model.gaps.copy()
    gaps.loc[(3, "total"), ["value", "low", "high"]] = ends
    found = svq.prescriptions(3, model=replace(model, gaps=gaps))
    assert found.table["reason"].str.contains(said, regex=False).all()


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ((6.0, 5.5, 6.5), "lies in the worse half"),
        ((4.1, 3.6, 4.6), "includes the middle of the scale"),
        ((2.0, 1.5, 2.5), "lies in the better half"),
        ((2.0, np.nan, np.nan), "without an interval"),
    ],
)
def test_an_antecedent_is_told_by_its_interval(
    model: Any, ends: tuple[float, float, float], said: str
) -> None:
    behind = model.antecedents.copy()
    behind.loc["role_conflict", ["mean", "low", "high"]] = ends
    found = svq.prescriptions(3, model=replace(model, antecedents=behind))
    assert said in found.table.at["3i", "reason"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("gap", [None, 3])
def test_nothing_printed_is_wider_than_the_terminal(
    model: Any, monkeypatch: pytest.MonkeyPatch, language: str, gap: int | None
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    for shown in (svq.prescriptions(gap, language=language, model=model),):
        text = repr(shown)
        assert max(columns_of(line) for line in text.splitlines()) <= 100
        assert all(name in text for name in shown.table.index)
        assert all(title in text for title in shown.table["title"])


def test_html_shows_titles_and_escapes_what_users_name(model: Any) -> None:
    units = model.units.rename(index={model.units.index[0][0]: "<script>"}, level="unit")
    shown = svq.prescriptions(model=replace(model, units=units), unit="<script>", language="nl")
    html = shown._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert html.count('<th scope="row">') == 40
    assert "Achterliggende factoren" in html
    assert "role_ambiguity" not in html


def test_the_page_names_entries_and_dimensions_that_exist() -> None:
    text = PAGE.read_text(encoding="utf-8")
    named = set(re.findall(r"`([1-4](?:[a-z]|-[a-z]+))`", text))
    assert named
    assert named <= set(ALL_IDS)
    for gap, count in zip((1, 2, 3, 4), (4, 10, 16, 10), strict=True):
        own = svq.prescriptions(gap)
        assert len(own.table) == count
        assert re.search(rf"\| {gap} \| {re.escape(own.aims[gap])} \| {count} \|", text)
    quoted = set(re.findall(r"`([a-z]+_[a-z_]+)`", text))
    known = {*ANTECEDENTS, *DIMENSIONS, "gap_model", "weighted_gaps"}
    assert quoted <= known | set(svq.__all__)
    for source in ("1988", "1990", "Nunnally"):
        assert source in text


def test_a_model_in_the_place_of_a_gap_is_told_apart() -> None:
    with pytest.raises(TypeError, match=r"prescriptions\(model=…\)"):
        svq.prescriptions(svq.gap_model(svq.load_dataset("bank")))
