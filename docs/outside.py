"""Refuse a built site whose pages would ask other servers for scripts, styles, pictures or fonts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import SphinxError

ELSEWHERE = re.compile(r"\s*(?:https?:)?//", re.I)
IN_STYLES = re.compile(r"(?:url\(\s*[\"']?|@import\s+[\"'])((?:https?:)?//[^)\s\"']+)", re.I)


class Requests(HTMLParser):
    """The addresses that a browser fetches to show a page; links to follow are not among them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag makes a browser fetch."""
        given = {name: value or "" for name, value in attrs}
        fetched = [given[name] for name in ("src", "srcset", "poster", "data") if name in given]
        fetched += IN_STYLES.findall(given.get("style", ""))
        follows = {"canonical", "search", "next", "prev", "index", "author", "license"}
        if tag == "link" and not follows & set(given.get("rel", "").split()):
            fetched.append(given.get("href", ""))
        self.found += [one for one in fetched if ELSEWHERE.match(one)]


def requests_of(path: Path) -> Iterator[str]:
    """Give the addresses elsewhere that a page or a style sheet asks for."""
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix == ".css":
        yield from IN_STYLES.findall(text)
        return
    page = Requests()
    page.feed(text)
    yield from page.found
    for style in re.findall(r"<style[^>]*>(.*?)</style>", text, re.S):
        yield from IN_STYLES.findall(style)


def refuse(app: Sphinx, problem: Exception | None) -> None:
    """Look through all that was built, and fail naming page and address."""
    if problem is not None or app.builder.format != "html":
        return
    built = [path for kind in ("html", "css") for path in Path(app.outdir).rglob(f"*.{kind}")]
    found = [
        f"{path.relative_to(app.outdir)}: {one}" for path in built for one in requests_of(path)
    ]
    if found:
        raise SphinxError("pages would ask other servers:\n" + "\n".join(sorted(found)))


def setup(app: Sphinx) -> None:
    """Look when all is built."""
    app.connect("build-finished", refuse)
