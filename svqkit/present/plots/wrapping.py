"""Breaking text into lines, Latin words and Chinese characters alike."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["display_width", "pieces", "wrapped"]

_OPENS, _CLOSES = "（「『【《", "，。；：？！、）」』】》"
_PIECES = re.compile(rf"[{_OPENS}]*(?:[⺀-￯][{_CLOSES}]*|[^\s⺀-￯]+[{_CLOSES}]*\s*)|\s+")


def display_width(text: str) -> int:
    """Count columns of text, where a Chinese character takes two.

    Examples
    --------
    >>> display_width("ab"), display_width("服务")
    (2, 4)
    """
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def pieces(text: str) -> list[str]:
    """Cut text where a line may break: words with the space after them, single Chinese characters.

    A Chinese mark that closes does not begin a line, one that opens does not end it.

    Examples
    --------
    >>> pieces("two words"), pieces("服务 a")
    (['two ', 'words'], ['服', '务', ' ', 'a'])
    >>> pieces("差距（缩小）。")
    ['差', '距', '（缩', '小）。']
    """
    return _PIECES.findall(" ".join(text.split()))


def wrapped(text: str, width: int = 28) -> str:
    r"""Break text into lines at words, or between Chinese characters.

    Parameters
    ----------
    text : str
    width : int
        Columns a line; a longer single word stays whole.

    Returns
    -------
    str
        Lines separated by a newline.

    Examples
    --------
    >>> wrapped("Staff are never too busy", 12)
    'Staff are\nnever too\nbusy'
    """
    lines = [""]
    for piece in pieces(str(text)):
        if lines[-1].strip() and display_width(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return "\n".join(line.strip() for line in lines)
