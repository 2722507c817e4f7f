"""What a form says besides the instrument's own words, in four languages."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from svqkit.instruments.words import resolve
from svqkit.instruments.yaml_lines import read_yaml_with_lines

__all__ = ["form_words"]

_FILE = Path(__file__).resolve().parent / "form_words.yaml"


@lru_cache
def _all() -> dict[str, dict[str, str]]:
    raw, _ = read_yaml_with_lines(_FILE)
    return dict(raw)


def form_words(language: str) -> dict[str, str]:
    """Give a form's own words in a language.

    Parameters
    ----------
    language : str
        BCP 47 tag; English stands for languages that are not there.

    Returns
    -------
    dict of str
        By the keys of form_words.yaml; words in braces are filled in by who shows them.

    Examples
    --------
    >>> form_words("nl")["questions_heading"]
    'Over u'
    """
    return {key: resolve(words, language, "en")[0] for key, words in _all().items()}
