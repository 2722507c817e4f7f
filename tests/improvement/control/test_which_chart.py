"""The recommendation: one sentence for each kind of data."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from svqkit.improvement.control.which_chart import which_chart

RNG = np.random.default_rng(10)
BIG = RNG.integers(2000, 6000, 60)


@pytest.mark.parametrize(
    ("x", "options", "kind", "words"),
    [
        (RNG.binomial(200, 0.1, 40), {"n": 200}, "p", "equal numbers, spread as chance would"),
        (RNG.binomial(BIG, 0.05), {"n": BIG}, "p", "unequal numbers, spread as chance would"),
        (
            RNG.binomial(BIG, np.clip(RNG.normal(0.05, 0.012, 60), 0.01, 1)),
            {"n": BIG},
            "p'",
            "times as much as chance alone",
        ),
        (RNG.poisson(6, 40), {"counts": "defects"}, "c", "equal opportunities"),
        (
            RNG.poisson(BIG / 500),
            {"counts": "defects", "n": BIG / 500},
            "u",
            "unequal opportunities",
        ),
        (
            RNG.poisson(RNG.gamma(4, 3, 60)),
            {"counts": "defects"},
            "u'",
            "limits of a plain u chart would be too narrow",
        ),
        (RNG.normal(size=40), {}, "I-MR", "Single measurements"),
        (pd.DataFrame(RNG.normal(size=(30, 5))), {}, "Xbar-R", "subgroups of 5"),
        (pd.DataFrame(RNG.normal(size=(30, 12))), {}, "Xbar-S", "ranges waste large subgroups"),
        (RNG.poisson(0.3, 60), {"counts": "defects"}, "c", "chart the time or the number"),
    ],
)
def test_each_kind_of_data_has_its_chart(x, options, kind: str, words: str) -> None:
    choice = which_chart(x, **options)
    assert choice.kind == kind
    assert words in choice.sentence
    assert choice.sentence in repr(choice).replace("\n", " ") or kind in repr(choice)


def test_overdispersion_is_glms(agree, oracle) -> None:
    """R: Pearson residuals of glm(family = binomial) and glm(family = poisson)."""
    formulas = oracle("control/formulas")
    theirs, data = formulas["dispersion"], formulas["counts"]
    p = which_chart(data["defective"], n=data["n"])
    u = which_chart(data["defects"], n=data["area"], counts="defects")
    agree(
        "control: dispersion",
        [p.dispersion * theirs["p_df"], u.dispersion * theirs["p_df"]],
        [theirs["p_chisq"], theirs["u_chisq"]],
        oracle="R 4.2.2 glm",
        rtol=1e-9,
    )
    agree(
        "control: p-value of dispersion",
        [p.dispersion_p, u.dispersion_p],
        [theirs["p_value"], theirs["u_value"]],
        oracle="R 4.2.2 glm",
        rtol=1e-7,
    )
    assert (p.kind, u.kind) == ("p'", "u'")


def test_unequal_subgroups_and_days_that_differ() -> None:
    long = pd.DataFrame({"day": np.repeat(range(20), 6), "x": RNG.normal(size=120)})
    assert which_chart(long, value="x", subgroup="day").kind == "Xbar-R"
    assert which_chart(long.drop(index=[3, 50]), value="x", subgroup="day").kind == "Xbar-S"
    long["x"] += 5 * long["day"]
    said = which_chart(long, value="x", subgroup="day").sentence
    assert "chart the means as single values" in said
    assert "hang together" in said


def test_what_is_counted_must_be_known() -> None:
    with pytest.raises(ValueError, match="counts is 'items' or 'defects', not 'complaints'"):
        which_chart([1, 2], counts="complaints")
