"""The page from which the others are opened."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from svqkit.interface import translator
from svqkit.present.live.pages import Page

__all__ = ["gallery"]

_TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "live"


def gallery(
    pages: Sequence[Page],
    lessons: Sequence[Page],
    cases: Sequence[Page] = (),
    *,
    language: str,
    data: str,
) -> str:
    """Write the gallery: each page with picture, title, one sentence, and the data it shows.

    Parameters
    ----------
    pages, lessons, cases : sequence of Page
        Lessons and cases are opened as slides.
    language : str
        BCP 47, of the gallery's own words.
    data : str
        What was given with ``--data``; each page's own data where empty.

    Returns
    -------
    str
        HTML that asks for nothing else.

    Examples
    --------
    >>> from svqkit.present.live.pages import pages
    >>> "gap_explorer.ipynb" in gallery(pages(), [], language="en", data="")
    True
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    say = translator(language)
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined
    )

    def card(page: Page) -> dict[str, object]:
        icon = _TEMPLATES / "icons" / f"{'lesson' if page.slides else page.name}.svg"
        if not icon.is_file():
            icon = _TEMPLATES / "icons" / "page.svg"
        place = f"/voila/render/{page.path.parent.name}/{quote(page.path.name)}"
        shown = data if data and not page.slides else page.data
        return {
            "href": f"{place}?template=svqkit-slides" if page.slides else place,
            "title": page.title,
            "about": page.about,
            "data": say("Data: {name}", name=shown) if shown else "",
            "icon": Markup(icon.read_text(encoding="utf-8")),  # ours, from the package
        }

    sections = [
        (say("Live pictures"), [card(page) for page in pages]),
        (say("Lessons as slides"), [card(page) for page in lessons]),
        (say("Cases as slides"), [card(page) for page in cases]),
    ]
    return environment.get_template("gallery.html.j2").render(
        language=language,
        title=say("Present"),
        lead=say("Choose what to show. Everything runs on this computer."),
        sections=[(head, cards) for head, cards in sections if cards],
    )
