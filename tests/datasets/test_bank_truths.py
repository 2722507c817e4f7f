"""What was planted in the bank's surveys is found: in the files, and in large fresh draws."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from types import ModuleType

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import brentq
from scipy.special import ndtr

import svqkit as svq
from svqkit.bundled import bundled
from svqkit.responses.population import thresholds

BANK = bundled("datasets") / "bank"
LARGE = 4000
# 4.5 standard errors: 1 of 3000 sets of 50 means has one further away.
FAR = 4.5


@pytest.fixture(scope="module")
def builder() -> Iterator[dict[str, ModuleType]]:
    names = ("customers", "managers", "employees", "three_column")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(BANK)
        patch.setattr(sys, "dont_write_bytecode", True)
        yield {name: importlib.import_module(name) for name in names}


def truth_of(name: str) -> dict:
    return json.loads((BANK / f"truth_{name}.json").read_text(encoding="utf-8"))


def population_sd(mean: float, shape: tuple[float, float]) -> float:
    """Standard deviation of a code whose latent mean is shifted until its mean is as stated."""
    cuts = thresholds(shape, 7)
    shift = brentq(lambda s: 1 + ndtr(s - cuts).sum() - mean, -6, 6)
    above = ndtr(shift - cuts)  # P(code > k), k = 1 … 6
    return float(np.sqrt((np.arange(1, 12, 2) * above).sum() - above.sum() ** 2))


def z_scores(answers: pd.DataFrame, means: dict, shape: tuple[float, float]) -> pd.Series:
    errors = pd.Series({code: population_sd(mean, shape) for code, mean in means.items()})
    return (answers.mean() - pd.Series(means)) / (errors / np.sqrt(answers.notna().sum()))


def attentive(answers: pd.DataFrame, truth: dict) -> pd.DataFrame:
    return answers.drop(index=[int(line) for line in truth.get("careless_lines", {})])


def scales(answers: pd.DataFrame, mapping: dict) -> pd.DataFrame:
    return pd.DataFrame(
        {name: answers[list(codes)].mean(axis=1) for name, codes in mapping.items()}
    )


def test_managers_answer_as_their_population_does(builder) -> None:
    truth, module = truth_of("managers"), builder["managers"]
    large = module.draw(LARGE, 1).perceptions
    file = svq.load_dataset("bank_managers").perceptions
    for answers in (large, file):
        assert z_scores(answers, truth["means"], (4.2, 2.3)).abs().max() < FAR
    customers = module.expected_by_customers()
    for name, codes in svq.load_instrument("servqual").mapping.items():
        views = [f"EXP{code.removeprefix('Q')}" for code in codes]
        difference = large[views].mean(axis=1) - np.mean([customers[code] for code in codes])
        error = difference.std() / np.sqrt(LARGE)
        assert abs(difference.mean() - truth["gap_1"][name]) < FAR * error
    own = scales(file, svq.load_instrument("managers").mapping)
    antecedents = list(truth["antecedents"])[:2]
    assert own[antecedents].mean().idxmin() == "upward_communication"
    assert own["expected_tangibles"].mean() > own["expected_responsiveness"].mean() + 0.5


def test_what_managers_hear_goes_with_what_they_know(builder) -> None:
    large = builder["managers"].draw(LARGE, 2).perceptions
    own = scales(large, svq.load_instrument("managers").mapping)
    heard = own.corr()["upward_communication"]
    assert heard["expected_reliability"] > 0.3
    assert heard["expected_responsiveness"] > 0.3
    assert heard["expected_tangibles"] < 0.25


def test_reversed_items_stand_in_the_file_as_answered() -> None:
    for name, file in (("bank_managers", "managers"), ("bank_employees", "employees")):
        survey, raw = svq.load_dataset(name), pd.read_csv(BANK / f"{file}.csv")
        for item in survey.instrument.items:
            keyed, written = survey.perceptions[item.code].to_numpy(), raw[item.code].to_numpy()
            np.testing.assert_array_equal(keyed, 8 - written if item.reverse else written)


def test_employees_answer_as_their_population_does(builder) -> None:
    truth, module = truth_of("employees"), builder["employees"]
    survey = svq.load_dataset("bank_employees")
    read = attentive(survey.perceptions, truth)
    at_station = survey.respondents.loc[read.index, "branch"] == "Station"
    for place, file in (("Station", read[at_station]), ("elsewhere", read[~at_station])):
        branch = "Station" if place == "Station" else "Harbour"
        large = module.draw(branch, LARGE, 3).perceptions
        for answers in (large, file):
            assert z_scores(answers, truth["means"][place], (4.2, 2.3)).abs().max() < FAR
    assert (survey.respondents["branch"].value_counts() >= 14).all()
    own = scales(read, survey.instrument.mapping).groupby(at_station).mean()
    difference = own.loc[True] - own.loc[False]
    assert difference.abs().idxmax() == "role_ambiguity"
    items = read.groupby(at_station).mean()
    lower = (items.loc[True] - items.loc[False])[truth["mediation"]["second_paths"].keys()]
    assert lower.idxmin() == "MEET_RES"


def test_station_differs_through_role_ambiguity_alone(builder, monkeypatch) -> None:
    module = builder["employees"]
    assert module.branch_means("Station")["MEET_RES"] < module.branch_means("Harbour")["MEET_RES"]
    monkeypatch.setattr(module, "AMBIGUITY", 0.0)
    assert module.branch_means("Station") == module.branch_means("Harbour")


def test_role_ambiguity_lowers_the_ability_by_the_stated_coefficient(builder) -> None:
    truth, module = truth_of("employees"), builder["employees"]
    large = module.draw("Harbour", LARGE, 4).perceptions
    unclear = ["RA1", "RA2", "RA3", "RA4", "RA5"]
    for code, effect in truth["mediation"]["second_paths"].items():
        found = svq.polychoric(large[[code, *unclear]]).correlation.loc[code, unclear]
        planted = effect * truth["loadings"]["RA1"]
        assert abs(found.mean() - planted) < FAR * 1.2 / np.sqrt(LARGE)


def test_only_responsiveness_changed_in_a_year(builder) -> None:
    truth, module = truth_of("wave2"), builder["customers"]
    mapping = svq.load_instrument("servqual").mapping
    assert truth["change_of_gaps"]["responsiveness"] > 0.3
    same = [change for name, change in truth["change_of_gaps"].items() if name != "responsiveness"]
    assert same == [0.0] * 4
    large = [module.draw(LARGE, 5, wave=1), module.draw(LARGE, 6, wave=2)]
    file = [svq.load_dataset("bank"), svq.load_dataset("bank_wave2")]
    for before, after in (large, file):
        for what, changes in (("gaps", truth["change_of_gaps"]), ("expectations", {})):
            old, new = (scales(getattr(one, what), mapping) for one in (before, after))
            error = np.sqrt(old.var() / old.count() + new.var() / new.count())
            z = (new.mean() - old.mean() - pd.Series(changes, index=old.columns).fillna(0)) / error
            assert z.abs().max() < 3.5
    means = z_scores(large[1].perceptions, truth["means"]["perception"], (4.2, 2.0))
    assert means.abs().max() < FAR


def test_the_waves_share_nobody() -> None:
    first, second = svq.load_dataset("bank"), svq.load_dataset("bank_wave2")
    assert not set(first.respondents["id"]) & set(second.respondents["id"])
    answers = [pd.concat([one.perceptions, one.expectations], axis=1) for one in (first, second)]
    rows = [set(map(tuple, frame.dropna().to_numpy())) for frame in answers]
    varied = [{row for row in one if len(set(row)) > 1} for one in rows]
    assert not varied[0] & varied[1]


def test_the_zone_of_tolerance_lies_as_planted(builder) -> None:
    truth, module = truth_of("three_column"), builder["three_column"]
    survey, mapping = svq.load_dataset("bank_three_column"), svq.load_instrument("servqual").mapping
    left = [*map(int, truth["careless_lines"]), *truth["mixed_up_lines"]]
    large = module.draw(LARGE, 7)
    for one, out in ((large, []), (survey, left)):
        received = one.perceptions.drop(index=out)
        for level, name in ((one.minimum, "adequacy"), (one.desired, "superiority")):
            found = scales(received - level.drop(index=out), mapping)
            error = found.std() / np.sqrt(found.count())
            z = (found.mean() - pd.Series(truth[name])) / error
            assert z.abs().max() < 4, name
    adequacy, superiority = truth["adequacy"], truth["superiority"]
    assert superiority["tangibles"] > 0.2
    assert adequacy["reliability"] < -0.5
    assert abs(adequacy["responsiveness"]) < 0.1
    for name in ("assurance", "empathy"):
        assert adequacy[name] > 0.5
        assert superiority[name] < -0.5


def test_incoherent_answers_are_those_that_are_listed() -> None:
    truth, survey = truth_of("three_column"), svq.load_dataset("bank_three_column")
    found = survey.minimum > survey.desired
    listed = {str(line): row.index[row].tolist() for line, row in found.iterrows() if row.any()}
    assert listed == truth["incoherent"]
    assert found.loc[truth["mixed_up_lines"]].mean(axis=1).min() > 0.4
