"""One thread that writes: answers that arrive together are committed together, then acknowledged."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import closing, suppress
from queue import SimpleQueue
from typing import Any

from svqkit.errors import DataError
from svqkit.responses.collecting.codes import receipt_for
from svqkit.responses.collecting.collection import Collection
from svqkit.responses.collecting.store import connect

__all__ = ["AnswerWriter"]

_Saving = tuple[dict[str, Any], "Future[str]"]


class AnswerWriter:
    """Writes answers to a collection's file, from any thread.

    A commit waits for the disk. While it does, others queue up; they share the next commit, so
    200 respondents at once cost a few waits instead of 200.

    Parameters
    ----------
    collection : Collection

    Examples
    --------
    >>> import tempfile
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> from svqkit.responses.collecting.store import open_collection
    >>> with tempfile.TemporaryDirectory() as place:
    ...     collection, _ = open_collection(place, load_instrument("servperf"))
    ...     with closing(AnswerWriter(collection)) as writer:
    ...         first = writer.save({"respondent": "r1", "P1": 4}).result()
    ...         again = writer.save({"respondent": "r1", "P1": 4}).result()
    >>> first == again
    True
    """

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._queue: SimpleQueue[_Saving | int | None] = SimpleQueue()
        self.trouble = ""
        connect(collection.path, write=True).close()  # what is wrong with the file is said here
        self._file = collection.path.stat()
        self._thread = threading.Thread(target=self._run, name="svqkit-answers", daemon=True)
        self._thread.start()

    def save(self, row: Mapping[str, Any]) -> Future[str]:
        """Queue one respondent's answers.

        Parameters
        ----------
        row : mapping of column to answer
            Checked; with the column ``respondent``.

        Returns
        -------
        Future of str
            The receipt, once the answers are on the disk; a DataError if they could not be
            brought there.
        """
        future: Future[str] = Future()
        self._queue.put((dict(row), future))
        return future

    def count_opened(self) -> None:
        """Note that somebody opened the form; written with the next commit."""
        self._queue.put(1)

    def close(self) -> None:
        """Write what is queued, and end with one file that can be copied and read anywhere."""
        self._queue.put(None)
        self._thread.join()
        if self.trouble:
            return
        with (
            closing(connect(self._collection.path, write=True)) as connection,
            suppress(sqlite3.OperationalError),  # somebody reads it: then its log stays beside it
        ):
            connection.execute("PRAGMA journal_mode=DELETE")

    def _run(self) -> None:
        with closing(connect(self._collection.path, write=True)) as connection:
            going = True
            while going:
                batch = [self._queue.get()]
                while not self._queue.empty() and len(batch) < 1000:
                    batch.append(self._queue.get())
                going = None not in batch
                self._commit(connection, [one for one in batch if one is not None])

    def _commit(self, connection: sqlite3.Connection, batch: list[_Saving | int]) -> None:
        saving = [one for one in batch if not isinstance(one, int)]
        opened = sum(one for one in batch if isinstance(one, int))
        try:
            self._still_there()
            connection.execute("BEGIN IMMEDIATE")
            try:
                receipts = [self._put(connection, row) for row, _ in saving]
                connection.execute(
                    "UPDATE collection SET value = CAST(value AS INTEGER) + ? WHERE key = 'opened'",
                    (opened,),
                )
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
        except (sqlite3.Error, OSError) as problem:
            self.trouble = f"answers cannot be stored in {self._collection.path}: {problem}"
            for _, future in saving:
                future.set_exception(DataError(self.trouble))
            return
        self.trouble = ""
        for (_, future), receipt in zip(saving, receipts, strict=True):
            future.set_result(receipt)

    def _still_there(self) -> None:
        """Refuse to write into a file that was moved or deleted meanwhile: nobody would find it."""
        now = self._collection.path.stat()
        if (now.st_ino, now.st_dev) != (self._file.st_ino, self._file.st_dev):
            raise OSError("the file was replaced by another one")

    def _put(self, connection: sqlite3.Connection, row: dict[str, Any]) -> str:
        """Put one row in; the same answers twice are one row, others replace and are kept aside."""
        receipt = receipt_for(self._collection.secret, row)
        respondent = str(row["respondent"])
        known = connection.execute(
            "SELECT receipt FROM answers WHERE respondent = ?", (respondent,)
        ).fetchone()
        if known is not None and known[0] == receipt:
            return receipt
        content = json.dumps(row, ensure_ascii=False)
        now = time.time()
        if known is None:
            connection.execute(
                "INSERT INTO answers (respondent, receipt, received, content) VALUES (?, ?, ?, ?)",
                (respondent, receipt, now, content),
            )
        else:
            connection.execute(
                "INSERT INTO replaced (respondent, receipt, received, content) "
                "SELECT respondent, receipt, received, content FROM answers WHERE respondent = ?",
                (respondent,),
            )
            connection.execute(
                "UPDATE answers SET receipt = ?, received = ?, content = ? WHERE respondent = ?",
                (receipt, now, content, respondent),
            )
        return receipt
