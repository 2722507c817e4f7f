"""The report as people meet it: in a browser, on a phone, in the dark, on paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

import svqkit as svq

pytestmark = pytest.mark.browser

WIDE, PHONE = 1280, 390


@pytest.fixture(scope="module")
def validation() -> Any:
    return svq.validate(svq.load_dataset("bank"), seed=1)


@pytest.fixture(scope="module")
def address(validation: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    return svq.report(validation, tmp_path_factory.mktemp("report") / "bank.html").as_uri()


@pytest.fixture
def opened(open_page: Callable[..., Any], address: str) -> Callable[..., Any]:
    """Open the bank's report in a page of a given width and with given settings."""
    return lambda width=WIDE, **settings: open_page(address, width, **settings)


def assert_fit_for_people(watched: Any, width: int) -> None:
    """Nothing asked for, nothing broken, nothing that axe finds, nothing beside the screen."""
    from axe_playwright_python.sync_playwright import Axe

    watched.assert_clean()
    response = Axe().run(watched.page).response
    found = [(one["id"], one["nodes"][0]["html"][:120]) for one in response["violations"]]
    assert found == []
    assert len(response["passes"]) > 20
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible_quiet_and_fits(
    opened: Callable[..., Any], width: int, scheme: str
) -> None:
    watched = opened(width, color_scheme=scheme)
    assert_fit_for_people(watched, width)
    watched.shoot(f"report-{width}-{scheme}")


@pytest.mark.kiosk
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_real_survey_fits_too(
    open_page: Callable[..., Any],
    kiosk_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    width: int,
) -> None:
    monkeypatch.setenv("SVQKIT_DATA", str(kiosk_folder))
    result = svq.validate(svq.load_dataset("kiosk"), seed=1)
    written = svq.report(result, tmp_path / "kiosk.html")
    assert_fit_for_people(open_page(written.as_uri(), width), width)


def test_pictures_are_drawn_and_white_in_the_dark(opened: Callable[..., Any]) -> None:
    page = opened(color_scheme="dark").page
    widths = page.evaluate("Array.from(document.images, i => i.naturalWidth)")
    assert len(widths) == 12
    assert min(widths) > 300
    card = page.evaluate("getComputedStyle(document.querySelector('.card')).backgroundColor")
    assert card == "rgb(255, 255, 255)"
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert sum(map(int, re.findall(r"\d+", ground))) < 150


def test_a_copied_table_is_ready_for_a_spreadsheet(
    opened: Callable[..., Any], validation: Any
) -> None:
    page = opened(permissions=["clipboard-read", "clipboard-write"]).page
    page.click("#table-reliability-coefficients button.copy")
    expect(page.locator("#told")).to_have_text("Copied")
    lines = [
        line.split("\t") for line in page.evaluate("navigator.clipboard.readText()").splitlines()
    ]
    assert lines[0][:6] == ["Form", "Scale", "Items", "n", "α", "α, 95% CI, low"]
    assert len({len(line) for line in lines}) == 1
    wanted = validation.reliability["perceptions"].coefficients["alpha"]
    assert [float(line[4]) for line in lines[1:7]] == wanted.tolist()


def test_no_copied_cell_can_become_a_formula(opened: Callable[..., Any]) -> None:
    page = opened(permissions=["clipboard-read", "clipboard-write"]).page
    page.evaluate(
        """() => {
            const cells = document.querySelectorAll('#table-claims tbody tr:first-child > *');
            cells[0].textContent = '=HYPERLINK("x")';
            cells[1].textContent = '@SUM(1)';
            cells[2].setAttribute('data-copy', '-0.5');
            cells[3].textContent = '-1+cmd|x\\ty';
        }"""
    )
    page.click("#table-claims button.copy")
    expect(page.locator("#told")).to_have_text("Copied")
    row = page.evaluate("navigator.clipboard.readText()").splitlines()[1].split("\t")
    assert row == ['\'=HYPERLINK("x")', "'@SUM(1)", "-0.5", "'-1+cmd|x y"]


def test_the_paragraphs_for_a_paper_can_be_copied(
    opened: Callable[..., Any], validation: Any
) -> None:
    page = opened(permissions=["clipboard-read", "clipboard-write"]).page
    page.click("button[data-text='results-text']")
    expect(page.locator("#told")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    plain = re.sub(r"\s+", " ", copied)
    assert plain == re.sub(r"\s+", " ", validation.results_text()).strip()


def test_it_can_be_read_without_scripts(opened: Callable[..., Any]) -> None:
    page = opened(java_script_enabled=False, width=PHONE).page
    assert page.locator("h1").inner_text() == "SERVQUAL"
    assert page.locator("button.copy:visible").count() == 0
    page.locator("nav summary").click()
    page.locator("nav a[href='#gaps']").click()
    assert page.url.endswith("#gaps")


def test_the_skip_link_comes_first(opened: Callable[..., Any]) -> None:
    page = opened().page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


def test_it_prints_without_its_controls(opened: Callable[..., Any], tmp_path: Path) -> None:
    page = opened(color_scheme="dark").page
    page.emulate_media(media="print")
    assert page.locator("button.copy:visible, nav:visible, .skip:visible").count() == 0
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert paper.startswith(b"%PDF")
    assert 10 < paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page ") < 30
