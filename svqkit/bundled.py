"""Where the bundled datasets and notebooks are, in a wheel or in a checkout."""

from __future__ import annotations

from pathlib import Path

__all__ = ["bundled"]


def bundled(name: str) -> Path:
    """Find a folder that travels with svqkit.

    Parameters
    ----------
    name : {"datasets", "notebooks"}
        Which folder.

    Returns
    -------
    pathlib.Path
        The folder inside the installed wheel, or else at the top level of the checkout that an
        editable install points to.

    Raises
    ------
    FileNotFoundError
        If neither exists.

    Examples
    --------
    >>> (bundled("datasets") / "bank").is_dir()
    True
    """
    package = Path(__file__).resolve().parent
    places = (package / "_bundled" / name, package.parent / name)
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(
        f"svqkit's {name!r} folder is neither in the installed package nor beside it; "
        "reinstall svqkit, or run from a full checkout."
    )
