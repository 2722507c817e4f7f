"""Lessons as slides with live widgets: keys, notes, code, print, and nothing from outside."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

TALK = [
    ("markdown", "slide", "# A talk\n\nWhat it is about."),
    ("markdown", "notes", "Greet the last row."),
    ("code", "skip", "hidden = 'never on a slide'\nprint(hidden)"),
    ("markdown", "subslide", "## Below\n\nOne."),
    ("markdown", "fragment", "Two, later."),
    ("markdown", "slide", "## A widget"),
    (
        "code",
        "-",
        "import ipywidgets as w\n"
        "slider = w.IntSlider(value=3, min=0, max=9)\n"
        "slider.add_class('t-slider')\n"
        "label = w.Label('3')\n"
        "label.add_class('t-label')\n"
        "slider.observe(lambda change: setattr(label, 'value', str(change.new * 11)), 'value')\n"
        "w.VBox([slider, label])",
    ),
    ("markdown", "slide", "## What fails"),
    ("code", "-", "raise ValueError('the secret 4711')"),
    ("markdown", "slide", "## A picture"),
    ("code", "-", "import svqkit as svq\nsvq.plot_gaps(svq.gap_scores(svq.load_dataset('bank')));"),
]


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    cells = []
    for k, (kind, slide, source) in enumerate(TALK):
        cell = {
            "cell_type": kind,
            "id": f"cell-{k}",
            "metadata": {} if slide == "-" else {"slideshow": {"slide_type": slide}},
            "source": source,
        }
        cells.append(
            cell if kind == "markdown" else cell | {"outputs": [], "execution_count": None}
        )
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    path = tmp_path / "talk.ipynb"
    held = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(held), encoding="utf-8")
    return path


def at(page: Page, number: int) -> None:
    expect(page.locator(f".reveal[data-slide='{number}']")).to_be_visible()


def test_slides_before_an_audience(open_page, presented, talk: Path) -> None:
    with presented(talk.name, "--slides") as address:
        watched = open_page(address, 1280, 720)
        page = watched.page
        expect(page.locator(".reveal[data-ready]")).to_be_visible(timeout=60_000)
        expect(page.locator(".reveal[data-slides='5']")).to_be_visible()
        at(page, 1)
        assert "never on a slide" not in page.content()
        size = page.locator("section.present p").first.evaluate("e => getComputedStyle(e).fontSize")
        assert float(size.removesuffix("px")) >= 24
        found = Axe().run(page).response["violations"]
        assert [x["id"] for x in found if x["impact"] in ("serious", "critical")] == []

        with page.expect_popup() as opened:
            page.keyboard.press("s")
        expect(opened.value.locator("#notes")).to_contain_text("Greet the last row.")
        expect(opened.value.locator("#next")).to_contain_text("Below")
        page.bring_to_front()

        page.keyboard.press("PageDown")
        at(page, 2)
        expect(page.locator(".fragment")).not_to_have_class("fragment visible")
        page.keyboard.press("PageDown")
        expect(page.locator(".fragment.visible")).to_have_text("Two, later.")
        at(page, 2)

        page.keyboard.press("PageDown")
        at(page, 3)
        handle = page.locator(".t-slider [role=slider]")
        handle.focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        expect(page.locator(".t-label")).to_have_text("55")
        at(page, 3)
        box = handle.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 500, y, steps=5)
        page.mouse.up()
        expect(page.locator(".t-label")).to_have_text("99")
        watched.shoot("slides-widget")

        handle.focus()
        page.keyboard.press("PageDown")
        at(page, 4)
        expect(page.locator("section.present .svq-failed")).to_be_visible()
        assert "4711" not in page.locator("section.present section.present").inner_text()
        assert "Traceback" not in page.content()
        watched.shoot("slides-failed")

        page.keyboard.press("PageDown")
        at(page, 5)
        picture = page.locator("section.present img")
        expect(picture).to_be_visible()
        shown = picture.bounding_box()
        assert shown["y"] >= 0
        assert shown["y"] + shown["height"] <= 720
        source = page.locator("section.present .svq-source")
        expect(source).to_be_hidden()
        page.keyboard.press("c")
        expect(source).to_contain_text("plot_gaps")
        page.keyboard.press("d")
        expect(page.locator("body.svq-dark")).to_be_visible()
        watched.shoot("slides-code-dark")
        page.keyboard.press("Escape")
        expect(page.locator(".reveal.overview")).to_be_visible()
        page.keyboard.press("Escape")

        page.set_viewport_size({"width": 390, "height": 844})
        page.keyboard.press("Home")
        at(page, 1)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        watched.shoot("slides-390")
        page.emulate_media(media="print")
        assert page.locator(".svq-slide:visible").count() == 5
        watched.assert_clean()


def test_a_case_is_a_deck_of_fifteen_slides_that_fit(open_page, presented) -> None:
    with presented("C01", "--slides") as address:
        watched = open_page(address)
        page = watched.page
        expect(page.locator(".reveal[data-ready]")).to_be_visible(timeout=60_000)
        at(page, 1)
        expect(page).to_have_title("Case: the bank")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        count = int(page.locator(".reveal").get_attribute("data-slides") or 0)
        assert 10 <= count <= 15
        expect(page.locator(".slides .svq-failed")).to_have_count(0)
        for number in range(1, count + 1):
            at(page, number)
            slide = page.locator("section.present section.present")
            expect(slide).to_contain_text(re.compile(r"\w{3}"))
            page.wait_for_timeout(500)  # text is set smaller until it fits
            tall = slide.evaluate("e => e.scrollHeight > e.clientHeight + 2")
            # What lies behind a gap stands below the map: that slide scrolls.
            assert tall == (slide.locator(".t-details").count() > 0), number
            page.keyboard.press("PageDown")
        watched.assert_clean()


@pytest.mark.parametrize("name", ["L00", "L04", "L10"])
def test_a_task_stands_on_a_slide_with_what_it_is_about(open_page, presented, name: str) -> None:
    """Nobody in the audience can type: a task is put, beside a table, a text or its options."""
    with presented(name, "--slides") as address:
        page = open_page(address).page
        expect(page.locator(".reveal[data-slides]")).to_be_visible(timeout=60_000)
        slides = page.locator(".svq-slide")
        expect(slides.first).to_be_visible()
        assert slides.count() > 10
        tasks = 0
        for at_slide in range(slides.count()):
            slide = slides.nth(at_slide)
            said = slide.locator(".svq-feedback").all_text_contents()
            assert not [one for one in said if "Replace the dots" in one or "No answer" in one]
            tasks += sum("Exercise" in one for one in said)
            beside = (slide.text_content() or "").strip() != "".join(said).strip()
            options = any('"a"' in one for one in said)
            assert not said or beside or options, said
        assert tasks >= 5
