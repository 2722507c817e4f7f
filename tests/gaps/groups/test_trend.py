"""Waves compared: against R, by symmetry, and what is said about why a gap moved."""

from __future__ import annotations

import copy
import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import svqkit as svq
from svqkit.errors import DataError
from svqkit.gaps.groups.composition import compare_composition, shared_segments
from svqkit.gaps.groups.linear_trend import wave_times
from svqkit.gaps.groups.trend import gap_trend

NAMES = ("first", "second", "third")


@pytest.fixture(scope="module")
def waves(read_survey):
    found = {}
    for name, file in zip(NAMES, ("survey.csv", "wave2.csv", "wave3.csv"), strict=True):
        wave = read_survey(file)
        if "id" not in wave.respondents:
            wave.respondents["id"] = wave.respondents.index
        found[name] = wave
    return found


@pytest.fixture(scope="module")
def expected(oracle):
    return oracle("gaps_groups/trend")


@pytest.fixture(scope="module")
def different(waves):
    return gap_trend(waves, invariance=False)


@pytest.fixture(scope="module")
def same(waves):
    return gap_trend(waves, respondent="id", invariance=False)


def test_changes_of_different_people_agree_with_r(different, expected, agree):
    for comparison in expected["independent"]:
        for dimension, row in comparison["dimensions"].items():
            ours = different.changes.loc[(dimension, comparison["since"], comparison["wave"])]
            for name, value in row.items():
                agree(
                    f"trend, samples: {name}",
                    ours[name],
                    value,
                    oracle="R 4.2 t.test",
                    rtol=1e-8,
                    atol=1e-12,
                )


def test_changes_of_the_same_people_agree_with_r(same, expected, agree):
    """R's ``pt`` with noncentrality is good for some nine digits."""
    for comparison in expected["paired"]:
        key = comparison["since"], comparison["wave"]
        assert same.attrition.loc[key, "stayed"] == comparison["stayed"]
        for dimension, row in comparison["dimensions"].items():
            ours = same.changes.loc[(dimension, *key)]
            for name, value in row.items():
                agree(
                    f"trend, panel: {name}",
                    ours[name],
                    value,
                    oracle="R 4.2 t.test",
                    rtol=1e-8,
                    atol=1e-12,
                )


def test_dropouts_agree_with_r(same, expected, agree):
    """Dropouts less stayers, both on the earlier wave."""
    for comparison in expected["paired"]:
        for dimension, row in comparison["dropouts"].items():
            ours = same.dropouts.loc[(dimension, comparison["since"], comparison["wave"])]
            for name, theirs in (
                ("difference", "change"),
                ("low", "low"),
                ("high", "high"),
                ("p", "p"),
                ("g", "g"),
            ):
                agree(
                    f"trend, dropouts: {name}",
                    ours[name],
                    row[theirs],
                    oracle="R 4.2 t.test",
                    rtol=1e-8,
                )


def test_lines_agree_with_r(waves, expected, same, agree):
    years = dict(zip((2021, 2022, 2025), waves.values(), strict=True))
    line = gap_trend(years, invariance=False).linear
    for dimension in line.index:
        for ours, theirs, what in (
            (line, expected["line"], "line"),
            (same.linear, expected["panel_line"], "panel line"),
        ):
            for name, value in theirs[dimension].items():
                agree(
                    f"trend, {what}: {name}",
                    ours.loc[dimension, name],
                    value,
                    oracle="R 4.2 stats",
                    rtol=1e-9,
                )


def test_composition_agrees_with_r(different, same, expected, agree):
    for ours, theirs in ((different, "composition"), (same, "stayed")):
        for name, value in expected[theirs].items():
            agree(
                f"trend, composition: {name}",
                ours.composition.loc["branch", name],
                value,
                oracle="R 4.2 chisq.test",
                rtol=1e-10,
            )


def test_the_change_of_a_gap_is_that_of_its_halves(different, same):
    for result in (different, same):
        table = result.changes
        np.testing.assert_allclose(
            table["change"], table["perception_change"] - table["expectation_change"], atol=1e-12
        )


def test_each_wave_is_compared_with_the_first_and_the_one_before(different):
    pairs = different.changes.loc["care"].index.tolist()
    assert pairs == [("first", "second"), ("first", "third"), ("second", "third")]
    assert different.names == list(NAMES)


def test_two_waves_have_no_line(waves):
    two = gap_trend({name: waves[name] for name in NAMES[:2]}, invariance=False)
    assert two.linear is None
    assert two.attrition is None
    assert len(two.changes) == 3
    assert "Straight line" not in repr(two)


def test_items_have_no_total(waves, different):
    items = gap_trend(waves, level="item", invariance=False)
    assert list(items.reading.index) == ["Q1", "Q2", "Q3", "Q4", "Q5"]
    both = waves["third"].perceptions["Q4"] - waves["third"].expectations["Q4"]
    assert items.waves.loc[("Q4", "third"), "mean"] == pytest.approx(both.mean())
    assert items.waves.loc[("Q4", "third"), "n"] == both.notna().sum()


def test_perceptions_alone_need_no_expectations(waves):
    alone = {}
    for name, wave in waves.items():
        alone[name] = copy.copy(wave)
        alone[name].expectations = None
    result = gap_trend(alone, score="perception", invariance=False)
    assert "perception_change" not in result.changes
    assert "perceptions" in result.reading["care"]
    with pytest.raises(DataError, match="wave 'first' has no expectations"):
        gap_trend(alone, invariance=False)


def test_weights_make_the_total(waves, different):
    care = gap_trend(waves, weights={"care": 100, "speed": 0}, invariance=False)
    row = care.waves.loc["total"]
    wanted = {
        name: (wave.perceptions - wave.expectations)[["Q1", "Q2"]] for name, wave in waves.items()
    }
    for name, gaps in wanted.items():
        speed = (
            waves[name].perceptions[["Q3", "Q4", "Q5"]].notna()
            & waves[name].expectations[["Q3", "Q4", "Q5"]].notna()
        )
        kept = gaps[gaps.notna().any(axis=1) & (speed.sum(axis=1) >= 2)]
        assert row.loc[name, "mean"] == pytest.approx(kept.mean(axis=1).mean())
    assert "care 100, speed 0" in care.convention
    equal = gap_trend(waves, weights={"speed": 3, "care": 3}, invariance=False)
    pd.testing.assert_frame_equal(equal.changes, different.changes)


def test_segments_are_compared_within_and_masked(waves):
    by = gap_trend(waves, by="branch", invariance=False).by
    assert by.index.names == ["branch", "dimension", "since", "wave"]
    assert by.loc["north", "masked"].all()
    assert by.loc["north"].drop(columns="masked").isna().all().all()
    only = {}
    for name, wave in waves.items():
        mine = wave.respondents["branch"] == "harbour"
        only[name] = copy.copy(wave)
        only[name].perceptions = wave.perceptions[mine]
        only[name].expectations = wave.expectations[mine]
        only[name].respondents = wave.respondents[mine]
    pd.testing.assert_frame_equal(by.loc["harbour"], gap_trend(only, invariance=False).changes)


def test_people_keep_their_first_segment(waves):
    by = gap_trend(waves, by="branch", respondent="id", invariance=False).by
    first, second = waves["first"].respondents, waves["second"].respondents
    placed = first.set_index("id")["branch"].combine_first(second.set_index("id")["branch"])
    stayed = set(placed.index[placed == "centre"]) & set(first["id"]) & set(second["id"])
    most = by.loc[("centre", slice(None), "first", "second"), "n"].max()
    assert 10 <= most <= len(stayed)


def test_few_respondents_are_masked(waves):
    small = copy.copy(waves["second"])
    for name in ("perceptions", "expectations", "respondents"):
        setattr(small, name, getattr(small, name).iloc[:9])
    result = gap_trend({"first": waves["first"], "small": small}, invariance=False)
    assert result.changes["masked"].all()
    assert result.changes["change"].isna().all()
    assert result.waves.xs("small", level="wave")["mean"].isna().all()
    assert result.reading["care"] == "care: too few respondents to compare."


# ---- words ----------------------------------------------------------------------------------------


def moved(bank, perceptions=0.0, expectations=0.0):
    return dataclasses.replace(
        bank,
        perceptions=bank.perceptions + perceptions,
        expectations=bank.expectations + expectations,
    )


@pytest.mark.parametrize(
    ("perceptions", "expectations", "said"),
    [
        (0.6, 0.0, ["improved", "Customers perceive more."]),
        (0.0, -0.6, ["improved", "because customers expect less, not because they perceive more"]),
        (0.4, -0.4, ["improved", "Both helped"]),
        (-0.6, 0.0, ["worsened", "Customers perceive less."]),
        (0.0, 0.6, ["worsened", "because customers expect more, not because they perceive less"]),
        (0.5, 0.5, ["no clear change of the gap", "both rose, which the gap does not show"]),
        (-0.5, -0.5, ["no clear change of the gap", "both fell, which the gap does not show"]),
        (0.0, 0.0, ["no clear change of the gap"]),
    ],
)
def test_reading_tells_which_half_moved(perceptions, expectations, said):
    bank = svq.load_dataset("bank")
    reading = gap_trend(
        {"a": bank, "b": moved(bank, perceptions, expectations)}, invariance=False
    ).reading["total"]
    for words in said:
        assert words in reading
    assert "nan" not in reading


def test_reading_speaks_the_instruments_words_and_the_remark_names_the_shift(waves, different):
    reading = gap_trend(
        {"a": svq.load_dataset("bank"), "b": svq.load_dataset("bank")},
        level="item",
        invariance=False,
    ).reading
    assert reading["Q1"].startswith("Q1 ")
    assert "The samples differ in branch: the share of" in different.remark


def test_a_panel_says_who_is_left(same):
    assert "40 of 95 respondents of first answered again in third" in same.remark
    assert same.attrition.loc[("first", "third"), "dropped"] == 55


def test_the_planted_improvement_is_found_and_nothing_else():
    """The second bank survey differs from the first in what was done about responsiveness."""
    trend = gap_trend({"2024": svq.load_dataset("bank"), "2025": svq.load_dataset("bank_wave2")})
    rows = trend.changes.xs(("2024", "2025"), level=("since", "wave")).drop("total")
    assert list(rows.index[rows["p_holm"] < 0.05]) == ["responsiveness"]
    assert "Customers perceive more." in trend.reading["responsiveness"]
    assert list(trend.composition.index) == ["branch", "age_band"]


def test_long_tables_show_the_total_only(waves):
    items = gap_trend(waves, level="item", by="branch", invariance=False)
    assert "(the first 72 rows of .by)" not in repr(items)
    bank = svq.load_dataset("bank")
    many = {f"wave {k}": bank for k in range(8)}
    assert "Changes (total only; all dimensions in .changes)" in repr(
        gap_trend(many, invariance=False)
    )
    assert "Changes (the first 72 rows of .changes)" in repr(
        gap_trend(many, level="item", invariance=False)
    )


def test_waves_on_one_scale_warn_of_nothing():
    bank, later = svq.load_dataset("bank"), svq.load_dataset("bank_wave2")
    trend = gap_trend({2024: bank, 2025: later})
    assert trend.invariance.reached in ("scalar", "strict")
    assert list(trend.invariance.fits["configural"].groups) == ["2024", "2025"]
    assert trend.warning == ""


def test_an_item_that_changed_its_meaning_is_named(bank_with_moved_item):
    trend = gap_trend(bank_with_moved_item)
    assert "the intercept of Q12" in trend.warning
    assert repr(trend).index("Warning") < repr(trend).index("Reading")


@pytest.fixture(scope="module")
def bank_with_moved_item():
    bank, later = svq.load_dataset("bank"), svq.load_dataset("bank_wave2")
    perceptions = later.perceptions.copy()
    perceptions["Q12"] -= 2
    return {"a": bank, "b": dataclasses.replace(later, perceptions=perceptions)}


def test_invariance_left_aside_is_said(waves):
    panel = gap_trend(waves, respondent="id")
    assert panel.invariance is None
    assert "waves of the same people are no independent groups" in panel.warning
    aside = gap_trend(waves, invariance=False)
    assert "unknown whether the groups answer on one scale (invariance=False)" in aside.warning


# ---- bad input ------------------------------------------------------------------------------------


def test_waves_must_be_a_mapping_of_two(waves):
    with pytest.raises(TypeError, match="mapping of a name to Responses"):
        gap_trend(list(waves.values()))
    with pytest.raises(ValueError, match="two waves or more, not 1"):
        gap_trend({"first": waves["first"]})
    with pytest.raises(TypeError, match="wave 'b' is not Responses"):
        gap_trend({"a": waves["first"], "b": 3})
    with pytest.raises(ValueError, match="dimension, item"):
        gap_trend(waves, level="total")
    with pytest.raises(ValueError, match="gap, perception, expectation"):
        gap_trend(waves, score="P")
    with pytest.raises(ValueError, match="ci must lie"):
        gap_trend(waves, ci=1)
    with pytest.raises(ValueError, match="weights must name each dimension"):
        gap_trend(waves, weights={"care": 1})
    with pytest.raises(ValueError, match="not all 0"):
        gap_trend(waves, weights={"care": 0, "speed": 0})
    with pytest.raises(ValueError, match="leave them out"):
        gap_trend(waves, level="item", weights={"care": 1, "speed": 1})


def test_waves_must_ask_the_same(waves):
    short = copy.copy(waves["second"])
    short.perceptions = short.perceptions.drop(columns="Q3")
    with pytest.raises(DataError, match=r"wave 'b' has no perceptions of Q3, which wave 'a' has"):
        gap_trend({"a": waves["first"], "b": short})
    other = copy.copy(waves["second"])
    other.instrument = copy.copy(other.instrument)
    other.instrument.mapping = {"care": ["Q1", "Q2", "Q3"], "speed": ["Q4", "Q5"]}
    with pytest.raises(DataError, match="differ in the items of 'care'"):
        gap_trend({"a": waves["first"], "b": other})
    bank = svq.load_dataset("bank")
    scale = bank.instrument.scale.model_copy(update={"high": 5})
    changed = dataclasses.replace(
        bank, instrument=bank.instrument.model_copy(update={"scale": scale})
    )
    with pytest.raises(DataError, match="ends of the answer scale"):
        gap_trend({"a": bank, "b": changed})


def test_people_must_be_told_apart(waves):
    with pytest.raises(DataError, match="no respondent column 'name'"):
        gap_trend(waves, respondent="name")
    twice = copy.copy(waves["second"])
    twice.respondents = twice.respondents.sort_index().assign(id=7)
    with pytest.raises(DataError, match="same 'id' in rows 1, 2"):
        gap_trend({"a": waves["first"], "b": twice}, respondent="id")
    strangers = copy.copy(waves["second"])
    strangers.respondents = strangers.respondents.assign(id=range(1000, 1070))
    with pytest.raises(DataError, match="nobody in wave 'b' is in wave 'a'"):
        gap_trend({"a": waves["first"], "b": strangers}, respondent="id")
    with pytest.raises(DataError, match="wave 'first' has no respondent column 'region'"):
        gap_trend(waves, by="region")


def test_years_must_ascend():
    with pytest.raises(DataError, match="must ascend"):
        wave_times([2025, 2024])
    assert wave_times(["2025", "2024"]).tolist() == [0.0, 1.0]


def test_segments_are_columns_with_few_values_in_all_waves(waves):
    assert shared_segments(waves) == ["branch"]
    assert shared_segments(waves, by="id", leave_out=["branch"]) == ["id"]
    empty = compare_composition({"a": waves["first"].respondents}, [])
    assert empty.empty


def test_numbered_series_of_questions_are_no_segments(waves):
    asked = {}
    for name, wave in waves.items():
        asked[name] = copy.copy(wave)
        asked[name].respondents = wave.respondents.assign(KF1="a", KF2="b", KF3="c", zone_1="x")
        asked[name].respondents.iloc[::2, -4:] = "z"
    assert shared_segments(asked) == ["branch", "zone_1"]


def test_small_segments_are_not_named(waves):
    before = pd.DataFrame({"branch": ["north"] * 40 + ["south"] * 30 + ["mill"] * 9})
    after = pd.DataFrame({"branch": ["north"] * 36 + ["south"] * 30 + ["mill"] * 60})
    row = compare_composition({"a": before, "b": after}, ["branch"]).loc["branch"]
    assert row["most_changed"] == "north"
    tiny = compare_composition({"a": before[70:], "b": after[:9]}, ["branch"]).loc["branch"]
    assert tiny["most_changed"] == ""
    assert np.isnan(tiny["first_pct"])


# ---- what must hold for all data ------------------------------------------------------------------


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 10_000))
def test_order_of_rows_and_items_changes_nothing(waves, different, same, seed):
    random = np.random.default_rng(seed)
    shuffled = {}
    for name, wave in waves.items():
        rows = random.permutation(wave.perceptions.index)
        items = list(random.permutation(list(wave.perceptions.columns)))
        shuffled[name] = copy.copy(wave)
        shuffled[name].perceptions = wave.perceptions.loc[rows, items]
        shuffled[name].expectations = wave.expectations.loc[rows, items]
        shuffled[name].respondents = wave.respondents.loc[rows]
    for before, options in ((different, {}), (same, {"respondent": "id"})):
        after = gap_trend(shuffled, **options, invariance=False)
        pd.testing.assert_frame_equal(before.changes, after.changes, rtol=1e-9, atol=1e-12)
        pd.testing.assert_frame_equal(before.linear, after.linear, rtol=1e-9, atol=1e-12)


def test_time_reversed_changes_sign(waves):
    there = gap_trend({"a": waves["first"], "b": waves["second"]}, invariance=False).changes
    back = gap_trend({"b": waves["second"], "a": waves["first"]}, invariance=False).changes
    np.testing.assert_allclose(there["change"], -back["change"].to_numpy())
    np.testing.assert_allclose(there["low"], -back["high"].to_numpy())
    np.testing.assert_allclose(there["p"], back["p"].to_numpy())


def test_a_category_that_nobody_is_in_does_not_count() -> None:
    people = pd.DataFrame({"branch": ["north"] * 30 + ["south"] * 10})
    later = pd.DataFrame({"branch": ["north"] * 10 + ["south"] * 30})
    samples = {"a": people, "b": later}
    wide = {
        n: one.astype(pd.CategoricalDtype(["north", "south", "west"])) for n, one in samples.items()
    }
    pd.testing.assert_frame_equal(
        compare_composition(wide, ["branch"]), compare_composition(samples, ["branch"])
    )
