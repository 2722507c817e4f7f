"""A training's levels: ANCOVA as in R, retention and costs that cover the truth."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svqkit.errors import DataError
from svqkit.improvement.change.ancova import ancova, retained
from svqkit.improvement.change.before_after import before_after
from svqkit.improvement.change.training_effect import training_effect


def staff(n: int = 60, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    first = rng.normal(60, 8, n)
    new = np.arange(n) % 2 == 0
    return pd.DataFrame(
        {
            "new": new,
            "liked": np.where(new, rng.normal(5.5, 1, n), np.nan),
            "before": first,
            "after": 0.8 * first + 12 + 8 * new + rng.normal(0, 4, n),
            "later": 0.8 * first + 12 + 4 * new + rng.normal(0, 4, n),
        },
        index=[f"p{k}" for k in range(n)],
    )


def test_ancova_is_that_of_r(theirs: dict, r: str, agree) -> None:
    data = theirs["ancova"]
    trained = np.array(data["trained"]) == 1
    found = ancova(np.array(data["first"]), np.array(data["second"]), trained)
    agree(
        "training: ANCOVA",
        [found.estimate, found.low, found.high, found.p, found.slopes_p, found.residual_sd],
        [data[k] for k in ("estimate", "low", "high", "p", "slopes_p", "sigma")],
        oracle=r,
        rtol=1e-8,
    )
    means = found.adjusted[["mean", "low", "high"]].to_numpy()
    agree("training: adjusted means", means, data["means"], oracle=r, rtol=1e-9)


def test_the_table_is_made_of_its_parts() -> None:
    table = staff()
    change = before_after([3.0, 4, 5], [4.0, 6, 6], paired=True)
    found = training_effect(
        table,
        trained="new",
        reaction="liked",
        learning=("before", "after", "later"),
        results={"guests": change},
        cost=3000.0,
    )
    fit = ancova(*(table[c].to_numpy() for c in ("before", "after", "new")))
    row = found.levels.loc[("learning", "after")]
    assert row["estimate"] == pytest.approx(fit.estimate)
    trained, other = table[table["new"]], table[~table["new"]]
    changes = [(t["after"] - t["before"]).mean() for t in (trained, other)]
    assert row["difference_of_changes"] == pytest.approx(changes[0] - changes[1])
    assert found.levels.loc[("results", "guests"), "estimate"] == change.estimate
    cost = found.cost.loc[("learning", "after")]
    assert cost["a_person"] == 100
    assert cost["a_point"] == pytest.approx(100 / fit.estimate)
    assert cost["low"] == pytest.approx(100 / fit.high)
    assert "People were not put into the groups by lot" in repr(found)


def test_what_is_left_covers_the_truth() -> None:
    rng = np.random.default_rng(6)
    times, hits, cost = 1000, 0, 0
    new = np.arange(80) % 2 == 0
    for _ in range(times):
        first = rng.normal(0, 1, 80)
        own = rng.normal(0, 0.4, 80)
        after = first + 1.0 * new + own + rng.normal(0, 0.5, 80)
        later = first + 0.6 * new + own + rng.normal(0, 0.5, 80)
        _, low, high = retained(first, after, later, new)
        hits += low < 0.6 < high
        fit = ancova(first, after, new)
        cost += 1 / fit.high < 1 / 1.0 < (1 / fit.low if fit.low > 0 else np.inf)
    error = np.sqrt(0.95 * 0.05 / times)
    assert abs(hits / times - 0.95) < 4 * error
    assert abs(cost / times - 0.95) < 4 * error


def test_what_cannot_be_said_is_left_open() -> None:
    table = staff(40, seed=3)
    table["after"] -= 8 * table["new"]
    found = training_effect(table, trained="new", learning=("before", "after", "later"), cost=100.0)
    assert np.isinf(found.cost.loc[("learning", "after"), "high"])
    assert np.isinf(found.retention.loc["learning", "high"])
    assert "cannot be said" in found.sentence


@given(shift=st.floats(-100, 100), factor=st.floats(0.1, 20), seed=st.integers(0, 50))
@settings(max_examples=15)
def test_units_and_order_do_not_matter(shift: float, factor: float, seed: int) -> None:
    table = staff()
    options = {"trained": "new", "learning": ("before", "after", "later")}
    plain = training_effect(table, **options)
    moved = table.copy()
    moved[["before", "after", "later"]] = moved[["before", "after", "later"]] * factor + shift
    again = training_effect(moved.sample(frac=1, random_state=seed), **options)
    both = ("estimate", "low", "high")
    for name in both:
        np.testing.assert_allclose(
            again.levels[name].astype(float), factor * plain.levels[name].astype(float), rtol=1e-6
        )
    np.testing.assert_allclose(again.levels["d"].astype(float), plain.levels["d"].astype(float))
    np.testing.assert_allclose(again.retention, plain.retention, rtol=1e-6)


def test_who_is_missing_is_told() -> None:
    table = staff(80)
    low = table["before"] < table["before"].quantile(0.3)
    table.loc[low & table["new"], "later"] = np.nan
    table.loc[table.index[:6:2], "liked"] = np.nan
    found = training_effect(
        table, trained="new", reaction="liked", learning=("before", "after", "later")
    )
    said = " ".join(found.cautions)
    assert "3 of 40 trained handed no form in" in said
    assert "missing at the end" in said
    assert "started differently" in said
    counts = found.attrition.loc[("learning", "trained")]
    assert counts["people"] == 40
    assert counts["follow_up"] == 40 - int((low & table["new"]).sum())


def test_lines_that_are_not_parallel_are_told() -> None:
    table = staff(200)
    table["after"] = 0.8 * table["before"] + 8 - 0.9 * (table["before"] - 60) * table["new"]
    table["after"] += np.random.default_rng(2).normal(0, 2, 200)
    found = training_effect(table, trained="new", learning=("before", "after"))
    assert any("lines are not parallel" in one for one in found.cautions)


@pytest.mark.parametrize(
    ("change", "options", "message"),
    [
        (lambda t: t, {"learning": ("before", "test")}, "learning='test' is no column"),
        (lambda t: t.assign(new="x"), {}, "new must hold true and false"),
        (lambda t: t.assign(new=True), {}, "there is nobody to compare with"),
        (lambda t: pd.concat([t, t.iloc[:1]]), {}, "'p0' comes twice in the index"),
        (lambda t: t.assign(after=t["before"]), {}, "second values follow exactly from the first"),
        (lambda t: t.assign(before=5.0), {}, "everybody's first value is 5"),
        (
            lambda t: t.assign(after=t["after"].where(~t["new"])),
            {},
            "0 people of the trained group",
        ),
        (lambda t: t, {"results": {"guests": 3.0}}, r"results\['guests'\] is a float"),
        (lambda t: t.assign(liked=np.nan), {"reaction": "liked"}, "liked holds no measurement"),
    ],
)
def test_tables_that_cannot_be_used(change, options: dict, message: str) -> None:
    asked = {"trained": "new", "learning": ("before", "after"), **options}
    with pytest.raises(DataError, match=message):
        training_effect(change(staff()), **asked)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"learning": None}, "give at least one of reaction, learning and behaviour"),
        ({"learning": ("before",)}, "two or three different columns"),
        ({"learning": "before"}, "two or three different columns"),
        ({"cost": -1}, "cost must be a number above zero"),
        ({"ci": 2}, "ci must lie between 0 and 1"),
    ],
)
def test_options_out_of_range(options: dict, message: str) -> None:
    asked = {"trained": "new", "learning": ("before", "after"), **options}
    with pytest.raises(ValueError, match=message):
        training_effect(staff(), **asked)


def test_a_whole_number_of_euro_is_a_cost_and_a_small_unit_a_unit() -> None:
    staff = pd.DataFrame({"new": [1, 1, 1, 1, 0, 0, 0, 0], "a": [1.0, 2, 3, 5, 1, 2, 3, 4],
                          "b": [3.1, 3.9, 5, 7.2, 1, 2.1, 2.9, 4.2]})  # fmt: skip
    asked = {"trained": "new", "learning": ("a", "b")}
    plain = training_effect(staff, **asked, cost=400.0)
    found = training_effect(staff, **asked, cost=np.int64(400))
    assert found.cost.equals(plain.cost)
    small = staff.assign(a=staff["a"] * 1e-14, b=staff["b"] * 1e-14)
    again = training_effect(small, **asked)
    assert again.levels["p"].iloc[0] == pytest.approx(plain.levels["p"].iloc[0])


@pytest.mark.parametrize(
    ("change", "options", "message"),
    [
        (lambda t: t.iloc[:0], {}, "there are no rows"),
        (lambda t: t.assign(a=5.0 + t["new"]), {}, "first value and group cannot be told apart"),
        (lambda t: t, {"results": [1]}, "results is a mapping"),
        (lambda t: t, {"learning": 3}, "learning must name two or three"),
    ],
)
def test_tables_and_options_of_another_shape(change, options, message) -> None:
    staff = pd.DataFrame({"new": [1, 1, 1, 0, 0, 0], "a": [1.0, 2, 3, 1, 2, 3],
                          "b": [3.1, 3.9, 5, 1, 2.1, 2.9]})  # fmt: skip
    with pytest.raises((TypeError, ValueError), match=message):
        training_effect(change(staff), **{"trained": "new", "learning": ("a", "b"), **options})
