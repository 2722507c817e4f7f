"""Small made-up results with the fields of the real ones, for what the bundled surveys don't show."""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

WORDS = {
    "tangibles": (
        "Tangibles",
        ["Modern equipment", "Appealing rooms", "Tidy staff", "Clear leaflets"],
    ),
    "reliability": (
        "Reliability",
        [
            "Promises kept",
            "Sincere interest",
            "Right first time",
            "On time",
            "No errors in records",
        ],
    ),
    "responsiveness": (
        "Responsiveness",
        ["Says when it is done", "Prompt service", "Willing to help", "Never too busy"],
    ),
    "assurance": (
        "Assurance",
        [
            "Staff inspire confidence",
            "Safe transactions",
            "Courteous staff",
            "Staff know the answers",
        ],
    ),
    "empathy": (
        "Empathy and care",
        [
            "Individual attention",
            "Hours that suit customers",
            "Personal service",
            "Customers' interests first",
            "Understands needs",
        ],
    ),
    "aesthetics": ("Aesthetics", ["Pleasant looks", "Pleasant sounds"]),
}
CJK = {
    "tangibles": ("有形性", ["设备现代", "环境舒适", "员工整洁", "说明清楚"]),
    "reliability": ("可靠性", ["履行承诺", "真诚关心", "一次做对", "按时完成", "记录无误"]),
}


def make_instrument(words=WORDS, name="test"):
    mapping, labels, number = {}, {}, 0
    for dimension, (_, texts) in words.items():
        codes = [f"Q{number + k + 1}" for k in range(len(texts))]
        number += len(texts)
        mapping[dimension] = codes
        labels.update(zip(codes, texts, strict=True))
    return SimpleNamespace(
        name=name,
        mapping=mapping,
        labels=labels,
        dimension_titles={dimension: title for dimension, (title, _) in words.items()},
        scale=SimpleNamespace(
            low=1,
            high=7,
            anchors={1: "strongly disagree", 7: "strongly agree"},
            missing_codes=(99,),
        ),
    )


def make_parameters(mapping, seed=0):
    """Write a parameter table of a correlated-factors model."""
    rng = np.random.default_rng(seed)
    rows = []
    for factor, codes in mapping.items():
        rows += [
            (factor, "=~", code, 1.0, v)
            for code, v in zip(codes, rng.uniform(0.5, 0.9, len(codes)), strict=True)
        ]
    for codes in mapping.values():
        rows += [(code, "~~", code, 0.6, 0.4) for code in codes]
    names = list(mapping)
    for i, a in enumerate(names):
        rows.append((a, "~~", a, 1.1, 1.0))
        rows += [(a, "~~", b, 0.5, rng.uniform(0.3, 0.9)) for b in names[i + 1 :]]
    return pd.DataFrame(rows, columns=["lhs", "op", "rhs", "est", "std_all"])


@pytest.fixture(scope="session")
def instrument():
    return make_instrument()


@pytest.fixture(scope="session")
def chinese():
    return make_instrument(CJK, "中文")


@pytest.fixture(scope="session")
def priorities_of():
    return make_priorities


@pytest.fixture(scope="session")
def parameters_of():
    return make_parameters


@pytest.fixture(scope="session")
def cfa_24(instrument):
    return SimpleNamespace(parameters=make_parameters(instrument.mapping))


def make_answers(codes, n=120, seed=1):
    rng = np.random.default_rng(seed)
    level = 5.2 + rng.normal(0, 0.5, len(codes)) + 0.8 * rng.normal(0, 1, (n, 1))
    answers = np.clip(np.round(level + rng.normal(0, 1, (n, len(codes)))), 1, 7)
    answers[3, 1] = np.nan
    return pd.DataFrame(answers, columns=list(codes))


def make_reliability(scales, shift=0.0):
    alpha = pd.Series(np.linspace(0.68, 0.92, len(scales)) - shift, index=scales)
    table = pd.DataFrame(
        {
            "alpha": alpha,
            "alpha_low": alpha - 0.05,
            "alpha_high": alpha + 0.04,
            "omega_total": alpha + 0.01,
            "omega_low": alpha - 0.04,
            "omega_high": alpha + 0.05,
        }
    )
    return SimpleNamespace(coefficients=table, ci_level=0.95)


def make_eigenvalues(p=24):
    values = np.r_[9.5, 1.9, 1.6, 1.3, 1.1, np.linspace(0.9, 0.2, p - 5)]
    random = np.linspace(1.5, 0.6, p)
    return pd.DataFrame(
        {
            "components": values,
            "components_random_mean": random - 0.1,
            "components_random_95": random,
            "factors": values - 0.6,
            "factors_random_mean": random - 1.05,
            "factors_random_95": random - 0.95,
        },
        index=range(1, p + 1),
    )


def make_loadings(mapping, seed=2):
    rng = np.random.default_rng(seed)
    codes = [code for members in mapping.values() for code in members]
    table = pd.DataFrame(
        rng.uniform(-0.2, 0.2, (len(codes), len(mapping))), index=codes, columns=list(mapping)
    )
    for factor, members in mapping.items():
        table.loc[members, factor] = rng.uniform(0.45, 0.85, len(members))
    return table


def make_gaps(names, seed=3):
    rng = np.random.default_rng(seed)
    gap = np.linspace(-1.2, 0.6, len(names))
    expectation = rng.uniform(5.5, 6.3, len(names))
    return pd.DataFrame(
        {
            "gap": gap,
            "low": gap - 0.15,
            "high": gap + 0.15,
            "expectation": expectation,
            "perception": expectation + gap,
        },
        index=list(names),
    )


def make_zones(names, seed=7):
    rng = np.random.default_rng(seed)
    minimum = rng.uniform(4.6, 5.0, len(names))
    perception = np.linspace(4.1, 7.0, len(names))
    places = np.resize(["below", "cannot tell", "inside", "above"], len(names))
    return pd.DataFrame(
        {
            "minimum": minimum,
            "desired": minimum + rng.uniform(0.9, 1.5, len(names)),
            "perception": perception,
            "perception_low": perception - 0.12,
            "perception_high": perception + 0.12,
            "place": places,
        },
        index=list(names),
    )


def make_segments(tables, segments=("Harbour", "Market Square", "Riverside")):
    """Shift gaps a little for each segment; the last segment is masked."""
    by = {
        name: table.assign(
            gap=table["gap"] + 0.1 * k,
            low=table["low"] + 0.1 * k,
            high=table["high"] + 0.1 * k,
            n=40.0 + k,
            masked=False,
        )
        for k, (name, table) in enumerate(zip(segments, [tables] * len(segments), strict=True))
    }
    hidden = tables * np.nan
    by["Small"] = hidden.assign(n=np.nan, masked=True)
    return pd.concat(by, names=["branch"])


def make_priorities(names, instrument, seed=4):
    rng = np.random.default_rng(seed)
    table = pd.DataFrame(
        {
            "importance": rng.uniform(8, 30, len(names)),
            "performance": rng.normal(5, 0.5, len(names)),
        },
        index=list(names),
    )
    for name, half in (("importance", 0.8), ("performance", 0.15)):
        table[f"{name}_low"], table[f"{name}_high"] = table[name] - half, table[name] + half
    lines = table["importance"].mean(), table["performance"].mean()
    words = {
        (True, False): "concentrate here",
        (True, True): "keep up the good work",
        (False, False): "low priority",
        (False, True): "possible overkill",
    }
    sides = zip(table["importance"] >= lines[0], table["performance"] >= lines[1], strict=True)
    table["quadrant"] = [words[bool(a), bool(b)] for a, b in sides]
    return SimpleNamespace(
        table=table,
        importance_line=lines[0],
        performance_line=lines[1],
        instrument=instrument,
        importance="stated",
        outcome=None,
    )


def make_missing(codes, n=300, seed=5):
    """Write the patterns of answers with gaps, some items left out together."""
    from svqkit.psychometrics.missingness.missing_patterns import gaps_by_item, pattern_table

    rng = np.random.default_rng(seed)
    answers = pd.DataFrame(rng.normal(size=(n, len(codes))), columns=list(codes))
    answers = answers.mask(rng.random(answers.shape) < 0.02)
    answers.iloc[:20, 2:4] = np.nan
    return SimpleNamespace(patterns=pattern_table(answers), items=gaps_by_item(answers))


def make_cutoffs():
    """Write fit indices as simulated for a right model and two misspecified ones."""
    rng = np.random.default_rng(6)
    drawn = pd.DataFrame(
        {
            "level": np.repeat([0, 1, 2], 80),
            "rmsea": np.abs(rng.normal(0, 0.01, 240)) + np.repeat([0, 0.04, 0.07], 80),
        }
    )
    drawn["srmr"], drawn["cfi"] = drawn["rmsea"] + 0.01, 1 - drawn["rmsea"]
    table = pd.DataFrame(
        {
            "added": ["nothing", "empathy =~ Q3", "reliability =~ Q15"],
            "rmsea": [0.02, 0.041, np.nan],
            "srmr": [0.03, 0.05, 0.08],
            "cfi": [0.98, 0.96, 0.93],
        }
    )
    own = pd.Series({"srmr": 0.05, "rmsea": 0.055, "cfi": 0.95})
    return SimpleNamespace(distributions=drawn, table=table, fit=own)


def make_plan(simulated=False, found=140):
    """Write a curve of power over n, by formula or by simulation."""
    sizes = np.array([70, 100, 140, 200, 270])
    power = np.array([0.51, 0.68, 0.83, 0.92, 0.98])
    table = pd.DataFrame({"n": sizes, "power": power})
    if not simulated:
        goal = SimpleNamespace(kind="power", target=0.8)
        return SimpleNamespace(table=table, n=found, goal=goal, question="test of close fit")
    table["power_low"], table["power_high"] = power - 0.04, power + 0.015
    return SimpleNamespace(table=table, n=found, power=0.8, n_power_low=122.0, n_power_high=135.0)


def make_survey(instrument, seed=0, rise=0.0):
    """Write both forms of a small survey of four branches, one of them too small to show."""
    rng = np.random.default_rng(seed)
    codes = [code for members in instrument.mapping.values() for code in members]
    level = rng.normal(0, 0.7, (150, 1))
    perceptions = 4.6 + rise + level + rng.normal(0, 1, (150, len(codes)))
    expectations = 6 - rise / 2 + 0.3 * level + rng.normal(0, 0.7, (150, len(codes)))
    branch = np.repeat(["North", "Market Square", "Harbour", "Mill"], [50, 52, 41, 7])
    perceptions[branch == "Harbour", :4] -= 1
    return SimpleNamespace(
        perceptions=pd.DataFrame(perceptions, columns=codes),
        expectations=pd.DataFrame(expectations, columns=codes),
        respondents=pd.DataFrame({"branch": branch}),
        instrument=instrument,
    )


def make_compared(instrument):
    from svqkit.gaps.groups.comparison import compare_groups

    return compare_groups(make_survey(instrument), "branch", invariance=False)


def make_branches(instrument):
    from svqkit.gaps.groups.multilevel import multilevel_gaps

    return multilevel_gaps(make_survey(instrument), "branch")


def make_trend(instrument, level="dimension"):
    from svqkit.gaps.groups.trend import gap_trend

    waves = {k: make_survey(instrument, k, k / 4) for k in range(3)}
    named = {f"spring 202{k}": wave for k, wave in waves.items()}
    return gap_trend(named, level=level, invariance=False)


def make_weights(names, instrument, seed=0, **more):
    """Weigh dimensions, with intervals."""
    weight = pd.Series(np.random.default_rng(seed).dirichlet([9.0] * len(names)), names)
    table = pd.DataFrame(
        {"weight": weight, "weight_low": 0.8 * weight, "weight_high": 1.3 * weight}
    )
    return SimpleNamespace(
        weights=weight,
        table=table,
        kind="respondents",
        ci_level=0.95,
        instrument=instrument,
        **more,
    )


def make_surface(instrument):
    """Fit a hill over perceptions and expectations, its top among the data."""
    from svqkit.gaps.difference_scores.surface_of_scores import fit_surface

    rng = np.random.default_rng(1)
    e = np.clip(np.round(4 * rng.normal(4.5, 1.1, 300)) / 4, 1, 7)
    p = np.clip(np.round(4 * (1.8 + 0.5 * e + rng.normal(0, 1, 300))) / 4, 1, 7)
    z = 5 + 0.2 * (p - 4) - 0.4 * (p - e) ** 2 - 0.2 * (p - 4) ** 2 + rng.normal(0, 0.7, 300)
    dimension = next(iter(instrument.mapping))
    scores = pd.DataFrame({"p": p, "e": e, "Q9": z})
    return fit_surface(scores["p"], scores["e"], scores["Q9"], scale=(1, 7), dimension=dimension)


def make_forms():
    """Write what forms predict: more, less, cannot tell, and one that contains SERVPERF."""
    forms = ["servqual", "servperf", "weighted_servperf", "components"]
    rows = pd.DataFrame(
        {
            "r_squared": [0.3, 0.4, 0.41, 0.43],
            "delta_r_squared": [-0.1, np.nan, 0.01, 0.03],
            "delta_low": [-0.2, np.nan, -0.02, 0.01],
            "delta_high": [-0.03, np.nan, 0.03, 0.06],
            "contains_servperf": [False, False, False, True],
            "p": [np.nan, np.nan, np.nan, 0.01],
            "cv_gain": [-0.1, np.nan, 0.0, 0.02],
        },
        index=pd.Index(forms, name="form"),
    )
    keys = [(outcome, "total") for outcome in ("Q1", "Q2")]
    table = pd.DataFrame(
        {
            "reliability": [0.92, 0.94, 0.93, np.nan],
            "reliability_low": [0.9, 0.93, 0.92, np.nan],
            "reliability_high": [0.94, 0.95, 0.95, np.nan],
        },
        index=rows.index,
    )
    return SimpleNamespace(
        prediction=pd.concat([rows] * 2, keys=keys, names=["outcome", "level"]),
        table=table,
        ci_level=0.95,
        bootstrap=500,
        instrument=None,
    )


def make_kano(instrument, seed=8):
    """Analyse made-up Kano answers about an instrument's items."""
    from svqkit.gaps.kano.kano import kano

    rng = np.random.default_rng(seed)
    codes = list(instrument.labels)
    like, hurt = (rng.permutation(np.linspace(0.05, 0.95, len(codes))) for _ in range(2))
    halves = [
        pd.DataFrame(
            np.where(rng.random((90, len(codes))) < share, end, rng.integers(2, 5, (90, 1))),
            columns=codes,
        )
        for share, end in ((like, 1), (hurt, 5))
    ]
    return kano(*halves, labels=dict(instrument.labels))


def make_penalties(names, instrument, level, seed=9):
    rng = np.random.default_rng(seed)
    penalty = -np.linspace(1.2, -0.1, len(names))
    reward = rng.uniform(-0.1, 0.9, len(names))
    kinds = ["basic", "performance", "excitement", "cannot tell", "too few"]
    table = pd.DataFrame(
        {"category": np.resize(kinds, len(names)), "penalty": penalty, "reward": reward},
        index=list(names),
    )
    for side in ("penalty", "reward"):
        table[f"{side}_low"], table[f"{side}_high"] = table[side] - 0.25, table[side] + 0.25
    table["range"] = table["reward"] - table["penalty"]
    few = table["category"] == "too few"
    table.loc[few, ["penalty", "penalty_low", "penalty_high", "range"]] = np.nan
    return SimpleNamespace(
        items=table, outcome="satisfaction", level=level, instrument=instrument, ci_level=0.95
    )


def make_drawings(instrument):
    """Give every picture as a function of ``ax``, by name."""
    from svqkit.present.plots.branches import plot_branches
    from svqkit.present.plots.discriminant import plot_discriminant
    from svqkit.present.plots.factors import plot_factorability, plot_loadings
    from svqkit.present.plots.forms import plot_forms
    from svqkit.present.plots.gaps import plot_gaps
    from svqkit.present.plots.groups import plot_groups
    from svqkit.present.plots.items import plot_items
    from svqkit.present.plots.kano import plot_kano
    from svqkit.present.plots.missing import plot_missing
    from svqkit.present.plots.path import plot_path
    from svqkit.present.plots.penalty_reward import plot_penalty_reward
    from svqkit.present.plots.power import plot_cutoffs, plot_power
    from svqkit.present.plots.priorities import plot_priorities
    from svqkit.present.plots.reliability import plot_reliability
    from svqkit.present.plots.sample import plot_sample, plot_screening
    from svqkit.present.plots.scree import plot_scree
    from svqkit.present.plots.segments import plot_segments
    from svqkit.present.plots.surface import plot_surface
    from svqkit.present.plots.trend import plot_trend
    from svqkit.present.plots.validity import plot_htmt
    from svqkit.present.plots.weights import plot_weights
    from svqkit.present.plots.zone import plot_zone

    codes, factors = list(instrument.labels), list(instrument.mapping)
    answers = make_answers(codes)
    responses = SimpleNamespace(
        perceptions=answers,
        expectations=answers,
        n=len(answers),
        source={"rows_read": len(answers) + 12},
        dropped=pd.DataFrame(
            {"row": range(12), "reason": ["no answers"] * 7 + ["same as row 3"] * 5}
        ),
    )
    screening = SimpleNamespace(
        summary=pd.DataFrame(
            {
                "check": ["missing", "long string", "careless"],
                "count": [3, 12, 0],
                "of": ["answers", "respondents", "respondents"],
                "pct": [2.5, 10.0, 0.0],
                "rule": ["more than 20 % missing", "12 or more alike", "two checks or more"],
            }
        ),
        respondents=pd.DataFrame(
            {
                "longstring": [2, 3, 4, 22],
                "irv": [1.1, 1.3, 0.9, 0.0],
                "careless": [False, False, False, True],
            }
        ),
    )
    number = SimpleNamespace(
        eigenvalues=make_eigenvalues(len(codes)),
        suggestions=pd.Series({"parallel (factors)": 5, "MAP": 4, "Kaiser": 5, "MAP4": 3}),
    )
    gaps = SimpleNamespace(
        dimensions=make_gaps(factors),
        items=make_gaps(codes),
        total=make_gaps(["total", "x"]).loc["total"],
        instrument=instrument,
        ci_level=0.95,
    )
    total = gaps.total.to_frame("total").T
    gaps.by = make_segments(pd.concat([gaps.dimensions, total]))
    gaps.by_items = make_segments(gaps.items)
    zone = SimpleNamespace(
        dimensions=make_zones(factors),
        items=make_zones(codes),
        total=make_zones(["total", "x"]).loc["total"],
        instrument=instrument,
        ci_level=0.95,
    )
    ratios = pd.DataFrame(np.full((len(factors),) * 2, 0.6), index=factors, columns=factors)
    ratios.iloc[1, 0] = ratios.iloc[0, 1] = 0.87
    first, second = np.triu_indices(len(factors), 1)
    pairs = pd.DataFrame(
        {"factor_1": [factors[i] for i in first], "factor_2": [factors[j] for j in second]}
    )
    pairs["r"] = pairs["htmt"] = np.linspace(0.3, 0.9, len(pairs))
    for name in ("", "htmt_"):
        pairs[f"{name}low"], pairs[f"{name}high"] = pairs["r"] - 0.1, pairs["r"] + 0.08
    validity = SimpleNamespace(htmt=ratios, htmt2=ratios, pairs=pairs)
    adequacy = SimpleNamespace(
        msa=pd.Series(np.linspace(0.72, 0.97, len(codes)), index=codes), kmo=0.91
    )
    model = SimpleNamespace(parameters=make_parameters(instrument.mapping))
    reliability = {
        "perceptions": make_reliability([*factors, "total"]),
        "gaps": make_reliability([*factors, "total"], 0.1),
    }
    words = {"instrument": instrument}
    return {
        "sample": lambda **k: plot_sample(responses, **words, **k),
        "screening": lambda **k: plot_screening(screening, **words, **k),
        "screening respondents": lambda **k: plot_screening(
            screening, kind="respondents", **words, **k
        ),
        "missing": lambda **k: plot_missing(make_missing(codes), **words, **k),
        "items": lambda **k: plot_items(answers, **words, **k),
        "reliability": lambda **k: plot_reliability(reliability, **words, **k),
        "factorability": lambda **k: plot_factorability(adequacy, **words, **k),
        "scree": lambda **k: plot_scree(number, **words, **k),
        "loadings": lambda **k: plot_loadings(make_loadings(instrument.mapping), **words, **k),
        "path": lambda **k: plot_path(model, **words, **k),
        "htmt": lambda **k: plot_htmt(validity, **words, **k),
        "discriminant": lambda **k: plot_discriminant(validity, **words, **k),
        "gaps of dimensions": lambda **k: plot_gaps(gaps, **words, **k),
        "gaps of items": lambda **k: plot_gaps(gaps, level="item", kind="bar", **words, **k),
        "dumbbells": lambda **k: plot_gaps(gaps, kind="dumbbell", **words, **k),
        "radar": lambda **k: plot_gaps(
            gaps, kind="radar", level="item" if len(factors) < 3 else "dimension", **words, **k
        ),
        "dumbbells of items": lambda **k: plot_gaps(
            gaps, level="item", kind="dumbbell", intervals=True, **words, **k
        ),
        "segments": lambda **k: plot_segments(gaps, **words, **k),
        "segments of items": lambda **k: plot_segments(gaps, level="item", **words, **k),
        "zones of dimensions": lambda **k: plot_zone(zone, **words, **k),
        "zones of items": lambda **k: plot_zone(zone, level="item", **words, **k),
        "groups": lambda **k: plot_groups(make_compared(instrument), **words, **k),
        "groups of one dimension": lambda **k: plot_groups(
            make_compared(instrument), dimension="tangibles", **words, **k
        ),
        "branches": lambda **k: plot_branches(make_branches(instrument), **words, **k),
        "trend": lambda **k: plot_trend(make_trend(instrument), **words, **k),
        "trend of items": lambda **k: plot_trend(make_trend(instrument, "item"), **words, **k),
        "parts of a trend": lambda **k: plot_trend(
            make_trend(instrument), kind="parts", **words, **k
        ),
        "weights": lambda **k: plot_weights(make_weights(factors, instrument), **words, **k),
        "weights side by side": lambda **k: plot_weights(
            {
                "points": make_weights(factors, instrument),
                "overall quality": make_weights(factors, instrument, seed=1, outcome="loyalty"),
                "paired comparisons": make_weights(factors, instrument, 2, consistency_ratio=0.1),
                "manager": pd.Series(100 / len(factors), factors),
            },
            **words,
            **k,
        ),
        "power": lambda **k: plot_power(make_plan(), **words, **k),
        "simulated power": lambda **k: plot_power(make_plan(simulated=True), **words, **k),
        "cut-offs": lambda **k: plot_cutoffs(make_cutoffs(), **words, **k),
        "priorities": lambda **k: plot_priorities(
            make_priorities(factors, instrument), **words, **k
        ),
        "priorities of items": lambda **k: plot_priorities(
            make_priorities(codes, instrument), **words, **k
        ),
        "kano": lambda **k: plot_kano(make_kano(instrument), **k),
        "kano shares": lambda **k: plot_kano(make_kano(instrument), kind="shares", **k),
        "penalties": lambda **k: plot_penalty_reward(
            make_penalties(factors, instrument, "dimension"), **words, **k
        ),
        "penalties of items": lambda **k: plot_penalty_reward(
            make_penalties(codes, instrument, "item"), **words, **k
        ),
        "surface": lambda **k: plot_surface(make_surface(instrument), **words, **k),
        "forms": lambda **k: plot_forms(make_forms(), **words, **k),
        **make_process_drawings(instrument),
        **make_control_drawings(instrument),
        **make_feedback_drawings(instrument),
        **make_customer_drawings(instrument),
        **make_indicator_drawings(instrument),
        **make_driver_drawings(instrument),
    }


def make_control_drawings(instrument):
    """Draw processes whose values, phases and causes carry the instrument's words."""
    import svqkit as svq

    words = list(dict.fromkeys(instrument.labels.values()))
    language = "zh-Hans" if instrument.name == "中文" else "en"
    rng = np.random.default_rng(6)
    x = np.r_[rng.normal(50, 2, 40), rng.normal(56, 2, 35)]
    days = pd.date_range("2026-03-02", periods=75, name=words[0])
    values = pd.Series(x, days, name=words[1])
    phase = [words[2]] * 40 + [words[3]] * 35
    size = rng.integers(300, 900, 75)
    counts = pd.Series(rng.binomial(size, 0.06), days, name=words[1])
    samples = pd.DataFrame(rng.normal(8, 1, (30, 4)), index=pd.RangeIndex(30, name=words[0]))
    causes = dict(zip(words[:6], [90, 41, 12, 9, 3, 3], strict=True))
    limits = {"lower": 42, "upper": 66, "target": 54}
    seconds = values.abs() / 10

    def chart(result, **k):
        return svq.plot_control(result, language=language, **k)

    return {
        "control chart": lambda **k: chart(svq.control_chart(values), **k),
        "control chart with phases": lambda **k: chart(
            svq.control_chart(counts, "p'", n=size, phase=phase), **k
        ),
        "control chart, limits frozen": lambda **k: chart(
            svq.control_chart(values, phase=phase, baseline=words[2]), **k
        ),
        "control chart of spread": lambda **k: chart(
            svq.control_chart(samples.rename_axis(words[0]), "Xbar-S").spread, **k
        ),
        "CUSUM": lambda **k: chart(svq.control_chart(values, "CUSUM", baseline=40), **k),
        "EWMA": lambda **k: chart(svq.control_chart(values, "EWMA", baseline=40), **k),
        "capability": lambda **k: svq.plot_capability(
            svq.capability(values, **limits), language=language, **k
        ),
        "capability of a lognormal": lambda **k: svq.plot_capability(
            svq.capability(seconds, upper=6.4, method="lognormal"), language=language, **k
        ),
        "pareto": lambda **k: svq.plot_pareto(svq.pareto(causes), language=language, **k),
    }


def make_process_drawings(instrument):
    """Draw processes whose steps, risks and causes carry the instrument's words."""
    import svqkit as svq

    words = list(dict.fromkeys(instrument.labels.values()))[:8]
    language = "zh-Hans" if instrument.name == "中文" else "en"
    rows = pd.DataFrame(
        {
            "step": words,
            "process_time": np.arange(3.0, 3 + len(words)),
            "wait": np.arange(len(words), 0.0, -1),
            "complete_accurate": 90.0,
            "value": np.resize(["adding", "necessary", "waste"], len(words)),
        }
    )
    unit = words[0]
    old, new = (
        svq.value_stream(part, demand=30, available=480, unit=unit) for part in (rows, rows[::2])
    )
    plain = svq.value_stream(rows.drop(columns="value"), unit=unit)
    flows = pd.concat([rows[::3].assign(state=words[0]), rows[::4].assign(state=words[1])])
    ratings = np.random.default_rng(3).integers(1, 11, (8, 3))
    fmea = pd.DataFrame(ratings, columns=["severity", "occurrence", "detection"])
    matrix = pd.DataFrame((ratings[:, :2] + 1) // 2, columns=["likelihood", "impact"])
    causes = {word: {words[0]: k + 1, words[1]: words[2:4]} for k, word in enumerate(words[:5])}
    page = {words[0]: words[1:3], words[1]: words[3:4]}
    return {
        "value stream": lambda **k: svq.plot_value_stream(old, language=language, **k),
        "value stream without values": lambda **k: svq.plot_value_stream(
            plain, language=language, **k
        ),
        "value streams compared": lambda **k: svq.plot_value_stream(
            svq.compare_value_streams(old, new), language=language, **k
        ),
        "staffing": lambda **k: svq.plot_staffing(
            svq.staffing({9: 12, 10: 30, 11: 300}, 7, target_wait=5), language=language, **k
        ),
        "simulated branch": lambda **k: svq.plot_branch(
            svq.simulate_branch(
                {9: 3, 10: 5}, flows, replications=4, progress=False, target_wait=9
            ),
            language=language,
            **k,
        ),
        "boarding": lambda **k: svq.plot_boarding(
            svq.simulate_boarding(replications=4), language=language, **k
        ),
        "failure modes": lambda **k: svq.plot_risks(
            svq.risk_register(fmea.assign(risk=(words * 2)[:4] + [f"Q{n}" for n in range(4)])),
            language=language,
            **k,
        ),
        "risk matrix": lambda **k: svq.plot_risks(
            svq.risk_register(matrix.assign(risk=(words * 2)[:4] + [f"Q{n}" for n in range(4)])),
            language=language,
            **k,
        ),
        "fishbone": lambda **k: svq.plot_cause_effect(
            svq.cause_effect(causes, problem=words[0]), language=language, **k
        ),
        "sipoc": lambda **k: svq.plot_sipoc(
            svq.sipoc(words[:4], inputs=page, outputs=page, requirements={words[3]: words[0]}),
            language=language,
            **k,
        ),
    }


def make_feedback_drawings(instrument):
    """Draw feedback whose steps and owners carry the instrument's words."""
    import svqkit as svq

    words = list(dict.fromkeys(instrument.labels.values()))[:7]
    language = "zh-Hans" if instrument.name == "中文" else "en"

    @lru_cache(maxsize=1)
    def heard():
        rng, n = np.random.default_rng(5), 240
        day = pd.Timestamp("2025-01-01") + pd.to_timedelta(
            np.sort(rng.integers(0, 365, n)), unit="D"
        )
        closed = pd.Series(day + pd.to_timedelta(rng.integers(1, 60, n), unit="D"))
        table = pd.DataFrame(
            {
                "id": range(n),
                "text": "The queue was long",
                "received": day,
                "channel": rng.choice(["survey", "hotline", "mail"], n),
                "step": rng.choice(words, n),
                "owner": rng.choice(words, n),
                "due": day + pd.Timedelta(14, unit="D"),
                "closed": closed.where(closed < pd.Timestamp("2025-12-31")),
            }
        )
        return svq.read_feedback(table, on="2025-12-31")

    @lru_cache(maxsize=1)
    def changed():
        days = pd.date_range("2025-01-06", "2025-06-29").repeat([3] * 84 + [1] * 91)
        return svq.read_feedback(
            pd.DataFrame({"text": "Late", "id": range(len(days)), "date": days})
        )

    return {
        "feedback trend": lambda **k: svq.plot_feedback_trend(
            svq.feedback_trend(changed(), every="week"), language=language, **k
        ),
        "feedback without change": lambda **k: svq.plot_feedback_trend(
            svq.feedback_trend(heard()), language=language, **k
        ),
        "feedback map": lambda **k: svq.plot_feedback_map(
            svq.feedback_map(heard(), "channel", "step"), language=language, **k
        ),
        "confusion": lambda **k: svq.plot_confusion(
            svq.train_classifier(languages=["en"], folds=2),
            target="dimension",
            language=language,
            **k,
        ),
        "days until closed": lambda **k: svq.plot_closing_loop(
            svq.closing_loop(heard()), language=language, **k
        ),
        "open cases": lambda **k: svq.plot_closing_loop(
            svq.closing_loop(heard()), kind="ageing", language=language, **k
        ),
    }


def make_indicator_drawings(instrument):
    """Draw a system whose indicators, units and measures carry the instrument's words."""
    import svqkit as svq

    words = list(dict.fromkeys(instrument.labels.values()))
    n = min(12, len(words))
    language = "zh-Hans" if instrument.name == "中文" else "en"
    dimensions = ["tangibles", "reliability", "responsiveness", "assurance", "empathy"]
    areas = [
        "satisfaction",
        "efficiency",
        "consistency",
        "perceived value",
        "brand image",
        "loyalty",
    ]
    table = pd.DataFrame(
        {
            "id": [f"i{k}" for k in range(n)],
            "name": words[:n],
            "area": np.resize(areas, n),
            "dimension": np.resize(dimensions, n),
            "kind": "qualitative",
            "direction": np.resize(["more", "less"], n),
            "unit": words[-1],
            "target": np.resize([80, 20, np.nan], n),
            "worst": np.resize([0, 100], n),
            "best": np.resize([100, 0], n),
        }
    )
    rng = np.random.default_rng(3)
    long = pd.DataFrame(
        [
            (unit, f"2026-{month:02}", one, rng.uniform(25, 90))
            for unit in words[:5]
            for month in range(1, 7)
            for one in table["id"]
        ],
        columns=["unit of ours", "month", "indicator", "value"],
    )
    system = svq.read_indicators(table, title=words[0])
    options = {"by": "unit of ours", "period": "month"}
    months = svq.indicator_scores(system, long.drop(index=3), **options)
    once = svq.indicator_scores(system, months.values)

    def ranks(spread, **k):
        found = svq.rank_sensitivity(once, spread=spread, draws=300)
        return svq.plot_rank_sensitivity(found, language=language, **k)

    return {
        "indicators": lambda **k: svq.plot_indicators(months, language=language, **k),
        "indicators by area, once": lambda **k: svq.plot_indicators(
            once, by="area", language=language, **k
        ),
        "ranks under other weights": lambda **k: ranks(0.3, **k),
        "ranks under any weights": lambda **k: ranks("any", **k),
    }


def make_driver_drawings(instrument):
    """Draw drivers of made-up outcomes, and the map with its ellipses and its diagonal."""
    import svqkit as svq

    factors, words = list(instrument.mapping), list(dict.fromkeys(instrument.labels.values()))
    language = "zh-Hans" if instrument.name == "中文" else "en"
    drawn, n = np.random.default_rng(8), 300
    scores = drawn.normal(5, 1, (n, len(factors))) + drawn.normal(0, 1, (n, 1))
    table = pd.DataFrame(scores, columns=factors)
    last = table.iloc[:, 0] + drawn.normal(0, 1, n)
    rating = np.clip(np.round(2 * last - 3), 0, 10)
    branch = pd.Series(np.r_[np.resize(words[:4], n - 5), [words[4]] * 5], name="branch")

    def placed(names, **k):
        found = make_priorities(names, instrument)
        found.ellipses = pd.DataFrame(
            {"se_importance": 0.4, "se_performance": 0.08, "correlation": 0.4}, index=list(names)
        )
        found.ci_level, found.model = 0.95, "diagonal"
        slope = found.table["importance"].std() / found.table["performance"].std()
        found.diagonal = found.performance_line, found.importance_line, slope
        away = found.table["importance"] - found.importance_line
        found.table["urgency"] = away - slope * (
            found.table["performance"] - found.performance_line
        )
        return plot_of("priorities")(found, ellipses=True, **k)

    def plot_of(name):
        return getattr(svq, f"plot_{name}")

    def driving(outcome, **options):
        found = svq.drivers(table.assign(**{outcome: last}), outcome, bootstrap=50, **options)
        return lambda **k: svq.plot_drivers(found, instrument=instrument, language=language, **k)

    return {
        "map with ellipses": lambda **k: placed(factors, **k),
        "map of items with ellipses": lambda **k: placed(list(instrument.labels), **k),
        "drivers": driving("overall quality"),
        "drivers of a risk": driving("overall quality", below=4),
        "drivers of a top box": driving("overall quality", at_least=6),
        "net promoter score": lambda **k: svq.plot_nps(
            svq.nps(pd.Series(rating)), language=language, **k
        ),
        "net promoter score by branch": lambda **k: svq.plot_nps(
            svq.nps(pd.Series(rating), by=branch), language=language, **k
        ),
    }


def make_customer_drawings(instrument):
    """Draw customers whose variables carry the instrument's words."""
    import svqkit as svq

    words = list(dict.fromkeys(instrument.labels.values()))[:4]
    language = "zh-Hans" if instrument.name == "中文" else "en"
    rng = np.random.default_rng(8)
    kind = np.repeat([0, 5], [140, 60])
    table = pd.DataFrame({word: rng.normal(kind, 1) for word in words})
    chance = 1 / (1 + np.exp(1 - rng.normal(size=200)))
    answers = pd.DataFrame({"left": (rng.random(200) < chance).astype(int), "x": np.log(chance)})
    quick = {"references": 10, "bootstrap": 10, "progress": False}
    weeks = pd.Series(
        50 + np.arange(120) + rng.normal(0, 3, 120),
        pd.date_range("2024-01-01", periods=120, freq="W"),
    )

    @lru_cache(maxsize=1)
    def ahead():
        return svq.forecast(weeks, 5, origins=6, models=["naive", "ETS"], progress=False)

    return {
        "profiles of segments": lambda **k: svq.plot_segments_profile(
            svq.segments(table, words[:2], k=2, most=2, expectations=words[2:], **quick),
            language=language,
            **k,
        ),
        "profiles without segments": lambda **k: svq.plot_segments_profile(
            svq.segments(table[:140], words[:3], k=3, most=3, **quick), language=language, **k
        ),
        "forecast": lambda **k: svq.plot_forecast(ahead(), label=words[0], language=language, **k),
        "calibration": lambda **k: svq.plot_calibration(
            svq.churn(answers, "left", ["x"]), language=language, **k
        ),
        "self-assessment": lambda **k: svq.plot_self_assessment(
            svq.self_assessment(
                contacts=svq.load_dataset("shop_contacts"),
                machines=svq.load_dataset("shop_lockers"),
                limits={"response rate": 0.8, "share of time down": 0.02},
            ),
            language=language,
            **k,
        ),
    }


NAMES = tuple(make_drawings(make_instrument()))


@pytest.fixture(scope="session")
def drawings(instrument):
    return make_drawings(instrument)


@pytest.fixture(scope="session")
def chinese_drawings(chinese):
    return make_drawings(chinese)


@pytest.fixture(scope="session")
def priced_drawings():
    """Give pictures whose words hold dollar signs and underscores, which formulas are made of."""
    words = {
        factor: (f"{title} $a_1", [f"{text} $5_a or $9" for text in texts])
        for factor, (title, texts) in WORDS.items()
    }
    return make_drawings(make_instrument(words))


@pytest.fixture(params=NAMES)
def name(request):
    return request.param


def shown_texts(figure):
    """List the visible, non-empty texts of a figure with their boxes in pixels."""
    from matplotlib.text import Text

    figure.canvas.draw()
    texts = [
        text
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip() and text.axes is not None
    ]
    for ax in figure.axes:
        for one in (ax, *ax.child_axes):
            for axis in (one.xaxis, one.yaxis):
                low, high = sorted(axis.get_view_interval())
                texts += [
                    tick.label2 if tick.label2.get_visible() else tick.label1
                    for tick in axis.get_major_ticks()
                    if low - 1e-9 <= tick.get_loc() <= high + 1e-9
                ]
    texts = [
        text for text in dict.fromkeys(texts) if text.get_visible() and text.get_text().strip()
    ]
    return [(text, text.get_window_extent()) for text in texts]


@pytest.fixture(scope="session")
def texts_of():
    return shown_texts


def overlapping(entries, slack=1.0):
    """List the pairs of texts whose boxes share more than ``slack`` pixels each way."""
    pairs = []  # boxes of slanted words overlap where the words don't
    entries = [(text, box) for text, box in entries if text.get_rotation() % 90 == 0]
    for k, (a, box_a) in enumerate(entries):
        for b, box_b in entries[k + 1 :]:
            wide = min(box_a.x1, box_b.x1) - max(box_a.x0, box_b.x0)
            high = min(box_a.y1, box_b.y1) - max(box_a.y0, box_b.y0)
            if wide > slack and high > slack and a.get_position() != b.get_position():
                pairs.append((a.get_text(), b.get_text()))
    return pairs


@pytest.fixture(scope="session")
def overlaps():
    return overlapping
