"""The alpha explorer in Voilà: moved by keyboard and mouse, on a desk and on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from svqkit.present.widgets.alpha_view import AlphaChoice, compute, prepare

pytestmark = pytest.mark.browser

NOTEBOOK = Path(__file__).resolve().parent.parent.parent / "notebooks/present/alpha_explorer.ipynb"


@pytest.fixture
def explorer(open_page, serve):
    def opened(width: int, height: int):
        watched = open_page(serve(NOTEBOOK), width, height)
        expect(watched.page.locator(".t-plot .scatterlayer path.point").first).to_be_visible(
            timeout=60_000
        )
        expect(watched.page.locator(".t-alpha")).to_be_visible(timeout=10_000)
        return watched

    return opened


def shows(page, choice: AlphaChoice) -> None:
    """Wait until the page shows what the compute step says of a choice: words and picture."""
    shown = compute(prepare(), choice)
    expect(page.locator(".t-alpha")).to_have_attribute("data-alpha", f"{shown.alpha:.6f}")
    expect(page.locator(".t-alpha")).to_have_attribute("data-omega", f"{shown.omega:.6f}")
    page.wait_for_function(
        """([k, alpha]) => {
            const point = document.querySelector('.t-plot').data[3];
            return point.x[0] === k && Math.abs(point.y[0] - alpha) < 1e-9;
        }""",
        arg=[shown.k, shown.alpha],
    )


def serious(page) -> list[str]:
    """What axe finds in the page and calls serious."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    grave = [v for v in found if v["impact"] in ("serious", "critical")]
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in grave]


def test_keyboard_and_mouse_move_numbers_and_picture(explorer, tmp_path):
    watched = explorer(1280, 800)
    page, start = watched.page, AlphaChoice(dimension="tangibles")
    shows(page, start)
    watched.shoot("alpha-explorer-1280")
    expect(page.locator(".t-undo")).to_be_disabled()  # opening the page is no step
    page.locator(".t-k [role=slider]").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    shows(page, start.but(k=10))
    label = page.locator(".t-plot.js-plotly-plot, .t-plot .js-plotly-plot").first
    expect(label).to_have_attribute("aria-label", compute_label(start.but(k=10)))
    expect(page.locator(".t-live")).to_contain_text("Alpha .81")

    page.locator(".t-split input").check()
    shows(page, start.but(k=10, split=True))
    expect(page.locator(".t-text")).to_contain_text("nothing in common")
    watched.shoot("alpha-explorer-halves-1280")

    page.locator(".t-r [role=slider]").focus()
    page.keyboard.press("End")
    expect(page.locator(".t-text")).to_contain_text("Two unrelated halves of 10 items cannot")
    expect(page.locator(".t-plot").first).to_be_hidden()
    page.click(".t-undo")
    shows(page, start.but(k=10, split=True))

    handle = page.locator(".t-n [role=slider]").bounding_box()
    x, y = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y, steps=5)
    page.mouse.up()
    expect(page.locator(".t-alpha")).not_to_have_attribute("data-n", "200")
    page.click(".t-reset")
    shows(page, start)
    expect(page.locator(".t-alpha")).to_have_attribute("data-n", "200")

    assert serious(page) == []
    with page.expect_download() as picture:
        page.click(".t-save-png")
    assert picture.value.suggested_filename == "alpha_explorer.png"
    picture.value.save_as(tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes()[:4] == b"\x89PNG"
    with page.expect_download() as drawing:
        page.click(".t-save-svg")
    drawing.value.save_as(tmp_path / "a.svg")
    assert "<svg" in (tmp_path / "a.svg").read_text(encoding="utf-8")
    with page.expect_download() as state:
        page.click(".t-save-state")
    state.value.save_as(tmp_path / "a.json")
    from svqkit.present.widgets import AlphaExplorer

    kept = (tmp_path / "a.json").read_text(encoding="utf-8").replace('"tangibles"', '""')
    assert AlphaExplorer.from_state(kept).choice == start.but(dimension="")
    watched.assert_clean()


def compute_label(choice: AlphaChoice) -> str:
    """The words for who cannot see the figure."""
    from svqkit.present.widgets import AlphaExplorer

    return AlphaExplorer(choice=choice.but(dimension=""))._saving.alt


def test_items_of_the_answers_can_be_dropped(explorer):
    watched = explorer(1280, 800)
    page = watched.page
    page.click(".t-source button >> text=Answers")
    expect(page.locator(".t-alpha")).to_have_attribute("data-k", "4")
    page.locator(".t-keep-Q2 input").uncheck()
    expect(page.locator(".t-alpha")).to_have_attribute("data-k", "3")
    expect(page.locator(".t-text")).to_contain_text("It was .79 with all items.")
    expect(page.locator(".t-keep-Q9")).to_be_hidden()
    watched.shoot("alpha-explorer-answers-1280")
    watched.assert_clean()


def test_it_fits_a_phone(explorer):
    watched = explorer(390, 844)
    page = watched.page
    shows(page, AlphaChoice(dimension="tangibles"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for place in (".t-plot .main-svg", ".t-k", ".t-split", ".t-save-png", ".t-alpha"):
        box = page.locator(place).first.bounding_box()
        assert box["x"] >= 0, place
        assert box["x"] + box["width"] <= 390, place
    watched.shoot("alpha-explorer-390")
    assert serious(page) == []
    watched.assert_clean()
