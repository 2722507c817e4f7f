"""Numbers and names as sentences need them, in the language of the customers' questionnaire."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from svqkit.gaps.organisation.prescription_words import listed
from svqkit.interface import joined

__all__ = ["TOTAL", "Words", "points", "share", "signed", "span"]

TOTAL = "total"


def signed(value: float, digits: int = 2) -> str:
    """Set a number with a true minus sign.

    Examples
    --------
    >>> signed(-1.126), signed(0.5), signed(-0.001)
    ('−1.13', '0.50', '0.00')
    """
    shown = f"{value:.{digits}f}"
    if float(shown) == 0:
        shown = shown.lstrip("-")
    return shown.replace("-", "−")


def points(value: float) -> str:
    """Set a number without its sign.

    Examples
    --------
    >>> points(-1.126)
    '1.13'
    """
    return signed(abs(value))


def share(value: float) -> str:
    """Set a percentage without decimals; the unit stands in the sentence.

    Examples
    --------
    >>> share(36.4)
    '36'
    """
    return f"{value:.0f}"


def span(low: float, high: float) -> str:
    """Set the two ends of an interval; dashes where too few answered for one.

    Examples
    --------
    >>> span(-1.21, -1.05), span(float("nan"), float("nan"))
    ('[−1.21, −1.05]', '[–, –]')
    """
    if low != low or high != high:
        return "[–, –]"
    return f"[{signed(low)}, {signed(high)}]"


class Words:
    """What sentences of a diagnosis call things: dimensions, items, lists, in one language.

    Parameters
    ----------
    instrument : Instrument
        The customers'.
    say : callable
        From ``svqkit.interface.translator``.
    others : sequence of Instrument
        Those of managers and employees, for the names of antecedents.

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.interface import translator
    >>> words = Words(svq.load_instrument("servqual"), translator("en"))
    >>> words.dimension("reliability"), words.item("Q5")
    ('Reliability', 'Q5 (Keeps its dates)')
    """

    def __init__(self, instrument: Any, say: Any, others: Sequence[Any] = ()) -> None:
        self.say, self.language = say, instrument.language
        self._titles = {
            name: title
            for one in (*others, instrument)
            for name, title in one.dimension_titles.items()
        }
        self._labels = dict(instrument.labels)

    def dimension(self, name: str) -> str:
        """Name a dimension, an antecedent or the total."""
        return self.say("Total") if name == TOTAL else str(self._titles.get(name, name))

    def item(self, code: str) -> str:
        """Name an item by code and short label."""
        label = self._labels.get(code, "")
        named = label and label != code
        return self.say("{code} ({label})", code=code, label=label) if named else code

    def dimensions(self, names: Sequence[str]) -> str:
        """Name several dimensions as a sentence does."""
        return listed([self.dimension(name) for name in names], self.language)

    def joined(self, sentences: Sequence[str]) -> str:
        """Put sentences behind one another; a Chinese full stop needs no space behind it."""
        return joined(sentences)
