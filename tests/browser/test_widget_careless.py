"""The careless lab in Voilà: moved by keyboard and mouse, on a desk and on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from svqkit.present.widgets.careless_answers import CarelessChoice, prepare
from svqkit.present.widgets.careless_view import compute

pytestmark = pytest.mark.browser

NOTEBOOK = Path(__file__).resolve().parent.parent.parent / "notebooks/present/careless_lab.ipynb"


@pytest.fixture(scope="module")
def tables():
    return prepare()


@pytest.fixture
def lab(open_page, serve):
    def opened(width: int, height: int):
        watched = open_page(serve(NOTEBOOK), width, height)
        expect(watched.page.locator(".t-plot .scatterlayer path.point").first).to_be_visible(
            timeout=60_000
        )
        expect(watched.page.locator(".t-careless")).to_be_visible(timeout=10_000)
        return watched

    return opened


def shows(page, choice: CarelessChoice, tables) -> None:
    """Wait until the page shows what the compute step says of a choice: words and picture."""
    shown = compute(tables, choice)
    cards = page.locator(".t-careless")
    last = "screened" if choice.screened else "mixed"
    expect(cards).to_have_attribute("data-careless", str(shown.careless))
    expect(cards).to_have_attribute("data-flagged", str(shown.flagged))
    alpha = shown.rows.loc["total", last]
    expect(cards).to_have_attribute("data-alpha", f"{alpha:.6f}")
    page.wait_for_function(
        """([trace, values]) => {
            const drawn = Array.from(document.querySelector('.t-plot').data[trace].x);
            return drawn.length === values.length
                && drawn.every((x, k) => Math.abs(x - values[k]) < 1e-9);
        }""",
        arg=[3 if choice.screened else 2, shown.rows[last].tolist()],
    )


def test_keyboard_and_mouse_move_numbers_and_picture(lab, tables):
    watched = lab(1280, 800)
    page, start = watched.page, CarelessChoice()
    shows(page, start, tables)
    page.locator(".t-straight [role=slider]").focus()
    for _ in range(15):
        page.keyboard.press("ArrowRight")
    shows(page, start.but(straight=15), tables)
    expect(page.locator(".t-live")).to_contain_text("Alpha rises although")
    watched.shoot("careless-lab-straight-1280")
    page.keyboard.press("Home")
    page.click(".t-reset")
    handle = page.locator(".t-random [role=slider]").bounding_box()
    x, y = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y, steps=5)
    page.mouse.up()
    expect(page.locator(".t-text")).to_contain_text("Alpha falls")
    share = int(
        page.locator(".t-random [role=slider]").get_attribute("aria-valuenow").split(".")[0]
    )
    shows(page, start.but(random=share), tables)
    page.locator(".t-screened input").check()
    shows(page, start.but(random=share, screened=True), tables)
    watched.shoot("careless-lab-screened-1280")
    page.click(".t-code-button")
    expect(page.locator(".t-code pre")).to_contain_text("svq.exclude")
    page.click(".t-undo")
    shows(page, start.but(random=share), tables)
    found = serious(page)
    assert found == []
    watched.assert_clean()


def serious(page) -> list[str]:
    """What axe finds in the page and calls serious."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    grave = [v for v in found if v["impact"] in ("serious", "critical")]
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in grave]


def test_it_fits_a_phone(lab, tables):
    watched = lab(390, 844)
    page = watched.page
    shows(page, CarelessChoice(), tables)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for place in (".t-plot .main-svg", ".t-random", ".t-screened", ".t-save-png", ".t-careless"):
        box = page.locator(place).first.bounding_box()
        assert box["x"] >= 0, place
        assert box["x"] + box["width"] <= 390, place
    watched.shoot("careless-lab-390")
    assert serious(page) == []
    watched.assert_clean()
