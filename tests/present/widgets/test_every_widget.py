"""What holds for every widget: no step fails, state goes out and in, words in each language."""

from __future__ import annotations

import json
import random
import re
import sys

import pytest

import svqkit as svq
from svqkit.errors import DataError
from svqkit.present.widgets import (
    AlphaExplorer,
    CarelessLab,
    GapExplorer,
    GapModelMap,
    opened_data,
    opened_state,
    opened_surveys,
)
from svqkit.present.widgets.look import STYLE, signed

EVERY = [AlphaExplorer, CarelessLab, GapExplorer]


@pytest.fixture(scope="module")
def bank():
    return svq.load_dataset("bank")


def _turn(control, dice: random.Random) -> None:
    """Put a control to an extreme or random value."""
    if hasattr(control, "options"):
        values = [value for _, value in control.options] if control.options else [control.value]
        control.value = dice.choice([values[0], values[-1], dice.choice(values)])
    elif hasattr(control, "max"):
        steps = round((control.max - control.min) / control.step)
        somewhere = control.min + dice.randint(0, steps) * control.step
        control.value = dice.choice([control.min, control.max, type(control.value)(somewhere)])
    else:
        control.value = dice.random() < 0.5


@pytest.mark.parametrize("widget", [*EVERY, GapModelMap])
def test_hundreds_of_random_and_extreme_steps_never_fail(bank, widget):
    surveys = opened_surveys(environment={})
    dice, shown = random.Random(11), widget(surveys if widget is GapModelMap else bank)
    figure, seen, states = shown.figure, 0, [shown.state]
    for step in range(300):
        doing = dice.random()
        if doing > 0.97:
            states.append(shown.state)
            shown.open_state(dice.choice([*states, "{}", shown.state[:-9]]))
        elif doing > 0.92 and hasattr(shown, "_open"):
            shown._open(dice.choice([[], [0], [len(figure.data[1].x) - 1]]))
        elif doing < 0.06:
            shown.undo()
        elif doing < 0.09:
            shown.reset()
        elif doing < 0.13:
            shown._coded.value = not shown._coded.value
        else:
            _turn(dice.choice(list(shown._named.values())), dice)
        assert shown.problem is None or isinstance(shown.problem, DataError), (step, shown.choice)
        assert shown.figure is figure
        assert shown._saving.said
        assert json.loads(shown.state)["widget"] == widget.__name__
        good = shown.problem is None
        assert shown._frame.layout.visibility == ("visible" if good else "hidden")
        assert "Traceback" not in shown._text.value
        if shown._coded.value and good:
            compile(shown.code, "shown", "exec")
        if good and not getattr(shown.shown, "problem", ""):
            seen += 1
            assert "data-" in shown._text.value
            _agree(shown)
    assert seen > 100


def _agree(widget) -> None:
    """Words and figure show the same numbers."""
    held = dict(re.findall(r'data-([a-z]+)="([^"]*)"', widget._text.value))
    data = widget.figure.data
    if isinstance(widget, AlphaExplorer):
        assert float(held["alpha"]) == pytest.approx(data[3].y[0], abs=1e-6)
    elif isinstance(widget, CarelessLab):
        trace = data[3] if widget.choice.screened else data[2]
        drawn = float("nan") if trace.x[-1] is None else trace.x[-1]
        assert float(held["cfi"]) == pytest.approx(drawn, abs=1e-6, nan_ok=True)
        if trace.x[-1] is None:
            assert "cannot be estimated" in widget._text.value
    elif isinstance(widget, GapModelMap):
        sizes = list(data[1].marker.size)
        assert sizes.index(max(sizes)) + 1 == int(held["gap"]) == widget.choice.gap
        total = float(held["value"])
        assert total == pytest.approx(widget.shown.rows["value"].get("total", total), nan_ok=True)
        if total == total:
            assert signed(total) in data[2].text[widget.choice.gap - 1]
    elif not widget.choice.dimension:
        assert float(held["weighted"]) == pytest.approx(data[3].x[-1], abs=1e-6)


@pytest.mark.parametrize("widget", EVERY)
def test_state_goes_out_and_comes_back(bank, widget):
    first, dice = widget(bank), random.Random(5)
    for control in first._named.values():
        _turn(control, dice)
    again = widget.from_state(first.state, bank)
    assert again.choice == first.choice
    assert again._text.value == first._text.value


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "no saved state"),
        ("", "no saved state"),
        ("[]", "no saved state"),
        ("[" * 100_000, "no saved state"),
        ('{"widget": 3, "choice": {}}', "no saved state"),
        ('{"widget": "Other", "choice": {}}', "a state of Other"),
        ('{"widget": "GapExplorer", "choice": {"strange": 1}}', "strange"),
        ('{"widget": "GapExplorer", "choice": 4}', "damaged: choice"),
        ('{"widget": "GapExplorer", "choice": {"show": 4}}', "damaged: show"),
        ('{"widget": "GapExplorer", "choice": {"weights": {"empathy": "x"}}}', "damaged: weights"),
        ('{"widget": "GapExplorer", "choice": {"weights": {"empathy": 1e999}}}', "weights"),
    ],
)
def test_a_strange_state_is_refused(bank, text, words):
    with pytest.raises(DataError, match=words):
        GapExplorer.from_state(text, bank)


def test_a_state_of_other_data_is_answered_by_a_sentence(bank):
    state = GapExplorer(bank).state.replace('"segment": ""', '"segment": "planet"')
    other = GapExplorer.from_state(state, bank)
    assert "planet" in other.view.value
    other.undo()
    other.reset()
    assert other.view.value.startswith(STYLE)


@pytest.mark.parametrize("widget", [*EVERY, GapModelMap])
def test_a_state_opens_in_the_page_and_undo_goes_back(bank, widget):
    shown, dice = widget(bank), random.Random(5)
    start = shown.choice
    while shown.choice == start:
        for control in shown._named.values():
            _turn(control, dice)
    moved, state = shown.choice, shown.state
    assert moved != start
    shown = widget(bank)
    shown._saving._handle_custom_msg({"open": state}, [])
    assert shown.choice == moved
    assert shown._saving.told == "The saved state is shown. Undo goes back."
    shown.undo()
    assert shown.choice == start
    assert shown._saving.told == ""


@pytest.mark.parametrize("widget", [*EVERY, GapModelMap])
def test_what_is_no_state_changes_nothing_and_is_said(bank, widget):
    shown, dice = widget(bank), random.Random(9)
    start, told = shown.choice, shown._text.value
    fields = json.loads(shown.state)["choice"]
    strange = [None, True, "x", -1, 10**400, 1e300, [], ["x"], [["x"]], {}, {"x": 1}, {"x": None}]
    texts = ["", "nonsense", "{}", "[]", "null", '{"widget": "Other", "choice": {}}']
    texts += [
        json.dumps({"widget": widget.__name__, "choice": fields | {name: dice.choice(strange)}})
        for name in [*fields, "strange"]
        for _ in range(20)
    ]
    refused = 0
    for text in texts:
        shown.open_state(text)
        assert shown.problem is None or isinstance(shown.problem, DataError), text
        assert "This cannot be shown" not in shown._saving.told, text
        if shown._saving.told.startswith("The saved state is shown"):
            shown.reset()
            continue
        refused += 1
        assert shown._saving.told, text
        assert (shown.choice, shown._text.value) == (start, told), text
    assert refused > len(texts) / 2


@pytest.mark.parametrize("language", ["nl", "zh-Hans", "zh-Hant"])
def test_a_wrong_state_is_answered_in_the_language_of_the_page(bank, language):
    shown = GapExplorer(bank, language=language)
    said = set()
    for text in ("", '{"widget": "Other"}', '{"widget": "GapExplorer", "choice": 1}', shown.state):
        shown.open_state(text)
        said.add(shown._saving.told)
    assert len(said) == 4
    assert not [one for one in said if "This is" in one or "This saved" in one or "is shown" in one]


def test_a_page_starts_from_the_state_it_was_opened_with(bank, tmp_path, monkeypatch):
    first = GapExplorer(bank)
    first.choice = first.choice.but(dimension="empathy")
    path = tmp_path / "state.json"
    path.write_text(first.state, encoding="utf-8")
    assert GapExplorer(bank, state=opened_state).choice == GapExplorer(bank).choice
    monkeypatch.setenv("SVQKIT_STATE_FILE", str(path))
    shown = GapExplorer(bank, state=opened_state)
    assert shown.choice == first.choice
    shown.choice = shown.choice.but(dimension="")
    shown.reset()
    assert shown.choice == first.choice
    wrong = AlphaExplorer(bank, state=opened_state)
    assert wrong.problem is None
    assert "state of GapExplorer" in wrong._saving.told
    path.write_bytes(b"\xff\xfe\x00")
    assert "no saved state" in GapExplorer(bank, state=opened_state)._saving.told
    path.unlink()
    assert "there is no file" in GapExplorer(bank, state=opened_state)._saving.told


@pytest.mark.parametrize("widget", EVERY)
def test_a_key_keeps_the_choice_when_the_cell_runs_again(bank, widget):
    first = widget(bank, key="again")
    control = next(c for c in first._named.values() if hasattr(c, "max"))
    control.value = control.max
    again = widget(bank, key="again")
    assert again.choice == first.choice
    assert widget(bank).choice != first.choice
    again.reset()
    assert widget(bank, key="again").choice == widget(bank).choice


@pytest.mark.parametrize("language", ["zh-Hans", "nl"])
@pytest.mark.parametrize("widget", EVERY)
def test_the_instruments_words_are_those_of_the_language(bank, widget, language):
    shown = widget(bank, language=language)
    assert shown.problem is None
    titles = svq.load_instrument("servqual", language).dimension_titles
    controls = " ".join(
        str(getattr(c, "description", "")) + str(getattr(c, "options", ""))
        for c in shown._named.values()
    )
    words = controls + str(shown.figure.to_dict())
    for title in titles.values():
        assert title.lower() in words.lower()


@pytest.mark.parametrize("widget", EVERY)
def test_an_unexpected_fault_is_folded_away(bank, widget, monkeypatch):
    shown = widget(bank)

    def broken(*_):
        raise ZeroDivisionError("<b>by zero</b>")

    monkeypatch.setattr(shown, "_compute", broken)
    control = next(c for c in shown._named.values() if hasattr(c, "max"))
    control.value = control.max
    assert "This cannot be shown" in shown._text.value
    assert "<details>" in shown._text.value
    assert "<b>by zero" not in shown._text.value
    assert "Traceback" not in shown._text.value
    assert isinstance(shown.problem, ZeroDivisionError)


@pytest.mark.parametrize("widget", EVERY)
def test_a_file_that_is_not_there_is_answered_by_a_sentence(widget, monkeypatch, tmp_path):
    monkeypatch.setenv("SVQKIT_DATA_FILE", str(tmp_path / "none.csv"))
    shown = widget(opened_data)
    assert "there is no file &#x27;none.csv&#x27;" in shown.view.value


@pytest.mark.parametrize("widget", [*EVERY, GapModelMap])
def test_answers_read_in_a_notebook_follow_the_language_of_the_page(bank, widget, monkeypatch):
    monkeypatch.setenv("SVQKIT_LANGUAGE", "zh-Hans")
    assert widget(bank)._undo.description == "撤销"
    assert widget(bank, language="nl")._undo.description == "Ongedaan maken"
    monkeypatch.delenv("SVQKIT_LANGUAGE")
    assert widget(bank)._undo.description == "Undo"


def test_data_and_language_come_from_the_environment(bank, tmp_path):
    path = tmp_path / "mine.csv"
    answers = bank.perceptions.add_prefix("P").rename(columns=lambda c: c.replace("PQ", "P"))
    answers.head(60).to_csv(path, index=False)
    mine = opened_data(environment={"SVQKIT_DATA_FILE": str(path), "SVQKIT_LANGUAGE": "nl"})
    assert mine.n == 60
    assert mine.instrument.language == "nl"
    assert opened_data(environment={"SVQKIT_DATA_FILE": "bank_wave2"}).n > 0
    assert opened_data(environment={}).n == bank.n
    with pytest.raises(DataError, match="no language 'xx'"):
        opened_data(environment={"SVQKIT_LANGUAGE": "xx"})


def test_widgets_start_without_what_they_do_not_need():
    import subprocess

    code = (
        "import sys\n"
        "from svqkit.present.widgets import AlphaExplorer, CarelessLab, GapExplorer, opened_data\n"
        "assert not [w.problem for w in map(lambda W: W(opened_data), (AlphaExplorer, CarelessLab,"
        " GapExplorer)) if w.problem]\n"
        "print([m for m in ('pingouin', 'matplotlib', 'seaborn', 'scipy.stats', 'rfc3987_syntax')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
