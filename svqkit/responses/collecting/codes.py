"""What is random in a collection: the class code, keys, tokens and receipts."""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Mapping
from typing import Any

__all__ = ["ALPHABET", "class_code", "mint", "minted", "random_name", "receipt_for"]

ALPHABET = "23456789bcdfghjkmnpqrstvxz"
"""None looks like another (no 0, 1, l; vv would look like w), and without vowels no word appears."""
_BESIDE = ("respondent", "started", "submitted", "seconds", "language", "order")


def random_name(length: int) -> str:
    """Draw a random name from the alphabet.

    Parameters
    ----------
    length : int

    Returns
    -------
    str

    Examples
    --------
    >>> len(random_name(20))
    20
    """
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def class_code() -> str:
    """Draw a class code: six characters, some 309 million of them.

    Returns
    -------
    str

    Examples
    --------
    >>> set(class_code()) <= set(ALPHABET)
    True
    """
    return random_name(6)


def _mac(secret: str, *parts: str) -> bytes:
    return hmac.digest(secret.encode(), "\x1f".join(parts).encode(), "sha256")


def mint(secret: str, name: str) -> str:
    """Make the token of a page: a random name and the proof that this server gave it.

    Parameters
    ----------
    secret : str
        The collection's own.
    name : str
        Random, of the page.

    Returns
    -------
    str

    Examples
    --------
    >>> minted("secret", mint("secret", "b2c3"))
    'b2c3'
    """
    return f"{name}.{_mac(secret, 'page', name).hex()[:40]}"


def minted(secret: str, token: object) -> str | None:
    """Give the name in a token, or None where this server did not make it.

    Parameters
    ----------
    secret : str
    token : object
        As it came in.

    Returns
    -------
    str or None

    Examples
    --------
    >>> minted("secret", "b2c3.0000") is None
    True
    """
    if not isinstance(token, str) or not token.isascii():
        return None
    name = token.partition(".")[0]
    return name if hmac.compare_digest(mint(secret, name), token) else None


def receipt_for(secret: str, row: Mapping[str, Any]) -> str:
    """Make the receipt for one respondent's answers.

    The same answers of the same respondent have the same receipt, whenever they are sent; others
    have another.

    Parameters
    ----------
    secret : str
    row : mapping of column to answer

    Returns
    -------
    str
        Twelve characters in three groups.

    Examples
    --------
    >>> first = receipt_for("s", {"respondent": "a", "P1": 3, "seconds": 10})
    >>> first == receipt_for("s", {"respondent": "a", "P1": 3, "seconds": 15})
    True
    >>> first == receipt_for("s", {"respondent": "a", "P1": 4})
    False
    """
    answers = {column: value for column, value in row.items() if column not in _BESIDE}
    plain = json.dumps(answers, sort_keys=True, ensure_ascii=False)
    number = int.from_bytes(_mac(secret, "receipt", str(row["respondent"]), plain))
    letters = []
    for _ in range(12):
        number, at = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[at])
    text = "".join(letters)
    return f"{text[:4]}-{text[4:8]}-{text[8:]}"
