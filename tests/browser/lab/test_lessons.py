"""The lessons and a case in JupyterLab: run, answer wrong and right, be helped, predict, be asked."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, expect

from svqkit.teach.exercise import find_exercise, find_question

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Visit:
    """What a learner does in a notebook; answers are typed as code, as a learner would.

    ``prediction`` is the line's beginning, what is typed after it, and how it comes back in words.
    """

    exercise: str
    start: str
    wrong: str
    mistake: str
    right: str
    foretold: str
    prediction: tuple[str, str, str]
    control: str
    shown: str


VISITS = {
    "lessons/00_start_here.ipynb": Visit(
        exercise="L00.6",
        start="my_verdict = ",
        wrong='"b"',
        mistake="value_without_interval",
        right='"c"',
        foretold="L00.closest",
        prediction=("my_prediction = ", '"empathy"', "You predicted empathy"),
        control="weight-tangibles",
        shown=".t-total",
    ),
    "lessons/04_reliability.ipynb": Visit(
        exercise="L04.2",
        start="my_item = ",
        wrong='table["alpha_if_dropped"].idxmin()',
        mistake="alpha_if_dropped_read_backwards",
        right='table["r_drop"].idxmin()',
        foretold="L04.responsiveness",
        prediction=("my_guess = ", "0.875", "You predicted 0.875"),
        control="k",
        shown=".t-alpha",
    ),
    "lessons/10_gaps.ipynb": Visit(
        exercise="L10.5",
        start="my_first = ",
        wrong='weighted.dimensions["gap"].idxmin()',
        mistake="widest_is_most_important",
        right='weighted.dimensions["weighted_gap"].idxmin()',
        foretold="L10.first",
        prediction=('predict("L10.first", ', '"tangibles")', "You predicted tangibles"),
        control="weight-tangibles",
        shown=".t-total",
    ),
    "cases/bank.ipynb": Visit(
        exercise="C01.2",
        start="my_gap = ",
        wrong='gaps.dimensions.loc["responsiveness", ["gap", "low", "high"]].tolist()',
        mistake="bank_for_branch",
        right='gaps.by.loc[("Station", "responsiveness"), ["gap", "low", "high"]].tolist()',
        foretold="C01.branch",
        prediction=('predict("C01.branch", ', '"Riverside")', "You predicted Riverside"),
        control="weight-tangibles",
        shown=".t-total",
    ),
}


@pytest.mark.parametrize("notebook", VISITS)
def test_a_learner_works_through_it(learner, notebook: str) -> None:
    one, visit = learner(notebook), VISITS[notebook]
    name = notebook.split("/")[1].removesuffix(".ipynb")
    one.run_all()

    said = one.answers(visit.exercise, visit.start, visit.wrong)
    expect(said).to_have_attribute("data-misconception", visit.mistake)
    mistakes = {m.name: m.feedback for m in find_exercise(visit.exercise).misconceptions}
    expect(said).to_contain_text(mistakes[visit.mistake].split(":")[0].replace("`", ""))
    one.shoot(f"lab-{name}-wrong", said)
    helped = one.types_below(visit.exercise, f'hint("{visit.exercise}")')
    expect(helped.locator("[data-kind=hint]")).to_be_visible()
    said = one.answers(visit.exercise, visit.start, visit.right)
    expect(said).to_have_attribute("data-kind", "right")
    one.shoot(f"lab-{name}-right", said)

    start, typed, words = visit.prediction
    before = one.cell(f'predict("{visit.foretold}"')
    one.write(before, start, typed)
    expect(before.locator("[data-kind=prediction]")).to_contain_text("You predict")
    after = one.cell(f'reveal("{visit.foretold}"')
    after.locator(".cm-content").click()
    one.page.keyboard.press("Control+Enter")
    compared = after.locator("[data-kind=result]", has_text=words)
    expect(compared).to_be_visible(timeout=30_000)
    one.shoot(f"lab-{name}-prediction", compared)

    moves_by_keyboard(one, visit)
    one.shoot(f"lab-{name}-widget", one.page.locator(".svq-widget").first)
    if "cases" not in notebook:
        answers_by_keyboard(one)
        one.shoot(f"lab-{name}-quiz", one.page.locator(".svq-quiz"))
    assert one.serious() == []
    one.watched.assert_clean()


def moves_by_keyboard(one, visit: Visit) -> None:
    """The widget's first control moves its numbers and its picture, without a mouse."""
    widget = one.page.locator(".svq-widget").first
    widget.scroll_into_view_if_needed()
    shown, picture = widget.locator(visit.shown), widget.locator(".t-plot .main-svg").first
    expect(widget.locator(".t-plot .scatterlayer path.point").first).to_be_attached()
    before, drawn = shown.inner_text(), picture.inner_html()
    handle = widget.locator(f".t-{visit.control} [role=slider]")
    handle.focus()
    for _ in range(4):
        one.page.keyboard.press("ArrowRight")
    expect(handle).to_be_focused()
    expect(shown).not_to_have_text(before)
    expect(picture).not_to_have_js_property("innerHTML", drawn)


def answers_by_keyboard(one) -> None:
    """A question answered wrong and then right, by keys alone; JupyterLab keeps its hands off."""
    quiz, keyboard = one.page.locator(".svq-quiz"), one.page.keyboard
    inputs = quiz.locator(".t-quiz-options input")
    heading = quiz.locator("[data-question]")
    options = find_question(heading.get_attribute("data-question")).options
    inputs.first.focus()
    for right, kind in ((False, "misconception"), (True, "right")):
        wanted = next(option for option in options if option.right == right)
        choose(quiz, keyboard, wanted.text.replace("`", ""), inputs.count())
        expect(quiz.locator("button.t-quiz-check")).to_be_enabled()
        tab_to(keyboard, "Tab", quiz.locator("button.t-quiz-check"))
        keyboard.press("Enter")
        said = quiz.locator(f".t-quiz-feedback [data-kind='{kind}']")
        expect(said).to_contain_text(wanted.because.split(".")[0].replace("`", ""))
        tab_to(keyboard, "Shift+Tab", quiz.locator(".t-quiz-options input:checked"))


def tab_to(keyboard, key: str, wanted: Locator) -> None:
    """Go on until something has the focus."""
    for _ in range(6):
        keyboard.press(key)
        if wanted.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"{key} does not reach {wanted}")


def choose(quiz: Locator, keyboard, text: str, count: int) -> None:
    """Press the arrow key until an option is chosen."""
    wanted = quiz.locator(".widget-radio-box label").filter(has_text=text).locator("input")
    for _ in range(count + 1):
        keyboard.press("ArrowDown")
        if wanted.is_checked():
            return
    pytest.fail(f"the arrow keys do not reach {text!r}")
