"""Translating an instrument: a table for forward and back translation, and reading it in again."""

from __future__ import annotations

import re
from difflib import get_close_matches
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from svqkit.errors import DataError
from svqkit.instruments.adaptation import changed_copy
from svqkit.instruments.adaptation_steps import change_service, lost_placeholder
from svqkit.instruments.in_language import in_language
from svqkit.instruments.instrument import Instrument
from svqkit.instruments.service_words import PLACEHOLDERS, ServiceForms
from svqkit.instruments.translation_files import read_table, write_table
from svqkit.instruments.translation_texts import translatable
from svqkit.instruments.words import TAG, resolve

__all__ = ["read_translations", "translation_table"]

_SERVICE = ("plain", "this", "excellent")
_BLANK = ("back_translation", "comment", "equivalence")


def translation_table(
    instrument: Instrument, *, into: str, path: str | PathLike[str] | None = None
) -> pd.DataFrame:
    """Lay out an instrument for translation and back-translation.

    Parameters
    ----------
    instrument : Instrument
        Its language is the one to translate from.
    into : str
        BCP 47 tag of the language to translate into, such as ``"nl"`` or ``"zh-Hans"``.
    path : path, optional
        Also write the table, by the suffix: .xlsx, .csv or .docx.

    Returns
    -------
    DataFrame
        A row a text: ``item`` (or another part: the scale, a dimension …), ``form`` (or what of
        the part), ``source``, ``translation`` (what there is already) and, to be filled in,
        ``back_translation``, ``comment``, ``equivalence`` (such as 1, another meaning, to 4, the
        same). ``{this_service}`` and the like stay as they are, in the place that the language
        gives them; the three rows ``service`` say what is filled in.

    Raises
    ------
    ValueError
        If ``into`` is no language tag, or the instrument's own language, or the suffix is unknown.

    Notes
    -----
    Brislin, R. W. (1970). Back-translation for cross-cultural research. Journal of Cross-Cultural
    Psychology, 1, 185–216.

    Examples
    --------
    >>> import svqkit as svq
    >>> table = translation_table(svq.load_instrument("esqual"), into="nl")
    >>> table.loc[(table["item"] == "Q6") & (table["form"] == "label"), "translation"].item()
    'Eenvoudig in gebruik'
    """
    raw, language = instrument.description.model_dump(), instrument.language
    base, into = raw["language"], _target_tag(instrument, into)
    rows = [
        (part, what, resolve(holder[key], language, base)[0], holder[key].get(into, ""))
        for part, what, holder, key in translatable(raw)
    ]
    given = raw["service"].get(into) or {}
    forms = [
        ("service", key, instrument.service_forms[key], given.get(key) or "")
        for key in _SERVICE
        if key in instrument.service_forms
    ]
    table = pd.DataFrame(
        [*rows[:1], *forms, *rows[1:]], columns=["item", "form", "source", "translation"]
    )
    table = table.assign(**dict.fromkeys(_BLANK, ""))
    if path is not None:
        heads = {"source": f"source ({language})", "translation": f"translation ({into})"}
        records = [
            {str(key): str(cell) for key, cell in row.items()}
            for row in table.rename(columns=heads).to_dict("records")
        ]
        title = f"{instrument.title}: {language} → {into}"
        write_table(Path(path), records, title=title, language=into)
    return table


def read_translations(
    instrument: Instrument, path: str | PathLike[str], *, into: str | None = None
) -> Instrument:
    """Put a completed translation table into an instrument.

    Parameters
    ----------
    instrument : Instrument
        The one that the table was made from, in the same language.
    path : path
        As :func:`translation_table` wrote it, in any of its formats; rows may be in another order
        and may be left empty.
    into : str, optional
        The language of the translation, where the header no longer says it: ``translation (nl)``.

    Returns
    -------
    Instrument
        In the language of the translation. Each text that is new is logged in ``.changes`` as
        ``translate``, with equivalence, comment and back-translation as its reason;
        ``.fallbacks`` lists what is still missing.

    Raises
    ------
    DataError
        If a row names no text of the instrument, its source is another text than the
        instrument's, or a translation asks for an unknown word in braces; it names the row.

    Examples
    --------
    >>> import tempfile
    >>> import svqkit as svq
    >>> place = Path(tempfile.mkdtemp()) / "fr.csv"
    >>> esqual = svq.load_instrument("esqual")
    >>> table = translation_table(esqual, into="fr", path=place)
    >>> edited = place.read_text(encoding="utf-8-sig").replace(
    ...     "Q6,label,Simple to use,", "Q6,label,Simple to use,Facile à utiliser"
    ... )
    >>> _ = place.write_text(edited, encoding="utf-8")
    >>> read_translations(esqual, place).labels["Q6"]
    'Facile à utiliser'
    """
    rows = read_table(Path(path))
    name = Path(path).name
    target, source, into = _columns(rows, name, into)
    raw, base = instrument.description.model_dump(), instrument.description.language
    into = _target_tag(instrument, into)
    log: list[dict[str, Any]] = []

    def note(what: str, where: str, before: Any, after: Any, remark: str = "") -> None:
        row = {"what": what, "where": where, "before": before, "after": after, "reason": remark}
        log.append(row)

    change_service(raw, instrument, None, note)
    places = {(part, what): (holder, key) for part, what, holder, key in translatable(raw)}
    sources = {
        at: resolve(holder[key], instrument.language, base)[0]
        for at, (holder, key) in places.items()
    }
    word: dict[str, str] = {}
    for row in rows:
        at = (row.get("item", ""), row.get("form", ""))
        text, remark = row.get(target, ""), _remark(row)
        if at[0] == "service" and at[1] in _SERVICE:
            word |= {at[1]: text} if text else {}
            continue
        if at not in places:
            raise DataError(_unknown(name, row["row"], at, list(places)), row=int(row["row"]))
        if source and _loose(row.get(source, "")) != _loose(sources[at]):
            raise DataError(
                f"{name}, row {row['row']}: the source of {at[0]}, {at[1]} is {row.get(source)!r}, "
                f"but the instrument says {sources[at]!r}; make a new table, or put the source back",
                row=int(row["row"]),
            )
        holder, key = places[at]
        before = holder[key].get(into)
        if not text or text == before:
            continue
        _check_braces(text, name, row["row"])
        remark = "; ".join(part for part in (remark, lost_placeholder(sources[at], text)) if part)
        note("translate", f"{at[0]}, {at[1]} ({into})", before, text, remark)
        holder[key] = {**holder[key], into: text}
    _put_service(raw, word, into, name, note)
    if not any(row["what"] == "translate" for row in log):
        raise ValueError(
            f"{name}: no translation into {into} is new; fill in the column {target!r}"
        )
    changed = changed_copy(instrument, raw, log, name=instrument.name)
    return in_language(changed.description, into)


def _target_tag(instrument: Instrument, into: str) -> str:
    """Spell the language to translate into as the instrument does where it has it already."""
    if not TAG.fullmatch(str(into)):
        raise ValueError(f"into={into!r} is no language tag such as nl or zh-Hans")
    if into.casefold() == instrument.language.casefold():
        raise ValueError(f"into={into!r} is the instrument's own language; load it in another one")
    known = {tag for _, words in instrument.description.texts() for tag in words}
    return next((tag for tag in sorted(known) if tag.casefold() == into.casefold()), into)


def _columns(rows: list[dict[str, str]], name: str, into: str | None) -> tuple[str, str, str]:
    """Find the columns of translation and source, and the language that the header names."""
    header = list(rows[0]) if rows else []
    target = next((one for one in header if one.casefold().startswith("translation")), None)
    lacking = [one for one in ("item", "form") if one not in header]
    if lacking or target is None:
        raise DataError(
            f"{name} has no column {(lacking or ['translation'])[0]!r}; "
            f"its columns are {', '.join(header[1:]) or 'none'}"
        )
    named = re.search(r"\(([^()]+)\)", target)
    if into is None and named is None:
        raise DataError(f"{name}: the header does not say the language; give into=")
    if into is not None and named is not None and named[1].casefold() != into.casefold():
        raise DataError(f"{name} holds a translation into {named[1]}, not {into}")
    source = next((one for one in header if one.casefold().startswith("source")), "")
    return target, source, into or str(named and named[1])


def _loose(text: str) -> str:
    """Compare texts as programs may have changed them: blanks and quotation marks."""
    return re.sub(r"\s+", " ", text).translate(str.maketrans("‘’“”", "''\"\"")).strip()


def _remark(row: dict[str, str]) -> str:
    parts = []
    for column, lead in (
        ("equivalence", "equivalence"),
        ("comment", ""),
        ("back_translation", "back"),
    ):
        if row.get(column):
            parts.append(f"{lead}: {row[column]}" if lead else row[column])
    return "; ".join(parts)


def _unknown(name: str, row: str, at: tuple[str, str], places: list[tuple[str, str]]) -> str:
    listed = [", ".join(place) for place in places]
    near = get_close_matches(", ".join(at), listed, n=1)
    hint = f"did you mean {near[0]}?" if near else "keep the columns item and form as they were"
    return f"{name}, row {row}: the instrument has no text {', '.join(at)}; {hint}"


def _check_braces(text: str, name: str, row: str) -> None:
    strange = set(re.findall(r"\{([^}]*)\}", text)) - set(PLACEHOLDERS)
    if strange:
        raise DataError(
            f"{name}, row {row}: {{{strange.pop()}}} is not filled in; keep "
            + ", ".join(f"{{{one}}}" for one in PLACEHOLDERS),
            row=int(row),
        )


def _put_service(
    raw: dict[str, Any], word: dict[str, str], into: str, name: str, note: Any
) -> None:
    if not word:
        return
    if "plain" not in word:
        raise DataError(f"{name}: the organisation's word needs its plain form too (row service)")
    before = raw["service"].get(into) or {}
    if {key: before.get(key) for key in word} == word:
        return
    raw["service"] = {**raw["service"], into: ServiceForms(**word).model_dump()}
    note("translate", f"service, plain ({into})", before.get("plain"), word["plain"])
