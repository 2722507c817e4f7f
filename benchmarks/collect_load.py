"""A class answers at once: 200 respondents, each with a connection of its own, and a kill midway.

Runs ``svqkit collect`` as a process, on the loopback interface of this machine, and plays the
respondents in another: each opens the page and sends 44 items. *Realistic*: they begin within 20
seconds and hand in within 20 seconds. *Worst case*: all open the page in the same instant, and all
hand in in the same instant. *Killed*: SIGKILL while they hand in within one second; then the same
command again, and everybody tries again.

    python benchmarks/collect_load.py [respondents]
"""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import platform
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import numpy as np

import svqkit as svq
from svqkit.responses.collecting.collection import Collection
from svqkit.responses.collecting.store import read_collection


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(folder: Path, port: int) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "svqkit.cli",
            "collect",
            "servqual",
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
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("Ctrl+C"):
            break
    return process


async def ask(port: int, head: str, body: bytes = b"") -> tuple[int, bytes]:
    """One request on a connection of its own, as a phone that has just come back would."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        extra = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
        writer.write(
            f"{head} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\n{extra}"
            "Connection: close\r\n\r\n".encode()
            + body
        )
        answer = await reader.read()
    finally:
        writer.close()
    if not answer:
        raise ConnectionError("no answer")
    return int(answer.split(b" ", 2)[1]), answer.partition(b"\r\n\r\n")[2]


def token_in(packed: bytes) -> str:
    """The token of a page; unpacked outside of what is timed, as each phone has a processor."""
    found = re.search(rb'"token":"([^"]+)"', gzip.decompress(packed))
    assert found
    return found[1].decode()


class Class:
    """The respondents of one run and what they met."""

    def __init__(self, collection: Collection, port: int, respondents: int, begin: str) -> None:
        self.collection, self.port, self.n, self.begin = collection, port, respondents, begin
        self.pages: list[float] = []
        self.sent: list[float] = []
        self.receipts: dict[str, str] = {}
        self.errors: list[str] = []

    async def open_page(self) -> bytes:
        began = time.perf_counter()
        status, packed = await ask(self.port, f"GET /{self.collection.code}")
        self.pages.append(time.perf_counter() - began)
        if status != 200:
            self.errors.append(f"page {status}")
        return packed

    def answers(self, number: int) -> dict[str, object]:
        draw = random.Random(f"{self.begin}{number}")
        answers: dict[str, object] = {
            f.column: draw.randint(1, 7) for f in self.collection.plan.fields if f.required
        }
        return {**answers, "respondent": f"{self.begin}-{number:08d}", "seconds": 300}

    async def send(self, number: int, token: str) -> None:
        columns = self.answers(number)
        body = json.dumps({"columns": columns, "code": self.collection.code, "token": token})
        began = time.perf_counter()
        status, said = await ask(self.port, f"POST /{self.collection.code}/answers", body.encode())
        self.sent.append(time.perf_counter() - began)
        if status == 201:
            self.receipts[str(columns["respondent"])] = json.loads(said)["receipt"]
        else:
            self.errors.append(f"answers {status}")

    async def each(self, act: Callable[[int], Awaitable[object]]) -> None:
        done = await asyncio.gather(*(act(n) for n in range(self.n)), return_exceptions=True)
        self.errors += [type(one).__name__ for one in done if isinstance(one, BaseException)]


async def realistic(group: Class) -> None:
    draw = random.Random(1)
    waits = [(draw.uniform(0, 20), draw.uniform(0, 20)) for _ in range(group.n)]

    async def respond(number: int) -> None:
        await asyncio.sleep(waits[number][0])
        packed = await group.open_page()
        await asyncio.sleep(20 - waits[number][0] + waits[number][1])
        await group.send(number, token_in(packed))

    await group.each(respond)


async def burst(group: Class, kill: Callable[[], None] | None = None) -> list[str]:
    pages: dict[int, bytes] = {}

    async def opens(number: int) -> None:
        pages[number] = await group.open_page()

    await group.each(opens)
    tokens = {number: token_in(packed) for number, packed in pages.items()}

    async def sends(number: int) -> None:
        if kill is not None:  # spread over a second, so that the kill falls among them
            await asyncio.sleep(number / group.n)
        await group.send(number, tokens[number])
        if kill is not None and len(group.receipts) == group.n // 3:
            kill()

    await group.each(sends)
    return [tokens[number] for number in range(group.n)]


def show(name: str, group: Class) -> None:
    for what, times in (("page", group.pages), ("answers", group.sent)):
        ms = 1000 * np.array(times)
        p50, p95 = np.percentile(ms, [50, 95])
        print(f"{name:<11} {what:<8} {len(ms):>4} {p50:8.0f} {p95:8.0f} {ms.max():8.0f}", end="")
        print()
    print(f"{name:<11} errors {len(group.errors)}", *sorted(set(group.errors)))


def main(respondents: int) -> None:
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores")
    print(f"{'run':<11} {'what':<8} {'n':>4} {'p50 ms':>8} {'p95 ms':>8} {'max ms':>8}")
    with tempfile.TemporaryDirectory() as place:
        folder, port = Path(place) / "class", free_port()
        process = start(folder, port)
        collection = read_collection(folder)
        for name, act in (("realistic", realistic), ("worst case", burst)):
            group = Class(collection, port, respondents, f"r{name[0]}-class")
            asyncio.run(act(group))
            show(name, group)
            kept = set(svq.collected(folder)["respondent"])
            assert len(group.receipts) == respondents, group.errors
            assert set(group.receipts) <= kept

        group = Class(collection, port, respondents, "rk-class")

        async def killed() -> list[str]:
            return await burst(group, kill=lambda: process.send_signal(signal.SIGKILL))

        tokens = asyncio.run(killed())
        process.wait()
        thanked = dict(group.receipts)
        kept = set(svq.collected(folder)["respondent"])
        lost = set(thanked) - kept
        mine = sum(who.startswith("rk-") for who in kept)
        print(f"killed with {len(thanked)} thanked of {respondents}: {mine} kept, {len(lost)} lost")
        began = time.perf_counter()
        process = start(folder, port)
        print(f"started again in {time.perf_counter() - began:.1f} s")
        group.errors.clear()

        async def again() -> None:
            await group.each(lambda n: group.send(n, tokens[n]))

        asyncio.run(again())
        frame = svq.collected(folder)
        same = all(group.receipts[who] == receipt for who, receipt in thanked.items())
        print(
            f"everybody again: {len(group.receipts)} thanked, errors {len(group.errors)}, "
            f"{len(frame)} rows for {3 * respondents} respondents, receipts unchanged: {same}"
        )
        assert not lost
        assert same
        assert len(frame) == 3 * respondents
        assert frame["respondent"].is_unique
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
