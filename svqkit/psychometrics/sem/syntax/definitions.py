"""Defined parameters: ``name := formula`` of labels, with delta-method errors.

Formulas are read into postfix order (no recursion, so no formula is too deep) and evaluated with
their derivatives carried along.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from svqkit.psychometrics.sem.syntax.reader import Reader
from svqkit.psychometrics.sem.syntax.tokens import Token, fault, quoted_name

__all__ = ["Definition", "Dual", "evaluated", "read_definition", "refuse_unknown_labels"]

_PRIORITY = {"+": 1, "-": 1, "*": 2, "/": 2, "minus": 3, "^": 4}
_FUNCTIONS = ("sqrt", "exp", "log")


class Dual(NamedTuple):
    """A value and its derivatives by the free parameters."""

    value: float
    slope: np.ndarray


@dataclass(frozen=True)
class Definition:
    """``name := formula``; ``steps`` are its tokens in postfix order, ``text`` it as written."""

    name: str
    text: str
    steps: tuple[Token, ...]
    line: int
    column: int


def read_definition(reader: Reader) -> Definition:
    """Read ``name := formula`` to the end of the formula.

    Parameters
    ----------
    reader : Reader
        At the name.

    Returns
    -------
    Definition

    Raises
    ------
    ModelError
        Where the formula makes no sense.

    Examples
    --------
    >>> found = read_definition(Reader("omega := (a + b)^2 / 3"))
    >>> found.name, found.text, [step.text for step in found.steps]
    ('omega', '(a+b)^2/3', ['a', 'b', '+', '2', '^', '3', '/'])
    """
    name = reader.take()
    reader.expect(":=")
    first = reader.at
    steps: list[Token] = []
    waiting: list[Token] = []
    operand_next = True
    while True:
        if waiting and any(token.text == "(" for token in waiting):
            reader.skip_newlines()
        token = reader.token
        if operand_next:
            operand_next = _operand(reader, steps, waiting)
        elif token.kind == "operator" and token.text in _PRIORITY:
            _unwind(steps, waiting, token.text)
            waiting.append(reader.take())
            reader.skip_newlines()
            operand_next = True
        elif reader.is_operator(")") and any(one.text == "(" for one in waiting):
            while waiting[-1].text != "(":
                steps.append(waiting.pop())
            waiting.pop()
            if waiting and waiting[-1].kind == "function":
                steps.append(waiting.pop())
            reader.take()
        else:
            break
    opened = next((one for one in waiting if one.text == "("), None)
    if opened is not None:
        raise reader.fault("this bracket is never closed", opened)
    if reader.token.kind not in ("newline", "end"):
        raise reader.fault(
            f"{reader.token.text!r} has no place in a formula; use labels, numbers, + - * / ^ ( ), "
            f"{', '.join(_FUNCTIONS)}"
        )
    steps += reversed(waiting)
    pieces = (
        quoted_name(one.text) if one.kind == "quoted" else one.text
        for one in reader.tokens[first : reader.at]
        if one.kind != "newline"
    )
    return Definition(name.text, "".join(pieces), tuple(steps), name.line, name.column)


def _operand(reader: Reader, steps: list[Token], waiting: list[Token]) -> bool:
    """Read what may start an operand; say whether the operand itself is still to come."""
    token = reader.token
    follower = reader.tokens[min(reader.at + 1, len(reader.tokens) - 1)]
    if token.kind == "name" and (follower.kind, follower.text) == ("operator", "("):
        if token.text not in _FUNCTIONS:
            raise reader.fault(f"{token.text}() is not known; use {', '.join(_FUNCTIONS)}")
        waiting.append(Token("function", reader.take().text, token.line, token.column))
        return True
    if reader.is_operator("("):
        waiting.append(reader.take())
        return True
    if reader.is_operator("-") or reader.is_operator("+"):
        reader.take()
        if token.text == "-":
            waiting.append(Token("operator", "minus", token.line, token.column))
        return True
    if token.kind == "number" and np.isinf(float(token.text)):
        raise reader.fault(f"{token.text} is too large a number")
    if token.kind not in ("name", "quoted", "number"):
        raise reader.fault("a label or number is missing here")
    steps.append(reader.take())
    return False


def _unwind(steps: list[Token], waiting: list[Token], coming: str) -> None:
    """Move operators that bind tighter than the coming one; powers bind from the right."""
    while waiting and waiting[-1].text != "(" and waiting[-1].kind != "function":
        above = _PRIORITY[waiting[-1].text]
        if above < _PRIORITY[coming] or (coming == "^" and waiting[-1].text == "^"):
            return
        steps.append(waiting.pop())


def refuse_unknown_labels(
    definitions: Sequence[Definition], labels: Sequence[str], text: str
) -> None:
    """Refuse formulas of labels that no parameter has, and names that are taken.

    Parameters
    ----------
    definitions : sequence of Definition
    labels : sequence of str
        Of the model's parameters.
    text : str
        The whole model.

    Raises
    ------
    ModelError
        With line and column.
    """
    known = {label for label in labels if label}
    for one in definitions:
        for step in one.steps:
            if step.kind in ("name", "quoted") and step.text not in known:
                raise fault(
                    text,
                    step.line,
                    step.column,
                    f"no parameter has the label {step.text!r}, and it is not defined before",
                )
        if one.name in known:
            raise fault(text, one.line, one.column, f"{one.name!r} is the name of something else")
        known.add(one.name)


def _power(base: Dual, exponent: Dual) -> Dual:
    value = np.power(base.value, exponent.value)
    slope = exponent.value * np.power(base.value, exponent.value - 1.0) * base.slope
    if exponent.slope.any():
        slope = slope + value * np.log(base.value) * exponent.slope
    return Dual(value, slope)


_TWO: dict[str, Callable[[Dual, Dual], Dual]] = {
    "+": lambda a, b: Dual(a.value + b.value, a.slope + b.slope),
    "-": lambda a, b: Dual(a.value - b.value, a.slope - b.slope),
    "*": lambda a, b: Dual(a.value * b.value, a.value * b.slope + b.value * a.slope),
    "/": lambda a, b: Dual(
        np.divide(a.value, b.value), (a.slope - np.divide(a.value, b.value) * b.slope) / b.value
    ),
    "^": _power,
}
_ONE: dict[str, Callable[[Dual], Dual]] = {
    "minus": lambda a: Dual(-a.value, -a.slope),
    "sqrt": lambda a: Dual(np.sqrt(a.value), 0.5 * a.slope / np.sqrt(a.value)),
    "exp": lambda a: Dual(np.exp(a.value), np.exp(a.value) * a.slope),
    "log": lambda a: Dual(np.log(a.value), a.slope / a.value),
}


def evaluated(
    definitions: Sequence[Definition], labelled: Mapping[str, Dual], size: int
) -> list[Dual]:
    """Work out the formulas, with their derivatives.

    Parameters
    ----------
    definitions : sequence of Definition
    labelled : mapping of label to Dual
    size : int
        Number of free parameters.

    Returns
    -------
    list of Dual
        NaN where a formula has no value (a root or logarithm of a negative number, 0/0).

    Examples
    --------
    >>> a = Dual(3.0, np.array([1.0, 0.0]))
    >>> found = read_definition(Reader("square := -a^2"))
    >>> (value, slope), = evaluated([found], {"a": a}, 2)
    >>> float(value), slope.tolist()
    (-9.0, [-6.0, -0.0])
    """
    known = dict(labelled)
    found = []
    with np.errstate(all="ignore"):
        for definition in definitions:
            stack: list[Dual] = []
            for step in definition.steps:
                if step.kind == "number":
                    stack.append(Dual(np.float64(step.text), np.zeros(size)))
                elif step.kind in ("name", "quoted"):
                    stack.append(known[step.text])
                elif step.text in _ONE:
                    stack.append(_ONE[step.text](stack.pop()))
                else:
                    second = stack.pop()
                    stack.append(_TWO[step.text](stack.pop(), second))
            known[definition.name] = stack.pop()
            found.append(known[definition.name])
    return found
