"""The gap-model map in Voilà: by mouse and keyboard, on a desk and on a phone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from svqkit.bundled import bundled
from svqkit.present.widgets.gap_map_view import MapChoice, compute, prepare
from svqkit.present.widgets.opened_surveys import opened_surveys

pytestmark = pytest.mark.browser

NOTEBOOK = Path(__file__).resolve().parent.parent.parent / "notebooks/present/gap_model_map.ipynb"


@pytest.fixture(scope="module")
def tables():
    return prepare(*opened_surveys(environment={}), unit="branch", language="en")


def shows(page: Page, choice: MapChoice, tables) -> None:
    """The words, the picture and the tables say what the compute step says."""
    view = compute(tables, choice)
    place = f".t-map[data-gap='{choice.gap}'][data-unit='{choice.unit}']"
    expect(page.locator(place)).to_be_visible(timeout=60_000)
    value = float(page.locator(place).get_attribute("data-value"))
    assert value == pytest.approx(float(view.rows["value"]["total"]), abs=1e-5, nan_ok=True)
    expect(page.locator(".t-behind tbody tr")).to_have_count(len(view.behind))
    expect(page.locator(".t-todo > li")).to_have_count(len(view.todo))
    drawn = page.locator(".t-plot .scatterlayer .trace").nth(2)
    for mark in view.marks.values():
        expect(drawn).to_contain_text(mark.value or mark.details[0])
    page.wait_for_function(
        """gap => {
            const sizes = Array.from(document.querySelector('.t-plot').data[1].marker.size);
            return sizes.indexOf(Math.max(...sizes)) + 1 === gap;
        }""",
        arg=choice.gap,
    )


def click(page: Page, gap: int) -> None:
    """Point at a gap and click it at a person's pace: plotly looks where the pointer is by turns."""
    point = page.locator(".t-plot .scatterlayer .trace").nth(1).locator("path.point").nth(gap - 1)
    point.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    box = point.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x + 5, y + 4)
    page.wait_for_timeout(150)
    page.mouse.move(x, y)
    page.wait_for_timeout(150)
    page.mouse.click(x, y)


def test_three_files_of_ones_own_from_the_command(open_page, presented, tables, tmp_path) -> None:
    given = []
    for option, name in (("data", "bank"), ("managers", "managers"), ("employees", "employees")):
        shutil.copy(bundled("datasets") / "bank" / f"{name}.csv", tmp_path / f"my_{name}.csv")
        given += [f"--{option}", f"my_{name}.csv"]
    with presented("gap-model-map", *given) as address:
        watched = open_page(address)
        page = watched.page
        shows(page, MapChoice(), tables)
        page.locator(".t-unit select").select_option("Station")
        shows(page, MapChoice(5, "Station"), tables)
        expect(page.locator(".t-text")).not_to_contain_text("missing")
        page.click(".t-code-button")
        expect(page.locator(".t-code")).to_contain_text('svq.read_responses("my_managers.csv"')
        watched.shoot("map-own-three-1280")
        watched.assert_clean()
    with presented("gap-model-map", *given[:2]) as address:
        watched = open_page(address, 390, 844)
        expect(watched.page.locator(".t-text")).to_contain_text(
            "Only customers answered.", timeout=60_000
        )
        watched.shoot("map-customers-only-390")
        watched.assert_clean()


def test_every_gap_by_mouse_keyboard_and_lists(open_page, serve, tables) -> None:
    watched = open_page(serve(NOTEBOOK), 1280, 800)
    page = watched.page
    shows(page, MapChoice(5), tables)
    watched.shoot("gap-map-1280")
    for gap in (1, 3):
        click(page, gap)
        shows(page, MapChoice(gap), tables)
    watched.shoot("gap-map-3-1280")
    page.locator(".t-gap select").focus()
    page.keyboard.press("ArrowDown")
    shows(page, MapChoice(4), tables)
    page.select_option(".t-unit select", label="Station")
    shows(page, MapChoice(4, "Station"), tables)
    click(page, 1)
    shows(page, MapChoice(1, "Station"), tables)
    expect(page.locator(".t-text")).to_contain_text("Too few answered here")
    page.locator(".t-undo").click()
    shows(page, MapChoice(4, "Station"), tables)
    page.locator(".t-code-button").click()
    expect(page.locator(".t-code pre")).to_contain_text("unit='Station'")
    found = Axe().run(page).response["violations"]
    assert [x["id"] for x in found if x["impact"] in ("serious", "critical")] == []
    watched.assert_clean()


def test_it_fits_a_phone(open_page, serve, tables) -> None:
    watched = open_page(serve(NOTEBOOK), 390, 844)
    page = watched.page
    shows(page, MapChoice(5), tables)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for trace in (0, 2):
        words = page.locator(".t-plot .scatterlayer .trace").nth(trace).locator("text")
        for k in range(words.count()):
            box = words.nth(k).bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 390
    click(page, 2)
    shows(page, MapChoice(2), tables)
    expect(page.locator(".t-text")).to_contain_text("Only 9 managers")
    watched.shoot("gap-map-390")
    watched.assert_clean()
