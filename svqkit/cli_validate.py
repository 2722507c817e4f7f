"""Validate a survey from the command line: one of your own, or the bundled one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from svqkit.cli_guard import fail

__all__ = ["Instrument", "Seed", "demo", "validate"]

Instrument = Annotated[
    str | None,
    typer.Option(
        "--instrument",
        "-i",
        help="Catalogue name (see: svqkit instruments) or a YAML file; servqual if left out.",
    ),
]
Language = Annotated[
    str | None, typer.Option(help="Language of the instrument's words: en, nl, ...")
]
Seed = Annotated[int, typer.Option(min=0, help="Makes everything random repeat exactly.")]


def demo(
    out: Annotated[Path, typer.Option(help="Where the report goes.")] = Path(
        "out/bank-report.html"
    ),
) -> None:
    """Validate the bundled bank survey.

    It is read from its file, exactly as a file of yours would be.
    """
    from svqkit.bundled import bundled
    from svqkit.cli_run import read_source, run_validation

    source = bundled("datasets") / "bank" / "bank.csv"
    responses = read_source(str(source), "servqual")
    run_validation(responses, out, group="branch", seed=1)
    here = Path.cwd() == source.parents[2]
    print("Open it in any browser; it needs nothing but itself.\n")
    print("The same for a file of yours:\n  svqkit validate your-survey.csv")
    print(f"The notebooks, in JupyterLab:\n  {'make' if here else 'svqkit'} lab")


def validate(
    source: Annotated[
        str, typer.Argument(metavar="FILE|DATASET", help="A survey file, or a data set's name.")
    ],
    instrument: Instrument = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="The report: .html, .docx, .xlsx or .json; out/NAME-report.html if left out."
        ),
    ] = None,
    language: Language = None,
    rename: Annotated[
        list[str] | None,
        typer.Option(
            metavar="OLD=NEW", help="A column's name in the file, and ours (P1, E1, ...)."
        ),
    ] = None,
    outcome: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN", help="A criterion, such as satisfaction; may be repeated."),
    ] = None,
    group: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Column whose groups are compared.")
    ] = None,
    criteria: Annotated[
        str, typer.Option(help="A TOML file with criteria of your own, chosen beforehand.")
    ] = "default",
    bootstrap: Annotated[
        int, typer.Option(min=0, help="Resamples for intervals; 0 uses formulas.")
    ] = 0,
    seed: Seed = 1,
) -> None:
    """Validate a survey file: print the verdict, write the report.

    Any verdict ends with exit code 0; input that cannot be used with 2.
    """
    from svqkit.cli_run import note_of_language, read_source, run_validation
    from svqkit.present.report.write import checked_path

    if out is None:
        out = Path("out") / f"{Path(source).stem}-report.html"
    if out.exists() and Path(source).exists() and out.samefile(source):
        fail(f"the report would replace {source}, which holds the answers; name another --out.")
    checked_path(out)
    responses = read_source(
        source, instrument, language=language, rename=rename or (), outcomes=outcome or ()
    )
    note_of_language(responses.instrument)
    run_validation(responses, out, criteria=criteria, group=group, bootstrap=bootstrap, seed=seed)
