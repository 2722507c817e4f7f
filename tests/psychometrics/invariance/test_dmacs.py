"""dMACS against numerical integration in R, a package's example, and the truth put in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import ModelError
from svqkit.psychometrics.cfa import cfa
from svqkit.psychometrics.invariance.dmacs import dmacs
from svqkit.psychometrics.invariance.invariance import invariance
from svqkit.psychometrics.invariance.item_responses import Curves, expected_difference

ORACLES = Path(__file__).resolve().parent.parent.parent / "oracles"
ITEMS = ["Q1", "Q2", "Q3", "Q4"]


def case_of(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ORACLES / "dmacs" / f"{name}.json").read_text())
    return found


def shifted(shift: float, n: int = 3000) -> pd.DataFrame:
    """Two groups with different means of the factor; one item is off in the second."""
    random = np.random.default_rng(5)
    south = np.arange(n) % 2 == 1
    factor = random.normal(size=n) * np.where(south, 1.3, 1.0) + 0.5 * south
    answers = factor[:, None] * [1, 0.8, 0.9, 1] + random.normal(size=(n, 4))
    data = pd.DataFrame(answers, columns=ITEMS)
    data.loc[south, "Q4"] += shift
    return data.assign(branch=np.where(south, "south", "north"))


def partial(data: pd.DataFrame, *free: str) -> Any:
    equal = ("loadings", "intercepts")
    return cfa(data, {"f": ITEMS}, group="branch", group_equal=equal, group_partial=free)


def test_continuous_answers_as_numerical_integration(agree: Any) -> None:
    case = case_of("continuous")
    data = pd.read_csv(ORACLES / "cfa" / case["file"])
    fit = cfa(
        data,
        case["scales"],
        group="school",
        group_equal=("loadings", "intercepts"),
        group_partial=("x3 ~ 1", "x7 ~ 1", "speed =~ x9"),
    )
    found = dmacs(fit)
    ours = found.items.loc["Grant-White"].loc[case["item"]]
    for name in ("dmacs", "signed"):
        agree(f"dMACS: {name}", ours[name], case[name], oracle="R integrate", atol=2e-4)
    assert list(ours.index[ours["differs"]]) == ["x3", "x7", "x9"]
    raw = dict(zip(case["item"], case["raw"], strict=True))
    for factor, items in case["scales"].items():
        mine = found.scales.loc[("Grant-White", factor), "mean_difference"]
        theirs = np.mean([raw[item] for item in items])
        agree("dMACS: scale mean", mine, theirs, oracle="R integrate", atol=2e-4)
    assert "x3 differs most (dMACS 0.48, medium, Grant-White against Pasteur)" in found.sentence


@pytest.mark.parametrize("kind", ["delta", "theta"])
def test_ordered_answers_as_numerical_integration(kind: str, agree: Any) -> None:
    case = case_of(kind)
    data = pd.read_csv(ORACLES / "dmacs" / case["file"])
    fit = cfa(
        data,
        {"f": case["item"]},
        group="group",
        ordered=True,
        parameterization=kind,
        group_equal=("thresholds", "loadings"),
        group_partial=("Q4 | t1", "Q4 | t2", "Q4 | t3", "f =~ Q5"),
    )
    ours = dmacs(fit).items.loc["b"]
    for name in ("dmacs", "signed"):
        quantity = f"dMACS: {name}, ordered"
        agree(quantity, ours[name], case[name], oracle="R integrate", atol=3e-4)
    assert (ours["signed_low"] <= ours["signed"]).all()


def test_a_packages_example_less_its_factor() -> None:
    """R's dmacs 0.1.0 weighs by dnorm(z)·√VarF per step of z, which leaves a factor √VarF in.

    Its sum stops at z = ±5, which is worth 1e-7 here.
    """

    def curves(loading: float, intercept: float) -> Curves:
        one = np.ones(1)
        mean, variance = 0.21 * one, 1.76 * np.ones((1, 1))
        return Curves(intercept * one, loading * np.ones((1, 1)), one, None, mean, variance)

    reference, focal = curves(0.76, 0.65), curves(0.74, 1.28)
    squared = expected_difference(reference, focal, 0, squared=True)
    theirs = 0.3899706
    assert np.sqrt(squared * np.sqrt(1.76)) / 1.85 == pytest.approx(theirs, abs=2e-7)
    mean = expected_difference(reference, focal, 0, squared=False)
    assert mean * np.sqrt(1.76) == pytest.approx(0.830217, abs=1e-6)


def test_finds_the_difference_that_was_put_in() -> None:
    found = dmacs(partial(shifted(0.6), "Q4 ~ 1"))
    row = found.items.loc[("south", "Q4")]
    sd = shifted(0.6).groupby("branch")["Q4"].std().mean()
    assert row["signed"] == pytest.approx(0.6 / sd, abs=0.1)
    assert row["signed_low"] < 0.6 / sd < row["signed_high"]
    assert row["dmacs"] == pytest.approx(abs(row["signed"]), rel=1e-9)
    scale = found.scales.loc[("south", "f")]
    assert scale["mean_difference"] == pytest.approx(0.15, abs=0.03)
    assert scale["mean_difference_low"] < 0.15 < scale["mean_difference_high"]
    assert scale["observed_difference"] == pytest.approx(0.5 * 3.7 / 4 + 0.15, abs=0.1)


def test_uniform_and_crossing_differences_are_told_apart() -> None:
    """A free loading makes answers differ although they may agree on average."""
    found = dmacs(partial(shifted(0), "f =~ Q4", "Q4 ~ 1")).items.loc[("south", "Q4")]
    assert found["dmacs"] > abs(found["signed"])


def test_equal_items_have_no_effect_and_any_group_may_be_the_reference() -> None:
    data = shifted(0.6)
    equal = dmacs(partial(data))
    assert (equal.items["dmacs"] == 0).all()
    assert equal.sentence == "All items are held equal, so none works differently."
    turned = dmacs(partial(data, "Q4 ~ 1"), reference="south")
    assert turned.items.loc[("north", "Q4"), "signed"] == pytest.approx(
        -dmacs(partial(data, "Q4 ~ 1")).items.loc[("south", "Q4"), "signed"], rel=1e-6
    )


def test_three_groups_are_each_compared_with_the_first() -> None:
    data = shifted(0.6)
    data["branch"] = np.where(np.arange(len(data)) % 3 == 0, "west", data["branch"])
    found = dmacs(partial(data, "Q4 ~ 1"))
    assert set(found.items.index.get_level_values("group")) == {"north", "south"}
    assert found.reference == "west"


def test_the_interval_is_that_of_the_intercepts() -> None:
    """With equal loadings the signed effect is the difference of two intercepts over a constant."""
    fit = partial(shifted(0.6), "Q4 ~ 1")
    rows = [
        at
        for at in range(1, fit.table.n_free + 1)
        if any(r.free == at and r.op == "~1" and r.lhs == "Q4" for r in fit.table.rows)
    ]
    first, second = (row - 1 for row in rows)
    V = fit.vcov_free
    variance = V[first, first] + V[second, second] - 2 * V[first, second]
    sd = shifted(0.6).groupby("branch")["Q4"].std().mean()
    se = dmacs(fit).items.loc[("south", "Q4"), "signed_se"]
    assert se == pytest.approx(np.sqrt(variance) / sd, rel=1e-6)


def test_bad_calls_say_what_to_do() -> None:
    data = shifted(0.6)
    with pytest.raises(TypeError, match="DataFrame"):
        dmacs(data)  # type: ignore[arg-type]
    with pytest.raises(ModelError, match="group="):
        dmacs(cfa(data, {"f": ITEMS}))
    with pytest.raises(ModelError, match="intercepts"):
        dmacs(
            cfa(data, {"f": ITEMS}, group="branch", group_equal=("loadings",), meanstructure=False)
        )
    with pytest.raises(ModelError, match="no common scale"):
        dmacs(cfa(data, {"f": ITEMS}, group="branch", meanstructure=True))
    with pytest.raises(ValueError, match="'east'"):
        dmacs(partial(data, "Q4 ~ 1"), reference="east")
    with pytest.raises(ValueError, match="ci"):
        dmacs(partial(data, "Q4 ~ 1"), ci=0)


def test_invariance_offers_the_effect_sizes_of_what_it_freed() -> None:
    data = pd.read_csv(ORACLES / "cfa" / "holzinger.csv")
    scales = case_of("continuous")["scales"]
    found = invariance(data, scales, "school", partial=True)
    freed = {name.split(" ~ ")[0] for name in found.freed["parameter"]}
    effects = found.effect_sizes
    assert effects is not None
    items = effects.items
    assert {item for _, item in items.index[items["differs"]]} == freed
    assert (items.loc[items["differs"], "dmacs"] > 0.2).all()
    assert invariance(data, scales, "school", levels=("configural",)).effect_sizes is None
