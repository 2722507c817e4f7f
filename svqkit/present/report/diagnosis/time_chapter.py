"""The chapters on groups as a sample of groups, and on what changed from wave to wave."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from svqkit.interface import joined

from ..columns import head, num, p, pct, text, whole
from ..document import Figure, Section, table
from ..masking import masked
from ..names import column_words
from ..words import sentence
from .frame import Frame

__all__ = ["branches", "trend"]


def branches(on: Frame) -> Section | None:
    """Compose the section on variance between groups and partly pooled means.

    Parameters
    ----------
    on : Frame

    Returns
    -------
    Section or None
    """
    from svqkit.present.plots.branches import plot_branches

    found: Any = on.diagnosis.branches
    say = on.say
    if found is None:
        return None
    shares = found.dimensions.copy()
    for name in ("icc", "icc_low", "icc_high"):
        shares[name] = 100 * shares[name]
    seen = masked(found.groups)
    flat = seen.reset_index()
    flat["scale"] = [on.dimension(name) for name in flat["dimension"]]
    flat["p_lowest"] = 100 * flat["p_lowest"]
    tables = (
        table(
            "branches-variance",
            on.dimensions(shares),
            say("How much of the variance lies between groups"),
            [
                head("scale", say("Dimension"), on.foreign),
                whole("n", say("n")),
                whole("groups", say("Groups")),
                on.estimate(("icc", "icc_low", "icc_high"), say("Between groups, %"), 1),
                on.estimate(("icc2", "icc2_low", "icc2_high"), say("Reliability of group means"),
                            bounded=True),
                p("lr_p", say("p")),
            ],
        ),
        table(
            "branches-means",
            flat,
            say("Gap of each group, its own and drawn towards the mean of all"),
            [
                head("group", column_words(found.group)),
                whole("n", say("n")),
                on.estimate(("mean", "low", "high"), say("Own gap")),
                on.estimate(("pooled", "pooled_low", "pooled_high"), say("Pooled gap")),
                num("rank", say("Rank"), 0),
                pct("p_lowest", say("Chance of being lowest")),
            ],
            group=("scale", say("Dimension")),
        ),
    )  # fmt: skip
    total = flat[flat["dimension"] == "total"]
    values = say("; ").join(
        f"{group} {value:.2f}" for group, value in zip(total["group"], total["pooled"], strict=True)
    )
    picture = Figure(
        "picture-branches",
        say("Groups in the order of their pooled means, in total"),
        say("Total gap of each group, pooled: {values}.", values=values),
        partial(plot_branches, replace(found, groups=seen), instrument=on.instrument),
    )
    return Section(
        "branches",
        say("How far groups differ"),
        say(
            "A group with few customers is drawn further towards the mean of all: its own number "
            "is less to be relied on."
        ),
        tables,
        (picture,) if len(total) else (),
        found.convention,
        points=tuple(("", said) for said in found.reading),
        rest=sentence(found.remark),
    )


def trend(on: Frame) -> Section | None:
    """Compose the section on changes between waves.

    Parameters
    ----------
    on : Frame

    Returns
    -------
    Section or None
    """
    from svqkit.present.plots.trend import plot_trend

    found: Any = on.diagnosis.trend
    say = on.say
    if found is None:
        return None
    waves = masked(found.waves).reset_index()
    changes = masked(found.changes).reset_index()
    for frame in (waves, changes):
        frame["scale"] = [on.dimension(name) for name in frame["dimension"]]
        frame["wave"] = frame["wave"].astype(str)
    changes["between"] = [
        say("{since} to {wave}", since=since, wave=wave)
        for since, wave in zip(changes["since"], changes["wave"], strict=True)
    ]
    tables = (
        table(
            "trend-changes",
            changes,
            say("Changes of the gap"),
            [
                head("scale", say("Dimension"), on.foreign),
                text("between", say("From … to")),
                on.estimate(("change", "low", "high"), say("Change of the gap")),
                p("p_holm", say("p (Holm)")),
                on.estimate(
                    ("perception_change", "perception_low", "perception_high"),
                    say("Change of perceptions"),
                ),
                on.estimate(
                    ("expectation_change", "expectation_low", "expectation_high"),
                    say("Change of expectations"),
                ),
            ],
            note=say("Above zero the gap became smaller."),
        ),
        table(
            "trend-waves",
            waves,
            say("Gaps wave by wave"),
            [
                head("wave", say("Wave")),
                whole("n", say("n")),
                num("expectation", say("Expectation")),
                num("perception", say("Perception")),
                on.estimate(("mean", "low", "high"), say("Gap")),
            ],
            group=("scale", say("Dimension")),
        ),
    )
    picture = Figure(
        "picture-trend",
        say("Gap of each dimension, wave by wave"),
        joined(found.reading),
        partial(plot_trend, found, instrument=on.instrument),
    )
    return Section(
        "trend",
        say("What changed"),
        "",
        tables,
        (picture,),
        found.convention,
        points=tuple(("", said) for said in found.reading),
        rest=found.remark,
    )
