"""Every estimator by name: a discrepancy, and the errors and tests that go with it."""

from __future__ import annotations

from dataclasses import dataclass

from svqkit.psychometrics.sem.discrepancy import DISCREPANCIES, Discrepancy
from svqkit.psychometrics.sem.scaling import SatorraBentler, ScaledTest, YuanBentler

__all__ = ["ESTIMATORS", "Estimator"]


@dataclass(frozen=True)
class Estimator:
    """What is minimised, and how its result is tested where answers are not normal.

    ``scaled`` is None for tests and errors that follow from the discrepancy alone; others need
    the single answers.
    """

    name: str
    discrepancy: Discrepancy
    scaled: ScaledTest | None = None

    @property
    def convention(self) -> str:
        """How the numbers are computed."""
        plain = self.discrepancy.convention
        return plain if self.scaled is None else f"{plain}; {self.scaled.convention}"


ESTIMATORS: dict[str, Estimator] = {
    one.name: one
    for one in (
        Estimator("ML", DISCREPANCIES["ML"]),
        Estimator("MLM", DISCREPANCIES["ML"], SatorraBentler()),
        Estimator("MLR", DISCREPANCIES["ML"], YuanBentler()),
        Estimator("ULS", DISCREPANCIES["ULS"]),
        Estimator("GLS", DISCREPANCIES["GLS"]),
    )
}
"""Every estimator there is, by name."""
