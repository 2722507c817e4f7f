"""Personal data in free text, put out of sight before anything else is done with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

__all__ = ["KINDS", "mask"]

KINDS = ("e-mail", "handle", "account", "card", "id", "phone", "number")
"""What is looked for, in this order."""

_WIDE = str.maketrans("０１２３４５６７８９＋－（）＠．", "0123456789+-()@.")
_ALPHA, _DIGIT = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
_EMAIL = re.compile(r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_HANDLE = re.compile(r"(?<![\w@])@[A-Za-z0-9_\u4e00-\u9fff]{2,30}")
_IBAN = re.compile(
    _ALPHA + r"[A-Za-z]{2}[0-9]{2}(?: ?[A-Za-z0-9]{4}){2,7}(?: ?[A-Za-z0-9]{1,4})?" + _DIGIT
)
_CARD = re.compile(_ALPHA + r"[0-9](?:[ -]?[0-9]){12,18}" + _DIGIT)
_CHINA = re.compile(_ALPHA + r"[0-9]{17}[0-9Xx]" + _DIGIT)
_TAIWAN = re.compile(_ALPHA + r"[A-Za-z][1289][0-9]{8}" + _DIGIT)
_HONGKONG = re.compile(_ALPHA + r"[A-Za-z]{1,2}[0-9]{6} ?[(（]?[0-9Aa][)）]?" + _DIGIT)
_SSN = re.compile(_ALPHA + r"[0-9]{3}-[0-9]{2}-[0-9]{4}" + _DIGIT)
_BSN = re.compile(_ALPHA + r"[0-9]{3}([. ]?)[0-9]{3}\1[0-9]{3}" + _DIGIT)
_PASSPORT = re.compile(
    r"((?:passport|paspoort|护照|護照|identity card|identiteitskaart|身份证|身分證|rijbewijs|driving licence)"
    r"[^0-9\n]{0,14}?)([A-Za-z]{0,3}[0-9][A-Za-z0-9]{4,8})" + _DIGIT,
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<![0-9A-Za-z])(?<![0-9][.,/-])(?:"
    r"(?:\+|00)[1-9][0-9]{0,2}(?:[ ./-]?\(?[0-9]{1,4}\)?){2,6}"  # international
    r"|\(?0[0-9]{1,4}\)?(?:[ ./-]?[0-9]{2,4}){2,4}"  # trunk zero
    r"|\([0-9]{3}\) ?[0-9]{3}[- ]?[0-9]{4}|[0-9]{3}[-. ][0-9]{3}[-. ][0-9]{4}"  # North America
    r"|1[3-9][0-9](?:[ -]?[0-9]{4}){2}"  # Chinese mobile
    r")" + _DIGIT
)
_CALLED = re.compile(
    r"((?:phone|call me|tel|mobile|telefoon|bel|电话|電話|手机|手機)[^0-9\n]{0,12}?)([0-9](?:[ -]?[0-9]){5,11})"
    + _DIGIT,
    re.IGNORECASE,
)
_LONG = re.compile(r"[0-9](?:[ .-]?[0-9]){8,}")
_DATE = re.compile(
    r"[12][0-9]{3}[-./][0-9]{1,2}[-./][0-9]{1,2}(?: [0-9]{1,2})?|[0-9]{1,2}[-./][0-9]{1,2}[-./][12][0-9]{3}(?: [0-9]{1,2})?"
)


def _digits(text: str) -> list[int]:
    return [int(sign) for sign in text if sign.isdigit()]


def _luhn(text: str) -> bool:
    """Luhn's check (ISO/IEC 7812-1), from the right, every second digit doubled."""
    found = _digits(text)[::-1]
    doubled = sum(sum(divmod(2 * digit, 10)) for digit in found[1::2])
    return (sum(found[::2]) + doubled) % 10 == 0 and any(found)


def _iban(text: str) -> bool:
    """ISO 13616: rearranged, letters as numbers, the remainder by 97 is 1."""
    bare = text.replace(" ", "").upper()
    if not 15 <= len(bare) <= 34:
        return False
    return int("".join(str(int(sign, 36)) for sign in bare[4:] + bare[:4])) % 97 == 1


def _bsn(text: str) -> bool:
    """Apply the eleven test of the Dutch citizen service number."""
    found = _digits(text)
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return any(found) and sum(a * b for a, b in zip(found, weights, strict=True)) % 11 == 0


def _china(text: str) -> bool:
    """Compare the check sign of Chinese identity numbers (GB 11643, ISO 7064 MOD 11-2)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(sign) * weight for sign, weight in zip(text, weights, strict=False))
    return "10X98765432"[total % 11] == text[-1].upper()


def _enough(text: str) -> bool:
    return 8 <= len(_digits(text)) <= 15 and not _DATE.fullmatch(text.strip())


def _no_date(text: str) -> bool:
    return not _DATE.fullmatch(text)


_RULES: tuple[tuple[str, re.Pattern[str], Callable[[str], bool] | None], ...] = (
    ("e-mail", _EMAIL, None),
    ("handle", _HANDLE, None),
    ("account", _IBAN, _iban),
    ("id", _CHINA, _china),
    ("card", _CARD, _luhn),
    ("id", _TAIWAN, None),
    ("id", _HONGKONG, None),
    ("id", _SSN, None),
    ("id", _PASSPORT, None),
    ("id", _BSN, _bsn),
    ("phone", _PHONE, _enough),
    ("phone", _CALLED, None),
    ("number", _LONG, _no_date),
)


def mask(text: str, found: Counter[str] | None = None) -> str:
    """Replace personal data in a text by what kind it was.

    Looked for are e-mail addresses, handles (``@name``), bank accounts (IBAN with its check),
    cards (Luhn's check), identity numbers (Dutch with the eleven test, Chinese with its check sign,
    those of Taiwan, Hong Kong and the United States, passports that are called so), telephone
    numbers, and whatever other number has nine digits or more. Names and postal addresses are not
    recognised.

    Parameters
    ----------
    text : str
    found : Counter, optional
        Counts what was replaced, by kind.

    Returns
    -------
    str
        Wide digits of Chinese text become plain ones where something was looked for.

    Examples
    --------
    >>> mask("Bel 020 7946 0123 of mail jan@example.org, kaart 4111 1111 1111 1111")
    'Bel [phone] of mail [e-mail], kaart [card]'
    >>> mask("Flight SV512 on 2025-03-14, seat 12A, 250 euro")
    'Flight SV512 on 2025-03-14, seat 12A, 250 euro'
    """
    if not any(sign.isdigit() or sign in "@＠" for sign in text):
        return text
    text = text.translate(_WIDE)
    for kind, pattern, holds in _RULES:

        def replaced(
            match: re.Match[str],
            kind: str = kind,
            holds: object = holds,
            called: bool = pattern in (_PASSPORT, _CALLED),
        ) -> str:
            if callable(holds) and not holds(match[0]):
                return match[0]
            if found is not None:
                found[kind] += 1
            kept = match[1] if called else ""
            return f"{kept}[{kind}]"

        text = pattern.sub(replaced, text)
    return text
