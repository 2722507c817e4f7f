"""The chapter on groups of customers: who sees larger gaps, and how sure that is."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd

from ..columns import head, num, p, text, whole
from ..document import Figure, Section, Table, figures, table
from ..masking import SMALLEST, masked
from ..names import column_words
from ..numbers import p_phrase
from .frame import Frame
from .gap_chapter import dimension_head, gap_columns

__all__ = ["groups"]


def groups(on: Frame) -> Section | None:
    """Compose the section on groups of customers; small ones stay unseen.

    Parameters
    ----------
    on : Frame

    Returns
    -------
    Section or None
    """
    found, say = on.diagnosis.groups, on.say
    if found is None:
        return None
    tables = [_segments(on), _anova(on), _pairs(on)]
    pairs = len(found.differing)
    meaning = (
        say("{n} pairs of groups differ beyond chance.", n=pairs)
        if pairs
        else say("No difference between groups can be told from chance.")
    )
    return Section(
        "groups",
        say("For whom"),
        meaning,
        tuple(one for one in tables if one is not None),
        figures(_heat_map(on), _means(on)),
        f"{found.invariance_words} {found.convention}",
        rest=found.warning,
    )


def _heat_map(on: Frame) -> Figure | None:
    """Show every dimension in every group, small groups hatched and without numbers."""
    from svqkit.present.plots.segments import plot_segments

    found, say = on.diagnosis.gaps, on.say
    if found is None or found.by is None:
        return None
    shown = masked(found.by)
    if shown.empty:
        return None
    lowest = shown["gap"].nsmallest(3)
    keys: Any = lowest.index
    said = say("; ").join(
        f"{group}, {on.dimension(name)} {value:.2f}"
        for (group, name), value in zip(keys, lowest, strict=True)
    )
    return Figure(
        "picture-groups",
        say("Gap of every dimension in every group"),
        say("Gaps of dimensions by group. Furthest below expectations: {values}.", values=said),
        partial(plot_segments, replace(found, by=shown), instrument=on.instrument),
    )


def _means(on: Frame) -> Figure:
    from svqkit.present.plots.groups import plot_groups

    found, say = on.diagnosis.groups, on.say
    rows, seen = found.anova.iterrows(), masked(found.descriptives)
    said = say("; ").join(f"{on.dimension(k)} {p_phrase(row['p_holm'])}" for k, row in rows)
    return Figure(
        "picture-means",
        say("Gap of each group with its interval"),
        say("Means of groups on every dimension; do they differ? {values}.", values=said),
        partial(plot_groups, replace(found, descriptives=seen), instrument=on.instrument),
    )


def _segments(on: Frame) -> Table | None:
    found, say = on.diagnosis.gaps, on.say
    if found is None or found.by is None:
        return None
    shown = masked(found.by)
    names = [frame.index.get_level_values(0).nunique() for frame in (found.by, shown)]
    hidden = names[0] - names[1]
    flat = shown.rename_axis(["segment", "dimension"]).reset_index()
    flat["scale"] = [on.dimension(name) for name in flat["dimension"]]
    note = say(
        "Groups under {n} respondents are not shown; there are {hidden} of them.",
        n=SMALLEST, hidden=hidden,
    )  # fmt: skip
    return table(
        "gaps-groups",
        flat,
        say("Gaps by group"),
        [dimension_head(on), *gap_columns(on)],
        note=note if hidden else "",
        group=("segment", column_words(found.by.index.names[0] or "segment")),
    )


def _anova(on: Frame) -> Table:
    say = on.say
    return table(
        "groups-tests",
        on.dimensions(on.diagnosis.groups.anova),
        say("Do the groups differ?"),
        [
            dimension_head(on),
            whole("groups", say("Groups")),
            num("f", say("F (Welch)")),
            num("df1", say("df1"), 0),
            num("df2", say("df2"), 1),
            p("p_holm", say("p (Holm)")),
            on.estimate(("omega2", "omega2_low", "omega2_high"), "ω²", 3, bounded=True),
        ],
    )


def _pairs(on: Frame) -> Table | None:
    say = on.say
    rows = on.diagnosis.groups.differing
    if rows.empty:
        return None
    flat = rows.reset_index()
    flat["scale"] = [on.dimension(name) for name in flat["dimension"]]
    flat = flat.assign(**{name: flat[name].astype(str) for name in ("group_1", "group_2")})
    return table(
        "groups-pairs",
        pd.DataFrame(flat),
        say("Which pairs differ"),
        [
            head("group_1", say("Group")),
            text("group_2", say("compared with")),
            on.estimate(("difference", "low", "high"), say("Difference of gaps")),
            p("p", say("p (Games–Howell)")),
            on.estimate(("g", "g_low", "g_high"), say("g")),
        ],
        note=say("Below zero the first group falls further short than the second."),
        group=("scale", say("Dimension")),
    )
