"""SIPOC: a process on one page, from its suppliers to its customers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.processes.rows import name_of
from svqkit.result import Part, Result

__all__ = ["Sipoc", "sipoc"]

FEWEST, MOST = 3, 7


@dataclass(frozen=True, eq=False, repr=False)
class Sipoc(Result):
    """Suppliers, inputs, process, outputs, customers.

    Attributes
    ----------
    process : list of str
        Steps.
    inputs : DataFrame
        ``supplier input``.
    outputs : DataFrame
        ``output customer``.
    table : DataFrame
        ``suppliers inputs process outputs customers`` side by side, empty cells where a column is
        shorter.
    requirements : dict of str to str
        What customers ask of an output.
    remarks : list of str

    Examples
    --------
    >>> import svqkit as svq
    >>> svq.sipoc(["order", "cook", "serve"], inputs={"guest": ["order"]},
    ...           outputs={"guest": ["meal"]}).table.shape
    (3, 5)
    """

    process: list[str]
    inputs: pd.DataFrame
    outputs: pd.DataFrame
    table: pd.DataFrame
    requirements: dict[str, str]
    remarks: list[str]

    def _title(self) -> str:
        return "SIPOC"

    def _parts(self) -> list[Part]:
        parts: list[Part] = [("", self.table)]
        if self.requirements:
            asked = pd.Series(self.requirements, name="requirement").rename_axis("output")
            parts.append(("What customers ask", asked.to_frame()))
        if self.remarks:
            parts.append(("Remarks", " ".join(self.remarks)))
        return parts


def sipoc(
    process: Sequence[str],
    *,
    inputs: Mapping[str, Sequence[str]],
    outputs: Mapping[str, Sequence[str]],
    requirements: Mapping[str, str] | None = None,
) -> Sipoc:
    """Put a process on one page: suppliers, inputs, process, outputs, customers.

    Parameters
    ----------
    process : sequence of str
        Three to seven steps, in order; a finer map is for ``value_stream``.
    inputs : mapping of str to sequence of str
        Supplier to what comes from it.
    outputs : mapping of str to sequence of str
        Customer to what goes to them.
    requirements : mapping of str to str, optional
        Output to what customers ask of it.

    Returns
    -------
    Sipoc
        ``.table``, ``.remarks``; ``plot_sipoc`` draws it.

    Raises
    ------
    DataError
        If a part is empty, a text blank, a step twice there, or a requirement is of no output.

    References
    ----------
    Pyzdek & Keller (2014), The Six Sigma Handbook, 4th ed. (define phase).

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.sipoc(
    ...     ["Welcome", "Fill in", "Check identity", "Sign"],
    ...     inputs={"Customer": ["identity card", "details"], "Head office": ["rules"]},
    ...     outputs={"Customer": ["account", "card"]},
    ...     requirements={"account": "within half an hour"})
    >>> found.table["suppliers"].tolist()
    ['Customer', 'Customer', 'Head office', '']
    """
    steps = _texts("process", process)
    for k, step in enumerate(steps):
        if step in steps[:k]:
            raise DataError(f"step {step!r} is there twice in the process")
    coming, going = _pairs("inputs", inputs), _pairs("outputs", outputs)
    stated = {} if requirements is None else requirements
    if not isinstance(stated, Mapping):
        raise DataError(f"requirements must be a mapping of output to text, not {requirements!r}")
    asked = {name_of(output): name_of(said) for output, said in stated.items()}
    for output, said in asked.items():
        if not said:
            raise DataError(f"the requirement of {output!r} is empty; leave it out")
    named = {output for _, output in going}
    strangers = [output for output in asked if output not in named]
    if strangers:
        raise DataError(f"a requirement is of {strangers[0]!r}, which is no output")
    remarks = []
    if not FEWEST <= len(steps) <= MOST:
        remarks.append(f"{len(steps)} steps; a SIPOC is read at a glance with {FEWEST} to {MOST}.")
    bare = [output for _, output in going if output not in asked]
    if asked and bare:
        remarks.append(f"No requirement is stated for {', '.join(dict.fromkeys(bare))}.")
    columns = {
        "suppliers": [supplier for supplier, _ in coming],
        "inputs": [one for _, one in coming],
        "process": steps,
        "outputs": [one for _, one in going],
        "customers": [customer for customer, _ in going],
    }
    longest = max(map(len, columns.values()))
    table = pd.DataFrame(
        {name: [*cells, *[""] * (longest - len(cells))] for name, cells in columns.items()}
    )
    return Sipoc(
        steps,
        pd.DataFrame(coming, columns=["supplier", "input"]),
        pd.DataFrame([(one, customer) for customer, one in going], columns=["output", "customer"]),
        table,
        asked,
        remarks,
    )


def _texts(name: str, given: Any) -> list[str]:
    if isinstance(given, str) or not hasattr(given, "__iter__"):
        raise DataError(f"{name} must be a list of texts, not {given!r}")
    texts = [name_of(one) for one in given]
    if not texts:
        raise DataError(f"{name} is empty")
    if not all(texts):
        raise DataError(f"entry {texts.index('') + 1} of {name} is empty")
    return texts


def _pairs(name: str, given: Any) -> list[tuple[str, str]]:
    if not isinstance(given, Mapping):
        who = "supplier" if name == "inputs" else "customer"
        raise DataError(f"{name} must be a mapping of {who} to a list, not {given!r}")
    if not given:
        raise DataError(f"{name} is empty")
    return [
        (_texts(f"{name} names", [who])[0], one)
        for who, ones in given.items()
        for one in _texts(f"{name} of {who!r}", ones)
    ]
