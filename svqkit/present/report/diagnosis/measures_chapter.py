"""The chapters on what matters to customers and on what the scores themselves can bear."""

from __future__ import annotations

from functools import partial
from typing import Any

from ..columns import bound, head, num, p, text
from ..document import Figure, Section, table
from ..numbers import number
from .frame import Frame

__all__ = ["forms", "importance", "surface"]


def importance(on: Frame) -> Section | None:
    """Compose the section on what dimensions explain of the outcome.

    Parameters
    ----------
    on : Frame

    Returns
    -------
    Section or None
    """
    from svqkit.present.plots.weights import plot_weights

    found: Any = on.diagnosis.importance
    say = on.say
    if found is None:
        return None
    made = table(
        "importance",
        on.dimensions(found.table),
        say("What each dimension explains of {outcome}", outcome=_outcome(found)),
        [
            head("scale", say("Dimension"), on.foreign),
            on.estimate(("weight", "weight_low", "weight_high"), say("Weight"), 1),
            bound("r", "r"),
            num("beta", "β"),
            p("p", say("p")),
            num("vif", "VIF", 1),
        ],
        note=found.collinearity,
    )
    stated = on.diagnosis.weighted
    compared = {} if stated is None else {say("weights used for gaps"): stated}
    compared[say("derived from {outcome}", outcome=_outcome(found))] = found
    values = say("; ").join(f"{on.dimension(k)} {value:.0f}" for k, value in found.weights.items())
    picture = Figure(
        "picture-weights",
        say("How much each dimension counts"),
        say("Weights of the dimensions, derived from the outcome: {values}.", values=values),
        partial(plot_weights, compared, instrument=on.instrument),
    )
    return Section(
        "importance",
        say("What goes together with the outcome"),
        say(
            "All dimensions together explain {pct} % of the variance of {outcome}. Weights sum to "
            "100; they tell association, not effect.",
            pct=f"{100 * found.regression['r_squared']:.0f}",
            outcome=_outcome(found),
        ),
        (made,),
        (picture,),
        found.convention,
    )


def _outcome(found: Any) -> str:
    labels = {one.column: one.label for one in getattr(found.instrument, "outcomes", ())}
    return str(labels.get(found.outcome, found.outcome))


def forms(on: Frame) -> Section | None:
    """Compose the section on which form of scoring measures best.

    Parameters
    ----------
    on : Frame

    Returns
    -------
    Section or None
    """
    from svqkit.present.plots.forms import plot_forms

    found: Any = on.diagnosis.forms
    say = on.say
    if found is None:
        return None
    names = {
        "servqual": say("SERVQUAL (P − E)"),
        "weighted_servqual": say("weighted SERVQUAL"),
        "servperf": say("SERVPERF (P)"),
        "weighted_servperf": say("weighted SERVPERF"),
        "direct": say("direct question"),
        "components": say("P and E separately"),
        "quadratic": say("P and E, curved"),
    }
    flat = found.table.reset_index()
    flat["name"] = [names.get(str(form), str(form)) for form in flat["form"]]
    columns = [
        head("name", say("Form")),
        on.estimate(
            ("reliability", "reliability_low", "reliability_high"),
            say("Reliability of the total"),
            bounded=True,
        ),
        bound("mean_alpha", say("Mean alpha of dimensions")),
    ]
    criterion = found.criterion
    if criterion is not None:
        columns += [
            bound(f"r2_{criterion}", "R²"),
            on.estimate(
                (f"delta_r2_{criterion}", f"delta_low_{criterion}", f"delta_high_{criterion}"),
                say("R² less that of SERVPERF"),
                bounded=True,
            ),
            bound(f"cv_r2_{criterion}", say("R² for respondents left out")),
        ]
    note = (
        say("R² is that of {outcome}.", outcome=found.outcome_label(criterion)) if criterion else ""
    )
    made = table(
        "forms", flat, say("Forms of scoring quality, by total scores"), columns, note=note
    )
    explained = say("; ").join(
        f"{name} {number(value)}"
        for name, value in zip(flat["name"], flat.get(f"r2_{criterion}", []), strict=False)
    )
    picture = Figure(
        "picture-forms",
        say("What each form of scoring explains, beside perceptions alone"),
        say("R² of the outcome by form of scoring: {values}.", values=explained),
        partial(plot_forms, found, instrument=on.instrument),
    )
    return Section(
        "forms",
        say("What these numbers can bear"),
        dict(on.diagnosis.summary_parts).get(say("What these numbers can bear."), ""),
        (made,),
        (picture,) if found.table.filter(like="r2_").notna().to_numpy().any() else (),
        found.convention,
        texts=(("forms-text", say("What this sample supports"), found.paragraph()),),
    )


def surface(on: Frame) -> Section | None:
    """Compose the section on the outcome over perception and expectation.

    Parameters
    ----------
    on : Frame

    Returns
    -------
    Section or None
    """
    from svqkit.present.plots.surface import plot_surface

    found: Any = on.diagnosis.surface
    say = on.say
    if found is None:
        return None
    flat = found.surface.rename_axis("name").reset_index()
    lines = {
        "congruence": say("perception as expected"),
        "incongruence": say("perception against expectation"),
    }
    flat["line"] = [lines.get(str(line), str(line)) for line in flat["line"]]
    picture = Figure(
        "picture-surface",
        say("{outcome} over perception and expectation", outcome=found.outcome_label),
        found.reading,
        partial(plot_surface, found, instrument=on.instrument),
    )
    made = table(
        "surface",
        flat,
        say("Along the lines of congruence and incongruence"),
        [
            head("name", say("Test")),
            text("line", say("Line")),
            on.estimate(("estimate", "low", "high"), say("Value")),
            num("t", "t"),
            p("p", say("p")),
        ],
        note=say("a1, a3: slopes at the centre; a2, a4: curvatures; a5: direction of the ridge."),
    )
    return Section(
        "surface",
        say("Perception and expectation together"),
        say("The outcome as a surface over perception and expectation, where there are data."),
        (made,),
        (picture,),
        found.convention,
        texts=(("surface-text", say("What the surface shows"), found.reading),),
    )
