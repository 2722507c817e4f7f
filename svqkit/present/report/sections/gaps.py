"""Gap scores: where perceptions fall short of expectations, and how surely."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from ..columns import estimate, head, label, num, p, pct, whole
from ..document import Column, Figure, Section, Table, table
from ..extremes import highest, lowest
from ..masking import SMALLEST, masked
from ..names import column_words, dimension_name, instrument_of, item_name, language_of, with_labels
from ..numbers import count, interval, number
from ..words import plural, sentence

__all__ = ["gaps"]


def _columns(level: str) -> list[Column]:
    return [
        whole("n", "n"),
        num("expectation", "Expectation"),
        num("perception", "Perception"),
        estimate(("gap", "low", "high"), "Gap", level, free=True),
        num("t", "t", 1),
        p("p_holm", "p (Holm)"),
        p("wilcoxon_p", "p (Wilcoxon)"),
        estimate(("dz", "dz_low", "dz_high"), "d", level, free=True),
        pct("negative_pct", "Below expectation"),
    ]


def _meaning(found: Any, instrument: Any) -> str:
    total, rows = found.total, found.dimensions.dropna(subset=["gap"])
    short = total["gap"] < 0
    first = (
        f"Perceptions {'fall short of' if short else 'exceed'} expectations by "
        f"{number(abs(total['gap']))} points on average "
        f"(gap {number(total['gap'])} {interval(total['low'], total['high'], free=True)})"
    )
    if rows.empty:
        return f"{first}."
    low, high = lowest(rows["gap"]), highest(rows["gap"])
    surely = int(((rows["high"] < 0) | (rows["low"] > 0)).sum())
    item = lowest(found.items["gap"])
    return (
        f"{first}. The lowest gap is in {dimension_name(low, instrument)} "
        f"({number(rows.loc[low, 'gap'])} "
        f"{interval(rows.loc[low, 'low'], rows.loc[low, 'high'], free=True)}), the highest in "
        f"{dimension_name(high, instrument)} ({number(rows.loc[high, 'gap'])}); for "
        f"{count(surely)} of {plural(len(rows), 'dimension')} the interval leaves out zero. The "
        f"single item with the lowest gap is {item_name(item, instrument)} "
        f"({number(found.items.loc[item, 'gap'])})."
    )


def _dimensions(found: Any, instrument: Any, level: str) -> Table:
    frame = pd.concat([found.dimensions, found.total.to_frame("total").T]).infer_objects()
    frame = frame.apply(pd.to_numeric)
    frame.insert(0, "scale", [dimension_name(name, instrument) for name in frame.index])
    return table(
        "gaps-dimensions",
        frame.reset_index(drop=True),
        "Gaps of the dimensions and in total",
        [head("scale", "Dimension"), *_columns(level)],
        note="d is dz: the mean gap over the standard deviation of the gaps.",
    )


def _items(found: Any, instrument: Any, level: str) -> Table:
    left = {"t", "wilcoxon_p"}
    return table(
        "gaps-items",
        with_labels(found.items, instrument),
        "Gaps of the items",
        [
            head("item", "Item"),
            label(instrument),
            *[column for column in _columns(level) if column.source not in left],
        ],
        group=("scale", "Dimension"),
    )


def _segments(found: Any, instrument: Any, level: str) -> Table | None:
    if found.by is None:
        return None
    shown = masked(found.by)
    hidden = (
        found.by.index.get_level_values(0).nunique() - shown.index.get_level_values(0).nunique()
    )
    flat = shown.rename_axis(["segment", "dimension"]).reset_index()
    flat["dimension"] = [dimension_name(name, instrument) for name in flat["dimension"]]
    name = str(found.by.index.names[0] or "segment")
    return table(
        "gaps-segments",
        flat,
        f"Gaps by {name}",
        [
            head("dimension", "Dimension", language_of(instrument)),
            *[c for c in _columns(level) if c.source not in ("t", "p_holm", "wilcoxon_p")],
        ],
        note=f"{plural(hidden, 'segment')} with fewer than {SMALLEST} respondents "
        f"{'is' if hidden == 1 else 'are'} not shown."
        if hidden
        else "",
        group=("segment", column_words(name)),
    )


def gaps(validation: Any) -> Section:
    """Compose the section on gap scores.

    Parameters
    ----------
    validation : Validation

    Returns
    -------
    Section
        Tables ``gaps-dimensions``, ``gaps-items`` and, with segments, ``gaps-segments``.
    """
    found, instrument = validation.gaps, instrument_of(validation)
    level = f"{100 * found.ci_level:.0f}% CI"
    from svqkit.present.plots.gaps import plot_gaps

    said = "; ".join(
        f"{dimension_name(name, instrument)} {number(row['gap'])} "
        f"{interval(row['low'], row['high'], free=True)}"
        for name, row in found.dimensions.iterrows()
    )
    picture = Figure(
        "picture-gaps",
        "Expectations, perceptions and gaps",
        f"Gap of each dimension with its interval. {said}.",
        partial(plot_gaps, found, instrument=instrument),
    )
    made = (
        _dimensions(found, instrument, level),
        _items(found, instrument, level),
        _segments(found, instrument, level),
    )
    return Section(
        "gaps",
        "Gap scores",
        _meaning(found, instrument),
        tuple(one for one in made if one is not None),
        (picture,),
        sentence(found.convention),
    )
