"""Open data sets that are not carried along but fetched from their pinned origin."""

from __future__ import annotations

import hashlib
import logging
import os
from pathlib import Path
from typing import Any

from svqkit.errors import DownloadError

__all__ = ["fetch"]

_OFFLINE = "SVQKIT_DATA"
_MIRROR = "SVQKIT_MIRROR"


def _offline_copy(file: str, sha256: str) -> Path | None:
    """Find the file in the folder that SVQKIT_DATA names; that folder is only read."""
    named = os.environ.get(_OFFLINE)
    if not named:
        return None
    folder = Path(named).expanduser()
    if not folder.is_dir():
        raise DownloadError(f"{_OFFLINE} names {named!r}, which is no folder; correct or unset it")
    path = folder / file
    if not path.is_file():
        return None
    try:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise DownloadError(f"{file} in {_OFFLINE} cannot be read: {error.strerror}") from None
    if found != sha256:
        raise DownloadError(
            f"{file} in the folder that {_OFFLINE} names is not the file recorded: its SHA-256 is "
            f"{found}, not {sha256}. Fetch it again from its origin"
        )
    return path


def fetch(origin: dict[str, Any]) -> Path:
    """Fetch an open file once, check it against its recorded hash, and keep it.

    Parameters
    ----------
    origin : dict
        ``file`` (the registry's name for it), ``url`` (pinned to a commit) and ``sha256``.

    Returns
    -------
    pathlib.Path
        In the folder that the environment variable ``SVQKIT_DATA`` names (only read, never
        written), else in the cache. ``SVQKIT_MIRROR`` names another server's folder to fetch
        from, where the origin cannot be reached; the hash is checked all the same.

    Raises
    ------
    DownloadError
        If the file cannot be fetched or is not the one recorded; it says what to do.
    """
    file, sha256 = origin["file"], origin["sha256"]
    offline = _offline_copy(file, sha256)
    if offline is not None:
        return offline
    import pooch
    from requests.exceptions import RequestException

    mirror = os.environ.get(_MIRROR)
    url = f"{mirror.rstrip('/')}/{file}" if mirror else origin["url"]
    logger = pooch.get_logger()
    level = logger.level
    logger.setLevel(logging.WARNING)  # the download is announced by whoever asked for it
    try:
        store = pooch.create(
            path=pooch.os_cache("svqkit"), base_url="", registry={file: sha256}, urls={file: url}
        )
        path = store.fetch(file, downloader=pooch.HTTPDownloader(timeout=30))
    except RequestException as error:
        raise DownloadError(
            f"{file} could not be fetched from {url} ({type(error).__name__}). Check the network "
            f"connection; or fetch the file on another machine, put it in a folder under the name "
            f"{file}, and set {_OFFLINE} to that folder"
        ) from None
    except ValueError:  # pooch: the hash differs
        raise DownloadError(
            f"what {url} delivered is not the file recorded (SHA-256 {sha256}); "
            "nothing was kept. Try again later, or report it"
        ) from None
    except OSError as error:
        raise DownloadError(
            f"{file} could not be kept in the cache ({error.strerror or error}); make room or "
            f"give access, or set {_OFFLINE} to a folder that holds the file"
        ) from None
    finally:
        logger.setLevel(level)
    return Path(path)
