from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.psychometrics.reliability.reliability import reliability

Answers = Callable[[str], pd.DataFrame]
PSYCH = "psych 2.2.9"


def design_of(oracle: Any, case: str) -> dict[str, list[str]]:
    scales = oracle(f"reliability/bounds_{case}")["scales"]
    return {f"scale {k + 1}": scale["items"] for k, scale in enumerate(scales)}


@pytest.mark.parametrize("case", ["survey", "small", "bfi"])
def test_group_factors_agree_with_psych(
    oracle: Any, oracle_answers: Answers, agree: Any, case: str
) -> None:
    expected = oracle(f"reliability/groups_{case}")
    found = reliability(oracle_answers(case).dropna(), design_of(oracle, case))
    table, loadings = found.group_factors, found.schmid_leiman
    theirs = np.array([expected["total"], expected["general"], expected["group"]]).T
    columns = ["omega_total", "omega_general", "omega_group"]
    general = table.loc["general", columns].astype(float)
    agree("reliability: group-factor omegas", general, theirs[0], oracle=PSYCH, atol=2e-5)
    # psych orders factors by the varimax solution underneath, we by variance
    groups = table.iloc[1:].sort_values("omega_total")[columns].to_numpy(dtype=float)
    order = np.argsort(theirs[1:, 0])
    agree("reliability: group-factor omegas", groups, theirs[1:][order], oracle=PSYCH, atol=2e-5)
    agree("reliability: ECV", table.loc["general", "ecv"], expected["ecv"], oracle=PSYCH, atol=2e-5)
    assert table["ecv"].sum() == pytest.approx(1)
    assert table["k"].iloc[1:].sum() == table.loc["general", "k"]
    sl = np.array(expected["sl"])
    sign = np.sign(sl[:, 0] @ loadings["general"])
    agree(
        "reliability: Schmid-Leiman loadings",
        sign * loadings["general"],
        sl[:, 0],
        oracle=PSYCH,
        atol=2e-4,
    )
    size = np.sort((loadings.filter(regex="^F") ** 2).sum())
    agree(
        "reliability: Schmid-Leiman loadings",
        size,
        np.sort((sl[:, 1:] ** 2).sum(axis=0)),
        oracle=PSYCH,
        atol=4e-4,
    )
    agree("reliability: Schmid-Leiman p2", loadings["p2"], expected["p2"], oracle=PSYCH, atol=2e-4)
    agree(
        "reliability: uniquenesses", loadings["uniqueness"], expected["u2"], oracle=PSYCH, atol=2e-4
    )
    assert "Group factors of the total" in repr(found)
    assert table.loc["general", "scale"] == "all"
    if case == "survey":  # the simulated factors are the scales
        assert sorted(table["scale"].iloc[1:]) == sorted(design_of(oracle, case))


def test_there_is_none_without_a_general_factor(oracle_answers: Answers) -> None:
    answers = oracle_answers("survey")
    one = reliability(answers[["Q1", "Q2", "Q3"]])
    assert one.group_factors is None
    assert one.schmid_leiman is None
    two = reliability(answers, {"a": ["Q1", "Q2", "Q3"], "b": ["Q5", "Q6", "Q7"]})
    assert two.group_factors is None
    flat = answers.assign(Q2=4)
    none = reliability(flat, {n: [f"Q{3 * i + j}" for j in (1, 2, 3)] for i, n in enumerate("abc")})
    assert none.group_factors is None
    assert "Group factors" not in repr(none)


def test_every_omega_says_which_it_is(oracle_answers: Answers) -> None:
    answers = oracle_answers("survey")
    design = {"a": ["Q1", "Q2", "Q3"], "b": ["Q5", "Q6", "Q7"], "c": ["Q10", "Q11", "Q12"]}
    said = reliability(answers, design).conventions
    assert said["omega_total of a scale"].startswith("omega total, unidimensional")
    assert said["omega_total of the total"].startswith("omega total, multidimensional: 3 oblimin")
    assert said["omega_hierarchical"].startswith("omega hierarchical")
    assert "omega_categorical" not in said
    ordinal = reliability(answers, design, correlation="polychoric").conventions
    assert "Green & Yang" in ordinal["omega_categorical"]
    assert "behind the categories" in ordinal["omega_total of a scale"]
    single = reliability(answers[["Q1", "Q2", "Q3"]]).conventions
    assert "omega_hierarchical" not in single


def test_items_may_be_named_by_numbers(oracle_answers: Answers) -> None:
    answers = oracle_answers("survey").iloc[:, :12].set_axis(range(12), axis=1)
    design = {"a": [0, 1, 2, 3], "b": [4, 5, 6, 7], "c": [8, 9, 10, 11]}
    found = reliability(answers, design)  # type: ignore[arg-type]
    assert found.group_factors.loc["F1", "items"].count(",") >= 1
    assert list(found.bounds.index) == ["a", "b", "c", "total"]
