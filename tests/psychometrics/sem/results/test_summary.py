"""A fit on paper: what a reader looks for, and none of what only fixes a scale."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import svqkit as svq
from svqkit.psychometrics.sem.results.summary import fit_table

MODEL = {"tangibles": ["Q1", "Q2", "Q3"], "empathy": ["Q18", "Q19", "Q20"]}


@pytest.fixture(scope="module")
def bank() -> svq.Responses:
    return svq.load_dataset("bank")


def tables(fit: svq.CFA) -> dict[str, pd.DataFrame]:
    return {caption: part for caption, part in fit._parts() if isinstance(part, pd.DataFrame)}


def test_an_ordered_fit_shows_loadings_and_one_line_of_thresholds_an_item(bank):
    fit = svq.cfa(bank, MODEL, ordered=True)
    shown = tables(fit)
    assert list(shown) == ["Fit", "Loadings", "Covariances", "Variances", "Thresholds"]
    assert len(shown["Loadings"]) == 6
    assert shown["Variances"].index.tolist() == ["tangibles", "empathy"]
    cuts = shown["Thresholds"]
    assert cuts.index.tolist() == [*MODEL["tangibles"], *MODEL["empathy"]]
    kept = fit.parameters
    assert cuts.notna().to_numpy().sum() == (kept["op"] == "|").sum()
    one = kept[(kept["op"] == "|") & (kept["lhs"] == "Q2") & (kept["rhs"] == "t3")]
    assert cuts.loc["Q2", "t3"] == one["est"].item()
    assert {"~*~", "~1"} <= set(kept["op"])
    assert "~*~" not in repr(fit)


def test_theta_leaves_out_the_residuals_it_fixes(bank):
    fit = svq.cfa(bank, MODEL, ordered=True, parameterization="theta")
    assert tables(fit)["Variances"].index.tolist() == ["tangibles", "empathy"]


def test_scales_that_are_free_in_later_groups_are_shown(bank):
    young = bank.respondents["age_band"].isin(["under 30", "30 to 44"])
    items = bank.perceptions[MODEL["tangibles"]].clip(3, 6)
    fit = svq.cfa(items, "f =~ Q1 + Q2 + Q3", ordered=True, group=young, group_equal=["thresholds"])
    shown = tables(fit)
    later = fit.groups[1]
    assert shown["Scales of the responses"].index.tolist() == [(later, q) for q in items]
    assert shown["Thresholds"].index.names == ["group", "item"]
    assert len(shown["Thresholds"]) == 6


def test_fixed_zeros_are_left_out_and_markers_have_no_error(bank):
    shown = tables(svq.cfa(bank, "a =~ Q1 + Q2 + Q3\nb =~ Q18 + Q19 + Q20\na ~~ 0*b\na ~ 0*1"))
    assert "Covariances" not in shown
    loadings = shown["Loadings"]
    assert loadings.loc[("a", "Q1"), "est"] == 1
    assert loadings["se"].isna().sum() == 2
    assert "a" not in shown["Intercepts and means"].index


def test_defined_parameters_and_regressions_have_tables_of_their_own(bank):
    model = "a =~ Q1 + x*Q2 + y*Q3\nb =~ Q18 + Q19 + Q20\nb ~ a\ndiff := x - y"
    shown = tables(svq.cfa(bank, model, group="branch"))
    assert shown["Regressions"].index.names == ["group", "outcome", "predictor"]
    assert shown["Defined parameters"].index.tolist() == [("diff", "x-y")]


@pytest.mark.parametrize(
    ("options", "columns"),
    [
        ({}, ["estimate"]),
        ({"estimator": "MLR"}, ["estimate", "scaled", "robust"]),
        ({"missing": "fiml"}, ["estimate", "robust"]),
        ({"ordered": True}, ["estimate", "scaled", "robust"]),
        ({"ordered": True, "estimator": "DWLS"}, ["estimate"]),
    ],
)
def test_scaled_and_robust_indices_stand_beside_the_plain_ones(bank, options, columns):
    fit = svq.cfa(bank, MODEL, **options)
    table = tables(fit)["Fit"]
    assert list(table.columns) == columns
    assert (
        table.loc["cfi", columns[-1]]
        == fit.fit["cfi" if columns[-1] == "estimate" else f"cfi_{columns[-1]}"]
    )
    assert re.search(r"df +8\b(?!\.)", repr(fit))
    assert ("aic" in table.index) == ("ordered" not in options)


def test_an_undefined_index_has_no_row():
    found = pd.Series({"chisq": 3.0, "df": 2.0, "aic": float("nan"), "ntotal": 50.0})
    assert fit_table(found).index.tolist() == ["chisq", "df", "ntotal"]


def test_empty_cells_of_long_scales_are_no_news(bank):
    fit = svq.cfa(bank, MODEL, ordered=True)
    assert fit.notes == ()
    assert svq.polychoric(bank).empty_cells == 231
