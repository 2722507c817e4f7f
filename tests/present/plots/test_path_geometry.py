"""Nothing in a path diagram covers anything else, whatever the model."""

from __future__ import annotations

import logging
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from matplotlib.patches import Ellipse

from svqkit.present.plots.path import path_positions, plot_path
from svqkit.psychometrics.sem.syntax.syntax import read_model
from svqkit.psychometrics.sem.syntax.table import build_table

FIVE = {
    "tangibles": [f"Q{k}" for k in range(1, 5)],
    "reliability": [f"Q{k}" for k in range(5, 10)],
    "responsiveness": [f"Q{k}" for k in range(10, 14)],
    "assurance": [f"Q{k}" for k in range(14, 18)],
    "empathy": [f"Q{k}" for k in range(18, 23)],
}


def measured(mapping):
    return "\n".join(f"{factor} =~ {' + '.join(items)}" for factor, items in mapping.items())


def wide(factors, items):
    return {f"F{k}": [f"x{k}_{i}" for i in range(1, items + 1)] for k in range(1, factors + 1)}


FIVE_TEXT = measured(FIVE)
ITEMS = [item for items in FIVE.values() for item in items]
ORTHOGONAL = "\n".join(
    f"{a} ~~ 0*{b}" for i, a in enumerate([*FIVE, "general"]) for b in [*FIVE, "general"][i + 1 :]
)
MODELS = {
    "five factors, 22 items": FIVE_TEXT,
    "one factor, 3 items": measured(wide(1, 3)),
    "one factor, 44 items": measured(wide(1, 44)),
    "four factors, 44 items": measured(wide(4, 11)),
    "nine factors": measured(wide(9, 4)),
    "residual correlations": f"{FIVE_TEXT}\nQ1~~Q2\nQ1~~Q3\nQ5~~Q9\nQ6~~Q20\nQ8~~Q22\nQ10~~Q11",
    "cross-loadings": f"{FIVE_TEXT}\ntangibles =~ Q7 + Q18\nempathy =~ Q10 + Q14",
    "second order": f"{FIVE_TEXT}\nquality =~ {' + '.join(FIVE)}\nQ1~~Q2",
    "two of second order": measured(wide(4, 4)) + "\nG =~ F1 + F2; H =~ F3 + F4",
    "bifactor": f"{FIVE_TEXT}\ngeneral =~ {' + '.join(ITEMS)}\n{ORTHOGONAL}\nQ1~~Q2",
    "bifactor, one without": measured({k: v for k, v in FIVE.items() if k != "empathy"})
    + f"\ngeneral =~ {' + '.join(ITEMS)}",
    "traits and methods": "t1=~a1+b1+c1;t2=~a2+b2+c2;t3=~a3+b3+c3;"
    "m1=~a1+a2+a3;m2=~b1+b2+b3;m3=~c1+c2+c3",
    "criteria": f"{FIVE_TEXT}\nsatisfaction ~ {' + '.join(FIVE)}\nloyalty ~ satisfaction + empathy",
    "three outcomes": f"{FIVE_TEXT}\nquality =~ {' + '.join(FIVE)}\n"
    "u ~ quality; v ~ quality; w ~ quality; u ~~ v + w; v ~~ w",
    "mediation": "a =~ x1+x2+x3; b =~ y1+y2+y3+y4; c =~ z1+z2; b ~ a; c ~ a + b; z1 ~~ y1",
    "two mediators": "a =~ x1+x2+x3; b =~ y1+y2+y3; c =~ z1+z2+z3; d =~ w1+w2+w3;"
    "b ~ a; c ~ a; d ~ a + b + c; b ~~ c",
    "second order predicts": f"{FIVE_TEXT}\nquality =~ {' + '.join(FIVE)}\n"
    "loyal =~ L1 + L2 + L3; loyal ~ quality",
    "causes of a factor": "f =~ y1 + y2 + y3; f ~ age + visits",
    "one item a factor": "f =~ Q1+Q2+Q3; s =~ sat; l =~ loy1+loy2; s ~ f; l ~ s + f",
    "both ways": "f =~ a+b+c; g =~ d+e+h; f ~ z; g ~ w; f ~ g; g ~ f",
    "no factor": "y ~ x1 + x2; w ~ y",
}


def fitted(text, seed=0):
    """Give a model made-up estimates; those fixed keep theirs."""
    rng = np.random.default_rng(seed)
    table = build_table(read_model(text)).frame()
    size = rng.uniform(0.3, 0.9, len(table))
    table["std_all"] = np.where(table["value"] == 0, 0.0, size)
    table["est"] = table["value"].fillna(pd.Series(size))
    table["se"] = np.where(table["free"] == 0, 0.0, 0.05)
    table["pvalue"] = np.where(table["free"] == 0, np.nan, rng.uniform(0, 0.1, len(table)))
    table["ci_lower"], table["ci_upper"] = table["est"] - 0.1, table["est"] + 0.1
    table.loc[table["free"] == 0, ["ci_lower", "ci_upper"]] = np.nan
    names = ["lhs", "op", "rhs", "label", "est", "se", "pvalue", "ci_lower", "ci_upper", "std_all"]
    shown = table[names]
    return SimpleNamespace(
        parameters=shown, standardized=shown.rename(columns={"std_all": "est_std"})
    )


LONG = "我们的员工总是非常乐意帮助每一位来到这里的顾客并且及时提供服务"
CASES = [
    *[(name, {}) for name in MODELS],
    *[(name, {"orientation": "down"}) for name in list(MODELS)[::2]],
    ("five factors, 22 items", {"orientation": "left"}),
    ("second order", {"orientation": "up"}),
    ("five factors, 22 items", {"what": "est", "digits": 3}),
    ("five factors, 22 items", {"stars": True, "intervals": True}),
    ("bifactor", {"stars": True, "intervals": True}),
    ("mediation", {"what": "est", "stars": True, "intervals": True}),
    ("five factors, 22 items", {"curvature": 0.6}),
    ("criteria", {"curvature": 1.6, "font_size": 16}),
    ("five factors, 22 items", {"labels": {code: LONG for v in FIVE.values() for code in v}}),
    ("second order", {"labels": dict.fromkeys(FIVE, LONG), "orientation": "down"}),
    ("bifactor", {"residuals": False}),
]


def rectangles(ax):
    """Give the boxes of variables by name in pixels: left, bottom, right, top, round."""
    found = {}
    for patch in ax.patches:
        box = patch.get_window_extent()
        found[patch.get_gid()] = (box.x0, box.y0, box.x1, box.y1, isinstance(patch, Ellipse))
    return found


def overlap(a, b):
    return min(min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1]))


def tight(text):
    """Give the letters' own rectangle, without the white frame around a label."""
    text.set_bbox(None)
    box = text.get_window_extent()
    return box.x0, box.y0, box.x1, box.y1


@pytest.mark.parametrize(
    ("name", "options"), CASES, ids=[f"{n} {' '.join(map(str, o))}".strip() for n, o in CASES]
)
def test_nothing_covers_anything(name, options, caplog):
    with caplog.at_level(logging.WARNING, logger="matplotlib"):
        ax = plot_path(fitted(MODELS[name]), **options)
        ax.figure.canvas.draw()
    boxes = rectangles(ax)
    texts = [text for text in ax.texts if text.get_text()]
    places = [tight(text) for text in texts]
    unit = ax.figure.dpi / 72
    labels = [k for k, text in enumerate(texts) if not (text.get_gid() or "").endswith("-words")]
    for k in labels:
        for other in range(len(texts)):
            if other != k:
                assert overlap(places[k], places[other]) < 0.5 * unit, (
                    texts[k].get_text(),
                    texts[other].get_text(),
                )
    inside = name.startswith("bifactor") or name == "traits and methods"
    for k in labels:
        for owner, box in boxes.items():
            deep = overlap(places[k], box) > 1.5 * unit
            assert not deep or (inside and not box[4]), (texts[k].get_text(), owner)
    names = list(boxes)
    for i, a in enumerate(names):
        for b in names[i + 1 :]:
            assert overlap(boxes[a], boxes[b]) < 0, (a, b)
    for text, place in zip(texts, places, strict=True):
        owner = (text.get_gid() or "").removesuffix("-words")
        if owner in boxes:
            assert overlap(place, boxes[owner]) > 0
            x0, y0, x1, y1, _ = boxes[owner]
            assert x0 <= place[0] <= place[2] <= x1
            assert y0 - 1 <= place[1] <= place[3] <= y1 + 1
    width, height = ax.figure.bbox.width, ax.figure.bbox.height
    for text, place in zip(texts, places, strict=True):
        assert 0 <= place[0] <= place[2] <= width, text.get_text()
        assert 0 <= place[1] <= place[3] <= height, text.get_text()
    assert caplog.records == []


def nearest(points, segments):
    """Find how far a point is from the nearest of the lines."""
    best = np.inf
    for line in segments:
        a, b = line[:-1], line[1:]
        along = b - a
        t = np.clip(((points - a) * along).sum(1) / np.maximum((along**2).sum(1), 1e-12), 0, 1)
        best = min(best, float(np.hypot(*(a + t[:, None] * along - points).T).min()))
    return best


@pytest.mark.parametrize(
    "name", ["residual correlations", "cross-loadings", "bifactor", "criteria", "two mediators"]
)
def test_labels_sit_on_their_lines(name):
    ax = plot_path(fitted(MODELS[name]))
    lines = ax.collections[0].get_segments()
    own = [t for t in ax.texts if t.get_bbox_patch() is not None]
    assert own
    assert all(text.get_bbox_patch().get_facecolor() == (1, 1, 1, 1) for text in own)
    inside = name.startswith("bifactor") or name == "traits and methods"
    for text in own:
        away = nearest(np.array(text.get_position()), lines)
        # on the line, or (residuals) before its tip; in a bifactor model inside the box
        assert away < 0.3 or inside, text.get_text()
    on = sum(nearest(np.array(text.get_position()), lines) < 1e-6 for text in own)
    table = fitted(MODELS[name]).parameters
    drawn = table[table["op"].isin(["=~", "~"]) | (table["op"].eq("~~") & (table.lhs != table.rhs))]
    assert on >= (drawn["std_all"] != 0).sum()


def test_lines_run_through_no_box():
    for name in ("mediation", "criteria", "two mediators", "second order"):
        ax = plot_path(fitted(MODELS[name]))
        where = path_positions(ax)
        for line in ax.collections[0].get_segments():
            middle = line[1:-1] if len(line) > 2 else np.linspace(*line, 50)[2:-2]
            for box in where.itertuples():
                deep_x = np.abs(middle[:, 0] - box.x) < box.width / 2 - 0.02
                deep_y = np.abs(middle[:, 1] - box.y) < box.height / 2 - 0.02
                ends = np.abs(line[[0, -1]] - [box.x, box.y])
                touches = (ends < [box.width / 2 + 0.02, box.height / 2 + 0.02]).all(axis=1).any()
                assert touches or not (deep_x & deep_y).any(), (name, box.Index)
