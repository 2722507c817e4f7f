"""Pictures saved to a file: words stay words, so that they can be searched, edited and read aloud."""

from __future__ import annotations

import os
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["save_picture"]

_FORMATS = (".png", ".svg", ".pdf")


def _metadata(suffix: str, title: str, description: str) -> dict[str, Any]:
    """Put title and description where each format has a place for them."""
    if suffix == ".svg":
        return {"Date": None, "Title": title, "Description": description}
    if suffix == ".pdf":
        return {"CreationDate": None, "Title": title, "Subject": description}
    return {"Title": title, "Description": description}


def _describe(path: Path, description: str) -> None:
    """Put the description where screen readers look for it in an SVG file."""
    text = path.read_text(encoding="utf-8")
    head, title, rest = text.partition("</title>")
    told = f"{head}{title}\n <desc>{escape(description)}</desc>{rest}"
    path.write_text(told.replace("<svg ", '<svg role="img" ', 1), encoding="utf-8")


def save_picture(
    ax: Axes,
    path: str | os.PathLike[str],
    *,
    dpi: float = 200,
    description: str = "",
    outlines: bool = False,
) -> Path:
    """Save a picture as PNG, SVG or PDF, whole or not at all.

    Parameters
    ----------
    ax : Axes
        From any ``plot_`` function; its whole figure is saved.
    path : path
        Ends in ``.png``, ``.svg`` or ``.pdf``.
    dpi : float
        Dots an inch of a PNG.
    description : str
        Alternative text, kept in the file; :func:`describe_path` writes one.
    outlines : bool
        Turn letters of an SVG into shapes, which look the same everywhere but cannot be edited;
        otherwise they stay text in the fonts the reader's machine has.

    Returns
    -------
    Path
        Where it was saved.

    Raises
    ------
    ValueError
        If the ending is none of the three.

    Examples
    --------
    >>> import svqkit as svq, tempfile, pathlib
    >>> model = "quality =~ Q1 + Q2 + Q3"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = svq.save_picture(svq.plot_path(model), f"{folder}/model.svg",
    ...                             description=svq.describe_path(model))
    ...     ">quality</text>" in path.read_text(encoding="utf-8")
    True
    """
    import matplotlib

    target = Path(path)
    suffix = target.suffix.lower()
    if suffix not in _FORMATS:
        raise ValueError(f"a picture's name ends in {', '.join(_FORMATS)}, not {target.name!r}")
    figure: Any = ax.figure
    title = ax.get_title(loc="left") or ax.get_title()
    letters: dict[Any, Any] = {
        "svg.fonttype": "path" if outlines else "none",
        "svg.hashsalt": "svqkit",
        "pdf.fonttype": 42,
    }
    unfinished = target.with_name(f".{target.name}.part")
    try:
        with matplotlib.rc_context(letters):
            figure.savefig(
                unfinished,
                format=suffix[1:],
                dpi=dpi,
                metadata=_metadata(suffix, title, description),
            )
        if suffix == ".svg" and description:
            _describe(unfinished, description)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return target
