"""Run an analysis, or note why it could not be run."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from svqkit.errors import ConvergenceError, DataError, ModelError

if TYPE_CHECKING:
    from svqkit.validation.analysis_record import Analyses

__all__ = ["attempt"]

T = TypeVar("T")


def attempt(done: Analyses, section: str, run: Callable[[], T]) -> T | None:
    """Run an analysis; where the answers or the model do not bear it, note the reason.

    Parameters
    ----------
    done : Analyses
        Its ``not_run`` takes the reason, ``not_converged`` the name of what did not settle.
    section : str
        What the analysis is called.
    run : callable

    Returns
    -------
    object or None
        What ``run`` gives; None where it could not.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> done = SimpleNamespace(not_run={}, not_converged=set())
    >>> attempt(done, "sum", lambda: 1 + 1)
    2
    """
    try:
        return run()
    except ConvergenceError as error:
        done.not_converged.add(section)
        done.not_run[section] = str(error)
    except (DataError, ModelError) as error:
        done.not_run[section] = str(error)
    return None
