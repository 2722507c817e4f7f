"""Writing an instrument to a file that others can read."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from io import StringIO
from os import PathLike
from pathlib import Path
from typing import Any

from svqkit.instruments.instrument import Instrument

__all__ = ["export_instrument"]


def _plain(value: Any) -> Any:
    """Leave out what is empty, and write a text without a language as a plain text."""
    if isinstance(value, dict):
        if set(value) == {"und"}:
            return value["und"]
        return {key: _plain(item) for key, item in value.items() if item not in (None, [], {}, "")}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


def _as_yaml(instrument: Instrument) -> str:
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt", pure=True)
    yaml.default_flow_style = False
    yaml.width = 10_000
    buffer = StringIO()
    yaml.dump(_plain(instrument.description.model_dump()), buffer)
    return buffer.getvalue()


_WRITERS: dict[str, Callable[[Instrument], str]] = {"yaml": _as_yaml}
_SUFFIXES = {".yaml": "yaml", ".yml": "yaml"}


def export_instrument(
    instrument: Instrument, path: str | PathLike[str], *, format: str | None = None
) -> Path:
    """Write an instrument to a file, whole or not at all.

    Parameters
    ----------
    instrument : Instrument
    path : path
        An existing file is replaced.
    format : {"yaml"}, optional
        By default taken from the path's suffix. YAML holds all languages and can be edited and
        read back with ``read_instrument``.

    Returns
    -------
    pathlib.Path
        Where it was written.

    Raises
    ------
    ValueError
        If the format is not among those allowed.

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> from svqkit.instruments.reading import read_instrument
    >>> place = Path(tempfile.mkdtemp()) / "mine.yaml"
    >>> written = export_instrument(load_instrument("servqual"), place)
    >>> read_instrument(written) == load_instrument("servqual")
    True
    """
    target = Path(path)
    chosen = format or _SUFFIXES.get(target.suffix.casefold(), target.suffix or "no suffix")
    if chosen not in _WRITERS:
        raise ValueError(
            f"an instrument cannot be written as {chosen!r}; allowed are {', '.join(_WRITERS)} "
            f"(suffixes {', '.join(_SUFFIXES)})"
        )
    text = _WRITERS[chosen](instrument)
    handle, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.chmod(beside, 0o644)
        os.replace(beside, target)
    finally:
        Path(beside).unlink(missing_ok=True)
    return target
