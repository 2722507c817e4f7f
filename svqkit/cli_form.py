"""Write a questionnaire to a file from the command line, in words that a respondent reads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from svqkit.cli_validate import Seed
from svqkit.errors import DataError, InstrumentError

if TYPE_CHECKING:
    from svqkit.instruments.instrument import Instrument

__all__ = ["form", "form_options", "named_instrument", "write_form"]


def form(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME|FILE", help="Catalogue name (see: svqkit instruments) or a YAML file."
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(help="The file; its suffix says what it is. out/NAME-form.html if left out."),
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="Language of the form: en, nl, zh-Hans, zh-Hant, ...")
    ] = None,
    service: Annotated[
        str | None, typer.Option(help="What the questions are about: bank, hotel, library, ...")
    ] = None,
    format: Annotated[
        str | None, typer.Option(help="Kind of file, where the suffix leaves it open.")
    ] = None,
    attention: Annotated[int, typer.Option(min=0, max=5, help="Attention checks.")] = 0,
    shuffle: Annotated[bool, typer.Option("--shuffle", help="Mix each dimension's items.")] = False,
    seed: Seed = 1,
    options: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="OPTION=VALUE",
            help="An option of this kind of file: title, intro, thanks, ...; may be repeated.",
        ),
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace an existing file.")] = False,
) -> None:
    """Write a form that respondents fill in, or a file for another survey program.

    The page works on phones and without a server; each respondent saves a small file. A folder of
    them is read with svqkit.join_forms.
    """
    from svqkit.cli_run import note_of_language

    instrument = named_instrument(name, language, service)
    note_of_language(instrument)
    written = write_form(
        instrument,
        out or Path("out") / f"{Path(name).stem}-form{_suffix(format)}",
        replace=replace,
        format=format,
        attention=attention,
        shuffle=shuffle,
        seed=seed,
        **form_options(options or []),
    )
    print(f"The form: {written}")


def _suffix(format: str | None) -> str:
    """Give the ending of a format's files; a page's where none is named, or none of ours."""
    from svqkit.instruments.export import list_formats

    return list_formats().get(format or "html", (".html",))[0]


def named_instrument(name: str, language: str | None, service: str | None) -> Instrument:
    """Load a questionnaire by catalogue name or YAML path.

    Parameters
    ----------
    name : str
    language : str or None
        By default English for the catalogue, a file's own language for a file.
    service : str or None
        An industry, a word of one's own, or its three forms parted by slashes: plain, this one, an
        excellent one.

    Returns
    -------
    Instrument

    Raises
    ------
    InstrumentError
        If the file is no instrument, or a form of the word is needed and not given.

    Examples
    --------
    >>> named_instrument("servqual", "nl", "hotel").service
    'hotel'
    >>> named_instrument("servqual", "nl", "museum/dit museum/een uitstekend museum").service
    'museum'
    """
    import svqkit

    forms = [one.strip() for one in service.split("/")] if service else []
    word = (
        dict(zip(("plain", "this", "excellent"), forms, strict=True))
        if len(forms) == 3
        else service
    )
    try:
        if name.casefold().endswith((".yaml", ".yml")):
            return svqkit.read_instrument(name, language=language, service=word)
        return svqkit.load_instrument(name, language or "en", service=word)
    except InstrumentError as error:
        if "service={" not in str(error):
            raise
        known = ", ".join(svqkit.list_industries(language or "en").index)
        raise InstrumentError(
            f"{language} does not derive how an item names {service!r}: give its three forms, as in "
            f"--service 'museum/dit museum/een uitstekend museum', or one of {known}"
        ) from None


def form_options(given: list[str]) -> dict[str, str]:
    """Read a format's own options as they stand on the command line.

    Parameters
    ----------
    given : list of str
        Such as ``title=How was your stay?``.

    Returns
    -------
    dict of str

    Raises
    ------
    DataError
        If one has no equals sign.

    Examples
    --------
    >>> form_options(["title=How was your stay?"])
    {'title': 'How was your stay?'}
    """
    wrong = [one for one in given if "=" not in one]
    if wrong:
        raise DataError(f"--set takes NAME=VALUE, such as title=Hello, not {wrong[0]!r}")
    return {name.strip(): value for name, _, value in (one.partition("=") for one in given)}


def write_form(instrument: Instrument, out: Path, *, replace: bool = False, **how: Any) -> Path:
    """Write a form, making its folder; an existing file only where that is wanted.

    Parameters
    ----------
    instrument : Instrument
    out : Path
    replace : bool
    **how
        As ``export_instrument`` takes them.

    Returns
    -------
    Path

    Raises
    ------
    DataError
        If the file is there already.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_form(named_instrument("servperf", "nl", None), Path(folder) / "form.html").name
    'form.html'
    """
    import svqkit

    if out.exists() and not replace:
        raise DataError(f"{out} is there already; name another --out, or add --replace")
    out.parent.mkdir(parents=True, exist_ok=True)
    return svqkit.export_instrument(instrument, out, **how)
