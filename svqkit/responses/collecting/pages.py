"""The server's pages: the form, the door where a code is typed, and the instructor's page."""

from __future__ import annotations

import json
import struct
import zlib
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from svqkit.instruments.form_words import form_words
from svqkit.instruments.forms.html_form import write
from svqkit.responses.collecting.collection import Collection
from svqkit.responses.collecting.guards import policy_of
from svqkit.responses.collecting.live import LEAST
from svqkit.responses.collecting.words import server_words

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["FormPage", "door_page", "instructor_page", "qr_svg"]

_FOLDER = Path(__file__).resolve().parent / "pages"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _part(name: str) -> Any:
    from markupsafe import Markup

    return Markup((_FOLDER / name).read_text(encoding="utf-8"))


def _deflated(part: bytes, *, last: bool = False) -> bytes:
    packer = zlib.compressobj(9, wbits=-15)
    return packer.compress(part) + packer.flush(zlib.Z_FINISH if last else zlib.Z_FULL_FLUSH)


class FormPage:
    """The form of a collection, made once, with a token of its own for each respondent.

    Parameters
    ----------
    collection : Collection
    intro : str, optional
        Said above the form.

    Attributes
    ----------
    policy : str
        The content security policy that fits it.

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> from svqkit.responses.collecting.collection import from_settings, new_settings
    >>> settings = new_settings(load_instrument("servperf"), 0, False, 1)
    >>> page = FormPage(from_settings(Path("answers.sqlite"), settings))
    >>> page.with_token("b2c3.d4f5") == page.with_token("b2c3.d4f6")
    False
    """

    def __init__(self, collection: Collection, intro: str | None = None) -> None:
        place = f"token-{collection.secret}"
        page = write(
            collection.plan,
            intro=intro,
            submit_to=f"/{collection.code}/answers",
            code=collection.code,
            token=place,
        ).decode()
        self.policy = policy_of(page)
        self._before, self._after = page.encode().split(place.encode())
        self._packed = _deflated(self._before), _deflated(self._after, last=True)

    def with_token(self, token: str) -> bytes:
        """Give the page with a token in it."""
        return self._before + token.encode() + self._after

    def packed(self, token: str) -> bytes:
        """Give the page with a token in it, as gzip.

        Only the token is packed anew: the pieces around it end at whole bytes and look back at
        nothing, so that they can be joined (RFC 1951, 3.2.4; RFC 1952, 2.3).
        """
        page = self.with_token(token)
        begin = b"\x1f\x8b\x08\0\0\0\0\0\x02\xff"
        middle = self._packed[0] + _deflated(token.encode()) + self._packed[1]
        return begin + middle + struct.pack("<II", zlib.crc32(page), len(page) % 2**32)


def door_page(language: str, *, title: str = "", text: str = "", asks: bool = True) -> str:
    """Write the page where the class code is typed, or a page that only says something.

    Parameters
    ----------
    language : str
    title, text : str
        What is said instead of the usual.
    asks : bool
        Whether a code can be typed.

    Returns
    -------
    str
        HTML.

    Examples
    --------
    >>> "Typ de code" in door_page("nl")
    True
    """
    words = server_words(language)
    return (
        _environment()
        .get_template("door.html.j2")
        .render(
            language=language,
            words=words,
            title=title or words["door_title"],
            text=text or words["door_text"],
            asks=asks,
            style=_part("page.css"),
        )
    )


def qr_svg(address: str) -> str:
    """Draw an address as a QR code that fills its place.

    Parameters
    ----------
    address : str

    Returns
    -------
    str
        SVG, dark on light whatever the page's colours are, with the quiet border it needs.

    Examples
    --------
    >>> qr_svg("http://192.168.1.20:8765/b2c3d4")[:4]
    '<svg'
    """
    import segno

    out = BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=False, border=4, dark="#000", light="#fff",
        omitsize=True, nl=False,
    )  # fmt: skip
    return out.getvalue().decode()


def _about(collection: Collection) -> Any:
    """Give the instructor page's script its words, as JSON that cannot end the script element."""
    from markupsafe import Markup

    words = server_words(collection.plan.language)
    scale = collection.instrument.scale
    own = form_words(collection.plan.language)
    about = {
        "language": collection.plan.language,
        "words": {
            **{key: words[key] for key in ("silent", "trouble", "ended_now", "item", "mean")},
            "spread": words["spread"].format(low=scale.low, high=scale.high),
        },
        "labels": {item.code: item.label for item in collection.instrument.items},
        "forms": {
            form: collection.instrument.headings.get(form, own[f"{form}_heading"])
            for form in (*collection.instrument.forms, "importance")
        },
    }
    text = json.dumps(about, ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def instructor_page(
    collection: Collection, addresses: list[str], *, local_only: bool, ends: str
) -> str:
    """Write the page that an instructor shows to the class.

    Parameters
    ----------
    collection : Collection
    addresses : list of str
        Where the form is, the likeliest first.
    local_only : bool
        Whether only this computer can open it.
    ends : str
        The time when it ends, or nothing.

    Returns
    -------
    str
        HTML.

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> from svqkit.responses.collecting.collection import from_settings, new_settings
    >>> settings = new_settings(load_instrument("servperf"), 0, False, 1)
    >>> page = instructor_page(
    ...     from_settings(Path("answers.sqlite"), settings), ["http://192.168.1.20:8765/b2c3d4"],
    ...     local_only=False, ends="",
    ... )
    >>> "192.168.1.20:8765/b2c3d4" in page
    True
    """
    from markupsafe import Markup

    words = server_words(collection.plan.language)
    return (
        _environment()
        .get_template("instructor.html.j2")
        .render(
            language=collection.plan.language,
            title=collection.plan.title,
            words=words,
            short=[address.partition("://")[2] for address in addresses],
            code=collection.code,
            qr=Markup(qr_svg(addresses[0])),
            local_only=local_only,
            ends=words["ends"].format(time=ends) if ends else "",
            note=words["results_note"].format(least=LEAST),
            about=_about(collection),
            style=_part("page.css"),
            script=_part("instructor.js"),
        )
    )
