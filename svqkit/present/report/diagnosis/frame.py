"""What the sections of a diagnosis share: its words, its names, its columns with intervals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from svqkit.interface import LANGUAGES, translator

from .. import numbers
from ..document import Column
from ..names import dimension_name, item_name, with_labels

__all__ = ["Frame", "frame_of"]

Say = Callable[..., str]


@dataclass(frozen=True)
class Frame:
    """A diagnosis with the words around it.

    ``language`` is that of the report's own words; ``foreign`` the tag of the questionnaire's
    words where they are in another.
    """

    diagnosis: Any
    instrument: Any
    say: Say
    language: str
    foreign: str
    titles: Mapping[str, str]

    @property
    def level(self) -> str:
        """The level of intervals, in words for a heading."""
        return self.say("{level} % interval", level=f"{100 * self.diagnosis.ci_level:g}")

    def dimension(self, name: object) -> str:
        """Name a dimension, an antecedent or the total."""
        if name == "total":
            return self.say("Total")
        return self.titles.get(str(name), dimension_name(name, self.instrument))

    def item(self, code: object) -> str:
        """Name an item by code and label, as a sentence does."""
        return item_name(code, self.instrument)

    def estimate(
        self,
        sources: tuple[str, str, str],
        heading: str,
        digits: int = 2,
        *,
        bounded: bool = False,
    ) -> Column:
        """Give a column of estimates with their intervals; a copy carries three numbers."""
        show = numbers.bounded if bounded else numbers.number
        free = not bounded

        def shown(value: object, low: object, high: object) -> str:
            span = numbers.interval(low, high, digits, free=free)
            return show(value, digits) + ("" if span == numbers.NOTHING else f" {span}")

        low, high = (
            self.say("{heading}, lower end", heading=heading),
            self.say("{heading}, upper end", heading=heading),
        )
        return Column(sources, f"{heading} [{self.level}]", shown, copied_as=(heading, low, high))

    def items(self, table: pd.DataFrame) -> pd.DataFrame:
        """Put labels and dimensions' titles beside the items of a table."""
        return with_labels(table, self.instrument)

    def dimensions(self, table: pd.DataFrame, total: pd.Series | None = None) -> pd.DataFrame:
        """Name the dimensions in a first column; the total comes last."""
        frame = table
        if total is not None:
            frame = pd.concat([table, total.to_frame("total").T]).infer_objects()
        named = frame.reset_index(drop=True)
        named.insert(0, "scale", [self.dimension(name) for name in frame.index])
        return named

    def signed(self, value: float, low: float, high: float) -> str:
        """Set an estimate and its interval as a sentence needs them."""
        return f"{numbers.number(value)} {numbers.interval(low, high, free=True)}"


def frame_of(diagnosis: Any) -> Frame:
    """Gather the words of a diagnosis.

    Parameters
    ----------
    diagnosis : Diagnosis

    Returns
    -------
    Frame
    """
    instrument = diagnosis.instrument
    own = instrument.language
    language = own if own in LANGUAGES else "en"
    others = [one.instrument for one in diagnosis.surveys.others.values()]
    titles = {k: v for one in (*others, instrument) for k, v in one.dimension_titles.items()}
    return Frame(
        diagnosis,
        instrument,
        translator(own),
        language,
        "" if language == own else own,
        titles,
    )
