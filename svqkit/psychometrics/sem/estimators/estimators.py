"""Every estimator by name: a discrepancy, and the errors and tests that go with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from svqkit.psychometrics.sem.discrepancies.discrepancy import DISCREPANCIES, Discrepancy
from svqkit.psychometrics.sem.discrepancies.full_information import FullInformation
from svqkit.psychometrics.sem.discrepancies.ordinal_least_squares import (
    DiagonallyWeighted,
    FullyWeighted,
    UnweightedOrdinal,
)
from svqkit.psychometrics.sem.estimators.ordinal_residuals import OrdinalResiduals
from svqkit.psychometrics.sem.estimators.residuals import Residuals
from svqkit.psychometrics.sem.fit.ordinal_robust import robust_from_polychorics
from svqkit.psychometrics.sem.fit.ordinal_tests import MEAN, MEAN_AND_VARIANCE, SCALED_SHIFTED
from svqkit.psychometrics.sem.fit.scaled_fit import Robust, robust_from_corrections
from svqkit.psychometrics.sem.fit.scaling import SatorraBentler, ScaledTest, YuanBentler

__all__ = ["ESTIMATORS", "ORDINAL_ESTIMATORS", "Estimator", "Shown", "choose_estimator"]

Shown = dict[str, float]
"""Fit indices by name."""


def as_it_is(fit: Shown, groups: int) -> Shown:
    """Leave fit indices as they are."""
    return fit


@dataclass(frozen=True)
class Estimator:
    """What is minimised, and how its result is tested where answers are not normal.

    ``scaled`` is None for tests and errors that follow from the discrepancy alone; others need
    the single answers. ``full_information`` is the discrepancy for answers with gaps, ``robust``
    finds the tests that robust indices rest on, ``shown`` turns fit indices into those that
    another program prints (``shown_as`` says how), ``residuals`` shows what is left unexplained.
    """

    name: str
    discrepancy: Discrepancy
    scaled: ScaledTest | None = None
    full_information: Discrepancy | None = None
    robust: Callable[..., Robust] = robust_from_corrections
    shown: Callable[[Shown, int], Shown] = as_it_is
    shown_as: str = ""
    residuals: type[Residuals] = Residuals

    @property
    def convention(self) -> str:
        """How the numbers are computed."""
        errors = self.scaled.convention if self.scaled else self.discrepancy.errors_rest_on
        said = (self.discrepancy.convention, errors, self.shown_as)
        return "; ".join(part for part in said if part)

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
"""Every estimator of numeric answers, by name."""


def _of_ordered(name: str, discrepancy: Discrepancy, scaled: ScaledTest | None = None) -> Estimator:
    return Estimator(
        name, discrepancy, scaled, robust=robust_from_polychorics, residuals=OrdinalResiduals
    )


ORDINAL_ESTIMATORS: dict[str, Estimator] = {
    one.name: one
    for one in (
        _of_ordered("WLSMV", DiagonallyWeighted(), SCALED_SHIFTED),
        _of_ordered("WLSMVS", DiagonallyWeighted(), MEAN_AND_VARIANCE),
        _of_ordered("WLSM", DiagonallyWeighted(), MEAN),
        _of_ordered("DWLS", DiagonallyWeighted()),
        _of_ordered("WLS", FullyWeighted()),
        _of_ordered("ULSMV", UnweightedOrdinal(), SCALED_SHIFTED),
        _of_ordered("ULSMVS", UnweightedOrdinal(), MEAN_AND_VARIANCE),
        _of_ordered("ULSM", UnweightedOrdinal(), MEAN),
        _of_ordered("ULS", UnweightedOrdinal()),
    )
}
"""Every estimator of ordered answers, by name."""


def choose_estimator(name: str | None, *, ordered: bool) -> Estimator:
    """Find an estimator by name; by default ML, or WLSMV for ordered answers.

    Parameters
    ----------
    name : str or None
    ordered : bool

    Returns
    -------
    Estimator

    Raises
    ------
    ValueError
        If there is none of this name for these answers.

    Examples
    --------
    >>> choose_estimator(None, ordered=True).name
    'WLSMV'
    """
    known, other = ESTIMATORS, ORDINAL_ESTIMATORS
    if ordered:
        known, other = other, known
    if name is None:
        return next(iter(known.values()))
    if name in known:
        return known[name]
    if name in other:
        kind, remedy = (
            ("ordered", "leave ordered= out") if ordered else ("numeric", "set ordered=True")
        )
        raise ValueError(
            f"estimator={name!r} is not for {kind} answers; choose from {', '.join(known)}, "
            f"or {remedy}"
        )
    raise ValueError(f"estimator={name!r} is unknown; choose from {', '.join(known)}")
