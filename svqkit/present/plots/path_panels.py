"""The sheets of a path diagram, one a group, all laid out alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import erf, sqrt
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import ModelError
from svqkit.present.plots.labels import dimension_label, item_label, wrapped
from svqkit.present.plots.path_arrange import arrange
from svqkit.present.plots.path_drawing import text_measure
from svqkit.present.plots.path_model import Path, paths_of
from svqkit.present.plots.path_roles import families
from svqkit.present.plots.path_sheet import Sheet, Style
from svqkit.present.plots.path_words import Saying, label_texts, shared_labels

__all__ = ["Panel", "panels"]


@dataclass(frozen=True)
class Panel:
    """One group's sheet with the paths and estimates it shows; ``hidden`` are below the cut."""

    group: str
    sheet: Sheet
    paths: tuple[Path, ...]
    table: pd.DataFrame
    hidden: frozenset[int]
    inside: bool


def _hidden(paths: Sequence[Path], saying: Saying) -> frozenset[int]:
    kinds = ("loading", "regression", "covariance")
    return frozenset(
        k for k, path in enumerate(paths) if path.kind in kinds and abs(path.weight) < saying.cut
    )


def _drawn(paths: tuple[Path, ...], saying: Saying) -> tuple[Path, ...]:
    """Leave out residuals that are not wanted, and variances that are 1 by standardising."""
    unwanted = {"residual", "variance"} if not saying.residuals else set()
    if saying.what != "est":
        unwanted |= {"variance"}
    return tuple(path for path in paths if path.kind not in unwanted)


def _texts(
    names: Sequence[str],
    factors: set[str],
    instrument: Any,
    labels: Mapping[str, str],
    columns: Any,
) -> dict[str, str]:
    """Say each variable in the user's words, or the instrument's."""
    said = {}
    for name in names:
        width = columns[0] if name in factors else columns[1]
        if name in labels:
            said[name] = wrapped(labels[name], width)
        elif name in factors:
            said[name] = dimension_label(name, instrument, width)
        else:
            said[name] = item_label(name, instrument, width)
    return said


def _ticks(table: pd.DataFrame) -> dict[str, tuple[float, ...]]:
    """Find the shares of answers below each threshold of an ordered item."""
    rows: list[Any] = list(table[table["op"] == "|"].itertuples())
    found: dict[str, list[float]] = {}
    for row in rows:
        at = row.std_all if row.std_all == row.std_all else row.est
        found.setdefault(row.lhs, []).append(0.5 * (1 + erf(at / sqrt(2))))
    return {
        name: tuple(np.linspace(0, 1, len(at) + 2)[1:-1] if np.isnan(at).any() else np.array(at))
        for name, at in found.items()
    }


def _average(tables: Mapping[str, list[Path]]) -> dict[tuple[str, str, str], float]:
    """Average the size of each path over groups, so that all groups are laid out alike."""
    sizes: dict[tuple[str, str, str], list[float]] = {}
    for paths in tables.values():
        for path in paths:
            sizes.setdefault((path.kind, path.start, path.end), []).append(abs(path.weight))
    return {key: float(np.mean(values)) for key, values in sizes.items()}


def panels(
    tables: Mapping[str, pd.DataFrame],
    saying: Saying,
    *,
    instrument: Any = None,
    labels: Mapping[str, str] | None = None,
    positions: Mapping[str, tuple[float, float]] | None = None,
    orientation: str = "right",
    curvature: float = 1.0,
    font_size: float,
    columns: tuple[int, int] | None = None,
) -> list[Panel]:
    """Arrange one sheet for each group.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Parameters by group, from :func:`tables_by_group`.
    saying : Saying
    instrument, labels
        Words of the variables; ``labels`` win.
    positions : mapping of str to pair of float, optional
    orientation : str
    curvature : float
    font_size : float
    columns : pair of int, optional
        Columns of text a line, of factors and of items.

    Returns
    -------
    list of Panel

    Raises
    ------
    ModelError
        If there is nothing to draw, or a moved or labelled variable is not in the model.
    """
    equal = shared_labels(pd.concat(tables.values()))
    paths = {group: _drawn(paths_of(table), saying) for group, table in tables.items()}
    average = _average({group: list(own) for group, own in paths.items()})
    first = next(iter(paths.values()))
    groups = families([replace(p, weight=average[p.kind, p.start, p.end]) for p in first])
    names = list(dict.fromkeys(name for p in first for name in (p.start, p.end)))
    factors = {path.start for path in first if path.kind == "loading"}
    for name in (*(positions or {}), *(labels or {})):
        if name not in names:
            raise ModelError(f"{name!r} is no variable of the model: {', '.join(names)}")
    upright = orientation in ("down", "up")
    breaks = columns or ((12, 12) if upright else (15, 32))
    words = _texts(names, factors, instrument, labels or {}, breaks)
    plain, bold = text_measure(font_size), text_measure(font_size, "bold")
    titles = {words[name] for name in factors}
    style = Style(
        size=lambda text: (bold if text in titles else plain)(text),
        orientation=orientation,
        curvature=curvature,
    )
    made = []
    for group, table in tables.items():
        own = paths[group]
        hidden = _hidden(own, saying)
        texts = {
            k: text for k, text in label_texts(own, table, equal, saying).items() if k not in hidden
        }
        sheet = arrange(groups, own, words, texts, style, positions=positions, ticks=_ticks(table))
        made.append(Panel(group, sheet, own, table, hidden, bool(groups.general)))
    return made
