"""Exported progress files of a class: read with care, since anything may lie in such a folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, ValidationError

from svqkit.errors import DataError
from svqkit.teach.progress_record import VERSION, Progress

__all__ = ["Export", "read_exports"]

_LARGEST = 1_000_000  # bytes; a learner's progress is a few kilobytes


@dataclass(frozen=True)
class Export:
    """One learner's progress, and how the report calls the learner."""

    name: str
    progress: Progress
    exported: str


class _Exported(Progress):
    """A record that was exported; the progress file itself was not."""

    exported: str = Field(pattern=r"^\d{4}-\d\d-\d\d$")


def read_exports(folder: Path) -> tuple[list[Export], list[tuple[str, str]]]:
    """Read every export in a folder and its subfolders.

    Parameters
    ----------
    folder : pathlib.Path

    Returns
    -------
    list of Export
        One a learner, by file name.
    list of (str, str)
        Files that were left out, and why.

    Raises
    ------
    DataError
        If there is no such folder.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "x.json").write_text("{")
    ...     read_exports(Path(folder))
    ([], [('x.json', 'is not JSON')])
    """
    if not folder.is_dir():
        raise DataError(f"there is no folder {str(folder)!r}; name the one with the exported files")
    exports: list[Export] = []
    left_out: list[tuple[str, str]] = []
    for path in sorted(folder.rglob("*.json")):
        inside = path.relative_to(folder)
        if not path.is_file() or any(part.startswith(".") for part in inside.parts):
            continue
        found = _read(path)
        if isinstance(found, str):
            left_out.append((inside.as_posix(), found))
            continue
        name = found.learner or inside.with_suffix("").as_posix()
        exports.append(Export(name, found, found.exported))
    return _latest(exports, left_out), left_out


def _read(path: Path) -> _Exported | str:
    """Read one file, or say why it cannot be used."""
    try:
        if path.stat().st_size > _LARGEST:
            return "is too large for a learner's progress"
        found = _Exported.model_validate_json(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        return "is not UTF-8 text"
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    except ValidationError as error:
        kinds = {one["type"] for one in error.errors(include_url=False)}
        return "is not JSON" if "json_invalid" in kinds else "is no exported progress"
    if found.svqkit_progress > VERSION:
        return "was written by a newer svqkit; update this one"
    return found


def _latest(exports: list[Export], left_out: list[tuple[str, str]]) -> list[Export]:
    """Keep the later of two exports under one name."""
    kept: dict[str, Export] = {}
    for one in exports:
        before = kept.get(one.name)
        if before is not None:
            left_out.append((one.name, "exported twice; the later one counts"))
        if before is None or one.exported >= before.exported:
            kept[one.name] = one
    return list(kept.values())
