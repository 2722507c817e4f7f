"""What an indicator says about itself: its fields, the six areas, and how each is read."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError

__all__ = ["AREAS", "CHOICES", "DIMENSIONS", "FIELDS", "NEEDED", "closest", "day_of", "read_field"]

AREAS = (
    "satisfaction",
    "efficiency",
    "consistency",
    "perceived value",
    "brand image",
    "loyalty",
)
"""What is assessed; each area has three criteria in the source the kit follows."""
DIMENSIONS = ("tangibles", "reliability", "responsiveness", "assurance", "empathy")
FIELDS = {
    "id": "short code, one word",
    "name": "name",
    "area": "one of the six areas",
    "dimension": "dimension of service quality",
    "criterion": "criterion within the area",
    "definition": "what is counted or rated",
    "kind": "quantitative or qualitative",
    "method": "how it is measured",
    "formula": "formula",
    "unit": "unit of the value",
    "goal": "linked goal",
    "review": "date when the indicator itself is looked at again",
    "direction": "more or less (is better)",
    "target": "target, in the unit",
    "source": "where the figures come from",
    "frequency": "how often",
    "owner": "who answers for it",
    "weight": "points; all together 100 or 1",
    "transform": "anchors, target, z or percentile",
    "worst": "value that scores 0",
    "best": "value that scores 100",
}
"""Fields of an indicator, in the order of tables."""
NEEDED = ("id", "name", "area", "dimension", "kind", "direction")
CHOICES = {
    "area": AREAS,
    "kind": ("quantitative", "qualitative"),
    "direction": ("more", "less"),
    "transform": ("anchors", "target", "z", "percentile"),
}
NUMBERS = ("target", "weight", "worst", "best")


def read_field(name: str, given: Any, where: str, row: Any) -> Any:
    """Read one cell as its field asks.

    Parameters
    ----------
    name : str
        Field.
    given : object
    where : str
        How errors call the place: "row 3 (queue_time)".
    row : object
        For the error.

    Returns
    -------
    str, float or Timestamp
        Text is trimmed and empty where nothing is given; numbers are NaN, dates NaT then.

    Raises
    ------
    DataError

    Examples
    --------
    >>> read_field("target", "4.5", "row 2", 2), read_field("owner", None, "row 2", 2)
    (4.5, '')
    >>> read_field("direction", "lower", "row 2 (queue)", 2)
    Traceback (most recent call last):
    ...
    svqkit.errors.DataError: row 2 (queue), column 'direction': 'lower' is none of more, less
    """
    if isinstance(given, (dict, list, set, tuple)):
        raise DataError(
            f"{where}, column {name!r}: a {type(given).__name__} is given; write one text or number",
            row=row,
            column=name,
            value=given,
        )
    empty = given is None or given is pd.NA or given is pd.NaT or given != given
    text = "" if empty else str(given).strip()
    place = f"{where}, column {name!r}"
    if name in NUMBERS:
        return _number(text, place, name, row)
    if name == "review":
        return pd.NaT if not text else _date(given, place, row)
    if not text and name in NEEDED:
        raise DataError(f"{place}: nothing is given ({FIELDS[name]})", row=row, column=name)
    if name in CHOICES and text:
        found = text.lower()
        if found not in CHOICES[name]:
            raise DataError(
                f"{place}: {text!r} is none of {', '.join(CHOICES[name])}{closest(found, CHOICES[name])}",
                row=row,
                column=name,
                value=given,
            )
        return found
    if name == "id" and len(text.split()) > 1:
        raise DataError(f"{place}: {text!r} is more than one word", row=row, column=name)
    return text.lower() if name == "dimension" else text


def closest(word: str, known: Any) -> str:
    """Offer the known word that is most like one that is not.

    Examples
    --------
    >>> closest("ownr", ["owner", "unit"]), closest("colour", ["owner"])
    ("; did you mean 'owner'?", '')
    """
    near = get_close_matches(word.lower(), [str(one) for one in known], n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _number(text: str, place: str, name: str, row: Any) -> float:
    if not text:
        return np.nan
    try:
        found = float(text)
    except ValueError:
        raise DataError(
            f"{place}: {text!r} is no number", row=row, column=name, value=text
        ) from None
    if not np.isfinite(found):
        raise DataError(f"{place}: {text!r} is no finite number", row=row, column=name, value=text)
    return found


def _date(given: Any, place: str, row: Any) -> Any:
    found = day_of(given if isinstance(given, date) else str(given).strip())
    if pd.isna(found):
        raise DataError(
            f"{place}: {given!r} is no date; write it as 2026-12-31",
            row=row,
            column="review",
            value=given,
        )
    return found


def day_of(given: Any) -> Any:
    """Read a day: a date, or text as ISO 8601 writes it (01/02/2026 is two days, so it is none).

    Parameters
    ----------
    given : date, Timestamp or str

    Returns
    -------
    Timestamp
        Without time zone; NaT where it is no date.

    Examples
    --------
    >>> day_of("2026-07-01"), day_of("01/02/2026")
    (Timestamp('2026-07-01 00:00:00'), NaT)
    """
    if not isinstance(given, (date, str)):
        return pd.NaT
    found = pd.to_datetime(
        given, format="ISO8601" if isinstance(given, str) else None, errors="coerce"
    )
    return found if pd.isna(found) else found.tz_localize(None)
