"""Pictures of control: rules stand at their points, limits step, what is vital is filled."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.improvement.control.rules import RULES
from svqkit.interface import translator
from svqkit.present.plots.control_words import rule_words


def series(*parts: tuple[float, int], seed: int = 1) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.concatenate([rng.normal(mean, 1, count) for mean, count in parts])


def said(ax) -> list[str]:
    return [text.get_text().replace("\n", " ") for text in ax.texts if text.get_text()]


@pytest.mark.parametrize("language", ["en", "nl", "zh-Hans", "zh-Hant"])
def test_every_rule_has_words(language: str) -> None:
    say = translator(language)
    english = translator("en")
    for rule in RULES.values():
        words = rule_words(rule.words, say)
        assert words
        assert language == "en" or words != rule_words(rule.words, english)


def test_a_rule_stands_at_its_point() -> None:
    x = np.full(30, 10.0) + np.tile([0.4, -0.4, 0.1, -0.1, 0.2], 6)
    x[17] = 16
    chart = svq.control_chart(x, rules="limits")
    ax = svq.plot_control(chart)
    (label,) = [text for text in ax.texts if text.get_text() == "1 point beyond a limit"]
    assert label.xy == (17, 16)
    squares = [line for line in ax.lines if line.get_marker() == "s"]
    assert squares[0].get_xdata().tolist() == [17]


def test_a_stretch_of_signals_is_named_once_for_each_rule() -> None:
    chart = svq.control_chart(series((0, 30), (8, 25)), baseline=30)
    assert len(chart.signals) > 40
    words = [word for word in said(svq.plot_control(chart)) if "limit" in word or "row" in word]
    named = [part for word in words for part in word.split("; ")]
    assert len([one for one in named if one == "1 point beyond a limit"]) == 1
    assert len(named) < 12


def test_limits_step_and_phases_are_named() -> None:
    size = np.random.default_rng(2).integers(200, 900, 40)
    counts = np.random.default_rng(3).binomial(size, 0.1)
    chart = svq.control_chart(counts, "p", n=size, phase=["old"] * 20 + ["new"] * 20)
    ax = svq.plot_control(chart)
    assert {"old", "new"} <= set(said(ax))
    steps = [line for line in ax.lines if line.get_drawstyle() == "steps-post"]
    assert len(steps) == 6
    uppers = np.concatenate([line.get_ydata()[:-1] for line in steps[2::3]])
    assert np.allclose(np.sort(uppers), np.sort(100 * chart.upper))
    assert ax.get_ylabel() == "share of value (%)"


def test_the_baseline_is_shaded() -> None:
    ax = svq.plot_control(svq.control_chart(series((0, 50)), baseline=30))
    assert "shaded: what the limits come from" in said(ax)
    assert "shaded: what the limits come from" not in said(
        svq.plot_control(svq.control_chart(series((0, 50))))
    )


def test_points_with_a_known_cause_are_hollow() -> None:
    chart = svq.control_chart(series((0, 40)), exclude=[7], rules="limits")
    ax = svq.plot_control(chart)
    hollow = [line for line in ax.lines if line.get_markerfacecolor() == "white"]
    assert hollow[0].get_xdata().tolist() == [6]


def test_a_cusum_shows_both_sums() -> None:
    chart = svq.control_chart(series((0, 30), (-2, 20)), "CUSUM", baseline=30)
    ax = svq.plot_control(chart)
    assert any(np.array_equal(line.get_ydata(), -chart.table["down"]) for line in ax.lines)
    assert "downward sum beyond h" in said(ax)
    assert ax.get_ylabel() == "value, cumulative sums (standard errors)"


def test_a_title_of_ones_own_and_another_language() -> None:
    chart = svq.control_chart(series((0, 30)), rules="limits", limits=5)
    assert svq.plot_control(chart, title="Queue at noon").get_title(loc="left") == "Queue at noon"
    assert "受控" in svq.plot_control(chart, language="zh-Hans").get_title(loc="left")
    assert svq.plot_pareto(svq.pareto({"a": 1}), title="Why").get_title(loc="left") == "Why"


def test_bars_beyond_a_limit_are_hatched() -> None:
    x = series((10, 200))
    ax = svq.plot_capability(svq.capability(x, lower=9, upper=12))
    edges = {bar.get_x() + bar.get_width() / 2: bar.get_hatch() for bar in ax.patches}
    for middle, hatch in edges.items():
        assert (hatch == "///") == (middle < 9 or middle > 12)
    assert sum(bar.get_height() for bar in ax.patches) == 200
    titled = ax.get_title(loc="left").replace("\n", " ")
    assert titled.startswith("Ppk = 0.")


def test_percentiles_draw_no_curve() -> None:
    found = svq.capability(series((10, 100)), upper=14, method="percentiles")
    ax = svq.plot_capability(found)
    assert ax.get_legend() is None
    assert ax.get_title(loc="left").endswith("Read the cautions first.")


def test_the_vital_few_are_filled() -> None:
    found = svq.pareto({"label": 60, "manual": 25, "other": 15})
    ax = svq.plot_pareto(found)
    filled = [bar.get_facecolor()[:3] != (1, 1, 1) for bar in ax.patches]
    assert filled == [True, True, False]
    assert {"60 %", "85 %", "100 %"} <= set(said(ax))
    (running,) = [line for line in ax.lines if line.get_marker() == "o"]
    assert running.get_xdata().tolist() == pytest.approx([60, 85, 100])


def test_words_do_not_overlap_where_much_happens(texts_of, overlaps) -> None:
    for seed in range(3):
        x = series((0, 20), (2.5, 8), (0, 20), (-3, 6), (0, 15), seed=seed)
        days = pd.Series(x, pd.date_range("2026-01-05", periods=len(x), name="day"), name="minutes")
        ax = svq.plot_control(svq.control_chart(days))
        assert overlaps(texts_of(ax.figure)) == []


def test_a_chart_without_rules_does_not_call_itself_in_control() -> None:
    chart = svq.control_chart([10, 12, 11, 9, 10, 11, 30, 10, 11, 12], rules=["Nelson 2"])
    assert chart.rules == ("Nelson 2",)
    assert chart.spread.rules == ()
    title = svq.plot_control(chart.spread).get_title(loc="left")
    assert title.startswith("Lines alone: none of the rules")
