"""Import plotly without a second of work that no widget needs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["without_uri_grammar"]

_GRAMMAR = "rfc3987_syntax"


@contextmanager
def without_uri_grammar() -> Iterator[None]:
    """Import what stands inside without the optional grammar of web addresses.

    plotly imports nbformat, that jsonschema, and that, where it is installed, a grammar of web
    addresses which it parses anew in every process: two thirds of the time plotly takes. Without
    it jsonschema leaves the format of addresses unchecked, which notebooks don't use.

    Examples
    --------
    >>> import sys
    >>> with without_uri_grammar():
    ...     import plotly
    >>> sys.modules.get("rfc3987_syntax", "absent") is not None
    True
    """
    if _GRAMMAR in sys.modules:
        yield
        return
    sys.modules[_GRAMMAR] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[_GRAMMAR]
