"""Comparison with others: who differs by more than chance explains (funnel plot, ranks)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.goals.compared_units import read_units
from svqkit.improvement.goals.dispersion import dispersion_of, variance_between
from svqkit.improvement.goals.funnel_limits import chance_limits, standard_errors
from svqkit.improvement.goals.unit_ranks import rank_intervals
from svqkit.improvement.processes.amounts import LARGEST, count, share
from svqkit.result import Part, Result

__all__ = ["Benchmark", "benchmark"]

USUAL, FAR = 0.95, 0.998
"""Probabilities of the two pairs of limits."""


@dataclass(frozen=True, eq=False, repr=False)
class Benchmark(Result):
    """Units beside each other, with what chance allows.

    Attributes
    ----------
    table : DataFrame (index: unit)
        ``n value``, ``low_95 high_95 low_998 high_998`` (limits of chance around the centre),
        ``z``, ``verdict`` (as the others, better, much better, worse, much worse), ``rank
        rank_low rank_high percentile percentile_low percentile_high p_best``.
    centre : float
        All units together, or the norm given.
    kind : {"share", "rate", "mean"}
    sd : float
        Within units, for means.
    dispersion, dispersion_p : float
        Mean squared z around all units together, the outer tenths pulled in (about 1 where only
        chance is at work), and its p.
    tau : float
        Standard deviation between units beyond chance that the limits allow for.
    higher_is_better : bool
    sentence : str
    convention : str

    Examples
    --------
    >>> table = pd.DataFrame({"late": [4, 30, 2], "parcels": [100, 200, 60]}, index=["A", "B", "C"])
    >>> benchmark(table, events="late", n="parcels", higher_is_better=False).table.loc["B", "verdict"]
    'worse'
    """

    table: pd.DataFrame
    centre: float
    kind: str
    sd: float
    dispersion: float
    dispersion_p: float
    tau: float
    higher_is_better: bool
    sentence: str
    convention: str

    def _title(self) -> str:
        return "Benchmark"

    def _parts(self) -> list[Part]:
        shown = ["n", "value", "verdict", "rank", "rank_low", "rank_high", "percentile"]
        return [
            ("", self.sentence),
            ("", self.table[shown].sort_values("rank")),
            (
                "Between units",
                f"centre {self.centre:.3f}, dispersion {self.dispersion:.2f} "
                f"(p {_p(self.dispersion_p)}), τ {self.tau:.3f}",
            ),
            ("Convention", self.convention),
        ]


def benchmark(
    units: pd.DataFrame,
    *,
    value: str | None = None,
    events: str | None = None,
    n: str = "n",
    sd: str | None = None,
    kind: Literal["share", "rate", "mean"] | None = None,
    norm: float | None = None,
    allow: Literal["auto", "chance", "spread"] = "auto",
    higher_is_better: bool = True,
    ci: float = 0.95,
    draws: int = 10_000,
    seed: int | None = 0,
) -> Benchmark:
    """Compare units, and say which differ by more than chance explains.

    A small branch is at the top or the bottom of a league table by chance alone more often than a
    large one. The limits widen accordingly, and ranks carry intervals.

    Parameters
    ----------
    units : DataFrame (index: unit)
    value : str, optional
        Column of means, with ``sd``.
    events : str, optional
        Column of counts: complaints, breaches, promoters. Either this or ``value``.
    n : str
        Column of cases, respondents or exposure.
    sd : str, optional
        Column of standard deviations within units, for means.
    kind : {"share", "rate", "mean"}, optional
        ``"share"`` (events out of n; the default for counts), ``"rate"`` (events an exposure),
        ``"mean"`` (the default with ``value``).
    norm : float, optional
        A standard or an outside figure as the centre; default is all units together.
    allow : {"auto", "chance", "spread"}
        What the limits allow for: chance alone; also the usual spread between units (additive
        random effects); ``"auto"`` allows for it where there is more spread than chance gives
        (p < .05) and there are at least ten units.
    higher_is_better : bool
    ci : float in (0, 1)
        Level of the ranks' intervals.
    draws : int
        For the ranks.
    seed : int, optional

    Returns
    -------
    Benchmark
        ``.table .centre .dispersion .tau .sentence``.

    Raises
    ------
    DataError
        If a column is missing, n is zero or less, events are negative or (shares) more than n, a
        unit comes twice, or fewer than three units are given without a norm.
    ValueError
        If an option is unknown.

    References
    ----------
    Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statistics in
    Medicine 24, 1185–1202: limits, dispersion of z with the outer tenth on each side pulled in,
    additive random effects. Ranks: Marshall & Spiegelhalter (1998).

    Examples
    --------
    >>> import svqkit as svq
    >>> sites = svq.load_dataset("servicedesk_sites")
    >>> found = benchmark(sites, events="solved_at_first", n="contacts")
    >>> found.table.index[found.table["verdict"] == "much worse"].tolist()
    ['Oslo']
    """
    _options(value, events, kind, allow, higher_is_better)
    share("ci", ci)
    many = count("draws", draws)
    chosen = kind or ("mean" if value else "share")
    table, spread = read_units(units, value, events, n, sd, chosen)
    size, observed = table["n"].to_numpy(float), table["value"].to_numpy(float)
    if len(table) < (3 if norm is None else 1):
        raise DataError(f"{len(table)} units are too few to compare; three are needed, or a norm")
    together = float((size * observed).sum() / size.sum())
    centre = together if norm is None else _norm(norm, chosen)
    _possible(centre, chosen)
    # Units without any event (or with nothing else) have no chance spread of their own.
    same = chosen != "mean" and (together == 0 or (chosen == "share" and together == 1))
    around = standard_errors(chosen, centre if same else together, size, spread)
    dispersion, p = dispersion_of((observed - together) / around)
    wide = allow == "spread" or (allow == "auto" and p < 0.05 and len(table) >= 10)
    tau2 = variance_between(dispersion, around) if wide else 0.0
    se = standard_errors(chosen, centre, size, spread)
    for name, level in (("95", USUAL), ("998", FAR)):
        low, high = chance_limits(chosen, centre, size, level, spread, tau2)
        table[f"low_{name}"], table[f"high_{name}"] = low, high
    table["z"] = (observed - centre) / np.sqrt(se**2 + tau2)
    table["verdict"] = _verdicts(table, higher_is_better)
    own_se = spread / np.sqrt(size) if chosen == "mean" else se
    ranks = rank_intervals(
        chosen,
        observed,
        size,
        own_se,
        higher_is_better=higher_is_better,
        ci=ci,
        draws=many,
        seed=seed,
    )
    ranks.index = table.index
    return Benchmark(
        table.join(ranks),
        centre,
        chosen,
        spread,
        dispersion,
        p,
        float(np.sqrt(tau2)),
        higher_is_better,
        _sentence(table, tau2),
        _convention(norm, wide, tau2, ci),
    )


def _options(
    value: str | None, events: str | None, kind: str | None, allow: str, higher_is_better: bool
) -> None:
    if (value is None) == (events is None):
        raise ValueError("give either value= (a column of means) or events= (a column of counts)")
    if kind not in (None, "share", "rate", "mean"):
        raise ValueError(f"kind must be 'share', 'rate' or 'mean', not {kind!r}")
    if kind is not None and (kind == "mean") != (value is not None):
        raise ValueError("kind='mean' goes with value=, 'share' and 'rate' with events=")
    if allow not in ("auto", "chance", "spread"):
        raise ValueError(f"allow must be 'auto', 'chance' or 'spread', not {allow!r}")
    if not isinstance(higher_is_better, (bool, np.bool_)):
        raise ValueError(f"higher_is_better must be True or False, not {higher_is_better!r}")


def _norm(norm: Any, kind: str) -> float:
    number = isinstance(norm, (int, float, np.number)) and not isinstance(norm, bool)
    low, high = {"share": (0.0, 1.0), "rate": (0.0, LARGEST), "mean": (-LARGEST, LARGEST)}[kind]
    if not (number and low < norm < high):
        asked = {"share": "lie between 0 and 1 (62 % is 0.62)", "rate": "be above 0"}
        raise ValueError(f"norm must {asked.get(kind, 'be a number')}, not {norm!r}")
    return float(norm)


def _possible(centre: float, kind: str) -> None:
    if kind == "share" and not 0 < centre < 1:
        raise DataError(f"the share over all units is {centre:g}: there is nothing to compare")
    if kind == "rate" and centre <= 0:
        raise DataError("there are no events in any unit: there is nothing to compare")


def _verdicts(table: pd.DataFrame, higher_is_better: bool) -> list[str]:
    above, below = ("better", "worse") if higher_is_better else ("worse", "better")
    value = table["value"]
    return np.select(
        [
            value > table["high_998"],
            value < table["low_998"],
            value > table["high_95"],
            value < table["low_95"],
        ],
        [f"much {above}", f"much {below}", above, below],
        default="as the others",
    ).tolist()


def _sentence(table: pd.DataFrame, tau2: float) -> str:
    far = [str(name) for name in table.index[table["verdict"].str.startswith("much")]]
    between = int(table["verdict"].isin(["better", "worse"]).sum())
    cause = "chance and the usual spread between units explain" if tau2 else "chance explains"
    said = (
        f"{', '.join(far)} {'differs' if len(far) == 1 else 'differ'} by more than {cause}."
        if far
        else f"No unit differs by more than {cause}."
    )
    expected = (1 - USUAL) * len(table)
    more = {0: "No other lies", 1: "One more lies"}.get(between, f"{between} more lie")
    return (
        f"{said} {more} beyond the 95 % limits only; among {len(table)} units about {expected:.1f} do "
        "so by chance."
    )


def _convention(norm: float | None, wide: bool, tau2: float, ci: float) -> str:
    centre = (
        "The centre is the norm given." if norm is not None else "The centre is all units together."
    )
    limits = (
        "Limits allow for chance and for the spread between units (additive random effects)."
        if wide and tau2 > 0
        else "Limits allow for chance alone."
    )
    return (
        f"{centre} {limits} Much better or worse is beyond the 99.8 % limits. Ranks have "
        f"{ci:.0%} intervals; a percentile is the share of the other units that do worse. "
        "Units may differ in their customers: a limit that is crossed asks for a look, it does not "
        "name a cause."
    )


def _p(p: float) -> str:
    return "< .001" if p < 0.001 else f"{p:.3f}".lstrip("0")
