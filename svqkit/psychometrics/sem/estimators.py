"""Every estimator by name: a discrepancy, and the errors and tests that go with it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from svqkit.psychometrics.sem.discrepancy import DISCREPANCIES, Discrepancy
from svqkit.psychometrics.sem.full_information import FullInformation
from svqkit.psychometrics.sem.scaling import SatorraBentler, ScaledTest, YuanBentler

__all__ = ["ESTIMATORS", "Estimator"]


@dataclass(frozen=True)
class Estimator:
    """What is minimised, and how its result is tested where answers are not normal.

    ``scaled`` is None for tests and errors that follow from the discrepancy alone; others need
    the single answers. ``full_information`` is the discrepancy for answers with gaps.
    """

    name: str
    discrepancy: Discrepancy
    scaled: ScaledTest | None = None
    full_information: Discrepancy | None = None

    @property
    def convention(self) -> str:
        """How the numbers are computed."""
        plain = self.discrepancy.convention
        return plain if self.scaled is None else f"{plain}; {self.scaled.convention}"

    def with_gaps(self) -> Estimator:
        """Return the same estimator for answers with gaps.

        Raises
        ------
        ValueError
            If it has no such form.
        """
        if self.full_information is None:
            raise ValueError(
                f"missing='fiml' is not offered with estimator={self.name!r}; choose from 'ML', 'MLR'"
            )
        return replace(self, discrepancy=self.full_information)


ESTIMATORS: dict[str, Estimator] = {
    one.name: one
    for one in (
        Estimator("ML", DISCREPANCIES["ML"], full_information=FullInformation()),
        Estimator("MLM", DISCREPANCIES["ML"], SatorraBentler()),
        Estimator("MLR", DISCREPANCIES["ML"], YuanBentler(), FullInformation()),
        Estimator("ULS", DISCREPANCIES["ULS"]),
        Estimator("GLS", DISCREPANCIES["GLS"]),
    )
}
"""Every estimator there is, by name."""
