"""Pictures of changes show the numbers of their results."""

from __future__ import annotations

import re
from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib.colors import to_hex

import svqkit as svq
from svqkit.present.plots.style import GREY, VERMILLION


@pytest.fixture(scope="module")
def found():
    calls = svq.load_dataset("hotel_coaching")
    chosen = calls[calls["coached"]]
    visits = svq.load_dataset("hotel_visits")
    weeks = svq.load_dataset("hotel_complaints").set_index("week")
    change = svq.before_after(
        chosen["spring"],
        chosen["autumn"],
        paired=True,
        usual_mean=calls["spring"].mean(),
        reliability=0.5,
    )
    compared = svq.difference_in_differences(
        visits, outcome="score", period="month", treated="trained", since="2025-03-01", cluster="team"
    )  # fmt: skip
    series = svq.interrupted_series(
        weeks["trained_hotel"], "2025-03-03", comparison=weeks["comparison_hotel"], gaps="keep"
    )
    training = svq.training_effect(
        svq.load_dataset("hotel_staff"),
        trained="trained",
        reaction="reaction",
        learning=("test_before", "test_after", "test_follow_up"),
        results={"complaints": series, "calls": svq.before_after([1, 2, 3, 2], [2, 1, 3, 2.5])},
    )
    return SimpleNamespace(change=change, compared=compared, series=series, training=training)


def drawings(found, language="en"):
    label = {"label": "得分" if language != "en" else "score", "language": language}
    return {
        "before and after": lambda: svq.plot_before_after(found.change, **label),
        "shares": lambda: svq.plot_before_after(svq.before_after((31, 120), (58, 131)), **label),
        "two groups": lambda: svq.plot_before_after(found.compared, **label),
        "series": lambda: svq.plot_interrupted(found.series, **label),
        "training": lambda: svq.plot_training(found.training, language=language),
    }


NAMES = ["before and after", "shares", "two groups", "series", "training"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["en", "zh-Hans", "nl"])
def test_every_word_can_be_read(name, language, found, texts_of, overlaps):
    ax = drawings(found, language)[name]()
    entries = texts_of(ax.figure)
    assert ax.get_title(loc="left")
    assert overlaps(entries) == []
    width, height = ax.figure.bbox.width, ax.figure.bbox.height
    assert [
        text.get_text()
        for text, box in entries
        if box.x0 < -1 or box.y0 < -1 or box.x1 > width + 1 or box.y1 > height + 1
    ] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_english_is_left(name, found, texts_of):
    ax = drawings(found, "zh-Hans")[name]()
    words = [text.get_text() for text, _ in texts_of(ax.figure)]
    own = re.compile(r"complaints|calls")
    assert [word for word in words if re.search("[A-Za-z]", own.sub("", word))] == []


def test_regression_to_the_mean_is_where_it_leads(found):
    ax = svq.plot_before_after(found.change)
    came = next(line for line in ax.lines if line.get_marker() == "D")
    expected = found.change.table.loc["before", "value"] + found.change.regression["expected"]
    assert came.get_ydata() == pytest.approx([expected])
    assert f"{found.change.estimate:+.2f}" in ax.get_title(loc="left")


def test_the_counterfactual_is_dashed_and_the_change_is_marked(found):
    ax = svq.plot_interrupted(found.series, label="complaints")
    path = found.series.path
    dashed = next(line for line in ax.lines if line.get_linestyle() == "--")
    assert to_hex(dashed.get_color()) == VERMILLION.lower()
    ahead = path.loc[path["after"], "counterfactual"]
    np.testing.assert_allclose(dashed.get_ydata(), ahead)
    dotted = next(line for line in ax.lines if line.get_linestyle() == ":")
    assert dotted.get_xdata()[0] == found.series.change
    assert ax.get_ylabel() == "complaints, less the comparison"


def test_the_course_without_a_change_follows_the_comparison(found):
    ax = svq.plot_before_after(found.compared)
    dashed = next(line for line in ax.lines if line.get_linestyle() == "--")
    path, means = found.compared.path, found.compared.means
    own = means.loc["treated", "before"] - means.loc["comparison", "before"]
    np.testing.assert_allclose(dashed.get_ydata()[1:], path["comparison"][path["after"]] + own)
    assert len(dashed.get_ydata()) == path["after"].sum() + 1


def test_two_periods_have_a_line_and_words(found):
    rows = svq.load_dataset("hotel_staff").reset_index()
    rows = rows.melt(["person", "trained"], ["test_before", "test_after"], "when", "test")
    rows["when"] = rows["when"].str.removeprefix("test_")
    compared = svq.difference_in_differences(
        rows, outcome="test", period="when", treated="trained", unit="person"
    )
    ax = svq.plot_before_after(compared, language="nl")
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["voor", "na"]
    dashed = next(line for line in ax.lines if line.get_linestyle() == "--")
    assert dashed.get_ydata()[0] == pytest.approx(compared.path["treated"].iloc[0])


def test_what_may_be_nothing_is_hollow(found):
    ax = svq.plot_training(found.training)
    marks = [line for line in ax.lines if line.get_marker() == "D"]
    table = found.training.levels.drop(index="reaction", level=0)
    assert len(marks) == len(table)
    for mark, (_, row) in zip(marks, table.iterrows(), strict=True):
        clear = row["low"] > 0 or row["high"] < 0
        assert (mark.get_markerfacecolor() != "white") == clear
        if not clear:
            assert to_hex(mark.get_color()) == GREY.lower()
        assert np.sign(mark.get_xdata()[0]) == np.sign(row["estimate"])


def test_given_axes_are_used(found):
    from matplotlib.figure import Figure

    for plot, result in (
        (svq.plot_before_after, found.change),
        (svq.plot_before_after, found.compared),
        (svq.plot_interrupted, found.series),
        (svq.plot_training, found.training),
    ):
        ax = Figure(figsize=(9, 6)).add_subplot()
        assert plot(result, ax=ax) is ax
