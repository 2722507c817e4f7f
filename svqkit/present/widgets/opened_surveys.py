"""The three surveys that a page on the gap model was opened with."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from svqkit.present.widgets.opened import (
    DATA_FILE,
    EMPLOYEES_FILE,
    LANGUAGE,
    MANAGERS_FILE,
    in_words_of,
    opened_data,
    read_survey,
)

__all__ = ["opened_surveys"]

_OF_BANK = ("", "bank")


def opened_surveys(
    *, environment: Mapping[str, str] | None = None
) -> tuple[Any, Any | None, Any | None]:
    """Read the surveys of customers, managers and employees that a page was opened with.

    Without data these are the bank's. With data of one's own managers and employees are those that
    were named; without them only Gap 5 is measured.

    Parameters
    ----------
    environment : mapping, optional
        Default is this process's environment; as for ``opened_data``, and where ``svqkit present``
        puts ``SVQKIT_MANAGERS_FILE`` and ``SVQKIT_EMPLOYEES_FILE``.

    Returns
    -------
    tuple of Responses or None
        Customers, managers, employees; None for a survey that is not there.

    Raises
    ------
    DataError
        As ``opened_data``.

    Examples
    --------
    >>> [one.n for one in opened_surveys(environment={})]
    [412, 9, 64]
    >>> opened_surveys(environment={DATA_FILE: "bank_wave2"})[1:]
    (None, None)
    """
    given = os.environ if environment is None else environment
    language, bank = given.get(LANGUAGE, ""), given.get(DATA_FILE, "") in _OF_BANK
    customers = opened_data(environment=given)

    def inside(variable: str, kind: str) -> Any | None:
        file = given.get(variable, "") or (f"bank_{kind}" if bank else "")
        return in_words_of(read_survey(file, kind, f"--{kind}"), language) if file else None

    return customers, inside(MANAGERS_FILE, "managers"), inside(EMPLOYEES_FILE, "employees")
