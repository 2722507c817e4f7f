"""A learner's own survey: the planted faults are there, differ by seed, and do not show themselves."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from svqkit.instruments.catalogue_index import load_instrument
from svqkit.teach.bank_population import bank_population
from svqkit.teach.learners import EVERY_FAULT, last_seed, learner_data, survey_of
from svqkit.teach.planting import draw_faults
from svqkit.teach.schema import Faults

SEEDS = range(12)
SERVQUAL = load_instrument("servqual")
SPARE = "L98"  # a lesson without exercises, so every fault is planted


def rest_correlation(items: pd.DataFrame, code: str, codes) -> float:
    return items[code].corr(items[[c for c in codes if c != code]].mean(axis=1))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_planted_faults_can_be_found(seed):
    drawn = survey_of(SPARE, seed)
    planted, mapping = drawn.truth["planted"], drawn.instrument.mapping
    items = drawn.perceptions.drop(index=list(planted["careless"]))
    found = {c: rest_correlation(items, c, codes) for codes in mapping.values() for c in codes}
    turned = planted["reversed_item"]
    assert min(found, key=found.get) == turned
    assert found[turned] < -0.4
    items = items.assign(**{turned: 8 - items[turned]})
    found = {c: rest_correlation(items, c, codes) for codes in mapping.values() for c in codes}
    assert min(found, key=found.get) == planted["weak_item"]
    worse = planted["branch"]
    means = items[list(mapping[worse["dimension"]])].mean(axis=1)
    assert means.groupby(drawn.respondents["branch"]).mean().idxmin() == worse["branch"]
    assert len(planted["careless"]) == round(EVERY_FAULT.careless * EVERY_FAULT.n)


@pytest.mark.parametrize("seed", [0, 3])
def test_the_cross_loading_is_what_misfits_most(seed):
    import svqkit as svq

    drawn = survey_of(SPARE, seed)
    planted, mapping = drawn.truth["planted"], drawn.instrument.mapping
    left_out = {planted["weak_item"], planted["reversed_item"]}
    model = {name: [c for c in codes if c not in left_out] for name, codes in mapping.items()}
    items = drawn.perceptions.drop(index=list(planted["careless"])).dropna()
    indices = svq.cfa(items, model).modification_indices().query("op == '=~'")
    worst = indices.loc[indices["mi"].idxmax()]
    cross = planted["cross_loading"]
    assert (worst["lhs"], worst["rhs"]) == (cross["other"], cross["item"])


def test_each_seed_has_its_own_faults_and_the_same_one_repeats():
    planted = [str(survey_of(SPARE, seed).truth["planted"]) for seed in SEEDS]
    assert len(set(planted)) == len(planted)
    first, again = survey_of(SPARE, 5), survey_of.__wrapped__(SPARE, 5)
    pd.testing.assert_frame_equal(first.perceptions, again.perceptions)
    assert dict(first.truth)["planted"] == dict(again.truth)["planted"]


def test_the_truth_does_not_show_itself():
    drawn = learner_data(SPARE, 3)
    weak = drawn.truth["planted"]["weak_item"]
    for shown in (repr(drawn.truth), str(drawn.truth), repr(drawn), drawn._repr_html_()):
        assert weak not in shown
    assert f"{drawn.truth}" == "<the truth is kept for the checks>"


def test_the_seed_drawn_last_is_the_one_checked():
    assert last_seed(SPARE) == 0
    learner_data(SPARE, seed=np.int64(7))
    assert last_seed(SPARE) == 7
    learner_data(SPARE)
    assert last_seed(SPARE) == 0


def test_faults_stay_where_they_are_from_lesson_to_lesson():
    def drawn(**wanted):
        return draw_faults(
            Faults(**wanted), SERVQUAL, bank_population().figures["correlations"], ["A", "B"], 4
        )

    alone = drawn(weak_item=True)
    both = drawn(weak_item=True, reversed_item=True, branch=True, cross_loading=True)
    assert both["weak_item"] == alone["weak_item"]
    assert list(alone) == ["weak_item"]
    assert drawn(weak_item="empathy")["weak_item"] in SERVQUAL.mapping["empathy"]
    with pytest.raises(ValueError, match="weak_item is wanted in 'speed'; there are tangibles"):
        drawn(weak_item="speed")


def test_one_population_carries_all_lessons():
    """What is not planted is the same customers' answers."""
    whole, plain = survey_of(SPARE, 2), survey_of("L97", 2)
    pd.testing.assert_frame_equal(whole.perceptions, plain.perceptions)


@pytest.mark.parametrize("seed", [-1, 1.5, "7", True, None])
def test_a_seed_is_a_whole_number(seed):
    with pytest.raises(ValueError, match="a seed is a whole number"):
        learner_data(SPARE, seed)


def test_a_lesson_about_a_data_set_says_so():
    with pytest.raises(ValueError, match=r"L00 is about the data set 'bank': svqkit\.load_dataset"):
        learner_data("L00")
    with pytest.raises(ValueError, match="a lesson's name is L and two digits"):
        learner_data("reliability")
