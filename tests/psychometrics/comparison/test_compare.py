"""Models compared against lavaan's anova, and nesting proved by fitting."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError
from svqkit.psychometrics.cfa import CFA, cfa
from svqkit.psychometrics.comparison.compare import compare_models, is_nested

ORACLES = Path(__file__).resolve().parent.parent.parent / "oracles"
CASE = json.loads((ORACLES / "validity" / "compared.json").read_text())
DATA = pd.read_csv(ORACLES / "cfa" / CASE["file"])
HS = pd.read_csv(ORACLES / "cfa" / "holzinger.csv")
HS_MODEL = "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"


@pytest.fixture(scope="module")
def fits() -> dict[str, CFA]:
    return {name: cfa(DATA, model) for name, model in CASE["models"].items()}


def test_fit_and_differences_as_lavaan(fits: dict[str, CFA]) -> None:
    table = compare_models(fits).table
    assert list(table.index) == list(CASE["models"])
    for name, fit in CASE["fit"].items():
        for index, value in fit.items():
            ours = table.loc[name, index.replace(".", "_")]
            loose = 1e-2 if index in ("aic", "bic") else 1e-3 * abs(value) * (index == "chisq")
            assert ours == pytest.approx(value, abs=max(loose, 1e-4)), (name, index)
    first = CASE["fit"]["designed"]
    for name, test in CASE["tests"].items():
        assert table.loc[name, "nested"]
        assert table.loc[name, "compared_with"] == "designed"
        assert table.loc[name, "delta_chisq"] == pytest.approx(test["delta_chisq"], rel=1e-3)
        assert table.loc[name, "delta_df"] == test["delta_df"]
        assert table.loc[name, "delta_p"] == pytest.approx(test["delta_p"], abs=1e-4)
        fit = CASE["fit"][name]
        assert table.loc[name, "delta_cfi"] == pytest.approx(fit["cfi"] - first["cfi"], abs=2e-4)
        assert table.loc[name, "delta_rmsea"] == pytest.approx(
            fit["rmsea"] - first["rmsea"], abs=2e-4
        )
    assert table.loc["designed", "delta_chisq"] != table.loc["designed", "delta_chisq"]
    assert not table.loc["designed", "nested"]


def test_order_decides_the_sign_not_the_test(fits: dict[str, CFA]) -> None:
    turned = compare_models({"one": fits["one"], "designed": fits["designed"]}).table
    straight = compare_models({"designed": fits["designed"], "one": fits["one"]}).table
    assert turned.loc["designed", "delta_chisq"] == -straight.loc["one", "delta_chisq"]
    assert turned.loc["designed", "delta_df"] == -straight.loc["one", "delta_df"]
    assert turned.loc["designed", "delta_p"] == straight.loc["one", "delta_p"]


def test_levels_are_compared_with_the_one_before() -> None:
    levels = {
        "configural": cfa(HS, HS_MODEL, group="school"),
        "metric": cfa(HS, HS_MODEL, group="school", group_equal=["loadings"]),
        "scalar": cfa(HS, HS_MODEL, group="school", group_equal=["loadings", "intercepts"]),
    }
    table = compare_models(levels, reference="previous").table
    assert list(table["compared_with"])[1:] == ["configural", "metric"]
    assert table["nested"].tolist() == [False, True, True]
    # lavaan's anova of the three: 8.1922 on 6 df, p = 0.2244; 40.059 on 6 df, p = 4.4e-07
    assert table.loc["metric", "delta_chisq"] == pytest.approx(8.1922, abs=1e-3)
    assert table.loc["metric", "delta_p"] == pytest.approx(0.2244, abs=1e-4)
    assert table.loc["scalar", "delta_chisq"] == pytest.approx(40.059, abs=1e-3)
    assert table.loc["scalar", "delta_p"] == pytest.approx(4.435e-07, rel=1e-3)


def test_models_that_are_not_nested_have_no_test() -> None:
    one = cfa(HS, f"{HS_MODEL}\n x1 ~~ x9")
    other = cfa(HS, f"{HS_MODEL}\n x7 ~~ x8\n x2 ~~ x3")
    table = compare_models({"one": one, "other": other}).table
    assert not table.loc["other", "nested"]
    assert np.isnan(table.loc["other", "delta_p"])
    assert table.loc["other", "delta_cfi"] > 0
    assert is_nested(cfa(HS, HS_MODEL), one)
    assert not is_nested(one, cfa(HS, HS_MODEL))


def test_other_data_or_items_have_no_difference(fits: dict[str, CFA]) -> None:
    fewer = cfa(DATA.iloc[:-1], CASE["models"]["one"])
    items = cfa(DATA, "q =~ Q1 + Q2 + Q3 + Q4")
    table = compare_models({"all": fits["one"], "fewer": fewer, "items": items}).table
    deltas = [column for column in table.columns if column.startswith("delta")]
    assert table[deltas].isna().all().all()
    assert not table["nested"].any()
    shuffled = DATA.sample(frac=1, random_state=4)
    assert (
        not compare_models(
            {"all": fits["one"], "moved": cfa(shuffled + 1, CASE["models"]["designed"])}
        )
        .table.loc["moved", ["delta_p"]]
        .isna()
        .all()
    )


def test_what_cannot_be_compared_is_named(fits: dict[str, CFA]) -> None:
    one = fits["one"]
    fewer = cfa(one.moments, {"f": list(one.items[:5])})
    squares = cfa(one.moments, one.model, estimator="GLS")
    found = compare_models({"one": one, "fewer": fewer, "GLS": squares})
    assert len(found.notes) == 2
    assert "'fewer' was fitted to other items" in found.notes[0]
    assert "'GLS' has another estimator than 'one'" in found.notes[1]
    assert "Differences" not in dict(found._parts())
    assert "'fewer'" in repr(found)
    assert compare_models(fits).notes == ()


def test_bad_calls_say_what_is_wrong(fits: dict[str, CFA]) -> None:
    with pytest.raises(ValueError, match="choose from first, previous"):
        compare_models(fits, reference="best")
    with pytest.raises(DataError, match="no model"):
        compare_models({})
    with pytest.raises(TypeError, match="'x' is not a fitted CFA"):
        compare_models({"x": 3})  # type: ignore[dict-item]


def test_comparison_displays(fits: dict[str, CFA]) -> None:
    found = compare_models(fits)
    assert "designed" in repr(found)
    assert "Bentler" in found._repr_html_()
    alone = compare_models({"designed": fits["designed"]}).table
    assert alone.columns.equals(found.table.columns)
