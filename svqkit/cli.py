"""The ``svqkit`` command: the functions of ``import svqkit``, one command each.

Every command answers bad input in plain words with exit code 2. Heavy imports wait inside the
commands, so that ``svqkit --help`` answers at once.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from svqkit.cli_collect import collect
from svqkit.cli_diagnose import diagnose
from svqkit.cli_form import form
from svqkit.cli_guard import UNUSABLE, plain_errors
from svqkit.cli_validate import Instrument, Seed, demo, validate

__all__ = ["app", "main"]

app = typer.Typer(
    help="Find out whether a service-quality questionnaire measures what it claims.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Browser = Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser.")]


def _show_version(asked: bool) -> None:
    if asked:
        import svqkit

        print(f"svqkit {svqkit.__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Say the version."),
    ] = False,
) -> None:
    pass


app.command()(plain_errors()(demo))


app.command()(plain_errors()(validate))


app.command()(plain_errors()(diagnose))


@app.command()
@plain_errors()
def plan(
    source: Annotated[
        str, typer.Argument(metavar="FILE|FOLDER", help="A survey file, or a folder of them.")
    ],
    instrument: Annotated[
        str,
        typer.Option("--instrument", "-i", help="Catalogue name or YAML file; found if left out."),
    ] = "auto",
    rename: Annotated[
        list[str] | None,
        typer.Option(metavar="OLD=NEW", help="A column's name or number, and ours (P1, E1, ...)."),
    ] = None,
) -> None:
    """Show how a survey file would be read, and why; nothing is read yet."""
    from svqkit.cli_plan import next_command, plan_file

    planned = plan_file(source, instrument, rename or ())
    print(planned)
    if planned.refusal:
        raise SystemExit(UNUSABLE)
    lead = "As planned" if planned.unclear.empty else "If the proposals are right"
    print(f"\n{lead}:\n  {next_command(planned, source, rename or ())}")


@app.command()
@plain_errors()
def instruments() -> None:
    """List the questionnaires of the catalogue."""
    import svqkit
    from svqkit.result import frame_to_text

    listed = svqkit.list_instruments()[["title", "items", "dimensions", "scale", "languages"]]
    print(frame_to_text(listed))


app.command()(plain_errors()(form))


app.command()(plain_errors()(collect))


@app.command()
@plain_errors()
def simulate(
    out: Annotated[Path, typer.Argument(metavar="FILE", help="The CSV file to write.")],
    instrument: Instrument = None,
    n: Annotated[int, typer.Option("--n", "-n", min=2, help="Respondents.")] = 400,
    careless: Annotated[float, typer.Option(help="Share that answers without reading.")] = 0.0,
    missing: Annotated[float, typer.Option(help="Share of answers that is lost.")] = 0.0,
    seed: Seed = 1,
) -> None:
    """Write a simulated survey, with its truth beside it."""
    import svqkit
    from svqkit.cli_simulate import write_survey

    drawn = svqkit.simulate(
        instrument or "servqual", n, careless=careless, missing=missing, seed=seed
    )
    truth = write_survey(drawn, out)
    print(f"{n} respondents: {out}\nWhat is true of them: {truth}")


@app.command()
@plain_errors()
def lab(
    folder: Annotated[Path, typer.Argument(help="Your working folder.")] = Path("svqkit-notebooks"),
    browser: Browser = True,
    port: Annotated[int, typer.Option(min=1024, max=65535, help="First port to try.")] = 8888,
    instructor: Annotated[
        bool,
        typer.Option("--instructor", help="Bring solved notebooks and instructor's notes too."),
    ] = False,
) -> None:
    """Copy the notebooks to a folder and open JupyterLab there.

    A file of yours is never replaced; newer notebooks land beside as name.new.ipynb.
    """
    from svqkit.cli_lab import start_lab

    start_lab(folder, browser=browser, port=port, instructor=instructor)


@app.command()
@plain_errors()
def present(
    name: Annotated[
        str | None,
        typer.Argument(
            help="A page, a lesson (L04), a case (C01) or a notebook's path; else the gallery."
        ),
    ] = None,
    data: Annotated[
        str | None,
        typer.Option(
            help="Your answers: a file, a folder of svqkit collect, or a data set's name."
        ),
    ] = None,
    managers: Annotated[
        str | None, typer.Option(metavar="FILE|DATASET", help="The managers' survey.")
    ] = None,
    employees: Annotated[
        str | None, typer.Option(metavar="FILE|DATASET", help="The employees' survey.")
    ] = None,
    language: Annotated[str | None, typer.Option(help="en, zh-Hans, zh-Hant or nl.")] = None,
    state: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="What “Save state” has written: start from there."),
    ] = None,
    slides: Annotated[
        bool, typer.Option("--slides", help="Show the notebook as slides; lessons and cases are.")
    ] = False,
    browser: Browser = True,
    port: Annotated[int, typer.Option(min=1024, max=65535, help="First port to try.")] = 8866,
) -> None:
    """Show pages with live pictures, or slides, to people in a room."""
    from svqkit.cli_present import start_present

    start_present(
        name, data=data, managers=managers, employees=employees, language=language, state=state,
        slides=slides, browser=browser, port=port,
    )  # fmt: skip


@app.command(name="class-report")
@plain_errors()
def class_report(
    folder: Annotated[
        Path,
        typer.Argument(metavar="FOLDER", help="With the progress files that learners exported."),
    ],
    out: Annotated[
        Path, typer.Option(help="Where the report goes; its tables and picture go beside it.")
    ] = Path("out/class-report.html"),
) -> None:
    """Report what a class made of the lessons: which exercise, which misconception, how often.

    Learners write their files with export_progress("name.json").
    """
    from svqkit.cli_class import report_class

    found = report_class(folder, out)
    print(found)
    print(f"\nThe report: {out} (tables as CSV and the picture beside it)")


@app.command()
@plain_errors()
def doctor() -> None:
    """Check the installation and say what to do."""
    from svqkit.doctor import examine

    checks = examine()
    print(checks)
    if not checks.fine:
        raise SystemExit(1)


def main() -> None:
    """Run the command line.

    Examples
    --------
    >>> import sys
    >>> sys.argv = ["svqkit", "--version"]
    >>> main()
    Traceback (most recent call last):
    ...
    SystemExit: 0
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal without these letters shows "?", and the command goes on.
            stream.reconfigure(errors="replace")
    app()


if __name__ == "__main__":
    main()
