"""A ranking follows the evidence: monotone, blind to the order of rows, honest about what is unsure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import svqkit as svq
from svqkit.gaps.organisation.antecedents import scale_shortfall
from svqkit.gaps.organisation.design import ANTECEDENTS
from svqkit.gaps.organisation.prescription_catalogue import DIMENSIONS, prescription_catalogue
from svqkit.gaps.organisation.prescription_ranking import (
    EVIDENCE,
    dimension_weights,
    rank_entries,
)

ENTRIES = prescription_catalogue().entries
PROPERTY = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def altered(
    model: Any,
    gaps: dict[tuple[int, str], tuple[float, float, float]] | None = None,
    antecedents: dict[str, dict[str, float]] | None = None,
) -> Any:
    """The model with other numbers; an antecedent's shortfall follows its mean, its r its reach."""
    table, behind = model.gaps.copy(), model.antecedents.copy()
    if gaps:
        rows = [table.index.get_loc(place) for place in gaps]
        columns = [table.columns.get_loc(name) for name in ("value", "low", "high")]
        table.iloc[rows, columns] = np.array(list(gaps.values()))
    if antecedents:
        new = pd.DataFrame.from_dict(antecedents, orient="index")
        for column in new:
            behind[column] = (
                new[column]
                .reindex(behind.index)
                .where(behind.index.isin(new.index), behind[column].astype(float))
            )
        if "mean" in new:
            behind["shortfall"] = [
                scale_shortfall(mean, 1, 7, desirable)
                for mean, desirable in zip(behind["mean"], behind["desirable"], strict=True)
            ]
    return replace(model, gaps=table, antecedents=behind, units=None)


@pytest.fixture(scope="module")
def level(model: Any) -> Any:
    """A model in which every gap and every antecedent has the same evidence."""
    return alike(model)


def alike(model: Any) -> Any:
    """A model in which every gap and every antecedent has the same evidence."""
    gaps = dict.fromkeys(model.gaps.index, (-1.5, -2.0, -1.0))
    behind = {}
    for name, (_, desirable) in ANTECEDENTS.items():
        sign = 1 if desirable == "high" else -1
        mean = 4.0 - sign
        behind[name] = {
            "mean": mean, "low": mean - 0.5, "high": mean + 0.5, "alpha": 0.85,
            "r": sign * 0.4, "r_low": min(sign * 0.1, sign * 0.7),
            "r_high": max(sign * 0.1, sign * 0.7), "n": 50, "n_r": 50,
        }  # fmt: skip
    return altered(model, gaps, behind)


def moved(name: str, mean: float, reach: float = 0.5) -> dict[str, dict[str, float]]:
    return {name: {"mean": mean, "low": mean - reach, "high": mean + reach}}


def test_equal_evidence_keeps_the_catalogues_order(level: Any) -> None:
    ranked = rank_entries(ENTRIES, level)
    measured = [entry.id for entry in ENTRIES if entry.antecedents]
    assert list(ranked.index) == measured + [e.id for e in ENTRIES if not e.antecedents]
    assert ranked["score"].dropna().nunique() == 1
    # A gap of at least 1 of 6 points, an antecedent at least half a point beyond the middle of 6.
    assert ranked["score"].iloc[0] == pytest.approx(1 / 6 * 3.5 / 6, rel=1e-12)
    assert list(ranked["rank"].dropna()) == list(range(1, len(measured) + 1))


@PROPERTY
@given(
    name=st.sampled_from(list(ANTECEDENTS)),
    ends=st.tuples(st.floats(1, 7), st.floats(1, 7)),
    reach=st.floats(0.05, 2),
)
def test_a_worse_antecedent_never_ranks_lower(
    level: Any, name: str, ends: tuple[float, float], reach: float
) -> None:
    gap, desirable = ANTECEDENTS[name]
    better, worse = sorted(ends, reverse=desirable == "high")
    base = level
    own = [entry for entry in ENTRIES if entry.gap == gap]
    before = rank_entries(own, altered(base, antecedents=moved(name, better, reach)))["rank"]
    after = rank_entries(own, altered(base, antecedents=moved(name, worse, reach)))["rank"]
    concerned = [entry.id for entry in own if name in entry.antecedents]
    others = [entry.id for entry in own if entry.antecedents and entry.id not in concerned]
    for one in concerned:
        overtaken = [other for other in others if before[one] < before[other]]
        assert (after[overtaken] > after[one]).all()


@PROPERTY
@given(means=st.lists(st.floats(1, 7), min_size=16, max_size=16))
def test_within_a_gap_the_worse_antecedent_ranks_first(level: Any, means: list[float]) -> None:
    behind: dict[str, dict[str, float]] = {}
    for name, mean in zip(ANTECEDENTS, means, strict=True):
        behind |= moved(name, mean)
    changed = altered(level, antecedents=behind)
    ranked = rank_entries(ENTRIES, changed)
    for gap in (1, 2, 3, 4):
        own = ranked[(ranked["gap"] == gap) & ranked["rank"].notna()]
        assert own["shortfall_at_least"].is_monotonic_decreasing
        assert (own.groupby("shortfall_at_least")["shortfall"].diff().dropna() <= 1e-12).all()


@PROPERTY
@given(
    gap=st.sampled_from([1, 2, 3, 4]),
    sizes=st.tuples(st.floats(-5, 5), st.floats(-5, 5)),
    reach=st.floats(0.05, 3),
)
def test_a_larger_gap_never_lowers_its_entries(
    level: Any, gap: int, sizes: tuple[float, float], reach: float
) -> None:
    small, large = max(sizes), min(sizes)
    scores = []
    for size in (small, large):
        rows = dict.fromkeys(
            [(gap, name) for name in (*DIMENSIONS, "total")], (size, size - reach, size + reach)
        )
        scores.append(rank_entries(ENTRIES, altered(level, gaps=rows)))
    own = [entry.id for entry in ENTRIES if entry.gap == gap and entry.antecedents]
    assert (scores[1].loc[own, "score"] >= scores[0].loc[own, "score"]).all()
    assert (scores[1].loc[own, "rank"] <= scores[0].loc[own, "rank"]).all()


def test_a_wider_interval_never_raises_an_entry(level: Any) -> None:
    narrow = rank_entries(ENTRIES, level)
    wide = rank_entries(ENTRIES, altered(level, antecedents=moved("role_conflict", 5.0, reach=2.0)))
    assert wide.loc["3i", "score"] < narrow.loc["3i", "score"]
    assert wide.loc["3i", "rank"] > narrow.loc["3i", "rank"]


@PROPERTY
@given(seed=st.integers(0, 10_000))
def test_the_order_of_rows_does_not_matter(model: Any, seed: int) -> None:
    shuffled = replace(
        model,
        gaps=model.gaps.sample(frac=1, random_state=seed),
        antecedents=model.antecedents.sample(frac=1, random_state=seed),
    )
    expected = rank_entries(ENTRIES, model)
    pd.testing.assert_frame_equal(rank_entries(ENTRIES, shuffled), expected)


def test_a_gap_whose_interval_includes_zero_does_not_count(level: Any) -> None:
    rows = {(3, name): (-0.4, -0.9, 0.1) for name in (*DIMENSIONS, "total")}
    ranked = rank_entries(ENTRIES, altered(level, gaps=rows))
    own = ranked[(ranked["gap"] == 3) & ranked["rank"].notna()]
    assert (own["score"] == 0).all()
    assert own["rank"].min() > ranked.loc[ranked["gap"] != 3, "rank"].max()


def test_a_dimension_may_show_a_gap_that_the_total_does_not_at_half_the_score(level: Any) -> None:
    rows = {(3, name): (-0.4, -0.9, 0.1) for name in (*DIMENSIONS, "total")}
    rows[3, "reliability"] = (-3.0, -3.6, -2.4)
    found = rank_entries(ENTRIES, altered(level, gaps=rows)).loc["3a"]
    # 3a concerns reliability and responsiveness: half of 2.4 of 6 points, one doubt.
    assert found["gap_at_least"] == pytest.approx(2.4 / 2 / 6, rel=1e-12)
    assert found["doubts"] == 1
    assert found["worst"] == "reliability"
    assert found["score"] == pytest.approx(0.2 * 3.5 / 6 / 2, rel=1e-12)


@pytest.mark.parametrize(
    ("values", "doubts", "link"),
    [
        ({}, 0, "clear"),
        ({"alpha": 0.69}, 1, "clear"),
        ({"alpha": np.nan}, 1, "clear"),
        ({"r_low": -0.7, "r_high": 0.1}, 1, "open"),
        ({"r_low": 0.1, "r_high": 0.7}, 1, "contrary"),
        ({"r_low": np.nan, "r_high": np.nan}, 1, "unknown"),
        ({"alpha": 0.4, "r_low": -0.7, "r_high": 0.1}, 2, "open"),
    ],
)
def test_each_doubt_halves_the_score(
    level: Any, values: dict[str, float], doubts: int, link: str
) -> None:
    base = level
    whole = rank_entries(ENTRIES, base).loc["3i"]
    found = rank_entries(ENTRIES, altered(base, antecedents={"role_conflict": values})).loc["3i"]
    assert (found["doubts"], found["link"]) == (doubts, link)
    assert found["score"] == pytest.approx(whole["score"] / 2**doubts, rel=1e-12)


def test_where_more_is_better_r_above_zero_is_expected(level: Any) -> None:
    found = rank_entries(ENTRIES, level)["link"]
    assert set(found[found != ""]) == {"clear"}
    reversed_r = {"r": -0.4, "r_low": -0.7, "r_high": -0.1}
    changed = altered(level, antecedents={"teamwork": reversed_r})
    assert rank_entries(ENTRIES, changed).loc["3o", "link"] == "contrary"


def test_what_was_not_measured_comes_last_without_a_score(model: Any) -> None:
    gaps = model.gaps.drop(index=2, level="gap")
    behind = model.antecedents.drop(index=["teamwork", "role_conflict"])
    ranked = rank_entries(ENTRIES, replace(model, gaps=gaps, antecedents=behind))
    missing = ranked[ranked["rank"].isna()]
    order = [entry.id for entry in ENTRIES]
    assert list(missing.index) == sorted(missing.index, key=order.index)
    expected = {entry.id for entry in ENTRIES if entry.gap == 2 or not entry.antecedents}
    assert set(missing.index) == expected | {"3i", "3n", "3o"}
    assert missing["score"].isna().all()
    assert ranked.index[-len(missing) :].equals(missing.index)
    # 3j has two antecedents, one of which was measured.
    assert ranked.loc["3j", "antecedent"] == "role_ambiguity"


def test_without_an_interval_nothing_counts(level: Any) -> None:
    single = {"mean": 7.0, "low": np.nan, "high": np.nan}
    changed = altered(level, antecedents={"role_conflict": single})
    found = rank_entries(ENTRIES, changed)
    assert found.loc["3i", "score"] == 0
    assert found["rank"].max() == found.loc["3i", "rank"]


def test_one_dimension_judges_every_gap_there(model: Any) -> None:
    chosen = [entry for entry in ENTRIES if "tangibles" in entry.dimensions]
    found = rank_entries(chosen, model, dimension="tangibles")
    for gap, own in found.groupby("gap"):
        assert set(own["gap_value"]) == {model.gaps.loc[(gap, "tangibles"), "value"]}
    assert set(found["judged"]) == {"tangibles"}


def test_weights_move_entries_to_the_dimensions_that_matter(level: Any) -> None:
    rows = {(3, name): (-1.5, -2.0, -1.0) for name in DIMENSIONS}
    changed = altered(level, gaps=rows)
    on_empathy = dict.fromkeys(DIMENSIONS, 0.0) | {"empathy": 100.0}
    found = rank_entries(ENTRIES, changed, weights=dimension_weights(on_empathy))
    without = [e.id for e in ENTRIES if e.antecedents and "empathy" not in e.dimensions]
    assert (found.loc[without, "gap_at_least"] == 0).all()
    # 3m concerns responsiveness and empathy: a weight of 5 on one of two.
    assert found.loc["3m", "gap_at_least"] == pytest.approx(5 / 2 / 6, rel=1e-12)
    equal = dimension_weights(dict.fromkeys(DIMENSIONS, 20))
    assert equal == dict.fromkeys(DIMENSIONS, 1.0)


@pytest.mark.parametrize(
    ("weights", "complaint"),
    [
        (20, "as a Series or a dict"),
        ({"reliability": 1}, "they name reliability"),
        (dict.fromkeys(DIMENSIONS, 0), "not all 0"),
        (dict.fromkeys(DIMENSIONS, -1), "0 or more"),
        (dict.fromkeys(DIMENSIONS, np.nan), "finite"),
        (dict.fromkeys([*DIMENSIONS, "speed"], 1), "they name .*speed"),
    ],
)
def test_impossible_weights_are_refused(weights: Any, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        dimension_weights(weights)


def test_the_planted_branch_stands_out() -> None:
    """The bank: role ambiguity is high at one branch (datasets/bank/truth_employees.json)."""
    model = svq.gap_model(
        *(svq.load_dataset(name) for name in ("bank", "bank_managers", "bank_employees")),
        unit="branch",
        seed=1,
    )
    whole = svq.prescriptions(gap=3, model=model)
    assert whole.evidence is not None
    assert whole.evidence.loc["3a", "apart"] == "Station"
    assert "At Station it is" in whole.table.at["3a", "reason"]
    there = svq.prescriptions(gap=3, model=model, unit="Station")
    elsewhere = svq.prescriptions(gap=3, model=model, unit="Harbour")
    assert there.table.index[0] == "3a"
    assert there.table.at["3a", "score"] > 2 * elsewhere.table.at["3a", "score"]


def test_the_evidence_has_the_columns_it_promises(model: Any) -> None:
    assert list(rank_entries(ENTRIES, model).columns) == EVIDENCE
    assert list(rank_entries([], model).columns) == EVIDENCE
