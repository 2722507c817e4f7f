"""One run of the main job on the command line: read, validate, write the report, say the verdict."""

from __future__ import annotations

import shutil
import sys
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from svqkit.cli_guard import fail
from svqkit.errors import SvqkitWarning

if TYPE_CHECKING:
    from svqkit.instruments.instrument import Instrument
    from svqkit.responses.responses import Responses
    from svqkit.validation.result import Validation

__all__ = ["note_of_language", "noted", "parse_renames", "read_source", "run_validation", "wrapped"]

T = TypeVar("T")


def parse_renames(pairs: Sequence[str]) -> dict[str, str]:
    """Read ``--rename OLD=NEW`` options.

    Parameters
    ----------
    pairs : sequence of str
        Each ``"the column's name in the file=the name svqkit knows"``.

    Returns
    -------
    dict

    Raises
    ------
    ValueError
        If one has no ``=`` or nothing beside it.

    Examples
    --------
    >>> parse_renames(["expected 1=E1", "perceived 1=P1"])
    {'expected 1': 'E1', 'perceived 1': 'P1'}
    """
    renames = {}
    for pair in pairs:
        old, found, new = pair.rpartition("=")
        if not (found and old.strip() and new.strip()):
            raise ValueError(f"--rename takes OLD=NEW, for example 'Question 1=P1'; got {pair!r}")
        renames[old.strip()] = new.strip()
    return renames


def read_source(
    source: str,
    instrument: str | None = None,
    *,
    language: str | None = None,
    rename: Sequence[str] = (),
    outcomes: Sequence[str] = (),
) -> Responses:
    """Read a survey file, or a bundled or open data set by its name.

    Parameters
    ----------
    source : str
        A path; or, where no such file exists, a name of ``list_datasets()``.
    instrument : str, optional
        A catalogue name or the path of an instrument's YAML file; ``"servqual"`` for a file
        unless told otherwise. A data set names its own.
    language : str, optional
        Language of the instrument's words, as ``en`` or ``zh-Hans``; that of its file, or English
        for the catalogue, if left out.
    rename, outcomes : sequence of str
        Columns renamed (``OLD=NEW``), and columns that are outcomes.

    Returns
    -------
    Responses

    Raises
    ------
    DataError
        If there is neither such a file nor such a data set.

    Examples
    --------
    >>> bank = read_source("bank", language="nl")
    >>> bank.instrument.name, bank.instrument.language
    ('servqual', 'nl')
    """
    import svqkit
    from svqkit.cli_form import named_instrument
    from svqkit.present.widgets.opened import in_words_of

    path = Path(source).expanduser()
    if path.exists():
        words = (
            "auto"
            if instrument == "auto"
            else named_instrument(instrument or "servqual", language, None)
        )
        return svqkit.read_responses(
            path, words, rename=parse_renames(rename) or None, outcomes=tuple(outcomes)
        )
    there = svqkit.list_datasets()
    names = [str(name) for name in there.index[there["instrument"] != ""]]
    if source not in names:
        fail(
            f"there is no file {source!r}, and no survey of that name "
            f"(surveys: {', '.join(names)})."
        )
    if instrument or rename or outcomes:
        fail(
            f"the data set {source!r} brings its own instrument and columns; leave out "
            "--instrument, --rename and --outcome."
        )
    return in_words_of(svqkit.load_dataset(source), language or "")


def note_of_language(instrument: Instrument) -> None:
    """Say on standard error where an instrument has no words in the language asked for.

    Parameters
    ----------
    instrument : Instrument

    Examples
    --------
    >>> import svqkit as svq
    >>> note_of_language(svq.load_instrument("servqual", "nl"))
    """
    if instrument.fallbacks:
        print(
            f"Note: {len(instrument.fallbacks)} texts are not available in "
            f"{instrument.language!r} and are shown in {instrument.description.language!r}.",
            file=sys.stderr,
        )


def run_validation(responses: Responses, out: Path, **options: Any) -> Validation:
    """Validate, write the report, and print the verdict with the claims it rests on.

    Parameters
    ----------
    responses : Responses
    out : Path
        Where the report goes; its folder is made if need be.
    **options
        Handed on to ``validate``.

    Returns
    -------
    Validation

    Raises
    ------
    DataError
        If the report would replace the file that holds the answers.

    Examples
    --------
    >>> import contextlib, io, tempfile
    >>> import svqkit as svq
    >>> few = svq.simulate(n=6, seed=1)
    >>> said = io.StringIO()
    >>> with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(said):
    ...     made = run_validation(few, Path(folder) / "report.json")
    >>> said.getvalue().split(":")[0].strip()
    'These answers cannot bear a validation'
    """
    import svqkit

    def run() -> Validation:
        made = svqkit.validate(responses, **options)
        svqkit.report(made, out)
        return made

    people = "1 respondent" if responses.n == 1 else f"{responses.n} respondents"
    validation = noted(f"{people} read. Validating ...", run)
    _print_verdict(validation)
    print(f"\nThe report: {out}")
    return validation


def noted(doing: str, run: Callable[[], T]) -> T:
    """Say what is being done, do it, and then say what svqkit had to remark on the way.

    Parameters
    ----------
    doing : str
    run : callable

    Returns
    -------
    object
        What ``run`` gives.

    Examples
    --------
    >>> noted("Counting ...", lambda: 2)
    2
    """
    print(doing, file=sys.stderr, flush=True)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("ignore")
        warnings.simplefilter("always", SvqkitWarning)
        made = run()
    for note in dict.fromkeys(str(warning.message) for warning in caught):
        print(wrapped(f"Note: {note}"), file=sys.stderr)
    return made


def _print_verdict(validation: Validation) -> None:
    print(f"\n{wrapped(validation.verdict)}\n")
    claims = validation.claims[["claim", "verdict"]]
    width = max(len(str(claim)) for claim in claims["claim"])
    for claim, verdict in claims.itertuples(index=False):
        print(f"  {claim:<{width}}  {verdict}")


def wrapped(text: str) -> str:
    """Break lines where the terminal ends, at 92 columns at most; a Chinese character takes two.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> wrapped("short")
    'short'
    """
    from svqkit.present.plots import wrapping

    width = min(shutil.get_terminal_size((92, 24)).columns, 92)
    return "\n".join(wrapping.wrapped(line, width) for line in text.splitlines())
