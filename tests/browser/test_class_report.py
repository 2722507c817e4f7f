"""The class report on a screen and on a phone: nothing beside it, nothing that axe finds."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from svqkit.present.report.write import report
from svqkit.teach import check, export_progress, hint, quiz
from svqkit.teach.class_report import class_report

pytestmark = pytest.mark.browser


@pytest.fixture
def page_of_a_class(tmp_path, monkeypatch):
    for number, answers in enumerate([(5.0,), (5.0, 6.0), (1.0, -1.0)]):
        monkeypatch.setenv("SVQKIT_PROGRESS", str(tmp_path / f"{number}.json"))
        for answer in answers:
            check("L00.2", answer)
        hint("L00.2")
        quiz("L00", answers={"q1": "a"})
        export_progress(tmp_path / "class" / f"learner-{number}.json")
    return report(class_report(tmp_path / "class"), tmp_path / "class.html")


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_the_report_fits_and_is_accessible(page_of_a_class, open_page, width, height):
    watched = open_page(page_of_a_class.as_uri(), width, height)
    watched.shoot(f"class-report-{width}")
    found = Axe().run(watched.page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= width
    assert watched.page.locator("h1").inner_text() == "What 3 learners made of the lessons"
    watched.assert_clean()
