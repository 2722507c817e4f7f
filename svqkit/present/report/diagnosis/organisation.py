"""The gap-model chapter: what managers and employees say, and what could be done about it."""

from __future__ import annotations

from functools import partial
from typing import Any

from ..columns import bound, head, num, p, text, whole
from ..document import Figure, Section, Table, table
from .frame import Frame

__all__ = ["gap_model", "prescriptions"]

_REASONED = 8
"""Prescriptions whose reasons stand in the report; those of all are in the JSON form."""


def gap_model(on: Frame) -> Section | None:
    """Compose the section on Gaps 1 to 5 and their antecedents.

    Parameters
    ----------
    on : Frame

    Returns
    -------
    Section or None
    """
    found, say = on.diagnosis.model, on.say
    if found is None:
        return None
    missing = say("; ").join(
        say("Gap {gap}: {reason}", gap=gap, reason=reason) for gap, reason in found.missing.items()
    )
    tables = [_gaps(on, found), _antecedents(on, found), _units(on, found)]
    return Section(
        "gap-model",
        say("Inside the organisation"),
        say(
            "Gap 5 is what customers meet. Gaps 1 to 4 lie inside: what managers know of "
            "expectations, the standards they set, whether these are met, and what is promised."
        ),
        tuple(one for one in tables if one is not None),
        (_picture(on, found),),
        found.convention,
        missing=missing,
        points=tuple(("", note) for note in found.notes),
    )


def _picture(on: Frame, found: Any) -> Figure:
    from svqkit.present.plots.gap_model import plot_gap_model

    say = on.say
    totals = found.gaps.xs("total", level="dimension")
    said = say("; ").join(
        say(
            "Gap {gap}: {reason}",
            gap=gap,
            reason=on.signed(row["value"], row["low"], row["high"]),
        )
        for gap, row in totals.iterrows()
    )
    return Figure(
        "picture-model",
        say("The five gaps with their sizes and what lies behind them"),
        say("The gap model from customers to managers and staff. Totals: {values}.", values=said),
        partial(plot_gap_model, found, language=on.instrument.language),
    )


def _gaps(on: Frame, found: Any) -> Table:
    say = on.say
    flat = found.gaps.reset_index()
    flat["scale"] = [on.dimension(name) for name in flat["dimension"]]
    flat["heading"] = [
        say("Gap {gap}: {reason}", gap=gap, reason=measure)
        for gap, measure in zip(flat["gap"], flat["measure"], strict=True)
    ]
    return table(
        "model-gaps",
        flat,
        say("Gaps 1 to 5"),
        [
            head("scale", say("Dimension"), on.foreign),
            on.estimate(("value", "low", "high"), say("Gap")),
            num("mean_a", say("First mean")),
            num("mean_b", say("Second mean, or top of the scale")),
            whole("n_a", say("n of the first")),
            whole("n_b", say("n of the second")),
            p("p_holm", say("p (Holm)")),
            on.estimate(("d", "d_low", "d_high"), say("d")),
        ],
        group=("heading", say("Gap")),
    )


def _antecedents(on: Frame, found: Any) -> Table | None:
    if found.antecedents.empty:
        return None
    say = on.say
    flat = found.antecedents.reset_index()
    flat["scale"] = [on.dimension(name) for name in flat["antecedent"]]
    flat["heading"] = [say("Gap {gap}", gap=int(gap)) for gap in flat["gap"]]
    words = {"high": say("more is better"), "low": say("less is better")}
    flat["wish"] = flat["desirable"].map(words)
    flat["shortfall"] = 100 * flat["shortfall"]
    return table(
        "model-antecedents",
        flat,
        say("What lies behind the gaps"),
        [
            head("scale", say("Antecedent"), on.foreign),
            on.estimate(("mean", "low", "high"), say("Mean")),
            text("wish", say("Direction")),
            num("shortfall", say("Short of the best, % of the scale"), 0),
            bound("alpha", say("Alpha")),
            on.estimate(("r", "r_low", "r_high"), say("Correlation with its gap"), bounded=True),
            p("r_p_holm", say("p (Holm)")),
            whole("n_r", say("n")),
        ],
        note=say(
            "The gap is scored so that higher is smaller: r above zero is expected where more is "
            "better, below zero where less is better."
        ),
        group=("heading", say("Gap")),
    )


def _units(on: Frame, found: Any) -> Table | None:
    """Show the units' totals, and wherever else a unit differs; masked units are left out."""
    if found.units is None:
        return None
    say = on.say
    shown = found.units[~found.units["masked"] & found.units["value"].notna()]
    total = shown.index.get_level_values("measure") == "total"
    clear = (shown["difference_low"] > 0) | (shown["difference_high"] < 0)
    shown = shown[total | clear]
    if shown.empty:
        return None
    flat = shown.reset_index()
    flat["scale"] = [
        say("Gap {gap}: {reason}", gap=gap, reason=on.dimension(name))
        for gap, name in zip(flat["gap"], flat["measure"], strict=True)
    ]
    return table(
        "model-units",
        flat,
        say("Units, and how they differ from all others"),
        [
            head("scale", say("Measure"), on.foreign),
            on.estimate(("value", "low", "high"), say("Value")),
            whole("n_a", say("n")),
            on.estimate(
                ("difference", "difference_low", "difference_high"), say("Difference from others")
            ),
            p("p_holm", say("p (Holm)")),
        ],
        note=say("Totals, and what else differs by its own interval; p is adjusted over all."),
        group=("unit", say("Unit")),
    )


def prescriptions(on: Frame) -> Section | None:
    """Compose the section on what could be done, ranked, each with its reason.

    Parameters
    ----------
    on : Frame

    Returns
    -------
    Section or None
    """
    found, say = on.diagnosis.prescriptions, on.say
    if found is None or found.table.empty:
        return None
    flat = found.table.reset_index()
    ranked = int(flat["rank"].notna().sum())
    flat["rank"] = flat["rank"].astype("float64")
    flat["heading"] = [say("Gap {gap}", gap=gap) for gap in flat["gap"]]
    first = table(
        "prescriptions",
        flat[: min(ranked, _REASONED)],
        say("Where the evidence points first"),
        [
            whole("rank", say("Rank")),
            head("title", say("Prescription")),
            text("what", say("What to do"), wide=True),
            text("who", say("Who")),
            text("indicator", say("How to see that it works"), wide=True),
            text("reason", say("Why"), wide=True),
        ],
        stack=True,
    )
    rest = table(
        "prescriptions-more",
        flat[min(ranked, _REASONED) :],
        say("All other prescriptions, in the order of the evidence"),
        [
            whole("rank", say("Rank")),
            head("title", say("Prescription")),
            text("heading", say("Gap")),
            text("what", say("What to do"), wide=True),
            text("who", say("Who")),
        ],
        stack=True,
    )
    meaning = say(
        "{ranked} of {n} prescriptions could be ranked by these surveys. The order shows where the "
        "evidence points; what works, only a trial can show.",
        ranked=ranked,
        n=len(flat),
    )
    return Section(
        "prescriptions",
        say("What to consider"),
        meaning,
        tuple(one for one in (first, rest) if one.rows),
        (),
        found.convention,
        rest=found.note,
    )
