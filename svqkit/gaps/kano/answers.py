"""Answers to Kano questions: from words or codes to the codes 1 (like) to 5 (dislike)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

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


def kano_codes(answers: pd.DataFrame, words: Mapping[int, Sequence[str]] | None = None) -> Any:
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
    columns = []
    for at in range(answers.shape[1]):
        column = answers.iloc[:, at]
        said = column.where(column.notna(), "").map(_bare)
        codes = said.map(known).to_numpy(dtype=float)
        strange = np.isnan(codes) & ~said.isin(_EMPTY).to_numpy()
        if strange.any():
            place = int(np.argmax(strange))
            raise DataError(
                f"column {answers.columns[at]!r}, row {answers.index[place]}: "
                f"{str(column.iloc[place])[:60]!r} is no answer to a Kano question; use the codes "
                "1 (like) to 5 (dislike), or name your words: words={1: ['…'], … 5: ['…']}",
                column=str(answers.columns[at]),
                value=column.iloc[place],
            )
        columns.append(codes)
    values = np.column_stack(columns) if columns else np.empty((len(answers), 0))
    return pd.DataFrame(values, index=answers.index, columns=answers.columns)
