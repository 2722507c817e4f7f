"""The gap chapter: how far service falls short, and weighted by what matters."""

from __future__ import annotations

from functools import partial

from ..columns import head, num, p, pct, whole
from ..document import Column, Figure, Section, table
from .frame import Frame

__all__ = ["dimension_head", "gap_columns", "gaps", "weighted"]


def gap_columns(on: Frame) -> list[Column]:
    """Give the columns of every table of gaps."""
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


def dimension_head(on: Frame) -> Column:
    """Give the column whose cells name their rows' dimensions."""
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
    said = say("; ").join(
        f"{on.dimension(k)} {on.signed(*row[['gap', 'low', 'high']])}" for k, row in rows
    )
    lowest = found.items["gap"].nsmallest(3)
    named = say("; ").join(f"{on.item(k)} {value:.2f}" for k, value in lowest.items())
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
            [dimension_head(on), *gap_columns(on)],
            note=say("d is the mean gap over the standard deviation of the gaps."),
        ),
        table(
            "gaps-items",
            on.items(found.items),
            say("Gaps of the items"),
            [*_item(on), *gap_columns(on)],
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
            dimension_head(on),
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
