"""Sentences: words joined, things counted, numbers set as print sets them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .numbers import count, real

__all__ = ["blocks", "join", "plural", "prose", "sentence"]


def blocks(text: str) -> list[str]:
    r"""Take a text apart into its paragraphs, each on one line.

    Parameters
    ----------
    text : str
        Paragraphs are parted by an empty line.

    Returns
    -------
    list of str

    Examples
    --------
    >>> blocks("One,\ntwo.\n\nThree.")
    ['One, two.', 'Three.']
    """
    return [" ".join(block.split()) for block in text.split("\n\n") if block.strip()]


def join(words: Sequence[str], last: str = "and") -> str:
    """Join words as a sentence does.

    Parameters
    ----------
    words : sequence of str
    last : str
        The word before the last one.

    Returns
    -------
    str

    Examples
    --------
    >>> join(["a"]), join(["a", "b"]), join(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def plural(n: object, one: str, many: str | None = None) -> str:
    """Say how many of a thing.

    Parameters
    ----------
    n : object
        How many.
    one : str
        The word for one.
    many : str, optional
        The word for several; ``one`` with an s if left out.

    Returns
    -------
    str

    Examples
    --------
    >>> plural(1, "item"), plural(0, "item"), plural(1200, "reply", "replies")
    ('1 item', 'no items', '1,200 replies')
    """
    shown = "no" if real(n) == 0 else count(n)
    return f"{shown} {one if real(n) == 1 else many or one + 's'}"


def prose(text: str) -> str:
    """Set numbers in a sentence as print does: true minus signs, no break before a value.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> prose("gap -1.20 [-1.30, -1.10], p < .001").replace("\u00a0", "_")
    'gap_−1.20 [−1.30, −1.10], p_<_.001'
    """
    signed = re.sub(r"(?<=[\s(\[])-(?=[.\d])", "−", text)
    tied = re.sub(r"\s([=<>≥≤])\s(?=[−.\d])", "\u00a0\\1\u00a0", signed)
    return re.sub(r"\b(gap|CFI|TLI|RMSEA|SRMR|HTMT|BIC) (?=[−.\d])", "\\1\u00a0", tied)


def sentence(text: str) -> str:
    """Write a remark as a sentence: a capital in front, a full stop behind.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> sentence("no groups were named"), sentence("χ² = N·F"), sentence("")
    ('No groups were named.', 'χ² = N·F.', '')
    """
    said = text.strip()
    if not said:
        return ""
    begun = said[0].upper() + said[1:] if said[0].isascii() else said
    return begun if begun[-1] in ".!?…" else f"{begun}."
