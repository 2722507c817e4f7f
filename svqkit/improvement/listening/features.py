"""What a classifier sees of a comment: beginnings of words, or Chinese words and their characters."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from svqkit.errors import MissingExtraError
from svqkit.improvement.listening.languages import latin_words
from svqkit.improvement.listening.traditional import simplified

__all__ = ["features"]

_SHORT, _LONG = 4, 6
_HAN = re.compile(r"[\u4e00-\u9fff]+")


@lru_cache(maxsize=1)
def _jieba() -> Any:
    """Load the Chinese dictionary, once and without its messages."""
    import logging
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its own code, written for older Pythons
            import jieba
    except ImportError:
        raise MissingExtraError("improve", "jieba") from None

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    return jieba


@lru_cache(maxsize=20_000)
def _beginnings(word: str) -> tuple[str, ...]:
    """Give a short word itself, of a longer one its first four letters, and six where it has more."""
    if len(word) <= _SHORT:
        return (word,)
    longer = word if len(word) <= _LONG else f"{word[:_LONG]}*"
    return (f"{word[:_SHORT]}*", longer)


@lru_cache(maxsize=20_000)
def features(text: str, language: str) -> tuple[str, ...]:
    """Cut a comment into what is counted.

    Parameters
    ----------
    text : str
    language : {"en", "nl", "zh"}

    Returns
    -------
    tuple of str
        English and Dutch: each word's first four and first six letters, which joins ``wait``,
        ``waited`` and ``waiting``. Chinese, written simplified: the words that jieba finds, and
        the characters of the longer ones.

    Raises
    ------
    MissingExtraError
        If Chinese is met and jieba is not installed.

    Examples
    --------
    >>> features("We waited", "en")
    ('we', 'wait*', 'waited')
    >>> features("态度差", "zh")
    ('态度', '差', '态', '度')
    """
    if language != "zh":
        return tuple(one for word in latin_words(text) for one in _beginnings(word))
    pieces = _HAN.findall(simplified(text))
    words = [word for piece in pieces for word in _jieba().cut(piece, HMM=False)]
    return (*words, *(sign for word in words if len(word) > 1 for sign in word))
