"""The researcher's notebook in JupyterLab: sections of the report as they stand between its cells."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_the_sections_can_be_read_in_light_and_dark(learner) -> None:
    me = learner("research/validate_your_questionnaire.ipynb")
    me.run_all()
    sections = me.page.locator(".svq-section")
    verdict = sections.filter(has_text="What these answers support, claim by claim").first
    verdict.scroll_into_view_if_needed()
    expect(verdict.locator("tbody tr")).to_have_count(8)
    expect(verdict.locator(".verdict.uncertain").first).to_be_visible()
    apart = verdict.locator("tbody tr").evaluate_all(
        "rows => rows.map(row => row.cells[2].getBoundingClientRect().left"
        " - row.cells[1].querySelector('.verdict').getBoundingClientRect().right)"
    )
    assert min(apart) > 4, "a verdict runs into the reason beside it"
    assert me.serious() == []
    me.shoot("lab-research", verdict)
    me.page.locator(".lm-MenuBar-item", has_text="Settings").click()
    me.page.locator(".lm-Menu-item", has_text="Theme").first.hover()
    me.page.locator(".lm-Menu-item", has_text="JupyterLab Dark").first.click()
    expect(me.page.locator("body")).to_have_attribute("data-jp-theme-light", "false")
    verdict.scroll_into_view_if_needed()
    assert me.serious() == []
    me.shoot("lab-research-dark", verdict)
