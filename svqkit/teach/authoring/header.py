"""The head of a lesson's or a case's source: which it is, its title, how long it takes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from svqkit.teach.authoring.mistakes import SourceError

__all__ = ["Header", "read_header"]

Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Kernel(BaseModel):
    """The kernel a notebook asks for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Sentence = "python3"
    display_name: Sentence = "Python 3 (ipykernel)"
    language: Sentence = "python"


class Header(BaseModel):
    """What the YAML block at a source's beginning says.

    Examples
    --------
    >>> Header(lesson="L04", title="Reliability", minutes=35).kernelspec.name
    'python3'
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    lesson: Annotated[str, StringConstraints(pattern=r"^[LC]\d\d$")]
    title: Sentence
    minutes: Annotated[int, Field(ge=5, le=90)]
    kernelspec: Kernel = Kernel()
    # How jupytext and myst-nb know such a file; not ours to judge.
    jupytext: dict[str, Any] = {}
    file_format: Sentence | None = None


def read_header(path: Path, lines: list[str]) -> tuple[Header, int]:
    """Read the block between the first two lines ``---``.

    Parameters
    ----------
    path : pathlib.Path
        The file, for messages; its name begins with the lesson's number (``04``) or the case's name
        (``C01``).
    lines : list of str

    Returns
    -------
    Header
    int
        Position of the first line after it.

    Raises
    ------
    SourceError
        If there is none, or it says something else than a header may.

    Examples
    --------
    >>> lines = ["---", "lesson: L04", "title: Alpha", "minutes: 30", "---", ""]
    >>> read_header(Path("04_alpha.md"), lines)[1]
    5
    """
    from ruamel.yaml import YAML, YAMLError

    if not lines or lines[0].rstrip() != "---" or "---" not in lines[1:]:
        raise SourceError(path, 0, "a source begins with a YAML header between two lines ---")
    end = lines.index("---", 1)
    try:
        raw = YAML(typ="safe", pure=True).load("\n".join(lines[1:end]))
        header = Header.model_validate(raw)
    except YAMLError as error:
        raise SourceError(path, 0, f"the header is not YAML: {error}") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(step) for step in first["loc"])
        at = next((i for i in range(1, end) if lines[i].startswith(f"{key.split('.')[0]}:")), 0)
        raise SourceError(path, at, f"{key}: {first['msg'].lower()}") from None
    begins = header.lesson.removeprefix("L")
    if not re.match(rf"{begins}_[a-z0-9_]+\.md$", path.name):
        what = f"a source of {header.lesson} is called {begins}_title.md"
        raise SourceError(path, 0, what)
    return header, end + 1
