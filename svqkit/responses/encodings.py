"""Telling a text file's encoding from its bytes."""

from __future__ import annotations

import codecs
import re

from svqkit.errors import DataError

__all__ = ["decode"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What spreadsheets and survey tools still write, and the everyday part of each repertoire.
_EAST_ASIAN = {"cp949": "euc_kr", "gb18030": "gb2312", "big5": "big5", "cp932": "shift_jis"}
_WESTERN_LETTERS = frozenset("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿŒœ")
_TYPOGRAPHY = frozenset("“”‘’–—…€«»¡¿°·•£§\u00a0")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_BINARY = "it holds bytes of a program's own format; save it as CSV (UTF-8) or XLSX"


def _not_text(text: str) -> bool:
    """Find control characters other than tab, line feed, carriage return and form feed."""
    return _CONTROL.search(text) is not None


def _utf16_without_mark(data: bytes) -> str | None:
    """Recognise UTF-16 by its zero bytes: in tables most characters are ASCII."""
    head = data[:4000]
    if len(head) < 4 or len(data) % 2:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) / 2
    if odd > 0.3 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.3 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _everyday_share(text: str, encoding: str, core: str) -> float:
    """Share of the non-ASCII characters that people of that script use every day."""
    foreign = [ch for ch in text if ch > "\x7f"]
    usual = 0.0
    for ch in foreign:
        code = ord(ch)
        hangul = 0xAC00 <= code <= 0xD7A3
        kana = 0x3040 <= code <= 0x30FF
        han = 0x4E00 <= code <= 0x9FFF
        script = {"cp949": hangul, "cp932": kana or han}.get(encoding, han)
        if not (script or 0x3000 <= code <= 0x303F or 0xFF00 <= code <= 0xFF5E):
            continue
        try:
            raw = ch.encode(core)
        except UnicodeEncodeError:
            continue
        if len(raw) != 2:  # Python's euc_kr spells rare syllables out in eight bytes
            continue
        # First-level characters come first in each of these sets.
        first_level = {"gb18030": raw[0] < 0xD8, "big5": raw[0] < 0xC9, "cp932": raw[0] < 0x98}
        usual += 1 if first_level.get(encoding, True) else 0.5
    return usual / len(foreign) if foreign else 0.0


def _guess(data: bytes) -> str | None:
    """Choose the legacy encoding in which the text reads as everyday writing."""
    scores: dict[str, float] = {}
    for encoding, core in _EAST_ASIAN.items():
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _not_text(text):
            scores[encoding] = _everyday_share(text, encoding, core)
    if scores and max(scores.values()) >= 0.7:
        return max(scores, key=lambda name: scores[name])
    try:
        western = data.decode("cp1252")
    except UnicodeDecodeError:
        western = ""
    if western and not _not_text(western) and _reads_western(western):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is not None and best.encoding != "ascii" and not best.encoding.startswith("utf"):
        return best.encoding
    return "latin-1"


def _reads_western(text: str) -> bool:
    """Western words are mostly ASCII, with letters (not signs) among the accented characters."""
    foreign = [ch for ch in text if ch > "\x7f"]
    letters = [ch for ch in foreign if ch in _WESTERN_LETTERS]
    signs = len(foreign) - len(letters) - sum(ch in _TYPOGRAPHY for ch in foreign)
    ascii_letters = sum(ch.isascii() and ch.isalpha() for ch in text)
    return signs == 0 and len(foreign) <= ascii_letters


def decode(data: bytes, name: str, encoding: str | None = None) -> tuple[str, str, bool]:
    """Turn a file's bytes into text.

    Byte-order marks decide first, then strict UTF-8, then the zero bytes of UTF-16; only then is
    a legacy encoding guessed: the East Asian one in which most characters are everyday ones, else
    what charset-normalizer finds, else Windows-1252 or Latin-1.

    Parameters
    ----------
    data : bytes
    name : str
        The file's name, for messages.
    encoding : str, optional
        Named by the user: nothing is guessed.

    Returns
    -------
    str
        The text.
    str
        The encoding.
    bool
        Whether it was guessed, so that names and comments deserve a look.

    Raises
    ------
    DataError
        If the bytes are no text in any encoding known here.

    Examples
    --------
    >>> decode("Zürich;5".encode("utf-16"), "a.csv")
    ('Zürich;5', 'utf-16', False)
    """
    if encoding is not None:
        try:
            return data.decode(encoding), encoding, False
        except LookupError:
            raise DataError(f"{encoding!r} is no encoding known to Python; try 'utf-8'") from None
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            raise DataError(
                f"{name} is not {encoding}: line {line} cannot be read in it; "
                "leave encoding out to have it found",
                row=line,
            ) from None
    for mark, marked in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(marked), marked, False
            except UnicodeDecodeError:
                raise DataError(
                    f"{name} begins as {marked} but breaks off; save it again"
                ) from None
    try:
        text, found = data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text, found = "", ""
    if found and not _not_text(text):
        return text, found, False
    wide = _utf16_without_mark(data)
    if wide is not None:
        try:
            text = data.decode(wide)
        except UnicodeDecodeError:
            text = "\x00"
        if not _not_text(text):
            return text, wide, False
    if found or b"\x00" in data:
        raise DataError(f"{name} is not a text table: {_BINARY}")
    guess = _guess(data)
    text = data.decode(guess) if guess is not None else "\x00"
    if guess is None or _not_text(text):
        raise DataError(
            f"{name}: its encoding could not be told; save it as CSV UTF-8, or name it, "
            'such as read_responses(path, encoding="cp949")'
        )
    return text, guess, True
