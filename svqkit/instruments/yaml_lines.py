"""Safe YAML with the line of every key, so that a mistake can be pointed at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from svqkit.errors import InstrumentError

__all__ = ["line_of", "read_yaml_with_lines"]

_LARGEST = 2_000_000  # bytes; a questionnaire is a few dozen kilobytes

Lines = dict[tuple[Any, ...], int]


def _walk(node: Any, place: tuple[Any, ...], lines: Lines) -> Any:
    """Turn ruamel's containers into plain ones and note where each key stands."""
    if isinstance(node, dict):
        plain = {}
        for key, value in node.items():
            here = (*place, key)
            lines[here] = node.lc.key(key)[0] + 1  # type: ignore[attr-defined]
            plain[key] = _walk(value, here, lines)
        return plain
    if isinstance(node, list):
        result = []
        for position, value in enumerate(node):
            here = (*place, position)
            lines[here] = node.lc.item(position)[0] + 1  # type: ignore[attr-defined]
            result.append(_walk(value, here, lines))
        return result
    for kind in (bool, int, float, str):
        if isinstance(node, kind):
            return kind(node)
    return node


def read_yaml_with_lines(path: Path) -> tuple[Any, Lines]:
    r"""Read a YAML file as plain values, never as code, with the line of every key.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    object
        Plain dicts, lists, texts and numbers.
    dict
        Place of a key (a tuple of keys and positions) → line, counted from 1.

    Raises
    ------
    InstrumentError
        If the file is missing, too large, not UTF-8 or not YAML; the message names the line.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "x.yaml"
    >>> _ = path.write_text("a:\n  b: 1\n")
    >>> read_yaml_with_lines(path)
    ({'a': {'b': 1}}, {('a',): 1, ('a', 'b'): 2})
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        if path.stat().st_size > _LARGEST:
            raise InstrumentError(f"{path.name}: too large for an instrument's description")
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise InstrumentError(f"{path.name}, line {line}: not UTF-8; save it as UTF-8") from None
    except OSError as error:
        raise InstrumentError(
            f"{path}: cannot be read ({error.strerror}); check the path"
        ) from None
    try:
        node = YAML(typ="rt", pure=True).load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark is not None else 1
        what = " ".join((error.problem or "not YAML").split())
        raise InstrumentError(f"{path.name}, line {line}: {what}") from None
    except YAMLError as error:
        raise InstrumentError(f"{path.name}: {' '.join(str(error).split())}") from None
    except RecursionError:
        raise InstrumentError(f"{path.name}: nested too deeply") from None
    lines: Lines = {}
    return _walk(node, (), lines), lines


def line_of(place: tuple[Any, ...], lines: Lines) -> int | None:
    """Find the line of a place, or of the nearest key around it.

    Parameters
    ----------
    place : tuple
        Keys and positions from the top.
    lines : dict
        From ``read_yaml_with_lines``.

    Returns
    -------
    int or None
        None where nothing around it stands in this file.

    Examples
    --------
    >>> line_of(("a", "c"), {("a",): 4})
    4
    """
    for length in range(len(place), 0, -1):
        if place[:length] in lines:
            return lines[place[:length]]
    return None
