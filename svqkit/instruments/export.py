"""Writing an instrument to a file: a form to be filled in, or a table for another program.

Each format is a module of ``forms`` with a function that takes the form's plan (and options of its
own) and returns the file's bytes. They are loaded when asked for.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from importlib import import_module
from inspect import signature
from os import PathLike
from pathlib import Path
from typing import Any

from svqkit.instruments.form_plan import form_plan
from svqkit.instruments.instrument import Instrument

__all__ = ["export_instrument", "list_formats"]

# format: module of svqkit.instruments.forms, its function, the suffixes of its files
_WRITERS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "yaml": ("yaml_file", "write", (".yaml", ".yml")),
    "html": ("html_form", "write", (".html", ".htm")),
    "xlsform": ("xlsform", "write", (".xlsx",)),
    "limesurvey": ("limesurvey", "write", (".txt",)),
    "qualtrics": ("qualtrics", "write", (".txt",)),
    "docx": ("docx_form", "write", (".docx",)),
    "google_forms": ("google_forms", "write", (".gs",)),
    "codebook": ("codebook", "write", (".xlsx",)),
    "spss": ("spss_syntax", "write", (".sps",)),
}


def list_formats() -> dict[str, tuple[str, ...]]:
    """List the formats that an instrument can be written in, with their files' suffixes.

    Returns
    -------
    dict of format to tuple of suffixes
        A suffix that several formats share decides nothing; the format is then named.

    Examples
    --------
    >>> list_formats()["yaml"]
    ('.yaml', '.yml')
    """
    return {name: suffixes for name, (_, _, suffixes) in _WRITERS.items()}


def _format_of(path: Path, named: str | None) -> str:
    """Find the format that is named, or that only this suffix has."""
    if named is not None:
        fitting = [named] if named in _WRITERS else []
    else:
        fitting = [name for name, own in list_formats().items() if path.suffix.casefold() in own]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise ValueError(
            f"{path.name} could be {' or '.join(fitting)}; say which with format={fitting[0]!r}"
        )
    shown = [f"{name} ({' '.join(own)})" for name, own in list_formats().items()]
    raise ValueError(
        f"an instrument cannot be written as {named or path.suffix or 'no suffix'!r}; "
        f"allowed are {', '.join(shown)}"
    )


def _writer(format: str, options: dict[str, Any]) -> Callable[..., bytes]:
    module, function, _ = _WRITERS[format]
    write: Callable[..., bytes] = getattr(
        import_module(f"svqkit.instruments.forms.{module}"), function
    )
    known = [name for name in signature(write).parameters if name != "plan"]
    unknown = [name for name in options if name not in known]
    if unknown:
        raise ValueError(
            f"the format {format} has no option {unknown[0]!r}; "
            + (f"it has {', '.join(known)}" if known else "it has none")
        )
    return write


def export_instrument(
    instrument: Instrument,
    path: str | PathLike[str],
    *,
    format: str | None = None,
    attention: int = 0,
    shuffle: bool = False,
    seed: int | None = None,
    **options: Any,
) -> Path:
    """Write an instrument to a file, whole or not at all.

    Parameters
    ----------
    instrument : Instrument
        In the language of the form.
    path : path
        An existing file is replaced.
    format : str, optional
        By default taken from the path's suffix; ``list_formats()`` names them. ``html`` is a form
        for phones and desktops that needs no server. ``yaml`` holds all languages and can be
        edited and read back with ``read_instrument``.
    attention : int
        Attention checks among the items, 0 to 5.
    shuffle : bool
        Mix the items of each dimension, for each respondent anew where the format can.
    seed : int, optional
        For the mixing, and for the answers that attention checks ask for.
    **options
        What only this format has, such as ``submit_to`` of ``html``.

    Returns
    -------
    pathlib.Path
        Where it was written.

    Raises
    ------
    ValueError
        If the format is not among those allowed, or an option is not the format's.

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
    write = _writer(_format_of(target, format), options)
    content = write(
        form_plan(instrument, attention=attention, shuffle=shuffle, seed=seed), **options
    )
    handle, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(beside, 0o644)
        os.replace(beside, target)
    finally:
        Path(beside).unlink(missing_ok=True)
    return target
