"""The gap model: what customers, managers and employees together say about where service falls short."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.gaps.organisation.antecedents import COLUMNS, antecedent_table
from svqkit.gaps.organisation.design import ANTECEDENTS, SURVEY_OF
from svqkit.gaps.organisation.evidence import Evidence, gather
from svqkit.gaps.organisation.gap_rows import direct_rows, knowledge_rows, paired_rows
from svqkit.gaps.organisation.notes import measure_words, model_notes, unit_notes
from svqkit.gaps.organisation.resampling import bootstrap_intervals
from svqkit.gaps.organisation.units import unit_labels, unit_table
from svqkit.interface import translator
from svqkit.result import Part, Result

__all__ = ["GapModel", "gap_model"]

_CONVENTION = (
    "Negative = a shortfall. Gap 5 = perception − expectation, paired over customers. Gap 1 = "
    "managers' view of what customers expect − what customers expect (independent samples, Welch). "
    "Gaps 2, 3 and 4 are asked directly, as in the published questionnaires: the published score is "
    "the mean rating (a high score is a small gap; column mean_a), and value is that score less the "
    "top of its scale. The scale of standards (none … formal) and that of expectations (disagree … "
    "agree) have no common unit, so Gap 2 is not a difference of the two. Gaps 2 to 4 are not tested: "
    "nobody can answer above the top. A scale score is the mean over the items answered where at "
    "least half are; totals weight the dimensions equally. Intervals at {ci:.0%}: Student's and "
    "Welch's t for means; d in units of the root mean variance, noncentral t for Gap 5, Bonett (2008) "
    "for Gap 1. p adjusted by Holm over the dimensions of a gap, over its items, and over its "
    "antecedents; for units over all units, dimensions and antecedents of a survey. Alpha: raw, complete respondents, Feldt's interval. Correlations of antecedents "
    "with their own gap: Pearson over the respondents of one survey; the gap is scored so that "
    "higher is smaller (Gap 1: minus the manager's mean absolute distance from customers' mean "
    "expectations), so r > 0 is expected where a high antecedent is desirable; Fisher's interval, "
    "p by all permutations up to 9 respondents, by 99 999 random ones up to 19, by t from 20."
)


@dataclass(frozen=True, eq=False, repr=False)
class GapModel(Result):
    """Gaps 1 to 5 with their antecedents, from up to three surveys.

    Attributes
    ----------
    gaps : DataFrame (index: gap, dimension; the last of each gap is ``"total"``)
        ``value low high n_a n_b mean_a mean_b sd t df p p_holm d d_low d_high measure``. ``value``
        is mean_a − mean_b: perceived − expected (5), managers' view − customers' expectation (1),
        mean rating − top of the scale (2 to 4). With ``bootstrap`` also ``boot_low boot_high``.
    items : DataFrame (index: gap, item)
        The same for Gaps 1 and 5, item by item; Holm over the items of a gap.
    antecedents : DataFrame (index: antecedent)
        ``gap n mean sd low high alpha alpha_low alpha_high n_alpha k desirable shortfall r r_low
        r_high r_p r_p_holm n_r r_detectable``. ``shortfall`` is the mean's distance from the
        desirable end of the scale (0 best … 1 worst); ``r_detectable`` the correlation that n_r
        respondents find with 80 % power.
    units : DataFrame or None (index: unit, gap, measure)
        ``value low high n_a n_b difference difference_low difference_high t df p p_holm masked``;
        measures are dimensions, the total and antecedents; ``difference`` is from all other units.
    missing : Series (index: gap)
        Why a gap could not be computed.
    notes : tuple of str
        What the sizes of the samples allow to say, in the instrument's language.
    instrument : Instrument
        The customers'.
    instruments : dict
        ``customers managers employees``, those that were given.
    convention : str
    ci_level : float

    Examples
    --------
    >>> import svqkit as svq
    >>> type(svq.gap_model(svq.load_dataset("bank"))).__name__
    'GapModel'
    """

    gaps: pd.DataFrame
    items: pd.DataFrame
    antecedents: pd.DataFrame
    units: pd.DataFrame | None
    missing: pd.Series
    notes: tuple[str, ...]
    instrument: Any
    instruments: dict[str, Any]
    convention: str
    ci_level: float

    def _title(self) -> str:
        surveys = ", ".join(self.instruments)
        return f"The gap model ({surveys})"

    def _parts(self) -> list[Part]:
        shown = ["value", "low", "high", "mean_a", "mean_b", "n_a", "n_b", "p_holm", "d"]
        parts: list[Part] = []
        for gap in self.gaps.index.get_level_values("gap").unique():
            table = self.gaps.loc[gap]
            wanted = [name for name in shown if table[name].notna().any()]
            counts = [name for name in ("n_a", "n_b") if name in wanted]
            parts.append(
                (
                    f"Gap {gap}: {table['measure'].iat[0]}",
                    table[wanted].astype(dict.fromkeys(counts, int)),
                )
            )
        if len(self.antecedents):
            columns = ["gap", "mean", "low", "high", "desirable", "shortfall", "alpha", "r", "n_r"]
            parts.append(("Antecedents", self.antecedents[columns]))
        if self.units is not None and len(self.units):
            columns = ["value", "difference", "difference_low", "difference_high", "p_holm"]
            clear = self.units[self.units["p_holm"] < 1 - self.ci_level]
            words = "Units that differ from the rest"
            parts.append((words, clear[columns] if len(clear) else "None, after adjustment."))
        if len(self.missing):
            parts.append(("Not computed", self.missing))
        if self.notes:
            parts.append(("Notes", "\n".join(self.notes)))
        return [*parts, ("Convention", self.convention)]


def gap_model(
    customers: Any,
    managers: Any = None,
    employees: Any = None,
    *,
    unit: str | None = None,
    match: Mapping[str, str] | None = None,
    ci: float = 0.95,
    bootstrap: int = 0,
    seed: int | None = None,
) -> GapModel:
    """Measure the five gaps of service quality and what lies behind them.

    Parameters
    ----------
    customers : Responses
        With expectations for Gaps 1 and 5.
    managers : Responses, optional
        To the instrument ``managers`` or one like it: Gaps 1 and 2. Managers who filled in the
        customers' own form on expectations are taken at that.
    employees : Responses, optional
        To the instrument ``employees`` or one like it: Gaps 3 and 4.
    unit : str, optional
        A column of the surveys' ``respondents``, such as ``"branch"``: each unit is described and
        compared with the rest. Units under 10 respondents are masked, managers' and employees' as
        well, since colleagues recognise each other more easily than customers.
    match : mapping of str to str, optional
        What scales and items of your own questionnaires stand for, such as
        ``{"STD_5": "empathy", "market_research": "marketing_research_orientation"}``.
    ci : float in (0, 1)
        Confidence level of every interval.
    bootstrap : int
        Replicates of percentile intervals of the gaps, beside the usual ones; 0 for none.
    seed : int, optional
        For the bootstrap and for permutations (10 to 19 respondents).

    Returns
    -------
    GapModel
        ``.gaps .items .antecedents .units .missing .notes .instrument .instruments .convention
        .ci_level``

    Raises
    ------
    TypeError
        If a survey is not ``Responses``.
    ValueError
        If ``ci`` or ``bootstrap`` is out of range.
    DataError
        If a survey asks nothing that the model knows, an item does not say its dimension, ``match``
        names what does not exist, or no survey has the column ``unit``.

    Notes
    -----
    Zeithaml, Berry & Parasuraman (1988), *Journal of Marketing* 52(2), 35–48, propose the
    antecedents; Zeithaml, Parasuraman & Berry (1990), *Delivering Quality Service*, measure Gap 1
    by asking managers and customers the same and Gaps 2 to 4 by direct ratings from 1 to 7.

    Examples
    --------
    >>> import svqkit as svq
    >>> model = svq.gap_model(svq.load_dataset("bank"), svq.simulate("managers", 9, seed=1))
    >>> model.gaps.index.get_level_values("gap").unique().tolist(), model.missing.index.tolist()
    ([1, 2, 5], [3, 4])
    """
    if not 0 < ci < 1:
        raise ValueError(f"ci must lie between 0 and 1 (such as 0.95), not {ci!r}")
    if bootstrap < 0 or bootstrap != int(bootstrap):
        raise ValueError(f"bootstrap must be a whole number of replicates, not {bootstrap!r}")
    say = translator(getattr(getattr(customers, "instrument", None), "language", "en"))
    found = gather(customers, managers, employees, dict(match or {}), say)
    tops = {
        gap: float(found.surveys[SURVEY_OF[gap]].instrument.scale.high) for gap in found.ratings
    }
    gaps = _gap_table(found, ci)
    gaps["measure"] = [measure_words(gap, say) for gap in gaps.index.get_level_values("gap")]
    if bootstrap:
        drawn = bootstrap_intervals(found, tops, int(bootstrap), ci, seed)
        gaps = gaps.join(pd.concat(drawn, names=["gap", "dimension"]))
    antecedents = _antecedents(found, ci, np.random.default_rng(seed))
    notes = model_notes(found, gaps, antecedents, ci, say)
    units = None
    if unit is not None:
        labels = unit_labels(found, unit)
        units = unit_table(found, labels, tops, ci)
        notes += unit_notes(units, labels, found, unit, say)
    return GapModel(
        gaps=gaps,
        items=_item_table(found, ci),
        antecedents=antecedents,
        units=units,
        missing=pd.Series(found.missing, dtype=object, name="reason")
        .rename_axis("gap")
        .sort_index(),
        notes=tuple(notes),
        instrument=customers.instrument,
        instruments={name: one.instrument for name, one in found.surveys.items()},
        convention=_CONVENTION.format(ci=ci),
        ci_level=ci,
    )


def _gap_table(found: Evidence, ci: float) -> pd.DataFrame:
    """All gaps at hand, one below the other."""
    tables = {}
    if 1 in found.sides:
        tables[1] = knowledge_rows(*found.sides[1], ci)
    for gap, ratings in found.ratings.items():
        scale = found.surveys[SURVEY_OF[gap]].instrument.scale
        tables[gap] = direct_rows(ratings, scale, ci)
    if 5 in found.sides:
        tables[5] = paired_rows(*found.sides[5], ci)
    return _stacked(tables, "dimension")


def _item_table(found: Evidence, ci: float) -> pd.DataFrame:
    rows = {1: knowledge_rows, 5: paired_rows}
    tables = {gap: rows[gap](*sides, ci) for gap, sides in sorted(found.item_sides.items())}
    return _stacked(tables, "item")


def _stacked(tables: dict[int, pd.DataFrame], name: str) -> pd.DataFrame:
    if tables:
        return pd.concat(tables, names=["gap", name])
    columns = paired_rows(pd.DataFrame({"x": [1.0]}), pd.DataFrame({"x": [1.0]}), 0.95).columns
    index = pd.MultiIndex.from_arrays([[], []], names=["gap", name])
    return pd.DataFrame(columns=columns, index=index, dtype=float)


def _antecedents(found: Evidence, ci: float, rng: np.random.Generator) -> pd.DataFrame:
    own = found.own_gap()
    tables = []
    for survey, items in found.antecedent_items.items():
        if not items:
            continue
        answers = found.surveys[survey]
        scale = (float(answers.instrument.scale.low), float(answers.instrument.scale.high))
        tables.append(antecedent_table(answers.perceptions, items, own, scale, ci=ci, rng=rng))
    if not tables:
        nothing = pd.DataFrame(columns=COLUMNS, dtype=float).astype({"desirable": object})
        return nothing.rename_axis("antecedent")
    table = pd.concat(tables)
    return table.loc[[name for name in ANTECEDENTS if name in table.index]]
