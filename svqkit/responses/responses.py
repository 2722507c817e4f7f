"""A survey's answers, checked and sorted: what every analysis starts from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from svqkit.instruments.instrument import Instrument
from svqkit.result import Part, Result

__all__ = ["Responses"]


@dataclass(frozen=True, eq=False, repr=False)
class Responses(Result):
    """The answers of a survey, with an account of everything that was done to them.

    All frames share one index: for a file its row numbers as a spreadsheet shows them (the header
    is line 1), for a DataFrame its own index.

    Attributes
    ----------
    perceptions : DataFrame (respondents × items)
        Codes as floating-point numbers, NaN where there is no answer.
    expectations : DataFrame or None
        Likewise; None where only perceptions were asked.
    importance : DataFrame or None
        Columns are dimensions (points summing to 100) or item codes (ratings).
    importance_kind : {"points", "ratings"} or None
    respondents : DataFrame
        Every other column: branch, age, satisfaction …
    outcomes : tuple of str
        The columns of ``respondents`` that serve as criteria.
    instrument : Instrument
    problems : DataFrame
        Columns ``kind``, ``where``, ``count``, ``handling``, ``detail``; empty when all was clean.
    dropped : DataFrame
        Columns ``row``, ``reason``: rows that were left out.
    source : dict
        Where the answers came from: ``name``, ``sha256``, ``rows_read``, ``rows_kept`` and, for a
        file, ``encoding``, ``separator``, ``decimal`` or ``sheet``.
    truth : dict or None
        What a simulation knows about its answers.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> bank.n, bank.perceptions.shape
    (412, (412, 22))
    """

    perceptions: pd.DataFrame
    expectations: pd.DataFrame | None
    importance: pd.DataFrame | None
    importance_kind: str | None
    respondents: pd.DataFrame
    outcomes: tuple[str, ...]
    instrument: Instrument
    problems: pd.DataFrame
    dropped: pd.DataFrame
    source: dict[str, Any] = field(default_factory=dict)
    truth: dict[str, Any] | None = None

    @property
    def n(self) -> int:
        """Number of respondents kept."""
        return len(self.perceptions)

    @property
    def gaps(self) -> pd.DataFrame | None:
        """Perceptions minus expectations, item by item; NaN where either is missing."""
        if self.expectations is None:
            return None
        return self.perceptions - self.expectations

    def _title(self) -> str:
        name = self.source.get("name", "answers")
        return f"{self.n} respondents to {self.instrument.title} ({name})"

    def _parts(self) -> list[Part]:
        forms = {"perceptions": self.perceptions, "expectations": self.expectations}
        if self.importance is not None:
            forms[f"importance ({self.importance_kind})"] = self.importance
        overview = pd.DataFrame(
            {
                form: {
                    "columns": frame.shape[1],
                    "answers": int(frame.notna().to_numpy().sum()),
                    "missing": int(frame.isna().to_numpy().sum()),
                    "mean": frame.mean().mean(),
                }
                for form, frame in forms.items()
                if frame is not None
            }
        ).T
        overview = overview.astype({"columns": int, "answers": int, "missing": int})
        parts: list[Part] = [("Answers", overview)]
        if self.expectations is None:
            parts.append(("Gaps", "Only perceptions: gap scores cannot be computed."))
        others = ", ".join(str(column) for column in self.respondents.columns[:12])
        more = self.respondents.shape[1] - 12
        parts.append(("About the respondents", others + (f" and {more} more" if more > 0 else "")))
        if len(self.problems):
            shown = self.problems.drop(columns="detail").set_index("kind")
            parts.append(("Problems found", shown))
        if len(self.dropped):
            counts = self.dropped["reason"].value_counts().rename("rows left out")
            parts.append(("Left out", counts))
        return parts
