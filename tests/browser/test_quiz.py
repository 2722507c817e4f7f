"""A quiz and the boxes of the lessons in Voilà: by keyboard alone, on a screen and on a phone."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from svqkit.teach.exercise import find_lesson

pytestmark = pytest.mark.browser

CELLS = (
    "from svqkit.teach import check, predict, progress, quiz, reveal",
    "progress()",
    'check("L00.2", ...)',
    'check("L00.2", 5)',
    'predict("L00.gap", -0.5)',
    'reveal("L00.gap", -1.05, low=-1.2, high=-0.9)',
    'quiz("L00")',
)
RIGHT = {
    one.id: next(option.text for option in one.options if option.right)
    for one in find_lesson("L00").quiz.questions
}


@pytest.fixture(scope="module")
def notebook(tmp_path_factory):
    folder: Path = tmp_path_factory.mktemp("lesson")
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    path = folder / "lesson.ipynb"
    nbformat.write(book, path)
    return path


@pytest.fixture
def lesson(open_page, serve, notebook):
    def opened(width: int, height: int):
        watched = open_page(serve(notebook), width, height)
        expect(watched.page.locator(".t-quiz-options input").first).to_be_visible(timeout=60_000)
        return watched

    return opened


def press_until(page, key: str, locator) -> None:
    """Press a key until something has the focus, as somebody without a mouse would."""
    for _ in range(12):
        page.keyboard.press(key)
        if locator.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"{locator} is not reached by {key}")


def choose(page, text: str) -> None:
    """Choose an option with the keys that radio buttons answer to."""
    options = page.locator(".t-quiz-options input")
    wanted = page.locator(".t-quiz-options .widget-radio-box label", has_text=text).locator("input")
    for _ in range(options.count() + 1):
        page.keyboard.press("Space" if options.count() == 1 else "ArrowDown")
        if wanted.is_checked():
            return
    pytest.fail(f"the arrow keys do not reach {text!r}")


def test_the_whole_quiz_by_keyboard(lesson):
    watched = lesson(1280, 800)
    page = watched.page
    check, go_on = page.locator("button.t-quiz-check"), page.locator("button.t-quiz-next")
    feedback = page.locator(".t-quiz-feedback [aria-live=polite]")
    expect(check).to_be_disabled()
    page.locator(".t-quiz-options input").first.focus()
    for number, (name, right) in enumerate(RIGHT.items()):
        expect(page.locator(f'.t-quiz-question [data-question="{name}"]')).to_be_visible()
        wrong = next(
            option.text
            for option in find_lesson("L00").quiz.questions[number].options
            if option.text != right
        )
        if number == 0:
            choose(page, wrong)
            press_until(page, "Tab", check)
            page.keyboard.press("Enter")
            expect(feedback.locator('[data-kind="misconception"]')).to_contain_text("Not yet")
            watched.shoot("quiz-wrong-1280")
            press_until(page, "Shift+Tab", page.locator(".t-quiz-options input:checked"))
        choose(page, right)
        press_until(page, "Tab", check)
        page.keyboard.press("Enter")
        expect(feedback.locator('[data-kind="right"]')).to_contain_text("Right")
        press_until(page, "Tab", go_on)
        page.keyboard.press("Enter")
        if number + 1 < len(RIGHT):
            # the focus goes to the next question's options by itself
            expect(page.locator(".t-quiz-options input").first).to_be_focused()
    expect(feedback).to_contain_text(f"{len(RIGHT) - 1} of {len(RIGHT)} right at the first try")
    expect(page.locator(".t-quiz-options")).to_have_count(0)
    watched.assert_clean()


def test_check_judges_the_newest_option_however_fast_it_comes(lesson):
    """An option's state is held back while the one before is under way; the click must not win."""
    watched = lesson(1280, 800)
    page, check = watched.page, watched.page.locator("button.t-quiz-check")
    first = next(iter(RIGHT))
    options = page.locator(".t-quiz-options .widget-radio-box label")
    texts = [text.strip() for text in options.all_text_contents()]
    right = texts.index(RIGHT[first].replace("`", ""))
    wrong = (right + 1) % len(texts)
    options.nth(wrong).locator("input").click()
    expect(check).to_be_enabled()
    for newest, kind in ((right, "right"), (wrong, "misconception"), (right, "right")):
        page.evaluate(
            """newest => {
                const options = [...document.querySelectorAll('.t-quiz-options input')];
                for (const option of options) option.click();
                options[newest].click();
                document.querySelector('button.t-quiz-check').click();
            }""",
            newest,
        )
        expect(page.locator(".t-quiz-feedback [data-kind]")).to_have_attribute("data-kind", kind)
    watched.assert_clean()


def test_tab_goes_past_the_options_of_a_question_together(lesson):
    watched = lesson(1280, 800)
    page, check = watched.page, watched.page.locator("button.t-quiz-check")
    inputs = page.locator(".t-quiz-options input")
    inputs.first.focus()
    choose(page, RIGHT[next(iter(RIGHT))])
    expect(check).to_be_enabled()
    page.keyboard.press("Tab")
    expect(check).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".t-quiz-options input:checked")).to_be_focused()
    assert len(set(inputs.evaluate_all("all => all.map(one => one.name)"))) == 1
    watched.assert_clean()


def test_boxes_say_their_kind_in_words(lesson):
    page = lesson(1280, 800).page
    expect(page.locator('[data-exercise="L00.2"][data-kind="not an answer"]')).to_have_attribute(
        "role", "status"
    )
    expect(page.locator('[data-exercise="L00.2"][data-kind="not yet"]')).to_contain_text("Not yet")
    expect(page.locator('[data-kind="result"]')).to_contain_text(
        "0.55 too high. That is outside the interval"
    )
    table = page.locator(".svq-progress table")
    expect(table.locator("caption")).to_contain_text("Your progress")
    expect(table.locator('td[data-exercise="L00.1"]')).to_have_attribute("data-state", "open")


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_it_is_accessible_and_fits(lesson, width, height):
    watched = lesson(width, height)
    page = watched.page
    page.locator(".t-quiz-options .widget-radio-box label").first.click()
    page.locator("button.t-quiz-check").click()
    expect(page.locator(".t-quiz-feedback [data-kind]")).to_be_visible()
    watched.shoot(f"quiz-{width}")
    serious = [
        (violation["id"], [node["html"][:120] for node in violation["nodes"]])
        for violation in Axe()
        .run(page, ".svq-quiz, .svq-feedback, .svq-progress")
        .response["violations"]
        if violation["impact"] in ("serious", "critical")
    ]
    assert serious == []
    for part in (".svq-quiz", ".svq-feedback"):
        assert page.locator(part).first.evaluate(
            "element => element.getBoundingClientRect().right <= window.innerWidth"
        )
    overlong = page.evaluate(
        """() => [...document.querySelectorAll('.t-quiz-options .widget-radio-box label')].filter(
            label => label.scrollWidth > label.clientWidth + 1).map(label => label.innerText)"""
    )
    assert overlong == []
    watched.assert_clean()
