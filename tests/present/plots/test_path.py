from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError, ModelError
from svqkit.present.plots.labels import number
from svqkit.present.plots.path import plot_path
from svqkit.present.plots.path_layout import arrange


def model(rows):
    return SimpleNamespace(
        parameters=pd.DataFrame(rows, columns=["lhs", "op", "rhs", "est", "std_all"])
    )


SMALL = [
    ("f", "=~", "a", 1.0, 0.7),
    ("f", "=~", "b", 0.9, 0.6),
    ("g", "=~", "c", 1.0, 0.8),
    ("g", "=~", "d", 1.1, 0.5),
    ("a", "~~", "a", 0.5, 0.51),
    ("f", "~~", "g", 0.3, 0.45),
    ("f", "~~", "f", 0.9, 1.0),
]


def said(ax):
    return [text.get_text() for text in ax.texts]


@pytest.fixture
def clean(texts_of, overlaps):
    """Check that no two texts overlap and none leaves the sheet."""

    def check(ax):
        entries = texts_of(ax.figure)
        assert overlaps(entries, slack=0.5) == []
        width, height = ax.figure.bbox.width, ax.figure.bbox.height
        out = [
            t.get_text()
            for t, b in entries
            if b.x0 < 0 or b.x1 > width or b.y0 < 0 or b.y1 > height
        ]
        assert out == []

    return check


def test_six_factors_and_24_items_can_be_read(cfa_24, instrument, clean):
    ax = plot_path(cfa_24, instrument=instrument)
    clean(ax)
    words = {text.replace("\n", " ") for text in said(ax)}
    assert {f"{code} {label}" for code, label in instrument.labels.items()} <= words
    assert set(instrument.dimension_titles.values()) <= words


def test_estimates_are_those_of_the_model(cfa_24, instrument):
    ax = plot_path(cfa_24, instrument=instrument)
    table = cfa_24.parameters
    factors = set(instrument.mapping)
    shown = table[~((table["lhs"] == table["rhs"]) & table["lhs"].isin(factors))]
    numbers = sorted(text for text in said(ax) if text.startswith("."))
    assert numbers == sorted(number(value) for value in shown["std_all"])


def test_number_of_shapes_and_lines(cfa_24):
    ax = plot_path(cfa_24)
    shapes = [type(patch).__name__ for patch in ax.patches]
    assert (shapes.count("Ellipse"), shapes.count("Rectangle")) == (6, 24)
    lines, heads = ax.collections
    assert len(lines.get_segments()) == 24 + 24 + 15
    assert len(heads.get_paths()) == 24 + 24 + 2 * 15


def test_arrows_run_from_ellipse_to_box():
    sheet = arrange(model(SMALL).parameters, str, len)
    factor, item = sheet.boxes["f"], sheet.boxes["a"]
    edge = next(edge for edge in sheet.edges if edge.row == 0)
    np.testing.assert_allclose(edge.points[0], [factor.x + factor.width / 2, factor.y])
    np.testing.assert_allclose(edge.points[-1], [item.x - item.width / 2, item.y])


def test_covariances_curve_on_the_left():
    sheet = arrange(model(SMALL).parameters, str, len)
    curve = next(edge for edge in sheet.edges if edge.row == 5)
    assert curve.both
    assert curve.points[:, 0].max() <= sheet.boxes["f"].x - sheet.boxes["f"].width / 2 + 1e-9


def test_estimates_may_be_raw_or_absent():
    assert "0.30" in said(plot_path(model(SMALL), estimates="est"))
    assert sorted(said(plot_path(model(SMALL), estimates=None))) == sorted("abcdfg")
    assert ".450" in said(plot_path(model(SMALL), digits=3))


@pytest.mark.parametrize("count", [3, 10, 24])
def test_one_factor(parameters_of, instrument, clean, count):
    mapping = {"quality": list(instrument.labels)[:count]}
    clean(plot_path(SimpleNamespace(parameters=parameters_of(mapping)), instrument=instrument))


def second_order(parameters, mapping):
    apart = parameters[~((parameters["op"] == "~~") & (parameters["lhs"] != parameters["rhs"]))]
    upper = [("quality", "=~", factor, 1.0, 0.77) for factor in mapping]
    more = [
        ("tangibles", "=~", "Q7", 0.3, 0.28),
        ("Q1", "~~", "Q2", 0.2, 0.21),
        ("Q5", "~~", "Q9", 0.1, -0.15),
        ("Q6", "~~", "Q20", 0.1, 0.11),
    ]
    extra = pd.DataFrame([*upper, *more], columns=parameters.columns)
    return SimpleNamespace(parameters=pd.concat([apart, extra], ignore_index=True))


def test_second_order_cross_loading_and_residual_covariances(cfa_24, instrument, clean):
    fit = second_order(cfa_24.parameters, instrument.mapping)
    ax = plot_path(fit, instrument=instrument)
    clean(ax)
    assert said(ax).count(".77") >= 6
    assert {".28", ".21", "−.15", ".11"} <= set(said(ax))
    sheet = arrange(fit.parameters, str, lambda text: 1.0)
    assert sheet.boxes["quality"].x < sheet.boxes["tangibles"].x < sheet.boxes["Q1"].x
    assert sheet.omitted == 0


def test_an_item_stands_beside_the_factor_it_loads_on_most(cfa_24, instrument):
    fit = second_order(cfa_24.parameters, instrument.mapping)
    sheet = arrange(fit.parameters, str, lambda text: 1.0)
    assert sheet.boxes["Q6"].y < sheet.boxes["Q7"].y < sheet.boxes["Q8"].y


def test_a_general_factor_stands_on_the_right(cfa_24, instrument, clean):
    table = cfa_24.parameters.copy()
    table.loc[(table["op"] == "~~") & (table["lhs"] != table["rhs"]), ["est", "std_all"]] = 0.0
    general = pd.DataFrame(
        [("general", "=~", code, 1.0, 0.61) for code in instrument.labels], columns=table.columns
    )
    fit = SimpleNamespace(parameters=pd.concat([table, general], ignore_index=True))
    clean(plot_path(fit, instrument=instrument))
    sheet = arrange(fit.parameters, str, lambda text: 1.0)
    assert sheet.boxes["general"].x > sheet.boxes["Q1"].x
    assert sheet.omitted == 0
    assert len(sheet.edges) == 48


def test_an_impossible_estimate_stands_out():
    rows = [*SMALL[:4], ("a", "~~", "a", -0.1, -0.11), ("b", "=~", "x", 1, 1)]
    rows[0] = ("f", "=~", "a", 1.0, 1.05)
    ax = plot_path(model(rows[:5]))
    bold = {
        t.get_text() for t in ax.texts if t.get_weight() == "bold" and t.get_text()[-1].isdigit()
    }
    assert bold == {"1.05", "−.11"}


def test_regressions_have_one_head_and_others_are_counted():
    rows = [*SMALL[:4], ("g", "~", "f", 0.4, 0.44), ("loyalty", "~", "g", 0.5, 0.5)]
    ax = plot_path(model(rows))
    assert ".44" in said(ax)
    assert len(ax.collections[1].get_paths()) == 5
    assert "1 paths not drawn" in ax.get_title(loc="left")


def test_means_and_defined_parameters_are_no_lines():
    rows = [*SMALL, ("a", "~1", "", 5.0, 4.0), ("x", ":=", "p*q", 0.1, 0.1)]
    assert sorted(said(plot_path(model(rows)))) == sorted(said(plot_path(model(SMALL))))


def test_groups_are_drawn_one_at_a_time():
    table = pd.concat(
        [
            model(SMALL).parameters.assign(group=g, std_all=v)
            for g, v in (("north", 0.1), ("south", 0.2))
        ]
    )
    fit = SimpleNamespace(parameters=table)
    ax = plot_path(fit)
    assert ".10" in said(ax)
    assert "group north" in ax.get_title(loc="left")
    assert ".20" in said(plot_path(fit, group="south"))
    with pytest.raises(DataError, match="north, south"):
        plot_path(fit, group="west")


def test_what_cannot_be_drawn_is_said():
    with pytest.raises(ModelError, match="no factor to draw"):
        plot_path(model([("a", "~~", "b", 0.1, 0.1)]))
    with pytest.raises(ValueError, match="std_all"):
        plot_path(model(SMALL), estimates="std_lv")
