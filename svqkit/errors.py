"""Our few exception and warning types: what was wrong, where, and what to do."""

from __future__ import annotations

__all__ = [
    "ConvergenceError",
    "DataError",
    "DownloadError",
    "InstrumentError",
    "MissingExtraError",
    "ModelError",
    "SvqkitWarning",
]


class DataError(ValueError):
    """The answers cannot be used as they are.

    Parameters
    ----------
    message : str
        What was wrong, where, and what to do about it.
    row, column, value : optional
        The cell at fault, where there is one. ``row`` is the line as the user's program
        shows it (the header is line 1).

    Examples
    --------
    >>> raise DataError("column 'P3' holds text; use the codes 1 to 7", column="P3")
    Traceback (most recent call last):
    ...
    svqkit.errors.DataError: column 'P3' holds text; use the codes 1 to 7
    """

    def __init__(
        self, message: str, *, row: object = None, column: object = None, value: object = None
    ) -> None:
        super().__init__(message)
        self.row = row
        self.column = column
        self.value = value


class InstrumentError(ValueError):
    """An instrument's description is not valid; the message names the line and the key.

    Examples
    --------
    >>> issubclass(InstrumentError, ValueError)
    True
    """


class ModelError(ValueError):
    """A measurement model cannot be read, or its parameters cannot be identified.

    Examples
    --------
    >>> issubclass(ModelError, ValueError)
    True
    """


class ConvergenceError(RuntimeError):
    """An iterative estimate did not settle; the message says what to try.

    Examples
    --------
    >>> issubclass(ConvergenceError, RuntimeError)
    True
    """


class DownloadError(OSError):
    """An open data set could not be fetched or did not match its recorded hash.

    Examples
    --------
    >>> issubclass(DownloadError, OSError)
    True
    """


class MissingExtraError(ImportError):
    """An optional part of svqkit is not installed; the message has the install line.

    Examples
    --------
    >>> print(MissingExtraError("lab", "jupyterlab"))
    This needs jupyterlab, which is not installed. Install it with: pip install "svqkit[lab]"
    """

    def __init__(self, extra: str, package: str) -> None:
        super().__init__(
            f"This needs {package}, which is not installed. "
            f'Install it with: pip install "svqkit[{extra}]"'
        )
        self.extra = extra
        self.package = package


class SvqkitWarning(UserWarning):
    """Something the user should know and can act on.

    Examples
    --------
    >>> issubclass(SvqkitWarning, UserWarning)
    True
    """
