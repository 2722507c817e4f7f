"""How many factors, by several rules beside one another."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from ..columns import head, num, text, whole
from ..document import Figure, Section, table
from ..numbers import count, number
from ..words import join, plural, sentence

__all__ = ["factor_number"]


def _grouped(suggestions: pd.Series) -> str:
    """Say which rules suggest which number, most frequent number first."""
    numbers = suggestions.dropna().astype(int)
    order = numbers.value_counts(sort=False).sort_values(ascending=False, kind="stable").index
    said = [f"{k} by {join([str(m) for m in numbers.index[numbers == k]])}" for k in order]
    return "; ".join(said)


def _meaning(suggestions: pd.Series, designed: int) -> str:
    numbers = suggestions.dropna().astype(int)
    agreeing = int((numbers == designed).sum())
    if agreeing == len(numbers):
        return (
            f"All {len(numbers)} rules ({join([str(name) for name in numbers.index])}) suggest the "
            f"{plural(designed, 'factor')} of the design."
        )
    if agreeing:
        first = (
            f"{agreeing} of {len(numbers)} rules {'suggests' if agreeing == 1 else 'suggest'} the "
            f"{plural(designed, 'factor')} of the design."
        )
    else:
        first = f"No rule suggests the {plural(designed, 'factor')} of the design."
    return f"{first} Suggested: {_grouped(suggestions)}."


def factor_number(validation: Any) -> Section:
    """Compose the section on the number of factors.

    Parameters
    ----------
    validation : Validation

    Returns
    -------
    Section
        Tables ``factor-number`` and ``factor-number-eigenvalues``.
    """
    found = validation.n_factors
    designed = len(validation.scales)
    rules = pd.DataFrame(
        {
            "rule": [str(name) for name in found.suggestions.index],
            "factors": found.suggestions.to_numpy(),
            "looks_for": found.rules.to_list(),
        }
    )
    shown = min(len(found.eigenvalues), designed + 5)
    values = found.eigenvalues.head(shown).rename_axis("number").reset_index()
    tables = (
        table(
            "factor-number",
            rules,
            "How many factors each rule suggests",
            [
                head("rule", "Rule"),
                whole("factors", "Factors"),
                text("looks_for", "What it counts", wide=True),
            ],
        ),
        table(
            "factor-number-eigenvalues",
            values,
            f"Eigenvalues, the first {shown}",
            [
                head("number", "No."),
                num("components", "Components"),
                num("components_random_mean", "Random, mean"),
                num("components_random_95", "Random, 95th percentile"),
                num("factors", "Common factors"),
                num("factors_random_mean", "Random, mean (factors)"),
                num("factors_random_95", "Random, 95th percentile (factors)"),
                num("map", "MAP", 4),
                num("map4", "MAP4", 5),
            ],
        ),
    )
    from svqkit.present.plots.scree import plot_scree

    first = found.eigenvalues["components"].head(designed + 1)
    picture = Figure(
        "picture-scree",
        "Eigenvalues beside those of random data",
        f"Eigenvalues of {len(found.eigenvalues)} items beside those of random data. The first "
        f"{len(first)} are {join([number(value) for value in first])}. {_grouped(found.suggestions)}.",
        partial(plot_scree, found),
    )
    return Section(
        "factor-number",
        "Number of factors",
        _meaning(found.suggestions, designed),
        tables,
        (picture,),
        f"{sentence(found.rule)} {count(found.draws)} random draws, seed {found.seed}.",
    )
