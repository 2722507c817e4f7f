"""What a running survey knows beside its file."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from svqkit.responses.collecting.collection import Collection
from svqkit.responses.collecting.limits import Limits
from svqkit.responses.collecting.words import server_words
from svqkit.responses.collecting.writer import AnswerWriter

__all__ = ["Room"]


@dataclass
class Room:
    """A survey while it runs.

    ``addresses`` gives the form's addresses at the moment, the likeliest first; ``names`` are the
    computer's own; ``closes`` is the moment (seconds since 1970) from which nobody may begin.
    """

    collection: Collection
    writer: AnswerWriter
    addresses: Callable[[], list[str]]
    names: Iterable[str] = ("localhost",)
    local_only: bool = False
    closes: float | None = None
    limits: Limits = field(default_factory=Limits)

    @property
    def language(self) -> str:
        """The language of the form, and of everything said to respondents."""
        return self.collection.plan.language

    @property
    def closed(self) -> bool:
        """Whether the time is over."""
        return self.closes is not None and time.time() >= self.closes

    def say(self, key: str, **filled: object) -> str:
        """Say something in the form's language."""
        return server_words(self.language)[key].format(**filled)
