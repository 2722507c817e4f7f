"""From raw cells to checked, sorted answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from svqkit.errors import DataError
from svqkit.instruments.instrument import Instrument
from svqkit.responses.answer_blocks import read_codes
from svqkit.responses.answer_codes import CodeBook, codebook, codebooks
from svqkit.responses.checks import check_answers, find_identifier, repeated_respondents
from svqkit.responses.choice_answers import choices_as_codes
from svqkit.responses.columns import ColumnPlan, plan_columns
from svqkit.responses.importance import check_points
from svqkit.responses.keying import reversed_codes, turned
from svqkit.responses.problems import ProblemList, listed
from svqkit.responses.respondent_columns import check_outcomes, decimal_of, typed_columns
from svqkit.responses.responses import Responses
from svqkit.responses.table_rows import answer_rows, unique_columns

__all__ = ["sort_answers"]


def _codes(
    table: pd.DataFrame,
    pairs: list[tuple[str, str]],
    books: Mapping[str, CodeBook],
    problems: ProblemList,
    word: str,
) -> pd.DataFrame:
    """Read columns as codes, those of one code book together; columns stay in their order."""
    distinct = list({id(books[code]): books[code] for code, _ in pairs}.values())
    if len(distinct) == 1:
        columns = [column for _, column in pairs]
        return read_codes(table[columns], distinct[0], problems, row_word=word)
    read: dict[Any, pd.Series] = {}
    for book in distinct:
        columns = [column for code, column in pairs if books[code] is book]
        read.update(read_codes(table[columns], book, problems, row_word=word).items())
    return pd.DataFrame({column: read[column] for _, column in pairs}, index=table.index)


def _note_columns(plan: ColumnPlan, instrument: Instrument, problems: ProblemList) -> None:
    if "expectation" in instrument.forms and "expectation" not in plan.forms:
        problems.add(
            "no_expectations",
            "expectations",
            0,
            "perceptions analysed alone, as SERVPERF does; gap scores left out",
        )
    for form in ("minimum", "desired"):
        if form in instrument.forms and form not in plan.forms:
            problems.add(f"no_{form}", form, 0, "left out, with what is computed from it")
    if plan.bare:
        columns = list(plan.forms["perception"].values())
        problems.add(
            "no_form_named",
            f"{columns[0]} … {columns[-1]}",
            len(columns),
            "read as perceptions",
            "the columns do not say whether they hold expectations or perceptions",
        )
    if plan.foreign:
        problems.add(
            "extra_items",
            listed(plan.foreign),
            len(plan.foreign),
            "kept among the respondents' columns",
            f"{instrument.title} has no such items",
        )


def _importance(
    table: pd.DataFrame,
    plan: ColumnPlan,
    instrument: Instrument,
    problems: ProblemList,
    asked: bool,
    decimal: str,
    word: str,
) -> tuple[pd.DataFrame | None, str | None]:
    if plan.importance_kind is None:
        return None, None
    if plan.importance_kind == "ratings":
        book = codebook(instrument, importance=True)
        pairs = list(plan.importance.items())
        read = _codes(table, pairs, dict.fromkeys(plan.importance, book), problems, word)
        return read.set_axis(list(plan.importance), axis=1), "ratings"
    raw = typed_columns(table[list(plan.importance.values())], decimal)
    for column in raw.columns:
        if not pd.api.types.is_numeric_dtype(raw[column]):
            number = pd.to_numeric(raw[column], errors="coerce")
            said = raw[column].notna()
            bad = raw[column][number.isna() & said] if (number.isna() & said).any() else raw[column]
            row = bad.index[0]
            raise DataError(
                f"{word} {row}, column {column!r} holds {str(bad.iloc[0])[:40]!r}; importance "
                "points are numbers",
                row=row,
                column=column,
                value=bad.iloc[0],
            )
    points = check_points(
        raw.set_axis(list(plan.importance), axis=1),
        problems,
        asked=asked,
        missing_codes=instrument.scale.missing_codes,
        row_word=word,
    )
    return points, None if points is None else "points"


def _forms(
    table: pd.DataFrame,
    plan: ColumnPlan,
    instrument: Instrument,
    problems: ProblemList,
    row_word: str,
    tool_codes: Mapping[str, int],
) -> pd.DataFrame:
    """Read all forms as codes in one go: columns ``(form, item)``."""
    pairs = [(form, code, column) for form, of in plan.forms.items() for code, column in of.items()]
    coded = _codes(
        table,
        [(code, column) for _, code, column in pairs],
        codebooks(instrument, tool_codes),
        problems,
        row_word,
    )
    coded.columns = pd.MultiIndex.from_tuples([(form, code) for form, code, _ in pairs])
    return coded


def _answering(
    coded: pd.DataFrame,
    table: pd.DataFrame,
    plan: ColumnPlan,
    problems: ProblemList,
    row_word: str,
) -> pd.Index:
    """Leave out rows without any answer, and repetitions of a respondent."""
    silent = coded.isna().all(axis=1)
    if silent.all():
        raise DataError("not one item was answered in any row")
    if silent.any():
        rows = coded.index[silent]
        places = listed(f"{row_word} {row}" for row in rows)
        problems.add("no_answers", "rows", len(rows), "dropped", places)
        problems.drop(rows, "no item answered")
    answered = coded[~silent]
    identifier = find_identifier(plan.others)
    who = None if identifier is None else table.loc[answered.index, identifier]
    repeated = repeated_respondents(answered, who, problems, row_word)
    return answered.index.delete(repeated)


def _keyed(
    frames: dict[str, pd.DataFrame], instrument: Instrument, problems: ProblemList
) -> dict[str, pd.DataFrame]:
    """Recode the items that the instrument marks as reversed, and say so."""
    codes = reversed_codes(instrument)
    if not codes:
        return frames
    count = int(sum(frame[codes].notna().to_numpy().sum() for frame in frames.values()))
    said = "the instrument marks them as worded against their dimension"
    problems.add("reversed", listed(codes, 30), count, "recoded to low + high − answer", said)
    return {form: turned(frame, instrument) for form, frame in frames.items()}


def sort_answers(
    header: list[str],
    cells: pd.DataFrame,
    source: Mapping[str, Any],
    instrument: Instrument,
    problems: ProblemList,
    *,
    row_word: str = "line",
    names: list[str] | None = None,
    importance: Sequence[str] | Mapping[str, str] | None = None,
    outcomes: Sequence[str] = (),
    checks: Mapping[str, float] | None = None,
    tool_codes: Mapping[str, int] | None = None,
) -> Responses:
    """Check a raw table and sort it into answers, importance and respondents.

    Parameters
    ----------
    header : list of str
        The columns' names.
    cells : DataFrame (rows × columns)
        Raw cells; the index labels the rows, the columns are numbered.
    source : mapping
        Where the table came from.
    instrument : Instrument
    problems : ProblemList
        With what has been found so far.
    row_word : str
        ``line`` of a file, ``row`` of a frame.
    names : list of str, optional
        What the columns are called from here on; by default as in the header.
    importance, outcomes, checks
        As in ``read_responses``.
    tool_codes : mapping, optional
        Further spellings of answers that a survey tool makes.

    Returns
    -------
    Responses

    Raises
    ------
    DataError
        If the answers cannot be used.
    """
    kept = answer_rows(cells, header, problems, row_word)
    table = unique_columns(names or header, kept, instrument, problems)
    plan = plan_columns(list(table.columns), instrument, importance)
    _note_columns(plan, instrument, problems)
    coded = _forms(table, plan, instrument, problems, row_word, tool_codes or {})
    coded = coded.loc[_answering(coded, table, plan, problems, row_word)]
    table = table.loc[coded.index]
    decimal = decimal_of([table[name].tolist() for name in table.columns])
    weights, kind = _importance(
        table, plan, instrument, problems, importance is not None, decimal, row_word
    )
    others = choices_as_codes(typed_columns(table[plan.others], decimal), instrument, problems)
    respondents, criteria = check_outcomes(others, outcomes, instrument, problems, row_word)
    frames = {form: pd.DataFrame(coded[form]) for form in plan.forms}
    check_answers(frames, plan.forms, codebook(instrument), problems)
    frames = _keyed(frames, instrument, problems)
    counts = {"rows_read": len(cells), "rows_kept": len(coded)}
    return Responses(
        perceptions=frames["perception"],
        expectations=frames.get("expectation"),
        minimum=frames.get("minimum"),
        desired=frames.get("desired"),
        checks=dict(checks or {}),
        importance=weights,
        importance_kind=kind,
        respondents=respondents,
        outcomes=criteria,
        instrument=instrument,
        problems=problems.table(),
        dropped=problems.dropped(),
        source={**counts, **source, "decimal": decimal},
    )
