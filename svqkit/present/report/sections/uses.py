"""What scores are used for beyond their dimensions: predicting outcomes, comparing groups."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..columns import bound, ends, head, num, p, whole
from ..document import Section, table
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
        Table ``groups``.
    """
    rows = validation.invariance.table
    changes: list[str] = []
    for level in ("metric", "scalar"):
        change = real(rows["delta_cfi"].get(level)) if "delta_cfi" in rows else None
        if change is not None:
            fine = "at most" if change >= -0.01 else "more than"
            changes.append(
                f"at the {level} level CFI changes by {bounded(change, 3)} ({fine} a loss of .010)"
            )
    meaning = (
        f"Held equal across groups, {join(changes)}." if changes else "Models of groups, compared."
    )
    frame: pd.DataFrame = rows.rename_axis("level")
    return Section(
        "groups",
        "Comparison of groups",
        meaning,
        (
            table(
                "groups",
                frame,
                "Measurement held equal step by step",
                [
                    head("level", "Level"),
                    num("chisq", "χ²", 1),
                    whole("df", "df"),
                    bound("cfi", "CFI", 3),
                    bound("rmsea", "RMSEA", 3),
                    bound("srmr", "SRMR", 3),
                    num("bic", "BIC", 1),
                    num("delta_chisq", "Δχ²", 1),
                    whole("delta_df", "Δdf"),
                    p("delta_p", "p of Δχ²"),
                    bound("delta_cfi", "ΔCFI", 3),
                    bound("delta_rmsea", "ΔRMSEA", 3),
                ],
            ),
        ),
        (),
        "Configural: same structure; metric: equal loadings, so relations may be compared; "
        "scalar: equal intercepts too, so means may be compared.",
    )
