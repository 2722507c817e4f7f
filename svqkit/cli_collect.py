"""``svqkit collect``: a survey in the room, from the QR code to the file of answers."""

from __future__ import annotations

import socket
import sys
import time
from contextlib import closing
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from svqkit.cli_form import named_instrument
from svqkit.cli_run import note_of_language
from svqkit.cli_validate import Language
from svqkit.errors import DataError, MissingExtraError

if TYPE_CHECKING:
    from svqkit.responses.collecting.collection import Collection
    from svqkit.responses.collecting.room import Room

__all__ = ["collect", "collect_answers"]


def collect(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Catalogue name, or a YAML file of your own.")
    ],
    language: Language = None,
    service: Annotated[
        str | None, typer.Option(help="What the items speak of: bank, hotel, ... or a word.")
    ] = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to serve on.")] = 8765,
    folder: Annotated[
        Path | None,
        typer.Option(help="Where answers are kept; collected-NAME-LANGUAGE if left out."),
    ] = None,
    attention: Annotated[int, typer.Option(min=0, max=5, help="Attention checks.")] = 0,
    shuffle: Annotated[bool, typer.Option("--shuffle", help="Mix items of a dimension.")] = False,
    minutes: Annotated[
        float | None, typer.Option(help="Take new respondents for so long only.")
    ] = None,
    local_only: Annotated[
        bool, typer.Option("--local-only", help="Serve this computer only.")
    ] = False,
    address: Annotated[
        str | None, typer.Option(help="How others reach this computer, if found out wrongly.")
    ] = None,
    intro: Annotated[
        str | None, typer.Option(help="Who asks and what for, above the form.")
    ] = None,
) -> None:
    """Hold a survey in the room: a form on the local network with a QR code.

    Every answer is on the disk before the respondent is thanked. Ctrl+C ends it.
    """
    collect_answers(
        name,
        language=language,
        service=service,
        port=port,
        folder=folder,
        attention=attention,
        shuffle=shuffle,
        minutes=minutes,
        local_only=local_only,
        address=address,
        intro=intro,
    )


def _terminal_qr(address: str) -> str:
    """Draw a QR code in letters, white on black in a terminal; nothing where it has no blocks."""
    import segno

    try:
        "█▀▄".encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return ""
    out = StringIO()
    segno.make(address, error="l", micro=False).terminal(out, compact=True, border=2)
    lines = out.getvalue().rstrip("\n").split("\n")
    if sys.stdout.isatty():  # whatever the terminal's own colours are
        lines = [f"\x1b[97;40m{line}\x1b[0m" for line in lines]
    return "\n".join(lines)


def _names(address: str | None) -> list[str]:
    own = socket.gethostname()
    return ["localhost", own, f"{own.partition('.')[0]}.local", *([address] if address else [])]


def _say_started(room: Room, port: int, seen: int) -> None:
    collection = room.collection
    addresses = room.addresses()
    print(f"\n{_terminal_qr(addresses[0])}\n")
    print(f"  For the class:    {addresses[0]}")
    for other in addresses[1:]:
        print(f"  or, if that fails: {other}")
    print(f"  For you:          http://127.0.0.1:{port}/instructor/  (QR code, counter, results)")
    if not room.local_only:
        host = addresses[0].rpartition("/")[0]
        print(f"  from elsewhere:   {host}/instructor/{collection.key}/  (keep it to yourself)")
    print(f"  Answers:          {collection.path}" + (f"  ({seen} so far)" if seen else ""))
    if room.closes is not None:
        print(f"  Open until:       {time.strftime('%H:%M', time.localtime(room.closes))}")
    print("\nCtrl+C ends it. If phones cannot open the page: same network? firewall?", flush=True)


def _status(room: Room) -> None:
    """Keep one line of the terminal up to date."""
    from svqkit.responses.collecting.live import progress

    try:
        counts = progress(room.collection)
        line = room.writer.trouble or f"{counts['begun']} begun, {counts['finished']} finished"
    except DataError as problem:  # the file was moved away: the server goes on, nobody is thanked
        line = str(problem)
    print(f"\r\x1b[K{line}", end="", flush=True)


def _say_ended(collection: Collection) -> None:
    from svqkit.responses.collecting.collected import write_csv
    from svqkit.responses.collecting.live import progress

    counts = progress(collection)
    folder = collection.path.parent
    print(f"\nEnded: {counts['begun']} begun, {counts['finished']} finished.")
    print(f"  {collection.path}  every answer, as it came")
    if counts["finished"]:
        print(f"  {write_csv(collection)}  the same as a table")
        print(f'\nIn Python:  svq.read_responses("{folder.as_posix()}")')
        print(f"Validate:   svqkit validate {folder}")
    print("To go on, give the same command again: same code, nobody's answers are lost.")


def collect_answers(
    name: str,
    *,
    language: str | None = None,
    service: str | None = None,
    port: int = 8765,
    folder: Path | None = None,
    attention: int = 0,
    shuffle: bool = False,
    minutes: float | None = None,
    local_only: bool = False,
    address: str | None = None,
    intro: str | None = None,
) -> None:
    """Hold a survey in the room until Ctrl+C or until the time is over.

    Parameters
    ----------
    name : str
        A catalogue name, or the path of an instrument's YAML file.
    language : str, optional
        Language of the form; English for the catalogue, a file's own for a file, if left out.
    service : str, optional
        The organisation that the items speak of.
    port : int
    folder : Path, optional
        Where the answers are kept; ``collected-NAME-LANGUAGE`` unless told otherwise. A
        collection of the same form in it is gone on with.
    attention : int
        Attention checks, 0 to 5.
    shuffle : bool
        Mix the items of each dimension anew for each respondent.
    minutes : float, optional
        Take new respondents for so long only.
    local_only : bool
        Serve this computer only.
    address : str, optional
        Name or address under which others reach this computer, where it is not found out rightly.
    intro : str, optional
        Said above the form.

    Raises
    ------
    MissingExtraError
        If the extra ``forms`` is not installed.
    DataError
        If the port is in use, or the folder holds something else.

    Examples
    --------
    >>> collect_answers("servqual", minutes=0)
    Traceback (most recent call last):
    ...
    ValueError: minutes=0: give a time above 0
    """
    if minutes is not None and minutes <= 0:
        raise ValueError(f"minutes={minutes:g}: give a time above 0")
    for package in ("starlette", "uvicorn", "segno"):
        if find_spec(package) is None:
            raise MissingExtraError("forms", package)
    from svqkit.responses.collecting.network import lan_addresses, listening_socket
    from svqkit.responses.collecting.room import Room
    from svqkit.responses.collecting.running import run
    from svqkit.responses.collecting.store import open_collection
    from svqkit.responses.collecting.writer import AnswerWriter

    instrument = named_instrument(name, language, service)
    note_of_language(instrument)
    if not local_only and address is None and not lan_addresses():
        print("This computer is in no network: only it can open the form. Join or make one first.")
        local_only = True
    print("Starting ...", flush=True)
    listening = listening_socket("127.0.0.1" if local_only else "0.0.0.0", port)
    with closing(listening):
        place = folder or Path(f"collected-{instrument.name}-{instrument.language}")
        collection, seen = open_collection(place, instrument, attention=attention, shuffle=shuffle)
        used = listening.getsockname()[1]

        def addresses() -> list[str]:
            known = [] if local_only else [address] if address else lan_addresses()
            return [f"http://{one}:{used}/{collection.code}" for one in known or ["127.0.0.1"]]

        closes = None if minutes is None else time.time() + 60 * minutes
        with closing(AnswerWriter(collection)) as writer:
            room = Room(collection, writer, addresses, _names(address), local_only, closes)
            run(
                room,
                listening,
                started=lambda: _say_started(room, used, seen),
                each_second=(lambda: _status(room)) if sys.stdout.isatty() else None,
                intro=intro,
            )
        _say_ended(collection)
        if writer.trouble:
            raise DataError(f"{writer.trouble}; nobody was thanked for those answers")
