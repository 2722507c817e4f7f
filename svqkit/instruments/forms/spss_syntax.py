"""SPSS syntax: reads the answers' CSV, labels variables and codes, and scores the dimensions.

Written for SPSS Statistics and checked with PSPP, which reads the same commands.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence

from svqkit.instruments.form_fields import FormField, FormPlan, column_of
from svqkit.instruments.forms.codebook import NOTED
from svqkit.instruments.forms.html_form import form_columns

__all__ = ["write"]

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.$#@]{0,62}(?<![.])")
_RESERVED = {"ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"}
_LABEL, _VALUE_LABEL = 255, 120  # bytes that SPSS keeps
_TEXT, _ORDER = 2000, 4000  # bytes of a free answer, of the order that items came in
_LONGEST_LINE, _PIECE = 200, 100  # of the 256 bytes that a line may have


def write(
    plan: FormPlan, *, data: str = "answers.csv", columns: Sequence[str] | str | None = None
) -> bytes:
    """Write SPSS syntax for the answers to a form.

    Missing codes are declared (where there are more than three, the others are first recoded to
    the first). ``mean_P_tangibles`` is a respondent's mean of a dimension over the answered items,
    where at least half of them are, reversed items turned; ``gap_tangibles`` the perception's mean
    minus the expectation's.

    Parameters
    ----------
    plan : FormPlan
    data : str
        The CSV file (UTF-8, comma), as SPSS finds it.
    columns : sequence of str, or str with commas, optional
        All its columns in their order (the file's first line), since SPSS reads by position; by
        default those of svqkit's own forms.

    Returns
    -------
    bytes
        UTF-8 with byte order mark, by which SPSS knows the encoding.

    Raises
    ------
    ValueError
        If a column of the form is not among ``columns``, or a name cannot be a variable's.

    References
    ----------
    IBM SPSS Statistics, Command Syntax Reference: GET DATA, MISSING VALUES, VALUE LABELS.

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> from svqkit.instruments.form_plan import form_plan
    >>> text = write(form_plan(load_instrument("servperf"))).decode("utf-8-sig")
    >>> "COMPUTE mean_P_empathy = MEAN.3(P18, P19, P20, P21, P22)." in text
    True
    """
    if isinstance(columns, str):
        columns = [name.strip() for name in columns.split(",")]
    order = form_columns(plan) if columns is None else list(columns)
    absent = [column for column in plan.columns if column not in order]
    if absent:
        raise ValueError(f"columns lacks {absent[0]!r}, which the form asks")
    scores, made = _scores(plan)
    _refuse_names([*order, *made])
    commands = [
        f"* {plan.instrument.name}: reads, labels and scores the answers.",
        "* Set the path of the file below. Its columns must stand in this order.",
        "SET DECIMAL=DOT.",
        _get_data(plan, data, order),
        *_labels(plan, order),
        *_missing(plan),
        *scores,
        "EXECUTE.",
    ]
    return ("\n".join(commands) + "\n").encode("utf-8-sig")


def _quoted(text: str, most: int) -> str:
    """Quote a text of at most so many bytes, its own quotes doubled; a long one in pieces."""
    line = _one_line(text)
    while len(line.encode()) > most:
        line = line[:-1]
    pieces = [""]
    for sign in line:
        if len((pieces[-1] + sign).encode()) > _PIECE:
            pieces.append("")
        pieces[-1] += sign
    return " +\n    ".join("'" + piece.replace("'", "''") + "'" for piece in pieces)


def _one_line(text: str) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", text).split())


def _refuse_names(names: list[str]) -> None:
    folded = [name.casefold() for name in names]
    for name in names:
        if not _NAME.fullmatch(name) or name.upper() in _RESERVED:
            raise ValueError(f"{name!r} cannot name a variable in SPSS; rename that column")
        if folded.count(name.casefold()) > 1:
            raise ValueError(f"SPSS cannot hold {name!r} twice; case makes no difference there")


def _listed(names: Iterable[str], indent: str = "  ") -> str:
    """Names on lines that are not too long."""
    lines = [indent]
    for name in names:
        if len(lines[-1]) + len(name) > _LONGEST_LINE:
            lines.append(indent)
        lines[-1] += f" {name}" if lines[-1].strip() else name
    return "\n".join(lines)


def _wrapped(names: list[str]) -> str:
    return textwrap.fill(", ".join(names), _LONGEST_LINE // 2, subsequent_indent="    ")


def _coded(field: FormField) -> bool:
    """Whether the answers are numbers."""
    if field.kind == "choice":
        return all(re.fullmatch(r"-?\d+", code) for code in field.choices)
    return field.kind != "text"


def _format(column: str, fields: dict[str, FormField]) -> str:
    if column == "seconds":
        return "F10.1"
    if column == "order":
        return f"A{_ORDER}"
    if column not in fields:
        return "A64" if column in NOTED else f"A{_TEXT}"
    field = fields[column]
    if field.kind == "choice" and not _coded(field):
        return f"A{max(8, *(len(code.encode()) for code in field.choices))}"
    if field.kind == "text":
        return f"A{_TEXT}"
    return "F12.4" if field.kind == "number" else "F8.0"


def _get_data(plan: FormPlan, data: str, order: list[str]) -> str:
    fields = {field.column: field for field in plan.fields}
    lines = [
        "GET DATA",
        "  /TYPE=TXT",
        f"  /FILE={_quoted(data, 10_000)}",
        "  /ENCODING='UTF8'",
        "  /ARRANGEMENT=DELIMITED",
        "  /DELCASE=LINE",
        "  /FIRSTCASE=2",
        "  /DELIMITERS=','",
        "  /QUALIFIER='\"'",
        "  /VARIABLES=",
        *(f"    {column} {_format(column, fields)}" for column in order),
    ]
    return "\n".join(lines) + "."


def _labels(plan: FormPlan, order: list[str]) -> list[str]:
    """Label variables by their questions, and codes by their words."""
    texts = {name: said for name, (_, said) in NOTED.items()}
    texts |= {field.column: field.text for field in plan.fields}
    variables = [f"  {name} {_quoted(texts[name], _LABEL)}" for name in order if name in texts]
    commands = ["VARIABLE LABELS\n" + "\n".join(variables) + "."]
    alike: dict[tuple[tuple[str, str], ...], list[FormField]] = {}
    for field in plan.fields:
        worded = tuple((code, words) for code, words in field.choices.items() if words)
        if worded:
            alike.setdefault(worded, []).append(field)
    groups = []
    for worded, fields in alike.items():
        numbers = _coded(fields[0])
        values = "\n".join(
            f"    {code if numbers else _quoted(code, 10_000)} {_quoted(words, _VALUE_LABEL)}"
            for code, words in worded
        )
        groups.append(_listed(field.column for field in fields) + "\n" + values)
    if groups:
        commands.append("VALUE LABELS\n" + "\n  /\n".join(groups) + ".")
    ordered = [field.column for field in plan.fields if field.kind in ("scale", "check")]
    return [*commands, f"VARIABLE LEVEL\n{_listed(ordered)} (ORDINAL)."]


def _missing(plan: FormPlan) -> list[str]:
    codes = list(plan.instrument.scale.missing_codes)
    columns = [field.column for field in plan.fields if field.item or field.kind == "check"]
    if not codes:
        return []
    commands = []
    if len(codes) > 3:  # as many as SPSS declares
        others = " ".join(map(str, codes[1:]))
        commands.append(f"RECODE\n{_listed(columns)}\n  ({others} = {codes[0]}).")
        codes = codes[:1]
    return [*commands, f"MISSING VALUES\n{_listed(columns)}\n  ({', '.join(map(str, codes))})."]


def _scores(plan: FormPlan) -> tuple[list[str], list[str]]:
    """Turn reversed items, take the dimensions' means and their gaps; and the names made."""
    instrument = plan.instrument
    turned = {item.code for item in instrument.items if item.reverse}
    asked = set(plan.columns)
    commands, made = [], []

    def compute(name: str, formula: str, label: str) -> None:
        made.append(name)
        commands.append(f"COMPUTE {name} = {formula}.")
        commands.append(f"VARIABLE LABELS {name} {_quoted(label, _LABEL)}.")

    whole = instrument.scale.low + instrument.scale.high
    for dimension in instrument.dimensions:
        codes = instrument.mapping[dimension.name]
        for form in instrument.forms:
            names = []
            for code in codes:
                column = column_of(code, form)
                if column not in asked:
                    raise ValueError(f"the form does not ask {column!r}")
                if code in turned:
                    compute(f"{column}_r", f"{whole} - {column}", f"{column}, turned")
                names.append(f"{column}_r" if code in turned else column)
            letter = column_of("Q1", form)[0]
            half = (len(names) + 1) // 2
            compute(
                f"mean_{letter}_{dimension.name}",
                f"MEAN.{half}({_wrapped(names)})",
                f"{dimension.title} ({form})",
            )
        if {"perception", "expectation"} <= set(instrument.forms):
            name = dimension.name
            compute(f"gap_{name}", f"mean_P_{name} - mean_E_{name}", f"{dimension.title}: P - E")
    return commands, made
