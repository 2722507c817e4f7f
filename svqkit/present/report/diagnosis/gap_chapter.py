"""The gap chapter: how far service falls short, weighted by what matters, and for whom."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from ..columns import head, num, p, pct, text, whole
from ..document import Column, Figure, Section, Table, figures, table
from ..masking import SMALLEST, masked
from ..names import column_words
from ..numbers import p_phrase
from .frame import Frame

__all__ = ["gaps", "groups", "weighted"]


def _columns(on: Frame) -> list[Column]:
    say = on.say
    return [
        whole("n", say("n")),
        num("expectation", say("Expectation")),
        num("perception", say("Perception")),
        on.estimate(("gap", "low", "high"), say("Gap")),
        p("p_holm", say("p (Holm)")),
        on.estimate(("dz", "dz_low", "dz_high"), say("d")),
        pct("negative_pct", say("Below expectation")),
    ]


def _item(on: Frame) -> list[Column]:
    return [
        head("item", on.say("Item")),
        Column("label", on.say("Content"), str, "label", language=on.foreign),
    ]


def _scale(on: Frame) -> Column:
    return head("scale", on.say("Dimension"), on.foreign)


def gaps(on: Frame) -> Section | None:
    """Compose the section on gap scores.

    Parameters
    ----------
    on : Frame

    Returns
    -------
    Section or None
    """
    from svqkit.present.plots.gaps import plot_gaps

    found, say = on.diagnosis.gaps, on.say
    if found is None:
        return None
    rows = found.dimensions.iterrows()
    said = "; ".join(
        f"{on.dimension(k)} {on.signed(*row[['gap', 'low', 'high']])}" for k, row in rows
    )
    lowest = found.items["gap"].nsmallest(3)
    named = "; ".join(f"{on.item(k)} {value:.2f}" for k, value in lowest.items())
    pictures = (
        Figure(
            "picture-gaps",
            say("Gap of each dimension with its interval"),
            say("Gap of each dimension with its interval. {values}.", values=said),
            partial(plot_gaps, found, instrument=on.instrument),
        ),
        Figure(
            "picture-items",
            say("What is expected and what is perceived, item by item"),
            say(
                "Mean expectation and mean perception of each item. Furthest below expectations: "
                "{values}.",
                values=named,
            ),
            partial(plot_gaps, found, instrument=on.instrument, level="item", kind="dumbbell"),
        ),
    )
    tables = (
        table(
            "gaps-dimensions",
            on.dimensions(found.dimensions, found.total),
            say("Gaps of the dimensions and in total"),
            [_scale(on), *_columns(on)],
            note=say("d is the mean gap over the standard deviation of the gaps."),
        ),
        table(
            "gaps-items",
            on.items(found.items),
            say("Gaps of the items"),
            [*_item(on), *_columns(on)],
            group=("scale", say("Dimension")),
        ),
    )
    return Section(
        "gaps",
        say("Where expectations are missed"),
        say(
            "A gap is perception minus expectation. Below zero service falls short; an interval "
            "that leaves out zero says so beyond chance."
        ),
        tables,
        pictures,
        found.convention,
    )


def weighted(on: Frame) -> Section | None:
    """Compose the section on gaps weighted by importance.

    Parameters
    ----------
    on : Frame

    Returns
    -------
    Section or None
    """
    found, say = on.diagnosis.weighted, on.say
    if found is None:
        return None
    total = found.total
    made = table(
        "weighted-gaps",
        on.dimensions(found.dimensions),
        say("What each dimension adds to the weighted gap"),
        [
            _scale(on),
            on.estimate(("weight", "weight_low", "weight_high"), say("Weight"), 1),
            num("gap", say("Gap")),
            num("weighted_gap", say("Weighted gap")),
            pct("share_pct", say("Share of the total")),
        ],
    )
    meaning = say(
        "Weighted by importance the total gap is {weighted}; with all dimensions alike it is "
        "{plain}.",
        weighted=on.signed(total["weighted"], total["low"], total["high"]),
        plain=f"{total['unweighted']:.2f}",
    )
    return Section(
        "weighted", say("Weighted by importance"), meaning, (made,), (), found.convention
    )


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
    said = "; ".join(
        f"{group}, {on.dimension(name)} {value:.2f}"
        for (group, name), value in zip(keys, lowest, strict=True)
    )
    return Figure(
        "picture-groups",
        say("Gap of every dimension in every group"),
        say("Gaps of dimensions by group. Furthest below expectations: {values}.", values=said),
        partial(plot_segments, found, instrument=on.instrument),
    )


def _means(on: Frame) -> Figure:
    from svqkit.present.plots.groups import plot_groups

    found, say = on.diagnosis.groups, on.say
    rows = found.anova.iterrows()
    said = "; ".join(f"{on.dimension(k)} {p_phrase(row['p_holm'])}" for k, row in rows)
    return Figure(
        "picture-means",
        say("Gap of each group with its interval"),
        say("Means of groups on every dimension; do they differ? {values}.", values=said),
        partial(plot_groups, found, instrument=on.instrument),
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
        [_scale(on), *_columns(on)],
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
            _scale(on),
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
