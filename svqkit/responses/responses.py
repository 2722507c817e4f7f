"""A survey's answers, checked and sorted: what every analysis starts from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from svqkit.instruments.instrument import Instrument
from svqkit.responses.header_codes import META, is_check
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
        file, ``encoding``, ``separator``, ``decimal`` or ``sheet``; ``tool`` whose export it is,
        ``files`` where they were several.
    truth : dict or None
        What a simulation knows about its answers.
    minimum, desired : DataFrame or None
        The lowest level that is acceptable and the level wished for, where they were asked.
    checks : dict
        Attention checks: column of ``respondents`` → the answer that was asked for.

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
    minimum: pd.DataFrame | None = None
    desired: pd.DataFrame | None = None
    checks: dict[str, float] = field(default_factory=dict)

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

    @property
    def forms(self) -> dict[str, pd.DataFrame]:
        """Answers by form, those that were asked: ``perception`` and what else."""
        every = {
            "perception": self.perceptions,
            "expectation": self.expectations,
            "minimum": self.minimum,
            "desired": self.desired,
        }
        return {form: frame for form, frame in every.items() if frame is not None}

    @property
    def meta(self) -> pd.DataFrame:
        """What a form notes by itself: times, language, order and attention checks."""
        noted = [c for c in self.respondents if str(c) in META or is_check(str(c))]
        return self.respondents[noted]

    def _title(self) -> str:
        name = self.source.get("name", "answers")
        return f"{self.n} respondents to {self.instrument.title} ({name})"

    def _parts(self) -> list[Part]:
        named = {"perception": "perceptions", "expectation": "expectations"}
        forms = {named.get(form, form): frame for form, frame in self.forms.items()}
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
            }
        ).T
        overview = overview.astype({"columns": int, "answers": int, "missing": int})
        parts: list[Part] = [("Answers", overview)]
        if self.expectations is None:
            parts.append(("Gaps", "Only perceptions: gap scores cannot be computed."))
        named_so = [str(column) for column in self.respondents.columns[:12]]
        others = ", ".join(n if len(n) <= 40 else f"{n[:39]}…" for n in named_so)
        more = self.respondents.shape[1] - 12
        parts.append(("About the respondents", others + (f" and {more} more" if more > 0 else "")))
        if len(self.problems):
            parts.append(("Problems found", self.problems.set_index("kind")))
        if len(self.dropped):
            counts = self.dropped["reason"].value_counts().rename("rows left out")
            parts.append(("Left out", counts))
        return parts
