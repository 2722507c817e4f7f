"""Write a report: whole, or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

__all__ = ["checked_path", "report"]

WRITERS = {
    ".html": "as_html",
    ".htm": "as_html",
    ".docx": "as_docx",
    ".xlsx": "as_xlsx",
    ".json": "as_json",
}
"""The module, and its function, that writes each kind of report."""


def report(result: Any, path: str | Path) -> Path:
    """Write a result as a report: a page, a Word document, a workbook, or data.

    Parameters
    ----------
    result : Validation, Diagnosis, or any result of svqkit
        A validation or a diagnosis becomes the full report, any other result its tables.
    path : str or path
        Where to write. The suffix decides: ``.html`` (or ``.htm``) to read in a browser,
        ``.docx`` to edit and hand in, ``.xlsx`` for every table with unrounded numbers,
        ``.json`` for programs. A missing folder is made; an existing report is replaced in one
        step, so that it is never half written.

    Returns
    -------
    pathlib.Path
        The file written.

    Raises
    ------
    ValueError
        If the suffix is not one of these, or the path is the data file that was read.
    TypeError
        If ``result`` is not a result of svqkit.
    IsADirectoryError
        If the path is a folder.
    MissingExtraError
        If a Word document is wanted and python-docx is not installed.

    Examples
    --------
    >>> import json, tempfile
    >>> import svqkit as svq
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     written = report(svq.factorability(svq.load_dataset("bank")), f"{folder}/factorability.json")
    ...     json.loads(written.read_text())["result"]
    'Factorability'
    """
    from svqkit.result import Result

    target = checked_path(path)
    if not isinstance(result, Result):
        raise TypeError(
            "report() takes a result of svqkit, such as svqkit.validate(responses), "
            f"not {type(result).__name__}"
        )
    _spare_the_data(result, target)
    made = _writers()[target.suffix.lower()](result)
    content = made.encode() if isinstance(made, str) else made
    target.parent.mkdir(parents=True, exist_ok=True)
    _replace(target, content)
    return target


def checked_path(path: str | Path) -> Path:
    """Check that a report can be written to a path, before anything is computed for it.

    Parameters
    ----------
    path : str or path

    Returns
    -------
    pathlib.Path

    Raises
    ------
    ValueError
        If the suffix is none that reports have.
    IsADirectoryError
        If the path is a folder.

    Examples
    --------
    >>> checked_path("out/report.docx").suffix
    '.docx'
    """
    target, known = Path(path), _writers()
    if target.suffix.lower() not in known:
        raise ValueError(
            f"a report cannot be written as {target.suffix or 'a file without suffix'!r}; "
            f"give the path one of these suffixes: {', '.join(known)}"
        )
    if target.is_dir():
        raise IsADirectoryError(f"{target} is a folder; name a file in it")
    return target


def _writers() -> dict[str, Callable[[Any], str | bytes]]:
    return {suffix: partial(_written, name) for suffix, name in WRITERS.items()}


def _written(name: str, result: Any) -> str | bytes:
    """Write by the module of this name, which alone is loaded."""
    writer: Callable[[Any], str | bytes] = getattr(
        import_module(f"svqkit.present.report.{name}"), name
    )
    return writer(result)


def _spare_the_data(result: Any, target: Path) -> None:
    """Refuse to write over the file the answers came from, known by its content."""
    responses = getattr(result, "responses", result)
    source = getattr(responses, "source", None)
    read = source.get("sha256") if isinstance(source, dict) else None
    if read and target.exists() and hashlib.sha256(target.read_bytes()).hexdigest() == read:
        raise ValueError(f"{target} is the data file itself; write the report elsewhere")


def _replace(target: Path, content: bytes) -> None:
    """Write beside the target first, then put it in place in one step."""
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, target)
    finally:
        with contextlib.suppress(FileNotFoundError):
            beside.unlink()
