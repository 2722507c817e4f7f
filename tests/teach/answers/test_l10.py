"""Lesson 10 as a learner works it: right code in several forms, and the mistakes that are usual."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import ttest_1samp

import svqkit as svq
from svqkit.teach import check, learner_data, predict, quiz, reveal
from svqkit.teach.answers import computed_answer
from svqkit.teach.exercise import find_exercise, find_lesson
from svqkit.teach.lesson_data import data_behind

SEEDS = (0, 1, 7)


def gaps_of(data):
    return data.perceptions - data.expectations


def scores_of(data):
    gap, dims = gaps_of(data), data.instrument.mapping
    return pd.DataFrame({name: gap[items].mean(axis=1) for name, items in dims.items()})


@pytest.fixture(scope="module")
def bank():
    return svq.load_dataset("bank")


@pytest.fixture(scope="module")
def three():
    return svq.load_dataset("bank_three_column")


def told(exercise, answer):
    said = check(exercise, answer)
    return "right" if said.right else said.misconception


TOTALS = {
    "in the lesson": (lambda b: scores_of(b).mean(axis=1, skipna=False).mean(), "right"),
    "by svqkit": (lambda b: svq.gap_scores(b).total["gap"], "right"),
    "of complete rows": (lambda b: scores_of(b).dropna().mean(axis=1).mean(), "right"),
    "of five means": (lambda b: scores_of(b).mean().mean(), "right"),
    "turned round": (lambda b: -svq.gap_scores(b).total["gap"], "gap_turned_round"),
    "of items": (lambda b: svq.gap_scores(b).items["gap"].mean(), "mean_of_items"),
    "of all answers": (lambda b: gaps_of(b).stack().mean(), "mean_of_items"),
    "of rows of items": (lambda b: gaps_of(b).mean(axis=1).mean(), "mean_of_items"),
    "of what is there": (lambda b: scores_of(b).mean(axis=1).mean(), "incomplete_totals"),
    "of complete cases": (
        lambda b: scores_of(b)[gaps_of(b).notna().all(axis=1)].mean(axis=1).mean(),
        "complete_cases",
    ),
    "summed": (lambda b: svq.gap_scores(b).dimensions["gap"].sum(), "sum_of_dimensions"),
}


@pytest.mark.parametrize("how", TOTALS)
def test_totals(how, bank):
    work, wanted = TOTALS[how]
    assert told("L10.1", work(bank)) == wanted


def points(b):
    return scores_of(b) * b.importance / 100


WEIGHTED = {
    "in the lesson": (lambda b: points(b).sum(axis=1, skipna=False).mean(), "right"),
    "of complete rows": (lambda b: points(b).dropna().sum(axis=1).mean(), "right"),
    "by svqkit": (lambda b: svq.weighted_gaps(b).total["weighted"], "right"),
    "not divided": (lambda b: 100 * points(b).dropna().sum(axis=1).mean(), "points_not_divided"),
    "divided twice": (
        lambda b: points(b).dropna().sum(axis=1).mean() / 100,
        "weights_divided_twice",
    ),
    "empty as zero": (lambda b: points(b).sum(axis=1).mean(), "empty_as_zero"),
    "mean of five": (lambda b: points(b).dropna().mean(axis=1).mean(), "mean_of_products"),
    "means multiplied": (
        lambda b: (scores_of(b).mean() * b.importance.mean()).sum() / 100,
        "by_mean_weights",
    ),
    "by the sample's weights": (
        lambda b: svq.weighted_gaps(b, weights="sample").total["weighted"],
        "by_mean_weights",
    ),
    "weights forgotten": (lambda b: svq.weighted_gaps(b).total["unweighted"], "weights_forgotten"),
}


@pytest.mark.parametrize("how", WEIGHTED)
def test_weighted_totals(how, bank):
    work, wanted = WEIGHTED[how]
    assert told("L10.4", work(bank)) == wanted


@pytest.mark.parametrize("seed", SEEDS)
def test_own_survey(seed):
    mine = learner_data("L10", seed=seed)
    gap = gaps_of(mine)["Q11"]
    share = (gap.dropna() < 0).mean()
    assert told("L10.2", 100 * share) == "right"
    assert told("L10.2", f"{100 * share:.1f} %") == "right"
    assert told("L10.2", share) == "proportion_for_percent"
    assert told("L10.2", 100 * (gap < 0).mean()) == "empty_counted_as_not_below"
    own = scores_of(mine)["responsiveness"]
    assert told("L10.3", own.mean() / own.std()) == "right"
    assert told("L10.3", own.mean() / own.std(ddof=0)) == "right"
    test = ttest_1samp(own.dropna(), 0)
    assert told("L10.3", test.pvalue) == "p_for_effect_size"
    assert told("L10.3", -own.mean() / own.std()) == "sign_left_out"
    assert told("L10.3", svq.gap_scores(mine).dimensions.loc["responsiveness", "t"]) == (
        "t_for_effect_size"
    )
    weighted = svq.weighted_gaps(mine)
    part = weighted.dimensions.loc["reliability", "weighted_gap"] / weighted.total["weighted"]
    assert told("L10.6", 100 * part) == "right"
    assert told("L10.6", part) == "proportion_for_percent"
    assert told("L10.6", -100 * part) == "negative_share"
    assert told("L10.6", weighted.weights["reliability"]) == "mean_points_for_share"


def test_most_important_is_not_widest(bank):
    weighted = svq.weighted_gaps(bank).dimensions
    assert told("L10.5", points(bank).dropna().mean().idxmin()) == "right"
    assert told("L10.5", weighted["gap"].idxmin()) == "widest_is_most_important"
    assert told("L10.5", weighted["weighted_gap"].idxmax()) == "least_for_most"


def test_below_the_zone_by_intervals_of_adequacy(three):
    adequacy = three.forms["perception"] - three.forms["minimum"]
    superiority = three.forms["perception"] - three.forms["desired"]

    def high(differences):
        ends = [
            ttest_1samp(one.dropna(), 0).confidence_interval().high
            for _, one in differences.items()
        ]
        return np.array(ends)

    assert told("L10.7", (high(adequacy) < 0).sum()) == "right"
    assert told("L10.7", (adequacy.mean() < 0).sum()) == "counted_means"
    assert told("L10.7", (high(superiority) < 0).sum()) == "superiority_for_adequacy"


def test_the_claim_follows_from_the_interval_of_this_sample(bank):
    exercise = find_exercise("L10.8")
    compared = svq.compare_forms(bank, outcomes="satisfaction", seed=3, progress=False)
    row = compared.prediction.loc[("satisfaction", "total", "servqual")]
    assert row["delta_high"] < 0
    assert (
        computed_answer(exercise.answer, "L10", data_behind(exercise)) == "servperf_explains_more"
    )
    for key in exercise.options:
        assert (told("L10.8", key) == "right") == (key == "servperf_explains_more")


def test_the_lessons_twist_is_in_the_data(bank):
    """In the bank one dimension adds most; at Station the first two cannot be put in order."""
    usable = points(bank).dropna()
    apart = usable["responsiveness"] - usable["reliability"]
    station = bank.respondents["branch"].loc[usable.index] == "Station"
    assert ttest_1samp(apart, 0).confidence_interval().low > 0
    low, high = ttest_1samp(apart[station], 0).confidence_interval()
    assert low < 0 < high
    sizes = svq.gap_scores(bank).dimensions
    assert sizes["gap"].idxmin() != sizes["dz"].idxmin()


def test_the_survey_holds_a_slower_branch():
    mine = learner_data("L10", seed=0)
    planted = mine.truth["planted"]["branch"]
    assert planted["dimension"] == "responsiveness"
    by = svq.gap_scores(mine, by="branch").by["gap"].unstack("dimension")["responsiveness"]
    assert by.idxmin() == planted["branch"]


def test_predictions_and_the_quiz():
    predict("L10.first", "responsiveness")
    assert "You predicted responsiveness" in reveal("L10.first", "reliability").message
    sheet = quiz("L10", answers={})
    asked = [question.id for question, _ in sheet.questions]
    assert asked[2:] == [f"L10.q{at}" for at in range(1, 7)]
    assert set(asked[:2]) == {"L00.q3", "L04.q4"}
    for question in find_lesson("L10").quiz.questions:
        right = next(option for option in question.options if option.right)
        assert quiz("L10", answers={question.id: right.text}).right == 1
