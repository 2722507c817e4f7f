"""Pairs of Kano questions: out of a survey, or out of two frames."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.kano.answers import kano_codes

__all__ = ["KanoPairs", "kano_pairs"]


@dataclass(frozen=True)
class KanoPairs:
    """Codes 1 to 5 of both halves (respondents × features), words for the features, language.

    Examples
    --------
    >>> there, away = pd.DataFrame({"app": [1, 3]}), pd.DataFrame({"app": [5, 3]})
    >>> pairs = kano_pairs(there, away)
    >>> pairs.functional["app"].tolist(), pairs.dysfunctional["app"].tolist()
    ([1.0, 3.0], [5.0, 3.0])
    """

    functional: pd.DataFrame
    dysfunctional: pd.DataFrame
    labels: dict[str, str]
    language: str


def kano_pairs(
    functional: Any,
    dysfunctional: pd.DataFrame | None = None,
    *,
    labels: Mapping[str, str] | Sequence[str] | None = None,
    words: Mapping[int, Sequence[str]] | None = None,
) -> KanoPairs:
    """Find the pairs of questions and read their answers.

    Parameters
    ----------
    functional : Responses, or DataFrame (respondents × features)
        A survey whose instrument names its Kano questions, or whose columns are named ``KF1``,
        ``KD1`` and so on; or the answers as if each feature were there.
    dysfunctional : DataFrame (respondents × features), optional
        The answers as if it were not: with the same columns, or as many in the same order.
    labels : mapping of feature to words, or sequence of words, optional
    words : mapping of code to words, optional

    Returns
    -------
    KanoPairs

    Raises
    ------
    DataError, TypeError, ValueError
        If there are no pairs, the frames do not fit together, or an answer is none of the five.

    Examples
    --------
    >>> there, absent = pd.DataFrame({"lift": [1, 2]}), pd.DataFrame({"lift": [5, 5]})
    >>> kano_pairs(there, absent).labels
    {'lift': 'lift'}
    """
    language = "en"
    named: dict[str, str] = {}
    if isinstance(functional, pd.DataFrame):
        if not isinstance(dysfunctional, pd.DataFrame):
            raise TypeError(
                "give two frames, the functional and the dysfunctional answers; the second is "
                f"{type(dysfunctional).__name__}"
            )
        present, absent = _fitted(functional, dysfunctional)
    elif hasattr(functional, "respondents"):
        if dysfunctional is not None:
            raise TypeError("a survey brings both halves; leave dysfunctional out")
        instrument = functional.instrument
        asked = getattr(instrument, "kano", None)
        language = getattr(instrument, "language", "en")
        present, absent, named = _of_survey(functional.respondents, asked)
        words = {**(asked.answers if asked is not None else {}), **(words or {})}
    else:
        raise TypeError(
            f"functional must be Responses or a DataFrame, not {type(functional).__name__}"
        )
    features = [str(name) for name in present.columns]
    return KanoPairs(
        kano_codes(present, words).set_axis(features, axis=1),
        kano_codes(absent, words).set_axis(features, axis=1),
        _labelled(features, named, labels),
        language,
    )


def _fitted(
    functional: pd.DataFrame, dysfunctional: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Bring two frames into one order, or say why they do not fit."""
    for name, frame in (("functional", functional), ("dysfunctional", dysfunctional)):
        if not frame.columns.is_unique:
            twice = frame.columns[frame.columns.duplicated()][0]
            raise DataError(f"{name} has column {twice!r} twice; rename one of them")
    if not functional.index.equals(dysfunctional.index):
        raise DataError(
            "the functional and the dysfunctional answers have different rows; give both frames "
            "the same index, one row a respondent"
        )
    if not functional.shape[1] or functional.shape[1] != dysfunctional.shape[1]:
        raise DataError(
            f"{functional.shape[1]} functional and {dysfunctional.shape[1]} dysfunctional columns "
            "make no pairs; give as many of the one as of the other, at least one"
        )
    common = set(functional.columns) & set(dysfunctional.columns)
    if len(common) == functional.shape[1]:
        return functional, dysfunctional[functional.columns]
    if common:
        raise DataError(
            f"only {len(common)} of {functional.shape[1]} columns have the same name in both "
            "frames; name them all alike, or all differently to have them paired by their order"
        )
    return functional, dysfunctional


def _of_survey(
    people: pd.DataFrame, asked: Any
) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, str]]:
    """Take the columns that the instrument names, or those named KF1, KD1 and so on."""
    features = [] if asked is None else list(asked.features)
    if features:
        pairs = {one.code: (one.functional, one.dysfunctional) for one in features}
        missing = [c for pair in pairs.values() for c in pair if c not in people.columns]
        if missing:
            raise DataError(
                f"the instrument names {missing[0]!r} as a Kano question, but the survey has no "
                "such column; rename yours, or correct the instrument's file",
                column=missing[0],
            )
        named = {one.code: one.label for one in features}
    else:
        numbers = [
            found[1]
            for column in people.columns
            if (found := re.fullmatch(r"KF_?(\d+)", str(column)))
        ]
        spelled = {str(column).replace("_", ""): column for column in people.columns}
        pairs = {f"K{k}": (spelled[f"KF{k}"], spelled.get(f"KD{k}", "")) for k in numbers}
        lone = [name for name, (_, other) in pairs.items() if other == ""]
        if lone:
            raise DataError(
                f"question {lone[0]} has no dysfunctional half; its column should be "
                f"KD{lone[0].removeprefix('K')}"
            )
        if not pairs:
            raise DataError(
                "the survey has no Kano questions: name them in the instrument's file (kano: "
                "features:), name their columns KF1, KD1 and so on, or give two frames"
            )
        named = {}
    present = people[[one for one, _ in pairs.values()]].set_axis(list(pairs), axis=1)
    absent = people[[other for _, other in pairs.values()]].set_axis(list(pairs), axis=1)
    return present, absent, named


def _labelled(
    features: list[str],
    named: Mapping[str, str],
    labels: Mapping[str, str] | Sequence[str] | None,
) -> dict[str, str]:
    if labels is None:
        own: Mapping[str, str] = {}
    elif isinstance(labels, Mapping):
        own = {str(name): str(word) for name, word in labels.items()}
        strange = [name for name in own if name not in features]
        if strange:
            raise ValueError(f"labels names {strange[0]!r}; the features are {', '.join(features)}")
    else:
        if isinstance(labels, str) or len(labels) != len(features):
            raise ValueError(f"labels must have a word for each of the {len(features)} features")
        own = dict(zip(features, map(str, labels), strict=True))
    return {name: own.get(name, named.get(name, name)) for name in features}
