"""What the evaluation of a training holds."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from svqkit.result import Part, Result

__all__ = ["COLUMNS", "TrainingEffect"]

COLUMNS = [
    "n_trained",
    "n_comparison",
    "before",
    "after",
    "change_comparison",
    "difference_of_changes",
    "estimate",
    "low",
    "high",
    "p",
    "d",
    "by",
]


@dataclass(frozen=True, eq=False, repr=False)
class TrainingEffect(Result):
    """The four levels of a training.

    Attributes
    ----------
    levels : DataFrame (index: level, what)
        ``n_trained n_comparison``; ``before after`` (means of the trained), ``change_comparison``,
        ``difference_of_changes``; ``estimate low high p`` (reaction: the mean; learning and
        behaviour: the adjusted difference; results: that of the result given), ``d``, ``by``.
    adjusted : DataFrame or None (index: level, when, group)
        ``mean low high n``.
    retention : DataFrame or None (index: level)
        ``retained low high n``.
    cost : DataFrame or None (index: level, when)
        ``a_person a_point low high``.
    attrition : DataFrame or None (index: level, group)
        ``people before after follow_up stayed_less_left p``.
    ci_level : float
    sentence, does_not_say, convention : str
    cautions : tuple of str

    Examples
    --------
    >>> from svqkit.improvement.change.training_effect import training_effect
    >>> staff = pd.DataFrame({"new": [1, 1, 1, 0, 0, 0], "a": [1.0, 2, 3, 1, 2, 3],
    ...                       "b": [3.1, 3.9, 5, 1, 2.1, 2.9]})
    >>> found = training_effect(staff, trained="new", learning=("a", "b"))
    >>> float(found.levels.loc[("learning", "after"), "estimate"].round(2))
    2.0
    """

    levels: pd.DataFrame
    adjusted: pd.DataFrame | None
    retention: pd.DataFrame | None
    cost: pd.DataFrame | None
    attrition: pd.DataFrame | None
    ci_level: float
    sentence: str
    does_not_say: str
    convention: str
    cautions: tuple[str, ...]

    def _title(self) -> str:
        return "Effect of a training"

    def _parts(self) -> list[Part]:
        parts: list[Part] = [("", self.sentence), ("Four levels", self.levels)]
        for caption, table in (
            ("Adjusted means", self.adjusted),
            ("Left at the follow-up", self.retention),
            ("Cost of a point", self.cost),
            ("Who was measured", self.attrition),
        ):
            if table is not None:
                parts.append((caption, table))
        parts += [("Caution", one) for one in self.cautions]
        return [
            *parts,
            ("What this does not say", self.does_not_say),
            ("Convention", self.convention),
        ]
