"""The language in which the machinery speaks to a learner."""

from __future__ import annotations

import os
from collections.abc import Callable

from svqkit.interface import translator

__all__ = ["LANGUAGE", "PRESENTED", "presented", "spoken_in"]

LANGUAGE = "SVQKIT_LANGUAGE"
"""Environment variable: a BCP 47 tag, as ``svqkit present --language`` gives it to a notebook."""

PRESENTED = "SVQKIT_PRESENTED"
"""Environment variable: set before an audience, where nobody can type an answer."""


def presented() -> bool:
    """Tell whether this is shown to an audience: a task is put then, and nothing is asked to be typed.

    Returns
    -------
    bool

    Examples
    --------
    >>> presented()
    False
    """
    return bool(os.environ.get(PRESENTED))


def spoken_in(language: str | None = None) -> Callable[..., str]:
    """Give the function that says the machinery's own sentences; the lessons' prose stays as it is.

    Parameters
    ----------
    language : str, optional
        BCP 47; that of the environment otherwise, or English.

    Returns
    -------
    callable
        As ``translator`` gives it.

    Examples
    --------
    >>> spoken_in("nl")("Hint")
    'Aanwijzing'
    """
    return translator(language or os.environ.get(LANGUAGE) or "en")
