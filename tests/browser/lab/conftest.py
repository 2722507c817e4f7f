"""JupyterLab as ``svqkit lab`` starts it, one server for all tests, and a learner who types in it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

SLOW = 60_000
"""Milliseconds until a whole notebook has run, on a busy machine."""
OURS = ".svq-feedback, .svq-quiz, .svq-widget, .svq-progress, .svq-section"
"""What is looked at by axe: JupyterLab's own menus and editors are not ours to mend."""


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: its address with the token's question, and its folder."""

    root: str
    token: str
    folder: Path

    def address(self, notebook: str) -> str:
        """Where a notebook opens in a fresh workspace."""
        return f"{self.root}/lab/tree/{notebook}?reset&token={self.token}"


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory, spare_port: Callable[[], int]) -> Iterator[Lab]:
    """Run ``svqkit lab`` as a learner does, with settings, progress and history of its own."""
    base = tmp_path_factory.mktemp("lab")
    folder = base / "course"
    own = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SVQKIT_")},
        **{name: str(base / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")},
        **{name: str(base / name) for name in ("JUPYTER_RUNTIME_DIR", "IPYTHONDIR")},
    }
    command = [sys.executable, "-m", "svqkit.cli", "lab", str(folder), "--no-browser", "--port"]
    with (base / "log.txt").open("wb") as log, subprocess.Popen(
        [*command, str(spare_port())], env=own, stdout=subprocess.PIPE, stderr=log, text=True
    ) as process:  # fmt: skip
        try:
            assert process.stdout is not None
            said = ""
            for line in process.stdout:  # ends with the process, should it not start
                said += line
                if line.startswith("Ctrl-C"):
                    break
            found = re.search(r"JupyterLab: (http://127\.0\.0\.1:\d+)/\S+\?token=(\S+)", said)
            assert found, said + (base / "log.txt").read_text(errors="replace")
            yield Lab(found[1], found[2], folder)
            children = psutil.Process(process.pid).children(recursive=True)
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)
            _, left = psutil.wait_procs(children, timeout=10)
            assert not left, "Ctrl-C must leave no kernel behind"
        finally:
            process.kill()


@dataclass(frozen=True)
class Learner:
    """Somebody at a notebook: reads outputs, types into cells, runs them."""

    watched: object
    page: Page

    def run_all(self) -> None:
        """Choose Run all cells from the menu, and wait until the last one has its number."""
        cells = self.page.locator(".jp-CodeCell")
        self.page.locator(".lm-MenuBar-item", has_text="Run").click()
        self.page.locator(".lm-Menu-item[data-command='runmenu:run-all']").click()
        last = cells.last.locator(".jp-InputPrompt", has_text=re.compile(r"^\[\d+\]:$"))
        expect(last.or_(self.errors().first).first).to_be_attached(timeout=SLOW)
        assert self.errors().all_text_contents() == []

    def errors(self) -> Locator:
        """Tracebacks, and whatever else JupyterLab shows in red."""
        return self.page.locator(
            "[data-mime-type='application/vnd.jupyter.error'],"
            "[data-mime-type='application/vnd.jupyter.stderr']"
        )

    def cell(self, words: str) -> Locator:
        """The first code cell that holds some words."""
        code = self.page.locator(".jp-CodeCell").filter(
            has=self.page.locator(".cm-content", has_text=words)
        )
        return code.first

    def write(self, cell: Locator, start: str, value: str) -> None:
        """Replace what a line says after its beginning, and run the cell without leaving it."""
        line = cell.locator(".cm-line", has_text=re.compile(rf"^\s*{re.escape(start)}"))
        line.click()
        self.page.keyboard.press("Home")
        self.page.keyboard.press("Shift+End")
        self.page.keyboard.insert_text(f"{start}{value}")
        self.page.keyboard.press("Control+Enter")

    def answers(self, exercise: str, start: str, value: str) -> Locator:
        """Answer an exercise in its cell; gives what is said to it."""
        cell = self.cell(f'check("{exercise}"')
        self.write(cell, start, value)
        return cell.locator(f'.svq-feedback[data-exercise="{exercise}"]')

    def types_below(self, exercise: str, code: str) -> Locator:
        """Add a cell below an exercise, as somebody who is stuck does, and run it."""
        self.cell(f'check("{exercise}"').locator(".cm-content").click()
        for key in ("Escape", "b", "Enter"):
            self.page.keyboard.press(key)
        self.page.keyboard.insert_text(code)
        self.page.keyboard.press("Control+Enter")
        return self.cell(code)

    def serious(self) -> list[tuple[str, list[str]]]:
        """What axe calls serious in our own outputs."""
        found = Axe().run(self.page, OURS).response["violations"]
        return [
            (one["id"], [node["html"][:160] for node in one["nodes"]])
            for one in found
            if one["impact"] in ("serious", "critical")
        ]

    def shoot(self, name: str, at: Locator | None = None) -> None:
        """Keep a screenshot of what is in view."""
        if at is not None:
            at.scroll_into_view_if_needed()
        self.watched.shoot(name)


@pytest.fixture
def learner(open_page, lab: Lab) -> Callable[..., Learner]:
    """Open a notebook in JupyterLab and wait until its kernel is ready."""

    def opened(notebook: str, width: int = 1280, height: int = 800) -> Learner:
        watched = open_page(lab.address(notebook), width, height)
        ready = watched.page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]")
        expect(ready).to_be_visible(timeout=SLOW)
        # The indicator is idle before there is a kernel; the status bar waits for the kernel.
        expect(watched.page.locator("#jp-main-statusbar")).to_contain_text(
            "Python 3 (ipykernel) | Idle", timeout=SLOW
        )
        return Learner(watched, watched.page)

    return opened
