"""How soon a widget's page is ready, and how soon its picture follows a key, in a real browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from measure import ROOT, Timing

import svqkit as svq
from svqkit.present.widgets import (
    alpha_view,
    careless_answers,
    careless_view,
    gap_map_view,
    gap_view,
)
from svqkit.present.widgets.opened_surveys import opened_surveys
from svqkit.present.widgets.serving import voila_command, voila_environment

PAGES = {
    "gap_explorer": "t-weight-tangibles",
    "alpha_explorer": "t-k",
    "careless_lab": "t-straight",
    "gap_model_map": "t-gap",
}
"""Each page, and the slider, or list, whose keys are pressed."""
PRESSES = 15
VISITS = 3
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync")  # fmt: skip
POINT = ".t-plot .scatterlayer path.point"
WATCH = """() => {
    window.svqTook = new Promise(resolve => {
        let pressed = null;
        document.addEventListener('keydown', () => { pressed = performance.now(); },
            { capture: true, once: true });
        const plot = document.querySelector('.t-plot');
        const seen = new MutationObserver(() => {
            if (pressed === null) return;
            seen.disconnect();
            requestAnimationFrame(() => resolve((performance.now() - pressed) / 1000));
        });
        seen.observe(plot, { subtree: true, childList: true, attributes: true,
            attributeFilter: ['d', 'transform', 'style'], characterData: true });
    });
}"""
"""Wait from a key to the first frame after a line or a point of the picture has moved."""


def timings() -> tuple[list[Timing], str]:
    """Measure every widget: page ready, key to picture, and computing alone."""
    computing = _computing()
    browser = os.environ.get("SVQKIT_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "")
    if not browser:
        return computing, "Widgets in a browser were not measured: there is no Chromium here."
    from playwright.sync_api import sync_playwright

    found: list[Timing] = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=list(QUIET))
        for name, control in PAGES.items():
            with _served(name) as address:
                found += _page(chromium, address, name, control)
        chromium.close()
    return found + computing, ""


def _page(chromium: Any, address: str, name: str, control: str) -> list[Timing]:
    """Visit a page some times, and press keys in the last visit."""
    ready: list[float] = []
    for visit in range(VISITS + 1):
        page = chromium.new_page(viewport={"width": 1280, "height": 800})
        start = time.perf_counter()
        page.goto(address, timeout=120_000)
        page.locator(POINT).first.wait_for(timeout=120_000)
        handle = page.locator(f".{control} :is([role=slider], select)")
        handle.wait_for(timeout=30_000)
        if visit:  # the first visit warms up
            ready.append(time.perf_counter() - start)
        if visit < VISITS:
            page.close()
    handle.focus()
    keys: list[float] = []
    for press in range(PRESSES + 2):
        page.evaluate(WATCH)
        # A list stands at its last gap, a slider somewhere in the middle: both can go up first.
        page.keyboard.press("ArrowUp" if press % 4 < 2 else "ArrowDown")
        took = page.evaluate("() => window.svqTook")
        if press > 1:
            keys.append(took)
        page.wait_for_timeout(150)
    page.close()
    title = name.replace("_", " ")
    return [
        Timing(f"{title}: page ready", tuple(ready), "under 6 s"),
        Timing(f"{title}: key to changed picture", tuple(keys), "under 100 ms"),
    ]


def _computing() -> list[Timing]:
    """Time the compute steps alone, without widget and browser."""
    bank = svq.load_dataset("bank")
    gaps, lab, scale = gap_view.prepare(bank), careless_answers.prepare(), alpha_view.prepare(bank)
    model = gap_map_view.prepare(*opened_surveys(), unit="branch", language="en")
    steps: dict[str, Callable[[], object]] = {
        "gap explorer": lambda: gap_view.compute(gaps, gap_view.GapChoice()),
        "alpha explorer": lambda: alpha_view.compute(scale, alpha_view.AlphaChoice()),
        "careless lab": lambda: careless_view.compute(
            lab, careless_answers.CarelessChoice(straight=15, random=10)
        ),
        "gap model map": lambda: gap_map_view.compute(model, gap_map_view.MapChoice(3, "Station")),
    }
    found = []
    for name, step in steps.items():
        step()
        seconds = []
        for _ in range(PRESSES):
            start = time.perf_counter()
            step()
            seconds.append(time.perf_counter() - start)
        found.append(Timing(f"{name}: computing alone", tuple(seconds), "under 30 ms"))
    return found


@contextmanager
def _served(name: str) -> Iterator[str]:
    """Serve a page by Voilà while it is measured."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    notebook = ROOT / "notebooks" / "present" / f"{name}.ipynb"
    process = subprocess.Popen(
        voila_command(notebook, port),
        env=voila_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(port: int) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError("Voilà did not start within two minutes")


if __name__ == "__main__":
    taken, remark = timings()
    print("\n".join(timing.row() for timing in taken), remark, sep="\n")
