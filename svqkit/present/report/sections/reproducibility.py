"""What someone else needs to get the same numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from ..columns import head, text
from ..document import Section, table
from ..names import column_words

__all__ = ["reproducibility"]

_WORDS = {
    "call": "Call",
    "criteria": "Criteria",
    "seed": "Seed",
    "date": "Date",
    "data": "Data",
    "data_sha256": "SHA-256 of the data",
    "instrument": "Instrument",
    "version": "svqkit",
    "estimator": "Estimator",
    "correlation": "Correlations",
    "missing": "Missing answers",
    "bootstrap": "Bootstrap draws",
}


def _lines(settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in settings.items():
        words = _WORDS.get(name, column_words(name))
        if isinstance(value, Mapping):
            yield words, ", ".join(f"{key} {each}" for key, each in value.items())
        elif value is not None and str(value):
            yield words, str(value)


def reproducibility(validation: Any) -> Section:
    """Compose the section on reproducibility.

    Parameters
    ----------
    validation : Validation

    Returns
    -------
    Section
        Tables ``reproducibility`` and ``criteria``.
    """
    settings = validation.settings
    lines = list(dict(_lines(settings)).items())
    digest = str(settings.get("data_sha256", ""))
    what = f"the same data (SHA-256 {digest[:12]}…), " if digest else "the same data, "
    tables = (
        table(
            "reproducibility",
            pd.DataFrame(lines, columns=["what", "value"]),
            "What this report was made from",
            [head("what", "What"), text("value", "Value", wide=True)],
            stack=True,
        ),
        table(
            "criteria",
            validation.criteria.reset_index(drop=True),
            f"Criteria used: {settings.get('criteria', 'default')}",
            [
                head("check", "Check"),
                text("criterion", "Criterion"),
                text("basis", "Compared by"),
                text("weight", "Weight"),
                text("source", "Source", wide=True),
            ],
            note="Criteria are cited guides, not laws; a study may replace them before it looks "
            "at its data.",
            group=("claim", "Claim"),
        ),
    )
    return Section(
        "reproducibility",
        "Reproducibility",
        f"Whoever has {what}svqkit {settings.get('version', '')} and the call below gets the same "
        "numbers.",
        tables,
        (),
        "Random draws repeat with the seed. Tables round for reading; copies and the JSON form of "
        "this report carry every number in full precision.",
    )
