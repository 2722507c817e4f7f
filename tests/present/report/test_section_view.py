"""A section shown by itself says what the report says, under the same numbers."""

from __future__ import annotations

import re
from typing import Any

import pytest

import svqkit as svq
from svqkit.present.report.as_html import as_html
from svqkit.present.report.compose import compose


@pytest.fixture(scope="module")
def numbers(validation: Any) -> dict[str, str]:
    """The report's numbers: id of a table's caption → "Table 3."."""
    found = re.findall(r'<caption id="([^"]+)"><span><b>([^<]+)</b>', as_html(validation))
    return dict(found)


def test_every_section_can_be_shown_with_its_numbers(
    validation: Any, numbers: dict[str, str]
) -> None:
    seen = {}
    for section in compose(validation).sections:
        html = svq.report_section(validation, section.name, pictures=False)._repr_html_()
        seen |= dict(re.findall(r'<caption id="([^"]+)"><span><b>([^<]+)</b>', html))
        assert "<img" not in html
    assert seen == numbers


def test_pictures_come_along_with_words_for_them(validation: Any) -> None:
    html = svq.report_section(validation, "model")._repr_html_()
    assert re.search(r'<img src="data:image/svg\+xml;base64,[^"]+" [^>]*alt="Path diagram', html)
    assert "<script" not in html
    assert "http" not in re.sub(r'"data:[^"]+"', "", html)


def test_its_style_touches_nothing_else(validation: Any) -> None:
    html = svq.report_section(validation, "groups")._repr_html_()
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.S)
    selectors = [
        one.strip() for rule in re.findall(r"([^{}]+)\{", style) for one in rule.split(",")
    ]
    assert len(selectors) > 30
    assert all(".svq-section" in one for one in selectors)


def test_a_terminal_gets_the_same_words(validation: Any) -> None:
    text = " ".join(str(svq.report_section(validation, "reliability")).split())
    section = next(s for s in compose(validation).sections if s.name == "reliability")
    assert " ".join(section.meaning.split()) in text
    assert all(grid.caption in text for grid in section.tables)


def test_what_is_missing_says_why(servperf: Any) -> None:
    shown = svq.report_section(servperf, "gaps")
    assert "Not computed" in str(shown)
    assert "Not computed" in shown._repr_html_()


def test_an_unknown_section_is_named_with_those_there_are(validation: Any) -> None:
    with pytest.raises(ValueError, match=r"no section 'loadings'; its sections are 'verdict'"):
        svq.report_section(validation, "loadings")
