"""Where the boxes of a path diagram stand, before anything is drawn.

Layers run from causes to effects. The first layer's items lie before it, the last one's after it,
those of layers between hang below their factors. With one layer, items lie after their factors
and a general factor beyond the items.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from svqkit.present.plots.path_lanes import lanes_by_distance, lanes_by_span
from svqkit.present.plots.path_model import Path
from svqkit.present.plots.path_roles import Families
from svqkit.present.plots.path_sheet import Box, Style
from svqkit.present.plots.path_stack import ARROW, BETWEEN, Plan

__all__ = ["Layout", "lay_out"]


@dataclass
class Layout:
    """Boxes of a layout, where its lines leave them, and how wide the lanes of its curves are.

    ``side`` says where a variable's indicators (or, for an item, its residual) lie: 1 after it,
    −1 before it, 0 below it. ``column`` tells variables that curves join within one column.
    ``stub`` maps a factor whose lines spread steeply to the straight end that bears the label;
    ``clear`` is what of it the curves between items take, before a general factor.
    """

    boxes: dict[str, Box] = field(default_factory=dict)
    side: dict[str, int] = field(default_factory=dict)
    column: dict[str, tuple[int, int]] = field(default_factory=dict)
    stub: dict[str, float] = field(default_factory=dict)
    lane: float = 0.46
    inside: bool = False
    clear: float = 0.0

    def order(self, column: tuple[int, int]) -> list[str]:
        """List a column's variables from top to bottom."""
        names = [name for name, own in self.column.items() if own == column]
        return sorted(names, key=lambda name: self.boxes[name].y)


def _columns(plan: Plan, heads: Sequence[str], side: int, layout: Layout, layer: int) -> None:
    """Place a layer of factors with their indicators in columns to one side, the heads at 0."""
    level = {
        member: plan.groups.generations(member) for h in heads for member in plan.groups.members(h)
    }
    last = max(level[head] for head in heads)
    level.update(dict.fromkeys(heads, last))
    level.update({name: 0 for name in plan.groups.rest if layer == 0})
    at = 0.0
    for own in range(last, -1, -1):
        names = [name for name in level if level[name] == own]
        width = max((plan.size[name][0] for name in names), default=0.0)
        for name in names:
            plan.size[name] = (width, plan.size[name][1])
            plan.x[name] = side * (at + width / 2 if own < last else at)
            layout.side[name], layout.column[name] = side, (layer, own)
        at += width if own < last else width / 2
        inner = [n for n in level if level[n] == own - 1 and n in plan.groups.of]
        least = _lanes(plan, inner) * layout.lane + (0.75 if _lanes(plan, inner) else 0.0)
        fans = {n: plan.fan(n, plan.groups.of.get(n, ()), least) for n in names}
        at += max((gap for gap, _ in fans.values()), default=0.0) if own else 0.0
        level_end = max((stub for _, stub in fans.values()), default=0.0)
        layout.stub.update(dict.fromkeys(fans, level_end))


def _lanes(plan: Plan, names: Sequence[str]) -> int:
    """Count the lanes that the curves within a column need."""
    known = set(names)
    pairs = [
        (p.start, p.end) for p in plan.paths if p.kind == "covariance" and {p.start, p.end} <= known
    ]
    order = sorted(names, key=lambda name: plan.y[name])
    return max(lanes_by_distance(order, pairs).values(), default=0)


def _outer_lanes(plan: Plan, names: Sequence[str]) -> int:
    known = set(names)
    pairs = [
        (p.start, p.end) for p in plan.paths if p.kind == "covariance" and {p.start, p.end} <= known
    ]
    return max(lanes_by_span(plan.y, pairs).values(), default=0)


def _layer(plan: Plan, layer: int, side: int, layout: Layout) -> list[str]:
    """Place one layer around x = 0, its heads' middle at y = 0; who belongs to it."""
    heads = plan.groups.heads[layer]
    members = [member for head in heads for member in plan.groups.members(head)]
    at = 0.0
    for k, head in enumerate(heads):
        at += BETWEEN if k else 0.0
        at = plan.stack(head, at) if side else plan.hang(head, at, 0.0)
    if layer == 0:
        members += plan.groups.rest
        for name in plan.groups.rest:
            at = plan.stack(name, at)
    middle = (plan.y[heads[0]] + plan.y[heads[-1]]) / 2
    for name in members:
        plan.y[name] -= middle
    if side:
        _columns(plan, heads, side, layout, layer)
    else:
        for name in members:
            level = plan.groups.generations(name)
            layout.side[name] = 0 if name in plan.groups.of or name in heads else 1
            layout.column[name] = (layer, level + 100 * (name in heads))
    return members


def _layers_in_a_row(plan: Plan, layout: Layout) -> None:
    """Place all layers from causes to effects."""
    count = len(plan.groups.heads)
    right = 0.0
    for layer, heads in enumerate(plan.groups.heads):
        side = 1 if layer == count - 1 else -1 if layer == 0 else 0
        members = _layer(plan, layer, side, layout)
        low = min(plan.x[name] - plan.size[name][0] / 2 for name in members)
        lanes = _lanes(plan, heads) * layout.lane
        if layer:
            gap = (0.7 + plan.label["regression"][0] + 0.1 * len(heads)) * plan.style.stretch
            low -= gap + (lanes if side >= 0 else 0.0)
        for name in members:
            plan.x[name] += right - low
        leaves = [name for name in members if layout.side[name] == 1 and name not in heads]
        high = [plan.x[name] + plan.size[name][0] / 2 for name in members]
        high += [
            plan.x[name] + plan.size[name][0] / 2 + ARROW + plan.label["item"][0]
            for name in leaves
            if side == 0
        ]
        right = max(high) + (lanes if side < 0 else 0.0)


def _beyond(plan: Plan, layout: Layout) -> None:
    """Place general factors on the far side of the items."""
    measures = {
        factor: [p.end for p in plan.paths if p.kind == "loading" and p.start == factor]
        for factor in plan.groups.general
    }
    for factor, items in measures.items():
        plan.y[factor] = float(np.mean([plan.y[item] for item in items]))
    order = sorted(measures, key=lambda name: plan.y[name])
    for above, below in pairwise(order):
        apart = plan.size[above][1] / 2 + plan.size[below][1] / 2 + BETWEEN
        plan.y[below] = max(plan.y[below], plan.y[above] + apart)
    edge = max(plan.x[n] + plan.size[n][0] / 2 for items in measures.values() for n in items)
    names = [name for items in measures.values() for name in items]
    layout.clear = _outer_lanes(plan, names) * layout.lane
    fans = {factor: plan.fan(factor, items, 0.9) for factor, items in measures.items()}
    gap = max(gap for gap, _ in fans.values()) + layout.clear
    level_end = plan.label["loading"][0] + 0.24 + layout.clear
    for factor in measures:
        plan.x[factor] = edge + gap + plan.size[factor][0] / 2
        layout.side[factor], layout.column[factor] = -1, (0, -1)
        layout.stub[factor] = level_end if layout.clear else fans[factor][1]


def lay_out(
    groups: Families,
    paths: Sequence[Path],
    words: Mapping[str, str],
    label: Mapping[str, tuple[float, float]],
    style: Style,
    *,
    inside: Mapping[str, float] | None = None,
    ticks: Mapping[str, tuple[float, ...]] | None = None,
) -> Layout:
    """Place every variable of a model.

    Parameters
    ----------
    groups : Families
    paths : sequence of Path
    words : mapping of str to str
        What each box says.
    label : mapping of str to pair of float
        Largest extent of the labels, along and across, of kinds "loading", "regression",
        "covariance", "item" (residuals of items) and "top" (of factors).
    style : Style
    inside : mapping of str to float, optional
        Extra length of items that bear their residual inside.
    ticks : mapping of str to tuple of float, optional
        Shares of an item's lower edge to mark.

    Returns
    -------
    Layout

    Examples
    --------
    >>> from svqkit.present.plots.path_model import paths_of, table_of
    >>> from svqkit.present.plots.path_roles import families
    >>> paths = paths_of(table_of("f =~ a + b")[0])
    >>> label = dict.fromkeys(("loading", "regression", "covariance", "item", "top"), (0.4, 0.2))
    >>> style = Style(size=lambda text: (0.1 * len(text), 0.19))
    >>> made = lay_out(families(paths), paths, dict(a="a", b="b", f="f"), label, style)
    >>> made.boxes["f"].x < made.boxes["a"].x, made.boxes["a"].y < made.boxes["b"].y
    (True, True)
    """
    factors = {path.start for path in paths if path.kind == "loading"}
    middle = {name for layer in groups.heads[1:-1] for name in layer}
    topped = {p.start for p in paths if p.kind in ("residual", "variance")} & (factors | middle)
    size = {}
    for name, text in words.items():
        along, across = style.extent(text)
        pads = (0.18, 0.06) if name not in factors else (0.32 + 0.1 * style.size(text)[0], 0.34)
        wide, high = (pads[1], pads[0]) if style.upright else pads
        least = (0.0, 0.8) if style.upright else (0.8, 0.0)
        along, across = along + wide + (inside or {}).get(name, 0.0), across + high
        round_ = name in factors
        size[name] = (max(along, least[0] * round_), max(across, least[1] * round_))
    plan = Plan(groups, paths, style, size, dict(label), topped, factors)
    layout = Layout(lane=max(0.3, label["covariance"][0] + 0.07) * style.curvature)
    layout.inside = bool(groups.general)
    _layers_in_a_row(plan, layout)
    if groups.general:
        _beyond(plan, layout)
    for name, text in words.items():
        along, across = plan.size[name]
        layout.boxes[name] = Box(
            name,
            plan.x[name],
            plan.y[name],
            along,
            across,
            text,
            name in factors,
            (ticks or {}).get(name, ()),
            (-layout.side[name] * (inside or {}).get(name, 0.0) / 2, 0.0),
        )
    return layout
