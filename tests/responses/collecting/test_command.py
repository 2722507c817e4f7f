"""``svqkit collect`` as a process of its own: begin, answers, Ctrl+C, a kill, a port in use."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from http.client import HTTPConnection, HTTPException
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import svqkit as svq
from svqkit import DataError, MissingExtraError
from svqkit.cli_collect import collect_answers
from svqkit.responses.collecting.collection import Collection
from svqkit.responses.collecting.connection import timed_protocol
from svqkit.responses.collecting.network import free_port, lan_addresses, listening_socket
from svqkit.responses.collecting.room import Room
from svqkit.responses.collecting.running import GRACE
from svqkit.responses.collecting.store import read_collection

from .conftest import answers_for


def elsewhere(call: Callable[[], Any]) -> Any:
    """Run in a thread of its own: the browser tests leave a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(call).result(timeout=30)


@dataclass
class Held:
    """A running command."""

    process: subprocess.Popen[str]
    port: int
    folder: Path
    said: str

    @cached_property
    def collection(self) -> Collection:
        return read_collection(self.folder)

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        content = None if body is None else json.dumps(body)
        headers = {} if body is None else {"content-type": "application/json"}
        try:
            connection.request(method, path, content, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def token(self) -> str:
        _, page = self.ask("GET", f"/{self.collection.code}")
        found = re.search(r'"token":"([^"]+)"', page)
        assert found
        return found[1]

    def send(self, token: str, **own: Any) -> tuple[int, str]:
        body = {"columns": answers_for(self.collection, **own), "token": token}
        return self.ask("POST", f"/{self.collection.code}/answers", body)

    def end(self, by: signal.Signals = signal.SIGINT) -> str:
        self.process.send_signal(by)
        assert self.process.stdout is not None
        rest = self.process.stdout.read()
        self.process.wait(timeout=20)
        return rest


@pytest.fixture
def hold() -> Iterator[Callable[..., Held]]:
    """Run the command on a free port until the test is over."""
    running: list[subprocess.Popen[str]] = []

    def held(folder: Path, *options: str, port: int | None = None) -> Held:
        port = port or free_port("127.0.0.1", 20_000 + os.getpid() % 20_000)
        command = ["collect", "servqual", "--folder", str(folder), "--port", str(port), *options]
        process = subprocess.Popen(
            [sys.executable, "-m", "svqkit.cli", *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
        running.append(process)
        assert process.stdout is not None
        said = ""
        for line in process.stdout:
            said += line
            if line.startswith("Ctrl+C"):
                break
        return Held(process, port, folder, said)

    yield held
    for process in running:
        process.kill()
        process.wait(timeout=20)
        if process.stdout is not None:
            process.stdout.close()


def test_it_says_where_it_is_takes_answers_and_ends_well(
    hold: Callable[..., Held], tmp_path: Path
) -> None:
    held = hold(tmp_path / "class", "--language", "nl", "--service", "hotel")
    code = held.collection.code
    said = held.said
    assert said.index("Starting") < said.index("█") < said.index("For the class:")
    where = lan_addresses()
    assert f"http://{where[0] if where else '127.0.0.1'}:{held.port}/{code}" in said
    assert f"http://127.0.0.1:{held.port}/instructor/" in said
    assert held.ask("GET", "/instructor/counts")[0] == 200
    token = held.token()
    assert held.send(token, respondent="r-00000001")[0] == 201
    assert len(svq.collected(held.folder)) == 1
    rest = held.end()
    assert held.process.returncode == 0, rest
    assert "1 begun, 1 finished" in rest
    assert "same command again" in rest
    assert "Traceback" not in rest
    read = svq.read_responses(held.folder / "answers.csv", "servqual")
    assert read.n == svq.read_responses(held.folder).n == 1
    assert not (held.folder / "answers.sqlite-wal").exists()


def test_what_was_acknowledged_before_a_kill_is_there_and_pages_go_on_after_it(
    hold: Callable[..., Held], tmp_path: Path
) -> None:
    held = hold(tmp_path / "class", "--local-only")
    token, code = held.token(), held.collection.code
    receipts: dict[str, str] = {}
    enough = threading.Event()

    def respond(number: int) -> None:
        name = f"r-{number:08d}"
        try:
            status, text = held.send(token, respondent=name)
        except (OSError, HTTPException):
            return
        if status == 201:
            receipts[name] = json.loads(text)["receipt"]
        if len(receipts) >= 60:
            enough.set()

    with ThreadPoolExecutor(8) as pool:
        sending = [pool.submit(respond, number) for number in range(300)]
        assert enough.wait(30)
        held.process.kill()
        [one.result() for one in sending]
    assert 60 <= len(receipts) < 300
    kept = svq.collected(held.folder)["respondent"]
    assert set(receipts) <= set(kept)
    assert kept.is_unique

    again = hold(tmp_path / "class", "--local-only", port=held.port)
    assert again.collection.code == code
    assert f"({len(kept)} so far)" in again.said
    for name, receipt in list(receipts.items())[:5]:
        status, text = again.send(token, respondent=name)
        assert (status, json.loads(text)["receipt"]) == (201, receipt)
    assert again.send(token, respondent="r-late0000")[0] == 201
    assert len(svq.collected(again.folder)) == len(kept) + 1


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGHUP])
def test_a_closed_terminal_ends_it_in_good_order(
    hold: Callable[..., Held], tmp_path: Path, by: signal.Signals
) -> None:
    held = hold(tmp_path / "class", "--local-only")
    assert "0 finished" in held.end(by)
    assert held.process.returncode == 0


def test_a_port_in_use_is_said_and_a_free_one_offered(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(DataError, match=rf"port {port} is in use.*free is --port \d+"):
            collect_answers("servperf", port=port, folder=tmp_path / "class", local_only=True)
    assert not (tmp_path / "class").exists()


def test_no_network_is_said_and_this_computer_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rooms: list[Room] = []

    def run(room: Room, listening: socket.socket, **_: Any) -> None:
        assert listening.getsockname()[0] == "127.0.0.1"
        assert room.addresses()[0].startswith("http://127.0.0.1:")
        rooms.append(room)

    monkeypatch.setattr("svqkit.responses.collecting.network.lan_addresses", lambda: [])
    monkeypatch.setattr("svqkit.responses.collecting.running.run", run)
    began = time.time()
    collect_answers("servperf", port=0, folder=tmp_path / "class", minutes=5)
    said = capsys.readouterr().out
    assert "in no network" in said
    assert rooms[0].local_only
    assert 299 < (rooms[0].closes or 0) - began < 310
    assert "0 begun, 0 finished" in said


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "svqkit.cli_collect.find_spec", lambda name: None if name == "uvicorn" else find_spec(name)
    )
    with pytest.raises(MissingExtraError, match=r'uvicorn.*pip install "svqkit\[forms\]"'):
        collect_answers("servperf")


def test_it_ends_by_itself_when_time_and_grace_are_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("svqkit.responses.collecting.running.GRACE", 0.1)
    options = {"port": 0, "folder": tmp_path / "class", "local_only": True, "minutes": 0.001}
    elsewhere(lambda: collect_answers("servperf", **options))
    said = capsys.readouterr().out
    assert "Open until:" in said
    assert "0 begun, 0 finished" in said
    assert GRACE >= 60


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "class").write_text("mine")
    with pytest.raises(DataError, match="is a file; name a folder"):
        collect_answers("servperf", port=0, folder=tmp_path / "class", local_only=True)
    assert (tmp_path / "class").read_text() == "mine"


@pytest.mark.parametrize("begin", [b"", b"GET / HTTP/1.1\r\nHost: a\r\n", b"POST / HTTP/1.1\r\n"
                                   b"Host: a\r\nContent-Length: 50\r\n\r\n"])  # fmt: skip
def test_a_request_that_does_not_come_to_its_end_is_cut_off(begin: bytes) -> None:
    """One byte now and then must not hold a connection: each stops uvicorn's own clock."""
    import uvicorn

    async def app(scope: Any, receive: Any, send: Any) -> None:
        while (await receive()).get("more_body"):
            pass
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await asyncio.sleep(0.8)  # longer than the deadline: answering may take its time
        await send({"type": "http.response.body", "body": b"done"})

    async def tried() -> tuple[float, bytes]:
        listening = listening_socket("127.0.0.1", 0)
        config = uvicorn.Config(
            app, http=timed_protocol(0.5), lifespan="off", ws="none", log_config=None
        )
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        port = listening.getsockname()[1]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        began = time.monotonic()
        writer.write(begin)

        async def trickle() -> None:
            while not writer.is_closing():
                await asyncio.sleep(0.1)
                writer.write(b"x")

        dripping = asyncio.create_task(trickle() if begin else asyncio.sleep(0))
        ends = await asyncio.wait_for(asyncio.gather(reader.read(), return_exceptions=True), 10)
        took = time.monotonic() - began
        dripping.cancel()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.0\r\nHost: a\r\n\r\n")
        slow = await asyncio.wait_for(reader.read(), 10)
        server.should_exit = True
        await serving
        assert not (isinstance(ends[0], bytes) and ends[0].startswith(b"HTTP/1.1 200"))
        return took, slow

    took, slow = elsewhere(lambda: asyncio.run(tried()))
    assert took < 5
    assert slow.endswith(b"done")
