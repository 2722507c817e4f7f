"""``python -m svqkit.teach.authoring``: derive the lessons' files, or compare them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from svqkit.bundled import bundled
from svqkit.teach.authoring.build import differences, strays, write_all

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write what differs, or with ``--check`` only name it.

    Parameters
    ----------
    arguments : sequence of str, optional
        As typed after the program's name.

    Returns
    -------
    int
        0 where all is well, 1 where files differ, 2 where a source has a mistake.
    """
    parser = argparse.ArgumentParser(
        prog="python -m svqkit.teach.authoring",
        description="Derive notebooks and instructor's notes from notebooks/sources.",
    )
    parser.add_argument("lessons", nargs="*", help="such as L04; all unless told otherwise")
    parser.add_argument("--check", action="store_true", help="write nothing, name what differs")
    parser.add_argument("--folder", type=Path, help="the folder notebooks; the checkout's own")
    chosen = parser.parse_args(arguments)
    folder = chosen.folder or bundled("notebooks")
    try:
        if chosen.check:
            found = differences(folder, chosen.lessons)
            print(
                "\n".join([*found, "make notebooks writes them anew"] if found else ["all as is"])
            )
            return 1 if found else 0
        written = write_all(folder, chosen.lessons)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    for name in written or ["nothing: all was as the sources say"]:
        print(f"wrote {name}")
    for name in strays(folder):
        print(f"{name} has no source any more; remove it or write one")
    return 0


if __name__ == "__main__":
    sys.exit(main())
