"""What was decided for the reader, why, and where to decide otherwise."""

from __future__ import annotations

from typing import Any

from ..columns import head, text
from ..document import Section, table
from ..words import plural

__all__ = ["decisions"]


def decisions(validation: Any) -> Section:
    """Compose the section on decisions.

    Parameters
    ----------
    validation : Validation

    Returns
    -------
    Section
        Table ``decisions``.
    """
    frame = validation.decisions
    return Section(
        "decisions",
        "Decisions",
        f"The numbers of this report rest on {plural(len(frame), 'decision')}. Those that were not "
        "yours are svqkit's defaults: defend each, or change it before you look again.",
        (
            table(
                "decisions",
                frame.reset_index(),
                "What was decided, and where to decide otherwise",
                [
                    head("decision", "Decision"),
                    text("taken", "Taken", wide=True),
                    text("because", "Because", wide=True),
                    text("change", "Change it by", wide=True),
                ],
                note="Options are those of validate(); calls that begin with svq. come before it.",
                stack=True,
            ),
        ),
        convention="A choice taken after a look at its result is no longer a choice: state the "
        "decisions, and what another one would have given (Simmons, Nelson & Simonsohn 2011).",
    )
