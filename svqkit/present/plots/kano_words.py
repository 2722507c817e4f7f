"""Names, colours and shapes of Kano's categories, the same in every picture."""

from __future__ import annotations

from typing import Any

from svqkit.present.plots.style import BLACK, BLUE, GREEN, MUTED, PURPLE, VERMILLION

__all__ = ["KANO_LOOKS", "KANO_NAMES", "spelled_feature"]

N_ = str
KANO_NAMES = {
    "M": N_("must-be"),
    "O": N_("one-dimensional"),
    "A": N_("attractive"),
    "I": N_("indifferent"),
    "R": N_("reverse"),
    "Q": N_("questionable"),
}
KANO_LOOKS = {
    "M": (VERMILLION, "s"),
    "O": (BLUE, "o"),
    "A": (GREEN, "^"),
    "I": (MUTED, "D"),
    "R": (PURPLE, "v"),
    "Q": (BLACK, "X"),
}


def spelled_feature(result: Any, code: str) -> str:
    """Say a feature by its code and words, or by the one where they are the same.

    Parameters
    ----------
    result : Kano
    code : str

    Returns
    -------
    str

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> spelled_feature(SimpleNamespace(labels={"K1": "Lift", "stairs": "stairs"}), "K1")
    'K1 Lift'
    """
    words = result.labels[code]
    return str(code) if words == code else f"{code} {words}"
