"""Columns that say who somebody is: recognised by name and by content, never kept unasked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pandas as pd

__all__ = ["identity_of"]

_NAMES = {
    "e-mail": r"(?:recipient |respondent |participant |your |uw )?e ?mail(?: ?ad(?:d)?res(?:se?)?)?"
    r"|emailadres|電子郵件(?:地址)?|电子邮件(?:地址)?|邮箱|信箱|email address|이메일(?: 주소)?",
    "IP address": r"ip ?(?:ad(?:d)?res(?:s)?|addr)|ipaddr|ip 地址|ip地址|ip位址",
    "name": r"(?:recipient |respondent |participant |your |uw |full )?(?:first|last|sur|family|given)?"
    r" ?name|(?:voor|achter)?naam|voornaam|achternaam|姓名|名字|이름|성명",
    "phone": r"(?:mobile |your |uw )?(?:tele)?phone(?: ?(?:number|no))?|mobile(?: number)?|telefoon"
    r"(?:nummer)?|gsm|电话(?:号码)?|電話(?:號碼)?|手机(?:号)?|手機(?:號碼)?|전화번호",
    "location": r"(?:location ?)?(?:latitude|longitude)|geolocation(?: .*)?|gps(?: .*)?|"
    r"geopoint(?: .*)?|(?:home |postal |street |your )?address|adres|地址|住址|주소",
    "account or device": r"submitted by|user ?name|device ?id|subscriber ?id|sim ?serial"
    r"|enumerator name|gebruikersnaam|用户名|使用者名稱",
}
_PATTERNS = {what: re.compile(pattern) for what, pattern in _NAMES.items()}
_EMAIL = re.compile(r"[^@\s,;]{1,64}@[^@\s,;]{1,190}\.[A-Za-z]{2,24}")
_IP = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){5,7}", re.I)
_LOOK_AT = 200


def _bare(header: str) -> str:
    # RecipientEmail, LocationLatitude: words written together are taken apart at the capitals
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header[:120])
    return re.sub(r"[\s_.:\-/]+", " ", apart.casefold()).strip(" ?*")


def identity_of(header: str, cells: Sequence[Any]) -> str | None:
    """Tell whether a column says who somebody is.

    Parameters
    ----------
    header : str
    cells : sequence
        The column's cells; most of the filled ones being e-mail or IP addresses tells as well.

    Returns
    -------
    str or None
        ``e-mail``, ``IP address``, ``name``, ``phone``, ``location`` or ``account or device``.

    Examples
    --------
    >>> identity_of("RecipientEmail", []), identity_of("contact", ["a@b.org"]), identity_of("age", [])
    ('e-mail', 'e-mail', None)
    """
    name = _bare(header)
    texts = [str(cell).strip() for cell in cells[:_LOOK_AT] if not pd.isna(cell)]
    filled = [text for text in texts if text]
    for what, pattern in _PATTERNS.items():
        if pattern.fullmatch(name):
            # "Mobile" may be a question with yes and no; a number has six digits or more.
            numbers = sum(sum(map(str.isdecimal, text)) >= 6 for text in filled)
            if what != "phone" or not filled or numbers > len(filled) / 2:
                return what
    for what, looks in (("e-mail", _EMAIL), ("IP address", _IP)):
        if filled and sum(looks.fullmatch(cell) is not None for cell in filled) > len(filled) / 2:
            return what
    return None
