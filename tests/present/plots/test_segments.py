"""The heat map of gaps by segment: numbers, brackets, hatching and colours are those of the result."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb

import svqkit as svq
from svqkit.present.plots.segments import plot_segments


@pytest.fixture
def gaps(instrument):
    table = pd.DataFrame(
        {"gap": [-0.8, 0.05], "low": [-1.0, -0.1], "high": [-0.6, 0.2], "n": [50, 49]},
        index=["tangibles", "reliability"],
    )
    total = pd.Series({"gap": -0.4, "low": -0.6, "high": -0.2, "n": 48}, name="total")
    whole = pd.concat([table, total.to_frame().T])
    shown = whole.assign(gap=[1.0, -1.6, -0.3], low=[0.5, -2.0, -0.7], high=[1.5, -1.2, 0.1])
    by = {
        "north": shown.assign(n=30.0, masked=False),
        "south": (whole * np.nan).assign(masked=True),
    }
    return SimpleNamespace(
        dimensions=table,
        items=table.set_axis(["Q1", "Q5"]),
        total=total,
        by=pd.concat(by, names=["branch", "dimension"]),
        by_items=pd.concat(
            {"north": shown.iloc[:2].set_axis(["Q1", "Q5"]).assign(n=30.0, masked=False)},
            names=["branch", "item"],
        ),
        instrument=instrument,
        ci_level=0.95,
    )


def cells(ax):
    """Read the numbers by their place."""
    return {
        (round(text.get_position()[0], 1), text.get_position()[1]): text.get_text()
        for text in ax.texts
        if text.get_ha() == "center"
    }


def test_cells_hold_the_gaps_with_brackets_where_the_interval_covers_zero(gaps):
    found = cells(plot_segments(gaps))
    assert [found[0.0, row] for row in range(3)] == ["−0.80", "(0.05)", "−0.40"]
    assert [found[1.2, row] for row in range(3)] == ["1.00", "−1.60", "(−0.30)"]


def test_small_segments_are_hatched_and_say_why(gaps):
    ax = plot_segments(gaps)
    found = cells(ax)
    assert [found[2.2, row] for row in range(3)] == ["n < 10"] * 3
    hatched = [patch for patch in ax.patches if patch.get_hatch()]
    assert len(hatched) == 3
    words = [text.get_text() for text in ax.get_legend().get_texts()]
    assert "fewer than 10 respondents, not shown" in words


def test_colours_are_centred_on_zero(gaps):
    gaps.by.loc[("north", "tangibles"), "gap"] = 0.0
    gaps.by.loc[("north", "total"), "gap"] = 1.6
    ax = plot_segments(gaps)
    colours = {
        (round(p.get_x() + 0.5, 1), p.get_y() + 0.5): to_rgb(p.get_facecolor()) for p in ax.patches
    }
    red, _, blue = colours[1.2, 1.0]
    assert red > blue
    red, _, blue = colours[1.2, 2.0]
    assert blue > red
    pale = colours[1.2, 0.0]
    assert max(pale) - min(pale) < 0.02


def test_heads_name_segments_and_count_them(gaps):
    heads = [label.get_text() for label in plot_segments(gaps).get_xticklabels()]
    assert heads == ["All\nn = 50", "north\nn = 30", "south"]


def test_items_stand_under_their_dimensions(gaps):
    ax = plot_segments(gaps, level="item")
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == ["Q1 Modern equipment", "Q5 Promises kept"]
    assert "Reliability" in [text.get_text() for text in ax.texts]


def test_an_item_that_a_segment_lacks_shows_a_dash(gaps):
    gaps.by_items = gaps.by_items.drop(index=("north", "Q5"))
    assert "–" in cells(plot_segments(gaps, level="item")).values()


def test_results_without_segments_are_refused(gaps):
    gaps.by = None
    with pytest.raises(ValueError, match=r"no segments; make it by gap_scores\(responses, by=…\)"):
        plot_segments(gaps)
    with pytest.raises(ValueError, match="dimension, item"):
        plot_segments(gaps, level="respondent")


@pytest.mark.parametrize("level", ["dimension", "item"])
def test_twelve_segments_in_chinese_can_be_read(level, texts_of, overlaps):
    names = ["港口", "市场广场", "河滨", "车站", "北", "南", "东部新城区", "西", "机场", "大学"]
    shares = dict.fromkeys([*names, "老城", "Noord-Brabant"], 1.0) | {"老城": 0.1}
    chinese = svq.load_instrument("servqual", language="zh-Hans")
    answers = svq.simulate(chinese, 400, seed=3, groups={"分行": shares})
    ax = plot_segments(svq.gap_scores(answers, by="分行"), level=level)
    assert overlaps([entry for entry in texts_of(ax.figure) if not entry[0].get_rotation()]) == []
    assert "n < 10" in cells(ax).values()
    words = [label.get_text() for label in ax.get_yticklabels()]
    assert ("可靠性" if level == "dimension" else "Q5 如期完成") in words


@pytest.mark.parametrize("name", ["sex", "how often respondents have used a kiosk this year"])
def test_two_segments_leave_room_for_the_title_and_the_legend(gaps, texts_of, overlaps, name):
    gaps.by_items = gaps.by_items.rename_axis([name, "item"])
    gaps.by = gaps.by.rename_axis([name, "dimension"])
    for level in ("item", "dimension"):
        figure = plot_segments(gaps, level=level).figure
        entries = texts_of(figure)
        assert overlaps(entries) == []
        assert max(box.x1 for _, box in entries) < figure.bbox.width
