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
CLOSED = {"rel": 1e-10, "abs": 1e-12}


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


def test_reliability_of_every_form_and_item(survey):
    found, expected = survey
    for form, scales in expected["reliability"].items():
        coefficients, items = found.reliability[form].coefficients, found.reliability[form].items
        for scale, theirs in scales.items():
            for column in ("n", "alpha", "alpha_std"):
                assert coefficients.loc[scale, column] == pytest.approx(theirs[column], **CLOSED)
            ours = items.loc[scale]
            assert ours["r_drop"].to_dict() == pytest.approx(theirs["r_drop"], **CLOSED)
            if len(ours) == 2:  # one item is left: it has no alpha, though psych prints a number
                assert ours["alpha_if_dropped"].isna().all()
            else:
                dropped = ours["alpha_if_dropped"].to_dict()
                assert dropped == pytest.approx(theirs["alpha_if_dropped"], **CLOSED)


def test_factorability(survey):
    found, expected = survey
    theirs = expected["factorability"]
    assert found.factorability.n == theirs["n"]
    assert found.factorability.kmo == pytest.approx(theirs["kmo"], **CLOSED)
    assert found.factorability.msa.to_dict() == pytest.approx(theirs["msa"], **CLOSED)
    assert found.factorability.bartlett_chisq == pytest.approx(theirs["bartlett_chisq"], **CLOSED)
    assert found.factorability.bartlett_df == theirs["bartlett_df"]
    assert found.factorability.determinant == pytest.approx(theirs["determinant"], rel=1e-9)


def test_number_of_factors(survey):
    found, expected = survey
    ours = found.n_factors.eigenvalues["components"].to_numpy()
    assert ours == pytest.approx(expected["eigenvalues"], **CLOSED)
    assert found.n_factors.suggestions["MAP"] == expected["map_at"]


def test_exploratory_solution(survey):
    found, expected = survey
    theirs = expected["efa"]
    assert found.efa.communalities.to_dict() == pytest.approx(theirs["communalities"], abs=2e-4)
    assert found.efa.fit["chisq"] == pytest.approx(theirs["chisq"], rel=1e-3)
    assert found.efa.fit["df"] == theirs["df"]
    for index in ("tli", "rmsea", "rmsr"):
        assert found.efa.fit[index] == pytest.approx(theirs[index], abs=1e-4)


def test_fit_of_the_designed_model_and_its_rivals(survey):
    found, expected = survey
    names = {"designed": "designed", "one": "one factor", "second": "second order"}
    names["merged"] = "responsiveness + assurance + empathy merged"
    for key, theirs in expected["fit"].items():
        row = found.models.table.loc[names[key]]
        for index in ("cfi", "tli", "rmsea", "rmsea_ci_lower", "rmsea_ci_upper", "srmr"):
            assert row[index] == pytest.approx(theirs[index.replace("_", ".")], abs=1e-4), index
        assert row["chisq"] == pytest.approx(theirs["chisq"], rel=1e-3)
        assert row["df"] == theirs["df"]
        for index in ("aic", "bic"):
            assert row[index] == pytest.approx(theirs[index], abs=1e-2)
    for index, value in expected["fit"]["designed"].items():
        ours = found.cfa.fit[index.replace(".", "_")]
        wide = {"chisq": 1e-3, "baseline.chisq": 1e-3}.get(index)
        near = 1e-2 if index in ("aic", "bic", "bic2", "logl", "unrestricted.logl") else 1e-4
        assert ours == (pytest.approx(value, rel=wide) if wide else pytest.approx(value, abs=near))


def test_parameters_of_the_designed_model(survey):
    found, expected = survey
    ours = found.cfa.parameters.set_index(["lhs", "op", "rhs"])
    assert len(expected["parameters"]) == len(ours)
    for theirs in expected["parameters"]:
        row = ours.loc[(theirs["lhs"], theirs["op"], theirs["rhs"])]
        for column in ("est", "std.lv", "std.all"):
            assert row[column.replace(".", "_")] == pytest.approx(theirs[column], abs=2e-4)
        assert row["se"] == pytest.approx(theirs["se"], abs=1e-4, rel=1e-3)
        for column in ("ci.lower", "ci.upper"):
            near = 2e-4 + 2 * (1e-4 + 1e-3 * theirs["se"])
            assert row[column.replace(".", "_")] == pytest.approx(theirs[column], abs=near)


def test_modification_indices(survey):
    found, expected = survey
    ours = found.cfa.modification_indices().set_index(["lhs", "op", "rhs"])
    for theirs in expected["modification"]:
        row = ours.loc[(theirs["lhs"], theirs["op"], theirs["rhs"])]
        assert row["mi"] == pytest.approx(theirs["mi"], abs=1e-3, rel=1e-3)
        assert row["epc"] == pytest.approx(theirs["epc"], abs=2e-4, rel=1e-3)
        assert row["sepc_all"] == pytest.approx(theirs["sepc.all"], abs=2e-4, rel=1e-3)


def test_convergent_and_discriminant_validity(survey):
    found, expected = survey
    assert found.validity.ave.to_dict() == pytest.approx(expected["ave"], abs=2e-4)
    assert found.validity.cr.to_dict() == pytest.approx(expected["cr"], abs=2e-4)
    for kind in ("htmt", "htmt2"):
        theirs = pd.DataFrame(expected[kind]).drop(columns="_row", errors="ignore")
        theirs.index = theirs.columns
        ours = getattr(found.validity, kind).loc[theirs.index, theirs.columns]
        below = np.tril_indices(len(theirs), -1)
        np.testing.assert_allclose(
            ours.to_numpy()[below], theirs.to_numpy(dtype=float)[below], rtol=1e-9
        )


def test_gaps_of_items_and_dimensions(survey):
    found, expected = survey
    for ours, theirs in (
        (found.gaps.items, expected["gap_items"]),
        (found.gaps.dimensions, expected["gap_dimensions"]),
    ):
        assert list(ours.index) == list(theirs)
        for name, row in theirs.items():
            for column, value in row.items():
                assert ours.loc[name, column] == pytest.approx(value, rel=1e-9, abs=1e-12), column
    assert found.gaps.items["p_holm"].to_dict() == pytest.approx(expected["gap_holm"], rel=1e-9)


def test_outcomes(survey):
    found, expected = survey
    for outcome, theirs in expected["outcomes"].items():
        for column, value in theirs.items():
            assert found.prediction.loc[outcome, column] == pytest.approx(value, **CLOSED), column
