"""How much one address may ask.

A whole class often shares one address (its access point translates them), so the limits are made
for 200 people behind one: all may open the page and send their answers within the same second, and
try again some times. What they keep out is a program that asks for hours.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

__all__ = ["ANSWERS", "PAGES", "WRONG", "Limits"]

PAGES, ANSWERS, WRONG = "pages", "answers", "wrong codes"
ALLOWED = {PAGES: (1500.0, 30.0), ANSWERS: (1000.0, 20.0), WRONG: (60.0, 1.0)}
"""By kind: how many at once, and how many more each second."""
_ADDRESSES = 4096


class Limits:
    """Counts what each address asked, in memory only.

    Parameters
    ----------
    allowed : dict of kind to (at once, more each second)
    clock : callable
        Seconds, going up.

    Examples
    --------
    >>> limits = Limits({"page": (2, 1.0)}, clock=lambda: 0.0)
    >>> [limits.wait("page", "a") for _ in range(3)]
    [0, 0, 1]
    """

    def __init__(
        self,
        allowed: dict[str, tuple[float, float]] = ALLOWED,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._allowed = allowed
        self._clock = clock
        self._left: dict[tuple[str, str], tuple[float, float]] = {}
        self._one_at_a_time = threading.Lock()

    def wait(self, kind: str, address: str) -> int:
        """Take one, or say how many seconds to wait for it; 0 where it was free."""
        most, more = self._allowed[kind]
        with self._one_at_a_time:
            now = self._clock()
            left, at = self._left.pop((kind, address), (most, now))
            left = min(most, left + (now - at) * more)
            free = left >= 1
            self._left[kind, address] = (left - 1 if free else left, now)
            if len(self._left) > _ADDRESSES:  # forgets whoever asked longest ago
                self._left.pop(next(iter(self._left)))
        return 0 if free else max(1, round((1 - left) / more))
