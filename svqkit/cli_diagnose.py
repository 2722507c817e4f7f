"""``svqkit diagnose``: where expectations are missed, for whom, why, and what to consider."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from svqkit.cli_guard import fail
from svqkit.cli_validate import Seed
from svqkit.errors import DataError

if TYPE_CHECKING:
    from svqkit.responses.responses import Responses

__all__ = ["diagnose", "named_waves", "sister_surveys"]


def diagnose(
    source: Annotated[
        str,
        typer.Argument(
            metavar="FILE|DATASET", help="The customers' survey: a file, or a data set."
        ),
    ],
    instrument: Annotated[
        str | None,
        typer.Option("--instrument", "-i", help="Their questionnaire; servqual if left out."),
    ] = None,
    managers: Annotated[
        str | None, typer.Option(metavar="FILE|DATASET", help="The managers' survey.")
    ] = None,
    employees: Annotated[
        str | None, typer.Option(metavar="FILE|DATASET", help="The employees' survey.")
    ] = None,
    wave: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=FILE",
            help="Another wave of the customers' survey; may be repeated, in the order of time.",
        ),
    ] = None,
    three_column: Annotated[
        str | None,
        typer.Option(metavar="FILE|DATASET", help="A survey with minimum and desired levels."),
    ] = None,
    by: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Column whose groups are compared.")
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option(metavar="COLUMN", help="Column of all surveys that names the unit: branch."),
    ] = None,
    outcome: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN", help="A criterion, such as satisfaction; may be repeated."),
    ] = None,
    rename: Annotated[
        list[str] | None,
        typer.Option(metavar="OLD=NEW", help="A column's name in the customers' file, and ours."),
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="Language of summary and report: en, nl, zh-Hans, zh-Hant.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="The report: .html, .docx, .xlsx or .json; out/NAME-diagnosis.html if left out."
        ),
    ] = None,
    bootstrap: Annotated[
        int, typer.Option(min=0, help="Resamples for intervals; 0 uses formulas.")
    ] = 0,
    seed: Seed = 1,
) -> None:
    """Diagnose a survey: print what a manager should know, write the report.

    Where expectations are missed, for whom, what lies behind it inside the organisation, what
    changed, and what to consider first. Validate the questionnaire before: svqkit validate.
    """
    from svqkit.cli_run import noted, read_source, wrapped
    from svqkit.interface import checked_language
    from svqkit.present.report.write import checked_path

    if language is not None:
        checked_language(language)

    out = out or Path("out") / f"{Path(source).stem}-diagnosis.html"
    given = {"managers": managers, "employees": employees, "three_column": three_column}
    _spare([source, *given.values(), *(pair.partition("=")[2] for pair in wave or [])], out)
    checked_path(out)
    names = list(outcome or [])
    is_file = Path(source).expanduser().exists()
    customers = read_source(
        source,
        instrument,
        rename=rename or (),
        outcomes=names if is_file else (),
    )
    surveys: dict[str, Any] = {
        name: read_source(one, _OWN_INSTRUMENT[name] if Path(one).expanduser().exists() else None)
        for name, one in given.items()
        if one
    }
    waves = named_waves(wave or [], customers, source)
    if not is_file:
        surveys, waves = _with_sisters(source, customers, surveys, waves)
    _among("--by", by, customers)
    _among("--unit", unit, customers)
    by = by or unit or _said_shared(customers, surveys)

    def run() -> tuple[Any, Path]:
        import svqkit

        found = svqkit.diagnose(
            customers,
            **surveys,
            waves=waves or None,
            by=by,
            unit=unit,
            outcome=names[0] if names else None,
            bootstrap=bootstrap,
            seed=seed,
            language=language,
        )
        return found, svqkit.report(found, out)

    people = "1 customer" if customers.n == 1 else f"{customers.n} customers"
    found, written = noted(f"{people} read. Diagnosing ...", run)
    print(f"\n{wrapped(found.summary())}\n")
    for name, reason in found.not_examined.items():
        print(wrapped(f"Not examined ({name}): {reason}"))
    print(f"\nThe report: {written}")


_OWN_INSTRUMENT = {
    "managers": "managers",
    "employees": "employees",
    "three_column": "servqual_three_column",
}


def _spare(inputs: list[str | None], out: Path) -> None:
    """Refuse to write the report over a file that holds answers."""
    for one in inputs:
        if one and out.exists() and Path(one).exists() and out.samefile(one):
            fail(f"the report would replace {one}, which holds the answers; name another --out.")


def _among(option: str, column: str | None, customers: Responses) -> None:
    """Refuse a column that the customers' answers do not have, by the option that named it."""
    there = [str(name) for name in customers.respondents.columns]
    if column is not None and column not in there:
        raise DataError(
            f"{option} {column!r} is not among the customers' columns: "
            f"{', '.join(there) or 'there are none beside the questions'}"
        )


def named_waves(pairs: list[str], customers: Responses, source: str) -> dict[str, Responses]:
    """Read ``--wave NAME=FILE`` options; the customers' own file may be among them.

    Parameters
    ----------
    pairs : list of str
    customers : Responses
        The survey that is diagnosed; other waves are read with its instrument.
    source : str
        Its file or data set, as named on the command line.

    Returns
    -------
    dict of Responses

    Raises
    ------
    DataError
        If one has no ``=``, or a name stands twice.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> list(named_waves(["2026=bank", "2027=bank_wave2"], bank, "bank"))
    ['2026', '2027']
    """
    from svqkit.cli_run import read_source

    found: dict[str, Responses] = {}
    for pair in pairs:
        name, equals, file = (part.strip() for part in pair.partition("="))
        if not (name and equals and file):
            raise DataError(f"--wave takes NAME=FILE, for example 2025=last-year.csv; got {pair!r}")
        if name in found:
            raise DataError(f"two waves are called {name!r}; give each a name of its own")
        same = customers.instrument.name if Path(file).expanduser().exists() else None
        found[name] = customers if file == source else read_source(file, same)
    return found


def sister_surveys(name: str) -> dict[str, str]:
    """Find the surveys that come along with a data set: managers', employees', a later wave.

    Parameters
    ----------
    name : str
        A data set, such as ``"bank"``.

    Returns
    -------
    dict of str
        What a survey is, to its name.

    Examples
    --------
    >>> sister_surveys("bank")["managers"]
    'bank_managers'
    """
    import svqkit

    there = {str(one) for one in svqkit.list_datasets().index}
    kinds = ("managers", "employees", "three_column", "wave2")
    return {kind: f"{name}_{kind}" for kind in kinds if f"{name}_{kind}" in there}


def _with_sisters(
    source: str, customers: Responses, surveys: dict[str, Any], waves: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Add a data set's own other surveys where none was named, and say so."""
    import svqkit

    used = []
    for kind, name in sister_surveys(source).items():
        if kind == "wave2":
            if not waves:
                waves = {source: customers, name: svqkit.load_dataset(name)}
                used.append(name)
        elif kind not in surveys:
            surveys = {**surveys, kind: svqkit.load_dataset(name)}
            used.append(name)
    if used:
        print(f"The data set {source} brings along, and used here: {', '.join(used)}.")
    return surveys, waves


def _said_shared(customers: Responses, surveys: dict[str, Any]) -> str | None:
    from svqkit.responses.shared_column import shared_column

    inner = [surveys[name] for name in ("managers", "employees") if name in surveys]
    found = shared_column(customers, inner)
    if found:
        print(f"Groups compared: {found!r}, which all surveys have; --by names another column.")
    return found
