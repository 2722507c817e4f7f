"""Which items are ordered, how many thresholds they have, and what sets the scale behind them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from svqkit.errors import ModelError
from svqkit.psychometrics.sem.syntax.roles import Roles
from svqkit.psychometrics.sem.syntax.terms import Model, Term
from svqkit.psychometrics.sem.syntax.tokens import fault

__all__ = ["ORDERED_NOT", "PARAMETERIZATIONS", "Ordered", "refuse_impossible"]

PARAMETERIZATIONS = ("delta", "theta")


@dataclass(frozen=True)
class Ordered:
    """Ordered items with their number of thresholds, and the parameterisation.

    Under "delta" the response behind an item has the standard deviation 1/scale, and its residual
    variance follows; under "theta" the residual variance is a parameter and the scale follows.
    """

    thresholds: Mapping[str, int] = field(default_factory=dict)
    parameterization: str = "delta"

    @property
    def residual(self) -> float | None:
        """What a residual variance is fixed at; None where it follows."""
        return 1.0 if self.parameterization == "theta" else None

    @property
    def scale(self) -> float | None:
        """What a scale is fixed at; None where it follows."""
        return 1.0 if self.parameterization == "delta" else None

    def freed(self, op: str, lhs: str, rhs: str, equal: Collection[str]) -> bool:
        """Say whether equal thresholds make a row estimable in all groups but the first."""
        if "thresholds" not in equal or lhs not in self.thresholds or lhs != rhs:
            return False
        return op == ("~*~" if self.parameterization == "delta" else "~~")


ORDERED_NOT = Ordered()
"""No item is ordered."""


def _problem(term: Term, roles: Roles, ordered: Ordered) -> str:
    count = ordered.thresholds.get(term.lhs)
    if term.op in ("|", "~*~") and count is None:
        return f"{term.lhs!r} has no thresholds or scale: it is not among the ordered items"
    if term.op == "|" and int(term.rhs[1:]) > (count or 0):
        return f"{term.lhs!r} has {count} thresholds, so there is no {term.rhs}"
    if term.op == "~" and term.rhs in ordered.thresholds:
        return (
            f"{term.rhs!r} is ordered and cannot predict; predict from a factor, "
            f"as '{term.rhs}_f =~ {term.rhs}'"
        )
    if term.op == "~~" and term.lhs == term.rhs and count and ordered.residual is None:
        return (
            f"the residual variance of {term.lhs!r} follows from its scale; "
            "take parameterization='theta' to make it a parameter"
        )
    if term.op == "~*~" and ordered.scale is None:
        return (
            f"the scale of {term.lhs!r} follows from its residual variance; "
            "take parameterization='delta' to make it a parameter"
        )
    return ""


def refuse_impossible(model: Model, roles: Roles, ordered: Ordered) -> None:
    """Refuse formulas that ordered items, or the lack of them, leave without sense.

    Parameters
    ----------
    model : Model
    roles : Roles
    ordered : Ordered

    Raises
    ------
    ModelError
        With the place in the model.
    """
    for term in model.terms:
        problem = _problem(term, roles, ordered)
        if problem:
            raise fault(model.text, term.line, term.column, problem)
    higher = [name for name in ordered.thresholds if name in roles.latent]
    if higher:
        raise ModelError(f"{higher[0]!r} is a factor; only items can be ordered")
