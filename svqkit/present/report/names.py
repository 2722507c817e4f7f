"""An instrument's own words for items and dimensions, unwrapped, for tables and sentences."""

from __future__ import annotations

from typing import Any

import pandas as pd

__all__ = [
    "column_words",
    "dimension_name",
    "instrument_of",
    "item_name",
    "language_of",
    "with_labels",
]


def column_words(name: object) -> str:
    """Say a column's name in words.

    Parameters
    ----------
    name : object

    Returns
    -------
    str

    Examples
    --------
    >>> column_words("age_band"), column_words("SAT1")
    ('Age band', 'SAT1')
    """
    words = str(name).replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def instrument_of(validation: Any) -> Any:
    """Give the instrument behind a validation, or None.

    Parameters
    ----------
    validation : Validation

    Returns
    -------
    Instrument or None

    Examples
    --------
    >>> instrument_of(None) is None
    True
    """
    return getattr(getattr(validation, "responses", None), "instrument", None)


def language_of(instrument: Any) -> str:
    """Give the language tag of an instrument's words where it is not the report's English.

    Parameters
    ----------
    instrument : Instrument or None

    Returns
    -------
    str

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> language_of(SimpleNamespace(language="zh-Hans")), language_of(None)
    ('zh-Hans', '')
    """
    language = str(getattr(instrument, "language", "") or "")
    return "" if language.split("-")[0] == "en" else language


def item_name(code: object, instrument: Any, *, quoted: bool = True) -> str:
    """Say an item as its code and its short label.

    Parameters
    ----------
    code : object
    instrument : Instrument or None
    quoted : bool
        Whether the label stands in brackets behind the code, as in a sentence.

    Returns
    -------
    str

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> item_name("Q1", SimpleNamespace(labels={"Q1": "Modern equipment"}))
    'Q1 (Modern equipment)'
    >>> item_name("Q1", None)
    'Q1'
    """
    label = dict(getattr(instrument, "labels", None) or {}).get(code, "")
    if not label or label == code:
        return str(code)
    return f"{code} ({label})" if quoted else f"{code} {label}"


def dimension_name(name: object, instrument: Any) -> str:
    """Say a dimension by its title.

    Parameters
    ----------
    name : object
        ``"total"`` is said as "Total".
    instrument : Instrument or None

    Returns
    -------
    str

    Examples
    --------
    >>> dimension_name("total", None), dimension_name("one factor", None)
    ('Total', 'one factor')
    """
    titles = dict(getattr(instrument, "dimension_titles", None) or {})
    return str(titles.get(name, "Total" if name == "total" else name))


def with_labels(frame: pd.DataFrame, instrument: Any) -> pd.DataFrame:
    """Put each item's short label and its dimension's title beside its code.

    Parameters
    ----------
    frame : DataFrame
        Indexed by item code.
    instrument : Instrument or None

    Returns
    -------
    DataFrame
        With columns ``item``, ``label`` and ``scale`` in front; ``scale`` only where an
        instrument assigns dimensions.

    Examples
    --------
    >>> with_labels(pd.DataFrame({"mean": [5.0]}, index=["Q1"]), None).columns.tolist()
    ['item', 'label', 'scale', 'mean']
    """
    labels = dict(getattr(instrument, "labels", None) or {})
    mapping = dict(getattr(instrument, "mapping", None) or {})
    home = {code: name for name, codes in mapping.items() for code in codes}
    codes = [str(code) for code in frame.index]
    scales = [dimension_name(home[code], instrument) if code in home else None for code in codes]
    front = pd.DataFrame(
        {"item": codes, "label": [labels.get(code) for code in codes], "scale": scales},
        index=frame.index,
        dtype=object,
    )
    rest = frame.drop(columns=[name for name in front.columns if name in frame.columns])
    return pd.concat([front, rest], axis=1).reset_index(drop=True)
