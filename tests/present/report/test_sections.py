"""Every number on the page is the number of the result behind it, in full precision."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest


def same(copied: list[str], wanted: Any) -> None:
    values = np.array([float(cell) if cell else np.nan for cell in copied])
    np.testing.assert_array_equal(values, np.asarray(wanted, dtype=float))


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("n", "n"),
        ("Mean", "mean"),
        ("SD", "sd"),
        ("Skew", "skew"),
        ("Excess kurtosis", "kurtosis"),
        ("Item–rest r", "r_drop"),
        ("α without it", "alpha_if_dropped"),
        ("SMC", "smc"),
    ],
)
def test_items(page: Any, validation: Any, heading: str, column: str) -> None:
    same(page.tables["items"].column(heading), validation.items[column])


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("n", "n"),
        ("α", "alpha"),
        ("α, 95% CI, low", "alpha_low"),
        ("α, 95% CI, high", "alpha_high"),
        ("ω", "omega_total"),
        ("ω, 95% CI, low", "omega_low"),
        ("ω, 95% CI, high", "omega_high"),
        ("α, stratified", "alpha_stratified"),
        ("ω, hierarchical", "omega_hierarchical"),
    ],
)
def test_reliability(page: Any, validation: Any, heading: str, column: str) -> None:
    forms = ("perceptions", "expectations", "gaps")
    frames = [validation.reliability[form].coefficients[column] for form in forms]
    grid = page.tables["reliability-coefficients"]
    assert grid.groups == ["Perceptions", "Expectations", "Gap scores"]
    same(grid.column(heading), pd.concat(frames))


def test_factorability(page: Any, validation: Any) -> None:
    found = validation.factorability
    same(
        page.tables["factorability"].column("Value"),
        [
            found.kmo,
            found.bartlett_chisq,
            found.bartlett_df,
            found.bartlett_p,
            found.determinant,
            found.n,
        ],
    )
    grid = page.tables["factorability-items"]
    same(grid.column("MSA"), found.msa[grid.column("Item")])
    assert grid.column("MSA") == sorted(grid.column("MSA"), key=float)


def test_factor_number(page: Any, validation: Any) -> None:
    grid = page.tables["factor-number"]
    assert grid.column("Rule") == list(validation.n_factors.suggestions.index)
    same(grid.column("Factors"), validation.n_factors.suggestions)
    values = page.tables["factor-number-eigenvalues"]
    shown = len(values.shown)
    for heading, column in (("Components", "components"), ("Common factors", "factors")):
        same(values.column(heading), validation.n_factors.eigenvalues[column].head(shown))


def test_exploratory_loadings_are_sorted_and_marked(page: Any, validation: Any) -> None:
    grid = page.tables["efa-loadings"]
    loadings = validation.efa.loadings
    titles = validation.responses.instrument.dimension_titles
    codes = grid.column("Item")
    assert sorted(codes) == sorted(loadings.index)
    for factor in loadings.columns:
        same(grid.column(titles[factor]), loadings.loc[codes, factor])
    same(grid.column("Communality"), validation.efa.communalities[codes])
    order = {c: list(validation.scales).index(s) for s, cs in validation.scales.items() for c in cs}
    keys = [(order[c], -abs(loadings.loc[c, list(validation.scales)[order[c]]])) for c in codes]
    assert keys == sorted(keys)
    crossing = [
        (code, factor)
        for code in codes
        for factor in loadings.columns
        if factor != list(validation.scales)[order[code]]
        and abs(loadings.loc[code, factor]) >= 0.32
    ]
    first = grid.headings.index(titles[loadings.columns[0]])
    marked = [
        (codes[row], loadings.columns[place - first])
        for row, cells in enumerate(grid.tags)
        for place, (_, attrs) in enumerate(cells)
        if "weak" in str(attrs.get("class", ""))
    ]
    assert marked == crossing


def test_models(page: Any, validation: Any) -> None:
    grid, table = page.tables["models"], validation.models.table
    assert grid.column("Model") == list(table.index)
    for heading, column in (
        ("χ²", "chisq"),
        ("df", "df"),
        ("CFI", "cfi"),
        ("RMSEA, 90% CI, low", "rmsea_ci_lower"),
        ("SRMR", "srmr"),
        ("BIC", "bic"),
    ):
        same(grid.column(heading), table[column])
    parameters = validation.cfa.parameters
    loadings = parameters[parameters["op"] == "=~"]
    same(page.tables["model-loadings"].column("Estimate"), loadings["est"])
    same(page.tables["model-loadings"].column("Standardised"), loadings["std_all"])


def test_the_largest_modification_indices_come_first(page: Any, validation: Any) -> None:
    indices = validation.cfa.modification_indices()["mi"].nlargest(8)
    same(page.tables["model-misfit"].column("Modification index"), indices)


def test_validity(page: Any, validation: Any) -> None:
    found = validation.validity
    grid = page.tables["validity-scales"]
    same(grid.column("CR"), found.cr)
    same(grid.column("AVE"), found.ave)
    pairs = page.tables["validity-pairs"]
    for heading, column in (("r of the factors", "r"), ("r, 95% CI, low", "low"), ("HTMT", "htmt")):
        same(pairs.column(heading), found.correlations[column])


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("n", "n"),
        ("Expectation", "expectation"),
        ("Perception", "perception"),
        ("Gap", "gap"),
        ("Gap, 95% CI, low", "low"),
        ("Gap, 95% CI, high", "high"),
        ("p (Holm)", "p_holm"),
        ("d", "dz"),
    ],
)
def test_gaps(page: Any, validation: Any, heading: str, column: str) -> None:
    found = validation.gaps
    wanted = [*found.dimensions[column], found.total[column]]
    copied = page.tables["gaps-dimensions"].column(heading)
    if column == "p_holm":
        wanted[-1] = found.total.get("p_holm", np.nan)
    same(copied, wanted)
    same(page.tables["gaps-items"].column(heading), found.items[column])


def test_groups(grouped_page: Any, grouped: Any) -> None:
    grid, table = grouped_page.tables["groups"], grouped.invariance.table
    assert grid.column("Level") == list(table.index)
    same(grid.column("CFI"), table["cfi"])
    same(grid.column("ΔCFI"), table["delta_cfi"])


def test_segments(grouped_page: Any, grouped: Any) -> None:
    grid = grouped_page.tables["gaps-segments"]
    by = grouped.gaps.by
    shown = by[by["n"] >= 10]
    assert grid.groups == list(dict.fromkeys(shown.index.get_level_values(0)))
    same(grid.column("Gap"), shown["gap"])


def test_findings_and_claims(page: Any, validation: Any) -> None:
    grid, findings = page.tables["findings"], validation.findings
    assert grid.column("Check") == findings["check"].tolist()
    same(grid.column("Value"), findings["value"])
    same(grid.column("Interval, low"), findings["low"])
    same(grid.column("Interval, high"), findings["high"])
    assert grid.column("Criterion") == findings["criterion"].tolist()
    assert grid.column("Source of the criterion") == findings["source"].tolist()
    assert grid.column("Verdict") == findings["verdict"].tolist()
    assert grid.column("Why") == findings["reason"].tolist()
    assert grid.column("What to do") == findings["advice"].tolist()
    assert page.tables["claims"].column("Claim") == validation.claims["claim"].tolist()
    assert page.tables["claims"].column("Verdict") == validation.claims["verdict"].tolist()


def test_sensitivity_and_settings(page: Any, validation: Any) -> None:
    for heading, column in (("All", "everybody"), ("Without flagged", "without_flagged")):
        same(page.tables["sensitivity"].column(heading), validation.sensitivity[column])
    grid = page.tables["reproducibility"]
    lines = dict(zip(grid.column("What"), grid.column("Value"), strict=True))
    assert lines["SHA-256 of the data"] == validation.settings["data_sha256"]
    assert lines["Seed"] == "1"
    assert lines["Call"] == validation.settings["call"]
    assert f"numpy {np.__version__}" in lines["Versions"]


def test_the_sample_adds_up(page: Any, validation: Any) -> None:
    responses = validation.responses
    grid = page.tables["sample-flow"]
    steps = dict(zip(grid.column("Step"), map(int, grid.column("Respondents")), strict=True))
    assert steps["Rows in the file"] == responses.n + len(responses.dropped)
    assert steps["Respondents kept"] == responses.n
    assert (
        steps["Complete on all perception items"]
        == responses.n - responses.perceptions.isna().any(axis=1).sum()
    )


def test_sentences_name_what_the_numbers_say(page: Any, validation: Any) -> None:
    weakest = validation.items["r_drop"].idxmin()
    assert f"The weakest item is {weakest}" in page.texts["items"]
    lowest = validation.gaps.dimensions["gap"].idxmin()
    title = validation.responses.instrument.dimension_titles[lowest]
    assert f"The lowest gap is in {title}" in page.texts["gaps"]
