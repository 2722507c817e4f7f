"""What a module of this case gives for each of its tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Table:
    """A table with its columns (name, type, title), its rows and, where one was planted, its truth."""

    title: str
    fields: list[dict[str, str]]
    rows: list[list[Any]]
    key: str = ""
    truth: dict[str, Any] = field(default_factory=dict)
    truth_file: str = ""


def columns(*entries: tuple[str, str, str]) -> list[dict[str, str]]:
    return [{"name": name, "type": kind, "title": title} for name, kind, title in entries]
