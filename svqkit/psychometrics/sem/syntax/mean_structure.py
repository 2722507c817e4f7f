"""Whether intercepts are part of a model."""

from __future__ import annotations

from collections.abc import Collection

from svqkit.errors import DataError, ModelError
from svqkit.psychometrics.sem.syntax.terms import Model

__all__ = ["wants_means"]

MEAN_WORDS = {"intercepts", "means"}


def wants_means(
    model: Model,
    asked: bool | None,
    known: bool,
    group_equal: Collection[str],
    *,
    gaps: bool = False,
) -> bool | None:
    """Decide on the mean structure.

    Parameters
    ----------
    model : Model
    asked : bool or None
        What the user asked for.
    known : bool
        Whether the data hold means.
    group_equal : collection of str
    gaps : bool
        Whether answers with gaps are used, which takes means.

    Returns
    -------
    bool or None
        None leaves it to the number of groups.

    Raises
    ------
    ModelError
        If intercepts are asked for and refused at once.
    DataError
        If they are needed and the data hold no means.

    Examples
    --------
    >>> from svqkit.psychometrics.sem.syntax.syntax import parse
    >>> wants_means(parse("f =~ x1 + x2 + x3"), None, False, ())
    False
    """
    words = {group_equal} if isinstance(group_equal, str) else set(group_equal)
    reasons = [f"the model names {term.lhs!r} ~ 1" for term in model.terms if term.op == "~1"]
    reasons += [f"group_equal holds {word!r}" for word in sorted(words & MEAN_WORDS)]
    needed = reasons + ["missing='fiml' needs them"] * gaps
    if asked is False and needed:
        raise ModelError(f"meanstructure=False leaves intercepts out, but {needed[0]}")
    if not known and (asked or reasons):
        raise DataError("the model has intercepts, but these moments hold no means; give mean=")
    if gaps:
        return True
    return asked if known else False
