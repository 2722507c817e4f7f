"""One thread for linear algebra while many small matrices are worked on.

An analysis of p items works on p × p matrices, thousands of times. Several threads gain nothing
on matrices of 100 × 100 but wait for each other at every product, the longer the busier the
machine is. So the public analyses run with one BLAS thread and give the others back afterwards.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

__all__ = ["one_thread", "single_threaded"]

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


_taken = threading.Lock()


@lru_cache(maxsize=1)
def _libraries() -> list[Any]:
    """Find the BLAS libraries of NumPy and SciPy, once."""
    import scipy.linalg  # noqa: F401  (loads SciPy's own library, so that it is found too)
    from threadpoolctl import ThreadpoolController

    return list(ThreadpoolController().select(user_api="blas").lib_controllers)


@contextmanager
def one_thread() -> Iterator[None]:
    """Let BLAS use one thread within, and as many as before afterwards.

    May be nested, and entered from several Python threads: the limit belongs to the whole
    process, so the first to come sets it and lifts it on leaving; whoever is within at the same
    time changes nothing.

    Yields
    ------
    None

    Examples
    --------
    >>> from threadpoolctl import threadpool_info
    >>> with one_thread():
    ...     inside = {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}
    >>> inside
    {1}
    """
    libraries = _libraries()
    if not _taken.acquire(blocking=False):
        yield
        return
    # asked and told directly: threadpoolctl's own limiter takes five times as long
    before = [(library, library.get_num_threads()) for library in libraries]
    try:
        for library, threads in before:
            if threads != 1:
                library.set_num_threads(1)
        yield
    finally:
        for library, threads in before:
            if threads != 1:
                library.set_num_threads(threads)
        _taken.release()


def single_threaded(function: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
    """Run a function within :func:`one_thread`.

    Parameters
    ----------
    function : callable

    Returns
    -------
    callable

    Examples
    --------
    >>> import numpy as np
    >>> @single_threaded
    ... def largest(matrix):
    ...     return float(np.linalg.eigvalsh(matrix)[-1])
    >>> largest(np.eye(3))
    1.0
    """

    @wraps(function)
    def within(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
        with one_thread():
            return function(*args, **kwargs)

    return within
