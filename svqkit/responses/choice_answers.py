"""Answers to an instrument's questions about the respondent: words turned into their codes."""

from __future__ import annotations

from typing import Any

import pandas as pd

from svqkit.instruments.instrument import Instrument
from svqkit.responses.answer_codes import normal
from svqkit.responses.problems import ProblemList, listed

__all__ = ["choices_as_codes"]


def choices_as_codes(
    respondents: pd.DataFrame, instrument: Instrument, problems: ProblemList
) -> pd.DataFrame:
    """Give choices their codes where a tool exports their words, in any language.

    A column in which anything else stands is left as it is.

    Parameters
    ----------
    respondents : DataFrame
    instrument : Instrument
    problems : ProblemList
        Receives ``choice_words`` for each column that was changed.

    Returns
    -------
    DataFrame
    """
    changed = respondents
    for question in instrument.description.questions:
        if question.kind != "choice" or question.column not in respondents:
            continue
        codes = {
            normal(text): code
            for code, texts in question.choices.items()
            for text in texts.values()
        }
        codes.update({normal(code): code for code in question.choices})
        cells = respondents[question.column]
        told = {cell: _code(cell, codes) for cell in cells.dropna().unique()}
        if None in told.values() or all(str(cell) == code for cell, code in told.items()):
            continue
        words = [cell for cell, code in told.items() if str(cell) != code]
        problems.add(
            "choice_words",
            question.column,
            int(cells.isin(words).sum()),
            "words turned into codes",
            listed(map(repr, sorted(map(str, words)))),
        )
        changed = changed.assign(**{question.column: cells.map(told).astype(object)})
    return changed


def _code(cell: Any, codes: dict[str, str]) -> str | None:
    return codes.get(normal(str(cell)))
