"""Interrupted series agree with R, keep their level, and refuse what is no series."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svqkit.errors import DataError
from svqkit.improvement.change.interrupted_series import interrupted_series
from svqkit.improvement.change.segments import segments
from svqkit.improvement.change.series_errors import ar1_fit, hac_fit
from svqkit.improvement.change.series_points import points_of
from svqkit.improvement.change.simulated_series import ar1_deviations, ar1_t, hac_t

MONTHS = pd.date_range("2020-01-01", periods=70, freq="MS")


@pytest.fixture
def series(theirs: dict) -> pd.Series:
    return pd.Series(theirs["series"]["y"], MONTHS, name="complaints")


def named(r: str, theirs: dict, package: str) -> str:
    return f"{r}, {package} {theirs['versions'][package]}"


def test_newey_west_is_that_of_r(series, theirs: dict, r: str, agree) -> None:
    shown, oracle = theirs["series"]["hac"], named(r, theirs, "sandwich")
    found = interrupted_series(series, MONTHS[40], season=12, errors="hac", lags=3)
    table = found.coefficients
    agree("series: coefficients", table["estimate"].to_numpy(), shown["estimate"],
          oracle=oracle, rtol=1e-8)  # fmt: skip
    agree(
        "series: Newey–West errors", table["se"].to_numpy(), shown["se"], oracle=oracle, rtol=1e-8
    )
    t = 1.9977296536259  # qt(.975, 64)
    agree("series: average effect", [found.estimate, (found.high - found.low) / 2 / t],
          shown["average"], oracle=oracle, rtol=1e-8)  # fmt: skip


def test_autoregressive_errors_are_those_of_nlme(series, theirs: dict, r: str, agree) -> None:
    """nlme stops its search at a relative change of 1e-12 of the likelihood: six digits of ρ."""
    shown, oracle = theirs["series"]["ar1"], named(r, theirs, "nlme")
    found = interrupted_series(series, MONTHS[40], season=12, errors="ar1")
    table = found.coefficients
    agree("series: AR(1) coefficients", table["estimate"].to_numpy(), shown["estimate"],
          oracle=oracle, rtol=1e-4)  # fmt: skip
    agree("series: AR(1) errors", table["se"].to_numpy(), shown["se"], oracle=oracle, rtol=1e-4)
    X, _ = segments(np.arange(70), 40, 12)
    agree("series: ρ", ar1_fit(series.to_numpy(), X, np.arange(70)).rho, shown["rho"],
          oracle=oracle, rtol=1e-4)  # fmt: skip


def test_gaps_keep_the_time(series, theirs: dict, r: str, agree) -> None:
    shown = theirs["series"]
    kept = np.setdiff1d(np.arange(70), shown["gaps"])
    with pytest.raises(
        DataError, match="series has 4 months without a value, first between 2020-05"
    ):
        interrupted_series(series.iloc[kept], MONTHS[40])
    found = interrupted_series(series.iloc[kept], MONTHS[40], errors="hac", lags=3, gaps="keep")
    agree("series: Newey–West with gaps", found.coefficients["se"].to_numpy(), shown["gap_hac"],
          oracle=named(r, theirs, "sandwich"), rtol=1e-8)  # fmt: skip
    found = interrupted_series(series.iloc[kept], MONTHS[40], errors="ar1", gaps="keep")
    agree("series: AR(1) with gaps", found.coefficients["se"].to_numpy(), shown["gap_ar1"]["se"],
          oracle=named(r, theirs, "nlme"), rtol=1e-4)  # fmt: skip
    assert found.cautions[0] == "4 months have no value; time goes on over them."


def test_neighbours_are_those_of_r(series, theirs: dict, r: str, agree) -> None:
    found = interrupted_series(series, MONTHS[40], season=12)
    agree("series: autocorrelation", found.autocorrelation["r"].to_numpy(), theirs["series"]["acf"],
          oracle=r, rtol=1e-8)  # fmt: skip
    agree("series: Ljung–Box", found.ljung_box_p, theirs["series"]["ljung"], oracle=r, rtol=1e-8)


def test_the_path_is_its_parts(series) -> None:
    found = interrupted_series(series, MONTHS[40], season=12)
    path = found.path
    after = path[path["after"]]
    assert after.index[0] == MONTHS[40]
    np.testing.assert_allclose(after["fitted"] - after["counterfactual"], after["effect"])
    assert found.estimate == pytest.approx(after["effect"].mean())
    assert after["effect"].iloc[0] == pytest.approx(
        found.coefficients.loc["level change", "estimate"]
    )
    assert path.loc[~path["after"], "effect"].isna().all()
    at = interrupted_series(series, MONTHS[40], season=12, at=[MONTHS[50]]).effects
    assert at.loc[MONTHS[50], "effect"] == pytest.approx(path.loc[MONTHS[50], "effect"])


@given(shift=st.floats(-50, 50), factor=st.floats(0.1, 20), tilt=st.floats(-1, 1))
@settings(max_examples=20)
def test_units_and_a_line_do_not_matter(shift: float, factor: float, tilt: float) -> None:
    rng = np.random.default_rng(3)
    y = pd.Series(rng.normal(size=60).cumsum() * 0.3 + rng.normal(size=60), MONTHS[:60])
    for errors in ("hac", "ar1"):
        plain = interrupted_series(y, MONTHS[30], errors=errors)
        moved = interrupted_series(
            y * factor + shift + tilt * np.arange(60), MONTHS[30], errors=errors
        )
        assert moved.estimate == pytest.approx(factor * plain.estimate, rel=1e-3, abs=1e-4)
        assert moved.low == pytest.approx(factor * plain.low, rel=1e-3, abs=1e-3)


def test_a_comparison_takes_off_what_befell_both(series) -> None:
    rng = np.random.default_rng(6)
    shock = pd.Series(5.0 * (np.arange(70) >= 40) + rng.normal(0, 1, 70), MONTHS)
    found = interrupted_series(series + shock, MONTHS[40], comparison=shock)
    alone = interrupted_series(series, MONTHS[40])
    assert found.estimate == pytest.approx(alone.estimate, rel=1e-9)
    assert found.alone.index.tolist() == ["series", "comparison"]
    assert found.alone.loc["comparison", "estimate"] > 3


def coverage(errors: str, n: int, change: int, rho: float, times: int) -> float:
    X, _ = segments(np.arange(n), change)
    row = np.array([0.0, 0, 1, (n - change - 1) / 2])
    noise = ar1_deviations(times, n, rho, 10)
    estimate, se = (hac_t if errors == "hac" else ar1_t)(noise, X, row)
    from scipy.stats import t

    return float((np.abs(estimate) < t.ppf(0.975, n - 4) * se).mean())


def test_the_errors_chosen_are_the_better_ones() -> None:
    """In short series Newey–West intervals hold far too rarely; AR(1) ones come near 95 %."""
    times = 3000
    error = np.sqrt(0.95 * 0.05 / times)
    for n, change in ((40, 34), (36, 18), (104, 61)):
        ar1, hac = (coverage(errors, n, change, 0.3, times) for errors in ("ar1", "hac"))
        assert ar1 > 0.92 - 4 * error
        assert hac < ar1 - 0.04
    # Long series: near what they say, as long as neighbours are not too much alike.
    assert abs(coverage("hac", 600, 300, 0.0, 1000) - 0.95) < 0.03


def test_many_at_once_are_one_by_one() -> None:
    X, _ = segments(np.arange(50), 30)
    noise, row = ar1_deviations(5, 50, 0.5, 2), np.array([0.0, 0, 1, 9.5])
    for k, (b, se) in enumerate(zip(*hac_t(noise, X, row), strict=True)):
        one = hac_fit(noise[k], X, np.arange(50), 3)
        assert b == pytest.approx(row @ one.estimate)
        assert se == pytest.approx(np.sqrt(row @ one.covariance @ row))
    for k, (b, se) in enumerate(zip(*ar1_t(noise, X, row), strict=True)):
        one = ar1_fit(noise[k], X, np.arange(50))
        assert b == pytest.approx(row @ one.estimate, abs=0.02)  # ρ of a grid, steps of .024
        assert se == pytest.approx(np.sqrt(row @ one.covariance @ row), rel=0.05)


def test_steps_of_time() -> None:
    days = {
        "month": pd.date_range("2025-01-31", periods=9, freq="ME"),
        "quarter": pd.date_range("2023-01-01", periods=9, freq="QS"),
        "week": pd.date_range("2025-01-01", periods=9, freq="7D"),
        "day": pd.date_range("2025-01-01", periods=9),
        "working day": pd.bdate_range("2025-01-01", periods=15),
        "year": pd.date_range("2010-01-01", periods=9, freq="YS"),
        "step": pd.RangeIndex(2000, 2009),
    }
    for step, index in days.items():
        points = points_of(pd.Series(np.arange(len(index), dtype=float), index))
        assert points.step == step
        assert points.steps.tolist() == list(range(len(index)))


@pytest.mark.parametrize(
    ("change", "options", "message"),
    [
        (lambda s: pd.concat([s, s.iloc[:1]]), {}, "1 time stamps of series come twice, first 2020-01-01"),
        (lambda s: s, {"change": "2030-01-01"}, "lies outside the series, which runs from 2020-01-01 to"),
        (lambda s: s, {"change": "2020-01-01"}, "lies outside the series"),
        (lambda s: s, {"change": "soon"}, "change='soon' is no date"),
        (lambda s: s, {"change": 40}, "change=40 must be a date"),
        (lambda s: s.reset_index(drop=True), {}, "must be a number, as the index"),
        (lambda s: s.iloc[38:], {}, "2 points before and 30 after the change; 4 are needed"),
        (lambda s: s.iloc[36:44], {"season": 6}, "8 points are too few for 6 coefficients"),
        (lambda s: s.iloc[35:47], {"season": 24}, "12 months long, less than one season of 24"),
        (lambda s: s * 0 + 3, {}, "all 70 values are 3: nothing to see"),
        (lambda s: s.to_frame(), {}, "series must be a Series"),
        (lambda s: s.where(s.index != MONTHS[9]), {}, "1 month without a value, first at 2020-10-01"),
        (lambda s: s.set_axis(MONTHS + pd.to_timedelta(np.arange(70) ** 2 % 11, "D")), {}, "uneven"),
        (lambda s: s.set_axis(MONTHS.astype(str) + "x"), {}, "'2020-01-01x' in the index of series is no date"),
        (lambda s: s.set_axis(np.arange(70) / 2), {}, "holds fractions"),
        (lambda s: s, {"at": ["2020-02-01"]}, "at=2020-02-01 is no measured time after the change"),
        (lambda s: s, {"comparison": pd.Series([1.0, 2, 3], pd.date_range("1990-01-01", periods=3, freq="MS"))},
         "share fewer than three times"),
    ],
)  # fmt: skip
def test_series_that_cannot_be_used(series, change, options: dict, message: str) -> None:
    with pytest.raises(DataError, match=message):
        interrupted_series(change(series), **{"change": MONTHS[40], **options})


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"errors": "ols"}, "errors must be"),
        ({"lags": -1}, "lags must be 0 or more"),
        ({"lags": 70}, "lags=70 must be below the number of points"),
        ({"season": 2}, "season=2 steps are too few"),
        ({"harmonics": 0}, "harmonics must be 1 or more"),
        ({"ci": 0}, "ci must lie between"),
        ({"gaps": "fill"}, "gaps must be 'raise' or 'keep'"),
    ],
)
def test_options_out_of_range(series, options: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        interrupted_series(series, MONTHS[40], **options)


def test_short_series_take_the_other_errors(series) -> None:
    rng = np.random.default_rng(1)
    assert interrupted_series(pd.Series(rng.normal(size=320)), 160).errors == "hac"
    assert interrupted_series(series, MONTHS[40]).errors == "ar1"
    forced = interrupted_series(series, MONTHS[40], errors="hac")
    assert any("much too narrow" in one for one in forced.cautions)
