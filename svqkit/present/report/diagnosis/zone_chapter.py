"""The chapter on the zone of tolerance: between the least accepted and the level desired."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from ..columns import head, num, pct, text, whole
from ..document import Column, Figure, Section, table
from .frame import Frame

__all__ = ["zone"]


def _columns(on: Frame) -> list[Column]:
    say = on.say
    return [
        whole("n", say("n")),
        num("minimum", say("Minimum")),
        num("desired", say("Desired")),
        num("perception", say("Perception")),
        on.estimate(("adequacy", "adequacy_low", "adequacy_high"), say("Perception − minimum")),
        on.estimate(
            ("superiority", "superiority_low", "superiority_high"), say("Perception − desired")
        ),
        text("place", say("Service lies")),
        pct("below_pct", say("Customers below")),
        pct("inside_pct", say("inside")),
        pct("above_pct", say("above")),
    ]


def _placed(on: Frame, frame: pd.DataFrame) -> pd.DataFrame:
    say = on.say
    words = {
        "below": say("below"),
        "inside": say("inside"),
        "above": say("above"),
        "cannot tell": say("cannot tell"),
    }
    return frame.assign(place=frame["place"].map(words))


def zone(on: Frame) -> Section | None:
    """Compose the section on the zone of tolerance.

    Parameters
    ----------
    on : Frame

    Returns
    -------
    Section or None
    """
    from svqkit.present.plots.zone import plot_zone

    found: Any = on.diagnosis.zone
    say = on.say
    if found is None:
        return None
    said = say("; ").join(
        say(
            "{dimension}: least accepted {minimum}, perceived {perception}, desired {desired}",
            dimension=on.dimension(name),
            minimum=f"{row['minimum']:.2f}",
            perception=f"{row['perception']:.2f}",
            desired=f"{row['desired']:.2f}",
        )
        for name, row in found.dimensions.iterrows()
    )
    picture = Figure(
        "picture-zone",
        say("Where service lies in the zone of tolerance"),
        say(
            "The zone of tolerance of each dimension and the mean perception. {values}.",
            values=said,
        ),
        partial(plot_zone, found, instrument=found.instrument),
    )
    tables = (
        table(
            "zone-dimensions",
            _placed(on, on.dimensions(found.dimensions, found.total)),
            say("The zone of tolerance of the dimensions and in total"),
            [head("scale", say("Dimension"), on.foreign), *_columns(on)],
        ),
        table(
            "zone-items",
            _placed(on, on.items(found.items)),
            say("The zone of tolerance of the items"),
            [
                head("item", say("Item")),
                Column("label", say("Content"), str, "label", language=on.foreign),
                *_columns(on),
            ],
            group=("scale", say("Dimension")),
        ),
    )
    counts = found.incoherence
    return Section(
        "zone",
        say("What is tolerated"),
        say(
            "Between the least that customers accept and the level they desire lies what they "
            "tolerate. {incoherent} of {answers} answers ({pct} %) put the least above the desired "
            "level.",
            incoherent=f"{counts['incoherent']:.0f}",
            answers=f"{counts['answers']:.0f}",
            pct=f"{counts['incoherent_pct']:.1f}",
        ),
        tables,
        (picture,),
        found.convention,
    )
