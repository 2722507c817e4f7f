"""A survey in the room, as a class meets it: the QR code's address, a phone, the counter."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

import svqkit as svq
from svqkit.responses.collecting.network import free_port

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def hold(tmp_path: Path) -> Iterator[Callable[..., tuple[str, str, Path]]]:
    """Run the command; gives the form's address, the instructor's, and the folder."""
    running: list[subprocess.Popen[str]] = []
    ports: dict[Path | None, int] = {}

    def held(*options: str, folder: Path | None = None) -> tuple[str, str, Path]:
        port = ports.get(folder) if folder else None
        folder = folder or tmp_path / f"class{len(running)}"
        port = port or free_port("127.0.0.1", 30_000 + os.getpid() % 20_000 + len(running))
        ports[folder] = port
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "svqkit.cli",
                "collect",
                *options,
                "--local-only",
                "--folder",
                str(folder),
                "--port",
                str(port),
            ],
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
        running.append(process)
        (tmp_path / "pid").write_text(str(process.pid))
        assert process.stdout is not None
        said = ""
        while not said.endswith("firewall?\n"):
            line = process.stdout.readline()
            assert line, said
            said += line
        form = re.search(r"For the class:\s+(\S+)", said)
        room = re.search(r"For you:\s+(\S+)", said)
        assert form
        assert room
        return form[1], room[1], folder

    yield held
    for process in running:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)
        if process.stdout is not None:
            process.stdout.close()


def fill_in(page: Any, code: int) -> None:
    """Answer every question of the form by touch, part after part, and hand it in."""
    page.locator("#begin").tap()
    while True:
        step = page.locator(".step:not([hidden])")
        for point in step.locator(f".point:has(input[value='{code}'])").all():
            point.tap()
        page.locator("#next").tap()
        if page.locator("#bar").is_hidden():
            return


def axe(page: Any) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    return [
        f"{one['id']}: {one['nodes'][0]['html'][:100]}"
        for one in Axe().run(page).response["violations"]
    ]


@pytest.mark.parametrize(
    ("name", "language", "thanks"),
    [("servqual", "nl", "Ontvangstcode|ontvang"), ("servperf", "zh-Hans", "收")],
)
def test_a_phone_fills_the_form_in_and_the_counter_moves(
    hold: Callable[..., tuple[str, str, Path]],
    open_page: Callable[..., Any],
    name: str,
    language: str,
    thanks: str,
) -> None:
    form, room, folder = hold(name, "--language", language, "--service", "hotel")
    shown = open_page(room)
    expect(shown.page.locator("#begun")).to_have_text("0")
    assert axe(shown.page) == []
    assert shown.page.locator("figure.code svg").bounding_box()["width"] > 400

    phone = open_page(form, **PHONE, has_touch=True, is_mobile=True)
    expect(shown.page.locator("#begun")).to_have_text("1")
    fill_in(phone.page, 6)
    expect(phone.page.locator("#end-text")).to_contain_text(re.compile(r"\w{4}-\w{4}-\w{4}"))
    assert re.search(thanks, phone.page.locator("#end").inner_text())
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    expect(shown.page.locator("#finished")).to_have_text("1")
    phone.shoot(f"collect-thanks-{language}")
    shown.shoot(f"collect-room-{language}")

    read = svq.read_responses(folder)
    assert (read.n, read.instrument.language) == (1, language)
    assert set(read.perceptions.iloc[0]) == {6.0}
    assert (read.expectations is None) == (name == "servperf")
    shown.assert_clean()
    phone.assert_clean()


def test_results_wait_behind_a_click_and_for_five_respondents(
    hold: Callable[..., tuple[str, str, Path]], open_page: Callable[..., Any]
) -> None:
    form, room, _ = hold("servperf", "--language", "nl")
    page = open_page(form).page
    for number in range(5):
        status = page.evaluate(
            """async number => {
                const about = JSON.parse(document.getElementById('about').textContent);
                const columns = {respondent: 'r-0000000' + number};
                for (const field of about.fields) if (field.required) columns[field.column] = 3 + number;
                const answer = await fetch(about.submitTo, {
                    method: 'POST', headers: {'Content-Type': 'application/json'},
                    body: JSON.stringify({columns, code: about.code, token: about.token}),
                });
                return answer.status;
            }""",
            number % 3,
        )
        assert status == 201
        page.reload()
    shown = open_page(room, **PHONE)
    assert shown.page.locator("#tables").is_hidden()
    shown.page.locator("#results summary").click()
    shown.page.wait_for_selector("#tables tbody tr")
    rows = shown.page.locator("#tables tbody tr")
    assert rows.count() == 22
    assert rows.first.locator("td").nth(1).inner_text() == "3"
    assert rows.first.locator("td").nth(2).inner_text() == "–"
    assert axe(shown.page) == []
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    shown.assert_clean()


def test_a_wrong_code_leads_to_the_door_and_the_door_to_the_form(
    hold: Callable[..., tuple[str, str, Path]], open_page: Callable[..., Any]
) -> None:
    form, _, _ = hold("servperf", "--language", "zh-Hant")
    base, _, code = form.rpartition("/")
    watched = open_page(f"{base}/zzzzzz", **PHONE)
    assert watched.page.locator("html").get_attribute("lang") == "zh-Hant"
    assert axe(watched.page) == []
    watched.shoot("collect-door")
    watched.page.fill("#code", f"{code[:3].upper()} {code[3:]}")
    watched.page.click("button")
    watched.page.wait_for_selector("#begin")
    assert watched.page.url == form


def test_a_page_hands_in_by_itself_after_the_server_was_killed_and_started_again(
    hold: Callable[..., tuple[str, str, Path]], open_page: Callable[..., Any], tmp_path: Path
) -> None:
    options = ("servperf", "--language", "en", "--intro", "Asked by <b>your</b> instructor.")
    form, _, folder = hold(*options)
    phone = open_page(form, **PHONE, has_touch=True, is_mobile=True)
    expect(phone.page.locator("#start")).to_contain_text("Asked by <b>your</b> instructor.")
    os.kill(int((tmp_path / "pid").read_text()), signal.SIGKILL)
    fill_in(phone.page, 5)
    expect(phone.page.locator("#end-buttons button").first).to_be_visible()
    again, _, _ = hold(*options, folder=folder)
    assert again == form
    received = re.compile(r"\w{4}-\w{4}-\w{4}")
    expect(phone.page.locator("#end-text")).to_contain_text(received, timeout=30_000)
    assert svq.read_responses(folder).perceptions.iloc[0].tolist() == [5.0] * 22
