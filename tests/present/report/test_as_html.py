from __future__ import annotations

import base64
import dataclasses
import hashlib
import re
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest

import svqkit as svq
from svqkit.present.report.as_html import as_html

SECTIONS = [
    "verdict",
    "findings",
    "texts",
    "sample",
    "screening",
    "distribution",
    "items",
    "reliability",
    "factorability",
    "factor-number",
    "efa",
    "model",
    "validity",
    "prediction",
    "groups",
    "gaps",
    "sensitivity",
    "decisions",
    "reproducibility",
]
WITH_PICTURE = [*SECTIONS[3:13], "gaps"]


def found(page: Any, tag: str) -> list[dict[str, str | None]]:
    return [attrs for name, attrs in page.elements if name == tag]


def test_every_section_is_there_in_order_and_in_the_contents(page: Any) -> None:
    assert [attrs["id"] for attrs in found(page, "section")] == SECTIONS
    links = [attrs["href"] for attrs in found(page, "a")]
    assert links == ["#main", *[f"#{name}" for name in SECTIONS]]


def test_each_part_has_sentence_table_picture_and_convention(page: Any) -> None:
    parts = page.html.split("<section ")[1:]
    by_name = {re.match(r'id="([^"]+)"', part)[1]: part for part in parts}  # type: ignore[index]
    for name in (name for name in SECTIONS[3:] if name != "groups"):
        assert 'class="meaning"' in by_name[name], name
        assert "<table" in by_name[name], name
        assert 'class="convention"' in by_name[name], name
    pictured = [name for name in SECTIONS[3:] if "<img" in by_name[name]]
    assert pictured == WITH_PICTURE


def test_identifiers_are_unique_and_every_link_leads_somewhere(page: Any) -> None:
    names = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(names) == len(set(names))
    for attrs in (attrs for _, attrs in page.elements):
        for key in ("aria-labelledby", "data-table", "data-text"):
            assert attrs.get(key) is None or attrs[key] in names
        assert attrs.get("href", "#main")[1:] in names  # type: ignore[index]


def test_nothing_is_asked_of_the_network(page: Any) -> None:
    for name, attrs in page.elements:
        assert name not in ("link", "iframe", "object", "embed", "base"), name
        assert (attrs.get("src") or "data:").startswith("data:")
        assert (attrs.get("href") or "#").startswith("#")
        assert "style" not in attrs
        assert not any(key.startswith("on") for key in attrs)
    without_pictures = re.sub(r"data:[^\"]+", "", page.html)
    assert "url(" not in without_pictures
    assert "http://" not in without_pictures
    assert "https://" not in without_pictures


def test_the_policy_allows_this_style_and_this_script_only(page: Any) -> None:
    policy = next(a["content"] for a in found(page, "meta") if "http-equiv" in a)
    for tag in ("style", "script"):
        content = re.search(rf"<{tag}>(.*?)</{tag}>", page.html, re.DOTALL)
        assert content is not None
        digest = base64.b64encode(hashlib.sha256(content[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in str(policy)
    assert "default-src 'none'" in str(policy)
    assert "unsafe" not in str(policy)


def test_headings_go_down_by_one_level_at_most(page: Any) -> None:
    levels = [int(name[1]) for name, _ in page.elements if re.fullmatch(r"h[1-6]", name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_tables_have_captions_and_scoped_headers(page: Any) -> None:
    assert len(page.tables) > 20
    for name, grid in page.tables.items():
        assert grid.caption.startswith("Table "), name
        assert all(row and row[0][0] == "th" for row in grid.tags), name
        assert len({len(row) for row in grid.copied}) == 1, name
        assert len(grid.copied[0]) == len(grid.headings), name
    for tag, attrs in page.elements:
        if tag == "th":
            assert attrs["scope"] in ("row", "col", "rowgroup")


def test_pictures_say_in_words_what_they_show(page: Any) -> None:
    pictures = found(page, "img")
    assert len(pictures) == 12
    for attrs in pictures:
        assert len(str(attrs["alt"])) > 40
        assert re.search(r"\d", str(attrs["alt"]))
        assert int(str(attrs["width"])) > 300


def test_verdicts_are_words_with_icons(page: Any, validation: Any) -> None:
    icons = re.findall(
        r'<span class="verdict ([a-z-]+)"><svg class="icon"[^>]*><use href="#i-([a-z-]+)"></use>'
        r"</svg>([a-z ]+)</span>",
        page.html,
    )
    words = [*validation.claims["verdict"], *validation.findings["verdict"]]
    assert [word for *_, word in icons] == words
    assert all(kind == icon == word.replace(" ", "-") for kind, icon, word in icons)


def test_the_verdict_stands_in_full(page: Any, validation: Any) -> None:
    flat = re.sub(r"\s+", " ", page.texts["verdict"].replace("−", "-"))
    for part in validation.verdict.split(". "):
        assert part.rstrip(".") in flat


def test_both_paragraphs_for_a_paper_stand_in_full(page: Any, validation: Any) -> None:
    flat = re.sub(r"\s+", " ", page.texts["texts"].replace("−", "-"))
    for text in (validation.methods_text(), validation.results_text()):
        assert re.sub(r"\s+", " ", text.replace("−", "-")).strip() in flat


def test_labels_with_markup_are_shown_not_run(validation: Any) -> None:
    evil = "<script>alert('x')</script>"
    instrument = validation.responses.instrument
    items = tuple(item.model_copy(update={"label": evil}) for item in instrument.items)
    dimensions = tuple(
        d.model_copy(update={"title": f"{evil}{d.name}"}) for d in instrument.dimensions
    )
    changed = instrument.model_copy(
        update={"items": items, "dimensions": dimensions, "title": f'"{evil}'}
    )
    responses = dataclasses.replace(validation.responses, instrument=changed)
    html = as_html(svq.validate(responses, seed=1))
    assert html.count("<script>") == 1
    assert "alert('x')" not in html
    assert "&lt;script&gt;alert(&#39;x&#39;)" in html


def test_no_respondent_can_be_recognised(page: Any, validation: Any) -> None:
    people = validation.responses.respondents
    unique = [c for c in people.columns if people[c].nunique() > 300]
    assert unique, "the survey should have a column that identifies respondents"
    shown = {cell for grid in page.tables.values() for row in grid.copied for cell in row}
    for column in unique:
        texts = people[column].astype(str)
        assert not shown & set(texts[texts.str.len() > 3])


def test_servperf_says_why_there_are_no_gaps(servperf_page: Any, servperf: Any) -> None:
    assert [attrs["id"] for attrs in found(servperf_page, "section")] == SECTIONS
    for name, key in (("gaps", "gaps"), ("prediction", "prediction"), ("groups", "groups")):
        reason = servperf.not_run[key]
        assert reason[1:].rstrip(".") in servperf_page.texts[name]
        assert "Not computed" in servperf_page.texts[name]
    assert "expectations were not asked" in servperf_page.texts["reliability"]
    assert "gaps-dimensions" not in servperf_page.tables
    assert not any("expectation" in h.lower() for h in servperf_page.tables["items"].headings)


def test_data_too_thin_for_models_still_give_a_report() -> None:
    bank = svq.load_dataset("bank")
    frame = bank.perceptions.dropna().head(12).rename(columns=lambda code: f"P{code[1:]}")
    result = svq.validate(svq.read_responses(frame, "servqual"), seed=1)
    assert result.cfa is None
    html = as_html(result)
    assert html.count("Not computed") >= 5
    assert "NaN" not in html.split("<main")[1]
    assert ">nan<" not in html


@pytest.mark.parametrize("name", ["factorability", "n_factors", "efa", "cfa", "validity", "gaps"])
def test_any_single_result_becomes_a_page(validation: Any, name: str) -> None:
    result = getattr(validation, name)
    html = as_html(result)
    tables = sum(isinstance(c, (pd.DataFrame, pd.Series)) for _, c in result._parts())
    assert html.count("<caption") == tables


def test_a_tiny_p_of_a_single_result_is_no_zero() -> None:
    html = as_html(svq.derived_importance(svq.load_dataset("bank")))
    assert "&lt;0.001" in html
    assert ">407<" in html
