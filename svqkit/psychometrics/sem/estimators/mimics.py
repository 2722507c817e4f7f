"""How other programs count: one object a program, each an estimator's other clothes.

Estimates hardly differ between programs; χ², the errors and what is read off them do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import log, nan

from svqkit.psychometrics.sem.discrepancies.other_likelihoods import (
    AmosLikelihood,
    WishartLikelihood,
)
from svqkit.psychometrics.sem.estimators.estimators import ESTIMATORS, Estimator, Shown
from svqkit.psychometrics.sem.fit.mplus_scaling import MplusSatorraBentler
from svqkit.psychometrics.sem.fit.rmsea import ChiSquare, rmsea

__all__ = ["MIMICS", "Mimic", "mimicked"]


@dataclass(frozen=True)
class Mimic:
    """A program's estimators, and whether it takes intercepts into every model.

    ``estimators`` is None where all of ours are meant.
    """

    name: str
    estimators: Mapping[str, Estimator] | None = None
    means: bool | None = field(default=None)


def _eqs_minimum(fit: Shown, groups: int) -> Shown:
    """Half the minimum of F itself, as lavaan's fmin, where χ² is (N − groups)·F."""
    return fit | {"fmin": 0.5 * fit["chisq"] / (fit["ntotal"] - groups)}


def _amos(fit: Shown, groups: int) -> Shown:
    """RMSEA without √groups; FMIN is F itself; AIC is χ² + 2q, BIC χ² + q ln N for one group."""
    freed = int(fit["ntotal"]) - groups
    found = fit | {"fmin": fit["chisq"] / freed}
    found |= rmsea(ChiSquare(fit["chisq"], fit["df"]), freed, 1)
    found["aic"] = fit["chisq"] + 2 * fit["npar"]
    alone = groups == 1 and fit["srmr"] == fit["srmr_bentler_nomean"]
    found["bic"] = fit["chisq"] + fit["npar"] * log(fit["ntotal"]) if alone else nan
    return found | dict.fromkeys(("logl", "unrestricted_logl", "bic2"), nan)


def _mplus_srmr(fit: Shown, groups: int) -> Shown:
    """Show Mplus' SRMR, which Mplus prints where errors rest on observed information."""
    return fit | {"srmr": fit["srmr_mplus"]}


def _eqs() -> dict[str, Estimator]:
    wishart = WishartLikelihood()
    found = {
        name: replace(ESTIMATORS[name], discrepancy=wishart, shown=_eqs_minimum)
        for name in ("ML", "MLM")
    }
    found["ML"] = replace(found["ML"], full_information=None)
    return found | {name: ESTIMATORS[name] for name in ("ULS", "GLS")}


def _mplus() -> dict[str, Estimator]:
    said = "SRMR of Mplus"
    return {
        "ML": ESTIMATORS["ML"],
        "MLM": replace(ESTIMATORS["MLM"], scaled=MplusSatorraBentler()),
        "MLR": replace(ESTIMATORS["MLR"], shown=_mplus_srmr, shown_as=said),
    }


MIMICS: dict[str, Mimic] = {
    one.name: one
    for one in (
        Mimic("lavaan"),
        Mimic("EQS", _eqs()),
        Mimic(
            "AMOS",
            {
                "ML": replace(
                    ESTIMATORS["ML"],
                    discrepancy=AmosLikelihood(),
                    full_information=None,
                    shown=_amos,
                    shown_as="RMSEA without √groups, FMIN = F (lavaan halves it), AIC = χ² + "
                    "2·parameters, BIC for one group without intercepts only",
                )
            },
        ),
        Mimic("Mplus", _mplus(), means=True),
    )
}
"""Every program there is, by name."""


def mimicked(method: Estimator, mimic: str) -> Estimator:
    """Find a program's version of an estimator.

    Parameters
    ----------
    method : Estimator
    mimic : {"lavaan", "EQS", "AMOS", "Mplus"}

    Returns
    -------
    Estimator

    Raises
    ------
    ValueError
        If the program is unknown, or its version of the estimator is.

    Examples
    --------
    >>> mimicked(ESTIMATORS["ML"], "EQS").discrepancy.unbiased
    True
    """
    if mimic not in MIMICS:
        raise ValueError(f"mimic={mimic!r} is unknown; choose from {', '.join(MIMICS)}")
    known = MIMICS[mimic].estimators
    if known is None:
        return method
    if ESTIMATORS.get(method.name) is not method or method.name not in known:
        raise ValueError(
            f"mimic={mimic!r} is not offered with estimator={method.name!r}; "
            f"choose from {', '.join(known)}"
        )
    return known[method.name]
