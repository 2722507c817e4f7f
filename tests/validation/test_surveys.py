"""Whole surveys against R: every number that a report of bank or kiosk shows.

The R script is ``tests/oracles/surveys/make.R``; tolerances are those of the shared rules: closed
forms 1e-10, iterative estimates 2e-4, standard errors 1e-4 + 0.1 %, χ² 0.1 %, fit indices 1e-4.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import svqkit as svq

SURVEYS = ["bank", pytest.param("kiosk", marks=pytest.mark.kiosk)]
PSYCH, LAVAAN, SEMTOOLS, R = "psych 2.2.9", "lavaan 0.6-14", "semTools 0.5-6", "R 4.2 stats"
CLOSED = {"rtol": 1e-10, "atol": 1e-12}


@cache
def validated(name: str, folder: Path) -> svq.validation.result.Validation:
    if name == "kiosk":
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SVQKIT_DATA", str(folder))
            return svq.validate(svq.load_dataset(name), seed=1)
    return svq.validate(svq.load_dataset(name), seed=1)


@pytest.fixture(params=SURVEYS)
def survey(request, oracle, kiosk_folder):
    return validated(request.param, kiosk_folder), oracle(f"surveys/{request.param}")


def test_reliability_of_every_form_and_item(survey, agree):
    found, expected = survey
    for form, scales in expected["reliability"].items():
        coefficients, items = found.reliability[form].coefficients, found.reliability[form].items
        for scale, theirs in scales.items():
            for column in ("n", "alpha", "alpha_std"):
                ours = coefficients.loc[scale, column]
                agree(
                    f"surveys: reliability, {column}", ours, theirs[column], oracle=PSYCH, **CLOSED
                )
            ours = items.loc[scale]
            r_drop = pd.Series(theirs["r_drop"])[ours.index]
            agree("surveys: reliability, r_drop", ours["r_drop"], r_drop, oracle=PSYCH, **CLOSED)
            if len(ours) == 2:  # one item is left: it has no alpha, though psych prints a number
                assert ours["alpha_if_dropped"].isna().all()
                continue
            dropped = pd.Series(theirs["alpha_if_dropped"])[ours.index]
            agree(
                "surveys: reliability, alpha_if_dropped",
                ours["alpha_if_dropped"],
                dropped,
                oracle=PSYCH,
                **CLOSED,
            )


def test_factorability(survey, agree):
    found, expected = survey
    ours, theirs = found.factorability, expected["factorability"]
    assert ours.n == theirs["n"]
    assert ours.bartlett_df == theirs["bartlett_df"]
    msa = pd.Series(theirs["msa"])[ours.msa.index]
    agree("surveys: factorability, kmo", ours.kmo, theirs["kmo"], oracle=PSYCH, **CLOSED)
    agree("surveys: factorability, msa", ours.msa, msa, oracle=PSYCH, **CLOSED)
    for name, rtol in (("bartlett_chisq", 1e-10), ("determinant", 1e-9)):
        mine = getattr(ours, name)
        agree(f"surveys: factorability, {name}", mine, theirs[name], oracle=PSYCH, rtol=rtol)


def test_number_of_factors(survey, agree):
    found, expected = survey
    ours = found.n_factors.eigenvalues["components"]
    agree("surveys: eigenvalues", ours, expected["eigenvalues"], oracle=R, **CLOSED)
    assert found.n_factors.suggestions["MAP"] == expected["map_at"]


def test_exploratory_solution(survey, agree):
    found, expected = survey
    ours, theirs = found.efa, expected["efa"]
    communalities = pd.Series(theirs["communalities"])[ours.communalities.index]
    agree("surveys: efa, communalities", ours.communalities, communalities, oracle=PSYCH, atol=2e-4)
    agree("surveys: efa, chisq", ours.fit["chisq"], theirs["chisq"], oracle=PSYCH, rtol=1e-3)
    assert ours.fit["df"] == theirs["df"]
    for index in ("tli", "rmsea", "rmsr"):
        agree(f"surveys: efa, {index}", ours.fit[index], theirs[index], oracle=PSYCH, atol=1e-4)


def near(index: str) -> dict[str, float]:
    """The tolerance of a fit index."""
    if "chisq" in index:
        return {"rtol": 1e-3}
    return {"atol": 1e-2 if index in ("aic", "bic", "bic2", "logl", "unrestricted_logl") else 1e-4}


def test_fit_of_the_designed_model_and_its_rivals(survey, agree):
    found, expected = survey
    names = {"designed": "designed", "one": "one factor", "second": "second order"}
    names["merged"] = "responsiveness + assurance + empathy merged"
    indices = ("chisq", "cfi", "tli", "rmsea", "rmsea_ci_lower", "rmsea_ci_upper", "srmr")
    for key, theirs in expected["fit"].items():
        row = found.models.table.loc[names[key]]
        assert row["df"] == theirs["df"]
        for index in (*indices, "aic", "bic"):
            other = theirs[index.replace("_", ".")]
            agree(f"surveys: cfa, {index}", row[index], other, oracle=LAVAAN, **near(index))
    for index, value in expected["fit"]["designed"].items():
        name = index.replace(".", "_")
        agree(f"surveys: cfa, {name}", found.cfa.fit[name], value, oracle=LAVAAN, **near(name))


def test_parameters_of_the_designed_model(survey, agree):
    found, expected = survey
    ours = found.cfa.parameters.set_index(["lhs", "op", "rhs"])
    theirs = pd.DataFrame(expected["parameters"]).set_index(["lhs", "op", "rhs"])
    assert len(theirs) == len(ours)
    ours = ours.loc[theirs.index]
    for column in ("est", "std.lv", "std.all"):
        mine = ours[column.replace(".", "_")]
        agree(f"surveys: cfa, {column}", mine, theirs[column], oracle=LAVAAN, atol=2e-4)
    agree("surveys: cfa, se", ours["se"], theirs["se"], oracle=LAVAAN, atol=1e-4, rtol=1e-3)
    for column in ("ci.lower", "ci.upper"):  # an estimate and two errors, each with its tolerance
        mine, width = ours[column.replace(".", "_")], 2e-4 + 2 * (1e-4 + 1e-3 * theirs["se"].max())
        agree(f"surveys: cfa, {column}", mine, theirs[column], oracle=LAVAAN, atol=width)


def test_modification_indices(survey, agree):
    found, expected = survey
    theirs = pd.DataFrame(expected["modification"]).set_index(["lhs", "op", "rhs"])
    ours = found.cfa.modification_indices().set_index(["lhs", "op", "rhs"]).loc[theirs.index]
    for column, atol in (("mi", 1e-3), ("epc", 2e-4), ("sepc.all", 2e-4)):
        agree(
            f"surveys: cfa, {column} of modification indices",
            ours[column.replace(".", "_")],
            theirs[column],
            oracle=LAVAAN,
            atol=atol,
            rtol=1e-3,
        )


def test_convergent_and_discriminant_validity(survey, agree):
    found, expected = survey
    for name in ("ave", "cr"):
        ours = getattr(found.validity, name)
        theirs = pd.Series(expected[name])[ours.index]
        agree(f"surveys: validity, {name}", ours, theirs, oracle=SEMTOOLS, atol=2e-4)
    for kind in ("htmt", "htmt2"):
        theirs = pd.DataFrame(expected[kind]).drop(columns="_row", errors="ignore")
        theirs.index = theirs.columns
        ours = getattr(found.validity, kind).loc[theirs.index, theirs.columns]
        below = np.tril_indices(len(theirs), -1)
        mine, other = ours.to_numpy()[below], theirs.to_numpy(dtype=float)[below]
        agree(f"surveys: validity, {kind}", mine, other, oracle=SEMTOOLS, rtol=1e-9)


def test_gaps_of_items_and_dimensions(survey, agree):
    found, expected = survey
    for ours, theirs in (
        (found.gaps.items, expected["gap_items"]),
        (found.gaps.dimensions, expected["gap_dimensions"]),
    ):
        other = pd.DataFrame(theirs).T
        assert list(ours.index) == list(other.index)
        for column in other:
            agree(
                f"surveys: gaps, {column}",
                ours[column],
                other[column],
                oracle=R,
                rtol=1e-9,
                atol=1e-12,
            )
    holm = found.gaps.items["p_holm"]
    other = pd.Series(expected["gap_holm"])[holm.index]
    agree("surveys: gaps, p_holm", holm, other, oracle=R, rtol=1e-9)


def test_outcomes(survey, agree):
    found, expected = survey
    for outcome, theirs in expected["outcomes"].items():
        for column, value in theirs.items():
            ours = found.prediction.loc[outcome, column]
            agree(f"surveys: outcomes, {column}", ours, value, oracle=R, **CLOSED)
