"""What the server of a live survey says, in four languages."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from svqkit.instruments.words import resolve
from svqkit.instruments.yaml_lines import read_yaml_with_lines

__all__ = ["server_words"]

_FILE = Path(__file__).resolve().parent / "words.yaml"


@lru_cache
def _all() -> dict[str, dict[str, str]]:
    raw, _ = read_yaml_with_lines(_FILE)
    return dict(raw)


@lru_cache
def server_words(language: str) -> dict[str, str]:
    """Give the server's words in a language.

    Parameters
    ----------
    language : str
        BCP 47 tag; English stands for languages that are not there.

    Returns
    -------
    dict of str
        By the keys of words.yaml; words in braces are filled in by who shows them.

    Examples
    --------
    >>> server_words("nl")["finished"]
    'klaar'
    """
    return {key: resolve(words, language, "en")[0] for key, words in _all().items()}
