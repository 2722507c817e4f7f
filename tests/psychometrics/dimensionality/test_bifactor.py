"""Bifactor indices against lavaan's defined parameters, psych, and a published worked example."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svqkit.errors import DataError, ModelError
from svqkit.psychometrics.cfa import cfa
from svqkit.psychometrics.data.sufficient import Moments
from svqkit.psychometrics.dimensionality.bifactor import bifactor_indices
from svqkit.psychometrics.dimensionality.model_texts import bifactor_model
from svqkit.psychometrics.exploratory.efa import efa

ORACLES = Path(__file__).resolve().parent.parent.parent / "oracles"
CASE = json.loads((ORACLES / "bifactor" / "indices.json").read_text())
DUEBER = "Dueber (2017), Bifactor Indices Calculator"
LAVAAN = "lavaan 0.6-14"

# the worked example of Dueber's calculator: columns S3, general, S1, S2
EXAMPLE = pd.DataFrame(
    {
        "c": [0.0] * 8 + [0.47, 0.27, 0.28, 0.75],
        "general": [0.82, 0.77, 0.79, 0.66, 0.51, 0.56, 0.68, 0.60, 0.83, 0.60, 0.78, 0.55],
        "a": [0.10, 0.35, 0.32, 0.39] + [0.0] * 8,
        "b": [0.0] * 4 + [0.71, 0.43, 0.13, 0.50] + [0.0] * 4,
    },
    index=list("ABCDEFGHIJKL"),
)
ONE = [0.78, 0.84, 0.82, 0.77, 0.69, 0.62, 0.69, 0.66, 0.82, 0.56, 0.74, 0.65]


def test_a_published_example(agree: Any) -> None:
    ours = bifactor_indices(EXAMPLE, unidimensional=pd.Series(ONE, index=EXAMPLE.index))
    expected = {
        "ecv_own": [0.3229228, 0.7138154, 0.1426991, 0.4064201],
        "ecv_whole": [0.11744676, 0.71381542, 0.04862725, 0.12011057],
        "ecv_general": [0.6770772, 0.71381542, 0.8573009, 0.5935799],
        "omega": [0.9067561, 0.9482359, 0.8915387, 0.8400528],
        "omega_h": [0.2642460, 0.8507481, 0.1133118, 0.3040647],
    }
    for name, values in expected.items():
        mine = ours.factors.loc[EXAMPLE.columns, name]
        agree(f"bifactor: {name}", mine, values, oracle=DUEBER, atol=6e-8)
    items = [0.9853458, 0.8287671, 0.8590502, 0.7411945, 0.3403559, 0.6290873]
    items += [0.9647402, 0.5901639, 0.7571994, 0.8316008, 0.8858474, 0.3497110]
    agree("bifactor: iecv", ours.items["iecv"], items, oracle=DUEBER, atol=6e-8)
    agree("bifactor: puc", ours.summary["puc"], 0.7272727272727, oracle=DUEBER, atol=1e-12)
    agree("bifactor: arpb", ours.summary["arpb"], 0.102578, oracle=DUEBER, atol=6e-7)
    assert ours.factors.index[0] == "general"
    assert ours.items.loc["L", "strongest"] == "c"
    assert "71% of the common variance" in ours.sentence


def test_intervals_as_lavaans_defined_parameters(agree: Any) -> None:
    case = CASE
    data = pd.read_csv(ORACLES / "answers" / case["file"])
    fit = cfa(data, bifactor_model(case["scales"], "general"), std_lv=True)
    agree("bifactor: χ²", fit.fit["chisq"], case["chisq"], oracle=LAVAAN, rtol=1e-3)
    ours = bifactor_indices(fit)
    table = pd.DataFrame({k: case[k] for k in ("name", "factor", "est", "se")})
    for name, rows in table.groupby("name"):
        mine = ours.factors.loc[rows["factor"]]
        agree(f"bifactor: {name}", mine[name], rows["est"], oracle=LAVAAN, atol=2e-4)
        quantity = f"bifactor: {name}, se"
        agree(quantity, mine[f"{name}_se"], rows["se"], oracle=LAVAAN, atol=1e-4, rtol=1e-3)
    mine = ours.factors.loc[list(case["determinacy"]), "determinacy"]
    theirs = list(case["determinacy"].values())
    agree("bifactor: determinacy", mine, theirs, oracle=LAVAAN, atol=2e-4)
    marker = cfa(data, bifactor_model(case["scales"], "general"))
    np.testing.assert_allclose(
        bifactor_indices(marker).factors.to_numpy(), ours.factors.to_numpy(), atol=1e-6
    )


@pytest.mark.parametrize("name", ["survey", "bfi"])
def test_schmid_leiman_as_psych(name: str, agree: Any) -> None:
    case = json.loads((ORACLES / "bifactor" / f"{name}.json").read_text())
    data = pd.read_csv(ORACLES / "answers" / case["file"]).dropna()
    ours = bifactor_indices(efa(data, 5))
    theirs = np.array(case["general"])
    mine = ours.items.loc[case["items"], "general"].to_numpy()
    mine = mine if mine @ theirs > 0 else -mine
    # psych's oblimin and its factoring of Phi stop near 1e-5
    agree("bifactor: general loading (EFA)", mine, theirs, oracle="psych 2.2.9", atol=2e-3)
    agree("bifactor: ECV (EFA)", ours.summary["ecv"], case["ecv"], oracle="psych 2.2.9", atol=2e-3)


@settings(max_examples=30, deadline=None)
@given(st.permutations(list(range(12))), st.permutations(list(range(4))))
def test_neither_the_order_of_items_nor_of_factors_matters(
    rows: list[int], cols: list[int]
) -> None:
    plain = bifactor_indices(EXAMPLE)
    moved = bifactor_indices(EXAMPLE.iloc[rows, cols])
    pd.testing.assert_series_equal(plain.summary, moved.summary)
    pd.testing.assert_frame_equal(plain.factors, moved.factors.loc[plain.factors.index])
    pd.testing.assert_frame_equal(plain.items, moved.items.loc[plain.items.index])


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 3))
def test_reflecting_a_special_factor_changes_nothing_but_its_loadings(which: int) -> None:
    turned = EXAMPLE.copy()
    name = [c for c in EXAMPLE if c != "general"][which - 1]
    turned[name] *= -1
    one, other = bifactor_indices(EXAMPLE), bifactor_indices(turned)
    pd.testing.assert_frame_equal(one.factors, other.factors)


def test_without_special_variance_one_score_is_one_thing() -> None:
    """Nearly no special loadings: ECV, relative omega and determinacy reach their ceilings."""
    weak = EXAMPLE.copy()
    weak[["a", "b", "c"]] *= 1e-6
    found = bifactor_indices(weak).summary
    assert found["ecv"] == pytest.approx(1, abs=1e-9)
    assert found["relative_omega"] == pytest.approx(1, abs=1e-9)


def test_recovers_the_truth_of_implied_moments() -> None:
    loadings = EXAMPLE.to_numpy()
    sigma = loadings @ loadings.T
    np.fill_diagonal(sigma, 1)
    frame = pd.DataFrame(sigma, EXAMPLE.index, EXAMPLE.index)
    scales = {"a": list("ABCD"), "b": list("EFGH"), "c": list("IJKL")}
    fit = cfa(Moments.from_covariance(frame, n=500), bifactor_model(scales, "general"))
    truth, found = bifactor_indices(EXAMPLE), bifactor_indices(fit)
    columns = ["ecv_own", "omega", "omega_h", "h", "determinacy"]
    np.testing.assert_allclose(
        found.factors.loc[truth.factors.index, columns], truth.factors[columns], atol=1e-6
    )


def test_what_is_no_bifactor_solution_is_refused() -> None:
    data = pd.read_csv(ORACLES / "answers" / "survey.csv")
    two = {"f": ["Q1", "Q2", "Q3", "Q4"], "g": ["Q5", "Q6", "Q7"]}
    with pytest.raises(ModelError, match="one factor with all items"):
        bifactor_indices(cfa(data, two))
    text = bifactor_model(CASE["scales"], "general").replace("tangibles ~~ 0*", "tangibles ~~ 0.1*")
    with pytest.raises(ModelError, match=r"'tangibles' and .* correlate"):
        bifactor_indices(cfa(data, text))
    with pytest.raises(ModelError, match="three factors or more"):
        bifactor_indices(efa(data, 2))
    with pytest.raises(ModelError, match="oblique"):
        bifactor_indices(efa(data, 3, rotation="varimax"))
    with pytest.raises(ModelError, match="special factors"):
        bifactor_indices(EXAMPLE[["general"]])
    with pytest.raises(DataError, match="'I' sum to 1"):
        bifactor_indices(EXAMPLE * 1.1)
    with pytest.raises(DataError, match="write 0"):
        bifactor_indices(EXAMPLE.replace(0, np.nan))
    with pytest.raises(DataError, match="no loading of 'A'"):
        bifactor_indices(EXAMPLE, unidimensional=pd.Series(ONE, index=list("abcdefghijkl")))
    with pytest.raises(TypeError, match="ndarray"):
        bifactor_indices(EXAMPLE.to_numpy())  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="ci"):
        bifactor_indices(EXAMPLE, ci=95)
