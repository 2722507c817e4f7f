"""The picture of the gap model: what it says, and that nothing in it touches anything else."""

from __future__ import annotations

import dataclasses
from itertools import combinations

import numpy as np
import pytest

import svqkit as svq
from svqkit.present.plots import gap_model as drawing
from svqkit.present.plots.gap_model import plot_gap_model
from svqkit.present.plots.gap_model_words import gap_marks, key_words
from svqkit.present.plots.style import canvas

DUTCH_LENGTH = 1.35
"""Dutch sentences are about a third longer than English ones."""


def longer(language):
    def say(words, **values):
        said = words.format(**values) if values else words
        extra = round(len(said) * (DUTCH_LENGTH - 1))
        return said + " " + ("verzekering " * 9)[:extra].strip() if extra > 2 else said

    return say


def chinese(language):
    words = {
        "Customers": "顾客",
        "Organisation": "组织",
        "Expected service": "期望的服务",
        "Perceived service": "感知的服务",
        "Managers' view of what customers expect": "管理者对顾客期望的认识",
        "Gap 5: quality": "差距五：质量",
        "{low} to {high}": "{low} 至 {high}",
    }

    def say(sentence, **values):
        said = words.get(sentence, "服务质量差距模型" if len(sentence) > 14 else sentence)
        return said.format(**values) if values else said

    return say


@pytest.fixture(scope="module")
def surveys():
    managers = svq.simulate("managers", 9, seed=1)
    believed = [code for code in managers.perceptions if code.startswith("EXP")]
    managers.perceptions[believed] += 1.2
    return svq.load_dataset("bank"), managers, svq.simulate("employees", 64, seed=2)


@pytest.fixture(scope="module")
def full(surveys):
    return svq.gap_model(*surveys, seed=1)


@pytest.fixture(scope="module")
def alone(surveys):
    return svq.gap_model(surveys[0])


def extents(ax):
    ax.figure.canvas.draw()
    return [(text.get_text(), text.get_window_extent()) for text in ax.texts if text.get_text()]


def words_of(ax):
    return " | ".join(text.get_text().replace("\n", " ") for text in ax.texts)


@pytest.mark.parametrize("which", ["full", "alone"])
@pytest.mark.parametrize("say", [None, longer, chinese])
@pytest.mark.parametrize("size", [None, (5.0, 6.5), (12.0, 6.8)])
def test_no_text_touches_another_or_leaves_the_figure(which, say, size, full, alone, monkeypatch):
    if say is not None:
        monkeypatch.setattr(drawing, "translator", say)
    language = {longer: "nl", chinese: "zh-Hans"}.get(say)
    result = {"full": full, "alone": alone}[which]
    if size is None:
        ax = plot_gap_model(result, language=language)
    else:
        with canvas(None, *size) as given:
            ax = plot_gap_model(result, ax=given, language=language)
    boxes = extents(ax)
    assert len(boxes) > 20
    for (one, a), (other, b) in combinations(boxes, 2):
        apart = a.x1 <= b.x0 or b.x1 <= a.x0 or a.y1 <= b.y0 or b.y1 <= a.y0
        assert apart, f"{one!r} touches {other!r}"
    page = ax.figure.bbox
    for words, box in boxes:
        inside = box.x0 >= 0 and box.y0 >= 0 and box.x1 <= page.x1 and box.y1 <= page.y1
        assert inside, f"{words!r} leaves the figure"


@pytest.fixture(scope="module")
def bank():
    names = ("bank", "bank_managers", "bank_employees")
    return svq.gap_model(*(svq.load_dataset(name) for name in names), seed=1)


@pytest.mark.parametrize("which", ["full", "alone", "bank", "widest"])
def test_no_gap_is_drawn_through_words(which, full, alone, bank):
    result = {"full": full, "alone": alone}.get(which, bank)
    if which == "widest":
        gaps = bank.gaps.assign(value=-6.0, low=-6.0, high=-5.5)
        result = dataclasses.replace(bank, gaps=gaps)
    ax = plot_gap_model(result)
    boxes = extents(ax)
    arrows = [p for p in ax.patches if type(p).__name__ == "Polygon"]
    assert len(arrows) > 5
    for arrow in arrows:
        shape = arrow.get_window_extent()
        for words, box in boxes:
            clear = (
                shape.x1 <= box.x0 or box.x1 <= shape.x0 or shape.y1 <= box.y0 or box.y1 <= shape.y0
            )
            assert clear, f"an arrow crosses {words!r}"


def test_every_gap_stands_there_with_value_and_interval(full):
    said = words_of(plot_gap_model(full))
    for gap in (1, 5):
        row = full.gaps.loc[(gap, "total")]
        value, low, high = (
            f"{row[name]:.2f}".replace("-", "−") for name in ("value", "low", "high")
        )
        assert f"{value} | {low} to {high}" in said
    for gap in (2, 3, 4):
        row = full.gaps.loc[(gap, "total")]
        assert f"{row['mean_a']:.1f} of 7 | {row['low'] + 7:.1f} to {row['high'] + 7:.1f}" in said


def test_gaps_that_were_not_measured_say_so(alone):
    ax = plot_gap_model(alone)
    assert words_of(ax).count("not measured") == 5  # four gaps and the key
    dashed = [
        p for p in ax.patches if type(p).__name__ == "Polygon" and p.get_linestyle() != "solid"
    ]
    assert len(dashed) == 5
    assert "What lies behind" not in words_of(ax)


def test_antecedents_stand_worst_first_beside_bars_of_their_length(full):
    ax = plot_gap_model(full)
    said = words_of(ax)
    table = full.antecedents[full.antecedents["gap"] == 3].sort_values("shortfall", ascending=False)
    titles = full.instruments["employees"].dimension_titles
    places = [said.index(titles[name]) for name in table.index]
    assert places == sorted(places)
    widths = [p.get_width() for p in ax.patches if type(p).__name__ == "Rectangle"]
    shares = np.array(widths[2:]).reshape(-1, 2)  # after the two bands: ground and filled part
    found = shares[:, 1] / shares[:, 0]
    expected = full.antecedents["shortfall"].to_numpy(dtype=float)
    np.testing.assert_allclose(np.sort(found), np.sort(expected))


def test_a_gap_is_as_pale_as_its_interval_reaches_and_as_dark_as_it_surely_is(full):
    marks = gap_marks(full, lambda words, **v: words.format(**v) if v else words)
    row = full.gaps.loc[(5, "total")]
    assert marks[5].most == pytest.approx(-row["low"] / 6)
    assert marks[5].least == pytest.approx(-row["high"] / 6)
    assert marks[5].state == "short"
    first = full.gaps.loc[(1, "total")]
    assert first["low"] < 0 < first["high"]
    assert (marks[1].state, marks[1].least) == ("unclear", 0)


def test_a_single_manager_has_no_interval_and_no_certainty(surveys):
    customers, managers, _ = surveys
    one = dataclasses.replace(
        managers,
        perceptions=managers.perceptions.iloc[[0]],
        respondents=managers.respondents.iloc[[0]],
    )
    result = svq.gap_model(customers, one)
    marks = gap_marks(result, lambda words, **v: words.format(**v) if v else words)
    assert marks[1].state == "unclear"
    assert marks[1].details == ("no interval",)
    assert marks[2].least == 0
    assert "no interval" in words_of(plot_gap_model(result))


def test_the_key_explains_what_occurs_and_nothing_else(alone, full):
    def say(words, **values):
        return words.format(**values) if values else words

    assert [state for state, _ in key_words(gap_marks(alone, say), False, 0.95, say)] == [
        "short", "absent", "interval",
    ]  # fmt: skip
    assert [state for state, _ in key_words(gap_marks(full, say), True, 0.9, say)] == [
        "short", "unclear", "rated", "interval", "bar",
    ]  # fmt: skip
    assert "90 %" in dict(key_words(gap_marks(full, say), True, 0.9, say))["interval"]


@pytest.fixture(scope="module")
def by_branch():
    names = ("bank", "bank_managers", "bank_employees")
    return svq.gap_model(*(svq.load_dataset(name) for name in names), unit="branch", seed=1)


def test_one_branch_can_be_shown_and_its_managers_stay_masked(by_branch):
    ax = plot_gap_model(by_branch, unit="Station", dimension="responsiveness")
    said = words_of(ax)
    own = by_branch.units.loc["Station"]
    for gap in (3, 5):
        assert f"{own.at[(gap, 'responsiveness'), 'value']:.2f}".replace("-", "−") in said
    assert said.count("too few to show") == 3  # Gaps 1 and 2, and the key
    assert said.index("Role ambiguity") < said.index("Teamwork")
    assert "Upward communication" not in said
    assert "· Station" in said
    boxes = extents(ax)
    for (one, a), (other, b) in combinations(boxes, 2):
        apart = a.x1 <= b.x0 or b.x1 <= a.x0 or a.y1 <= b.y0 or b.y1 <= a.y0
        assert apart, f"{one!r} touches {other!r}"


def test_a_rating_of_a_branch_is_its_own_mean(by_branch):
    employees = svq.load_dataset("bank_employees")
    station = employees.respondents["branch"] == "Station"
    mean = employees.perceptions.loc[station, "MEET_RES"].mean()
    assert f"{mean:.1f} of 7" in words_of(
        plot_gap_model(by_branch, unit="Station", dimension="responsiveness")
    )


def test_an_unknown_unit_is_refused(by_branch, full):
    with pytest.raises(ValueError, match="Harbour, Market Square, Riverside, Station"):
        plot_gap_model(by_branch, unit="Airport")
    with pytest.raises(ValueError, match="no units"):
        plot_gap_model(full, unit="Station")


def test_a_slide_spreads_its_columns_so_that_words_are_larger(full):
    def largest(width, height):
        with canvas(None, width, height) as given:
            return max(text.get_size() for text in plot_gap_model(full, ax=given).texts)

    assert largest(13.33, 7.5) > 1.15 * largest(7.0, 7.5)


def test_a_dimension_can_be_shown_instead_of_the_total(full):
    said = words_of(plot_gap_model(full, dimension="reliability"))
    assert f"{full.gaps.at[(5, 'reliability'), 'value']:.2f}".replace("-", "−") in said
    assert "Reliability" in said
    with pytest.raises(ValueError, match="tangibles, reliability"):
        plot_gap_model(full, dimension="speed")


def test_words_come_in_the_language_asked_for(full):
    said = words_of(plot_gap_model(full, language="zh-Hans"))
    assert "角色模糊" in said
    dutch = words_of(plot_gap_model(full, language="nl", dimension="reliability"))
    assert "Rolonduidelijkheid" in dutch
    assert "· Betrouwbaarheid" in dutch
    assert "Role ambiguity" in words_of(plot_gap_model(full))
