"""The forms in which quality can be scored from one survey, and what each is made of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.pairs.pairing import dimension_pairs, item_pairs, total_pairs
from svqkit.gaps.weighting.given_weights import given_weights
from svqkit.gaps.weighting.stated_weights import importance_weights
from svqkit.psychometrics.prediction.predictors import scale_means

__all__ = ["FORMS", "Form", "FormsAtHand", "direct_items", "forms_at_hand"]

FORMS = (
    "servqual",
    "weighted_servqual",
    "servperf",
    "weighted_servperf",
    "direct",
    "components",
    "quadratic",
)
"""P − E; w (P − E); P; w P; the answer to “compared with what I expected”; P and E; their surface."""


class Form(NamedTuple):
    """One form of scoring.

    Parameters
    ----------
    items : DataFrame (respondents × items) or None
        Item scores, where the form has any of its own. A weighted form has none: its weights
        multiply all items of a dimension alike, so they would pass for agreement of the items.
    dimensions : DataFrame (respondents × dimensions) or None
        Dimension scores.
    total : Series or None
    predictors : dict of level ("total", "dimensions") to DataFrame
        What an outcome is regressed on.

    Examples
    --------
    >>> import svqkit as svq
    >>> one = forms_at_hand(svq.load_dataset("bank")).forms["servqual"]
    >>> one.items.shape[1], list(one.predictors)
    (22, ['total', 'dimensions'])
    """

    items: pd.DataFrame | None
    dimensions: pd.DataFrame | None
    total: pd.Series | None
    predictors: dict[str, pd.DataFrame]


class FormsAtHand(NamedTuple):
    """All forms that a survey allows.

    Parameters
    ----------
    forms : dict of name to Form
        In the order of ``FORMS``.
    mapping : dict of dimension to item codes
        The items that are scored.
    perceptions, expectations : DataFrame (respondents × dimensions)
        Expectations without columns where none were asked.
    weights : DataFrame (respondents × dimensions) or None
        Summing to 100 for each respondent.
    absent : dict of name to str
        Why a form is not there.
    said_of_weights : str

    Examples
    --------
    >>> import svqkit as svq
    >>> found = forms_at_hand(svq.load_dataset("bank"))
    >>> sorted(set(FORMS) - set(found.forms)) == sorted(found.absent)
    True
    """

    forms: dict[str, Form]
    mapping: dict[str, list[str]]
    perceptions: pd.DataFrame
    expectations: pd.DataFrame
    weights: pd.DataFrame | None
    absent: dict[str, str]
    said_of_weights: str


def forms_at_hand(responses: Any, direct: Any = None, weights: Any = None) -> FormsAtHand:
    """Score a survey in every form that its answers allow.

    Parameters
    ----------
    responses : Responses
    direct : str, DataFrame or None
        See :func:`direct_items`.
    weights : mapping, Series, DataFrame or None
        See :func:`svqkit.compare_forms`.

    Returns
    -------
    FormsAtHand

    Examples
    --------
    >>> import svqkit as svq
    >>> list(forms_at_hand(svq.load_dataset("bank")).forms)[:3]
    ['servqual', 'weighted_servqual', 'servperf']
    """
    absent: dict[str, str] = {}
    paired = responses.expectations is not None
    if paired:
        items_p, items_e = item_pairs(responses)
        p, e = dimension_pairs(items_p, items_e, responses.instrument.mapping)
        gaps = items_p - items_e
    else:
        items_p = responses.perceptions.astype(float)
        p = scale_means(items_p, _present(responses.instrument.mapping, items_p))
        e = pd.DataFrame(index=p.index)
        for name in ("servqual", "weighted_servqual", "components", "quadratic"):
            absent[name] = "no expectations were asked"
    mapping = _present(responses.instrument.mapping, items_p)
    found: dict[str, Form] = {"servperf": _plain(items_p, p, mapping)}
    w, said = None, ""
    if weights is None and responses.importance is None:
        for name in ("weighted_servqual", "weighted_servperf"):
            absent.setdefault(name, "no importance was asked and no weights are given")
    else:
        w, said = _weights(responses, list(p.columns), weights)
        found["weighted_servperf"] = _weighted(p, w)
    if paired:
        found["servqual"] = _plain(gaps, p - e, mapping)
        if w is not None:
            found["weighted_servqual"] = _weighted(p - e, w)
        total_p, total_e = total_pairs(p, e)
        centre = float((total_p.mean() + total_e.mean()) / 2)
        both = {
            "total": _surface(total_p.to_frame("total"), total_e.to_frame("total"), centre),
            "dimensions": _surface(p, e, centre),
        }
        linear = {
            level: table[[c for c in table if str(c).startswith(("P ", "E "))]]
            for level, table in both.items()
        }
        found["components"] = Form(None, None, None, linear)
        found["quadratic"] = Form(None, None, None, both)
    if direct is None:
        absent["direct"] = "no direct question (“compared with what I expected”) is given"
    else:
        answers = direct_items(responses, direct)
        scored = _present(mapping, answers)
        if scored and set(scored) == set(mapping):
            found["direct"] = _plain(answers, scale_means(answers, scored), scored)
        else:
            table = scale_means(answers, {"total": list(answers.columns)})
            whole = table["total"]
            found["direct"] = Form(answers, None, whole, {"total": table})
    ordered = {name: found[name] for name in FORMS if name in found}
    return FormsAtHand(ordered, mapping, p, e, w, absent, said)


def direct_items(responses: Any, direct: Any) -> pd.DataFrame:
    """Take the answers to direct questions, named by item codes where that is possible.

    Parameters
    ----------
    responses : Responses
    direct : str or DataFrame
        A table (respondents × questions) on the index of the answers; or the prefix of columns of
        ``responses.respondents``, as ``"D"`` for D1 … D22, which then stand for Q1 … Q22.

    Returns
    -------
    DataFrame

    Raises
    ------
    DataError
        If there are no such columns, they are not numeric, or their index is another one.
    TypeError
        If ``direct`` is neither.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> people = pd.DataFrame({"D1": [4, 5], "D2": [3, 3], "Day": [1, 2]})
    >>> some = SimpleNamespace(respondents=people, perceptions=people)
    >>> list(direct_items(some, "D"))
    ['Q1', 'Q2']
    """
    index = responses.perceptions.index
    if isinstance(direct, str):
        people = responses.respondents
        pattern = re.compile(re.escape(direct) + r"_?(\d+)$")
        hits = {str(c): m.group(1) for c in people.columns if (m := pattern.match(str(c)))}
        if not hits:
            raise DataError(
                f"no respondent column is called {direct!r} and a number; give direct= as a table",
                column=direct,
            )
        table = people[list(hits)].rename(columns={c: f"Q{k}" for c, k in hits.items()})
    elif isinstance(direct, pd.DataFrame):
        table = direct
    else:
        raise TypeError(f"direct must be a table or a prefix, not {type(direct).__name__}")
    if not table.index.equals(index):
        raise DataError("direct answers have another index than the survey; align them on it")
    for name in table.columns:
        if not pd.api.types.is_numeric_dtype(table[name]):
            raise DataError(f"direct question {name!r} is not numeric; give codes", column=name)
    return table.astype(float)


def _present(mapping: Mapping[str, list[str]], items: pd.DataFrame) -> dict[str, list[str]]:
    kept = {name: [c for c in codes if c in items.columns] for name, codes in mapping.items()}
    return {name: codes for name, codes in kept.items() if codes}


def _plain(items: pd.DataFrame, scored: pd.DataFrame, mapping: dict[str, list[str]]) -> Form:
    total = scored.mean(axis=1, skipna=False)
    codes = [code for members in mapping.values() for code in members]
    predictors = {"total": total.to_frame("total"), "dimensions": scored}
    return Form(items[codes], scored, total, predictors)


def _weighted(scored: pd.DataFrame, w: pd.DataFrame) -> Form:
    """Multiply by weights; the total is Σ w_d × score_d / 100."""
    parts = scored * w / 100
    total = parts.sum(axis=1, skipna=False)
    return Form(None, parts, total, {"total": total.to_frame("total"), "dimensions": parts})


def _weights(responses: Any, dimensions: list[str], weights: Any) -> tuple[pd.DataFrame, str]:
    """Give each respondent's weights, summing to 100."""
    index = responses.perceptions.index
    if isinstance(weights, pd.DataFrame):
        return _own_weights(weights, dimensions, index), "weights as given for each respondent"
    if weights is None or isinstance(weights, str):
        if weights not in (None, "respondents", "sample"):
            raise ValueError(
                f"weights={weights!r}: choose 'respondents' or 'sample', or give a mapping, a table "
                "or a result with .weights; weights derived from an outcome may not predict it"
            )
        stated, said = importance_weights(responses, dimensions)
        if weights != "sample":
            return stated, f"each respondent's own weights; {said}"
        fixed, said = stated.mean(), f"the sample's mean weights; {said}"
    else:
        fixed, said = given_weights(weights, dimensions), "the same given weights for everybody"
    return pd.DataFrame([fixed] * len(index), index=index)[dimensions], said


def _own_weights(weights: pd.DataFrame, dimensions: list[str], index: pd.Index) -> pd.DataFrame:
    absent = [name for name in dimensions if name not in weights.columns]
    if absent:
        raise DataError(f"dimension {absent[0]!r} has no weights", column=absent[0])
    table = weights.reindex(index)[dimensions].astype(float)
    sums = table.sum(axis=1, skipna=False)
    usable = table.ge(0).all(axis=1) & sums.gt(0)
    if not usable.any():
        raise DataError("no weights can be used: they must not be negative, nor all zero")
    return table.div(sums, axis=0).mul(100).where(usable)


def _surface(p: pd.DataFrame, e: pd.DataFrame, centre: float) -> pd.DataFrame:
    """Lay out P, E, P², PE, E² of every score, about one centre."""
    columns: dict[str, pd.Series] = {}
    for name in p.columns:
        x, y = p[name] - centre, e[name] - centre
        columns |= {f"P {name}": x, f"E {name}": y}
        columns |= {f"P² {name}": x * x, f"PE {name}": x * y, f"E² {name}": y * y}
    return pd.DataFrame(columns)
