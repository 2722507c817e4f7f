"""The surveys that a diagnosis rests on, checked and put into one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from svqkit.errors import DataError
from svqkit.instruments.in_language import in_language

__all__ = ["Surveys", "gather_surveys"]


@dataclass(frozen=True)
class Surveys:
    """Customers' answers, and whatever else was asked.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> list(Surveys(bank, three_column=svq.load_dataset("bank_three_column")).others)
    ['three_column']
    """

    customers: Any
    managers: Any = None
    employees: Any = None
    waves: Mapping[str, Any] | None = None
    three_column: Any = None

    @property
    def others(self) -> dict[str, Any]:
        """The surveys beside the customers' own, by what they are."""
        named = {
            "managers": self.managers,
            "employees": self.employees,
            "three_column": self.three_column,
        }
        return {name: one for name, one in named.items() if one is not None}


def gather_surveys(
    customers: Any,
    *,
    managers: Any = None,
    employees: Any = None,
    waves: Mapping[str, Any] | None = None,
    three_column: Any = None,
    language: str | None = None,
) -> Surveys:
    """Check the surveys and give their instruments one language.

    Parameters
    ----------
    customers, managers, employees, three_column : Responses
        All but the customers may be left out.
    waves : mapping of name to Responses, optional
        Surveys in the order of time; the customers' own is put first unless it is among them.
    language : str, optional
        BCP 47; that of the customers' instrument otherwise.

    Returns
    -------
    Surveys

    Raises
    ------
    TypeError
        If a survey is not ``Responses``, or ``waves`` no mapping.
    DataError
        If a wave has the name of the customers' survey and is another.

    Examples
    --------
    >>> import svqkit as svq
    >>> gather_surveys(svq.load_dataset("bank"), language="nl").customers.instrument.language
    'nl'
    """
    if waves is not None and not isinstance(waves, Mapping):
        raise TypeError("waves must map each wave's name to its answers, such as {'2025': answers}")
    given = {
        "customers": customers,
        "managers": managers,
        "employees": employees,
        "three_column": three_column,
    }
    for name, one in {**given, **{f"wave {k!r}": v for k, v in (waves or {}).items()}}.items():
        if one is None and name != "customers":
            continue
        if not hasattr(one, "perceptions") or not hasattr(one, "instrument"):
            raise TypeError(
                f"{name} must be Responses: read them with svq.read_responses(path) first, "
                f"not {type(one).__name__}"
            )
    tongue = language or customers.instrument.language

    def said(one: Any) -> Any:
        if one is None or one.instrument.language == tongue:
            return one
        return replace(one, instrument=in_language(one.instrument.description, tongue))

    spoken = {name: said(one) for name, one in given.items()}
    return Surveys(**spoken, waves=_in_order(waves, customers, spoken["customers"], said))


def _in_order(
    waves: Mapping[str, Any] | None, customers: Any, spoken: Any, said: Any
) -> dict[str, Any] | None:
    if not waves:
        return None
    own = customers.source.get("sha256")
    if any(one is customers or (own and one.source.get("sha256") == own) for one in waves.values()):
        return {str(name): said(one) for name, one in waves.items()}
    first = str(customers.source.get("name") or "1")
    if first in waves:
        raise DataError(
            f"two different waves are called {first!r}; name the customers' own survey too: "
            "waves={'first': customers, ...}"
        )
    return {first: spoken, **{str(name): said(one) for name, one in waves.items()}}
