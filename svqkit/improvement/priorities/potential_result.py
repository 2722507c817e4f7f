"""What an estimate of improvement potential returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from svqkit.result import Part, Result

__all__ = ["Potential"]


@dataclass(frozen=True, eq=False, repr=False)
class Potential(Result):
    """The outcome that goes with raising each attribute.

    Attributes
    ----------
    table : DataFrame (index: dimension or item)
        ``mean target [best] raise slope gain gain_low gain_high alone alone_low alone_high rank``:
        the gain with the other attributes as they are, and (``alone``) with the others moving
        along as they do in the sample; in units of the outcome.
    total : Series
        ``gain gain_low gain_high``: all attributes raised.
    segments : DataFrame or None
        Shrunken means of each segment.
    outcome, level : str
    n : int
    instrument : Instrument
    notes : tuple of str
        What the numbers do not say comes first.
    ci_level : float
    bootstrap : int
    seed : int or None
    convention : str

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.improvement_potential(svq.load_dataset("bank"), "satisfaction", by="branch")
    >>> found.table["gain"].idxmax()
    'responsiveness'
    """

    table: pd.DataFrame
    total: pd.Series
    segments: pd.DataFrame | None
    outcome: str
    level: str
    n: int
    instrument: Any
    notes: tuple[str, ...]
    ci_level: float
    bootstrap: int
    seed: int | None
    convention: str

    def _title(self) -> str:
        return f"Improvement potential for {self.outcome!r}"

    def _parts(self) -> list[Part]:
        return [
            ("", self.table),
            ("All raised together", self.total.to_frame(self.outcome).T),
            ("What this does not say", "\n".join(self.notes)),
            ("Convention", self.convention),
        ]
