"""The Net Promoter Score: intervals against the likelihood, closed forms, coverage, refusals."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import svqkit as svq
from svqkit.errors import DataError
from svqkit.improvement.drivers.nps_interval import nps_interval, nps_variance

ORACLES = Path(__file__).parents[2] / "oracles" / "drivers"


@pytest.fixture(scope="module")
def customers() -> pd.DataFrame:
    return pd.read_csv(ORACLES / "customers.csv")


def test_intervals_as_the_likelihood_gives_them(agree, oracle):
    theirs = oracle("drivers/drivers")
    r = f"R {theirs['versions']['R']}"
    for case in theirs["nps"]:
        b, c, n = case["counts"]
        agree(
            "NPS: score interval",
            nps_interval(b, c, n),
            case["score"],
            oracle=r,
            rtol=1e-6,
            atol=1e-5,
        )
        wald = nps_interval(b, c, n, interval="wald")
        agree("NPS: closed-form interval", wald, case["wald"], oracle=r, rtol=1e-10)


def test_a_printed_interval():
    """Fagerland, Lydersen & Laake (2014), airway data of Bentur et al.: −0.517 to −0.026."""
    low, high = nps_interval(1, 7, 21)
    assert (round(low / 100, 3), round(high / 100, 3)) == (-0.517, -0.026)


@pytest.mark.parametrize(("p", "d", "n"), [(0.5, 0.2, 40), (0.9, 0.05, 30), (0.26, 0.37, 400)])
def test_the_score_interval_holds_the_truth(p, d, n):
    rng = np.random.default_rng(9)
    counts, times = np.unique(
        rng.multinomial(n, [p, d, 1 - p - d], size=4000), axis=0, return_counts=True
    )
    held = 0
    for (b, c, _), many in zip(counts, times, strict=True):
        low, high = nps_interval(int(b), int(c), n)
        held += many * (low <= 100 * (p - d) <= high)
    error = np.sqrt(0.95 * 0.05 / 4000)
    # Scores of 30 people come in steps of 3.3 points: exact coverage lies up to 1.5 % from 95 %.
    assert abs(held / 4000 - 0.95) < 4 * error + 0.015


@given(st.lists(st.integers(0, 10), min_size=2, max_size=80))
def test_turned_over_the_interval_turns_over(ratings):
    n = len(ratings)
    up, down = sum(r >= 9 for r in ratings), sum(r <= 6 for r in ratings)
    low, high = nps_interval(up, down, n)
    assert -100 <= low <= 100 * (up - down) / n <= high <= 100
    np.testing.assert_allclose(nps_interval(down, up, n), (-high, -low), atol=1e-7)
    row = svq.nps(ratings).score
    values = np.select([np.array(ratings) >= 9, np.array(ratings) <= 6], [100.0, -100.0], 0.0)
    np.testing.assert_allclose(row["nps"], values.mean(), atol=1e-9)
    np.testing.assert_allclose(row["se"] ** 2, values.var() / n, atol=1e-9)


def test_the_bootstrap_interval_is_near_the_closed_form():
    low, high = nps_interval(150, 148, 407, interval="bootstrap", samples=20_000, seed=1)
    error = nps_variance(150, 148, 407) ** 0.5
    centre = 100 * 2 / 407
    assert abs(low - (centre - 1.96 * error)) < 0.15 * error
    assert abs(high - (centre + 1.96 * error)) < 0.15 * error


def test_all_promoters_still_leave_doubt():
    low, high = nps_interval(12, 0, 12)
    assert high == 100
    assert 50 < low < 80  # Wilson's lower end for 12 of 12 is .757 in shares, .515 in points of NPS
    assert nps_interval(12, 0, 12, interval="wald") == (100.0, 100.0)


def test_segments_and_split_as_r(agree, oracle, customers):
    theirs = oracle("drivers/drivers")
    r = f"R {theirs['versions']['R']}"
    found = svq.nps(customers, "rating", by="segment")
    for name, value in theirs["segments"]["nps"].items():
        agree("NPS: segments", found.segments.loc[name, "nps"], value, oracle=r, rtol=1e-10)
        agree(
            "NPS: errors",
            found.segments.loc[name, "se"],
            theirs["segments"]["se"][name],
            oracle=r,
            rtol=1e-10,
        )
    agree(
        "NPS: heterogeneity", found.heterogeneity["q"], theirs["segments"]["q"], oracle=r, rtol=1e-9
    )
    agree(
        "NPS: heterogeneity p",
        found.heterogeneity["p"],
        theirs["segments"]["p"],
        oracle=r,
        rtol=1e-9,
    )

    from svqkit.improvement.drivers.nps_split import nps_split
    from svqkit.improvement.drivers.ratings import kinds_of

    row = nps_split(customers[["care"]], kinds_of(customers["rating"].astype(float)), 0.95).loc[
        "care"
    ]
    want = theirs["split"]["care"]
    agree("NPS: split", row["difference"], want["difference"], oracle=r, rtol=1e-10)
    agree(
        "NPS: Welch interval",
        row[["difference_low", "difference_high"]],
        want["ci"],
        oracle=r,
        rtol=1e-9,
    )
    agree("NPS: Welch p", row["p"], want["p"], oracle=r, rtol=1e-6)
    agree("NPS: split AUC", row["auc"], want["auc"], oracle=r, rtol=1e-10)


def test_small_segments_are_masked():
    ratings = pd.DataFrame(
        {"r": [9] * 12 + [3] * 12 + [10] * 4, "b": ["a"] * 12 + ["b"] * 12 + ["c"] * 4}
    )
    found = svq.nps(ratings, "r", by="b")
    assert found.segments["masked"].to_dict() == {"a": False, "b": False, "c": True}
    assert found.segments.loc["c"].drop("masked").isna().all()
    assert list(found.differences.index) == ["a − b"]
    assert any("1 segment(s) under 10" in note for note in found.notes)


def test_two_waves_of_the_bank():
    """Responsiveness rose between the waves; loyalty follows it with 0.12 only: no visible change."""
    found = svq.nps(svq.load_dataset("bank_wave2"), against=svq.load_dataset("bank"))
    row = found.differences.iloc[0]
    first, second = (svq.nps(svq.load_dataset(name)).score for name in ("bank", "bank_wave2"))
    np.testing.assert_allclose(row["difference"], second["nps"] - first["nps"])
    np.testing.assert_allclose(row["z"], row["difference"] / np.hypot(first["se"], second["se"]))
    assert row["low"] < 0 < row["high"]
    assert "chance explains as much" in found.notes[0]
    moved = svq.nps([10] * 60 + [5] * 40, against=[10] * 40 + [5] * 60)
    assert moved.differences.iloc[0]["p"] < 0.01
    assert "more than chance explains" in moved.notes[0]


def test_the_banks_promoters_and_detractors_part_by_every_score():
    split = svq.nps(svq.load_dataset("bank")).split
    assert (split["difference_low"] > 0).all()
    assert split["auc"].is_monotonic_decreasing
    assert (split["promoters"] > split["passives"]).all()
    assert (split["passives"] > split["detractors"]).all()
    assert split.index[-1] == "tangibles"  # planted: the smallest slope


def test_bad_ratings_are_named():
    with pytest.raises(DataError, match=r"'rating', row 1: 11 is no rating from 0 to 10 \(2 such"):
        svq.nps([9, 11, -1])
    with pytest.raises(DataError, match=r"7\.5 is no rating"):
        svq.nps([7.5])
    with pytest.raises(DataError, match="nobody answered"):
        svq.nps(pd.Series([np.nan, np.nan], name="r"))
    with pytest.raises(DataError, match="'r' is not numeric"):
        svq.nps(pd.Series(["nine"], name="r"))
    table = pd.DataFrame({"r": [9, 3]})
    with pytest.raises(DataError, match="say which column"):
        svq.nps(table)
    with pytest.raises(DataError, match="there is no column 'x'"):
        svq.nps(table, "x")
    with pytest.raises(DataError, match="there is no column 'branch' to make segments"):
        svq.nps(table, "r", by="branch")
    with pytest.raises(ValueError, match="one at a time"):
        svq.nps(table, "r", by=pd.Series(["a", "b"]), against=[9, 3])
    with pytest.raises(ValueError, match="interval must be one of"):
        svq.nps([9, 3], interval="exact")
    with pytest.raises(ValueError, match="too few for an interval"):
        svq.nps([9, 3], interval="bootstrap", bootstrap=10)


def test_the_score_needs_a_quarter_more_customers_than_the_mean():
    """A shift of a normal opinion moves the mean by δ, the score by (φ(z_p) + φ(z_d)) δ."""
    from scipy.stats import norm

    row = svq.nps(svq.load_dataset("bank")).score
    p, d = row["promoters"] / 100, row["detractors"] / 100
    slope = norm.pdf(norm.ppf(p)) + norm.pdf(norm.ppf(d))
    efficiency = slope**2 / (p + d - (p - d) ** 2)
    assert 1.2 < 1 / efficiency < 1.3
