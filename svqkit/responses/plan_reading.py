"""Planning how a source is to be read: its file, its tool, its instrument, its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from os import PathLike
from typing import Any

import pandas as pd

from svqkit.instruments.catalogue_index import list_instruments, load_instrument
from svqkit.instruments.in_language import in_language
from svqkit.instruments.instrument import Instrument
from svqkit.instruments.reading import read_instrument
from svqkit.responses.header_codes import count_items
from svqkit.responses.headers.decisions import language_of, matched_columns
from svqkit.responses.headers.exports import undress
from svqkit.responses.headers.fitting import fit, ranked, score
from svqkit.responses.headers.long_layout import unroll
from svqkit.responses.headers.parts import parts_of
from svqkit.responses.headers.wordings import wordings_of
from svqkit.responses.reading_plan import ReadingPlan
from svqkit.responses.respondent_columns import decimal_of
from svqkit.responses.sheet import Sheet, sheet_of_frame, sheet_of_table
from svqkit.responses.sources.many_files import files_of, read_files

__all__ = ["plan_reading"]

_FIRST = (
    "servqual",
    "servperf",
    "servqual_three_column",
    "servqual_refined",
)  # of instruments that fit equally, the usual ones


def _named(instrument: str | Instrument, language: str | None) -> Instrument:
    if isinstance(instrument, Instrument):
        return instrument
    if not isinstance(instrument, str):
        raise TypeError(
            f"instrument must be a catalogue name, a YAML path or an Instrument, "
            f"not {type(instrument).__name__}"
        )
    if instrument.casefold().endswith((".yaml", ".yml")):
        own = read_instrument(instrument)
        return in_language(own.description, language) if language else own
    return load_instrument(instrument, language or "en")


def _candidates(instrument: str | Instrument, language: str | None) -> list[Instrument]:
    if instrument != "auto" or isinstance(instrument, Instrument):
        return [_named(instrument, language)]
    names = list(list_instruments().index)
    ordered = [*(n for n in _FIRST if n in names), *(n for n in names if n not in _FIRST)]
    return [load_instrument(name, language or "en") for name in ordered]


def _open(
    source: Any, candidates: list[Instrument], encoding: str | None
) -> tuple[Sheet, list[Instrument]]:
    from svqkit.responses.collecting.store import is_collection

    if isinstance(source, pd.DataFrame):
        return sheet_of_frame(source), candidates
    if isinstance(source, (str, PathLike)) and is_collection(source):
        from svqkit.responses.collecting.collected import collected_answers

        frame, chosen = collected_answers(source, candidates[0])
        sheet = sheet_of_frame(frame)
        return replace(sheet, source={**sheet.source, "name": str(source)}), [chosen]
    several = isinstance(source, (list, tuple)) and all(
        isinstance(one, (str, PathLike)) for one in source
    )
    if not (several or isinstance(source, (str, PathLike))):
        raise TypeError(
            f"source must be a list of paths, a path or a DataFrame, not {type(source).__name__}"
        )

    def items(header: list[str]) -> int:
        found = max(count_items(header, one) for one in candidates)
        return found or max(_worded(header, one) for one in candidates)

    return sheet_of_table(read_files(files_of(source), items, encoding=encoding)), candidates


def _asked_of(source: Any) -> dict[str, float]:
    """Give the attention checks of a collection; other sources do not tell theirs."""
    from svqkit.responses.collecting.store import is_collection, read_collection

    if not (isinstance(source, (str, PathLike)) and is_collection(source)):
        return {}
    fields = read_collection(source).plan.fields
    return {one.column: float(one.expected) for one in fields if one.expected is not None}


def _worded(header: Sequence[str], instrument: Instrument) -> int:
    """Count the headers that are an instrument's questions."""
    words = wordings_of(instrument)
    return sum(
        any(words.find(one) or words.find_around(one) for one in parts_of(name).wordings)
        for name in header
    )


def plan_reading(
    source: pd.DataFrame | str | PathLike[str] | Sequence[str | PathLike[str]],
    instrument: str | Instrument = "auto",
    *,
    language: str | None = None,
    rename: Mapping[Any, str | None] | None = None,
    importance: Sequence[str] | Mapping[str, str] | None = None,
    outcomes: Sequence[str] = (),
    encoding: str | None = None,
    identity: bool = False,
    checks: Mapping[str, float] | None = None,
) -> ReadingPlan:
    """Plan how a source would be read, and say why.

    Headers are recognised, in this order, by what you say (``rename``), their name (``P7``,
    ``Q07_E``), the words of the instrument's questions in all its languages (the organisation's
    word aside), a number with a word for the form (``7-1. … (expectation)``), their likeness to the
    questions, and their place. Likeness is taken without asking from 90 % when it leads by 3;
    from 70 % it is proposed, as is what is told by place only.

    Parameters
    ----------
    source : DataFrame, path, folder, or list of paths
        CSV, TSV, XLSX, ODS, XLS, SPSS (.sav, .zsav, .por), Stata, Parquet or JSON; exports of
        Qualtrics, LimeSurvey, KoboToolbox and ODK, Google Forms, Microsoft Forms and SurveyMonkey
        are recognised. Several files must have the same columns.
    instrument : str or Instrument
        ``"auto"`` for the one of the catalogue that fits best, a name, a YAML path, an instrument.
    language : str, optional
        Language of the instrument's own words in what follows; headers are found in all of them.
    rename : mapping, optional
        Header, or position from 1, → name such as ``"P7"``; None leaves a column out.
    importance, outcomes, encoding
        As in ``read_responses``.
    identity : bool
        Keep columns that say who somebody is (name, e-mail, phone, IP address, location). They are
        otherwise left out and counted.
    checks : mapping, optional
        Attention checks: column → the answer that was asked for; a folder of ``svqkit collect``
        brings its own.

    Returns
    -------
    ReadingPlan
        Print it; correct it with ``.settle``; read it with ``read_responses(plan)``.

    Raises
    ------
    DataError
        If the source cannot be opened.
    MissingExtraError
        If a kind of file needs a package that is not installed.

    Examples
    --------
    >>> frame = pd.DataFrame([[5] * 22], columns=[f"P{i}" for i in range(1, 23)])
    >>> plan = plan_reading(frame, "servperf")
    >>> plan.unclear.empty, plan.tool
    (True, None)
    """
    candidates = _candidates(instrument, language)
    sheet, candidates = _open(source, candidates, encoding)
    options: dict[str, Any] = {
        "rename": dict(rename or {}),
        "importance": importance,
        "outcomes": tuple(outcomes),
        "identity": identity,
        "checks": dict(_asked_of(source) if checks is None else checks),
    }
    return _plan(sheet, candidates, options)


def _plan(sheet: Sheet, candidates: list[Instrument], options: dict[str, Any]) -> ReadingPlan:
    rows = len(sheet.cells)
    sheet, tool = undress(sheet)
    labels = rows - len(sheet.cells)
    chosen, scores = candidates[0], None
    if len(candidates) > 1:
        scores = fit(sheet, tool, candidates, options["rename"])
        chosen = next(one for one in candidates if one.name == scores.index[0])
    sheet, unrolled = unroll(sheet, chosen)
    matched = matched_columns(sheet, chosen, tool, options)
    if scores is None:
        scores = ranked([score(matched, sheet, tool, chosen, options["rename"])], candidates)
    head = sheet.cells.head(500)
    header_rows = 0 if any(kind == "no_header" for kind, *_ in sheet.notes) else 1 + labels
    return ReadingPlan(
        instrument=chosen,
        candidates=scores,
        tool=tool,
        language=language_of(matched),
        layout="wide" if unrolled is None else f"long: {unrolled}",
        source={
            **sheet.source,
            "decimal": decimal_of([head[at].tolist() for at in head.columns]),
            "header_rows": header_rows,
        },
        sheet=sheet,
        matched=tuple(matched),
        options=options,
    )
