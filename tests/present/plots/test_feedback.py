"""Pictures of feedback: bars, levels and cells are the result's numbers, and stand where they belong."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.present.plots.closing_loop import plot_closing_loop
from svqkit.present.plots.confusion import plot_confusion
from svqkit.present.plots.feedback_map import plot_feedback_map
from svqkit.present.plots.feedback_trend import plot_feedback_trend


@pytest.fixture(scope="module")
def airline():
    heard = svq.read_feedback(svq.load_dataset("airline_feedback"), on="2025-12-31")
    labels = svq.load_dataset("airline_feedback_labels").loc[heard.comments.index]
    known = labels[["topic", "class", "dimension", "polarity"]]
    return dataclasses.replace(heard, comments=heard.comments.join(known))


@pytest.fixture(scope="module")
def trend(airline):
    traffic = svq.load_dataset("airline_traffic").set_index("month")["passengers"]
    return svq.feedback_trend(airline, where={"topic": "meals"}, exposure=traffic)


@pytest.fixture(scope="module")
def loop(airline):
    return svq.closing_loop(airline)


def words_of(ax) -> list[str]:
    return [text.get_text() for text in ax.texts]


def test_bars_are_rates_and_lines_are_levels(trend) -> None:
    ax = plot_feedback_trend(trend)
    assert np.allclose([bar.get_height() for bar in ax.patches], trend.counts["rate"])
    levels = [line.get_ydata()[0] for line in ax.lines if len(set(line.get_ydata())) == 1]
    assert np.allclose(sorted(levels), sorted(trend.segments["rate"]))
    row = trend.changes.iloc[0]
    assert any(f"2025-07-01: × {row['ratio']:.2f}" in words for words in words_of(ax))
    assert ax.get_title(loc="left") == "Comments by month: topic meals"
    assert ax.get_ylabel() == "comments per 10,000"


def test_a_trend_without_change_says_so(airline) -> None:
    ax = plot_feedback_trend(
        svq.feedback_trend(airline, where={"topic": "refund"}), title="Refunds"
    )
    assert "no clear change" in words_of(ax)
    assert ax.get_title(loc="left") == "Refunds"


def test_cells_hold_counts_and_clear_ones_are_bold(airline) -> None:
    found = svq.feedback_map(airline)
    ax = plot_feedback_map(found)
    texts = [(t.get_text(), t.get_weight()) for t in ax.texts]
    counts, clear = found.counts.to_numpy().ravel(), found.clear.to_numpy().ravel()
    assert [text for text, _ in texts] == [str(count) for count in counts]
    assert [weight == "bold" for _, weight in texts] == clear.tolist()
    assert [label.get_text() for label in ax.get_yticklabels()] == found.counts.index.tolist()
    colours = np.array([patch.get_facecolor() for patch in ax.patches if patch.get_fill()])
    more = found.residuals.to_numpy().ravel() > 2
    assert (colours[more, 0] > colours[more, 2]).all()  # redder than blue


def test_the_confusion_matrix_shows_shares_of_rows() -> None:
    trained = svq.train_classifier(languages=["en"], folds=2)
    ax = plot_confusion(trained, language="nl")
    counts = trained.confusion["class"]
    first = counts.iloc[0, 0]
    assert ax.texts[0].get_text() == f"{100 * first / counts.iloc[0].sum():.0f} % ({first})"
    assert ax.get_yticklabels()[0].get_text() == "houding"
    with pytest.raises(ValueError, match="class, dimension"):
        plot_confusion(trained, target="topic")


def test_medians_stand_at_their_days_and_the_slow_are_marked(loop) -> None:
    ax = plot_closing_loop(loop)
    table = loop.times.drop(index="all").sort_values("median", ascending=False)
    marks = [line for line in ax.lines if line.get_marker() in ("o", "D")]
    assert np.allclose([mark.get_xdata()[0] for mark in marks], table["median"])
    assert [mark.get_marker() for mark in marks].count("D") == 1
    assert ax.get_yticklabels()[0].get_text().startswith("Baggage")
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels == ["all cases", "clearly slower than all"]


def test_open_cases_add_up(loop) -> None:
    ax = plot_closing_loop(loop, kind="ageing")
    widths = sum(bar.get_width() for bar in ax.patches)
    assert widths == loop.ageing.drop(columns=["oldest", "overdue"]).to_numpy().sum()
    assert str(loop.ageing["overdue"].iloc[0]) in words_of(ax)
    with pytest.raises(ValueError, match="times, ageing"):
        plot_closing_loop(loop, kind="curves")


def test_pictures_stand_with_nothing_open_and_too_little_closed() -> None:
    days = ["2025-03-01", "2025-03-02"]
    done = pd.DataFrame({"text": "Late", "id": [1, 2], "received": days, "closed": "2025-03-09"})
    loop = svq.closing_loop(svq.read_feedback(done, on="2025-12-31"))
    assert loop.ageing.empty
    plot_closing_loop(loop, kind="ageing").figure.canvas.draw()
    few = pd.DataFrame(
        {
            "text": "Late", "id": range(5), "owner": list("AAABB"), "received": "2025-03-01",
            "closed": ["2025-03-09", "", "", "2025-03-09", "2025-03-10"],
        }
    )  # fmt: skip
    ax = plot_closing_loop(svq.closing_loop(svq.read_feedback(few, on="2025-12-31")))
    assert "no median yet" in words_of(ax)
    ax.figure.canvas.draw()
