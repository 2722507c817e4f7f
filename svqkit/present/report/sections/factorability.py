"""Whether the items share enough to look for factors."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from ..columns import bound, head, label, mixed, text
from ..document import Figure, Section, table
from ..extremes import highest, lowest
from ..names import instrument_of, item_name, language_of, with_labels
from ..numbers import bounded, count, number, p_phrase

__all__ = ["factorability"]

_KAISER = ((0.9, "marvellous"), (0.8, "meritorious"), (0.7, "middling"), (0.6, "mediocre"))


def _word(kmo: float) -> str:
    for low, word in _KAISER:
        if kmo >= low:
            return word
    return "miserable" if kmo >= 0.5 else "unacceptable"


def factorability(validation: Any) -> Section:
    """Compose the section on factorability.

    Parameters
    ----------
    validation : Validation

    Returns
    -------
    Section
        Tables ``factorability`` and ``factorability-items``.
    """
    found = validation.factorability
    instrument = instrument_of(validation)
    weakest, strongest = lowest(found.msa), highest(found.msa)
    word = _word(float(found.kmo))
    test = (
        f"χ²({count(found.bartlett_df)}) = {number(found.bartlett_chisq, 1)}, "
        f"{p_phrase(found.bartlett_p)}"
    )
    related = "are" if found.bartlett_p < 0.05 else "are not shown to be"
    meaning = (
        f"The items share {'enough' if found.kmo >= 0.6 else 'too little'} for factors: sampling "
        f"adequacy is {bounded(found.kmo, 3)}, {word} in Kaiser's words, and by Bartlett's test "
        f"they {related} correlated ({test}). The least adequate item is "
        f"{item_name(weakest, instrument)} with {bounded(found.msa[weakest], 3)}."
    )
    overall = pd.DataFrame(
        {
            "statistic": [
                "Sampling adequacy (KMO)",
                "Bartlett's χ²",
                "Degrees of freedom",
                "p",
                "Determinant of the correlations",
                "Respondents",
            ],
            "value": [
                found.kmo,
                found.bartlett_chisq,
                found.bartlett_df,
                found.bartlett_p,
                found.determinant,
                found.n,
            ],
            "shown": [
                bounded(found.kmo, 3),
                number(found.bartlett_chisq, 1),
                count(found.bartlett_df),
                p_phrase(found.bartlett_p).removeprefix("p = ").removeprefix("p "),
                f"{found.determinant:.2e}",
                count(found.n),
            ],
        }
    )
    msa = with_labels(found.msa.to_frame("msa").sort_values("msa", kind="stable"), instrument)
    tables = (
        table(
            "factorability",
            overall,
            "Can these items be factored?",
            [head("statistic", "Statistic"), mixed("value", "Value", lambda row: row["shown"])],
        ),
        table(
            "factorability-items",
            msa,
            "Sampling adequacy of each item, lowest first",
            [
                head("item", "Item"),
                label(instrument),
                text("scale", "Dimension", language=language_of(instrument)),
                bound("msa", "MSA", 3),
            ],
        ),
    )
    from svqkit.present.plots.factors import plot_factorability

    picture = Figure(
        "picture-factorability",
        "Sampling adequacy of each item",
        f"Sampling adequacy of {len(found.msa)} items, overall {bounded(found.kmo, 3)} ({word}); "
        f"lowest {weakest} with {bounded(found.msa[weakest], 3)}, highest {strongest} with "
        f"{bounded(found.msa[strongest], 3)}.",
        partial(plot_factorability, found, instrument=instrument),
    )
    return Section(
        "factorability",
        "Factorability",
        meaning,
        tables,
        (picture,),
        "KMO compares correlations with partial correlations (Kaiser 1974); Bartlett's test (1950) "
        "asks whether all correlations could be zero and says nothing about their size.",
    )
