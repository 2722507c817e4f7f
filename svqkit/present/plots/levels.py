"""The rows of a picture of gaps: an instrument's items under their dimensions, or dimensions and total."""

from __future__ import annotations

from typing import Any

import pandas as pd

from svqkit.present.plots.labels import Rows, dimension_label, item_rows

__all__ = ["LEVELS", "level_rows"]

LEVELS = ("dimension", "item")


def level_rows(
    result: Any, level: str, instrument: Any = None, *, pitch: float = 0.46
) -> tuple[pd.DataFrame, Rows]:
    """Take a result's table and lay out its rows, in the instrument's order and words.

    Parameters
    ----------
    result : GapScores or ZoneOfTolerance
        With ``.items``, ``.dimensions`` and ``.total``.
    level : {"dimension", "item"}
        Dimensions end with the total, where there is one.
    instrument : Instrument, optional
    pitch : float
        Inches of a row of dimensions.

    Returns
    -------
    DataFrame, Rows

    Raises
    ------
    ValueError
        If ``level`` is none of those listed.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> table = pd.DataFrame({"gap": [-1.0]}, index=["care"])
    >>> some = SimpleNamespace(dimensions=table, total=table.loc["care"])
    >>> level_rows(some, "dimension")[1].labels
    {'care': 'care', 'total': 'Total'}
    """
    if level not in LEVELS:
        raise ValueError(f"level must be one of {', '.join(LEVELS)}, not {level!r}")
    if level == "item":
        rows = item_rows(list(result.items.index), instrument)
        return result.items.loc[list(rows.y)], rows
    table = result.dimensions
    if result.total is not None:
        total = result.total.to_frame("total").T[list(table.columns)]
        table = pd.concat([table.astype(object), total]).infer_objects()
    labels = {name: dimension_label(name, instrument) for name in table.index}
    places = {name: float(row) for row, name in enumerate(table.index)}
    return table, Rows(places, labels, (), len(places), pitch)
