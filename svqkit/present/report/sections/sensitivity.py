"""Whether the conclusions hang on respondents flagged as careless."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..columns import head, mixed
from ..document import Column, Section, table
from ..numbers import bounded, count, number
from ..words import join, plural

__all__ = ["sensitivity"]


def _show(quantity: str, value: object, digits: int = 3) -> str:
    if quantity == "respondents":
        return count(value)
    return number(value, digits) if "gap" in quantity else bounded(value, digits)


def _column(source: str, heading: str) -> Column:
    return mixed(source, heading, lambda row: _show(str(row["quantity"]), row[source]))


def _moved(rows: pd.DataFrame, quantity: str) -> str:
    before, after = (
        _show(quantity, rows.at[quantity, c]) for c in ("everybody", "without_flagged")
    )
    if before == after:
        return f"{quantity} stays {before}"
    return f"{quantity} goes from {before} to {after}"


def _meaning(frame: pd.DataFrame, flagged: int) -> str:
    rows = frame.drop(index="respondents", errors="ignore").dropna(subset=["difference"])
    if not flagged:
        return "Nobody is flagged, so there is nothing to leave out."
    if rows.empty:
        return "What changes without the flagged respondents cannot be computed here."
    alphas = rows[rows.index.str.startswith("alpha")]
    said = []
    if len(alphas):
        said.append(f"alpha changes by {bounded(alphas['difference'].abs().max(), 3)} at most")
    said += [_moved(rows, name) for name in ("CFI", "RMSEA", "mean gap") if name in rows.index]
    return f"Without the {plural(flagged, 'flagged respondent')} {join(said)}."


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
