"""What classes, dimensions, channels and steps of handling are called in pictures."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["called"]

N_ = str
_NAMES = {
    "attitude": N_("attitude"),
    "quality": N_("quality"),
    "product": N_("product"),
    "process": N_("process"),
    "tangibles": N_("Tangibles"),
    "reliability": N_("Reliability"),
    "responsiveness": N_("Responsiveness"),
    "assurance": N_("Assurance"),
    "empathy": N_("Empathy"),
    "praise": N_("praise"),
    "neutral": N_("neutral"),
    "complaint": N_("complaint"),
    "survey": N_("survey"),
    "online review": N_("online review"),
    "hotline": N_("hotline"),
    "social media": N_("social media"),
    "e-mail": N_("e-mail"),
    "all": N_("all"),
    "nobody": N_("nobody"),
    "unknown": N_("unknown"),
    "week": N_("week"),
    "month": N_("month"),
    "quarter": N_("quarter"),
}


def called(name: object, say: Callable[..., str]) -> str:
    """Say a name of ours in the reader's language; the user's own names stay as they are.

    Parameters
    ----------
    name : object
    say : callable
        From ``translator(language)``.

    Returns
    -------
    str

    Examples
    --------
    >>> from svqkit.interface import translator
    >>> called("survey", translator()), called("Gate 4", translator())
    ('survey', 'Gate 4')
    """
    words = str(name)
    return say(_NAMES[words]) if words in _NAMES else words
