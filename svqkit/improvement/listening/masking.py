"""Personal data in free text, put out of sight before anything else is done with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from svqkit.improvement.listening.check_digits import (
    bsn_holds,
    china_holds,
    digits_of,
    hongkong_holds,
    iban_holds,
    luhn_holds,
)

__all__ = ["KINDS", "mask"]

KINDS = ("e-mail", "handle", "account", "card", "id", "phone", "number")
"""What is looked for, in this order."""

_WIDE = str.maketrans(
    "０１２３４５６７８９＋－（）＠．‐‑‒–−\u00a0\u2009\u202f\u3000",
    "0123456789+-()@.-----    ",
    "\u200b\u2060",
)
_ALPHA, _DIGIT = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
_SOMETHING = re.compile(r"[0-9０-９@＠]|[\[(] ?at ?[\])]| dot |\.com/", re.IGNORECASE)
"""Without one of these there is nothing to look for."""
_LETTER = r"A-Za-z0-9\u00c0-\u024f"
_AT = r"(?:@| ?[\[(] ?at ?[\])] ?)"
_EMAIL = re.compile(
    rf"(?:(?<![{_LETTER}._%+'-])[{_LETTER}._%+'-]+|[\u4e00-\u9fff]{{1,4}}){_AT}[{_LETTER}-]+(?:\.[{_LETTER}-]+)+"
    rf"|(?<![{_LETTER}._%+-])[{_LETTER}._%+-]+ at [{_LETTER}-]+(?: dot [{_LETTER}-]+)+",
    re.IGNORECASE,
)
_HANDLE = re.compile(
    r"(?<![A-Za-z0-9_.@])@[A-Za-z0-9_\u4e00-\u9fff]{2,30}(?:\.[A-Za-z0-9_]{2,30})*"
    r"|(?:https?://)?(?:www\.)?(?:facebook|instagram|linkedin|twitter|tiktok|weibo|x)\.com/[\w@./?=-]*\w",
    re.IGNORECASE,
)
_ACCOUNT_OF = re.compile(
    r"((?:wechat|weixin|whatsapp|telegram|微信|qq|skype|instagram|facebook) ?(?:id|号|號)?(?: is| ?[:：]|(?<=id)|(?<=[号號])) ?)"
    r"((?=[A-Za-z.-]*[0-9_])[A-Za-z0-9_.-]{5,30})",
    re.IGNORECASE,
)
_IBAN = re.compile(
    _ALPHA + r"[A-Za-z]{2}[0-9]{2}(?:[ .-]?[A-Za-z0-9]{4}){2,7}(?:[ .-]?[A-Za-z0-9]{1,4})?" + _DIGIT
)
_CARD = re.compile(_ALPHA + r"[0-9](?:[ .-]?[0-9]){12,18}" + _DIGIT)
_CHINA = re.compile(_ALPHA + r"[0-9]{17}[0-9Xx]" + _DIGIT)
_TAIWAN = re.compile(_ALPHA + r"[A-Za-z][1289][0-9]{8}" + _DIGIT)
_HONGKONG = re.compile(
    _ALPHA + r"[A-Za-z]{1,2}[0-9]{6} ?(?:[(（][0-9Aa][)）]|[0-9Aa](?![0-9A-Za-z]))"
)
_SSN = re.compile(_ALPHA + r"[0-9]{3}-[0-9]{2}-[0-9]{4}" + _DIGIT)
_NINO = re.compile(_ALPHA + r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?(?:[0-9]{2} ?){3}[A-D]" + _DIGIT)
_BSN = re.compile(_ALPHA + r"[0-9]{3}([. ]?)[0-9]{3}\1[0-9]{3}" + _DIGIT)
_PASSPORT = re.compile(
    r"((?:passport|paspoort|identity card|id (?:number|card)|identiteitskaart|rijbewijs|driving licen[cs]e|driver's license"
    r"|护照|護照|身份证|身分證|通行证|通行證|台胞证|臺胞證|驾驶证|駕照)"
    r"[^0-9\n]{0,14}?)(?<![A-Za-z0-9])((?=[A-Za-z]*[0-9]{3})[A-Za-z0-9]{6,18})" + _DIGIT,
    re.IGNORECASE,
)
_GAP = r"(?: ?[./-] ?| )?"
_PHONE = re.compile(
    r"(?<![0-9A-Za-z])(?<![0-9][.,/-])(?:"
    rf"(?:\+|00)[1-9][0-9]{{0,2}}(?:{_GAP}\(?[0-9]{{1,4}}\)?){{2,6}}"  # international
    rf"|\(?0[0-9]{{1,4}}\)?(?:{_GAP}[0-9]{{2,4}}){{2,4}}"  # trunk zero
    r"|\([0-9]{3}\) ?[0-9]{3}[- ]?[0-9]{4}|[0-9]{3}[-. ][0-9]{3}[-. ][0-9]{4}"  # North America
    r"|1[3-9][0-9](?:[ -]?[0-9]{4}){2}"  # Chinese mobile
    r")" + _DIGIT
)
_CALLED = re.compile(
    r"((?:(?<![A-Za-z])(?:phone|call|tel|mobile|number is|telefoon|mobiel|bel|nummer is)(?![A-Za-z])|电话|電話|手机|手機|拨打|致电|致電)"
    r"[^0-9\n]{0,12}?)(?<![0-9A-Za-z])([0-9](?:[ -]?[0-9]){5,11})" + _DIGIT,
    re.IGNORECASE,
)
_LONG = re.compile(r"[0-9](?:[ .-]?[0-9]){8,}")
_DAY = r"(?:[12][0-9]{3} ?[-./] ?[0-9]{1,2} ?[-./] ?[0-9]{1,2}|[0-9]{1,2} ?[-./] ?[0-9]{1,2} ?[-./] ?[12][0-9]{3})"
_HOUR = r"(?:(?:[01]?[0-9]|2[0-4])[.:][0-5][0-9]|(?:[01][0-9]|2[0-4])[0-5][0-9])"
_NO_PERSON = re.compile(
    rf"{_DAY}(?: ?[ -] ?{_DAY})*(?: [0-9]{{1,2}})?"  # days, and the hour that follows one
    rf"|{_HOUR}(?: ?[ -] ?{_HOUR})+"  # hours
    r"|(?:19|20)[0-9]{2}(?: ?[ -] ?(?:19|20)[0-9]{2})+"  # years
    r"|[0-9]{1,3}(?:[ .]000){2,}"  # round amounts
)


def _enough(text: str) -> bool:
    return 8 <= len(digits_of(text)) <= 15 and _not_ordinary(text.strip())


def _not_ordinary(text: str) -> bool:
    """Whether it is neither days, hours, years nor a round amount."""
    return not _NO_PERSON.fullmatch(text)


def _called_number(text: str) -> bool:
    """Whether what follows "call" or "phone" has the form of a number: 20 30 45 has not."""
    said = _CALLED.fullmatch(text)
    number = said[2] if said else text
    return (number.isdigit() or len(digits_of(number)) >= 7) and _not_ordinary(number)


_RULES: tuple[tuple[str, re.Pattern[str], Callable[[str], bool] | None], ...] = (
    ("e-mail", _EMAIL, None),
    ("handle", _HANDLE, None),
    ("handle", _ACCOUNT_OF, None),
    ("account", _IBAN, iban_holds),
    ("id", _CHINA, china_holds),
    ("card", _CARD, luhn_holds),
    ("id", _TAIWAN, None),
    ("id", _HONGKONG, hongkong_holds),
    ("id", _SSN, None),
    ("id", _NINO, None),
    ("id", _PASSPORT, None),
    ("id", _BSN, bsn_holds),
    ("phone", _PHONE, _enough),
    ("phone", _CALLED, _called_number),
    ("number", _LONG, _not_ordinary),
)
_NAMED = (_ACCOUNT_OF, _PASSPORT, _CALLED)
"""Patterns whose first group is the word before, which stays."""
_IN_GROUPS = (_IBAN, _CARD)
"""Patterns that may run on into the next word; the longest part that holds is taken."""


def mask(text: str, found: Counter[str] | None = None) -> str:
    """Replace personal data in a text by what kind it was.

    Looked for are e-mail addresses (``name(at)place.nl`` too), handles (``@name``, profiles, names
    behind "WeChat ID"), bank accounts (IBAN with its check), cards (Luhn's check), identity numbers
    (Dutch with the eleven test, Chinese with its check sign, those of Taiwan, Hong Kong, the United
    Kingdom and the United States; passports and licences that are called so), telephone numbers,
    shorter ones where a word such as "call" or 电话 says so, and whatever other number has nine digits
    or more. Days, hours, years and round amounts are none of these. Names and postal addresses are
    not recognised, nor are eight digits that nothing calls a telephone.

    Parameters
    ----------
    text : str
    found : Counter, optional
        Counts what was replaced, by kind.

    Returns
    -------
    str
        Wide digits, long dashes and unusual spaces become plain ones where something was looked for.

    Examples
    --------
    >>> mask("Bel 020 7946 0123 of mail jan@example.org, kaart 4111 1111 1111 1111")
    'Bel [phone] of mail [e-mail], kaart [card]'
    >>> mask("Flight SV512 on 2025-03-14, seat 12A, 250 euro")
    'Flight SV512 on 2025-03-14, seat 12A, 250 euro'
    """
    if not _SOMETHING.search(text):
        return text
    text = text.translate(_WIDE)
    for kind, pattern, holds in _RULES:

        def replaced(
            match: re.Match[str],
            kind: str = kind,
            holds: Callable[[str], bool] | None = holds,
            before: bool = pattern in _NAMED,
            shorter: bool = pattern in _IN_GROUPS,
        ) -> str:
            part = match[0]
            while holds is not None and part and not holds(part):
                part = part.rpartition(" ")[0] if shorter else ""
            if not part:
                return match[0]
            if found is not None:
                found[kind] += 1
            kept = match[1] if before else ""
            return f"{kept}[{kind}]{match[0][len(part) :]}"

        text = pattern.sub(replaced, text)
    return text
