"""What would be read from a source and why, to be looked at before it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from svqkit.errors import DataError
from svqkit.instruments.instrument import Instrument
from svqkit.responses.columns import plan_columns
from svqkit.responses.headers.column import Column
from svqkit.responses.headers.decisions import language_of, matched_columns
from svqkit.responses.headers.likeness import MARGIN, SURE
from svqkit.responses.plan_display import about, columns_shown, example, notes_shown, short
from svqkit.responses.sheet import Sheet
from svqkit.result import Part, Result

__all__ = ["ReadingPlan"]


@dataclass(frozen=True, eq=False, repr=False)
class ReadingPlan(Result):
    """What ``read_responses`` will do with a source.

    Attributes
    ----------
    instrument : Instrument
        Named by the user, or the one that fits best.
    candidates : DataFrame, index ``instrument``
        ``score`` (items found over items asked, strange items counted against it), ``found``,
        ``asked``, ``strange``; the best first.
    tool : str or None
        Whose export it is.
    language : str or None
        Language of the questions, where headers were recognised by their words.
    layout : str
        ``wide``, or what was done with a long table.
    columns : DataFrame
        ``position`` (from 1), ``header``, ``becomes`` (empty where left out), ``why``,
        ``certainty`` (per cent), ``example``.
    unclear : DataFrame
        ``position``, ``what``, ``proposal``, ``certainty``, ``settle``: what needs a look.
        ``read_responses(plan)`` follows the proposals, ``read_responses(path)`` refuses.
    source : dict
        ``name``, ``encoding``, ``separator``, ``decimal``, ``header_rows`` and so on.
    sheet, matched, options
        The table, the decisions on its columns, and what the plan was asked with.

    Examples
    --------
    >>> import svqkit as svq
    >>> frame = pd.DataFrame([[5] * 22], columns=[f"P{i}" for i in range(1, 23)])
    >>> svq.plan_reading(frame, "servperf").columns.loc[0, "becomes"]
    'P1'
    """

    instrument: Instrument
    candidates: pd.DataFrame
    tool: str | None
    language: str | None
    layout: str
    source: dict[str, Any]
    sheet: Sheet = field(repr=False)
    matched: tuple[Column, ...] = field(repr=False)
    options: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def columns(self) -> pd.DataFrame:
        """Every column of the table and what becomes of it."""
        rows = [
            {
                "position": one.position + 1,
                "header": one.header,
                "becomes": one.becomes or "",
                "why": one.why,
                "certainty": one.certainty,
                "example": example(self.sheet, one),
            }
            for one in self.matched
        ]
        return pd.DataFrame(rows)

    @property
    def tied(self) -> list[str]:
        """Other instruments that fit the columns as well as the one taken."""
        if len(self.candidates) < 2 or not self.candidates["score"].iloc[0]:
            return []
        best, rest = self.candidates.iloc[0], self.candidates.iloc[1:]
        equal = (rest["score"] >= best["score"] - 1e-9) & (rest["found"] == best["found"])
        return rest.index[equal].tolist()

    @property
    def unclear(self) -> pd.DataFrame:
        """What was guessed without being sure, and how to settle it."""
        rows: list[dict[str, Any]] = []
        if self.tied:
            rows.append(
                {
                    "position": 0,
                    "what": "which instrument",
                    "proposal": self.instrument.name,
                    "certainty": 100.0 / (1 + len(self.tied)),
                    "settle": f'instrument="{self.tied[0]}" if it is that one',
                }
            )
        headers = self.sheet.header
        for one in self.matched:
            if not one.sure:
                key = repr(one.header) if headers.count(one.header) == 1 else one.position + 1
                rows.append(
                    {
                        "position": one.position + 1,
                        "what": one.header,
                        "proposal": one.becomes,
                        "certainty": one.certainty,
                        "settle": f"{{{key}: {one.becomes!r}}}",
                    }
                )
        return pd.DataFrame(rows, columns=["position", "what", "proposal", "certainty", "settle"])

    @property
    def refusal(self) -> str:
        """Why these columns cannot be read even as planned; empty where they can."""
        names = dict.fromkeys(one.becomes for one in self.matched if one.becomes is not None)
        try:
            plan_columns(list(names), self.instrument, self.options.get("importance"))
        except DataError as problem:
            return str(problem)
        return ""

    def settle(self, choices: Mapping[Any, str | None]) -> ReadingPlan:
        """Say what columns hold, and plan again.

        Parameters
        ----------
        choices : mapping
            Header, or position from 1, → name such as ``"P7"``; None leaves the column out.

        Returns
        -------
        ReadingPlan

        Raises
        ------
        DataError
            If a column is not there.

        Examples
        --------
        >>> import svqkit as svq
        >>> frame = pd.DataFrame([[5] * 22], columns=["a", *(f"P{i}" for i in range(2, 23))])
        >>> plan = svq.plan_reading(frame, "servperf").settle({"a": "P1"})
        >>> plan.columns.loc[0, ["becomes", "why"]].tolist()
        ['P1', 'as you said']
        """
        options = {**self.options, "rename": {**self.options["rename"], **choices}}
        matched = tuple(matched_columns(self.sheet, self.instrument, self.tool, options))
        return replace(self, matched=matched, language=language_of(matched), options=options)

    def accept(self) -> ReadingPlan:
        """Take every proposal as it stands.

        Returns
        -------
        ReadingPlan
            Without unclear columns.
        """
        return self.settle({i.position + 1: i.becomes for i in self.matched if not i.sure})

    def refuse_unclear(self) -> None:
        """Refuse to read what is not sure.

        Raises
        ------
        DataError
            With the plan's unclear lines and the ways to settle them.
        """
        unclear = self.unclear
        if unclear.empty:
            return
        lines = [
            f"  {short(row.what, 60)} → {row.proposal}? ({row.certainty:.0f} %)"
            for row in unclear.head(12).itertuples()
        ]
        if len(unclear) > 12:
            lines.append(f"  and {len(unclear) - 12} more")
        raise DataError(
            f"{len(unclear)} columns or choices of {self.source.get('name', 'the table')} are not "
            f"clear enough to be read without a look:\n" + "\n".join(lines) + "\n"
            f"Look at plan = plan_reading(source), correct it with plan.settle({unclear['settle'].iloc[-1]}) "
            "where it is wrong, and read it with read_responses(plan); or name the columns with "
            f"rename=. Taken without asking is a likeness of {SURE:.0f} % and more that leads by "
            f"{MARGIN:.0f}.",
            column=unclear["what"].iloc[0],
        )

    def _title(self) -> str:
        return f"Plan for reading {self.source.get('name', 'a table')}"

    def _parts(self) -> list[Part]:
        parts: list[Part] = [
            (
                "Source",
                about(self.source, self.tool, self.layout, self.language, len(self.sheet.cells)),
            )
        ]
        shown = self.candidates.head(4)
        parts.append((f"Instrument: {self.instrument.title}", shown))
        parts.append(("Columns", columns_shown(self.matched, self.sheet, self.instrument)))
        if self.sheet.notes:
            parts.append(("Noted on the way", notes_shown(self.sheet)))
        unclear = self.unclear
        if len(unclear):
            caption = f"Unclear: {len(unclear)}" + (
                ", the first 12 here" if len(unclear) > 12 else ""
            )
            first = unclear.head(12)
            shown = first.assign(
                what=first["what"].map(short),
                certainty=first["certainty"].map("{:.0f} %".format),
                settle=first["settle"].map(lambda way: short(way, 44)),
            ).set_index("position")
            parts.append((caption, shown.rename_axis("no")))
            parts.append(
                (
                    "What to do",
                    "Correct with plan.settle({…}) what is wrong; plan.unclear lists all. "
                    "read_responses(plan) takes the proposals as they stand.",
                )
            )
        refusal = self.refusal
        if refusal:
            parts.append(("It cannot be read like this", refusal))
        elif not len(unclear):
            parts.append(("Unclear", "Nothing: read_responses(plan) reads it."))
        return parts

    def __repr__(self) -> str:
        # Chinese and Korean letters are two columns wide on a terminal.
        with pd.option_context("display.unicode.east_asian_width", True):
            return super().__repr__()
