"""What scores are used for beyond their dimensions: predicting outcomes, comparing groups."""

from __future__ import annotations

from typing import Any

import pandas as pd

from svqkit.psychometrics.invariance.invariance_words import parameter_words
from svqkit.validation.fit_choice import judged

from ..columns import bound, ends, head, num, p, text, whole
from ..document import Section, Table, table
from ..names import column_words
from ..numbers import bounded, interval, real
from ..words import join

__all__ = ["groups", "prediction"]


def prediction(validation: Any) -> Section:
    """Compose the section on the prediction of outcomes.

    Parameters
    ----------
    validation : Validation

    Returns
    -------
    Section
        Table ``prediction``.
    """
    rows = validation.prediction
    said = [
        f"{str(name).replace('_', ' ')} {bounded(row['r_perception'])} "
        f"{interval(row['low'], row['high'])}"
        for name, row in rows.iterrows()
    ]
    meaning = f"The total perception score correlates with {join(said)}."
    if "difference_high" in rows:
        worse = int((rows["difference_high"] < 0).sum())
        better = int((rows["difference_low"] > 0).sum())
        if worse and not better:
            meaning += f" Gap scores predict less well for {worse} of {len(rows)} outcomes."
        elif better and not worse:
            meaning += f" Gap scores predict better for {better} of {len(rows)} outcomes."
        else:
            meaning += " Gap scores predict neither clearly better nor clearly worse."
    shown = rows.rename_axis("outcome").reset_index()
    shown["outcome"] = [column_words(name) for name in shown["outcome"]]
    return Section(
        "prediction",
        "Prediction of outcomes",
        meaning,
        (
            table(
                "prediction",
                shown,
                "Correlations of total scores with outcomes",
                [
                    head("outcome", "Outcome"),
                    whole("n", "n"),
                    bound("r_perception", "r, perceptions"),
                    ends("low", "high", "95% CI"),
                    bound("r_squared", "R², dimensions together"),
                    bound("adjusted_r_squared", "R², adjusted"),
                    bound("r_gap", "r, gaps"),
                    ends("gap_low", "gap_high", "95% CI, gaps"),
                    bound("difference", "Gaps minus perceptions"),
                    ends("difference_low", "difference_high", "95% CI, difference"),
                ],
            ),
        ),
        (),
        "Outcomes asked in the same questionnaire share its moment and its mood, so their "
        "correlations with scores are rather too high than too low.",
    )


def groups(validation: Any) -> Section:
    """Compose the section on the comparison of groups.

    Parameters
    ----------
    validation : Validation

    Returns
    -------
    Section
        Tables ``groups``, and ``freed`` and ``dmacs`` where a level holds only in part.
    """
    found = validation.invariance
    levels = _levels(found)
    blocks = [
        table(
            "groups",
            levels,
            "Measurement held equal step by step",
            [
                head("level", "Level"),
                num("chisq", "χ²", 1),
                whole("df", "df"),
                bound("cfi", "CFI", 3),
                bound("rmsea", "RMSEA", 3),
                ends("rmsea_low", "rmsea_high", "90% CI", 3),
                bound("srmr", "SRMR", 3),
                num("delta_chisq", "Δχ²", 1),
                whole("delta_df", "Δdf"),
                p("delta_p", "p of Δχ²"),
                bound("delta_cfi", "ΔCFI", 3),
                bound("delta_rmsea", "ΔRMSEA", 3),
                text("decision", "Decision", wide=True),
            ],
        )
    ]
    if len(found.freed):
        blocks.append(
            table(
                "freed",
                found.freed,
                "What differs between groups: parameters freed, in this order",
                [
                    head("parameter", "Parameter"),
                    text("level", "Level"),
                    num("score_chisq", "χ² of its equality", 1),
                    whole("score_df", "df"),
                    p("score_p"),
                    num("epc", "Expected change", 2),
                ],
            )
        )
        blocks += _effects(found.effect_sizes)
    out = validation.not_run.get("small groups", "")
    return Section(
        "groups",
        "Comparison of groups",
        _what_may_be_compared(found) + (f" {out[0].upper()}{out[1:]}." if out else ""),
        tuple(blocks),
        (),
        "Configural: same structure; metric: equal loadings, so relations may be compared; "
        "scalar: equal intercepts too, so means may be compared; strict: equal residual variances "
        "too. A partial level holds all but the parameters it frees, and bears latent means, not "
        "scale scores. A level holds if CFI falls by at most .010 and RMSEA rises by at most .015.",
    )


def _levels(found: Any) -> pd.DataFrame:
    """Take the levels with the indices that decide: robust or scaled ones where there are."""
    rows = found.table.copy()
    for name, index in (
        ("cfi", "cfi"),
        ("rmsea", "rmsea"),
        ("rmsea_low", "rmsea_ci_lower"),
        ("rmsea_high", "rmsea_ci_upper"),
    ):
        rows[name] = [judged(found.fits[level].fit, index) for level in rows.index]
    return rows.rename_axis("level")


def _effects(effects: Any) -> list[Table]:
    """Show what the differing items do to answers, where groups share a scale at all."""
    if effects is None:
        return []
    rows = effects.items[effects.items["dmacs"] > 0].reset_index()
    return [
        table(
            "dmacs",
            rows,
            "How far the differing items move answers (dMACS, in standard deviations)",
            [
                head("item", "Item"),
                text("group", "Group"),
                num("dmacs", "dMACS", 2),
                num("signed", "Signed", 2),
                ends("signed_low", "signed_high", "95% CI"),
                text("size", "Size"),
            ],
        )
    ]


def _what_may_be_compared(found: Any) -> str:
    """Say in a sentence which comparisons the levels bear."""
    rows = found.table
    changes = [
        f"at the {level} level CFI changes by {bounded(change, 3)}"
        for level in ("metric", "scalar")
        if level in rows.index and (change := real(rows["delta_cfi"].get(level))) is not None
    ]
    said = (
        f"Held equal across groups, {join(changes)}." if changes else "Models of groups, compared."
    )
    eased = [name for name in rows.index if name.endswith("(partial)")]
    if eased:
        free = join([parameter_words(name) for name in found.freed["parameter"]])
        said += f" Groups differ in {free}."
    order = list(rows.index)
    reached = order.index(found.reached)
    partly = any(order.index(name) <= reached + 1 for name in eased)
    if reached >= order.index("scalar"):
        ordered = bool(found.fits["configural"].table.ordered.thresholds)
        kind = "means and scale scores"
        if partly:
            kind = "latent means with these items free"
        elif ordered and found.reached == "scalar":
            kind = "latent means"
        return f"{said} Groups may be compared by {kind}."
    if "metric" in order and reached >= order.index("metric"):
        return f"{said} Relations may be compared between groups, means may not."
    return f"{said} Neither relations nor means may be compared between groups."
