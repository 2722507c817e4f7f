"""The three surveys that a page on the gap model was opened with."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from svqkit.present.widgets.opened import DATA_FILE, LANGUAGE, in_words_of, opened_data

__all__ = ["opened_surveys"]

_OF_BANK = ("", "bank")


def opened_surveys(*, environment: Mapping[str, str] | None = None) -> tuple[Any, ...]:
    """Read the surveys of customers, managers and employees that a page was opened with.

    Without data these are the bank's. With data of one's own there are customers only: whose
    managers they have can't be known, so only Gap 5 is measured.

    Parameters
    ----------
    environment : mapping, optional
        Default is this process's environment; as for ``opened_data``.

    Returns
    -------
    tuple of Responses
        Customers, or customers, managers and employees.

    Raises
    ------
    DataError
        As ``opened_data``.

    Examples
    --------
    >>> len(opened_surveys(environment={})), len(opened_surveys(environment={DATA_FILE: "bank_wave2"}))
    (3, 1)
    """
    from svqkit.responses.datasets import load_dataset

    given = os.environ if environment is None else environment
    customers = opened_data(environment=given)
    if given.get(DATA_FILE, "") not in _OF_BANK:
        return (customers,)
    language = given.get(LANGUAGE, "")
    staff = (load_dataset(name) for name in ("bank_managers", "bank_employees"))
    return (customers, *(in_words_of(one, language) for one in staff))
