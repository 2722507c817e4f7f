"""What a module of this case gives for each of its tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Table:
    """A table with its columns (name, type, title), its rows, and the file of its truth.

    ``truth`` is what to write to that file; it is empty where another table's truth holds it all.
    """

    title: str
    fields: list[dict[str, str]]
    rows: list[list[Any]]
    truth_file: str
    truth: dict[str, Any] = field(default_factory=dict)
    key: str = ""


def columns(*entries: tuple[str, str, str]) -> list[dict[str, str]]:
    return [{"name": name, "type": kind, "title": title} for name, kind, title in entries]
