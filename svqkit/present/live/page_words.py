"""Titles of the bundled pages in the reader's language, and the copies that carry them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from svqkit.interface import translator
from svqkit.present.live.pages import Page

__all__ = ["in_words", "write_words"]


def in_words(page: Page, language: str) -> Page:
    """Put a bundled page's title, sentence and data into a language; others stay as they are.

    Parameters
    ----------
    page : Page
    language : str
        BCP 47.

    Returns
    -------
    Page

    Examples
    --------
    >>> from svqkit.present.live.pages import find_page
    >>> in_words(find_page("gap-explorer"), "nl").title
    'Wat verwachten klanten, en wat krijgen ze?'
    """
    say = translator(language)
    title, about = _words(say).get(page.name, (page.title, page.about))
    data = say("bank, with its managers and employees") if page.name == "gap-model-map" else ""
    return replace(page, title=title, about=about, data=data or page.data)


def _words(say: Callable[..., str]) -> dict[str, tuple[str, str]]:
    return {
        "alpha-explorer": (
            say("What does alpha say, and what does it not say?"),
            say("How items, their agreement and their number make alpha rise and fall."),
        ),
        "careless-lab": (
            say("What do people do to a survey who don't read it?"),
            say(
                "People who answer without reading: what they do to alpha and to the fit, and "
                "whether screening finds them."
            ),
        ),
        "gap-explorer": (
            say("What do customers expect, and what do they get?"),
            say(
                "Mean gaps with intervals, by dimension, item and segment; weights move by sliders."
            ),
        ),
        "gap-model-map": (
            say("Where does quality get lost?"),
            say(
                "The five gaps between customers and organisation, what lies behind each, and what "
                "could be done."
            ),
        ),
    }


def write_words(path: Path, page: Page, language: str) -> None:
    """Write title, heading, language and template into the copy of a notebook that is served.

    Parameters
    ----------
    path : pathlib.Path
        The copy.
    page : Page
        The original, with its words in the reader's language.
    language : str
        BCP 47; lessons and cases are written in English.

    Examples
    --------
    >>> write_words.__name__
    'write_words'
    """
    held = json.loads(path.read_text(encoding="utf-8"))
    held["metadata"]["title"] = page.title
    held["metadata"].setdefault("svqkit", {})["language"] = "en" if page.slides else language
    if page.slides:
        # Voilà then runs it ahead as slides, too, where other pages are served beside it.
        held["metadata"]["voila"] = {"template": "svqkit-slides"}
    first = next(cell for cell in held["cells"] if cell["cell_type"] == "markdown")
    text = "".join(first["source"])
    head = next((line for line in text.splitlines() if line.startswith("# ")), "")
    first["source"] = text.replace(head, f"# {page.title}", 1) if head else text
    path.write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")
