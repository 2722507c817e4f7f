"""Make an Office file the same, byte for byte, whenever it holds the same."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

__all__ = ["clean", "fixed_package"]

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_MOMENTS = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def clean(text: str) -> str:
    r"""Leave out the control characters that XML cannot hold.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> clean("a\x07b")
    'ab'
    """
    return _FORBIDDEN.sub("", text)


def fixed_package(made: bytes, day: str = "") -> bytes:
    """Pack an Office file anew, with fixed times instead of the clock's.

    Parameters
    ----------
    made : bytes
        A DOCX or XLSX file as its library wrote it.
    day : str
        ISO date written as that of creation; the first of January 2000 where there is none.

    Returns
    -------
    bytes

    Examples
    --------
    >>> with zipfile.ZipFile(file := BytesIO(), "w") as package:
    ...     package.writestr("a.xml", "<a/>")
    >>> zipfile.ZipFile(BytesIO(fixed_package(file.getvalue()))).infolist()[0].date_time[:3]
    (1980, 1, 1)
    """
    moment = f"{day or '2000-01-01'}T00:00:00Z".encode()
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(made)) as given, zipfile.ZipFile(packed, "w") as package:
        for entry in given.infolist():
            content = given.read(entry)
            if entry.filename == "docProps/core.xml":
                content = _MOMENTS.sub(rb"\g<1>" + moment + rb"\g<3>", content)
            fixed = zipfile.ZipInfo(entry.filename, _EARLIEST)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.external_attr = 0o600 << 16
            package.writestr(fixed, content)
    return packed.getvalue()
