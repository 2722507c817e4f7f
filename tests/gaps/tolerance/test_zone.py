"""The zone of tolerance against base R, by property, and at its edges."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import svqkit as svq
from svqkit.errors import DataError
from svqkit.gaps.tolerance.triples import Triples, dimension_triples
from svqkit.gaps.tolerance.zone import zone_of_tolerance
from svqkit.gaps.tolerance.zone_table import compare_levels, describe_zones

R = {"oracle": "R 4.2 stats", "rtol": 1e-10, "atol": 1e-12}
LEVELS = ("item", "dimension", "total")


@pytest.fixture(scope="module")
def zone(zone_survey):
    return zone_of_tolerance(zone_survey)


def table_of(zone, level):
    return {
        "item": zone.items,
        "dimension": zone.dimensions,
        "total": zone.total.to_frame("total").T,
    }[level]


@pytest.mark.parametrize("level", LEVELS)
def test_every_zone_agrees_with_r(oracle, zone, level, agree):
    theirs = pd.DataFrame(oracle("gaps_zone/survey")["zones"][level]).T.drop(columns="swapped")
    ours = table_of(zone, level)
    assert list(ours.index) == list(theirs.index)
    for column in theirs:
        agree(f"zone of tolerance: {column}", ours[column].astype(float), theirs[column], **R)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("measure", ["width", "adequacy", "superiority"])
def test_every_difference_and_test_agrees_with_r(oracle, zone, level, measure, agree):
    theirs = pd.DataFrame(oracle("gaps_zone/survey")["comparisons"][measure][level]).T
    ours = zone.comparisons.loc[(level, measure)]
    assert list(ours.index) == list(theirs.index)
    assert set(ours.columns) == set(theirs.columns)
    for column in theirs:
        agree(f"zone of tolerance, differences: {column}", ours[column], theirs[column], **R)
    shown = table_of(zone, level)
    for ending, column in (("", "difference"), ("_low", "low"), ("_high", "high")):
        np.testing.assert_array_equal(shown[f"{measure}{ending}"].astype(float), ours[column])


@pytest.mark.parametrize("level", LEVELS)
def test_swapped_levels_agree_with_r(oracle, zone_survey, level, agree):
    swapped = table_of(zone_of_tolerance(zone_survey, incoherent="swap"), level)
    for name, row in oracle("gaps_zone/survey")["zones"][level].items():
        for column, value in row["swapped"].items():
            agree(f"zone of tolerance, swapped: {column}", swapped.loc[name, column], value, **R)
        assert swapped.loc[name, "incoherent"] == row["incoherent"]


def test_bootstrap_intervals_agree_with_r_within_the_error_of_drawing(oracle, zone_survey, agree):
    theirs = oracle("gaps_zone/survey")["boot"]
    runs = [zone_of_tolerance(zone_survey, bootstrap=2000, seed=seed) for seed in range(6)]
    ours = {
        "position": [run.total[["position_low", "position_high"]] for run in runs],
        "adequacy": [
            run.comparisons.loc[("total", "adequacy", "total"), ["boot_low", "boot_high"]]
            for run in runs
        ],
    }
    for name, ends in ours.items():
        drawn = np.array(ends, dtype=float)
        spread = drawn.std(axis=0, ddof=1) * np.sqrt(1 / 6 + 2000 / theirs["samples"])
        agree(
            f"zone of tolerance: BCa of {name}",
            drawn.mean(axis=0),
            theirs[name],
            oracle="R boot 1.3-28.1",
            atol=4 * spread.max(),
            rtol=0,
        )


def test_a_seed_repeats_the_bootstrap(zone_survey):
    first, second = (zone_of_tolerance(zone_survey, bootstrap=200, seed=5) for _ in range(2))
    pd.testing.assert_frame_equal(first.items, second.items)
    pd.testing.assert_frame_equal(first.comparisons, second.comparisons)
    other = zone_of_tolerance(zone_survey, bootstrap=200, seed=6)
    assert not first.items["position_low"].equals(other.items["position_low"])


def test_places_follow_the_paired_intervals(zone):
    assert zone.items["place"].to_dict() == {
        "Q1": "below",
        "Q2": "cannot tell",
        "Q3": "inside",
        "Q4": "cannot tell",
        "Q5": "above",
        "Q6": "cannot tell",
    }


answers = st.one_of(st.integers(1, 9), st.integers(1, 9), st.integers(1, 9), st.none())


@st.composite
def tables(draw):
    n = draw(st.integers(4, 20))
    rows = draw(st.lists(st.tuples(*[answers] * 9), min_size=n, max_size=n))
    names = [f"{form}{k}" for form in "MDP" for k in (1, 2, 3)]
    return pd.DataFrame(rows, columns=names).astype(float)


def described(table):
    """Describe items and dimensions of a table, without tests, which take most of the time."""
    items = Triples(
        *(
            table[[f"{form}{k}" for k in (1, 2, 3)]].set_axis(["Q1", "Q2", "Q3"], axis=1)
            for form in "MDP"
        )
    )
    dimensions = dimension_triples(items, {"a": ["Q1", "Q2"], "b": ["Q3"]})
    return [describe_zones(one, compare_levels(one, tests=False)) for one in (items, dimensions)]


@settings(max_examples=15, deadline=None)
@given(table=tables())
def test_parts_add_up(table):
    for one in described(table):
        some = one["n_shares"] > 0
        shares = one[["below_pct", "inside_pct", "above_pct"]].sum(axis=1, skipna=False)
        np.testing.assert_allclose(shares[some], 100)
        assert shares[~some].isna().all()
        assert one["n"].add(one["incomplete"]).add(one["missing"]).eq(len(table)).all()
        assert one["n_shares"].add(one["incoherent"]).eq(one["n"]).all()
        for name in ("below", "inside", "above"):
            share = one.loc[some, f"{name}_pct"]
            assert (share >= one.loc[some, f"{name}_low"] - 1e-9).all()
            assert (share <= one.loc[some, f"{name}_high"] + 1e-9).all()
    dimensions = described(table)[1]
    for whole, part in (("width", "superiority"), ("perception", "minimum")):
        np.testing.assert_allclose(
            dimensions["adequacy"],
            dimensions[whole] + dimensions[part] * (1 if whole == "width" else -1),
            atol=1e-9,
        )


@settings(max_examples=15, deadline=None)
@given(table=tables(), shift=st.sampled_from([-3.0, 2.0]), data=st.data())
def test_order_and_a_shift_of_all_three_columns_change_nothing(table, shift, data):
    first = described(table)[0]
    order = data.draw(st.permutations(range(len(table))))
    shuffled = described(table.iloc[list(order)])[0]
    pd.testing.assert_frame_equal(shuffled, first, rtol=1e-9, atol=1e-8)
    moved = described(table + shift)[0]
    levels = ["minimum", "desired", "perception", "perception_low", "perception_high"]
    pd.testing.assert_frame_equal(
        moved.drop(columns=levels), first.drop(columns=levels), rtol=1e-6, atol=1e-6
    )
    np.testing.assert_allclose(moved["minimum"], first["minimum"] + shift)


@settings(max_examples=15, deadline=None)
@given(table=tables())
def test_turning_the_scale_round_turns_below_into_above(table):
    turned = 10 - table.rename(columns=lambda c: {"M": "D", "D": "M", "P": "P"}[c[0]] + c[1])
    first, other = described(table)[0], described(turned)[0]
    np.testing.assert_allclose(other["adequacy"], -first["superiority"], atol=1e-12)
    np.testing.assert_allclose(other["below_pct"], first["above_pct"])
    np.testing.assert_allclose(other["position_pct"], 100 - first["position_pct"], atol=1e-6)
    places = first["place"].replace({"below": "above", "above": "below"})
    assert other["place"].tolist() == places.tolist()


def test_both_ends_belong_to_the_zone(three_columns):
    minimum = pd.DataFrame({"Q1": [4.0, 4.0, 4.0, 5.0]})
    desired = pd.DataFrame({"Q1": [6.0, 6.0, 6.0, 5.0]})
    perceived = pd.DataFrame({"Q1": [4.0, 6.0, 6.5, 5.0]})
    survey = three_columns(minimum, desired, perceived, {"a": ["Q1"]})
    row = zone_of_tolerance(survey).items.loc["Q1"]
    assert (row["below_pct"], row["inside_pct"], row["above_pct"]) == (0, 75, 25)


def test_a_zone_turned_inside_out_has_no_position_and_no_verdict(three_columns):
    minimum = pd.DataFrame({"Q1": [6.0, 7.0, 6.0, 7.0]})
    survey = three_columns(minimum, minimum - 3, minimum + 1 + minimum % 2, {"a": ["Q1"]})
    zone = zone_of_tolerance(survey, bootstrap=100, seed=1)
    row = zone.items.loc["Q1"]
    assert row["place"] == "cannot tell"
    assert row[["position_pct", "position_low", "position_high", "inside_pct"]].isna().all()
    assert (row["n_shares"], row["incoherent"], row["width"]) == (0, 4, -3)
    assert "4 of 4 answers (100.0 %) have a minimum above" in repr(zone)


def test_a_zone_that_may_be_empty_has_a_position_without_interval(three_columns):
    minimum = pd.DataFrame({"Q1": [4.0, 4.0, 4.0, 4.0]})
    desired = pd.DataFrame({"Q1": [6.0, 3.0, 6.0, 4.0]})
    survey = three_columns(minimum, desired, minimum + 0.5, {"a": ["Q1"]})
    for samples in (0, 100):
        row = zone_of_tolerance(survey, bootstrap=samples, seed=1).items.loc["Q1"]
        assert row["position_pct"] == pytest.approx(100 * 0.5 / 0.75)
        assert np.isnan(row["position_low"])
        assert np.isnan(row["position_high"])


def test_small_segments_hold_no_numbers(three_columns, zone_survey):
    n = len(zone_survey.perceptions)
    branch = pd.Series(["a"] * 9 + ["b"] * (n - 10) + [None], index=zone_survey.perceptions.index)
    zone = zone_of_tolerance(zone_survey, by=branch.rename("branch"))
    assert zone.by.index.names == ["branch", "dimension"]
    small, large = zone.by.loc["a"], zone.by.loc["b"]
    assert small["masked"].all()
    assert small.drop(columns="masked").isna().all().all()
    assert not large["masked"].any()
    chosen = zone_survey.perceptions.index[9:-1]
    alone = zone_of_tolerance(
        three_columns(
            *(getattr(zone_survey, name).loc[chosen] for name in ("minimum", "desired")),
            zone_survey.perceptions.loc[chosen],
            zone_survey.instrument.mapping,
        )
    )
    found = large.loc[alone.dimensions.index].drop(columns="masked")
    assert found["place"].tolist() == alone.dimensions["place"].tolist()
    pd.testing.assert_frame_equal(
        found.drop(columns="place"),
        alone.dimensions.drop(columns="place").astype(float),
        check_names=False,
    )
    assert "1 respondents without 'branch'" in zone.convention


def test_expectations_and_perceptions_have_no_zone():
    bank = svq.load_dataset("bank")
    with pytest.raises(DataError, match=r"three-column form.*servqual_three_column.*gap_scores"):
        zone_of_tolerance(bank)


def test_what_is_missing_is_named(three_columns):
    one = pd.DataFrame({"Q1": [1.0, 2.0]})
    with pytest.raises(DataError, match="the desired levels are missing"):
        zone_of_tolerance(three_columns(one, None, one, {"a": ["Q1"]}))
    with pytest.raises(DataError, match="the minimum levels are missing"):
        zone_of_tolerance(three_columns(None, one, one, {"a": ["Q1"]}))
    with pytest.raises(DataError, match="no item was asked in all three columns"):
        zone_of_tolerance(three_columns(one, one.set_axis(["Q2"], axis=1), one, {"a": ["Q1"]}))
    with pytest.raises(DataError, match="nobody answered all three columns"):
        zone_of_tolerance(three_columns(one, one, one * np.nan, {"a": ["Q1"]}))
    with pytest.raises(DataError, match="nobody answered all three columns"):
        zone_of_tolerance(three_columns(*[one.iloc[:0]] * 3, {"a": ["Q1"]}), bootstrap=100)
    with pytest.raises(TypeError, match="needs Responses"):
        zone_of_tolerance(one)


def test_options_are_checked(zone_survey):
    with pytest.raises(ValueError, match="ci must lie between 0 and 1"):
        zone_of_tolerance(zone_survey, ci=95)
    with pytest.raises(ValueError, match="leave_out, swap"):
        zone_of_tolerance(zone_survey, incoherent="drop")
    with pytest.raises(ValueError, match="at least 100"):
        zone_of_tolerance(zone_survey, bootstrap=5)
    with pytest.raises(DataError, match="no respondent column 'branch'"):
        zone_of_tolerance(zone_survey, by="branch")


def test_one_respondent_and_equal_answers_have_what_they_can_have(three_columns):
    one = pd.DataFrame({"Q1": [3.0]})
    row = zone_of_tolerance(three_columns(one, one + 2, one + 1, {"a": ["Q1"]})).items.loc["Q1"]
    assert (row["n"], row["position_pct"], row["place"]) == (1, 50, "cannot tell")
    assert np.isnan(row["adequacy_low"])
    same = pd.DataFrame({"Q1": [3.0] * 12})
    survey = three_columns(same, same + 2, same + 1, {"a": ["Q1"]})
    for samples in (0, 100):
        row = zone_of_tolerance(survey, bootstrap=samples, seed=1).items.loc["Q1"]
        assert row[["position_low", "position_high", "adequacy_low"]].tolist() == [50, 50, 1]
        assert row["place"] == "inside"


def test_planted_levels_are_found_again():
    answers = svq.simulate("servqual_three_column", 4000, seed=3)
    found = zone_of_tolerance(answers).dimensions
    for measure in ("adequacy", "superiority"):
        planted = pd.Series(answers.truth[measure]).loc[found.index]
        half = (found[f"{measure}_high"] - found[f"{measure}_low"]) / 2
        assert ((found[measure] - planted).abs() < 2 * half).all()


def test_a_result_shows_itself(zone):
    text = repr(zone)
    for words in ("Zone of tolerance", "inside_pct", "Incoherent answers", "Fieller"):
        assert words in text
    assert "<table" in zone._repr_html_()
