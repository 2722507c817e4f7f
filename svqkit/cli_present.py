"""``svqkit present``: pages with live pictures, and lessons as slides, on this machine only."""

from __future__ import annotations

import logging
import os
import re
import shutil
import signal
import tempfile
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from svqkit.bundled import bundled
from svqkit.cli_lab import free_port, hush, need
from svqkit.errors import DataError
from svqkit.interface import checked_language, translator
from svqkit.present.live.gallery import gallery
from svqkit.present.live.page_words import in_words, write_words
from svqkit.present.live.pages import Page, cases, find_page, lessons, pages
from svqkit.present.live.server import presenter
from svqkit.present.widgets.opened import (
    DATA_FILE,
    EMPLOYEES_FILE,
    LANGUAGE,
    MANAGERS_FILE,
    opened_data,
)
from svqkit.present.widgets.opened_state import STATE_FILE, read_state_file
from svqkit.present.widgets.opened_surveys import opened_surveys
from svqkit.present.widgets.serving import voila_arguments, voila_environment
from svqkit.present.widgets.state import widget_of
from svqkit.teach.language import PRESENTED

__all__ = ["start_present"]

_REFILL = 20.0
"""Seconds before the next kernel is heated: the visitor's own page needs the processor first."""


def start_present(
    name: str | None = None,
    *,
    data: str | None = None,
    managers: str | None = None,
    employees: str | None = None,
    language: str | None = None,
    state: str | None = None,
    slides: bool = False,
    browser: bool = True,
    port: int = 8866,
) -> None:
    """Show a page with live pictures, or slides, in a browser on this machine.

    Parameters
    ----------
    name : str or None
        A page, a lesson, a case or a notebook's path; None shows the gallery of all.
    data : str, optional
        A file of answers, a folder of ``svqkit collect``, or a bundled data set's name.
    managers, employees : str, optional
        Their surveys beside the customers', for the gap-model map: files or data sets.
    language : str, optional
        BCP 47: en, zh-Hans, zh-Hant or nl.
    state : str, optional
        A file that a widget's "Save state" has written; without a name it opens that widget's page.
    slides : bool
        Show the notebook as slides; lessons and cases always are.
    browser : bool
        Whether to open a browser, once the page can be shown.
    port : int
        The first port to try.

    Raises
    ------
    MissingExtraError
        If Voilà is not installed.
    DataError
        If there is no such page, data, state or language.

    Examples
    --------
    >>> start_present("gap-explorer", language="xx")
    Traceback (most recent call last):
    ...
    svqkit.errors.DataError: there is no language 'xx'; there is: en, zh-Hans, zh-Hant, nl
    """
    if language is not None:
        checked_language(language)
    if slides and name is None:
        raise DataError(
            "name what to show as slides: a lesson such as L04, a case such as C01, or a notebook's path"
        )
    name = name if state is None else _of_state(name, state)
    page = None if name is None else find_page(name, slides=slides)
    need("voila")
    given = _given(data, managers, employees, language)
    if state is not None:
        given[STATE_FILE] = str(Path(state).resolve())
    port = free_port(port)
    address = f"http://127.0.0.1:{port}/"
    print(f"{page.name if page else 'svqkit present'}: starting …", flush=True)

    def ready() -> None:
        print(f"{address}\nCtrl-C here stops it.", flush=True)
        if browser:
            webbrowser.open(address, new=2)

    with _place(page, language or "en") as (shown, folder):
        os.environ.update(voila_environment() | given)
        # Showing a lesson to a class is not learning it: nobody's progress changes.
        os.environ["SVQKIT_PROGRESS"] = str(folder / "presented.json")
        os.environ[PRESENTED] = "1"
        home = None
        if shown is None:
            known = data if data is None else Path(data).name
            shown_pages = [in_words(one, language or "en") for one in pages()]
            home = gallery(
                shown_pages, lessons(), cases(), language=language or "en", data=known or ""
            )
        _run(shown, folder, home, port, ready, language or "en")


def _of_state(name: str | None, file: str) -> str:
    """Name the page of a saved state; the state of another page's widget is refused here."""
    widget = widget_of(read_state_file(file))
    own = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", widget).lower()
    bundled_pages = [page.name for page in pages()]
    if name is None and own not in bundled_pages:
        raise DataError(f"{Path(file).name} is a state of {widget}, which has no page of its own")
    if name is None:
        return own
    asked = find_page(name).name
    if asked in bundled_pages and asked != own:
        raise DataError(
            f"{Path(file).name} is a state of {widget}, not of {asked}: svqkit present --state "
            f"{Path(file).name} finds its page"
        )
    return name


def _given(
    data: str | None, managers: str | None, employees: str | None, language: str | None
) -> dict[str, str]:
    """Say to the kernels which data and language; data that can't be read are refused here."""
    given: dict[str, str] = {}
    if language is not None:
        given[LANGUAGE] = language
    if data is None and (managers or employees):
        raise DataError("name the customers' survey too, with --data: whose managers are these?")
    named = {DATA_FILE: data, MANAGERS_FILE: managers, EMPLOYEES_FILE: employees}
    for variable, file in named.items():
        if file is not None:
            given[variable] = str(Path(file).resolve()) if Path(file).exists() else file
    if managers or employees:
        opened_surveys(environment=os.environ | given)
    elif data is not None:
        opened_data(environment=os.environ | given)
    return given


@contextmanager
def _place(page: Page | None, language: str) -> Iterator[tuple[Page | None, Path]]:
    """Give bundled notebooks a folder of their own for what they write; others run where they lie."""
    folder = Path(tempfile.mkdtemp(prefix="svqkit-present-"))
    originals = bundled("notebooks")
    try:
        if page is not None and not page.path.is_relative_to(originals):
            yield page, folder
            return
        every = [page] if page else [*pages(), *lessons(), *cases()]
        for part in sorted({one.path.parent for one in every}):
            shutil.copytree(part, folder / part.relative_to(originals))
        for one in every:
            own = folder / one.path.relative_to(originals)
            worded = in_words(one, language)
            write_words(own, worded, language)
        yield (replace(worded, path=own) if page else None), folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(
    page: Page | None, folder: Path, home: str | None, port: int, ready: Any, language: str
) -> None:
    """Serve until Ctrl-C; what Jupyter and its kernels started is ended."""
    from traitlets.config import Config

    hush()
    say = translator(language)
    words = {
        "failed": say("This part did not work here. The rest does."),
        "language": language,
        "code": say("show or hide code"),
        "dark": say("dark or light"),
        "notes": say("notes for the speaker"),
        "first": say("first slide"),
        "keys": say("? shows all keys"),
        "title": page.title if page else say("Present"),
        "page": page.title if page else "",
        "next": say("Next:"),
        "no_notes": say("No notes for this slide."),
    }
    config = Config({"VoilaConfiguration": {"resources": {"svqkit": words}}})
    served = page.path if page else folder
    arguments = [
        *voila_arguments(served, port, slides=page is not None and page.slides),
        "--VoilaConfiguration.preheat_kernel=True",
        # The pages of a gallery are heated by turns, not all at once.
        *([] if page else ["--VoilaKernelManager.preheat_denylist=['.*']"]),
        f"--VoilaKernelManager.fill_delay={_REFILL}",
        "--Voila.open_browser=False",
        "--Voila.log_level=CRITICAL",
    ]
    live, decks = pages(), [*lessons(), *cases()]
    heated = [page.path.name] if page else [_beside_others(one) for one in live]
    later = [] if page else [_beside_others(one) for one in decks]
    application = presenter(home=home, heated=heated, ready=ready, later=later)
    logging.getLogger("tornado").setLevel(logging.CRITICAL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    application.launch_instance(argv=arguments, config=config)  # type: ignore[attr-defined]


def _beside_others(page: Page) -> str:
    """Name a page as it is served among the gallery's."""
    return f"{page.path.parent.name}/{page.path.name}"
