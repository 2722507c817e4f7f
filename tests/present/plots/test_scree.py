from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from svqkit.present.plots.scree import plot_scree


@pytest.fixture
def scree():
    table = pd.DataFrame(
        np.arange(24, dtype=float).reshape(4, 6),
        index=[1, 2, 3, 4],
        columns=[
            "components",
            "components_random_mean",
            "components_random_95",
            "factors",
            "factors_random_mean",
            "factors_random_95",
        ],
    )
    suggestions = pd.Series({"parallel (factors)": 3, "MAP": 2, "Kaiser": 3, "MAP4": np.nan})
    return SimpleNamespace(eigenvalues=table, suggestions=suggestions)


def test_scree_draws_every_series(scree):
    ax = plot_scree(scree)
    drawn = {tuple(line.get_ydata()) for line in ax.lines if len(line.get_ydata()) == 4}
    assert drawn == {tuple(scree.eigenvalues[name]) for name in scree.eigenvalues}


def test_scree_marks_and_names_the_suggestions(scree):
    ax = plot_scree(scree)
    upright = {x[0] for line in ax.lines if len(set(x := list(line.get_xdata()))) == 1}
    assert upright == {2, 3}
    assert ax.texts[0].get_text() == (
        "Suggested number of factors\n2: MAP\n3: parallel (factors), Kaiser"
    )


def test_the_bend_and_the_reference_are_marked(scree):
    full = scree.eigenvalues.assign(
        components=[5.0, 1.2, 0.9, 0.5],
        empirical_kaiser=[1.4, 1.0, 1.0, 1.0],
        acceleration=[np.nan, 3.5, -0.1, np.nan],
    )
    ax = plot_scree(SimpleNamespace(eigenvalues=full, suggestions=scree.suggestions))
    drawn = {line.get_label(): line for line in ax.lines}
    assert drawn["sharpest bend (acceleration)"].get_xdata()[0] == 2
    assert list(drawn["empirical Kaiser reference"].get_ydata()) == [1.4, 1.0, 1.0, 1.0]


def test_another_percentile_is_named(scree):
    names = {f"{kind}_random_95": f"{kind}_random_99" for kind in ("components", "factors")}
    other = SimpleNamespace(
        eigenvalues=scree.eigenvalues.rename(columns=names), suggestions=scree.suggestions
    )
    labels = [line.get_label() for line in plot_scree(other).lines]
    assert labels.count("random, 99th percentile") == 2


def test_the_box_of_suggestions_stands_clear_of_the_curves(scree):
    rng = np.random.default_rng(1)
    p = 20
    falling = np.sort(rng.uniform(0.2, 1.2, p))[::-1]
    table = pd.DataFrame(dict.fromkeys(scree.eigenvalues, falling), index=range(1, p + 1))
    rules = pd.Series({f"a rule with a rather long name {i}": 1 + i % 5 for i in range(12)})
    ax = plot_scree(SimpleNamespace(eigenvalues=table, suggestions=rules))
    figure = ax.get_figure()
    figure.canvas.draw()
    box = ax.texts[0].get_window_extent()
    for line in ax.lines:
        if len(line.get_xdata()) == p:
            points = ax.transData.transform(np.column_stack([line.get_xdata(), line.get_ydata()]))
            behind = points[points[:, 0] >= box.x0]
            assert (behind[:, 1] < box.y0).all()
