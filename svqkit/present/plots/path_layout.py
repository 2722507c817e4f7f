"""Where everything in a path diagram stands, in inches, before anything is drawn.

Factors stand in one column, their items in a column to the right, covariances curve on the left,
factors of factors stand left of those, and residuals lie to the right of the items. A general
factor, which every item measures beside its own, stands right of the items.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import ModelError
from svqkit.present.plots.path_edges import connect
from svqkit.present.plots.path_sheet import LANE, LINE, Box, Sheet

__all__ = ["arrange"]

_GROUP_GAP = 0.2


def arrange(
    parameters: pd.DataFrame,
    words: Callable[[str], str],
    width_of: Callable[[str], float],
) -> Sheet:
    """Arrange a measurement model: first- and second-order factors, items, covariances, residuals.

    Parameters
    ----------
    parameters : DataFrame
        Columns lhs, op, rhs and, where known, est and std_all; one group; a range index, which
        edges and labels refer to.
    words : callable
        Label of a variable, perhaps of several lines.
    width_of : callable
        Width of a label in inches.

    Returns
    -------
    Sheet

    Raises
    ------
    ModelError
        If the model measures nothing (no ``=~``).

    Examples
    --------
    >>> rows = [("f", "=~", "Q1"), ("f", "=~", "Q2")]
    >>> sheet = arrange(pd.DataFrame(rows, columns=["lhs", "op", "rhs"]), str, len)
    >>> list(sheet.boxes), len(sheet.edges)
    (['Q1', 'Q2', 'f'], 2)
    """
    roles = _roles(parameters)
    texts = {name: words(name) for name in (*roles.home, *roles.of)}
    widths = {name: width_of(text) for name, text in texts.items()}
    columns = _columns(parameters, roles, widths)
    sheet = Sheet(width=columns["width"])
    middle = _put_items(sheet, roles, texts, columns)
    for factor in roles.first:
        _put_factor(sheet, factor, columns["factor"], middle[factor], texts, columns)
    for column, members in (("higher", roles.higher), ("general", roles.general)):
        for factor in members:
            own = [sheet.boxes[v].y for v in roles.of[factor] if v in sheet.boxes]
            centre = float(np.mean(own)) if own else sheet.height / 2
            _put_factor(sheet, factor, columns[column], centre, texts, columns)
    connect(
        sheet,
        parameters,
        items=set(roles.home),
        columns=(roles.first, roles.higher),
        general=set(roles.general),
    )
    return sheet


@dataclass(frozen=True)
class _Roles:
    """Who is who: ``of`` maps a factor to what it is measured by, ``home`` an item to its factor."""

    of: dict[str, list[str]]
    home: dict[str, str]
    first: list[str]
    higher: list[str]
    general: list[str]


def _roles(parameters: pd.DataFrame) -> _Roles:
    measured = parameters[parameters["op"] == "=~"]
    if measured.empty:
        raise ModelError("the model has no '=~' line: there is no factor to draw")
    of: dict[str, list[str]] = {}
    for factor, variable in zip(measured["lhs"], measured["rhs"], strict=True):
        of.setdefault(factor, []).append(variable)
    higher = [factor for factor in of if set(of[factor]) & set(of)]
    lower = [factor for factor in of if factor not in higher]
    items = {variable for factor in lower for variable in of[factor]}
    general = [factor for factor in lower if set(of[factor]) == items]
    if len(lower) == 1 or len(general) != 1:
        general = []
    first = [factor for factor in lower if factor not in general]
    return _Roles(of, _homes(measured, first), first, higher, general)


def _homes(measured: pd.DataFrame, first: list[str]) -> dict[str, str]:
    """Give each item the factor it stands beside: the one it loads on most."""
    homes: dict[str, str] = {}
    best: dict[str, float] = {}
    rows: list[Any] = list(measured[measured["lhs"].isin(first)].itertuples())
    for row in rows:
        size = abs(float(getattr(row, "std_all", 0.0)))
        if row.rhs not in homes or size > best[row.rhs]:
            homes[row.rhs], best[row.rhs] = row.lhs, size
    return homes


def _put_items(
    sheet: Sheet, roles: _Roles, texts: dict[str, str], columns: dict[str, float]
) -> dict[str, float]:
    """Stack the items by factor; return the height of each factor's middle."""
    lines = max(texts[item].count("\n") + 1 for item in roles.home)
    pitch = 0.11 + LINE * lines
    middle: dict[str, float] = {}
    y = 0.08
    for factor in roles.first:
        own = [item for item in roles.of[factor] if roles.home[item] == factor]
        block = max(pitch * len(own), _factor_height(texts[factor]) + 0.16)
        middle[factor] = y + block / 2
        top = middle[factor] - pitch * len(own) / 2
        for k, item in enumerate(own):
            sheet.boxes[item] = Box(
                columns["item"],
                top + pitch * (k + 0.5),
                columns["item_width"],
                pitch - 0.05,
                texts[item],
                False,
            )
        y += block + _GROUP_GAP
    sheet.height = y - _GROUP_GAP + 0.15
    return middle


def _factor_height(text: str) -> float:
    return 0.34 + LINE * (text.count("\n") + 1)


def _put_factor(
    sheet: Sheet, name: str, x: float, y: float, texts: dict[str, str], columns: dict[str, float]
) -> None:
    height = _factor_height(texts[name])
    sheet.boxes[name] = Box(x, y, columns["factor_width"], height, texts[name], True)


def _lanes(parameters: pd.DataFrame, order: list[str]) -> int:
    """Find the farthest pair that a ``~~`` or ``~`` joins, counted in places of ``order``."""
    place = {name: k for k, name in enumerate(order)}
    joined = parameters[parameters["op"].isin(["~~", "~"])]
    pairs = zip(joined["lhs"], joined["rhs"], strict=True)
    return max((abs(place[a] - place[b]) for a, b in pairs if {a, b} <= set(place)), default=0)


def _residual_pairs(parameters: pd.DataFrame, items: set[str]) -> int:
    joined = parameters[(parameters["op"] == "~~") & (parameters["lhs"] != parameters["rhs"])]
    return int((joined["lhs"].isin(items) & joined["rhs"].isin(items)).sum())


def _columns(parameters: pd.DataFrame, roles: _Roles, widths: dict[str, float]) -> dict[str, float]:
    """Find the horizontal centres of the columns, from left to right."""
    factor_width = 1.1 * max(widths[factor] for factor in roles.of) + 0.32
    item_width = max(widths[item] for item in roles.home) + 0.18 + 0.5 * bool(roles.general)
    arcs = _lanes(parameters, roles.first)
    gap = min(1.05 + 0.07 * len(roles.home) / len(roles.first), 2.2)
    columns = {"factor_width": factor_width, "item_width": item_width}
    x = 0.08 + LANE * _lanes(parameters, roles.higher)
    if roles.higher:
        columns["higher"] = x + factor_width / 2
        x += factor_width + gap
    x += LANE * arcs + (0.14 if arcs else 0.0)
    columns["factor"] = x + factor_width / 2
    x += factor_width + gap
    columns["item"] = x + item_width / 2
    x += item_width
    if roles.general:
        columns["general"] = x + 2.0 + factor_width / 2
        x += 2.0 + factor_width
    else:
        pairs = _residual_pairs(parameters, set(roles.home))
        x += 0.72 + (0.3 + 0.3 * min(pairs, 4) if pairs else 0.0)
    columns["width"] = x + 0.05
    return columns
