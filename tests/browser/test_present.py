"""``svqkit present``: the gallery, and a page with one's own data, in a real browser."""

from __future__ import annotations

import re
import time
import urllib.request
from pathlib import Path

import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

import svqkit as svq
from svqkit.bundled import bundled
from svqkit.present.live.pages import cases, lessons, pages
from svqkit.present.widgets.gap_view import GapChoice, compute, prepare

pytestmark = pytest.mark.browser


def test_the_gallery_leads_to_a_page_by_keyboard(open_page, presented) -> None:
    with presented("--language", "nl") as address:
        watched = open_page(address)
        page = watched.page
        expect(page.locator("main a")).to_have_count(len(pages()) + len(lessons()) + len(cases()))
        found = Axe().run(page).response["violations"]
        assert [x["id"] for x in found if x["impact"] in ("serious", "critical")] == []
        expect(page.locator("main")).to_contain_text("Waar gaat kwaliteit verloren?")
        watched.shoot("gallery-1280")
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        watched.shoot("gallery-390")
        page.set_viewport_size({"width": 1280, "height": 800})
        for _ in range([one.name for one in pages()].index("gap-explorer") + 1):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator(".t-total")).to_be_visible(timeout=60_000)
        expect(page).to_have_title("Wat verwachten klanten, en wat krijgen ze?")
        expect(page.locator("html")).to_have_attribute("lang", "nl")
        watched.assert_clean()


def test_a_page_with_ones_own_data_and_language(open_page, presented, tmp_path: Path) -> None:
    lines = (bundled("datasets") / "bank" / "bank.csv").read_text(encoding="utf-8").splitlines()
    own = tmp_path / "my.csv"
    own.write_text("\n".join(lines[:91]), encoding="utf-8")
    tables = prepare(svq.read_responses(own))
    weighted = compute(tables, GapChoice(weights=dict(tables.weights))).weighted
    with presented("gap_explorer", "--data", "my.csv", "--language", "zh-Hans") as address:
        watched = open_page(address)
        page = watched.page
        expect(page.locator(".t-total")).to_be_visible(timeout=60_000)
        shown = float(page.locator(".t-total").get_attribute("data-weighted") or "nan")
        assert shown == pytest.approx(float(weighted["gap"]), abs=1e-5)
        expect(page.locator(".t-undo")).to_contain_text("撤销")
        expect(page).to_have_title("顾客期望什么，又得到什么？")
        expect(page.locator("h1")).to_contain_text("顾客期望什么，又得到什么？")
        expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
        watched.shoot("present-own-data-zh")
        watched.assert_clean()


def _kernels() -> int:
    """Count the kernels below this process that run."""
    return sum(map(_is_kernel, psutil.Process().children(recursive=True)))


def _is_kernel(process: psutil.Process) -> bool:
    try:
        return "ipykernel_launcher" in " ".join(process.cmdline())
    except (psutil.ZombieProcess, psutil.NoSuchProcess):  # ended since it was listed
        return False


def test_every_live_page_of_the_gallery_has_run_before_its_address_is_given(presented) -> None:
    """A first visitor finds each page's words and widget in the first answer."""
    others = _kernels()  # of a JupyterLab that this process keeps for other tests
    with presented() as address:
        until = time.monotonic() + 60  # on a machine under load the address comes before
        while _kernels() - others < len(pages()) and time.monotonic() < until:
            time.sleep(0.5)
        assert _kernels() - others >= len(pages())  # one waits for each page
        for page in pages():
            place = f"{address}voila/render/present/{page.path.name}"
            with urllib.request.urlopen(place, timeout=60) as answer:
                text = answer.read().decode("utf-8")
            assert page.title in text
            assert "application/vnd.jupyter.widget-view+json" in text


def test_lessons_of_the_gallery_run_ahead_one_by_one_once_it_is_there(presented) -> None:
    """Slides that are opened later are shown by a kernel that was waiting for them."""
    others, decks = _kernels(), [*lessons(), *cases()]
    every = len(pages()) + len(decks)
    with presented() as address:
        until = time.monotonic() + 300
        while _kernels() - others < every and time.monotonic() < until:
            time.sleep(0.5)
        assert _kernels() - others == every
        below = psutil.Process().children(recursive=True)
        waiting = " ".join(" ".join(one.cmdline()) for one in below if _is_kernel(one))
        for deck in decks:
            place = f"{deck.path.parent.name}/{deck.path.name}?template=svqkit-slides"
            with urllib.request.urlopen(f"{address}voila/render/{place}", timeout=120) as answer:
                text = answer.read().decode("utf-8")
            kernel = re.search(r'"kernelId":\s*"([0-9a-f-]{36})"', text)
            assert kernel is not None
            assert kernel[1] in waiting, deck.name
