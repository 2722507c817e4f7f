"""What a path diagram shows: the model's own numbers and words, as the reader wants them."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.errors import DataError, ModelError
from svqkit.present.plots.labels import number
from svqkit.present.plots.path import path_positions, plot_path
from svqkit.present.plots.path_model import paths_of, table_of
from svqkit.present.plots.path_roles import families
from svqkit.present.plots.path_text import describe_path


def model(rows, **columns):
    names = ["lhs", "op", "rhs", "est", "std_all"]
    return SimpleNamespace(parameters=pd.DataFrame(rows, columns=names).assign(**columns))


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


def notes(ax):
    bottom = path_positions(ax).eval("y + height / 2").max()
    return " ".join(text.get_text() for text in ax.texts if text.get_position()[1] > bottom)


def line_styles(ax):
    return [pattern for _, pattern in ax.collections[0].get_linestyles()]


@pytest.fixture(scope="module")
def bank():
    return svq.load_dataset("bank")


@pytest.fixture(scope="module")
def fit(bank):
    return svq.cfa(bank, bank.instrument.mapping)


def test_words_are_the_instruments_and_numbers_the_fits(fit, bank):
    ax = plot_path(fit, instrument=bank.instrument)
    words = {text.replace("\n", " ") for text in said(ax)}
    assert {f"{code} {label}" for code, label in bank.instrument.labels.items()} <= words
    assert set(bank.instrument.dimension_titles.values()) <= words
    table = fit.parameters
    own = table[~((table["lhs"] == table["rhs"]) & table["lhs"].isin(fit.factors))]
    numbers = sorted(text for text in said(ax) if text.startswith("."))
    assert numbers == sorted(number(value) for value in own["std_all"])


def test_shapes_lines_and_heads_are_counted(fit):
    ax = plot_path(fit)
    shapes = [type(patch).__name__ for patch in ax.patches]
    assert (shapes.count("Ellipse"), shapes.count("Rectangle")) == (5, 22)
    lines, heads = ax.collections
    assert len(lines.get_segments()) == 22 + 22 + 10
    assert len(heads.get_paths()) == 22 + 22 + 2 * 10


@pytest.mark.parametrize(
    ("orientation", "axis", "sign"),
    [("right", "x", 1), ("left", "x", -1), ("down", "y", 1), ("up", "y", -1)],
)
def test_items_lie_where_the_orientation_says(orientation, axis, sign):
    where = path_positions(plot_path(model(SMALL), orientation=orientation))
    assert sign * (where.loc["a", axis] - where.loc["f", axis]) > 0.5
    other = "y" if axis == "x" else "x"
    assert list(where.loc[list("abcd"), other]) == sorted(where.loc[list("abcd"), other])


def test_estimates_may_be_of_any_kind_or_absent(fit):
    table = fit.parameters
    assert number(table["std_lv"][1], 3, bounded=False) in said(
        plot_path(fit, what="std_lv", digits=3)
    )
    assert "0.30" in said(plot_path(model(SMALL), what="est"))
    assert "0.90" in said(plot_path(model(SMALL), what="est"))
    assert sorted(said(plot_path(model(SMALL), what=None))) == sorted("abcdfg")
    assert ".450" in said(plot_path(model(SMALL), digits=3))


def test_intervals_and_stars_are_those_of_the_estimates_shown(fit):
    std = fit.standardized
    row = std[(std["lhs"] == "tangibles") & (std["rhs"] == "Q2")].iloc[0]
    low, high = number(row["ci_lower"]), number(row["ci_upper"])
    text = f"{number(row['est_std'])}***\n[{low}, {high}]"
    assert text in said(plot_path(fit, stars=True, intervals=True))
    raw = fit.parameters.iloc[1]
    text = f"{raw['est']:.2f}\n[{raw['ci_lower']:.2f}, {raw['ci_upper']:.2f}]"
    assert text in said(plot_path(fit, what="est", intervals=True))
    with pytest.raises(ValueError, match="std_all"):
        plot_path(fit, what="std_lv", stars=True)


def test_fixed_paths_are_dashed_and_uncertain_ones_pale():
    rows = model(SMALL, se=[0.0] + [0.1] * 6, pvalue=[np.nan, 0.2] + [0.001] * 5)
    ax = plot_path(rows)
    dashed = [style is not None for style in line_styles(ax)]
    assert dashed == [True] + [False] * 5
    colours = {tuple(colour) for colour in ax.collections[0].get_colors()}
    assert len(colours) == 3
    assert "Dashed: fixed" in notes(ax)
    assert "p > .05" in notes(ax)
    assert "Pale" not in notes(plot_path(rows, alpha=1.0))


def test_an_impossible_estimate_stands_out():
    rows = [*SMALL[:4], ("a", "~~", "a", -0.1, -0.11)]
    rows[0] = ("f", "=~", "a", 1.0, 1.05)
    ax = plot_path(model(rows))
    bold = {
        t.get_text() for t in ax.texts if t.get_weight() == "bold" and t.get_text()[-1].isdigit()
    }
    assert bold == {"1.05", "−.11"}
    assert "beyond what is possible" in notes(ax)


def test_small_paths_may_be_left_out_and_are_counted():
    ax = plot_path(model(SMALL), cut=0.55)
    assert {".50", ".45"}.isdisjoint(said(ax))
    assert ".60" in said(ax)
    assert notes(ax) == "Not drawn: 2 paths below .55 in size."


def test_labels_of_equal_parameters_stand_beside_the_estimate():
    rows = model(SMALL, label=["", "p", "", "p", "", "", ""])
    assert {".60 (p)", ".50 (p)"} <= set(said(plot_path(rows)))


def test_a_model_is_drawn_before_it_is_fitted():
    ax = plot_path("f =~ Q1 + a*Q2 + 0.5*Q3; g =~ Q4 + a*Q5; Q1 ~~ Q4")
    assert sorted(said(ax)[:-1]) == sorted(
        ["Q1", "Q2", "Q3", "Q4", "Q5", "f", "g", "1", "1", "a", "a", "0.5"]
    )
    mapping = plot_path({"f": ["Q1", "Q2", "Q3"]}, labels={"Q1": "Modern equipment"})
    assert {"Q2", "Modern equipment"} <= set(said(mapping))


def test_boxes_move_and_lines_follow():
    first = path_positions(plot_path(model(SMALL)))
    moved = plot_path(model(SMALL), positions={"f": (first.x["f"], first.y["f"] + 0.5)})
    then = path_positions(moved)
    assert then.y["f"] - then.y["a"] == pytest.approx(first.y["f"] - first.y["a"] + 0.5)
    start = moved.collections[0].get_segments()[0][0]
    np.testing.assert_allclose(start, [then.x["f"] + then.width["f"] / 2, then.y["f"]])
    same = path_positions(plot_path(model(SMALL), positions={"f": (first.x["f"], first.y["f"])}))
    pd.testing.assert_frame_equal(first, same)


def test_curves_bend_as_far_as_asked():
    def left(curvature):
        ax = plot_path(model(SMALL), curvature=curvature)
        return path_positions(ax).x["f"]

    assert left(0.5) < left(1.0) < left(2.0)


def test_colours_and_size_are_the_readers():
    ax = plot_path(model(SMALL), colours={"factor": "#ffeeaa"}, font_size=15)
    fills = {patch.get_gid(): patch.get_facecolor() for patch in ax.patches}
    assert fills["f"] == pytest.approx((1, 0xEE / 255, 0xAA / 255, 1))
    assert fills["a"] == (1, 1, 1, 1)
    assert {text.get_size() for text in ax.texts} == {15}


def test_everything_shrinks_to_given_axes(fit):
    from matplotlib.figure import Figure

    ax = Figure(figsize=(4, 4)).add_subplot()
    plot_path(fit, ax=ax)
    size = ax.texts[0].get_size()
    assert size < 7
    wide, high = np.ptp(ax.get_xlim()), np.ptp(ax.get_ylim())
    box = ax.get_window_extent()
    assert box.width / wide == pytest.approx(box.height / high)


def grouped(**columns):
    parts = [
        model(SMALL).parameters.assign(group=name, std_all=value)
        for name, value in (("north", 0.1), ("south", 0.2))
    ]
    return SimpleNamespace(parameters=pd.concat(parts, ignore_index=True).assign(**columns))


def test_groups_stand_side_by_side_or_alone():
    ax = plot_path(grouped())
    assert {"Group north", "Group south", ".10", ".20"} <= set(said(ax))
    gids = [patch.get_gid() for patch in ax.patches]
    assert {"north-f", "south-f"} <= set(gids)
    assert len(set(gids)) == 12
    alone = plot_path(grouped(), group="south")
    assert ".10" not in said(alone)
    assert alone.get_title(loc="left").endswith("group south")
    with pytest.raises(DataError, match="north, south"):
        plot_path(grouped(), group="west")


def test_equality_over_groups_is_marked():
    ax = plot_path(grouped(label=[".p1.", "", "", "", "", "", ""] * 2))
    assert said(ax).count(".10 (=)") == said(ax).count(".20 (=)") == 1
    assert "held equal over groups" in notes(ax)


def test_thresholds_are_ticks_at_the_shares_of_answers():
    rows = [*SMALL, ("a", "|", "t1", -0.6745, -0.6745), ("a", "|", "t2", 0.6745, 0.6745)]
    ax = plot_path(model(rows))
    ticks = ax.collections[-1].get_segments()
    box = path_positions(ax).loc["a"]
    shares = [(tick[0, 0] - box.x + box.width / 2) / box.width for tick in ticks]
    assert shares == pytest.approx([0.25, 0.75], abs=1e-4)
    assert "thresholds" in notes(ax)
    assert {"t1", "t2"}.isdisjoint(path_positions(ax).index)


def test_residuals_that_only_set_a_scale_are_not_called_fixed(bank):
    ax = plot_path(svq.cfa(bank, {"f": ["Q1", "Q2", "Q3", "Q4"]}, ordered=True, std_lv=True))
    assert not any(line_styles(ax))
    assert "Dashed" not in notes(ax)


def test_curves_between_outcomes_keep_clear_of_what_explains_them():
    rows = table_of("f =~ a + b + c; y ~ f; z ~ f; y ~~ z")[0]
    ax = plot_path(SimpleNamespace(parameters=rows.assign(est=0.5, std_all=0.5, se=0.1)))
    where = path_positions(ax)
    left = where.loc["y", "x"] - where.loc["y", "width"] / 2 - 1e-6
    of_outcomes = [
        line for line in ax.collections[0].get_segments() if (line[[0, -1], 0] > left).all()
    ]
    curve = max(of_outcomes, key=len)
    assert len(curve) > 25
    assert curve[:, 0].min() > where.loc["y", "x"] + where.loc["y", "width"] / 2


def test_means_scales_and_defined_parameters_are_no_lines():
    rows = [
        *SMALL,
        ("a", "~1", "", 5.0, 4.0),
        ("x", ":=", "p*q", 0.1, 0.1),
        ("a", "~*~", "a", 1, 1),
    ]
    assert sorted(said(plot_path(model(rows)))) == sorted(said(plot_path(model(SMALL))))


def who(text):
    return families(paths_of(table_of(text)[0]))


def test_families_follow_the_theory():
    second = who("f =~ a + b; g =~ c + d; q =~ f + g")
    assert second.heads == (("q",),)
    assert second.of["q"] == ("f", "g")
    assert who("f =~ a+b+c; g =~ d+e+h; m =~ a+d").general == ("m",)
    assert who("f =~ a+b+c; g =~ a+b+c").general == ()
    assert who("f =~ a+b+c+d+e+h; s =~ a+b+c").general == ("f",)
    assert who("f =~ a+b+c+d+e+h; s =~ a+b+c").rest == ("d", "e", "h")
    assert who("f=~a+b; g=~c+d; h=~e+k; g ~ f; h ~ g + f").heads == (("f",), ("g",), ("h",))
    assert who("f=~a+b; g=~c+d; f ~ g; g ~ f").heads
    assert who("f =~ a + b; y ~ x + f").heads == (("f", "x"), ("y",))


def test_an_item_stands_beside_the_factor_it_loads_on_most():
    rows = [*SMALL[:4], ("f", "=~", "c", 0.2, 0.15)]
    found = families(paths_of(table_of(model(rows))[0]))
    assert found.of == {"f": ("a", "b"), "g": ("c", "d")}


@pytest.mark.parametrize(
    ("options", "error", "word"),
    [
        ({"what": "raw"}, ValueError, "std_lv"),
        ({"orientation": "north"}, ValueError, "down"),
        ({"colours": {"arrow": "red"}}, ValueError, "loading"),
        ({"positions": {"Q99": (0, 0)}}, ModelError, "Q99"),
        ({"labels": {"Q99": "x"}}, ModelError, "Q99"),
        ({"intervals": True}, ValueError, "std_all"),
    ],
)
def test_what_cannot_be_asked_is_said(options, error, word):
    with pytest.raises(error, match=word):
        plot_path(model(SMALL), **options)


def test_what_cannot_be_drawn_is_said():
    with pytest.raises(ModelError, match="nothing to draw"):
        plot_path(model([("a", "~1", "", 0.1, 0.1)]))
    with pytest.raises(TypeError, match="not int"):
        plot_path(3)
    with pytest.raises(ModelError, match="line 1"):
        plot_path("f =~")
    from matplotlib.figure import Figure

    with pytest.raises(DataError, match="plot_path"):
        path_positions(Figure().add_subplot())


def test_the_diagram_in_words(fit, bank):
    text = describe_path(fit, instrument=bank.instrument)
    assert text.startswith("Path diagram: standardised estimates. Tangibles is measured by: Q1 ")
    loading = fit.parameters["std_all"][1]
    assert f"Q2 Pleasant premises {number(loading)}" in text
    assert "Correlations: " in text
    both = describe_path(grouped())
    assert both.count("Group ") == 2
    assert "(impossible)" in describe_path(model([("f", "=~", "a", 1, 1.2), *SMALL[1:]]))
    with pytest.raises(ValueError, match="std_all"):
        describe_path(fit, what="x")
