"""Pictures of waves: marks at the means, verdicts after adjustment, and the halves of a gap."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

import svqkit as svq
from svqkit.gaps.groups.trend import gap_trend
from svqkit.present.plots.trend import plot_trend


@pytest.fixture(scope="module")
def bank():
    return svq.load_dataset("bank")


def later(bank, items, shift):
    perceptions = bank.perceptions.copy()
    perceptions[items] += shift
    return dataclasses.replace(bank, perceptions=perceptions)


@pytest.fixture(scope="module")
def two(bank):
    mapping = bank.instrument.mapping
    after = later(later(bank, mapping["responsiveness"], 0.8), mapping["empathy"], -0.8)
    return gap_trend({"2024": bank, "2025": after}, invariance=False)


def marks(ax):
    return {
        line.get_label(): list(line.get_xdata())
        for line in ax.lines
        if not line.get_label().startswith("_")
    }


def test_marks_stand_at_the_means_and_say_what_changed(two):
    found = marks(plot_trend(two))
    means = two.waves["mean"].unstack("wave").loc[list(two.reading.index)]
    assert found["2024"] == list(means["2024"])
    assert found["2025: improved"] == [means.loc["responsiveness", "2025"]]
    assert found["2025: worsened"] == [means.loc["empathy", "2025"]]
    assert len(found["2025: no clear change"]) == 4


def test_changes_are_written_bold_where_they_are_clear(two):
    texts = {t.get_text(): t.get_weight() for t in plot_trend(two).texts}
    row = two.changes.loc[("responsiveness", "2024", "2025")]
    said = f"+{row['change']:.2f} [{row['low']:.2f}; {row['high']:.2f}]"
    assert texts[said] == "bold"
    assert texts[next(t for t in texts if t.startswith("−0.80 ["))] == "bold"
    assert texts[next(t for t in texts if t.startswith("0.00 ["))] == "normal"


def test_every_wave_has_its_mark(bank):
    waves = {year: later(bank, ["Q1"], year - 2022) for year in (2022, 2023, 2024, 2026)}
    ax = plot_trend(gap_trend(waves, invariance=False))
    assert {"2022", "2023", "2024"} <= set(marks(ax))
    assert ax.get_title(loc="left") == "From 2022 to 2026"


def test_many_waves_between_share_a_name(bank):
    waves = {f"wave {k}": bank for k in range(5)}
    found = marks(plot_trend(gap_trend(waves, invariance=False)))
    assert set(found) == {"wave 0", "the waves between, in order", "wave 4: no clear change"}


def test_waves_on_different_scales_are_drawn_with_caution(bank, two):
    assert plot_trend(two).get_legend().get_title().get_text() == ""
    moved = gap_trend({"a": bank, "b": later(bank, ["Q12"], -2)})
    note = plot_trend(moved).get_legend().get_title().get_text()
    assert note == "Caution: the waves may not be answered on one scale."


def test_long_names_of_waves_stay_inside(bank, texts_of, overlaps):
    waves = {f"the survey of quarter {k} of 2024": bank for k in range(1, 6)}
    entries = texts_of(plot_trend(gap_trend(waves, invariance=False)).figure)
    figure = entries[0][0].figure.bbox
    assert all(box.x0 >= 0 and box.x1 <= figure.width for _, box in entries)
    assert overlaps(entries) == []


def test_parts_show_which_half_moved(two):
    ax = plot_trend(two, kind="parts")
    found = marks(ax)
    rows = two.changes.xs(("2024", "2025"), level=("since", "wave"))
    np.testing.assert_allclose(found["gap"], rows["change"])
    np.testing.assert_allclose(found["perception"], rows["perception_change"])
    np.testing.assert_allclose(found["expectation"], rows["expectation_change"], atol=1e-12)


def test_items_stand_under_their_dimensions(bank):
    ax = plot_trend(gap_trend({"a": bank, "b": bank}, level="item", invariance=False))
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert len(labels) == 22
    assert "Tangibles" in [text.get_text() for text in ax.texts]


def test_scores_without_halves_rise_and_fall(bank):
    result = gap_trend({"a": bank, "b": later(bank, ["Q1", "Q2"], 1)}, score="perception")
    assert "b: rose" in marks(plot_trend(result))
    with pytest.raises(ValueError, match="only a gap has parts"):
        plot_trend(result, kind="parts")
    with pytest.raises(ValueError, match="waves, parts"):
        plot_trend(result, kind="lines")


def test_masked_rows_are_empty_but_named(bank):
    perceptions = bank.perceptions.copy()
    perceptions.loc[perceptions.index[5:], bank.instrument.mapping["empathy"]] = np.nan
    few = dataclasses.replace(bank, perceptions=perceptions)
    for kind in ("waves", "parts"):
        ax = plot_trend(gap_trend({"a": bank, "b": few}), kind=kind)
        assert "Empathy" in [label.get_text() for label in ax.get_yticklabels()]
        assert "–" in [text.get_text() for text in ax.texts]
