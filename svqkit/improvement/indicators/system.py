"""An indicator system: what is measured, where it belongs, and how values become scores."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from svqkit.gaps.weighting.given_weights import given_weights
from svqkit.result import Part, Result

__all__ = ["IndicatorSystem"]


@dataclass(frozen=True, eq=False, repr=False)
class IndicatorSystem(Result):
    """Indicators with their definitions, as :func:`svqkit.read_indicators` reads them.

    Attributes
    ----------
    table : DataFrame (index: id)
        ``name area dimension criterion definition kind method formula unit goal review direction
        target source frequency owner weight transform worst best``; texts are empty where nothing
        was given, numbers NaN. Weights sum to 1, or all are NaN.
    title : str
    language : str
        BCP 47, of the names.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.read_indicators(svq.load_dataset("bank_indicators"))
    >>> len(bank.table), bank.table.loc["queue_time", "unit"]
    (15, 'min')
    >>> float(bank.with_weights({name: 100 / 15 for name in bank.table.index}).weights.iloc[0].round(4))
    0.0667
    """

    table: pd.DataFrame
    title: str = "Indicator system"
    language: str = "en"

    @property
    def weights(self) -> pd.Series | None:
        """The weights it states (sum 1), or None."""
        stated = self.table["weight"]
        return None if stated.isna().all() else stated

    def with_weights(self, weights: Any) -> IndicatorSystem:
        """Give the same system with other weights.

        Parameters
        ----------
        weights : result with ``.weights``, Series or mapping
            One for each indicator; they sum to 1 or 100.

        Returns
        -------
        IndicatorSystem
        """
        found = given_weights(weights, list(self.table.index), what="indicator") / 100
        return replace(self, table=self.table.assign(weight=found.to_numpy()))

    def _title(self) -> str:
        return self.title

    def _parts(self) -> list[Part]:
        shown = self.table.reset_index().set_index(["area", "dimension", "id"])
        columns = ["name", "unit", "direction", "target", "weight", "owner"]
        return [
            (
                f"{len(shown)} indicators",
                shown[columns].sort_index(level=[0, 1], sort_remaining=False),
            )
        ]
