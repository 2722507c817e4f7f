"""One validation of the bank survey for all report tests, and a reader of its page."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest

import svqkit as svq
from svqkit.present.report.as_html import as_html


@dataclass
class Grid:
    """A table as the page has it: shown cells, and the values a copy carries."""

    caption: str = ""
    headings: list[str] = field(default_factory=list)
    shown: list[list[str]] = field(default_factory=list)
    copied: list[list[str]] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    tags: list[list[tuple[str, dict[str, str | None]]]] = field(default_factory=list)

    def column(self, heading: str) -> list[str]:
        """Copied values below one of a copy's headings."""
        place = self.headings.index(heading)
        return [row[place] for row in self.copied]


class Page(HTMLParser):
    """What tests ask of a page: its elements, its tables, the text of its sections."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.tables: dict[str, Grid] = {}
        self.texts: dict[str, str] = {}
        self._grid: Grid | None = None
        self._cell: tuple[str, dict[str, str | None]] | None = None
        self._words = ""
        self._section = ""
        self._in_head = self._unseen = self._caption = False
        self._quiet = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.elements.append((tag, given))
        if tag in ("style", "script"):
            self._quiet += 1
        if tag == "section":
            self._section = str(given.get("id"))
        if "table-part" in str(given.get("class", "")).split():
            self._grid = self.tables[str(given["id"]).removeprefix("table-")] = Grid()
        if self._grid is None:
            return
        if tag == "thead":
            self._in_head = True
        if tag == "caption":
            self._caption = True
        if tag == "tr" and not self._in_head:
            self._grid.shown.append([])
            self._grid.copied.append([])
            self._grid.tags.append([])
        if tag in ("td", "th"):
            self._cell, self._words = (tag, given), ""
        if tag == "span" and given.get("class") == "unseen":
            self._unseen = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script"):
            self._quiet -= 1
        if tag == "span":
            self._unseen = False
        if tag == "caption":
            self._caption = False
        if tag == "thead":
            self._in_head = False
        if tag in ("td", "th") and self._cell and self._grid:
            self._finish(self._cell, self._grid)
            self._cell = None
        if tag == "table":
            self._grid = None

    def _finish(self, cell: tuple[str, dict[str, str | None]], grid: Grid) -> None:
        carried = cell[1].get("data-copy")
        copied = [self._words] if carried is None else carried.split("\t")
        if self._in_head:
            grid.headings += copied
        elif cell[1].get("scope") == "rowgroup":
            grid.groups.append(self._words)
            for rows in (grid.shown, grid.copied, grid.tags):
                rows.pop()
        else:
            grid.shown[-1].append(self._words)
            grid.copied[-1] += copied
            grid.tags[-1].append(cell)

    def handle_data(self, data: str) -> None:
        if self._quiet:
            return
        self.texts[self._section] = self.texts.get(self._section, "") + data
        if self._cell and not self._unseen:
            self._words += data
        elif self._caption and self._grid:
            self._grid.caption += data


@pytest.fixture(scope="session")
def validation() -> svq.validation.result.Validation:
    return svq.validate(svq.load_dataset("bank"), seed=1)


@pytest.fixture(scope="session")
def grouped() -> svq.validation.result.Validation:
    """The same survey, its branches compared."""
    return svq.validate(svq.load_dataset("bank"), group="branch", seed=1)


@pytest.fixture(scope="session")
def servperf() -> svq.validation.result.Validation:
    """Perceptions of the bank survey alone, as a frame: no gaps, no outcomes."""
    bank = svq.load_dataset("bank")
    frame = bank.perceptions.rename(columns=lambda code: f"P{code[1:]}")
    return svq.validate(svq.read_responses(frame, "servqual"), seed=1)


@pytest.fixture(scope="session")
def page(validation: svq.validation.result.Validation) -> Page:
    return Page(as_html(validation))


@pytest.fixture(scope="session")
def grouped_page(grouped: svq.validation.result.Validation) -> Page:
    return Page(as_html(grouped))


@pytest.fixture(scope="session")
def servperf_page(servperf: svq.validation.result.Validation) -> Page:
    return Page(as_html(servperf))
