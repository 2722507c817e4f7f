"""Every widget in JupyterLab, light and dark: it can be read, and it fits the place it is given."""

from __future__ import annotations

import nbformat
import pytest
from playwright.sync_api import Locator, expect

pytestmark = pytest.mark.browser

CELLS = (
    "import svqkit as svq\n"
    "from svqkit.present.widgets import AlphaExplorer, CarelessLab, GapExplorer, GapModelMap\n"
    'bank = svq.load_dataset("bank")\n'
    'others = [svq.load_dataset(f"bank_{who}") for who in ("managers", "employees")]',
    "AlphaExplorer(bank)",
    "GapExplorer(bank)",
    "CarelessLab(bank)",
    'GapModelMap((bank, *others), unit="branch")',
)
CONTRASTS = """root => {
    const rgb = text => text.match(/[\\d.]+/g).map(Number);
    const light = ([r, g, b]) => [r, g, b].map(x => x / 255)
        .map(x => x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4)
        .reduce((sum, x, k) => sum + x * [0.2126, 0.7152, 0.0722][k], 0);
    const ground = node => {
        for (; node; node = node.parentElement) {
            const colour = rgb(getComputedStyle(node).backgroundColor);
            if (colour.length < 4 || colour[3] === 1) return colour;
        }
        return [255, 255, 255];
    };
    const said = [...root.querySelectorAll('*')].filter(node =>
        !node.closest('svg, style, [disabled]') && node.getClientRects().length
        && (node.tagName === 'SELECT'
            || [...node.childNodes].some(one => one.nodeType === 3 && one.textContent.trim())));
    return said.map(node => {
        const [a, b] = [light(rgb(getComputedStyle(node).color)), light(ground(node))];
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        return [ratio, node.textContent.trim().slice(0, 40)];
    });
}"""


@pytest.fixture
def board(learner, lab):
    """A notebook of widgets, run; the theme and the width are the test's."""
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3 (ipykernel)"}
    nbformat.write(book, lab.folder / "widgets.ipynb")
    one = learner("widgets.ipynb")
    one.run_all()
    for widget in range(len(CELLS) - 1):
        drawn = one.page.locator(".svq-widget").nth(widget).locator(".t-plot .main-svg")
        expect(drawn.first).to_be_attached(timeout=60_000)
    return one


def fits(widget: Locator) -> None:
    """The picture is as wide as its frame, and nothing sticks out of the cell's output."""
    widget.scroll_into_view_if_needed()
    frame = widget.locator(".svq-frame")
    width = frame.evaluate("element => element.clientWidth")
    expect(frame.locator(".svg-container")).to_have_js_property("clientWidth", width)
    inside = "element => element.scrollWidth <= element.parentElement.clientWidth"
    assert widget.evaluate(inside)


def test_they_can_be_read_and_fit(board) -> None:
    page, widgets = board.page, board.page.locator(".svq-widget")
    for theme in ("Light", "Dark"):
        page.locator(".lm-MenuBar-item", has_text="Settings").click()
        page.locator(".lm-Menu-item", has_text="Theme").first.hover()
        page.locator(".lm-Menu-item", has_text=f"JupyterLab {theme}").first.click()
        light = "true" if theme == "Light" else "false"
        expect(page.locator(f"body[data-jp-theme-light='{light}']")).to_be_attached()
        for widget in widgets.all():
            fits(widget)
            said = widget.evaluate(CONTRASTS)
            assert len(said) > 5
            assert [one for one in said if one[0] < 4.5] == []
            name = widget.evaluate("element => element.querySelector('.t-plot').ariaLabel") or ""
            board.shoot(f"lab-widget-{theme.lower()}-{name.split(' ')[0].lower()}", widget)
        assert board.serious() == []
    page.keyboard.press("Control+b")  # the file browser goes: more room, the same window
    expect(page.locator("#jp-left-stack")).to_be_hidden()
    for widget in widgets.all():
        fits(widget)
    page.set_viewport_size({"width": 390, "height": 844})
    for number, widget in enumerate(widgets.all()):
        fits(widget)
        board.shoot(f"lab-widget-390-{number}", widget)
    board.watched.assert_clean()


def test_the_gap_explorer_on_a_phone(learner, lab) -> None:
    """The axis's title is whole, and an interval's ends show beside their point."""
    book = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in (CELLS[0], CELLS[2])]
    )
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3 (ipykernel)"}
    nbformat.write(book, lab.folder / "phone.ipynb")
    one = learner("phone.ipynb")
    one.run_all()
    page, widget = one.page, one.page.locator(".svq-widget")
    title = widget.locator(".t-plot .xtitle")
    expect(title).to_be_visible(timeout=60_000)
    page.keyboard.press("Control+b")  # the file browser would leave no room on a phone
    expect(page.locator("#jp-left-stack")).to_be_hidden()
    page.set_viewport_size({"width": 390, "height": 844})
    fits(widget)
    one.shoot("lab-phone-gap-explorer", widget.locator(".t-plot"))
    for show in ("Gaps", "Both forms"):
        widget.get_by_role("button", name=show, exact=True).click()
        expect(title).to_contain_text("Mean gap" if show == "Gaps" else "Mean answer")
        frame, words = widget.locator(".svq-frame").bounding_box(), title.bounding_box()
        assert frame["x"] <= words["x"], show
        assert words["x"] + words["width"] <= frame["x"] + frame["width"], show
    widget.get_by_role("button", name="Gaps", exact=True).click()
    ends = widget.locator(".t-plot .errorbars .xerror")
    points = widget.locator(".t-plot .scatterlayer path.point")
    expect(ends).to_have_count(6)
    for bar, point in zip(ends.all(), points.all(), strict=True):
        assert bar.bounding_box()["height"] > point.bounding_box()["height"]
    one.watched.assert_clean()
