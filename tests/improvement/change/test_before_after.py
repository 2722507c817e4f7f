"""Before and after agree with R and with printed tables, and keep their promises."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from svqkit.errors import DataError
from svqkit.improvement.change.before_after import before_after
from svqkit.improvement.change.effect_size import share_independent, share_paired


@pytest.mark.parametrize(("name", "after"), [("welch", "other"), ("paired", "after")])
def test_means_are_those_of_r(name: str, after: str, theirs: dict, r: str, agree) -> None:
    data = theirs["means"]
    found = before_after(data["before"], data[after], paired=name == "paired")
    ours = [found.estimate, found.low, found.high, found.p, found.test["df"]]
    shown = [data[name][k] for k in ("estimate", "low", "high", "p", "df")]
    agree(f"before/after: {name}", ours, shown, oracle=r, rtol=1e-9)
    d = found.effect_size[["value", "low", "high"]].astype(float).to_numpy()
    # R's pt for the noncentral t is good to about seven digits
    agree("before/after: d", d, data["d" if name == "welch" else "d_av"], oracle=r, rtol=1e-6)


def test_shares_are_newcombes_table(agree) -> None:
    """Newcombe (1998), table II, method 10: eight published pairs, four decimals."""
    table = {
        ((48, 80), (56, 70)): (0.0524, 0.3339),
        ((3, 10), (9, 10)): (0.1705, 0.8090),
        ((2, 7), (6, 7)): (0.0582, 0.8062),
        ((0, 29), (5, 56)): (-0.0381, 0.1926),
        ((0, 20), (0, 10)): (-0.1611, 0.2775),
        ((0, 10), (0, 10)): (-0.2775, 0.2775),
        ((0, 20), (10, 10)): (0.6791, 1.0),
        ((0, 10), (10, 10)): (0.6075, 1.0),
    }
    ours = [share_independent(before, after)[0][1:] for before, after in table]
    agree(
        "before/after: shares",
        np.array(ours),
        np.array(list(table.values())),
        oracle="Newcombe (1998), table II",
        rtol=0,
        atol=6e-5,
    )


def test_tests_of_shares_are_those_of_r(theirs: dict, r: str, agree) -> None:
    found = before_after((31, 120), (58, 131))
    agree("before/after: p of shares", found.p, theirs["shares"]["p"], oracle=r, rtol=1e-9)
    first = np.repeat([True, False, True, False], [4, 12, 20, 14])
    second = np.repeat([False, True, True, False], [4, 12, 20, 14])
    pairs = before_after(first, second, paired=True)
    agree("before/after: McNemar", pairs.p, theirs["shares"]["mcnemar"], oracle=r, rtol=1e-9)
    assert pairs.estimate == pytest.approx(8 / 50)


def test_intervals_of_paired_shares_cover_exactly_counted() -> None:
    """All outcomes of 30 pairs, each with its probability: no simulation."""
    n = 30
    for up, down in ((0.1, 0.05), (0.3, 0.1), (0.2, 0.2), (0.5, 0.05)):
        covered = total = 0.0
        for gained, lost in product(range(n + 1), repeat=2):
            if gained + lost > n:
                continue
            p = stats.multinomial.pmf(
                [gained, lost, n - gained - lost], n, [up, down, 1 - up - down]
            )
            _, low, high = share_paired(gained, lost, n)
            covered += p * (low <= up - down <= high)
            total += p
        assert total == pytest.approx(1)
        assert 0.935 < covered < 0.985


def test_d_covers_the_truth() -> None:
    rng = np.random.default_rng(4)
    times, hits = 600, {"pooled": 0, "paired": 0}
    for _ in range(times):
        x, y = rng.normal(0, 1, 20), rng.normal(0.7, 1, 25)
        size = before_after(x, y).effect_size
        hits["pooled"] += size["low"] < 0.7 < size["high"]
        both = rng.multivariate_normal([0, 0.7], [[1, 0.6], [0.6, 1]], 25)
        size = before_after(both[:, 0], both[:, 1], paired=True).effect_size
        hits["paired"] += size["low"] < 0.7 < size["high"]
    error = np.sqrt(0.95 * 0.05 / times)
    assert abs(hits["pooled"] / times - 0.95) < 4 * error
    # The paired interval takes the correlation as observed (Algina & Keselman 2003: .94 to .96).
    assert abs(hits["paired"] / times - 0.95) < 4 * error + 0.01


def test_those_chosen_by_their_value_change_by_themselves() -> None:
    """Without any effect: the raw change is found nearly always, what goes beyond regression rarely."""
    rng = np.random.default_rng(5)
    times, raw, beyond = 300, 0, 0
    for _ in range(times):
        true = rng.normal(0, np.sqrt(0.6), 150)
        first, second = (70 + 10 * (true + rng.normal(0, np.sqrt(0.4), 150)) for _ in range(2))
        low = first < np.quantile(first, 0.25)
        found = before_after(first[low], second[low], paired=True, usual_mean=70, reliability=0.6)
        raw += found.p < 0.05
        beyond += found.regression["p"] < 0.05
    assert raw / times > 0.9
    assert abs(beyond / times - 0.05) < 4 * np.sqrt(0.05 * 0.95 / times)


@given(
    shift=st.floats(-100, 100),
    factor=st.floats(0.01, 50),
    paired=st.booleans(),
    order=st.permutations(range(9)),
)
@settings(max_examples=40)
def test_units_and_order_do_not_matter(
    shift: float, factor: float, paired: bool, order: list[int]
) -> None:
    x = np.array([3.0, 5, 4, 6, 2, 7, 5, 4, 3])
    y = np.array([4.0, 7, 4, 7, 5, 6, 6, 7, 4])
    plain = before_after(x, y, paired=paired)
    moved = before_after((x * factor + shift)[order], (y * factor + shift)[order], paired=paired)
    assert moved.estimate == pytest.approx(factor * plain.estimate, rel=1e-6)
    assert moved.low == pytest.approx(factor * plain.low, rel=1e-5, abs=1e-6 * factor)
    assert moved.effect_size["low"] == pytest.approx(plain.effect_size["low"], rel=1e-5, abs=1e-6)
    turned = before_after(y, x, paired=paired)
    assert turned.estimate == pytest.approx(-plain.estimate)
    assert turned.low == pytest.approx(-plain.high)


def test_series_are_matched_by_their_index() -> None:
    before = pd.Series([1.0, 2, 3, 4, np.nan], list("abcde"))
    after = pd.Series([6.0, 4, 3.5, 3], list("fdcb"))
    found = before_after(before, after, paired=True)
    assert found.table["n"].tolist() == [3, 3]
    assert found.estimate == pytest.approx(np.mean([1.0, 0.5, 0.0]))
    assert found.left_out.to_dict() == {"before only": 1, "after only": 1}
    assert any("measured once only" in one for one in found.cautions)


def test_it_says_what_it_does_not_say() -> None:
    found = before_after([3, 4, 5, 4], [4, 6, 6, 5], paired=True)
    said = " ".join(repr(found).split())  # lines break where the terminal ends
    assert "It is a change, not an effect" in said
    assert "regression to the mean" in said
    split = before_after([3, 4, 5, 4], [4, 6, 6, 5], paired=True, usual_mean=6, reliability=0.5)
    assert split.regression["expected"] == pytest.approx(1.0)
    assert "+1.00 is expected without any effect" in split.sentence


@pytest.mark.parametrize(
    ("before", "after", "options", "message"),
    [
        ([1, "two"], [1, 2], {}, "before holds 'two' at 1; numbers are needed"),
        ([1, np.inf], [1, 2], {}, "before is infinite at 1"),
        ([None, None], [1, 2], {}, "before holds no measurement"),
        ([1.0], [1, 2], {}, "1 values before or after are too few"),
        ([1, 1], [2, 2], {}, "all values before are the same, and so after"),
        ([1, 2, 3], [2, 3, 4], {"paired": True}, "every pair changed by 1"),
        ([1, 2], [1, 2, 3], {"paired": True}, "2 values before and 3 after are no pairs"),
        ([0, 1, 2], [1, 1, 0], {"kind": "share"}, "before holds 2; a share needs true and false"),
        ((5, 0), (3, 10), {}, "before has n = 0: a share needs a denominator"),
        ((11, 10), (3, 10), {}, "before counts 11 events of 10"),
        ((1.5, 10), (3, 10), {}, "whole numbers"),
        ("text", [1, 2], {}, "one column of numbers, not str"),
    ],
)
def test_what_cannot_be_used(before, after, options: dict, message: str) -> None:
    with pytest.raises(DataError, match=message):
        before_after(before, after, **options)


def test_labels_that_come_twice_or_match_nowhere() -> None:
    one = pd.Series([1.0, 2.0, 3.0], ["a", "b", "b"])
    with pytest.raises(DataError, match="'b' comes twice in before"):
        before_after(one, pd.Series([1.0, 2.0], ["a", "b"]), paired=True)
    with pytest.raises(DataError, match="no label of before is in after"):
        before_after(one.iloc[:2], pd.Series([1.0, 2.0], ["x", "y"]), paired=True)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"ci": 1}, "ci must lie between 0 and 1"),
        ({"usual_mean": 5}, "needs both usual_mean and reliability"),
        ({"usual_mean": 5, "reliability": 1.2}, "reliability must lie above 0"),
        ({"kind": "median"}, "kind must be 'mean' or 'share'"),
    ],
)
def test_options_out_of_range(options: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        before_after([1, 2, 3], [2, 3, 5], **options)
