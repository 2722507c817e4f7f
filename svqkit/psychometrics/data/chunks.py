"""Tables too large to hold at once: files read chunk by chunk, Dask frames part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

import pandas as pd

from svqkit.errors import DataError, MissingExtraError

__all__ = ["dask_parts", "file_chunks"]

T = TypeVar("T")
TEXT = {".csv": ",", ".tsv": "\t", ".txt": None}
PARQUET = (".parquet", ".pq")


def file_chunks(path: Path, columns: Sequence[str] | None, rows: int) -> Iterator[pd.DataFrame]:
    r"""Read a CSV or Parquet file a block of rows at a time.

    Parameters
    ----------
    path : pathlib.Path
        ``.csv``, ``.tsv`` or ``.txt`` (also compressed, as ``.csv.gz``), or ``.parquet``.
    columns : sequence of str or None
        What to read; everything if None.
    rows : int
        Rows a chunk.

    Yields
    ------
    DataFrame

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If the suffix is unknown.
    DataError
        If a column is absent or the file is empty.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "a.csv"
    ...     _ = path.write_text("Q1,Q2\n1,2\n3,4\n5,6\n")
    ...     [len(chunk) for chunk in file_chunks(path, None, 2)]
    [2, 1]
    """
    if not path.is_file():
        raise FileNotFoundError(f"there is no file {str(path)!r}")
    suffixes = [s.lower() for s in path.suffixes]
    if suffixes and suffixes[-1] in PARQUET:
        return _ahead(_parquet(path, columns, rows))
    text = [s for s in suffixes[-2:] if s in TEXT]
    if not text:
        raise ValueError(f"{path.name!r}: choose a file ending in .csv, .tsv, .txt or .parquet")
    return _ahead(_text(path, columns, rows, TEXT[text[-1]]))


def _text(
    path: Path, columns: Sequence[str] | None, rows: int, separator: str | None
) -> Iterator[pd.DataFrame]:
    options: dict[str, Any] = {"sep": separator}
    if separator is None:
        options["engine"] = "python"
    try:
        header = pd.read_csv(path, nrows=0, **options)
    except pd.errors.EmptyDataError:
        raise DataError(f"{path.name!r} is empty") from None
    _check(path, columns, list(header.columns))
    usecols = None if columns is None else list(columns)
    with pd.read_csv(path, usecols=usecols, chunksize=rows, **options) as reader:
        for chunk in reader:
            if len(chunk) == 0:
                raise DataError(f"{path.name!r} has a header but no rows")
            yield chunk


def _ahead(chunks: Iterator[T]) -> Iterator[T]:
    """Read the next chunk in another thread while this one is worked on."""
    from concurrent.futures import ThreadPoolExecutor

    end = object()
    with ThreadPoolExecutor(1, thread_name_prefix="svqkit-reader") as reader:
        coming = reader.submit(next, chunks, end)
        while (chunk := coming.result()) is not end:
            coming = reader.submit(next, chunks, end)
            yield cast(T, chunk)


def _parquet(path: Path, columns: Sequence[str] | None, rows: int) -> Iterator[pd.DataFrame]:
    try:
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise MissingExtraError("scale", "pyarrow") from None
    with ParquetFile(path) as file:
        _check(path, columns, list(file.schema_arrow.names))
        wanted = None if columns is None else list(columns)
        for batch in file.iter_batches(batch_size=rows, columns=wanted):
            yield batch.to_pandas()


def _check(path: Path, columns: Sequence[str] | None, there: list[str]) -> None:
    absent = [c for c in columns or () if c not in there]
    if absent:
        raise DataError(f"{path.name!r} has no column {absent[0]!r}", column=absent[0])


def dask_parts(frame: Any, each: Callable[[pd.DataFrame], T]) -> Iterable[T]:
    """Apply a function to every partition of a Dask frame, where the partition is.

    Parameters
    ----------
    frame : Dask DataFrame
        Anything with ``to_delayed()``.
    each : callable
        Partition to small result.

    Returns
    -------
    iterable
        The small results, in partition order.

    Raises
    ------
    MissingExtraError
        If Dask is not installed.
    """
    try:
        import dask
    except ImportError:
        raise MissingExtraError("scale", "dask") from None
    return dask.compute(*[dask.delayed(each)(part) for part in frame.to_delayed()])
