"""Collections in a temporary folder, and answers to put into them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import svqkit as svq
from svqkit.responses.collecting.collection import Collection
from svqkit.responses.collecting.limits import Limits
from svqkit.responses.collecting.room import Room
from svqkit.responses.collecting.server import collecting_app
from svqkit.responses.collecting.store import open_collection
from svqkit.responses.collecting.writer import AnswerWriter


def answers_for(collection: Collection, code: int = 5, **own: Any) -> dict[str, Any]:
    """What a respondent who always chooses one point would send."""
    given: dict[str, Any] = {}
    for section in collection.plan.sections:
        for at, field in enumerate(section.fields):
            if field.kind == "points":
                given[field.column] = 100 - 10 * (len(section.fields) - 1) if at == 0 else 10
            elif field.kind == "check":
                given[field.column] = int(field.expected or 0)
            elif field.kind == "scale":
                given[field.column] = code if str(code) in field.choices else int(field.high or 0)
    return {**given, **own}


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return open_collection(tmp_path / "held", svq.load_instrument("servqual", "nl"))[0]


@pytest.fixture
def make_room() -> Iterator[Callable[..., Room]]:
    """A running survey without a network; its writer ends with the test."""
    writers = []

    def made(collection: Collection, **own: Any) -> Room:
        writers.append(AnswerWriter(collection))
        here = [f"http://192.168.1.20:8765/{collection.code}"]
        return Room(collection, writers[-1], lambda: here, **{"limits": Limits(), **own})

    yield made
    for writer in writers:
        writer.close()


@pytest.fixture
def visit(make_room: Callable[..., Room]) -> Callable[..., Any]:
    """A browser at a collection, from an address of its own."""
    from starlette.testclient import TestClient

    def client(
        collection: Collection,
        address: str = "192.168.1.50",
        base: str = "http://192.168.1.20:8765",
        room: Room | None = None,
        **own: Any,
    ) -> Any:
        app = collecting_app(room or make_room(collection, **own))
        return TestClient(
            app, base_url=base, client=(address, 50000), raise_server_exceptions=False
        )

    return client
