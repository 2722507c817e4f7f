"""The model syntax: lavaan's formulas read into terms, or a mapping of factors to items.

The subset is ``=~`` (measured by), ``~~`` (covaries with), ``~`` (regressed on), ``~ 1``
(intercept), ``| t1 + t2`` (thresholds of an ordered item), ``~*~`` (scale of the response behind
an ordered item), modifiers ``0.7*``, ``NA*``, ``label*``, ``start(0.7)*`` and, for several groups,
``c(a, b)*``, equalities ``a == b`` by labels, parameters ``name := formula`` defined by labels,
comments after ``#`` or ``!``, and ``;`` or a new line between formulas. Names that are no plain
word stand in backquotes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from svqkit.errors import ModelError
from svqkit.psychometrics.sem.syntax.definitions import read_definition
from svqkit.psychometrics.sem.syntax.reader import Reader, Values
from svqkit.psychometrics.sem.syntax.terms import Equality, Model, Term
from svqkit.psychometrics.sem.syntax.tokens import Token, fault, quoted_name

__all__ = ["parse", "read_model"]

_FORMULAS = ("=~", "~~", "~*~", "~", "|")
_THRESHOLD = re.compile(r"t[1-9]\d*\Z")
_UNSUPPORTED = {
    "<": "inequalities",
    ">": "inequalities",
    "<~": "formative factors",
}


def _modified(term: Term, role: str, values: Values, reader: Reader) -> Term:
    """Add one modifier to a term."""
    if role == "start":
        if term.start:
            raise reader.fault(f"{term.rhs or term.lhs} has two start values")
        return replace(term, start=tuple(float(v) for v in values))
    fixed = tuple(None if isinstance(v, str) else v for v in values)
    label = tuple(v if isinstance(v, str) else "" for v in values)
    if any(v is not None for v in fixed):
        if term.fixed:
            raise reader.fault(f"{term.rhs or term.lhs} is fixed or freed twice")
        term = replace(term, fixed=fixed)
    if any(label):
        if term.label:
            raise reader.fault(f"{term.rhs or term.lhs} has two labels")
        term = replace(term, label=label)
    return term


def _term(reader: Reader, op: str) -> Term:
    """Read ``modifier * … * operand``; the left-hand side is filled in later."""
    reader.skip_newlines()
    modifiers = []
    role, values, token = reader.atom()
    while reader.is_operator("*"):
        modifiers.append((role, values))
        reader.take()
        reader.skip_newlines()
        role, values, token = reader.atom()
    operand = values[0]
    term = Term("", op, "", token.line, token.column)
    if role == "number" and op == "~" and operand in (0.0, 1.0):
        term = replace(term, op="~1", fixed=(0.0,) if operand == 0.0 else ())
    elif role == "name" and isinstance(operand, str):
        term = replace(term, rhs=operand)
    else:
        raise reader.fault("a variable's name must stand here", token)
    if op == "|" and not _THRESHOLD.match(term.rhs):
        raise reader.fault("thresholds are called t1, t2 … from the lowest", token)
    for role, values in modifiers:
        term = _modified(term, role, values, reader)
    return term


def _left_names(reader: Reader) -> list[Token]:
    names = []
    while True:
        token = reader.token
        if token.kind not in ("name", "quoted") or (token.kind, token.text) == ("name", "NA"):
            raise reader.fault("a formula starts with a variable's name, as in 'f =~ x1 + x2'")
        names.append(reader.take())
        if not reader.is_operator("+"):
            return names
        reader.take()
        reader.skip_newlines()


def _equality(reader: Reader) -> Equality:
    first = reader.token
    left = reader.entry()
    reader.expect("==")
    right = reader.entry()
    for side in (left, right):
        if side != side:
            raise reader.fault("an equality takes labels or numbers, not NA", first)
    if not isinstance(left, str) and not isinstance(right, str):
        raise reader.fault("an equality needs a label on one side", first)
    return Equality(left, right, first.line, first.column)


def _formula(reader: Reader) -> list[Term]:
    names = _left_names(reader)
    operator = reader.token
    if operator.text in _UNSUPPORTED and operator.kind == "operator":
        raise reader.fault(
            f"{_UNSUPPORTED[operator.text]} ({operator.text}) are not read; "
            "use =~, ~~, ~, ~ 1, |, ~*~, == and :="
        )
    if operator.kind != "operator" or operator.text not in _FORMULAS:
        raise reader.fault("expected an operator: =~, ~~, ~, |, ~*~, == or :=")
    reader.take()
    right = [_term(reader, operator.text)]
    while True:
        mark = reader.at
        reader.skip_newlines()
        if not reader.is_operator("+"):
            reader.at = mark
            break
        reader.take()
        right.append(_term(reader, operator.text))
    if reader.token.kind not in ("newline", "end"):
        raise reader.fault(f"{reader.token.text!r} does not belong here; put '+' between variables")
    return [replace(term, lhs=name.text) for name in names for term in right]


def _key(term: Term) -> tuple[str, str, str]:
    if term.op == "~~" and term.rhs < term.lhs:
        return term.rhs, term.op, term.lhs
    return term.lhs, term.op, term.rhs


def _merged(first: Term, second: Term, text: str) -> Term:
    """Join ``NA*x1`` and ``a*x1`` written as two terms; anything else is named twice."""
    clash = any(
        (getattr(first, part) and getattr(second, part)) for part in ("fixed", "label", "start")
    )
    if clash or second.plain or first.plain:
        name = f"{first.lhs} {first.op} {first.rhs}".strip()
        raise fault(
            text, second.line, second.column, f"'{name}' is named twice; leave one of them out"
        )
    return replace(
        first,
        fixed=first.fixed or second.fixed,
        label=first.label or second.label,
        start=first.start or second.start,
    )


def parse(text: str) -> Model:
    """Read a model written in lavaan's syntax.

    Parameters
    ----------
    text : str

    Returns
    -------
    Model

    Raises
    ------
    ModelError
        With line, column and a caret, where the text cannot be read.

    References
    ----------
    Rosseel, Y. (2012). lavaan: An R package for structural equation modeling. Journal of
    Statistical Software, 48(2).

    Examples
    --------
    >>> model = parse("tangibles =~ Q1 + NA*Q2; Q1 ~~ Q2")
    >>> [(t.lhs, t.op, t.rhs) for t in model.terms]
    [('tangibles', '=~', 'Q1'), ('tangibles', '=~', 'Q2'), ('Q1', '~~', 'Q2')]
    """
    if not isinstance(text, str):
        raise TypeError(f"a model is text or a mapping, not {type(text).__name__}")
    return _parsed(text.replace("\r\n", "\n").replace("\r", "\n"))


@lru_cache(maxsize=64)
def _parsed(text: str) -> Model:
    """Read a text once: models are fitted again and again, to other groups and other answers."""
    reader = Reader(text)
    terms: dict[tuple[str, str, str], Term] = {}
    equalities = []
    definitions = []
    while reader.at < len(reader.tokens) - 1:
        if reader.token.kind in ("newline", "end"):
            reader.at += 1
            continue
        if reader.token.kind in ("name", "quoted") and reader.follower_is(":="):
            definitions.append(read_definition(reader))
            continue
        if _is_equality(reader):
            equalities.append(_equality(reader))
            if reader.token.kind not in ("newline", "end"):
                raise reader.fault("an equality takes one label or number on each side, no formula")
            continue
        for term in _formula(reader):
            key = _key(term)
            terms[key] = _merged(terms[key], term, text) if key in terms else term
    if not terms:
        raise ModelError("the model is empty; write for example 'tangibles =~ Q1 + Q2 + Q3'")
    return Model(text, tuple(terms.values()), tuple(equalities), tuple(definitions))


def _is_equality(reader: Reader) -> bool:
    """Look ahead for ``==`` before the formula ends."""
    for token in reader.tokens[reader.at :]:
        if token.kind in ("newline", "end"):
            return False
        if token.kind == "operator" and token.text == "==":
            return True
        if token.kind == "operator" and token.text in _FORMULAS:
            return False
    return False


def _from_mapping(factors: Mapping[str, Sequence[str]]) -> Model:
    if not factors:
        raise ModelError("the model is empty; give at least one factor with its items")
    terms, lines = [], []
    for line, (factor, items) in enumerate(factors.items(), start=1):
        if isinstance(items, str):
            raise ModelError(f"factor {factor!r} must have a list of items, not the text {items!r}")
        names = [str(item) for item in items]
        if not names:
            raise ModelError(f"factor {factor!r} has no items")
        twice = [name for i, name in enumerate(names) if name in names[:i]]
        if twice:
            raise ModelError(f"factor {factor!r} names item {twice[0]!r} twice")
        terms += [Term(str(factor), "=~", name, line, 1) for name in names]
        lines.append(f"{quoted_name(str(factor))} =~ {' + '.join(map(quoted_name, names))}")
    return Model("\n".join(lines), tuple(terms))


def read_model(model: str | Mapping[str, Sequence[str]]) -> Model:
    """Read a model from syntax, or from a mapping of factors to their items.

    Parameters
    ----------
    model : str or mapping of factor to item names

    Returns
    -------
    Model

    Raises
    ------
    ModelError
        If it cannot be read, is empty, or a factor has no items or one twice.
    TypeError
        If it is neither text nor a mapping.

    Examples
    --------
    >>> print(read_model({"tangibles": ["Q1", "Q2"], "empathy": ["Q3", "Q 4"]}).text)
    tangibles =~ Q1 + Q2
    empathy =~ Q3 + `Q 4`
    """
    return _from_mapping(model) if isinstance(model, Mapping) else parse(model)
