"""A real Chromium for browser tests, pages that are watched, and notebooks served by Voilà.

``SVQKIT_CHROMIUM`` names the browser; otherwise one on the path is taken, otherwise Playwright's
own. Where there is none the tests fail and say so: a skipped browser test proves nothing.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

from svqkit.present.widgets.serving import voila_command, voila_environment

ROOT = Path(__file__).resolve().parent.parent.parent
ARTIFACTS = ROOT / "test-artifacts"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LOCAL = ("http://127.0.0.1", "ws://127.0.0.1", "file://", "data:", "blob:", "about:")


@dataclass
class Watched:
    """A page with what went wrong in it."""

    page: Page
    outside: list[str] = field(default_factory=list)
    console_errors: list[str] = field(default_factory=list)
    page_errors: list[str] = field(default_factory=list)

    def assert_clean(self) -> None:
        """No request left the machine and no script failed."""
        assert not self.outside, self.outside
        assert not self.console_errors, self.console_errors
        assert not self.page_errors, self.page_errors

    def shoot(self, name: str) -> Path:
        """Keep a screenshot of the whole page among the test artifacts (not in git)."""
        ARTIFACTS.mkdir(exist_ok=True)
        path = ARTIFACTS / f"{name}.png"
        size = self.page.viewport_size
        # Voilà scrolls inside its page, which a full-page screenshot would cut off.
        inside = self.page.evaluate("document.querySelector('#rendered_cells')?.scrollHeight ?? 0")
        if size and inside > size["height"]:
            self.page.set_viewport_size({"width": size["width"], "height": inside})
            self.page.wait_for_timeout(300)
        self.page.screenshot(path=path, full_page=True)
        if size:
            self.page.set_viewport_size(size)
        return path


def _executable() -> str | None:
    named = os.environ.get("SVQKIT_CHROMIUM")
    if named:
        if not Path(named).is_file():
            pytest.fail(f"SVQKIT_CHROMIUM={named} is no file", pytrace=False)
        return named
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all browser tests."""
    with sync_playwright() as playwright:
        try:
            launched = playwright.chromium.launch(executable_path=_executable(), args=list(QUIET))
        except Error as problem:
            pytest.fail(
                "No Chromium for the browser tests. Install one (Debian: apt install chromium; "
                "elsewhere: python -m playwright install chromium) or set SVQKIT_CHROMIUM. "
                f"{problem.message.splitlines()[0]}",
                pytrace=False,
            )
        yield launched
        launched.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Watched]]:
    """Open addresses in pages of a given size, watched for errors and requests to outside."""
    contexts = []

    def opened(address: str, width: int = 1280, height: int = 800, **options: object) -> Watched:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        watched = Watched(context.new_page())
        page = watched.page
        page.on(
            "request",
            lambda r: None if r.url.startswith(LOCAL) else watched.outside.append(r.url),
        )
        page.on(
            "console",
            lambda m: watched.console_errors.append(m.text) if m.type == "error" else None,
        )
        page.on("pageerror", lambda e: watched.page_errors.append(str(e)))
        page.goto(address)
        return watched

    yield opened
    for context in contexts:
        context.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def spare_port() -> Callable[[], int]:
    """Give a port that the system chose, so two processes of tests don't choose the same."""
    return _free_port


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], str]]:
    """Serve a notebook with Voilà on loopback, once a session; gives its address."""
    running: dict[Path, tuple[str, subprocess.Popen[bytes]]] = {}

    def served(notebook: Path) -> str:
        if notebook not in running:
            port = _free_port()
            log = tmp_path_factory.mktemp("voila") / "log.txt"
            with log.open("wb") as sink:
                process = subprocess.Popen(
                    voila_command(notebook, port),
                    env=voila_environment(),
                    stdout=sink,
                    stderr=subprocess.STDOUT,
                )
            running[notebook] = (f"http://127.0.0.1:{port}/", process)
            _wait_for(port, process, log)
        return running[notebook][0]

    yield served
    for _, process in running.values():
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), timeout=0.5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"Voilà did not start:\n{log.read_text(errors='replace')[-2000:]}", pytrace=False)


@pytest.fixture
def presented(tmp_path: Path) -> Callable[..., AbstractContextManager[str]]:
    """Run ``svqkit present`` as a presenter does: wait for the address, end it by Ctrl-C."""

    @contextmanager
    def running(*arguments: str) -> Iterator[str]:
        port = _free_port()
        command = [sys.executable, "-m", "svqkit.cli", "present"]
        ours = {name: value for name, value in os.environ.items() if not name.startswith("SVQKIT_")}
        with subprocess.Popen(
            [*command, *arguments, "--no-browser", "--port", str(port)],
            cwd=tmp_path,
            env=ours,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            try:
                assert process.stdout is not None
                said = [process.stdout.readline(), process.stdout.readline()]
                assert "starting …" in said[0], said
                assert said[1].strip() == f"http://127.0.0.1:{port}/", said
                yield said[1].strip()
                started = psutil.Process(process.pid).children(recursive=True)
                process.send_signal(signal.SIGINT)
                assert process.wait(timeout=30) in (0, 130)
                _, left = psutil.wait_procs(started, timeout=10)
                assert not left, "Ctrl-C must leave no process behind"
                rest = process.stdout.read()
                assert "Traceback" not in rest, rest
            finally:
                process.kill()

    return running
