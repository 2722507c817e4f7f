from __future__ import annotations

import warnings
from io import BytesIO
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

import svqkit as svq
from svqkit.errors import DataError


@pytest.fixture(scope="module")
def compared():
    return svq.compare_forms(svq.load_dataset("bank"), bootstrap=100, repeats=2, seed=1)


@pytest.fixture(scope="module")
def plain():
    bank = svq.load_dataset("bank")
    return svq.compare_forms(bank, outcomes="loyalty", bootstrap=0, repeats=1, seed=1)


def points(ax):
    return {
        (float(line.get_xdata()[0]), float(line.get_ydata()[0])): line
        for line in ax.lines
        if len(line.get_xdata()) == 1
    }


def test_marks_stand_at_what_forms_add(compared):
    ax = svq.plot_forms(compared)
    total = compared.prediction.xs("total", level="level")["delta_r_squared"].dropna()
    np.testing.assert_allclose(sorted(x for x, _ in points(ax)), sorted(total))
    assert ax.get_yticklabels()[0].get_text() == "SERVPERF (P)"


def test_filled_marks_differ_from_servperf(compared):
    from svqkit.gaps.difference_scores.forms_words import verdict_on

    ax = svq.plot_forms(compared)
    rows = compared.prediction.xs("total", level="level").dropna(subset=["delta_r_squared"])
    found = points(ax)
    for _, row in rows.iterrows():
        (line,) = [one for (x, _), one in found.items() if x == row["delta_r_squared"]]
        filled = line.get_markerfacecolor() != "white"
        assert filled == (verdict_on(row, 0.05) in ("more", "less"))


def test_intervals_are_those_of_the_result(compared):
    ax = svq.plot_forms(compared)
    ends = sorted(tuple(s[:, 0]) for c in ax.collections for s in c.get_segments())
    rows = compared.prediction.xs("total", level="level").dropna(subset=["delta_low"])
    expected = sorted(zip(rows["delta_low"], rows["delta_high"], strict=True))
    np.testing.assert_allclose(ends, expected)


def test_reliabilities_and_own_shares_are_written(compared):
    texts = [text.get_text() for text in svq.plot_forms(compared).texts]
    row = compared.table.loc["servqual"]
    assert any(text.startswith(f"{row['reliability']:.2f}"[1:]) for text in texts)
    own = compared.prediction.loc[("loyalty", "total", "servperf"), "r_squared"]
    assert f"R² = {own:.2f}".replace("0.", ".") in texts


def test_the_legend_explains_what_is_drawn(compared, plain):
    said = [text.get_text() for text in svq.plot_forms(compared).get_legend().get_texts()]
    assert said[:3] == ["Overall quality", "Satisfaction", "Loyalty"]
    assert "contains SERVPERF, so never below zero" in said
    bare = svq.plot_forms(plain)
    assert "contains SERVPERF, so never below zero" not in [
        text.get_text() for text in bare.get_legend().get_texts()
    ]
    assert "without interval, not compared" in [
        text.get_text() for text in bare.get_legend().get_texts()
    ]
    assert bare.get_xlabel() == "ΔR² against SERVPERF"


@pytest.mark.parametrize("level", ["total", "dimensions"])
def test_every_word_can_be_read(compared, plain, level, texts_of, overlaps):
    for result in (compared, plain):
        ax = svq.plot_forms(result, level=level)
        entries = texts_of(ax.figure)
        assert [text.get_text() for text, _ in entries if text.get_size() < 11] == []
        assert overlaps(entries) == []
        width, height = ax.figure.bbox.width, ax.figure.bbox.height
        assert [
            text.get_text()
            for text, box in entries
            if box.x0 < -1 or box.y0 < -1 or box.x1 > width + 1 or box.y1 > height + 1
        ] == []


def test_the_words_are_the_instruments(compared):
    chinese = svq.load_instrument("servqual", language="zh-Hans")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = svq.plot_forms(compared, instrument=chinese)
        ax.figure.savefig(BytesIO(), format="svg")
    said = [text.get_text() for text in ax.get_legend().get_texts()]
    assert said[0] == {o.column: o.label for o in chinese.outcomes}["overall_quality"]


def test_given_axes_are_used(compared):
    figure = Figure(figsize=(9, 9))
    ax = figure.add_subplot()
    assert svq.plot_forms(compared, ax=ax) is ax
    assert figure.axes == [ax]


def test_nothing_to_draw_is_said(compared):
    empty = SimpleNamespace(
        prediction=pd.DataFrame(
            index=pd.MultiIndex.from_arrays([[], [], []], names=["outcome", "level", "form"])
        ),
        instrument=None,
    )
    with pytest.raises(DataError, match="not_computed"):
        svq.plot_forms(empty)
    with pytest.raises(ValueError, match="total, dimensions"):
        svq.plot_forms(compared, level="item")
