"""How many it takes to see a change: before and after, with or without a comparison group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import sqrt

from svqkit.improvement.control.only_numbers import number_options
from svqkit.psychometrics.planning.plan_means import t_power
from svqkit.psychometrics.planning.sample_plan import (
    Goal,
    SamplePlan,
    check_between,
    check_count,
    plan_by_formula,
)

__all__ = ["plan_before_after"]


def plan_before_after(
    effect: float,
    *,
    sd: float = 1.0,
    paired: bool = False,
    correlation: float | None = None,
    comparison: bool = False,
    ancova: bool = False,
    cluster_size: int = 1,
    icc: float = 0.0,
    power: float = 0.80,
    alpha: float = 0.05,
    n: int | Sequence[int] | None = None,
) -> SamplePlan:
    """Plan how many measurements a before-and-after comparison takes.

    Parameters
    ----------
    effect : float
        The smallest change that would matter, in the measure's units; with ``comparison``, how much
        more the treated group shall change.
    sd : float
        Standard deviation between people at one time; for a share p, √(p(1 − p)).
    paired : bool
        The same people before and after.
    correlation : float in (−1, 1), optional
        Of the same people's two measurements; needed where ``paired``.
    comparison : bool
        With a comparison group of the same size (difference in differences).
    ancova : bool
        Compare the second measurements, adjusted for the first ones; needs ``paired`` and
        ``comparison``.
    cluster_size : int
        Measured people of one team or branch, all treated or all not; needs ``comparison``.
    icc : float in [0, 1)
        How alike members of a cluster are (of changes, where ``paired``).
    power, alpha : float
    n : int or sequence of int, optional
        Sizes to tabulate.

    Returns
    -------
    SamplePlan
        ``n`` counts people: of a paired design each is measured twice; of an unpaired one both
        (with ``comparison`` all four) samples together.

    Raises
    ------
    ValueError
        If options do not fit together or are out of range.

    References
    ----------
    Cohen (1988), chapter 2; ANCOVA: Borm, Fransen & Lemmens (2007), Journal of Clinical
    Epidemiology 60, 1234–1238; clusters: Donner & Klar (2000), design effect 1 + (m − 1)·ICC with
    t on the clusters' degrees of freedom. Tested against R's ``power.t.test(strict = TRUE)``.

    Examples
    --------
    >>> plan_before_after(0.5).n, plan_before_after(0.5, paired=True, correlation=0.6).n
    (128, 28)
    >>> plan_before_after(0.5, paired=True, correlation=0.6, comparison=True).n
    104
    """
    number_options(effect=effect)
    gap = check_between("effect", abs(effect), 0, float("inf")) / check_between(
        "sd", sd, 0, float("inf")
    )
    check_between("alpha", alpha, 0, 1)
    _fit_together(paired, correlation, comparison, ancova, cluster_size, icc)
    inflation = 1 + (cluster_size - 1) * icc
    step, shape = _shape(paired, correlation or 0.0, comparison, ancova, cluster_size, inflation)
    what = _what(paired, comparison, ancova)
    given: dict[str, object] = {
        "effect": effect,
        "standard deviation": sd,
        "alpha": alpha,
        "power": power,
    }
    if paired:
        given["correlation of the two times"] = correlation
    if cluster_size > 1:
        given |= {"cluster size": cluster_size, "ICC": icc, "design effect": inflation}
    return plan_by_formula(
        what,
        Goal("power", check_between("power", power, 0, 1)),
        lambda size: {"power": t_power(gap, *shape(size), alpha=alpha)},
        least=4 * step if cluster_size > 1 else 4 * max(step, 1),
        n=n,
        step=step,
        given=given,
        methods=(
            f"With {{n}} people, a two-sided test (α = {alpha:g}) of {what} finds {abs(effect):g} "
            f"with a power of {power:g} (standard deviation {sd:g})."
        ),
        convention="noncentral t, both tails counted (R's power.t.test with strict=TRUE); people "
        "are counted in all groups together",
        source="Cohen (1988), Statistical power analysis for the behavioral sciences, chapter 2",
    )


def _fit_together(
    paired: bool,
    correlation: float | None,
    comparison: bool,
    ancova: bool,
    cluster_size: int,
    icc: float,
) -> None:
    if paired != (correlation is not None):
        raise ValueError("paired=True needs the correlation of the two times, and only it does")
    if correlation is not None:
        check_between("correlation", correlation, -1, 1)
    if ancova and not (paired and comparison):
        raise ValueError("ancova=True needs paired=True and comparison=True")
    check_count("cluster_size", cluster_size, 1)
    if not 0 <= icc < 1:
        raise ValueError(f"icc={icc!r} must be 0 or more and below 1")
    if (icc > 0) != (cluster_size > 1):
        raise ValueError("clusters need both cluster_size (2 or more) and icc (above 0)")
    if cluster_size > 1 and not comparison:
        raise ValueError("clusters are planned for with comparison=True only")


def _shape(
    paired: bool,
    correlation: float,
    comparison: bool,
    ancova: bool,
    cluster_size: int,
    inflation: float,
) -> tuple[int, Callable[[int], tuple[float, float]]]:
    """Give the number of equal groups, and df with √n of the noncentrality for so many people."""
    if not comparison:
        if paired:
            spread = sqrt(2 * (1 - correlation))
            return 1, lambda size: (size - 1, sqrt(size) / spread)
        return 2, lambda size: (size - 2, sqrt(size / 4))
    if paired:
        spread = sqrt(1 - correlation**2) if ancova else sqrt(2 * (1 - correlation))
        step, parts = 2 * cluster_size, 4.0
    else:
        spread, step, parts = 1.0, 4 * cluster_size, 16.0
    lost = 3 if ancova else 2 if paired else 4

    def shape(size: int) -> tuple[float, float]:
        return size / cluster_size - lost, sqrt(size / parts / inflation) / spread

    return step, shape


def _what(paired: bool, comparison: bool, ancova: bool) -> str:
    if ancova:
        return "an adjusted difference (ANCOVA)"
    if comparison:
        return "a difference in differences"
    return "a change of the same people" if paired else "a change between different people"
