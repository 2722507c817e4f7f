"""Pictures of processes show the numbers of their results."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import svqkit as svq
from svqkit.present.plots.fishbone_layout import lay_out


@pytest.fixture(scope="module")
def streams():
    steps = svq.load_dataset("bank_account_opening")
    return [
        svq.value_stream(steps, state=state, demand=40, available=480)
        for state in ("before", "after")
    ]


def words(ax):
    return [text.get_text().replace("\n", " ") for text in ax.texts]


def test_the_staircase_ends_at_the_lead_time_and_names_the_bottleneck(streams):
    ax = svq.plot_value_stream(streams[0])
    bars = [bar for container in ax.containers for bar in container]
    assert max(bar.get_x() + bar.get_width() for bar in bars) == pytest.approx(138)
    assert sum(bar.get_width() for bar in bars) == pytest.approx(138)
    bold = [t.get_text() for t in ax.get_yticklabels() if t.get_fontweight() == "bold"]
    assert bold == ["Key in the data\n(bottleneck)"]
    assert "72 %" in words(ax)


def test_two_streams_have_bars_as_long_as_their_lead_times(streams):
    ax = svq.plot_value_stream(svq.compare_value_streams(*streams))
    ends = {}
    for bar in (bar for container in ax.containers for bar in container):
        row = round(bar.get_y() + bar.get_height() / 2)
        ends[row] = max(ends.get(row, 0.0), bar.get_x() + bar.get_width())
    assert ends == pytest.approx({0: 138, 1: 28.46})
    assert ax.get_title(loc="left") == "Lead time from 138.0 to 28.5 minutes"


def test_a_change_with_an_interval_says_it():
    import pandas as pd

    rng = np.random.default_rng(1)
    made = []
    for mean in (9.0, 4.0):
        seen = pd.DataFrame(
            {"case": range(30), "step": "a", "process_time": rng.gamma(4, mean / 4, 30)}
        )
        made.append(svq.value_stream([{"step": "a", "wait": 0}], observations=seen))
    title = svq.plot_value_stream(svq.compare_value_streams(*made)).get_title(loc="left")
    assert "(change -" in title.replace("\n", " ")


def test_the_framed_cell_is_what_is_needed():
    plan = svq.staffing({9: 12, 10: 30, 11: 42}, 7, target_wait=5)
    ax = svq.plot_staffing(plan)
    frames = [patch.get_xy() for patch in ax.patches][::2]
    columns = plan.grid.columns.tolist()
    assert [columns[round(x + 0.5)] for x, _ in frames] == plan.table["needed"].tolist()
    shown = np.array([float(text) for text in words(ax)]).reshape(plan.grid.shape)
    np.testing.assert_allclose(shown, 100 * plan.grid.to_numpy(), atol=0.5)


def test_hours_that_need_very_different_numbers_count_from_theirs():
    plan = svq.staffing({9: 12, 10: 300, 11: 0}, 7, target_wait=5, minimum=0)
    ax = svq.plot_staffing(plan)
    needed = plan.table["needed"].tolist()
    assert [patch.get_xy() for patch in ax.patches][::2] == [(2.5, y - 0.5) for y in range(2)]
    assert f"{needed[1]}: {100 * plan.grid.loc[10, needed[1]]:.0f} %" in words(ax)
    assert f"{needed[1] + 1}: {100 * plan.grid.loc[10, needed[1] + 1]:.0f} %" in words(ax)


def test_hours_show_the_means_of_the_simulation():
    rows = [{"state": s, "step": "a", "process_time": 4, "people": n}
            for s, n in (("before", 1), ("after", 2))]  # fmt: skip
    found = svq.simulate_branch(
        {9: 9, 10: 12}, rows, replications=10, progress=False, target_wait=5
    )
    ax = svq.plot_branch(found)
    for line, flow in zip(ax.lines, ("before", "after"), strict=False):
        np.testing.assert_array_equal(line.get_ydata(), found.by_hour.loc[flow, "mean"])
    assert [t.get_text() for t in ax.get_legend().get_texts()][2] == "target: 5 minutes"
    assert (
        svq.plot_branch(found, language="nl").get_legend().get_texts()[0].get_text()[:4] == "voor"
    )


def test_the_quickest_strategy_stands_on_top():
    found = svq.simulate_boarding(replications=10)
    ax = svq.plot_boarding(found)
    (dots,) = [line for line in ax.lines if line.get_marker() == "o"]
    assert dots.get_xdata().tolist() == sorted(found.table["mean"])


def test_each_risk_stands_in_its_cell_and_in_the_key():
    rows = [
        {"risk": f"risk {k}", "severity": 3, "occurrence": 4, "detection": k + 1} for k in range(2)
    ]
    rows.append({"risk": "other", "severity": 9, "occurrence": 1, "detection": 1})
    found = svq.risk_register(rows)
    ax = svq.plot_risks(found)
    cells = {text.get_position(): text.get_text() for text in ax.texts[:-1]}
    assert cells == {(4, 3): "1\n2" if found.table.index[2] == "other" else "1\n3",
                     (1, 9): str(1 + found.table.index.get_loc("other"))}  # fmt: skip
    assert ax.texts[-1].get_text().splitlines()[0] == "1 risk 1 (RPN 24)"


def test_a_long_register_says_what_is_left_out():
    rows = [{"risk": f"risk {k}", "likelihood": 3, "impact": 3} for k in range(17)]
    ax = svq.plot_risks(svq.risk_register(rows))
    assert words(ax)[-1] == "and 3 more, less urgent"
    assert words(ax)[0] == "1, 2 3, 4 5, 6 7, …"


NAMES = st.text("abcdefgh ", min_size=1, max_size=60).map(str.strip).filter(bool)


@settings(max_examples=15)
@given(
    st.dictionaries(
        NAMES,
        st.dictionaries(NAMES, st.one_of(st.none(), st.integers(0, 99)), min_size=1, max_size=6),
        min_size=1,
        max_size=7,
    )
)
def test_no_words_of_a_fishbone_meet(texts_of, overlaps, causes):
    found = svq.cause_effect(causes, problem="a problem of many words")
    ax = svq.plot_cause_effect(found)
    entries = texts_of(ax.figure)
    assert overlaps(entries) == []
    width, height = ax.figure.bbox.width, ax.figure.bbox.height
    assert all(b.x0 >= -1 and b.y0 >= -1 and b.x1 <= width + 1 and b.y1 <= height + 1
               for _, b in entries)  # fmt: skip


def test_causes_lie_at_their_bone_between_head_and_spine():
    found = svq.cause_effect({"a": ["x", "y"], "b": ["z"]}, problem="p")
    plan = lay_out(found.table, "p", {"a": "a", "b": "b"})
    for bone in plan.bones:
        for _, y, _ in bone.lines:
            assert 0 < bone.up * y < bone.up * bone.head[1]
            assert min(bone.head[0], bone.foot[0]) <= bone.at(y) <= max(bone.head[0], bone.foot[0])


@settings(max_examples=12)
@given(
    st.lists(NAMES, min_size=1, max_size=9, unique=True),
    st.dictionaries(NAMES, st.lists(NAMES, min_size=1, max_size=4), min_size=1, max_size=4),
)
def test_no_words_of_a_sipoc_meet(texts_of, overlaps, process, sides):
    found = svq.sipoc(process, inputs=sides, outputs=sides)
    ax = svq.plot_sipoc(found)
    entries = texts_of(ax.figure)
    assert overlaps(entries) == []
    boxes = [patch.get_window_extent() for patch in ax.patches if hasattr(patch, "get_boxstyle")]
    assert len(boxes) == len(process) + 2 * (len(sides) + sum(map(len, sides.values())))
    for k, one in enumerate(boxes):
        for other in boxes[k + 1 :]:
            assert (
                one.x1 <= other.x0 + 1 or other.x1 <= one.x0 + 1 or one.y1 <= other.y0 + 1
                or other.y1 <= one.y0 + 1
            )  # fmt: skip


def test_one_strategy_is_not_called_the_quickest():
    ax = svq.plot_boarding(svq.simulate_boarding(["random"], replications=5))
    assert ax.get_title(loc="left") == "Boarding 180 passengers"


@pytest.mark.parametrize("language", ["en", "nl", "zh-Hans"])
def test_dates_are_figures_in_every_language(language):
    days = pd.date_range("2026-01-01", periods=40)
    budget = svq.error_budget(pd.Series(1.0, index=days), 1440, target=0.99, end="2026-03-31")
    ax = svq.plot_error_budget(budget, language=language)
    ax.figure.canvas.draw()
    marks = [tick.get_text() for tick in ax.get_xticklabels()]
    assert marks
    assert all(re.fullmatch(r"\d\d-\d\d", mark) for mark in marks)


def test_a_funnel_with_spread_says_what_its_limits_allow_for():
    rng = np.random.default_rng(2)
    n = rng.integers(50, 900, 40)
    events = rng.binomial(n, np.clip(rng.normal(0.6, 0.08, 40), 0, 1))
    events[3] = n[3] // 10
    units = pd.DataFrame({"k": events, "n": n}, index=[f"unit {k}" for k in range(40)])
    wide = svq.plot_funnel(svq.benchmark(units, events="k", draws=1))
    assert wide.get_legend().get_title().get_text() == "limits of chance and usual spread"
    assert wide.get_title(loc="left") == "unit 3: more than chance and the usual spread explain"
    bare = svq.plot_funnel(svq.benchmark(units, events="k", draws=1, allow="chance"))
    assert bare.get_legend().get_title().get_text() == "limits of chance"
