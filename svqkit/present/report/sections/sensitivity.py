"""Whether the conclusions hang on respondents flagged as careless."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..columns import head, mixed
from ..document import Column, Section, table
from ..extremes import highest
from ..numbers import bounded, count, number, plural, real

__all__ = ["sensitivity"]


def _show(quantity: str, value: object, digits: int = 3) -> str:
    if quantity == "respondents":
        return count(value)
    return number(value, digits) if "gap" in quantity else bounded(value, digits)


def _column(source: str, heading: str) -> Column:
    return mixed(source, heading, lambda row: _show(str(row["quantity"]), row[source]))


def _meaning(frame: pd.DataFrame, flagged: int) -> str:
    rows = frame.drop(index="respondents", errors="ignore").dropna(subset=["difference"])
    if not flagged:
        return "Nobody is flagged, so there is nothing to leave out."
    if rows.empty:
        return "What changes without the flagged respondents cannot be computed here."
    name = highest(rows["difference"].abs())
    row = rows.loc[name]
    size = real(abs(row["difference"])) or 0.0
    word = (
        "hardly anything changes"
        if size < 0.02
        else "little changes"
        if size < 0.05
        else ("some numbers change visibly")
    )
    return (
        f"Without the {plural(flagged, 'flagged respondent')} {word}: the largest change is in "
        f"{name}, from {_show(str(name), row['everybody'])} to "
        f"{_show(str(name), row['without_flagged'])}."
    )


def sensitivity(validation: Any) -> Section:
    """Compose the section on sensitivity.

    Parameters
    ----------
    validation : Validation

    Returns
    -------
    Section
        Table ``sensitivity``.
    """
    frame = validation.sensitivity
    shown = frame.rename_axis("quantity").reset_index()

    names = {"everybody": "All", "without_flagged": "Without flagged", "difference": "Difference"}
    return Section(
        "sensitivity",
        "Sensitivity",
        _meaning(frame, len(validation.screening.flagged)),
        (
            table(
                "sensitivity",
                shown,
                "Key numbers with and without flagged respondents",
                [head("quantity", "Quantity"), *[_column(k, v) for k, v in names.items()]],
            ),
        ),
        (),
        "The same analyses, run again without the respondents that screening flagged. Neither "
        "column is the true one: a flag is no proof of carelessness.",
    )
