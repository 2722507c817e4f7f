"""The bank survey: its script makes it, and it carries what it says."""

from __future__ import annotations

import hashlib
import json

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import brentq
from scipy.special import ndtr

import svqkit as svq
from svqkit.bundled import bundled
from svqkit.responses.population import thresholds
from svqkit.responses.responses import Responses

BANK = bundled("datasets") / "bank"


@pytest.fixture(scope="module")
def bank() -> Responses:
    return svq.load_dataset("bank")


@pytest.fixture(scope="module")
def truth() -> dict:
    return json.loads((BANK / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def package() -> dict:
    return json.loads((BANK / "datapackage.json").read_text(encoding="utf-8"))


def population_sd(mean: float, shape: tuple[float, float]) -> float:
    """Standard deviation of a code whose latent mean is shifted until its mean is as stated."""
    cuts = thresholds(shape, 7)
    shift = brentq(lambda s: 1 + ndtr(s - cuts).sum() - mean, -5, 5)
    above = ndtr(shift - cuts)  # P(code > k), k = 1 … 6
    return float(np.sqrt((np.arange(1, 12, 2) * above).sum() - above.sum() ** 2))


def test_the_first_survey_stays_as_it_was() -> None:
    data = (BANK / "bank.csv").read_bytes()
    assert hashlib.sha256(data).hexdigest().startswith("aa8329ea472fcc60a286d869782eef22")


def test_it_reads_as_a_users_file_would(bank) -> None:
    assert bank.n == 412
    own = svq.read_responses(BANK / "bank.csv")
    assert own.perceptions.equals(bank.perceptions)
    assert own.outcomes == bank.outcomes == ("overall_quality", "satisfaction", "loyalty")
    assert bank.importance_kind == "points"
    assert list(bank.respondents.columns) == [
        "id", "branch", "age_band", "visits", "overall_quality", "satisfaction", "loyalty",
    ]  # fmt: skip
    assert bank.respondents["branch"].nunique() == 4
    assert bank.problems["kind"].tolist() == ["importance_sum"]
    assert bank.dropped.empty


def test_what_was_planted_is_there(bank, truth: dict) -> None:
    missing = truth["missing"]
    broken = bank.perceptions.loc[missing["broken_off_lines"]]
    assert broken.loc[:, "Q12":].isna().all(axis=None)
    assert bank.expectations.loc[missing["no_expectations_lines"]].isna().all(axis=None)
    wrong = bank.problems["detail"].item()
    assert [int(part.split(":")[0].removeprefix("line ")) for part in wrong.split(", ")] == missing[
        "points_wrong_sum_lines"
    ]
    empty = sorted([*missing["points_empty_lines"], *missing["points_wrong_sum_lines"]])
    assert bank.importance.index[bank.importance.isna().any(axis=1)].tolist() == empty
    straight = [int(k) for k, kind in truth["careless_lines"].items() if kind == "straight line"]
    assert len(truth["careless_lines"]) == 14
    assert len(straight) == 7
    assert (bank.perceptions.loc[straight].nunique(axis=1) == 1).all()
    both = pd.concat([bank.perceptions, bank.expectations], axis=1)
    assert both.isna().to_numpy().mean() == pytest.approx(0.019, abs=0.002)


def test_the_sample_is_a_sample_of_the_stated_population(bank, truth: dict) -> None:
    attentive = [i for i in bank.perceptions.index if str(i) not in truth["careless_lines"]]
    shapes = {"perception": (4.2, 2.0), "expectation": (6.0, 1.0)}
    for form, frame in (("perception", bank.perceptions), ("expectation", bank.expectations)):
        for code, mean in truth["means"][form].items():
            answers = frame.loc[attentive, code].dropna()
            error = population_sd(mean, shapes[form]) / np.sqrt(len(answers))
            # 4.2 standard errors: 1 of 1000 samples has one of 44 means further away.
            assert abs(answers.mean() - mean) < 4.2 * error, (form, code)
    by_branch = bank.perceptions[bank.instrument.mapping["responsiveness"]].mean(axis=1)
    means = by_branch.groupby(bank.respondents["branch"]).mean()
    assert means.idxmin() == "Station"
    assert means.drop("Station").min() - means["Station"] > 0.3
    assert bank.expectations.mean().min() > 5.9
    assert (bank.expectations.skew() < -0.9).all()
