"""What an adaptation's log comes to: a sentence for the paper and a short table."""

from __future__ import annotations

import re

import pandas as pd

from svqkit.instruments.instrument import Instrument
from svqkit.instruments.service_words import PLACEHOLDERS, fill, service_in

__all__ = ["adaptation_sentence", "adaptation_table"]

_DONE = {"drop": "dropped", "add": "added", "reword": "reworded"}
_MOST_CODES = 12


def _counted(changes: pd.DataFrame, what: str) -> str:
    """Count the items dropped, added or reworded, with their codes."""
    places = changes.loc[changes["what"] == what, "where"]
    codes = list(dict.fromkeys(place.split(",")[0] for place in places))
    items = [code for code in codes if not code.startswith("dimension ")]
    if not items:
        return ""
    shown = ", ".join(items[:_MOST_CODES])
    more = f" and {len(items) - _MOST_CODES} more" if len(items) > _MOST_CODES else ""
    noun = "item" if len(items) == 1 else "items"
    return f"{len(items)} {noun} {_DONE[what]} ({shown}{more})"


def _translated(changes: pd.DataFrame) -> pd.Series:
    """Count the texts translated, by language."""
    places = changes.loc[changes["what"] == "translate", "where"]
    return places.str.extract(r"\(([^()]+)\)$")[0].value_counts(sort=False)


def adaptation_sentence(instrument: Instrument) -> str:
    """Say in a sentence how an instrument was adapted.

    Parameters
    ----------
    instrument : Instrument

    Returns
    -------
    str
        Empty where the instrument is as published in the catalogue or file.

    Examples
    --------
    >>> import svqkit as svq
    >>> mine = svq.adapt(svq.load_instrument("servqual"), drop=["Q3", "Q9"], service="bank")
    >>> adaptation_sentence(mine)
    'SERVQUAL was adapted: 2 items dropped (Q3, Q9); its items name the organisation "bank".'
    """
    changes, original = instrument.changes, instrument.description.adapted_from
    if original is None or changes.empty:
        return ""
    parts = [_counted(changes, what) for what in _DONE]
    gone = changes.loc[
        (changes["what"] == "drop") & changes["where"].str.startswith("dimension "), "before"
    ]
    if len(gone):
        parts.append(f"without the dimension {', '.join(gone)}")
    new = changes.loc[
        (changes["what"] == "add") & changes["where"].str.startswith("dimension "), "after"
    ]
    if len(new):
        parts.append(f"with a new dimension {', '.join(new)}")
    services = changes.loc[changes["what"] == "service", "after"]
    if len(services):
        parts.append(f'its items name the organisation "{services.iloc[-1]}"')
    if (changes["what"] == "scale").any():
        parts.append("another answer scale")
    parts += [f"{n} texts translated into {tag}" for tag, n in _translated(changes).items()]
    return f"{original} was adapted: {'; '.join(part for part in parts if part)}."


def _as_read(instrument: Instrument, text: object, what: str, where: str) -> str:
    """Word a text as respondents read it, with the organisation's word in the text's language."""
    if not isinstance(text, str):
        return ""
    described = instrument.description
    named = re.search(r"\(([^()]+)\)$", where)
    if named is not None:
        language = named[1]
    else:
        language = described.language if what == "reword" else instrument.language
    forms = service_in(described.service, language, described.language)[0]
    asked = {PLACEHOLDERS[key] for key in re.findall(r"\{(\w+)\}", text) if key in PLACEHOLDERS}
    return fill(text, forms) if asked <= set(forms) else text


def adaptation_table(instrument: Instrument) -> pd.DataFrame:
    """List the changes as a report shows them.

    Parameters
    ----------
    instrument : Instrument

    Returns
    -------
    DataFrame
        Columns ``change``, ``where``, ``before``, ``after``, ``reason``, texts as respondents read
        them; translations are one row a language.

    Examples
    --------
    >>> import svqkit as svq
    >>> mine = svq.adapt(svq.load_instrument("servqual"), drop=["Q3"], reasons="no uniforms")
    >>> adaptation_table(mine)[["change", "where", "reason"]].values.tolist()
    [['Dropped', 'Q3', 'no uniforms']]
    """
    words = {**_DONE, "service": "organisation", "scale": "scale"}
    changes = instrument.changes
    rows = [
        {
            "change": words[row["what"]].capitalize(),
            "where": "all items" if row["what"] == "service" else row["where"],
            **{
                key: _as_read(instrument, row[key], row["what"], row["where"])
                for key in ("before", "after")
            },
            "reason": row["reason"],
        }
        for row in changes[changes["what"] != "translate"].to_dict("records")
    ]
    rows += [
        {"change": "Translated", "where": f"{n} texts into {tag}"}
        for tag, n in _translated(changes).items()
    ]
    columns = ["change", "where", "before", "after", "reason"]
    return pd.DataFrame(rows, columns=columns).fillna("")
