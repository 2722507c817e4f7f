"""What a comparison of before and after says, and what it does not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from svqkit.result import Part, Result

__all__ = ["BeforeAfter"]


@dataclass(frozen=True, eq=False, repr=False)
class BeforeAfter(Result):
    """A difference between before and after.

    Attributes
    ----------
    table : DataFrame (index: before, after)
        ``n value sd`` (``sd`` for means), ``low high`` (interval of each).
    estimate, low, high : float
        After minus before, with its interval.
    p : float
    effect_size : Series
        ``name value low high``: d (pooled or average standard deviation), or Cohen's h.
    test : Series
        ``name statistic df``.
    regression : Series or None
        Where the cases were chosen by their first value: ``expected`` change without any effect,
        and what goes ``beyond`` it, ``low high p``.
    kind : {"mean", "share"}
    paired : bool
    left_out : Series
        Missing measurements and, of pairs, those measured once only.
    ci_level : float
    sentence : str
    does_not_say : str
    cautions : tuple of str
    convention : str

    Examples
    --------
    >>> from svqkit.improvement.change.before_after import before_after
    >>> before_after([3, 4, 5, 4], [4, 6, 6, 5], paired=True).estimate
    1.25
    """

    table: pd.DataFrame
    estimate: float
    low: float
    high: float
    p: float
    effect_size: pd.Series
    test: pd.Series
    regression: pd.Series | None
    kind: Literal["mean", "share"]
    paired: bool
    left_out: pd.Series
    ci_level: float
    sentence: str
    does_not_say: str
    convention: str
    cautions: tuple[str, ...] = field(default=())

    def _title(self) -> str:
        return "Before and after"

    def _parts(self) -> list[Part]:
        difference = pd.DataFrame(
            [[self.estimate, self.low, self.high, self.p], [*self.effect_size.iloc[1:], None]],
            index=["difference", self.effect_size["name"]],
            columns=["value", "low", "high", "p"],
        )
        parts: list[Part] = [("", self.sentence), ("", self.table), ("", difference)]
        if self.regression is not None:
            parts.append(("Regression to the mean", self.regression.to_frame().T))
        if self.left_out.any():
            parts.append(("Left out", self.left_out))
        parts += [("Caution", one) for one in self.cautions]
        return [
            *parts,
            ("What this does not say", self.does_not_say),
            ("Convention", self.convention),
        ]
