"""The report of a diagnosis as people meet it: in a browser, on a phone, read aloud, copied."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

import svqkit as svq

pytestmark = pytest.mark.browser

WIDE, PHONE = 1280, 390


@pytest.fixture(scope="module")
def diagnosis() -> Any:
    load = svq.load_dataset
    return svq.diagnose(
        load("bank"),
        managers=load("bank_managers"),
        employees=load("bank_employees"),
        three_column=load("bank_three_column"),
        waves={"later": load("bank_wave2")},
        by="branch",
        seed=1,
        progress=False,
    )


@pytest.fixture(scope="module")
def address(diagnosis: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    return svq.report(diagnosis, tmp_path_factory.mktemp("report") / "diagnosis.html").as_uri()


@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible_quiet_and_fits(
    open_page: Callable[..., Any], address: str, width: int, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    watched = open_page(address, width, color_scheme=scheme)
    watched.assert_clean()
    response = Axe().run(watched.page).response
    found = [(one["id"], one["nodes"][0]["html"][:120]) for one in response["violations"]]
    assert found == []
    assert len(response["passes"]) > 20
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= width
    watched.shoot(f"diagnosis-{width}-{scheme}")


def test_every_picture_is_drawn(open_page: Callable[..., Any], address: str) -> None:
    page = open_page(address).page
    widths = page.evaluate("Array.from(document.images, i => i.naturalWidth)")
    assert len(widths) == 12
    assert min(widths) > 300


def test_the_contents_lead_to_the_chapters(open_page: Callable[..., Any], address: str) -> None:
    page = open_page(address, PHONE).page
    page.locator("nav summary").click()
    page.locator("nav a[href='#gap-model']").click()
    expect(page.locator("#gap-model-title")).to_be_in_viewport()


def test_a_copied_table_is_ready_for_a_spreadsheet(
    open_page: Callable[..., Any], address: str, diagnosis: Any
) -> None:
    page = open_page(address, permissions=["clipboard-read", "clipboard-write"]).page
    page.click("#table-gaps-dimensions button.copy")
    expect(page.locator("#told")).to_have_text("Copied")
    lines = [
        line.split("\t") for line in page.evaluate("navigator.clipboard.readText()").splitlines()
    ]
    at = lines[0].index("Gap")
    wanted = [*diagnosis.gaps.dimensions["gap"], diagnosis.gaps.total["gap"]]
    assert [float(line[at]) for line in lines[1:]] == wanted


def test_a_chinese_report_is_chinese(
    open_page: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    found = svq.diagnose(
        svq.load_dataset("bank"), by="branch", language="zh-Hans", seed=1, progress=False
    )
    written = svq.report(found, tmp_path_factory.mktemp("report") / "zh.html")
    watched = open_page(written.as_uri(), PHONE)
    watched.assert_clean()
    assert watched.page.evaluate("document.documentElement.lang") == "zh-Hans"
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= PHONE
