"""What the command line says when something goes wrong: plain words, an exit code, no traceback."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from svqkit.errors import (
    ConvergenceError,
    DataError,
    InstrumentError,
    MissingExtraError,
    ModelError,
)

__all__ = ["INTERNAL", "UNUSABLE", "fail", "plain_errors"]

UNUSABLE = 2
"""Exit code for input or options that cannot be used."""
INTERNAL = 1
"""Exit code for a fault of svqkit's own."""

_OURS = (DataError, InstrumentError, ModelError, ConvergenceError, MissingExtraError, OSError)
_REPORT = (
    "Please report it, with these lines, to the authors of svqkit (CONTRIBUTING.md says where).\n"
    "SVQKIT_DEBUG=1 in front of the command shows more; look it through for answers first."
)


def fail(message: str, code: int = UNUSABLE) -> None:
    """End the command with a message on standard error.

    Parameters
    ----------
    message : str
        What is wrong, where, and what to do.
    code : int
        The exit code.

    Raises
    ------
    SystemExit
        Always.

    Examples
    --------
    >>> fail("there is no such file")
    Traceback (most recent call last):
    ...
    SystemExit: 2
    """
    print(f"svqkit: {message}", file=sys.stderr)
    raise SystemExit(code)


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn what goes wrong inside into one message and an exit code.

    Errors that svqkit raises itself are about what was asked for (exit code 2). Anything else is
    a fault of ours (exit code 1): then only its kind and place are shown, since a library's
    message may quote answers. ``SVQKIT_DEBUG=1`` shows the traceback of either.

    Raises
    ------
    SystemExit
        Instead of any error; 130 when the user interrupts.

    Examples
    --------
    >>> with plain_errors():
    ...     raise DataError("column 'P3' holds text; use the codes 1 to 7")
    Traceback (most recent call last):
    ...
    SystemExit: 2
    """
    try:
        yield
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except BrokenPipeError:
        # The reader (`| head`) has gone: nothing to say, and no way to say it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
    except Exception as error:  # the one outermost boundary: nothing beyond it can answer
        _end(error)


def _end(error: Exception) -> None:
    if os.environ.get("SVQKIT_DEBUG") == "1":
        traceback.print_exception(error)
    if isinstance(error, OSError) and error.filename is not None:
        fail(f"{error.filename}: {_refusal(error)}")
    steps = traceback.extract_tb(error.__traceback__)
    place = next((step for step in reversed(steps) if "frozen" not in step.filename), steps[-1])
    if isinstance(error, _OURS) or _raised_on_purpose(error, place.line):
        fail(str(error.args[0] if error.args else error))
    name = os.path.basename(place.filename)
    missing = f" of {error.name}" if isinstance(error, ModuleNotFoundError) else ""
    fail(
        f"something went wrong inside svqkit: {type(error).__name__}{missing} in {place.name} "
        f"({name}, line {place.lineno}).\n{_REPORT}",
        INTERNAL,
    )


def _refusal(error: OSError) -> str:
    """Say in plain words why the system refuses a file."""
    if isinstance(error, FileExistsError | NotADirectoryError):
        return "a file stands where a folder is needed; name another path"
    if isinstance(error, PermissionError):
        return "you may not read or write here; name another path, or ask for the right"
    if isinstance(error, IsADirectoryError):
        return "this is a folder; name a file"
    return error.strerror or str(error)


def _raised_on_purpose(error: Exception, line: str | None) -> bool:
    """Whether svqkit raised a built-in error in so many words, so its message is fit to show."""
    if not isinstance(error, ValueError | TypeError | LookupError):
        return False
    step = error.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    module = "" if step is None else str(step.tb_frame.f_globals.get("__name__", ""))
    return module.split(".")[0] == "svqkit" and (line or "").startswith("raise ")
