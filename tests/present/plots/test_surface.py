from __future__ import annotations

import warnings
from io import BytesIO

import numpy as np
import pytest
from matplotlib.figure import Figure

import svqkit as svq
from svqkit.gaps.difference_scores.surface_of_scores import fit_surface

KINDS = ("contour", "3d")


def hill(curvature=-0.4, seed=1, n=300):
    rng = np.random.default_rng(seed)
    e = np.clip(np.round(4 * rng.normal(4.5, 1.1, n)) / 4, 1, 7)
    p = np.clip(np.round(4 * (1.8 + 0.5 * e + rng.normal(0, 1, n))) / 4, 1, 7)
    x, y = p - 4, e - 4
    z = 5 + 0.2 * x + curvature * (x - y) ** 2 + curvature / 2 * x**2 + rng.normal(0, 0.7, n)
    return fit_surface(p, e, z, scale=(1, 7))


@pytest.fixture(scope="module")
def curved():
    return hill()


@pytest.fixture(scope="module")
def plane():
    return hill(curvature=0.0)


@pytest.fixture(scope="module")
def chinese_servqual():
    return svq.load_instrument("servqual", language="zh-Hans")


def legend_of(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_contours_cover_the_scale_and_both_lines_cross_at_the_centre(curved):
    ax = svq.plot_surface(curved)
    assert (*ax.get_xlim(), *ax.get_ylim()) == (1, 7, 1, 7)
    lines = {line.get_label(): np.array(line.get_data()) for line in ax.lines}
    np.testing.assert_allclose(lines["congruence (P = E)"], [[1, 7], [1, 7]])
    np.testing.assert_allclose(lines["incongruence"].sum(axis=0), 8)


def test_the_surface_is_filled_within_the_data_only(curved):
    ax = svq.plot_surface(curved)
    corners = curved.hull.to_numpy()
    clips = [c.get_clip_path() for c in ax.collections if c.get_clip_path() is not None]
    shown = [clip.get_fully_transformed_path().vertices for clip in clips]
    (found,) = [path for path in shown if len(path) == len(corners) + 1]
    np.testing.assert_allclose(found[:-1], ax.transData.transform(corners))


def test_points_are_counts_of_respondents(curved):
    ax = svq.plot_surface(curved)
    (dots,) = [c for c in ax.collections if c.get_label() == "respondents (area: how many)"]
    np.testing.assert_allclose(dots.get_sizes() / 16, curved.points["n"])
    assert "respondents (area: how many)" not in legend_of(svq.plot_surface(curved, points=False))


def test_axis_and_point_appear_only_where_the_surface_is_curved(curved, plane):
    assert curved.stationary["in_data"]
    drawn = legend_of(svq.plot_surface(curved))
    assert {"first principal axis", "stationary point"} <= set(drawn)
    assert plane.comparison.loc["quadratic against linear", "p"] > 0.05
    assert not {"first principal axis", "stationary point"} & set(
        legend_of(svq.plot_surface(plane))
    )


def test_the_axis_passes_through_the_stationary_point(curved):
    ax = svq.plot_surface(curved)
    lines = {line.get_label(): np.array(line.get_data()) for line in ax.lines}
    (x0, x1), (y0, y1) = lines["first principal axis"]
    (x,), (y,) = lines["stationary point"]
    np.testing.assert_allclose(y, y0 + (y1 - y0) * (x - x0) / (x1 - x0))


def test_the_surface_in_space_stays_within_the_data(curved, monkeypatch):
    from mpl_toolkits.mplot3d import Axes3D

    from svqkit.gaps.difference_scores.surface_region import inside

    drawn = []
    original = Axes3D.plot_trisurf

    def noted(self, mesh, heights, **style):
        drawn.append((mesh.x, mesh.y, heights))
        return original(self, mesh, heights, **style)

    monkeypatch.setattr(Axes3D, "plot_trisurf", noted)
    svq.plot_surface(curved, kind="3d")
    ((x, y, z),) = drawn
    assert inside(curved.hull.to_numpy(), x, y).all()
    np.testing.assert_allclose(z, curved.predict(x, y))


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_can_be_read(curved, plane, kind, texts_of, overlaps):
    for result in (curved, plane):
        ax = svq.plot_surface(result, kind=kind)
        entries = texts_of(ax.figure)
        assert [text.get_text() for text, _ in entries if text.get_size() < 11] == []
        assert overlaps(entries) == []
        width, height = ax.figure.bbox.width, ax.figure.bbox.height
        assert [
            text.get_text()
            for text, box in entries
            if box.x0 < -1 or box.y0 < -1 or box.x1 > width + 1 or box.y1 > height + 1
        ] == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_words_are_the_instruments(chinese_servqual, kind):
    bank = svq.load_dataset("bank")
    found = svq.response_surface(bank, "satisfaction", dimension="empathy")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = svq.plot_surface(found, kind=kind, instrument=chinese_servqual)
        ax.figure.savefig(BytesIO(), format="svg")
    labels = {o.column: o.label for o in chinese_servqual.outcomes}
    assert labels["satisfaction"] in ax.get_title(loc="left") + ax.get_title()
    assert chinese_servqual.dimension_titles["empathy"] in ax.get_title(loc="left") + ax.get_title()
    if kind == "3d":
        assert ax.get_zlabel() == labels["satisfaction"]


def test_given_axes_are_used(curved):
    figure = Figure()
    flat, deep = figure.add_subplot(121), figure.add_subplot(122, projection="3d")
    assert svq.plot_surface(curved, ax=flat) is flat
    assert svq.plot_surface(curved, ax=deep, kind="3d") is deep
    assert figure.axes == [flat, deep]
    with pytest.raises(ValueError, match="three-dimensional"):
        svq.plot_surface(curved, ax=flat, kind="3d")
    with pytest.raises(ValueError, match="contour, 3d"):
        svq.plot_surface(curved, kind="mesh")


def test_a_surface_of_unknown_scale_spans_its_data():
    rng = np.random.default_rng(2)
    p, e = rng.normal(size=(2, 80))
    ax = svq.plot_surface(fit_surface(p, e, p - e + rng.normal(size=80), center="mean"))
    low, high = ax.get_xlim()
    assert low == pytest.approx(min(p.min(), e.min()), abs=0.3)
    assert high == pytest.approx(max(p.max(), e.max()), abs=0.3)
