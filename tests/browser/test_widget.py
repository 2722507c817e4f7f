"""The gap explorer in Voilà: moved by keyboard and mouse, numbers and picture follow."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError, expect

import svqkit as svq
from svqkit.present.widgets.gap_view import GapChoice, compute, prepare

pytestmark = pytest.mark.browser

NOTEBOOK = Path(__file__).resolve().parent.parent.parent / "notebooks/present/gap_explorer.ipynb"
SLOW = 60_000
"""Milliseconds that a busy machine may take."""
PLACES = """() => Array.from(document.querySelectorAll('.t-plot .scatterlayer path.point'))
    .map(point => point.getAttribute('transform')).join()"""


@pytest.fixture(scope="module")
def tables():
    return prepare(svq.load_dataset("bank"))


@pytest.fixture
def explorer(open_page, serve):
    def opened(width: int, height: int):
        watched = open_page(serve(NOTEBOOK), width, height)
        try:
            watched.page.wait_for_selector(".t-plot .scatterlayer path.point", timeout=60_000)
        except TimeoutError:
            pytest.fail(f"no figure; the page says: {watched.page.inner_text('body')[-2000:]}")
        watched.page.wait_for_selector(".t-total", timeout=10_000)
        return watched

    return opened


def weighted(page) -> float:
    return float(page.get_attribute(".t-total", "data-weighted"))


def value(page, name: str) -> float:
    return float(page.get_attribute(f".t-weight-{name} [role=slider]", "aria-valuenow"))


def weights(page, tables) -> dict[str, float]:
    return {name: value(page, name) for name in tables.titles}


def wait_until(page, choice: GapChoice, tables, *, timeout: int = 10_000) -> None:
    """Wait until the page shows what the compute step says of a choice: text and picture."""
    view = compute(tables, choice)
    page.wait_for_function(
        """([total, points]) => {
            const near = (a, b) => Math.abs(a - b) < 1e-5;
            const shown = document.querySelector('.t-total');
            const drawn = Array.from(document.querySelector('.t-plot').data[3].x);
            return shown && near(shown.dataset.weighted, total)
                && drawn.length === points.length && drawn.every((x, k) => near(x, points[k]));
        }""",
        arg=[float(view.weighted["gap"]), view.rows["gap"].tolist()],
        timeout=timeout,
    )


def test_keyboard_and_mouse_move_numbers_and_picture(explorer, tables):
    watched = explorer(1280, 800)
    page = watched.page
    start = GapChoice(weights=dict(tables.weights))
    wait_until(page, start, tables)
    watched.shoot("gap-explorer-1280")
    before, places = weighted(page), page.evaluate(PLACES)

    slider = page.locator(".t-weight-tangibles [role=slider]")
    slider.focus()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "before => Number(document.querySelector('.t-total').dataset.weighted) !== before",
        arg=before,
    )
    by_key = weights(page, tables)
    assert by_key["tangibles"] == tables.weights["tangibles"] + 8
    wait_until(page, start.but(weights=by_key), tables)
    assert page.evaluate(PLACES) != places

    places = page.evaluate(PLACES)
    handle = page.locator(".t-weight-responsiveness [role=slider]").bounding_box()
    x, y = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 90, y, steps=6)
    page.mouse.up()
    page.wait_for_function(
        "old => document.querySelector('.t-weight-responsiveness [role=slider]').ariaValueNow != old",
        arg=by_key["responsiveness"],
    )
    by_mouse = weights(page, tables)
    assert by_mouse["responsiveness"] > by_key["responsiveness"] + 10
    wait_until(page, start.but(weights=by_mouse), tables)
    assert page.evaluate(PLACES) != places

    page.click(".t-undo")
    wait_until(page, start.but(weights=by_key), tables)
    page.click(".t-reset")
    wait_until(page, start, tables)
    watched.assert_clean()


def test_from_dimension_to_item_to_segment(explorer, tables):
    watched = explorer(1280, 800)
    page = watched.page
    page.select_option(".t-level select", label="Items of reliability")
    choice = GapChoice(dimension="reliability")
    wait_until(page, choice, tables)
    watched.shoot("gap-explorer-items-1280")

    page.select_option(".t-segment select", label="branch")
    page.wait_for_selector(".t-value select:enabled")
    page.select_option(".t-value select", label="Station")
    wait_until(page, choice.but(segment="branch", value="Station"), tables)
    assert "branch Station" in page.inner_text(".t-text")

    page.click(".t-show button >> text=Both forms")
    page.click(".t-code-button")
    page.wait_for_selector(".t-code pre:visible")
    assert "responses.gaps" in page.inner_text(".t-code")
    page.wait_for_selector(".t-plot .legend:visible")
    watched.shoot("gap-explorer-forms-1280")
    watched.assert_clean()


def test_all_weights_at_zero_are_answered_by_a_sentence(explorer, tables):
    watched = explorer(1280, 800)
    page = watched.page
    for name in tables.titles:
        page.locator(f".t-weight-{name} [role=slider]").focus()
        page.keyboard.press("Home")
    page.wait_for_selector("text=All weights are zero")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(".t-total")
    watched.assert_clean()


def test_it_fits_a_phone(explorer, tables):
    """Generous waiting: a busy machine draws late, and a picture settles in its place afterwards."""
    watched = explorer(390, 844)
    page = watched.page
    wait_until(page, GapChoice(weights=dict(tables.weights)), tables, timeout=SLOW)
    expect(page.locator("html")).to_have_js_property("scrollWidth", 390, timeout=SLOW)
    for place in (".t-plot .main-svg", ".t-weight-empathy", ".t-level select", ".t-total"):
        stays_inside(page, place)
    watched.shoot("gap-explorer-390")
    page.select_option(".t-level select", label="Items of empathy")
    wait_until(page, GapChoice(dimension="empathy"), tables, timeout=SLOW)
    stays_inside(page, ".t-plot .xtitle")
    watched.shoot("gap-explorer-items-390")
    watched.assert_clean()


def stays_inside(page, place: str) -> None:
    """Something lies wholly within the window's width, if not at once."""
    expect(page.locator(place).first).to_be_visible(timeout=SLOW)
    page.wait_for_function(
        """place => {
            const box = document.querySelector(place)?.getBoundingClientRect();
            return box && box.width > 0 && box.left >= 0 && box.right <= window.innerWidth;
        }""",
        arg=place,
        timeout=SLOW,
    )
