"""Each respondent's scores of each gap, drawn from the surveys that were given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.organisation.design import ANTECEDENTS, DIRECT, SURVEY_OF, TOTAL
from svqkit.gaps.organisation.gap_rows import scale_scores, with_total
from svqkit.gaps.organisation.matching import (
    antecedent_items,
    check_match,
    direct_items,
    expected_items,
    unused,
)
from svqkit.gaps.pairs.pairing import dimension_pairs, item_pairs

__all__ = ["Evidence", "gather"]

Say = Callable[..., str]


@dataclass
class Evidence:
    """What the surveys say about each gap, respondent by respondent.

    ``sides`` holds the two things that a difference compares (Gaps 1 and 5), ``item_sides`` the
    same item by item, ``ratings`` the direct measures (Gaps 2 to 4); ``antecedent_items`` the items
    of each survey's antecedents; ``missing`` why a gap cannot be computed; ``remarks`` what was
    left out.

    Examples
    --------
    >>> Evidence(surveys={}).missing
    {}
    """

    surveys: dict[str, Any]
    sides: dict[int, tuple[pd.DataFrame, pd.DataFrame]] = field(default_factory=dict)
    item_sides: dict[int, tuple[pd.DataFrame, pd.DataFrame]] = field(default_factory=dict)
    ratings: dict[int, pd.DataFrame] = field(default_factory=dict)
    antecedent_items: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    missing: dict[int, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def own_gap(self) -> dict[int, pd.Series]:
        """Each provider's own measure of a gap, higher where the gap is smaller.

        For Gap 1 the distance of a manager's view from the customers' mean expectations, averaged
        over the dimensions without its sign and turned round; for Gaps 2 to 4 the mean rating.
        """
        own = {gap: table[TOTAL] for gap, table in self.ratings.items()}
        if 1 in self.sides:
            believed, expected = (side.drop(columns=TOTAL) for side in self.sides[1])
            own[1] = -(believed - expected.mean()).abs().mean(axis=1, skipna=False)
        return own


def gather(
    customers: Any, managers: Any, employees: Any, match: Mapping[str, str], say: Say
) -> Evidence:
    """Score every respondent on what the model asks.

    Parameters
    ----------
    customers, managers, employees : Responses or None
        The latter two may be None.
    match : mapping of str to str
    say : callable
        Says a sentence in the reader's language.

    Returns
    -------
    Evidence

    Raises
    ------
    TypeError
        If a survey is not ``Responses``.
    DataError
        If a survey is not what it is given as, or ``match`` names what does not exist.

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.interface import translator
    >>> found = gather(svq.load_dataset("bank"), None, None, {}, translator("en"))
    >>> sorted(found.sides), sorted(found.missing)
    ([5], [1, 2, 3, 4])
    """
    surveys = {"customers": customers, "managers": managers, "employees": employees}
    surveys = {name: one for name, one in surveys.items() if one is not None or name == "customers"}
    for name, one in surveys.items():
        _require_responses(one, name)
    asked = customers.instrument
    providers = {name: one.instrument for name, one in surveys.items() if name != "customers"}
    check_match(match, asked, providers)
    found = Evidence(surveys)
    _customer_gap(found, customers, say)
    for gap in (1, 2, 3, 4):
        if SURVEY_OF[gap] not in surveys:
            found.missing[gap] = _absent(gap, say)
    if managers is not None:
        _knowledge_gap(found, customers, managers, match, say)
    for gap in DIRECT:
        if SURVEY_OF[gap] in surveys:
            _direct_gap(found, gap, match, say)
    for name, instrument in providers.items():
        items = antecedent_items(instrument, name, match)
        answers = surveys[name].perceptions
        found.antecedent_items[name] = {
            one: [code for code in codes if code in answers.columns]
            for one, codes in items.items()
            if any(code in answers.columns for code in codes)
        }
        left = unused(instrument, name, asked, match)
        _require_role(name, instrument, left)
        if left:
            found.remarks.append(
                say(
                    "These scales of the {survey} have no place in the gap model and are left out: {names}.",
                    survey=_survey_words(name, say),
                    names=say(", ").join(left),
                )
            )
    return found


def _require_responses(one: Any, name: str) -> None:
    if not isinstance(getattr(one, "perceptions", None), pd.DataFrame) or not hasattr(
        one, "instrument"
    ):
        raise TypeError(
            f"{name} must be Responses (from read_responses or load_dataset), "
            f"not {type(one).__name__}"
        )


def _require_role(name: str, instrument: Any, left: list[str]) -> None:
    """Refuse a survey of which no scale has a place in the model."""
    if len(left) < len(instrument.mapping):
        return
    gaps = [gap for gap, whose in SURVEY_OF.items() if whose == name]
    wanted = [DIRECT[gap] for gap in gaps if gap in DIRECT]
    wanted += [one for one, (gap, _) in ANTECEDENTS.items() if gap in gaps]
    raise DataError(
        f"the {name}' survey asks nothing that the gap model knows: its scales are "
        f"{', '.join(instrument.mapping)}; the model looks for {', '.join(wanted)}. Were the "
        "surveys exchanged? Other names can be declared by match={'your scale': 'its name here'}."
    )


def _absent(gap: int, say: Say) -> str:
    if SURVEY_OF[gap] == "managers":
        return say("No survey of managers was given.")
    return say("No survey of employees was given.")


def _survey_words(name: str, say: Say) -> str:
    return say("managers") if name == "managers" else say("employees")


def _unasked(customers: Any, say: Say) -> str:
    if getattr(customers, "desired", None) is not None:
        return say(
            "Customers were asked what they wish for and accept, not what they expect: see the zone "
            "of tolerance."
        )
    return say("Customers were not asked what they expect.")


def _customer_gap(found: Evidence, customers: Any, say: Say) -> None:
    if customers.expectations is None:
        found.missing[5] = _unasked(customers, say)
        return
    perceived, expected = item_pairs(customers)
    p, e = dimension_pairs(perceived, expected, customers.instrument.mapping)
    if (p - e).isna().all(axis=None):
        found.missing[5] = say("Nobody answered it.")
        return
    found.sides[5] = with_total(p), with_total(e)
    found.item_sides[5] = perceived, expected


def _knowledge_gap(
    found: Evidence, customers: Any, managers: Any, match: Mapping[str, str], say: Say
) -> None:
    """Set managers' view beside customers' expectations, over the items that both were asked."""
    if customers.expectations is None:
        found.missing[1] = _unasked(customers, say)
        return
    ours, theirs = customers.instrument, managers.instrument
    pairs, unmatched = expected_items(ours, theirs, match)
    view = managers.perceptions if managers.expectations is None else managers.expectations
    pairs = {
        name: [(a, b) for a, b in both if a in view.columns and b in customers.expectations.columns]
        for name, both in pairs.items()
    }
    pairs = {name: both for name, both in pairs.items() if both}
    if not pairs:
        found.missing[1] = say(
            "No item on what managers think customers expect matches an item of the customers."
        )
        return
    scales = [(one.scale.low, one.scale.high) for one in (ours, theirs)]
    if scales[0] != scales[1]:
        found.missing[1] = say(
            "Customers answered from {low} to {high}, managers from {other_low} to {other_high}.",
            low=scales[0][0], high=scales[0][1], other_low=scales[1][0], other_high=scales[1][1],
        )  # fmt: skip
        return
    named = {a: b for both in pairs.values() for a, b in both}
    believed = view[list(named)].rename(columns=named).astype(float)
    expected = customers.expectations[list(named.values())].astype(float)
    mapping = {name: [b for _, b in both] for name, both in pairs.items()}
    sides = tuple(scale_scores(answers, mapping) for answers in (believed, expected))
    if any(side.isna().all(axis=None) for side in sides):
        found.missing[1] = say("Nobody answered it.")
        return
    found.item_sides[1] = believed, expected
    found.sides[1] = with_total(sides[0]), with_total(sides[1])
    apart = [name for name in ours.mapping if name not in mapping]
    if apart or unmatched:
        found.remarks.append(
            say(
                "Gap 1 covers what both were asked; without a partner: {names}.",
                names=say(", ").join([*apart, *unmatched]),
            )
        )


def _direct_gap(found: Evidence, gap: int, match: Mapping[str, str], say: Say) -> None:
    answers = found.surveys[SURVEY_OF[gap]]
    items = direct_items(answers.instrument, gap, match)
    there = {
        name: [code for code in codes if code in answers.perceptions.columns]
        for name, codes in items.items()
    }
    there = {name: codes for name, codes in there.items() if codes}
    if not there:
        found.missing[gap] = say("The questionnaire does not ask for it.")
        return
    ratings = scale_scores(answers.perceptions, there)
    if ratings.isna().all(axis=None):
        found.missing[gap] = say("Nobody answered it.")
        return
    found.ratings[gap] = with_total(ratings)
