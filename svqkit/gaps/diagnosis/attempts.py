"""Run an analysis, or note in plain words why these surveys do not allow it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from svqkit.errors import ConvergenceError, DataError, ModelError

__all__ = ["attempted"]

T = TypeVar("T")


def attempted(reasons: dict[str, str], name: str, run: Callable[[], T]) -> T | None:
    """Run an analysis; where the answers do not bear it, keep the reason.

    Only errors that speak of the answers are kept; a wrong option, or a fault of the program,
    goes on to whoever called.

    Parameters
    ----------
    reasons : dict
        Takes the reason under the name.
    name : str
        What the analysis is called.
    run : callable

    Returns
    -------
    object or None

    Examples
    --------
    >>> reasons = {}
    >>> attempted(reasons, "sum", lambda: 1 + 1), reasons
    (2, {})
    """
    try:
        return run()
    except (ConvergenceError, DataError, ModelError) as error:
        reasons[name] = str(error)
        return None
