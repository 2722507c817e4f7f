"""One row of the parameter table."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Parameter"]


@dataclass(frozen=True)
class Parameter:
    """One row of the table.

    ``group`` counts from 0. ``free`` is 0 where the value is given, otherwise the number (from 1)
    of the free parameter, shared by equal rows. ``value`` is the fixed value, NaN where free,
    taken from the sample (``sampled``) or following from the other parameters (``implied``).
    ``start`` is NaN unless the user gave one.
    """

    lhs: str
    op: str
    rhs: str
    group: int
    free: int
    label: str
    value: float
    start: float
    sampled: bool
    implied: bool = False

    @property
    def name(self) -> str:
        """The row as people write it, ``f =~ x1``."""
        return f"{self.lhs} ~ 1" if self.op == "~1" else f"{self.lhs} {self.op} {self.rhs}"
