"""A saved state goes out of a page and comes back: by the page's button, and by the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

import svqkit as svq
from svqkit.present.widgets.gap_view import GapChoice, compute, prepare

pytestmark = pytest.mark.browser


def test_a_state_is_saved_opened_undone_and_refused(open_page, presented, tmp_path: Path) -> None:
    tables = prepare(svq.load_dataset("bank"))
    weights = dict(tables.weights)
    start = float(compute(tables, GapChoice(weights=weights)).weighted["gap"])
    light = float(compute(tables, GapChoice(weights=weights | {"tangibles": 0.0})).weighted["gap"])
    with presented("gap-explorer") as address:
        watched = open_page(address)
        page = watched.page
        total, told = page.locator(".t-total"), page.locator(".t-told")
        expect(total).to_have_attribute("data-weighted", f"{start:.6f}", timeout=60_000)
        page.locator(".t-weight-tangibles [role=slider]").focus()
        page.keyboard.press("Home")
        expect(total).to_have_attribute("data-weighted", f"{light:.6f}")
        with page.expect_download() as saved:
            page.click(".t-save-state")
        file = tmp_path / "light.json"
        saved.value.save_as(file)
        page.click(".t-reset")
        expect(total).to_have_attribute("data-weighted", f"{start:.6f}")

        with page.expect_file_chooser() as chooser:
            page.click(".t-open-state")
        chooser.value.set_files(file)
        expect(total).to_have_attribute("data-weighted", f"{light:.6f}")
        expect(told).to_have_text("The saved state is shown. Undo goes back.")
        watched.shoot("state-opened-1280")
        page.click(".t-undo")
        expect(total).to_have_attribute("data-weighted", f"{start:.6f}")
        expect(told).to_have_text("")

        other, large = tmp_path / "other.json", tmp_path / "large.json"
        other.write_text(json.dumps({"widget": "CarelessLab", "choice": {}}))
        large.write_text(json.dumps({"widget": "GapExplorer", "choice": {}}) + " " * 200_000)
        for wrong, words in (
            (other, "This is a state of CarelessLab"),
            (large, "This is no saved state"),
            (other, "This is a state of CarelessLab"),
        ):
            page.locator(".t-state-file").set_input_files(wrong)
            expect(told).to_contain_text(words)
            expect(total).to_have_attribute("data-weighted", f"{start:.6f}")
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        watched.shoot("state-refused-390")
        watched.assert_clean()
    with presented("--state", "light.json", "--language", "nl") as address:
        watched = open_page(address)
        expect(watched.page.locator(".t-total")).to_have_attribute(
            "data-weighted", f"{light:.6f}", timeout=60_000
        )
        expect(watched.page.locator(".t-open-state")).to_have_text("Toestand openen")
        watched.assert_clean()
