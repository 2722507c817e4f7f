"""A model as it is written: terms, equalities and defined parameters."""

from __future__ import annotations

from dataclasses import dataclass

from svqkit.psychometrics.sem.syntax.definitions import Definition

__all__ = ["Equality", "Model", "Term"]


@dataclass(frozen=True)
class Term:
    """One formula ``lhs op rhs`` with what the modifiers say, one entry a group or one for all.

    ``fixed`` holds a number, NaN for "free" (``NA*``) or None for nothing said; ``label`` holds
    "" for nothing said; ``start`` holds None for nothing said.
    """

    lhs: str
    op: str
    rhs: str
    line: int
    column: int
    fixed: tuple[float | None, ...] = ()
    label: tuple[str, ...] = ()
    start: tuple[float | None, ...] = ()

    @property
    def plain(self) -> bool:
        """Whether no modifier was written."""
        return not (self.fixed or self.label or self.start)


@dataclass(frozen=True)
class Equality:
    """``left == right``: two labels, or a label and a number."""

    left: str | float
    right: str | float
    line: int
    column: int


@dataclass(frozen=True)
class Model:
    """A model as written: its text, its terms, its equalities and its defined parameters."""

    text: str
    terms: tuple[Term, ...]
    equalities: tuple[Equality, ...] = ()
    definitions: tuple[Definition, ...] = ()

    def __hash__(self) -> int:
        """Hash the text, which the rest follows from: models are looked up at every fit."""
        return hash(self.text)
