"""Checks on answers that have been read: what looks wrong is flagged, not changed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from svqkit.responses.answer_codes import CodeBook
from svqkit.responses.problems import ProblemList, listed

__all__ = ["check_answers", "find_identifier", "repeated_respondents", "same_answers"]

_IDENTIFIERS = re.compile(
    r"(respondent|response|participant|subject|case|person|customer|user|survey)?[\s_.-]*"
    r"(id|no|nr|number|code|token|uuid|key)|respondent|participant"
)


def find_identifier(columns: Sequence[str]) -> str | None:
    """Find the column that says who answered.

    Examples
    --------
    >>> find_identifier(["branch", "Response ID"])
    'Response ID'
    """
    return next((c for c in columns if _IDENTIFIERS.fullmatch(str(c).strip().casefold())), None)


def same_answers(answers: pd.DataFrame) -> pd.Series:
    """Find respondents whose answers repeat those of an earlier respondent exactly.

    Straight lines (one code throughout) and nearly empty forms are alike by chance and are left
    to other checks: at least ten answers and two different codes are asked for.

    Parameters
    ----------
    answers : DataFrame (respondents × all answers)

    Returns
    -------
    Series
        Index label of the first respondent with the same answers, or None; same index.

    Examples
    --------
    >>> rows = pd.DataFrame([[1.0, 2.0] * 5, [1.0, 2.0] * 5], index=[2, 3])
    >>> same_answers(rows).tolist()
    [None, 2]
    """
    values = answers.to_numpy(dtype=float, na_value=np.nan)
    gaps = np.isnan(values)
    highest = np.where(gaps, -np.inf, values).max(axis=1, initial=-np.inf)
    lowest = np.where(gaps, np.inf, values).min(axis=1, initial=np.inf)
    telling = ((~gaps).sum(axis=1) >= 10) & (highest > lowest)
    # one string of bytes a respondent, in which every gap and every zero looks alike
    plain = np.ascontiguousarray(np.where(gaps, np.nan, values + 0.0))
    first: dict[bytes, object] = {}
    found = np.full(len(values), None, dtype=object)
    for at, own in enumerate(answers.index.tolist()):
        origin = first.setdefault(plain[at].tobytes(), own)
        if telling[at] and origin != own:
            found[at] = origin
    return pd.Series(found, index=answers.index, dtype=object)


def repeated_respondents(
    answers: pd.DataFrame, identifiers: pd.Series | None, problems: ProblemList, row_word: str
) -> list[int]:
    """Find respondents who stand in the table more than once.

    The same identifier with the same answers is one respondent: later rows are to be dropped.
    The same identifier with other answers, and the same answers without an identifier, are only
    flagged.

    Parameters
    ----------
    answers : DataFrame (respondents × all answers)
    identifiers : Series or None
        Who answered, aligned by position; missing where unknown.
    problems : ProblemList
    row_word : str

    Returns
    -------
    list of int
        Positions of the rows to drop.
    """
    drop: list[int] = []
    if identifiers is not None:
        texts = identifiers.astype(str).str.strip().tolist()
        groups: dict[str, list[int]] = {}
        for position in np.flatnonzero(identifiers.notna().to_numpy()):
            if texts[position]:
                groups.setdefault(texts[position], []).append(int(position))
        clashing: list[int] = []
        for positions in groups.values():
            if len(positions) == 1:
                continue
            first = answers.iloc[positions[0]]
            for later in positions[1:]:
                (drop if first.equals(answers.iloc[later]) else clashing).append(later)
        if drop:
            rows = listed(f"{row_word} {answers.index[i]}" for i in drop)
            problems.add(
                "duplicate_respondent",
                str(identifiers.name),
                len(drop),
                "the first kept, the repetitions dropped",
                rows,
            )
            problems.drop(answers.index[drop], f"repeats an earlier row ({identifiers.name})")
        if clashing:
            rows = listed(f"{row_word} {answers.index[i]}" for i in clashing)
            problems.add(
                "duplicate_id",
                str(identifiers.name),
                len(clashing),
                "flagged; all rows kept, because their answers differ",
                rows,
            )
    left = answers.drop(answers.index[drop])
    origin = same_answers(left).dropna()
    if len(origin):
        rows = listed(f"{row_word} {row} as {row_word} {first}" for row, first in origin.items())
        problems.add(
            "same_answers",
            "respondents",
            len(origin),
            "flagged; kept, look whether one form was entered twice",
            rows,
        )
    return drop


def check_answers(
    forms: Mapping[str, pd.DataFrame],
    names: Mapping[str, Mapping[str, str]],
    book: CodeBook,
    problems: ProblemList,
) -> None:
    """Flag what makes a survey unfit or suspect as a whole.

    Constant and empty items, fewer respondents than items, expectations and perceptions that look
    swapped, a scale of which only the lower part is used.

    Parameters
    ----------
    forms : mapping of form to DataFrame (respondents × items)
        With ``perception``.
    names : mapping
        Form → item code → column name in the file.
    book : CodeBook
    problems : ProblemList
    """
    for form, frame in forms.items():
        for code in frame.columns:
            given = frame[code].dropna()
            column = names.get(form, {}).get(code, code)
            if given.empty:
                problems.add(
                    "empty_item",
                    column,
                    len(frame),
                    "kept without answers; analyses leave it out and say so",
                )
            elif given.nunique() == 1 and len(given) > 1:
                problems.add(
                    "constant_item",
                    column,
                    len(given),
                    "kept; an item without variance carries no information",
                    f"every answer is {given.iloc[0]:g}",
                )
    n, items = forms["perception"].shape
    if n < items:
        problems.add(
            "few_respondents",
            "respondents",
            n,
            "kept; correlations and models need more",
            f"{n} respondents for {items} items",
        )
    everything = np.concatenate([frame.to_numpy().ravel() for frame in forms.values()])
    everything = everything[np.isfinite(everything)]
    if n >= 20 and len(everything) and everything.max() <= book.high - 2:
        problems.add(
            "scale_unused",
            "items",
            len(everything),
            "flagged; was the form made for a shorter scale?",
            f"no answer above {everything.max():g} on a scale to {book.high}",
        )
    if "expectation" in forms:
        _suspect_swap(forms["perception"], forms["expectation"], book, problems)


def _suspect_swap(
    perceptions: pd.DataFrame, expectations: pd.DataFrame, book: CodeBook, problems: ProblemList
) -> None:
    """Flag forms that look swapped: expectations should pile up at the ceiling, not perceptions."""
    means_p, means_e = perceptions.mean(), expectations.mean()
    both = means_p.notna() & means_e.notna()
    if len(perceptions) < 10 or not both.any():
        return
    lower = int((means_e[both] < means_p[both]).sum())
    ceiling_p = float((perceptions == book.high).to_numpy().mean())
    ceiling_e = float((expectations == book.high).to_numpy().mean())
    if lower >= 0.9 * both.sum() and ceiling_p >= 0.15 and ceiling_p > 2 * ceiling_e:
        problems.add(
            "swapped_forms",
            "expectations and perceptions",
            lower,
            "flagged, never swapped: check which columns hold which",
            f"perceptions are above expectations on {lower} of {int(both.sum())} items, and "
            f"{100 * ceiling_p:.0f} % of perceptions (but {100 * ceiling_e:.0f} % of expectations) "
            "are the highest answer",
        )
