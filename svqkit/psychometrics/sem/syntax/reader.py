"""The grammar's small words: numbers, lists, names and modifiers, read one after the other."""

from __future__ import annotations

from svqkit.errors import ModelError
from svqkit.psychometrics.sem.syntax.tokens import Token, fault, tokenise

__all__ = ["Reader", "Values"]

Values = tuple[float | str, ...]
"""What a modifier says, one entry a group: a number, NaN for NA, or a label."""


class Reader:
    """Walks the tokens once; every method reads one thing and moves on."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokenise(text)
        self.at = 0

    @property
    def token(self) -> Token:
        """The token under the finger."""
        return self.tokens[self.at]

    def fault(self, message: str, token: Token | None = None) -> ModelError:
        """Make an error at a token, the present one by default."""
        where = token or self.token
        return fault(self.text, where.line, where.column, message)

    def take(self) -> Token:
        """Return the present token and move on."""
        token = self.token
        self.at += token.text != "" or token.kind != "end"
        return token

    def is_operator(self, text: str) -> bool:
        """Say whether the present token is this operator."""
        return self.token.kind == "operator" and self.token.text == text

    def follower_is(self, text: str) -> bool:
        """Say whether the next token is this operator."""
        follower = self.tokens[min(self.at + 1, len(self.tokens) - 1)]
        return follower.kind == "operator" and follower.text == text

    def skip_newlines(self) -> None:
        """Move past line ends."""
        while self.token.kind == "newline":
            self.at += 1

    def expect(self, text: str) -> None:
        """Move past an operator that must stand here."""
        if not self.is_operator(text):
            raise self.fault(f"expected {text!r}")
        self.take()

    def number(self) -> float:
        """Read a number with its sign."""
        sign = 1.0
        while self.is_operator("-") or self.is_operator("+"):
            sign = -sign if self.take().text == "-" else sign
        token = self.token
        if token.kind != "number":
            raise self.fault("expected a number")
        self.take()
        value = sign * float(token.text)
        if abs(value) == float("inf"):
            raise self.fault(f"{token.text} is too large a number", token)
        return value

    def entry(self) -> float | str:
        """Read one value of a modifier: a number, NaN for NA, or a label."""
        token = self.token
        if token.kind in ("name", "quoted"):
            self.take()
            return float("nan") if (token.kind, token.text) == ("name", "NA") else token.text
        return self.number()

    def listed(self) -> Values:
        """Read ``( entry, entry, … )``."""
        self.expect("(")
        entries: list[float | str] = []
        while True:
            self.skip_newlines()
            entries.append(self.entry())
            self.skip_newlines()
            if self.is_operator(")"):
                self.take()
                return tuple(entries)
            self.expect(",")

    def atom(self) -> tuple[str, Values, Token]:
        """Read a modifier or an operand: its role, its values and its first token."""
        token = self.token
        if token.kind == "name" and token.text in ("c", "start"):
            follower = self.tokens[self.at + 1]
            if (follower.kind, follower.text) == ("operator", "("):
                self.take()
                if token.text == "c":
                    return "list", self.listed(), token
                return "start", self.start_values(), token
        if token.kind in ("name", "quoted"):
            return "name", (self.entry(),), token
        if token.kind == "number" or self.is_operator("-"):
            return "number", (self.number(),), token
        missing = token.kind in ("newline", "end")
        raise self.fault(
            "a variable is missing here" if missing else f"{token.text!r} is not a variable's name"
        )

    def start_values(self) -> Values:
        """Read ``(0.7)`` or ``(c(0.7, 0.8))``."""
        opening = self.at
        self.expect("(")
        self.skip_newlines()
        inner = self.token
        if inner.kind == "name" and inner.text == "c":
            self.take()
            values = self.listed()
            self.skip_newlines()
            self.expect(")")
        else:
            self.at = opening
            values = self.listed()
        if any(isinstance(v, str) or v != v for v in values):
            raise self.fault("start() takes numbers", inner)
        return values
