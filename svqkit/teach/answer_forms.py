"""The many forms in which a learner may give one and the same answer.

An answer may be read in more than one way (``"1,234"``, a Series of numbers with names), so each
kind gives a list of readings; it is right if one of them is. An empty list: this is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from numbers import Number
from typing import Any

import numpy as np
import pandas as pd

from svqkit.teach.answer_parts import cells, laid_out, single
from svqkit.teach.schema import Exercise

__all__ = ["fold", "readings", "single_number"]


def readings(exercise: Exercise, answer: Any) -> list[Any]:
    """Read an answer in every way that its exercise's kind allows.

    Parameters
    ----------
    exercise : Exercise
    answer : object
        As the learner gave it.

    Returns
    -------
    list
        Of floats (number), words (word), frozensets (words) or tuples (order) of words, Series by
        name or arrays (numbers), DataFrames or two-dimensional arrays (table), keys (choice), texts (text).

    Examples
    --------
    >>> from svqkit.teach.exercise import find_exercise
    >>> readings(find_exercise("L00.2"), "−1,25")
    [-1.25]
    >>> readings(find_exercise("L00.1"), ...)
    []
    """
    if answer is None or answer is ...:
        return []
    answer = laid_out(answer)
    if exercise.kind == "choice":
        return _choice(exercise, answer)
    return _KINDS[exercise.kind](answer)


def fold(word: Any) -> str:
    """Write a word so that case, spaces, hyphens and underscores make no difference.

    Parameters
    ----------
    word : object
        Text, a number that serves as a name, or a tuple whose last element is the name.

    Returns
    -------
    str

    Examples
    --------
    >>> fold(" Market_Square "), fold(12.0), fold(("empathy", "Q18"))
    ('market square', '12', 'q18')
    """
    if isinstance(word, tuple) and word:
        word = word[-1]
    if isinstance(word, (float, np.floating)) and float(word).is_integer():
        word = int(word)
    return re.sub(r"[\s_\-]+", " ", str(word)).strip(" \"'`.").casefold()


def single_number(answer: Any) -> float | None:
    """Read one number in the first way that it can be read.

    Parameters
    ----------
    answer : object

    Returns
    -------
    float or None

    Examples
    --------
    >>> single_number("0,81"), single_number("high")
    (0.81, None)
    """
    found = _number(answer)
    return found[0] if found else None


def _number(answer: Any) -> list[float]:
    given = single(answer)
    if isinstance(given, str):
        return _numbers_in_text(given)
    if isinstance(given, (bool, complex, np.complexfloating)) or not isinstance(given, Number):
        return []
    try:
        number = float(given)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return []
    return [number] if np.isfinite(number) else []


def _numbers_in_text(text: str) -> list[float]:
    """Read a number as people write it: decimal comma, true minus, thousands, per cent."""
    plain = re.sub(r"[\s_]", "", text.replace("−", "-").replace("–", "-"))
    percent = plain.endswith(("%", "％"))
    plain = plain.rstrip("%％")
    comma, point = plain.rfind(","), plain.rfind(".")
    if comma >= 0 and point >= 0:
        thousands = "," if comma < point else "."
        spelled = [plain.replace(thousands, "").replace(",", ".")]
    else:
        spelled = [plain.replace(",", ".")]
        if re.fullmatch(r"[+-]?[1-9]\d{0,2}(,\d{3})+", plain):
            spelled.append(plain.replace(",", ""))
    pattern = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?"
    found = [float(one) for one in spelled if re.fullmatch(pattern, one)]
    found = [one for one in found if np.isfinite(one)]
    return [value for one in found for value in ((one / 100, one) if percent else (one,))]


def _word(answer: Any) -> list[str]:
    """Read one name; of a table or Series with one row also the row's."""
    if isinstance(answer, (pd.Series, pd.DataFrame)):
        return [way[0] for way in _listed(answer) if len(way) == 1]
    return _folded([single(answer)])


def _listed(answer: Any) -> list[list[str]]:
    """Read names in order, in every sensible way."""
    if isinstance(answer, str):
        return [_folded(re.split(r"[,;&\n]| and ", answer))]
    if isinstance(answer, Mapping):
        if answer and all(isinstance(value, str) for value in answer.values()):
            pairs = [f"{fold(name)}: {fold(value)}" for name, value in answer.items()]
            return [pairs, _folded(answer.values())]
        answer = pd.Series(dict(answer), dtype=object).infer_objects()
    if isinstance(answer, pd.DataFrame):
        columns = [answer.iloc[:, 0]] if answer.shape[1] == 1 else []
        return [_folded(answer.index), *(way for one in columns for way in _listed(one))]
    if isinstance(answer, pd.Series):
        listed = answer.tolist()
        if listed and all(isinstance(one, (bool, np.bool_)) for one in listed):
            return [_folded(answer.index[np.array(listed, dtype=bool)])]
        numeric = pd.api.types.is_numeric_dtype(answer)
        ways = [_folded(answer.index)] if numeric else []
        return [*ways, _folded(listed)]
    if isinstance(answer, np.ndarray):
        return [_folded(answer.ravel().tolist())]
    if isinstance(answer, (pd.Index, list, tuple, set, frozenset)):
        return [_folded(list(answer))]
    return [_folded([answer])]


def _folded(words: Iterable[Any]) -> list[str]:
    """Fold what can be a name: text, numbers, labels of a table; nothing else."""
    names = (one for one in words if isinstance(one, (str, tuple, Number, np.generic, pd.Interval)))
    return [folded for one in names if (folded := fold(one)) not in ("", "nan", "none")]


def _words(answer: Any) -> list[frozenset[str]]:
    return [frozenset(way) for way in _listed(answer) if way]


def _order(answer: Any) -> list[tuple[str, ...]]:
    if isinstance(answer, (set, frozenset)):
        return []
    return [tuple(way) for way in _listed(answer) if way]


def _numbers(answer: Any) -> list[Any]:
    """Read several numbers: by name where they have names, and in the order given."""
    if isinstance(answer, str):
        parts = re.split(r"[;\s()\[\]]+|,(?=\s|$)", answer)
        answer = [part for part in (one.strip(",") for one in parts) if re.search(r"\d", part)]
    if isinstance(answer, pd.DataFrame):
        if 1 not in answer.shape:
            return []
        answer = answer.iloc[:, 0] if answer.shape[1] == 1 else answer.iloc[0]
    names: list[str] | None = None
    if isinstance(answer, Mapping):
        names = [fold(name) for name in answer]
    elif isinstance(answer, pd.Series):
        names = [fold(name) for name in answer.index]
    elif isinstance(answer, (set, frozenset)):
        answer = sorted(answer, key=str)
    found = [_number(cell) for cell in cells(answer)]
    values = np.array([one[0] if one else np.nan for one in found], dtype=float)
    if not np.isfinite(values).any():
        return []
    named = names is not None and len(names) == len(values)
    return [pd.Series(values, index=names) if named else values]


def _table(answer: Any) -> list[Any]:
    """Read a table both ways round."""
    if isinstance(answer, pd.Series):
        answer = answer.to_frame()
    if isinstance(answer, Mapping):
        try:
            answer = pd.DataFrame(answer)
        except ValueError:
            return []
    if isinstance(answer, pd.DataFrame):
        frame = answer.set_axis([fold(name) for name in answer.index], axis=0)
        frame = frame.set_axis([fold(name) for name in answer.columns], axis=1)
        cells = answer.to_numpy(dtype=object)
        return [frame, frame.T, cells, cells.T] if frame.size else []
    if not isinstance(answer, (np.ndarray, list, tuple)):
        return []
    try:
        cells = np.asarray(answer, dtype=object)
    except ValueError:
        return []
    return [cells, cells.T] if cells.ndim == 2 and cells.size else []


def _text(answer: Any) -> list[str]:
    given = single(answer)
    return [given.strip()] if isinstance(given, str) and len(given.split()) > 1 else []


def _choice(exercise: Exercise, answer: Any) -> list[str]:
    given = single(answer)
    if not isinstance(given, str):
        return []
    keys = list(exercise.options)
    spelled = {chr(ord("a") + at): key for at, key in enumerate(keys)}
    spelled |= {fold(key): key for key in keys}
    spelled |= {fold(text): key for key, text in exercise.options.items()}
    key = spelled.get(fold(given).strip("()"))
    return [] if key is None else [key]


_KINDS: dict[str, Callable[[Any], list[Any]]] = {
    "number": _number,
    "word": _word,
    "words": _words,
    "order": _order,
    "numbers": _numbers,
    "table": _table,
    "text": _text,
}
