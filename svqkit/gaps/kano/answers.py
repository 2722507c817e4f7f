"""Answers to Kano questions: from words or codes to the codes 1 (like) to 5 (dislike)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from svqkit.errors import DataError

__all__ = ["kano_codes"]

_FILE = Path(__file__).resolve().with_name("answers.yaml")
_EMPTY = ("", "nan", "none", "<na>")


def _bare(answer: object) -> str:
    """Strip an answer of case, of spaces and of what stands after its last word."""
    return " ".join(str(answer).casefold().split()).rstrip(" .。!！")


@lru_cache(maxsize=1)
def _usual() -> Mapping[str, int]:
    """Read the usual words for the five answers."""
    from ruamel.yaml import YAML

    words = YAML(typ="safe").load(_FILE.read_text(encoding="utf-8"))
    return {_bare(word): int(code) for code, said in words.items() for word in said}


def _vocabulary(words: Mapping[int, Sequence[str]]) -> dict[str, int]:
    found = dict(_usual())
    own: dict[str, int] = {}
    for code, said in words.items():
        if code not in range(1, 6):
            raise ValueError(f"words has code {code!r}; the codes are 1 (like) to 5 (dislike)")
        for word in [said] if isinstance(said, str) else said:
            if own.setdefault(_bare(word), int(code)) != code:
                raise ValueError(f"words gives {word!r} two codes, {own[_bare(word)]} and {code}")
    found.update(own)
    found.update({str(code): code for code in range(1, 6)})
    found.update({f"{code}.0": code for code in range(1, 6)})
    return found


def kano_codes(
    answers: pd.DataFrame, words: Mapping[int, Sequence[str]] | None = None
) -> pd.DataFrame:
    """Read answers to Kano questions.

    Parameters
    ----------
    answers : DataFrame (respondents × questions)
        Codes 1 (like), 2 (must be), 3 (neutral), 4 (live with), 5 (dislike), or the words for
        them; missing where there is no answer.
    words : mapping of code to words, optional
        Words beside the usual ones in English, Chinese and Dutch.

    Returns
    -------
    DataFrame (respondents × questions)
        Codes as floating-point numbers, NaN where there is no answer.

    Raises
    ------
    DataError
        Naming column, row and value of the first answer that is none of the five.
    ValueError
        If ``words`` has another code, or one word for two codes.

    Examples
    --------
    >>> kano_codes(pd.DataFrame({"K1": ["I like it.", "neutral", None, 5]}))["K1"].tolist()
    [1.0, 3.0, nan, 5.0]
    """
    known = _vocabulary(words or {})
    cells = answers.to_numpy(dtype=object)
    # Few different answers fill a whole frame: each is read once, −1 is a missing one.
    places, different = pd.factorize(cells.ravel())
    bare = [_bare(answer) for answer in different]
    meant = np.array([known.get(answer, np.nan) for answer in bare] + [np.nan])
    refused = np.isnan(meant) & np.array([answer not in _EMPTY for answer in bare] + [False])
    strange = refused[places].reshape(cells.shape)
    if strange.any():
        column = int(np.argmax(strange.any(axis=0)))
        row = int(np.argmax(strange[:, column]))
        raise DataError(
            f"column {answers.columns[column]!r}, row {answers.index[row]}: "
            f"{str(cells[row, column])[:60]!r} is no answer to a Kano question; use the codes "
            "1 (like) to 5 (dislike), or name your words: words={1: ['…'], … 5: ['…']}",
            column=str(answers.columns[column]),
            row=answers.index[row],
            value=cells[row, column],
        )
    codes = meant[places].reshape(cells.shape)
    return pd.DataFrame(codes, index=answers.index, columns=answers.columns)
