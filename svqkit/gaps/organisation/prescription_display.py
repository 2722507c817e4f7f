"""Prescriptions as people read them: paragraphs in a terminal, a table in a notebook."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from svqkit.gaps.organisation.prescription_names import titles
from svqkit.gaps.organisation.prescription_words import gap_name, listed, sayer, title_of, word
from svqkit.result import Part, frame_to_html

__all__ = ["MOST_IN_FULL", "as_html", "as_parts"]

MOST_IN_FULL = 16
"""Entries up to which a terminal shows them in full: as many as Gap 3 has."""


def as_parts(result: Any) -> list[Part]:
    """Show aims, entries and convention; many entries by their titles only.

    Parameters
    ----------
    result : Prescriptions

    Returns
    -------
    list of (caption, text)

    Examples
    --------
    >>> import svqkit as svq
    >>> [caption for caption, _ in svq.prescriptions(gap=1, top=1)._parts()]
    ['Aim', '1-research · Research, complaints and panels', 'Convention']
    """
    language = result.language
    parts: list[Part] = [(word("aim", language), "\n".join(_aims(result)))]
    if result.note:
        parts.append((word("note", language), result.note))
    if len(result.table) > MOST_IN_FULL:
        parts += _titles_only(result)
    else:
        parts += [(_heading(row), _in_full(row, language)) for _, row in _rows(result)]
    return [*parts, (word("convention", language), result.convention)]


def as_html(result: Any) -> str:
    """Show the same as one table.

    Parameters
    ----------
    result : Prescriptions

    Returns
    -------
    str

    Examples
    --------
    >>> import svqkit as svq
    >>> as_html(svq.prescriptions(gap=1)).count("<tr>")
    5
    """
    language = result.language
    blocks = [f"<h3>{escape(word('title', language))}</h3>"]
    blocks += [f"<p>{escape(line)}</p>" for line in [*_aims(result), result.note] if line]
    if len(result.table):
        columns = ["title", "what", "who", "indicator", "antecedents", "dimensions"]
        columns += ["effort", "time"]
        if result.evidence is not None:
            columns = ["rank", *columns, "reason"]
        shown = result.table[columns].assign(
            antecedents=[_titles(names, language) for names in result.table["antecedents"]],
            dimensions=[_titles(names, language) for names in result.table["dimensions"]],
        )
        named = {name: word("entry" if name == "title" else name, language) for name in columns}
        blocks.append(frame_to_html(shown.rename(columns=named)))
    last = sayer(language)("labelled", label=word("convention", language), text=result.convention)
    blocks.append(f"<p>{escape(last)}</p>")
    return f'<div class="svq-result" lang="{escape(language)}">{"".join(blocks)}</div>'


def _rows(result: Any) -> Any:
    return result.table.assign(id=result.table.index).iterrows()


def _aims(result: Any) -> list[str]:
    say = sayer(result.language)
    return [
        say("labelled", label=gap_name(int(gap), result.language), text=aim)
        for gap, aim in result.aims.items()
    ]


def _heading(row: pd.Series) -> str:
    rank = "" if pd.isna(row["rank"]) else f"{row['rank']}. "
    return f"{rank}{row['id']} · {row['title']}"


def _titles(names: str, language: str) -> str:
    """Turn names as a table holds them into titles."""
    known = [name for name in names.split(", ") if name in titles()]
    return listed([title_of(name, language) for name in known], language)


def _in_full(row: pd.Series, language: str) -> str:
    say = sayer(language)
    lines = [row["what"]]
    for name in ("who", "indicator"):
        lines.append(say("labelled", label=word(name, language), text=row[name]))
    for name in ("antecedents", "dimensions"):
        text = _titles(row[name], language)
        lines.append(say("labelled", label=word(name, language), text=text))
    for name in ("effort", "time"):
        lines.append(say("labelled", label=word(name, language), text=row[name]))
    if row["reason"]:
        lines.append(say("labelled", label=word("reason", language), text=row["reason"]))
    return "\n".join(lines)


def _titles_only(result: Any) -> list[Part]:
    """One line an entry: by gap as in the catalogue, or by rank with those not measured last."""
    language, table = result.language, result.table.assign(id=result.table.index)
    if result.evidence is None:
        groups = [(gap_name(int(gap), language), own) for gap, own in table.groupby("gap")]
    else:
        measured = table["rank"].notna()
        groups = [
            (word("rank", language), table[measured]),
            (word("unranked", language), table[~measured]),
        ]
    parts: list[Part] = [
        (name[:1].upper() + name[1:], "\n".join(_heading(row) for _, row in own.iterrows()))
        for name, own in groups
        if len(own)
    ]
    return [*parts, ("", sayer(language)("more_in_table"))]
