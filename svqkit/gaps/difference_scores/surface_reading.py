"""A response surface in plain words, saying no more than its tests allow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from svqkit.interface import joined

__all__ = ["said_p", "surface_reading"]

Say = Callable[..., str]
FEW = 10.0
"""Percent of respondents who differ from their expectation, below which a surface says little."""


def said_p(p: float) -> str:
    """Print a p-value as journals do.

    Parameters
    ----------
    p : float

    Returns
    -------
    str

    Examples
    --------
    >>> said_p(0.0302), said_p(0.00001)
    ('p = .030', 'p < .001')
    """
    return "p < .001" if p < 0.001 else f"p = {p:.3f}".replace("0.", ".", 1)


def surface_reading(found: Any, say: Say) -> str:
    """Tell what the surface shows.

    Parameters
    ----------
    found : ResponseSurface
    say : callable
        From ``svqkit.interface.translator``.

    Returns
    -------
    str
        One paragraph.

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.interface import translator
    >>> surface = svq.response_surface(svq.load_dataset("bank"), "satisfaction")
    >>> surface_reading(surface, translator("en")).split(";")[0]
    'n = 404'
    """
    limit = 1 - found.ci_level
    r2 = found.models["r_squared"]
    sentences = [
        say(
            "n = {n}; perception and expectation together explain {pct} % of the variance of "
            "{outcome}.",
            n=found.n,
            pct=f"{100 * r2['quadratic']:.0f}",
            outcome=found.outcome_label,
        ),
        *_shape(found, say, limit),
        *_lines(found, say, limit),
        *_cautions(found, say, limit),
    ]
    return joined(sentences)


def _shape(found: Any, say: Say, limit: float) -> list[str]:
    """Say whether it is curved, and whether the difference is all that matters."""
    tests = found.comparison
    curved = tests.loc["quadratic against linear"]
    level = tests.loc["linear against difference"]
    whole = tests.loc["quadratic against difference"]
    bends = curved["p"] < limit
    shape = (
        say("The surface is curved ({p}).", p=said_p(curved["p"]))
        if bends
        else say(
            "The surface cannot be told from a plane ({p}), so neither its stationary point nor "
            "its principal axes should be interpreted.",
            p=said_p(curved["p"]),
        )
    )
    test = whole if bends else level
    loss = f"{100 * test['delta_r_squared']:.1f}"
    if test["p"] < limit:
        difference = say(
            "The difference P − E loses information: perception and expectation do not count "
            "equally with opposite signs ({pct} % more variance explained without that "
            "constraint, {p}).",
            pct=loss,
            p=said_p(test["p"]),
        )
    else:
        difference = say(
            "This sample gives no reason to reject the difference P − E as a summary "
            "({pct} % more variance explained without it, {p}).",
            pct=loss,
            p=said_p(test["p"]),
        )
    beyond = tests.loc[f"{'quadratic' if bends else 'linear'} against perception only"]
    added = f"{100 * beyond['delta_r_squared']:.1f}"
    expectation = (
        say(
            "Expectation adds {pct} % to what perception alone explains ({p}).",
            pct=added,
            p=said_p(beyond["p"]),
        )
        if beyond["p"] < limit
        else say(
            "Expectation adds nothing that could be told from none to what perception alone "
            "explains ({pct} %, {p}).",
            pct=added,
            p=said_p(beyond["p"]),
        )
    )
    return [shape, difference, expectation]


def _lines(found: Any, say: Say, limit: float) -> list[str]:
    """Slopes along both lines; curvatures only where the surface is curved at all."""
    lines = found.surface
    values = {
        name: f"{name} = {row['estimate']:.2f}".replace("-", "−") for name, row in lines.iterrows()
    }
    up, down, flat = (
        say("Along the line of incongruence, better than expected goes with a higher outcome ({a})."
            , a=values["a3"]),
        say("Along the line of incongruence, better than expected goes with a lower outcome ({a}).",
            a=values["a3"]),
        say("Along the line of incongruence, a slope cannot be told from none ({a}).",
            a=values["a3"]),
    )  # fmt: skip
    sentences = [_by_sign(lines.loc["a3"], limit, up, down, flat)]
    up, down, flat = (
        say("Where perception meets expectation, the outcome rises with their common level ({a}).",
            a=values["a1"]),
        say("Where perception meets expectation, the outcome falls with their common level ({a}).",
            a=values["a1"]),
        say("Where perception meets expectation, their common level makes no difference that "
            "could be told from none ({a}).", a=values["a1"]),
    )  # fmt: skip
    sentences.append(_by_sign(lines.loc["a1"], limit, up, down, flat))
    if found.comparison.loc["quadratic against linear", "p"] < limit:
        if lines.loc["a4", "p"] < limit:
            above = lines.loc["a4", "estimate"] > 0
            sentences.append(
                say(
                    "Along the line of incongruence the surface bends upwards ({a}).",
                    a=values["a4"],
                )
                if above
                else say(
                    "Along the line of incongruence the surface bends downwards ({a}).",
                    a=values["a4"],
                )
            )
        if lines.loc["a2", "p"] < limit:
            above = lines.loc["a2", "estimate"] > 0
            sentences.append(
                say("Along the line of congruence the surface bends upwards ({a}).", a=values["a2"])
                if above
                else say(
                    "Along the line of congruence the surface bends downwards ({a}).",
                    a=values["a2"],
                )
            )
        sentences.append(
            say(
                "On a curved surface these slopes hold at P = E = {center}, not everywhere.",
                center=f"{found.center:.3g}",
            )
        )
    if not found.checks["center_in_data"]:
        sentences.append(
            say(
                "Nobody's scores lie around P = E = {center}, so slopes there extend the surface "
                "beyond the data.",
                center=f"{found.center:.3g}",
            )
        )
    return sentences


def _by_sign(row: pd.Series, limit: float, up: str, down: str, flat: str) -> str:
    if not row["p"] < limit:
        return flat
    return up if row["estimate"] > 0 else down


def _cautions(found: Any, say: Say, limit: float) -> list[str]:
    shares = found.discrepancies["pct_raw"]
    sentences = [
        say(
            "{below} % perceive less than they expect by more than half a standard deviation, "
            "{above} % more.",
            below=f"{shares['below']:.0f}",
            above=f"{shares['above']:.0f}",
        )
    ]
    lacking = [side for side in ("below", "above") if shares[side] < FEW]
    if lacking == ["below", "above"]:
        sentences.append(say("With so few discrepancies the surface says little about them."))
    elif lacking == ["above"]:
        sentences.append(say("What lies above expectations rests on few respondents."))
    elif lacking == ["below"]:
        sentences.append(say("What lies below expectations rests on few respondents."))
    bends = found.comparison.loc["quadratic against linear", "p"] < limit
    if bends and found.stationary["kind"] != "none" and not found.stationary["in_data"]:
        sentences.append(
            say("The stationary point lies outside the data and should not be interpreted.")
        )
    lines = found.surface.loc[["a1", "a2", "a3", "a4"]]
    changed = (lines["p"] < limit) != (lines["p_without"] < limit)
    if changed.any():
        sentences.append(
            say(
                "Without the {n} most influential respondents the test of {names} would end "
                "otherwise.",
                n=int(found.checks["influential"]),
                names=say(", ").join(lines.index[changed]),
            )
        )
    if found.checks["spread_p"] < limit and found.errors != "HC3":
        sentences.append(
            say('The errors\' variance is not constant; errors="HC3" gives robust tests.')
        )
    sentences.append(say("Answers given at one time show no cause."))
    return sentences
