"""Model text cut into tokens that remember their line and column."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from svqkit.errors import ModelError

__all__ = ["Token", "fault", "quoted_name", "tokenise"]

_PATTERN = re.compile(
    r"""
    (?P<space>[^\S\n]+)
  | (?P<comment>[#!][^\n]*)
  | (?P<newline>\n)
  | (?P<end>;)
  | (?P<operator>=~|~~|~\*~|:=|==|<~|[~|<>=+*(),:/^-])
  | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.]))
  | (?P<name>(?:[^\W\d]|\.(?!\d))[\w.]*)
  | (?P<quoted>`[^`\n]+`|"[^"\n]+")
    """,
    re.VERBOSE,
)
_PLAIN_NAME = re.compile(r"(?:[^\W\d]|\.(?!\d))[\w.]*\Z")
_RESERVED = frozenset({"NA", "c", "start"})


@dataclass(frozen=True)
class Token:
    """A piece of model text: its kind, its text, and where it stands (both counted from 1)."""

    kind: str
    text: str
    line: int
    column: int


def fault(text: str, line: int, column: int, message: str) -> ModelError:
    """Make an error that shows the line and puts a caret under the column.

    Parameters
    ----------
    text : str
        The whole model.
    line, column : int
        Where, counted from 1.
    message : str
        What is wrong and what to do.

    Returns
    -------
    ModelError

    Examples
    --------
    >>> print(fault("f =~ x1 +", 1, 10, "an item is missing after '+'"))
    line 1, column 10: an item is missing after '+'
        f =~ x1 +
                 ^
    """
    lines = text.split("\n")
    shown = lines[line - 1].expandtabs(1) if line <= len(lines) else ""
    lead = sum(
        2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in shown[: max(column - 1, 0)]
    )
    return ModelError(f"line {line}, column {column}: {message}\n    {shown}\n    {' ' * lead}^")


def quoted_name(name: str) -> str:
    """Write a variable's name so that the model syntax can read it back.

    Parameters
    ----------
    name : str

    Returns
    -------
    str
        The name, in backquotes where it is no plain word.

    Examples
    --------
    >>> quoted_name("Q1"), quoted_name("1st item")
    ('Q1', '`1st item`')
    """
    plain = _PLAIN_NAME.match(name) and name not in _RESERVED
    return name if plain else f"`{name}`"


def tokenise(text: str) -> list[Token]:
    """Cut model text into tokens; blanks and comments are left out.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of Token
        Ends with a token of kind ``"end"``.

    Raises
    ------
    ModelError
        At a character that has no meaning in the syntax.

    Examples
    --------
    >>> [token.text for token in tokenise("f =~ x1  # a factor")]
    ['f', '=~', 'x1', '']
    """
    tokens: list[Token] = []
    position, line, line_start = 0, 1, 0
    while position < len(text):
        found = _PATTERN.match(text, position)
        column = position - line_start + 1
        if found is None:
            raise fault(text, line, column, f"{text[position]!r} has no meaning here")
        kind, piece = str(found.lastgroup), found.group()
        position = found.end()
        if kind == "newline":
            tokens.append(Token(kind, piece, line, column))
            line, line_start = line + 1, position
        elif kind == "quoted":
            tokens.append(Token("quoted", piece[1:-1], line, column))
        elif kind not in ("space", "comment"):
            tokens.append(Token(kind, piece, line, column))
    tokens.append(Token("end", "", line, position - line_start + 1))
    return tokens
