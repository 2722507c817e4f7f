"""Differences in differences agree with R, and hold their level with few clusters."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svqkit.errors import DataError
from svqkit.improvement.change.cluster_errors import clustered_ols, wild_cluster
from svqkit.improvement.change.difference_in_differences import difference_in_differences

ASKED = {"outcome": "y", "period": "period", "treated": "treated", "since": 4}


@pytest.fixture
def rows(theirs: dict) -> pd.DataFrame:
    return pd.DataFrame(theirs["did"]["rows"])


@pytest.fixture
def sandwich(theirs: dict, r: str) -> str:
    return f"{r}, sandwich {theirs['versions']['sandwich']}"


def test_estimate_and_errors_are_those_of_r(rows, theirs: dict, sandwich: str, agree) -> None:
    shown = theirs["did"]
    found = difference_in_differences(rows, cluster="team", **ASKED)
    plain = found.intervals.loc["t, clusters"]
    ours = [found.estimate, *plain[["se", "low", "high", "p"]]]
    agree(
        "difference in differences: clusters",
        ours,
        [shown[k] for k in ("estimate", "se", "low", "high", "p")],
        oracle=sandwich,
        rtol=1e-8,
    )
    alone = difference_in_differences(rows, **ASKED)
    agree(
        "difference in differences: HC1",
        alone.intervals.loc["t, HC1", "se"],
        shown["hc1"],
        oracle=sandwich,
        rtol=1e-8,
    )


def test_the_bootstrap_is_all_patterns_refitted(rows, theirs: dict, sandwich: str, agree) -> None:
    """R refits the regression and its errors for each of the 256 patterns of signs."""
    found = difference_in_differences(rows, cluster="team", **ASKED)
    p = found.intervals.loc["wild cluster bootstrap", "p"]
    agree("difference in differences: wild bootstrap p", p, theirs["did"]["wild_p"],
          oracle=sandwich, rtol=1e-12)  # fmt: skip
    assert found.p == p


def test_periods_and_the_lines_before_are_those_of_r(
    rows, theirs: dict, sandwich: str, agree
) -> None:
    shown = theirs["did"]
    found = difference_in_differences(rows, cluster="team", **ASKED)
    apart = found.path.drop(index=3)
    t = 2.364624251592784  # qt(.975, 7)
    agree("difference in differences: by period", apart["difference"].to_numpy(),
          shown["events"]["estimate"], oracle=sandwich, rtol=1e-8)  # fmt: skip
    agree("difference in differences: by period, errors",
          ((apart["high"] - apart["low"]) / 2 / t).to_numpy(), shown["events"]["se"],
          oracle=sandwich, rtol=1e-8)  # fmt: skip
    trend = found.pre_trend
    agree(
        "difference in differences: before the change",
        [
            trend["slope"],
            (trend["slope_high"] - trend["slope_low"]) / 2 / t,
            trend["joint_f"],
            trend["joint_p"],
        ],
        [
            shown["slope"]["estimate"],
            shown["slope"]["se"],
            shown["joint"]["f"],
            shown["joint"]["p"],
        ],
        oracle=sandwich,
        rtol=1e-7,
    )


def test_units_of_their_own_level(theirs: dict, sandwich: str, agree) -> None:
    panel = pd.DataFrame(theirs["did"]["panel"])
    found = difference_in_differences(panel, unit="team", **ASKED)
    agree(
        "difference in differences: units",
        [found.estimate, found.intervals["se"].iloc[0]],
        [theirs["did"]["unit"]["estimate"], theirs["did"]["unit"]["se"]],
        oracle=sandwich,
        rtol=1e-8,
    )


def test_two_by_two_is_the_difference_of_differences(rows) -> None:
    rows = rows.assign(when=np.where(rows["period"] < 4, "before", "after"))
    found = difference_in_differences(rows, outcome="y", period="when", treated="treated")
    means = rows.groupby(["treated", "when"])["y"].mean()
    by_hand = (means[1, "after"] - means[1, "before"]) - (means[0, "after"] - means[0, "before"])
    assert found.estimate == pytest.approx(by_hand)
    assert found.pre_trend is None
    assert "nothing shows whether they would have" in found.does_not_say


@given(shift=st.floats(-50, 50), factor=st.floats(0.1, 20), seed=st.integers(0, 99))
@settings(max_examples=15)
def test_units_order_and_common_trends_do_not_matter(
    shift: float, factor: float, seed: int
) -> None:
    rng = np.random.default_rng(7)
    rows = pd.DataFrame(
        {"team": np.repeat(np.arange(6), 8), "period": np.tile(np.arange(1, 9), 6)}
    ).assign(treated=lambda t: t["team"] < 3, y=rng.normal(60, 5, 48))
    plain = difference_in_differences(rows, cluster="team", **ASKED)
    moved = rows.assign(y=rows["y"] * factor + shift + 3.0 * rows["period"] ** 2)
    moved = moved.sample(frac=1, random_state=seed)
    again = difference_in_differences(moved, cluster="team", **ASKED)
    assert again.estimate == pytest.approx(factor * plain.estimate, rel=1e-6, abs=1e-7)
    assert again.low == pytest.approx(factor * plain.low, rel=1e-5, abs=1e-6)
    assert again.p == pytest.approx(plain.p, abs=1e-9)


def test_ten_clusters_keep_their_level() -> None:
    """Without an effect the bootstrap is wrong in five of a hundred; rows by themselves far oftener."""
    rng = np.random.default_rng(8)
    teams, periods, times = 10, 6, 300
    team = np.repeat(np.arange(teams), periods)
    period = np.tile(np.arange(periods), teams)
    treated = team < 5
    after = period >= 3
    dummies = period[:, None] == np.arange(1, periods)
    X = np.column_stack([np.ones(len(team)), treated, dummies, treated & after]).astype(float)
    wild = rows = 0
    for _ in range(times):
        drift = np.repeat(rng.normal(0, 2, teams), periods) * after
        y = drift + rng.normal(0, 1, len(team))
        wild += wild_cluster(y, X, team, X.shape[1] - 1)[0] < 0.05
        fit = clustered_ols(y, X, None)
        rows += abs(fit.estimate[-1] / fit.se[-1]) > 2.0
    assert abs(wild / times - 0.05) < 4 * np.sqrt(0.05 * 0.95 / times)
    assert rows / times > 0.10


def test_the_interval_is_what_the_test_does_not_reject(rows) -> None:
    team = rows["team"].to_numpy() - 1
    after = (rows["treated"] * (rows["period"] >= 4)).to_numpy(float)
    dummies = rows["period"].to_numpy()[:, None] == np.arange(2, 7)
    X = np.column_stack([np.ones(len(rows)), rows["treated"], dummies, after]).astype(float)
    y = rows["y"].to_numpy()
    _, low, high = wild_cluster(y, X, team, X.shape[1] - 1)
    for end, inward in ((low, 1), (high, -1)):
        inside = wild_cluster(y - (end + inward * 0.02) * after, X, team, X.shape[1] - 1)[0]
        outside = wild_cluster(y - (end - inward * 0.02) * after, X, team, X.shape[1] - 1)[0]
        assert outside < 0.05 <= inside


def test_lines_that_are_not_parallel_are_named() -> None:
    rng = np.random.default_rng(9)
    rows = pd.DataFrame(
        {"team": np.repeat(np.arange(20), 8), "period": np.tile(np.arange(8), 20)}
    ).assign(treated=lambda t: t["team"] < 10)
    rows["y"] = rng.normal(0, 1, 160) + 1.0 * rows["period"] * rows["treated"]
    found = difference_in_differences(rows, cluster="team", **ASKED)
    assert "did not run in parallel" in found.sentence
    rows["y"] = rng.normal(0, 1, 160) + 2.0 * rows["treated"] * (rows["period"] >= 4)
    found = difference_in_differences(rows, cluster="team", **ASKED)
    assert "no departure from parallel lines" in found.sentence


def test_periods_may_be_dates_words_or_pandas_periods(rows) -> None:
    plain = difference_in_differences(rows, cluster="team", **ASKED)
    dates = pd.to_datetime("2025-0" + rows["period"].astype(str) + "-01")
    for column, since in (
        (dates, "2025-04-01"),
        (dates.dt.to_period("M"), pd.Period("2025-04", "M")),
        (dates.dt.to_period("M"), "2025-04"),
        (dates.dt.strftime("%Y-%m"), "2025-04"),
    ):
        moved = {**ASKED, "since": since}
        found = difference_in_differences(rows.assign(period=column), cluster="team", **moved)
        assert found.estimate == plain.estimate
    with pytest.raises(DataError, match="since='spring' is no date, but the periods are"):
        difference_in_differences(rows.assign(period=dates), **{**ASKED, "since": "spring"})


@pytest.mark.parametrize(
    ("change", "options", "message"),
    [
        (lambda t: t, {"outcome": "score"}, "outcome='score' is no column; there are team, period"),
        (lambda t: t.assign(treated="yes"), {}, "treated must hold true and false"),
        (lambda t: t.assign(treated=1), {}, "treated is true in every row"),
        (lambda t: t.assign(period=t["period"].where(t["period"] > 1)), {}, "'period' is missing"),
        (lambda t: t, {"since": 9}, "no period lies after the change: since=9"),
        (lambda t: t, {"since": 1}, "no period lies before the change"),
        (lambda t: t, {"since": None}, "there are 6 periods; name the first one after"),
        (
            lambda t: t.assign(team=t["treated"]),
            {"cluster": "team"},
            "group is one cluster of 'team'",
        ),
        (lambda t: t, {"unit": "team"}, "team 1 comes twice in one period"),
        (lambda t: t.assign(team=1), {"unit": "team"}, "team 1 is in both groups"),
        (lambda t: t[t["period"] == 4], {}, "has 1 value with both groups"),
        (lambda t: t.assign(y="a"), {}, "y holds 'a' at"),
        (lambda t: t.assign(team=None), {"cluster": "team"}, "cluster 'team' is missing"),
        (lambda t: t["y"], {}, "a DataFrame is needed, not Series"),
    ],
)
def test_rows_that_cannot_be_used(rows, change, options: dict, message: str) -> None:
    with pytest.raises(DataError, match=message):
        difference_in_differences(change(rows), **{**ASKED, **options})


def test_few_clusters_and_missing_months_are_told(rows) -> None:
    rows.loc[rows.index[:3], "y"] = np.nan
    lonely = rows[~((rows["period"] == 2) & (rows["treated"] == 0)) & (rows["team"] < 7)]
    found = difference_in_differences(lonely, cluster="team", **ASKED)
    said = " ".join(found.cautions)
    assert "3 of" in said
    assert "only one group was measured then: 2" in said
    assert "3 clusters" in said or "2 clusters" in said
    assert "No cluster was named" in " ".join(difference_in_differences(rows, **ASKED).cautions)
