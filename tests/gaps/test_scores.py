"""Gap scores against base R, by property, and at their edges."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pingouin
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svqkit.errors import DataError
from svqkit.gaps.pairs.segments import segment_labels
from svqkit.gaps.scores import gap_scores

R = {"oracle": "R 4.2 stats", "rtol": 1e-10, "atol": 1e-14}


def close(ours: float, theirs: float) -> None:
    assert ours == pytest.approx(theirs, rel=1e-10, abs=1e-14)


@pytest.mark.parametrize("level", ["items", "dimensions"])
def test_every_cell_agrees_with_r(oracle, oracle_survey, level, agree):
    expected = oracle("gaps/survey")
    table = getattr(gap_scores(oracle_survey), level)
    theirs = pd.DataFrame(expected[level]).T
    assert list(table.index) == list(theirs.index)
    theirs["p_holm"] = pd.Series(expected["p_holm"][level])
    for column in theirs:
        agree(f"gaps: {level}, {column}", table[column], theirs[column], **R)


def test_total_agrees_with_r(oracle, oracle_survey, agree):
    total = gap_scores(oracle_survey).total
    for column, value in oracle("gaps/survey")["total"].items():
        agree(f"gaps: total, {column}", total[column], value, **R)
    assert total["p_holm"] == total["p"]


def test_table_has_no_column_that_the_oracle_lacks(oracle, oracle_survey):
    columns = set(gap_scores(oracle_survey).items.columns)
    assert columns - {"p_holm"} == set(oracle("gaps/survey")["items"]["Q1"])


def test_dav_is_pingouins_paired_cohen_d_with_its_sign(oracle_survey, agree):
    table = gap_scores(oracle_survey).items
    for code in table.index:
        p, e = oracle_survey.perceptions[code], oracle_survey.expectations[code]
        theirs = pingouin.ttest(p.to_numpy(), e.to_numpy(), paired=True)
        dav, cohen = abs(table.loc[code, "dav"]), theirs["cohen_d"].iat[0]
        agree("gaps: items, dav", dav, cohen, oracle="pingouin", rtol=1e-12)
        t = table.loc[code, "t"]
        agree("gaps: items, t", t, theirs["T"].iat[0], oracle="pingouin", rtol=1e-10)


def test_an_item_without_dimension_has_a_gap_but_no_place_in_the_total(oracle_survey):
    gaps = gap_scores(oracle_survey)
    assert "Q6" in gaps.items.index
    close(
        gaps.total["n"],
        (gaps_frame := _dimension_gaps(oracle_survey)).dropna().shape[0],
    )
    close(gaps.total["gap"], gaps_frame.dropna().mean(axis=1).mean())


def _dimension_gaps(responses) -> pd.DataFrame:
    gaps = responses.perceptions - responses.expectations
    scored = {}
    for name, codes in responses.instrument.mapping.items():
        enough = gaps[codes].notna().sum(axis=1) >= len(codes) / 2
        scored[name] = gaps[codes].mean(axis=1).where(enough)
    return pd.DataFrame(scored)


codes = st.integers(1, 7)


@st.composite
def surveys(draw):
    n = draw(st.integers(4, 25))
    cell = st.one_of(codes, codes, codes, codes, st.none())
    rows = draw(st.lists(st.tuples(*[cell] * 6), min_size=n, max_size=n))
    table = pd.DataFrame(rows, columns=["P1", "P2", "P3", "E1", "E2", "E3"]).astype(float)
    return table


def _build(survey, table: pd.DataFrame, **more):
    names = ["Q1", "Q2", "Q3"]
    return survey(
        table[["P1", "P2", "P3"]].set_axis(names, axis=1),
        table[["E1", "E2", "E3"]].set_axis(names, axis=1),
        {"a": ["Q1", "Q2"], "b": ["Q3"]},
        **more,
    )


@settings(max_examples=40, deadline=None)
@given(table=surveys(), shift=st.sampled_from([-3.0, 2.0]), data=st.data())
def test_order_and_shift_change_nothing_and_swapping_forms_changes_the_sign(
    survey, table, shift, data
):
    first = gap_scores(_build(survey, table))
    order = data.draw(st.permutations(range(len(table))))
    shuffled = gap_scores(_build(survey, table.iloc[list(order)]))
    pd.testing.assert_frame_equal(shuffled.items, first.items, rtol=1e-9)
    moved = gap_scores(_build(survey, table + shift))
    for column in ("gap", "sd", "low", "high", "dz", "wilcoxon_p", "negative_pct"):
        np.testing.assert_allclose(moved.items[column], first.items[column], rtol=1e-7, atol=1e-9)
    swapped = table.rename(columns=lambda c: ("E" if c[0] == "P" else "P") + c[1])
    other = gap_scores(_build(survey, swapped))
    np.testing.assert_allclose(other.items["gap"], -first.items["gap"], atol=1e-12)
    np.testing.assert_allclose(other.items["dz_low"], -first.items["dz_high"], rtol=1e-8, atol=1e-9)
    np.testing.assert_allclose(other.items["wilcoxon_w"], first.items["wilcoxon_w"])


@settings(max_examples=40, deadline=None)
@given(table=surveys())
def test_pairs_are_counted_and_nothing_lies_outside_its_interval(survey, table):
    result = gap_scores(_build(survey, table))
    items = result.items
    counted = items["n"] + items["half_missing"] + items["both_missing"]
    assert counted.eq(len(table)).all()
    inside = items["gap"].between(items["low"], items["high"]) | items["low"].isna()
    assert inside.all()
    dz = items["dz"].between(items["dz_low"], items["dz_high"]) | items["dz"].isna()
    assert dz.all()
    assert (items["p_holm"] >= items["p"]).where(items["p"].notna(), True).all()


def test_perceptions_alone_have_no_gap(survey):
    alone = survey(pd.DataFrame({"Q1": [1.0, 2.0]}), None, {"a": ["Q1"]})
    with pytest.raises(DataError, match=r"no expectations .* Perceptions alone have no gap"):
        gap_scores(alone)


def test_a_frame_is_no_responses():
    with pytest.raises(TypeError, match="need Responses"):
        gap_scores(pd.DataFrame({"Q1": [1.0]}))


def test_forms_without_a_shared_item(survey):
    apart = survey(pd.DataFrame({"Q1": [1.0]}), pd.DataFrame({"Q2": [1.0]}), {"a": ["Q1"]})
    with pytest.raises(DataError, match="no item was asked in both forms"):
        gap_scores(apart)


@pytest.mark.parametrize("ci", [0, 1, 95])
def test_a_confidence_level_outside_0_to_1_is_refused(oracle_survey, ci):
    with pytest.raises(ValueError, match="must lie between 0 and 1"):
        gap_scores(oracle_survey, ci=ci)


def test_the_same_gap_from_everyone_has_no_test(survey):
    table = pd.DataFrame({"P1": [5.0] * 4, "E1": [6.0] * 4, "P2": [4.0] * 4, "E2": [4.0] * 4})
    responses = survey(
        table[["P1", "P2"]].set_axis(["Q1", "Q2"], axis=1),
        table[["E1", "E2"]].set_axis(["Q1", "Q2"], axis=1),
        {"a": ["Q1", "Q2"]},
    )
    items = gap_scores(responses).items
    assert items["gap"].tolist() == [-1.0, 0.0]
    assert items["sd"].tolist() == [0.0, 0.0]
    assert items[["t", "p", "p_holm", "dz", "dav"]].isna().all(axis=None)
    assert np.isnan(items.loc["Q2", "wilcoxon_p"])


def test_an_item_that_nobody_answered_twice_stays_empty(survey):
    responses = survey(
        pd.DataFrame({"Q1": [5.0, 4.0, None], "Q2": [None, None, 2.0]}),
        pd.DataFrame({"Q1": [6.0, 6.0, 7.0], "Q2": [5.0, 5.0, None]}),
        {"a": ["Q1", "Q2"]},
    )
    items = gap_scores(responses).items
    assert items.loc["Q2", "n"] == 0
    assert items.loc["Q2", "half_missing"] == 3
    assert items.loc["Q2", ["gap", "sd", "low", "p", "dz", "negative_pct"]].isna().all()


def _branches(survey, sizes: dict[str | None, int]):
    rng = np.random.default_rng(3)
    n = sum(sizes.values())
    table = pd.DataFrame(
        rng.integers(1, 8, (n, 6)), columns=["P1", "P2", "P3", "E1", "E2", "E3"]
    ).astype(float)
    labels = [name for name, count in sizes.items() for _ in range(count)]
    return _build(survey, table, respondents=pd.DataFrame({"branch": labels}))


def test_segments_under_ten_are_masked_and_the_unlabelled_counted(survey):
    responses = _branches(survey, {"north": 30, "south": 9, None: 2})
    gaps = gap_scores(responses, by="branch")
    assert gaps.by.index.names == ["branch", "dimension"]
    assert list(gaps.by.loc["north"].index) == ["a", "b", "total"]
    assert gaps.by.loc["south", "masked"].all()
    assert gaps.by.loc["south"].drop(columns="masked").isna().all(axis=None)
    assert "2 respondents without 'branch' are in no segment" in gaps.convention
    north = responses.respondents["branch"] == "north"
    alone = _build(
        survey,
        pd.concat(
            [responses.perceptions.add_prefix("P"), responses.expectations.add_prefix("E")], axis=1
        ).rename(columns=lambda c: c.replace("Q", ""))[north.to_numpy()],
    )
    one = gap_scores(alone).dimensions
    for column in ("n", "gap", "sd", "low", "high", "dz", "dz_low", "dz_high"):
        np.testing.assert_allclose(gaps.by.loc["north"].loc[["a", "b"], column], one[column])


def test_segments_have_their_items_too(survey):
    responses = _branches(survey, {"north": 30, "south": 9})
    assert gap_scores(responses).by_items is None
    items = gap_scores(responses, by="branch").by_items
    assert items.index.names == ["branch", "item"]
    assert list(items.columns) == [
        "n",
        "expectation",
        "perception",
        "gap",
        "sd",
        "low",
        "high",
        "masked",
    ]
    assert items.loc["south", "masked"].all()
    assert items.loc["south"].drop(columns="masked").isna().all(axis=None)
    members = responses.respondents["branch"] == "north"
    north = (responses.perceptions - responses.expectations)[members]
    np.testing.assert_allclose(items.loc["north", "gap"], north.mean(), rtol=1e-12)


def test_p_of_segments_are_those_of_each_alone_adjusted_in_two_families(survey):
    responses = _branches(survey, {"north": 30, "south": 20, "west": 4})
    by = gap_scores(responses, by="branch").by
    rows = by[~by["masked"]]
    gaps = _dimension_gaps(responses)
    gaps["total"] = gaps.mean(axis=1, skipna=False)
    for (branch, name), row in rows.iterrows():
        mine = gaps.loc[responses.respondents["branch"] == branch, name]
        close(row["p"], pingouin.ttest(mine, 0)["p_val"].iat[0])
        close(row["negative_pct"], 100 * (mine.round(10) < 0).mean())
    totals = rows.index.get_level_values("dimension") == "total"
    for family in (totals, ~totals):
        theirs = pingouin.multicomp(rows.loc[family, "p"], method="holm")[1]
        np.testing.assert_allclose(rows.loc[family, "p_holm"], theirs, rtol=1e-12)
    assert by.loc["west"].drop(columns="masked").isna().all(axis=None)


def test_segments_by_a_series_follow_the_index(survey):
    responses = _branches(survey, {"north": 20, "south": 20})
    labels = responses.respondents["branch"].sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(
        gap_scores(responses, by=labels).by, gap_scores(responses, by="branch").by
    )


def test_a_segment_column_that_is_not_there_is_named_with_those_that_are(survey):
    responses = _branches(survey, {"north": 20})
    with pytest.raises(DataError, match=r"no respondent column 'region'; the columns are 'branch'"):
        gap_scores(responses, by="region")
    with pytest.raises(TypeError, match="by must be"):
        segment_labels(responses, 3)
    with pytest.raises(DataError, match="no respondent has a 'branch'"):
        segment_labels(_branches(survey, {None: 5}), "branch")


def test_it_shows_itself(oracle_survey):
    gaps = gap_scores(oracle_survey)
    assert "Gap scores" in repr(gaps)
    assert "<table" in gaps._repr_html_()


def test_it_shows_masked_segments_as_masked_and_bootstrap_ends_where_there_are_some(survey):
    responses = _branches(survey, {"north": 30, "south": 9})
    gaps = gap_scores(responses, by="branch", bootstrap=50, seed=1)
    said = repr(gaps)
    assert "masked" in said
    assert "boot_low" in said
    assert "50 resamples of respondents (seed 1)" in gaps.convention
    assert gaps.by.loc["south", "boot_low"].isna().all()
    assert gaps.by_items.loc["south", "boot_low"].isna().all()
    assert "boot_low" not in gap_scores(responses).items
