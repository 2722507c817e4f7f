"""Funnel limits and dispersion as published; small units are not outliers by chance."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import svqkit as svq
from svqkit.errors import DataError
from svqkit.improvement.goals.dispersion import _KEPT, dispersion_of
from svqkit.improvement.goals.funnel_limits import chance_limits


@pytest.mark.parametrize(
    ("p", "names"), [(0.95, ("low", "high")), (0.998, ("far_low", "far_high"))]
)
def test_limits_are_spiegelhalters(p: float, names: tuple[str, str], theirs: dict, agree) -> None:
    shown = theirs["limits"]
    sizes = np.array(shown["sizes"], dtype=float)
    oracle = f"R {theirs['versions']['R']}: Spiegelhalter (2005), A.1"
    for kind, centre, n in (
        ("share", shown["theta"], sizes),
        ("rate", shown["lambda"], sizes * 40),
    ):
        ours = chance_limits(kind, centre, n, p)
        theirs_ = [np.array(shown[name][kind]) for name in names]
        agree(f"benchmark: {kind} limits", ours, theirs_, oracle=oracle, rtol=1e-9, atol=1e-12)


def test_dispersion_and_spread(theirs: dict, agree) -> None:
    shown = theirs["dispersion"]
    units = pd.DataFrame({"events": shown["events"], "n": shown["n"]}).set_axis(
        list("ABCDEFGHIJKL")
    )
    found = svq.benchmark(units, events="events", allow="spread")
    oracle = f"R {theirs['versions']['R']}: Spiegelhalter (2005), A.3"
    for name, ours, theirs_ in (
        ("dispersion", found.dispersion, shown["phi"]),
        ("dispersion as FunnelPlotR's", found.dispersion * _KEPT, shown["as_funnelplotr"]),
        ("spread", found.tau, shown["tau"]),
        ("p of the dispersion", found.dispersion_p, shown["p"]),
        ("limits with spread", found.table["low_95"], np.maximum(shown["low_95"], 0)),
    ):
        agree(f"benchmark: {name}", ours, theirs_, oracle=oracle, rtol=1e-9)


def test_the_limits_hold_what_they_promise() -> None:
    """Units that differ by chance only: about 5 and 0.2 in a hundred lie beyond."""
    rng = np.random.default_rng(8)
    n = rng.integers(40, 900, 20_000)
    low, high = chance_limits("share", 0.3, n, 0.95)
    outside = (rng.binomial(n, 0.3) / n < low) | (rng.binomial(n, 0.3) / n > high)
    error = np.sqrt(0.05 * 0.95 / len(n))
    assert abs(outside.mean() - 0.05) < 6 * error + 0.003  # counts are whole: limits are between


def test_the_dispersion_is_one_where_units_are_alike() -> None:
    """Pulling in the outer tenths must not hide spread: phi about 1, p below .05 in five of a hundred."""
    rng = np.random.default_rng(17)
    z = rng.normal(size=(4000, 30))
    found = np.array([dispersion_of(row - row.mean()) for row in z])
    assert found[:, 0].mean() == pytest.approx(29 / 30, abs=4 * found[:, 0].std() / np.sqrt(4000))
    below = (found[:, 1] < 0.05).mean()
    assert abs(below - 0.05) < 4 * np.sqrt(0.05 * 0.95 / 4000)


def test_planted_spread_between_units_comes_back() -> None:
    rng = np.random.default_rng(21)
    taus, far = [], []
    for _ in range(40):
        n = rng.integers(50, 400, 60)
        events = rng.binomial(n, np.clip(rng.normal(0.6, 0.08, 60), 0.01, 0.99))
        found = svq.benchmark(pd.DataFrame({"k": events, "n": n}), events="k", draws=1)
        taus.append(found.tau)
        far.append(found.table["verdict"].str.startswith("much").mean())
    error = np.std(taus) / np.sqrt(40)
    assert abs(np.mean(taus) - 0.08) < 4 * error
    assert (
        np.mean(far) < 0.006
    )  # 0.2 % are promised; limits that ignore tau's error give a little more


def test_only_the_site_that_differs_is_named() -> None:
    sites = svq.load_dataset("servicedesk_sites")
    found = svq.benchmark(sites, events="solved_at_first", n="contacts")
    assert found.table.index[found.table["verdict"].str.startswith("much")].tolist() == ["Oslo"]
    best = found.table.sort_values("rank").index[0]
    assert sites.loc[best, "contacts"] < 100  # a league table puts a small site on top
    assert found.table.loc[best, "verdict"] == "as the others"
    assert found.table.loc[best, "rank_high"] > 12
    assert found.dispersion_p > 0.05


def test_a_better_direction_turns_verdicts_and_ranks() -> None:
    sites = svq.load_dataset("servicedesk_sites")
    up = svq.benchmark(sites, events="solved_at_first", n="contacts").table
    down = svq.benchmark(
        sites, events="solved_at_first", n="contacts", higher_is_better=False
    ).table
    assert down.loc["Oslo", "verdict"] == "much better"
    assert np.allclose(up["rank"] + down["rank"], len(sites) + 1)
    assert np.allclose(up["percentile"] + down["percentile"], 100)


@given(st.permutations(range(6)))
def test_the_order_of_units_does_not_matter(order: list[int]) -> None:
    units = pd.DataFrame(
        {"mean": [5.0, 5.2, 4.1, 5.6, 5.1, 4.9], "n": [30, 50, 45, 22, 80, 61], "sd": 1.1},
        index=list("abcdef"),
    )
    plain = svq.benchmark(units, value="mean", sd="sd", draws=50).table
    turned = svq.benchmark(units.iloc[order], value="mean", sd="sd", draws=50).table
    columns = ["value", "low_95", "high_998", "z", "rank", "percentile"]
    pd.testing.assert_frame_equal(turned.loc[plain.index, columns], plain[columns])


def test_ranks_repeat_with_the_seed_and_hold_the_planted_one() -> None:
    rng = np.random.default_rng(4)
    truth = np.linspace(4, 5.5, 8)
    held = []
    for _ in range(60):
        units = pd.DataFrame({"n": 60, "sd": 1.2}, index=list("abcdefgh"))
        units["mean"] = rng.normal(truth, 1.2 / np.sqrt(60))
        table = svq.benchmark(units, value="mean", sd="sd", draws=800, seed=1).table
        true_rank = np.arange(8, 0, -1)
        held.append((table["rank_low"] <= true_rank) & (true_rank <= table["rank_high"]))
    assert np.mean(held) > 0.9
    again = svq.benchmark(units, value="mean", sd="sd", draws=800, seed=1).table
    pd.testing.assert_frame_equal(again, table)


def test_a_norm_takes_the_place_of_the_others() -> None:
    sites = svq.load_dataset("servicedesk_sites")
    found = svq.benchmark(sites, events="solved_at_first", n="contacts", norm=0.8)
    assert found.centre == 0.8
    assert (found.table.loc[["Delft", "Utrecht"], "verdict"] == "much worse").all()


@pytest.mark.parametrize(
    ("units", "options", "message"),
    [
        ({"k": [1, 2, 3], "n": [9, 0, 9]}, {"events": "k"}, "unit 1 has n = 0"),
        ({"k": [1, 12, 3], "n": [9, 9, 9]}, {"events": "k"}, "unit 1 has k = 12"),
        ({"k": [0, 0, 0], "n": [9, 9, 9]}, {"events": "k"}, "share over all units is 0"),
        ({"k": [1, 2], "n": [9, 9]}, {"events": "k"}, "2 units are too few"),
        ({"m": [1, 2, 3], "n": [9, 9, 9]}, {"value": "m"}, "means need sd="),
        ({"m": [1, 2, 3], "n": [1, 1, 1], "s": [1, 1, 1]}, {"value": "m", "sd": "s"}, "one respondent"),
        ({"k": [1, 2, 3], "n": [9, 9, 9]}, {"events": "late"}, "there is no column 'late'"),
        ({"k": [1, 2.5, 3], "n": [9, 9, 9]}, {"events": "k"}, "unit 1 has k = 2.5; .*no percentages"),
        ({"k": [1, 2, 3], "n": [9, 9.5, 9]}, {"events": "k"}, "unit 1 has n = 9.5"),
        ({"k": [1, np.inf, 3], "n": [9, 9, 9]}, {"events": "k", "kind": "rate"}, "unit 1 has k = inf"),
        ({"m": [1, 2, 3], "n": [9, 9, 9], "s": [0, 0, 0]}, {"value": "m", "sd": "s"}, "s is 0 in every"),
        ({"n": [9, 9, 9]}, {"events": "n"}, "the column 'n' is there twice, or serves two ends"),
    ],
)  # fmt: skip
def test_units_that_cannot_be_compared(units: dict, options: dict, message: str) -> None:
    with pytest.raises(DataError, match=message):
        svq.benchmark(pd.DataFrame(units), **options)


def test_options_are_checked() -> None:
    units = pd.DataFrame({"k": [1, 2, 3], "n": [9, 9, 9]})
    with pytest.raises(ValueError, match="give either value="):
        svq.benchmark(units)
    with pytest.raises(ValueError, match="kind='mean' goes with value="):
        svq.benchmark(units, events="k", kind="mean")
    with pytest.raises(DataError, match="comes twice"):
        svq.benchmark(units.set_axis(["a", "b", "a"]), events="k")
    with pytest.raises(DataError, match="each unit needs one name"):
        svq.benchmark(units.set_axis(["a", None, "c"]), events="k")
    with pytest.raises(DataError, match="units must be a table"):
        svq.benchmark([1, 2], events="k")
    for norm in (np.nan, 62, "x", True):
        with pytest.raises(ValueError, match="norm must lie between 0 and 1"):
            svq.benchmark(units, events="k", norm=norm)
    for option, message in (
        ({"draws": 0}, "draws must be a whole number"),
        ({"seed": "x"}, "seed='x' must be a whole number"),
        ({"ci": 95}, "ci must lie between 0 and 1"),
        ({"higher_is_better": "no"}, "higher_is_better must be True or False"),
    ):
        with pytest.raises(ValueError, match=message):
            svq.benchmark(units, events="k", **option)


def test_one_respondent_has_no_spread() -> None:
    """Standard deviations as groupby().std() leaves them: missing where a unit has one answer."""
    units = pd.DataFrame({"m": [5.0, 4, 6, 5], "n": [1, 20, 30, 40], "s": [np.nan, 1, 1.1, 0.9]})
    found = svq.benchmark(units, value="m", sd="s", draws=1)
    assert found.sd == pytest.approx(np.sqrt((19 + 29 * 1.21 + 39 * 0.81) / 87))


def test_units_without_events_can_be_held_to_a_norm() -> None:
    units = pd.DataFrame({"k": [0, 0, 0], "n": [40, 400, 60]}, index=list("abc"))
    found = svq.benchmark(units, events="k", norm=0.1, higher_is_better=False, draws=1)
    assert found.table["verdict"].tolist() == ["better", "much better", "better"]
    assert "One more lies" not in found.sentence
    assert "2 more lie beyond" in found.sentence
    rates = svq.benchmark(units, events="k", kind="rate", norm=0.1, draws=1)
    assert rates.table["z"].lt(0).all()
