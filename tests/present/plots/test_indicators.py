"""The dashboard and the ranks show the numbers of their results."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

import svqkit as svq


@pytest.fixture(scope="module")
def scores():
    bank = svq.read_indicators(svq.load_dataset("bank_indicators"), title="Branches")
    values = svq.load_dataset("bank_indicator_values")
    return svq.indicator_scores(bank, values, by="branch", period="month", far="leave out")


def test_each_cell_holds_its_value_and_frames_are_targets_missed(scores):
    ax = svq.plot_indicators(scores)
    rows = [label.get_text() for label in ax.get_yticklabels()]
    at = dict(zip(rows, ax.get_yticks(), strict=True))
    queue = {
        round(t.get_position()[0]): t.get_text()
        for t in ax.texts
        if t.get_position()[1] == at["Queue time at the branch"] and t.get_position()[0] != 1.03
    }
    shown = scores.values["queue_time"].round(1).astype(str).tolist()
    assert [queue[k] for k in range(4)] == shown
    table = scores.system.table
    missed = sum(
        int((scores.values[name] < row["target"]).sum())
        if row["direction"] == "more"
        else int((scores.values[name] > row["target"]).sum())
        for name, row in table.iterrows()
    )
    frames = [p for p in ax.patches if isinstance(p, Rectangle) and not p.get_fill()]
    assert len(frames) == missed
    assert rows[0] == "All together"
    marked = [t.get_text() for t in ax.texts if t.get_text().endswith("*")]
    assert len(marked) == 4  # three audits of Station's and one repair time


def test_a_better_score_is_bluer(scores):
    ax = svq.plot_indicators(scores, by="area")
    top = [p for p in ax.patches if p.get_fill() and p.get_y() < -0.6]
    red_less_blue = [p.get_facecolor()[0] - p.get_facecolor()[2] for p in top]
    composite = scores.composite["composite"].tolist()
    order = sorted(range(4), key=lambda k: composite[k])
    assert [red_less_blue[k] for k in order] == sorted(red_less_blue, reverse=True)
    assert len({to_hex(p.get_facecolor()) for p in top}) == 4
    with pytest.raises(ValueError, match="by must be"):
        svq.plot_indicators(scores, by="branch")


def test_courses_break_where_a_month_is_missing(scores):
    lines = svq.plot_indicators(scores).lines
    assert len(lines) == 4
    gaps = [
        int(line.get_ydata().size - (line.get_ydata() == line.get_ydata()).sum()) for line in lines
    ]
    assert gaps == scores.trend.isna().sum().tolist()


def test_shares_of_ranks_are_areas_and_words(scores):
    found = svq.rank_sensitivity(scores)
    ax = svq.plot_rank_sensitivity(found)
    sizes = ax.collections[0].get_sizes() / 900
    assert sizes.sum() == pytest.approx(4)
    said = [t.get_text() for t in ax.texts]
    share = found.above.loc["Market Square", "Riverside"]
    assert said.count(f"{100 * share:.0f} %") == 2
    assert "Market Square before Riverside" in ax.get_title(loc="left")


def test_the_systems_language_is_the_pictures(scores):
    system = svq.read_indicators(scores.system.table, language="nl")
    ax = svq.plot_indicators(svq.indicator_scores(system, scores.values))
    assert ax.get_yticklabels()[0].get_text() == "Alles samen"


def test_many_open_pairs_are_counted(scores):
    values = scores.values.iloc[[0, 0, 0, 0, 0]] + 0.01 * np.arange(5)[:, None]
    values.index = list("ABCDE")
    values["queue_time"] += np.array([0.1, -0.2, 0.3, -0.1, 0.2])
    again = svq.indicator_scores(scores.system, values)
    found = svq.rank_sensitivity(again, spread="any")
    open_ = int((np.diag(found.above.to_numpy(), 1) < 0.95).sum())
    title = svq.plot_rank_sensitivity(found).get_title(loc="left")
    assert open_ > 2
    assert f"(and {open_ - 2} more)" in title.replace("\n", " ")


def test_a_sure_order_is_said(scores):
    found = svq.rank_sensitivity(scores, spread=0.02)
    assert svq.plot_rank_sensitivity(found).get_title(loc="left").startswith("The order holds")


def test_one_unit_keeps_the_words_below_on_the_sheet(scores):
    one = svq.indicator_scores(scores.system, scores.values.iloc[:1])
    ax = svq.plot_indicators(one)
    ax.figure.canvas.draw()
    box = ax.xaxis.label.get_window_extent()
    assert box.x1 <= ax.figure.bbox.x1
    assert box.y0 >= ax.figure.bbox.y0
