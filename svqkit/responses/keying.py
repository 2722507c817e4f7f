"""Items worded against their dimension: recoded for analysis, shown as answered for screening."""

from __future__ import annotations

import pandas as pd

from svqkit.instruments.instrument import Instrument

__all__ = ["reversed_codes", "turned"]


def reversed_codes(instrument: Instrument) -> list[str]:
    """Name the items that the instrument marks as reversed.

    Parameters
    ----------
    instrument : Instrument

    Returns
    -------
    list of str

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> reversed_codes(load_instrument("servqual"))
    []
    """
    return [item.code for item in instrument.items if item.reverse]


def turned(answers: pd.DataFrame, instrument: Instrument) -> pd.DataFrame:
    """Turn the answers to reversed items round: from as answered to as analysed, and back.

    Parameters
    ----------
    answers : DataFrame (respondents × items)
    instrument : Instrument

    Returns
    -------
    DataFrame
        Answers x to reversed items are low + high − x, all others as they were.

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> answers = pd.DataFrame({"Q1": [2.0, 7.0]})
    >>> turned(answers, load_instrument("servqual"))["Q1"].tolist()
    [2.0, 7.0]
    """
    codes = [code for code in reversed_codes(instrument) if code in answers.columns]
    if not codes:
        return answers
    found = answers.copy()
    found[codes] = instrument.scale.low + instrument.scale.high - found[codes]
    return found
