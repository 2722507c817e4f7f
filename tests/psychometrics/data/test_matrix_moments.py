"""Every analysis from a matrix alone: against lavaan, against textbooks, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.errors import DataError, ModelError
from svqkit.psychometrics.data.sufficient import Moments
from svqkit.psychometrics.moments import moments

ORACLES = Path(__file__).resolve().parent.parent.parent / "oracles"
CASES: dict[str, Any] = json.loads((ORACLES / "matrices" / "matrices.json").read_text())
FITTED = [name for name, case in CASES.items() if "fit" in case]
HS = pd.read_csv(ORACLES / "cfa" / "holzinger.csv")
ITEMS = [f"x{at}" for at in range(1, 10)]
MODEL = {"visual": ITEMS[:3], "textual": ITEMS[3:6], "speed": ITEMS[6:]}
LAVAAN = "lavaan 0.6-14"


def frame_of(block: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(block["values"], block["names"], block["names"])


def given_of(case: dict[str, Any]) -> Any:
    """The moments of a case: one, or a mapping of its groups."""
    if not case["groups"]:
        return moments(frame_of(case["cov"]), n=case["n"], mean=case["mean"] or None)
    return {
        label: moments(
            frame_of(case["cov"][label]),
            n=n,
            mean=case["mean"][label] if case["mean"] else None,
        )
        for label, n in zip(case["groups"], case["n"], strict=True)
    }


@cache
def fitted(name: str) -> svq.CFA:
    case = CASES[name]
    equal = case["options"].get("group.equal", ())
    return svq.cfa(
        given_of(case),
        case["model"],
        estimator=case["options"].get("estimator", "ML"),
        std_lv=case["options"].get("std.lv", False),
        group_equal=[equal] if isinstance(equal, str) else equal,
    )


def keyed(frame: pd.DataFrame, groups: list[str] | None) -> pd.DataFrame:
    frame = frame[frame["op"] != "=="].copy()
    if "group" not in frame:
        frame["group"] = 1
    if pd.api.types.is_numeric_dtype(frame["group"]):
        frame["group"] = frame["group"].map(dict(enumerate(groups or [""], start=1)))
    turn = (frame["op"] == "~~") & (frame["rhs"] < frame["lhs"])
    frame.loc[turn, ["lhs", "rhs"]] = frame.loc[turn, ["rhs", "lhs"]].to_numpy()
    return frame.set_index(["lhs", "op", "rhs", "group"])


@pytest.mark.parametrize("name", FITTED)
def test_every_fit_index_as_lavaan(name: str, agree_fit: Callable[..., None]) -> None:
    agree_fit("cfa from a matrix", fitted(name).fit, CASES[name]["fit"])


@pytest.mark.parametrize("name", FITTED)
def test_every_parameter_as_lavaan(name: str, agree: Any) -> None:
    case, fit = CASES[name], fitted(name)
    for part, frame, est in (
        ("parameters", fit.parameters, ("est", "est")),
        ("standardized", fit.standardized, ("est_std", "est.std")),
    ):
        theirs = keyed(pd.DataFrame(case[part]), case["groups"])
        ours = keyed(frame, case["groups"])
        assert set(ours.index) == set(theirs.index)
        ours, what = ours.loc[theirs.index], "cfa from a matrix: " + part
        values = theirs[est[1]].astype(float)
        agree(what, ours[est[0]], values, oracle=LAVAAN, atol=2e-4)
        errors = theirs["se"].astype(float)
        agree(f"{what}, SE", ours["se"], errors, oracle=LAVAAN, atol=1e-4, rtol=1e-3)


def test_a_textbook_matrix_in_print_gives_the_textbook_result(agree: Any) -> None:
    """Stability of alienation (Wheaton et al. 1977): 4.73 on 4 df, p = .316 in LISREL's manual.

    LISREL's χ² is (N − 1)·F, ours N·F.
    """
    printed = CASES["wheaton"]
    given_ = moments(printed["text"], n=932, columns=printed["names"])
    fit = svq.cfa(given_, CASES["alienation"]["model"])
    oracle = "Jöreskog & Sörbom (1984)"
    ours = fit.fit["chisq"] * 931 / 932
    agree("cfa from a matrix: textbook χ²", ours, 4.73, oracle=oracle, atol=0.005)
    agree("cfa from a matrix: textbook p", fit.fit["pvalue"], 0.316, oracle=oracle, atol=0.001)
    stability = fit.parameters.query("op == '~' and rhs == 'alien67'")["est"]
    agree("cfa from a matrix: textbook estimates", stability, [0.607], oracle=oracle, atol=0.0006)


@pytest.mark.parametrize("name", list(CASES["efa"]))
def test_maximum_likelihood_factors_as_factanal(name: str, agree: Any) -> None:
    case = CASES["efa"][name]
    found = svq.efa(
        moments(frame_of(case["cov"]), n=case["n"]), case["factors"], method="ml", rotation="none"
    )
    oracle = "R factanal 4.2"
    theirs = case["uniquenesses"]
    ours = found.uniquenesses[list(theirs)]
    # factanal stops at a gradient of 1e-5 or so in the log of the uniquenesses
    agree("efa from a matrix: uniquenesses", ours, list(theirs.values()), oracle=oracle, atol=2e-4)
    agree("efa from a matrix: χ²", found.fit["chisq"], case["chisq"], oracle=oracle, rtol=1e-3)


def test_a_matrix_tells_all_that_its_answers_tell() -> None:
    """Item by item the same numbers as from the answers, as far as means are not needed."""
    given_ = moments(HS[ITEMS].cov(), n=301)
    answers = HS[ITEMS]
    for analyse, part in (
        (lambda x: svq.correlations(x), None),
        (lambda x: svq.reliability(x, MODEL).coefficients, None),
        (lambda x: svq.factorability(x), "msa"),
        (lambda x: svq.efa(x, 3), "loadings"),
        (lambda x: svq.n_factors(x, draws=20, seed=3), "suggestions"),
        (lambda x: svq.cfa(x, MODEL), "fit"),
        (lambda x: svq.validity(svq.cfa(x, MODEL)), "htmt"),
    ):
        ours, theirs = (
            getattr(analyse(x), part) if part else analyse(x) for x in (given_, answers)
        )
        ours, theirs = (
            pd.DataFrame(table).select_dtypes("number").dropna(axis=1, how="all")
            for table in (ours, theirs)
        )
        shared = [column for column in theirs if column in ours]
        assert shared
        pd.testing.assert_frame_equal(ours[shared], theirs[shared], rtol=1e-6, atol=1e-8)
    fit = svq.cfa(given_, MODEL)
    one = svq.cfa(given_, {"g": ITEMS})
    assert svq.compare_models({"three": fit, "one": one}).table.loc["one", "delta_df"] == 3


def test_groups_are_a_mapping_of_moments() -> None:
    parts = {
        label: moments(
            HS.loc[HS["school"] == label, ITEMS].cov(),
            n=int((HS["school"] == label).sum()),
            mean=HS.loc[HS["school"] == label, ITEMS].mean(),
        )
        for label in pd.unique(HS["school"])
    }
    ours, theirs = svq.invariance(parts, MODEL), svq.invariance(HS, MODEL, "school")
    pd.testing.assert_frame_equal(ours.table, theirs.table, rtol=1e-7)
    bare = {label: moments(part.cov, n=part.n) for label, part in parts.items()}
    assert svq.cfa(bare, MODEL).fit["df"] == 48
    assert svq.cfa(parts, MODEL, meanstructure=False).fit["npar"] == 42
    metric = svq.invariance(bare, MODEL, levels=("configural", "metric"))
    delta = metric.table.loc["metric", "delta_chisq"]
    assert delta == pytest.approx(theirs.table.loc["metric", "delta_chisq"], rel=1e-6)
    with pytest.raises(DataError, match="moments hold no means; give mean="):
        svq.invariance(bare, MODEL)
    with pytest.raises(DataError, match="leave group= out"):
        svq.cfa(parts, MODEL, group="school")
    with pytest.raises(DataError, match="two groups or more"):
        svq.cfa(dict(list(parts.items())[:1]), MODEL)
    with pytest.raises(TypeError, match="group 'b' is not Moments but DataFrame"):
        svq.cfa({"a": parts["Pasteur"], "b": HS}, MODEL)
    with pytest.raises(ModelError, match="'x9'"):
        svq.cfa({"a": parts["Pasteur"], "b": parts["Pasteur"].select(ITEMS[:8])}, MODEL)


def test_a_correlation_matrix_says_what_it_cannot_tell() -> None:
    fit = svq.cfa(moments(HS[ITEMS].corr(), n=301), MODEL)
    assert "as in a correlation matrix" in " ".join(fit.notes)
    assert "Cudeck 1989" in repr(fit)
    with_sd = svq.cfa(moments(HS[ITEMS].corr(), n=301, sd=HS[ITEMS].std()), MODEL)
    assert with_sd.warnings == with_sd.notes == ()
    plain = svq.cfa(HS, MODEL)
    pd.testing.assert_frame_equal(with_sd.parameters, plain.parameters, rtol=1e-6)
    # what does not depend on the items' units is right from correlations too
    pd.testing.assert_frame_equal(fit.standardized, plain.standardized, rtol=1e-5, atol=1e-7)
    assert fit.fit["chisq"] == pytest.approx(plain.fit["chisq"], rel=1e-7)
    errors = fit.parameters["se"] / plain.parameters["se"]
    assert not np.allclose(errors[errors > 0], 1, atol=0.05)


@pytest.mark.parametrize(
    "call",
    [
        lambda m: svq.correlations(m, method="spearman"),
        lambda m: svq.correlations(m, method="polychoric"),
        lambda m: svq.reliability(m, MODEL, bootstrap=10),
        lambda m: svq.reliability(m, MODEL, correlation="polychoric"),
        lambda m: svq.factorability(m, correlation="polychoric"),
        lambda m: svq.efa(m, 3).scores(HS[ITEMS]),
        lambda m: svq.efa(m, 3).scores(m),
        lambda m: svq.cfa(m, MODEL, estimator="MLM"),
        lambda m: svq.cfa(m, MODEL, estimator="MLR"),
        lambda m: svq.cfa(m, MODEL, missing="fiml"),
        lambda m: svq.cfa(m, MODEL, ordered=True),
        lambda m: svq.cfa(m, MODEL).scores(HS[ITEMS]),
        lambda m: svq.validity(svq.cfa(m, MODEL), bootstrap=10),
    ],
)
def test_what_needs_answers_says_so(call: Callable[[Moments], Any]) -> None:
    with pytest.raises(DataError, match=r"answers|means"):
        call(moments(HS[ITEMS].cov(), n=301))


def test_a_matrix_in_place_of_answers_is_recognised() -> None:
    matrix = HS[ITEMS].cov()
    for call in (svq.item_analysis, svq.reliability, lambda x: svq.cfa(x, MODEL)):
        with pytest.raises(DataError, match=r"svq.moments\(matrix, n=respondents\)"):
            call(matrix)


def test_an_spss_matrix_tells_its_own_n(tmp_path: Path) -> None:
    wide = HS[ITEMS]
    counts = wide.notna().sum()
    counts["x3"] = 299
    rows = [
        ("N", "", counts),
        ("MEAN", "", wide.mean()),
        ("STDDEV", "", wide.std()),
        *(("CORR", name, wide.corr().loc[name]) for name in ITEMS),
    ]
    table = pd.DataFrame([{"ROWTYPE_": kind, "VARNAME_": name, **row} for kind, name, row in rows])
    found = moments(table)
    assert found.n == 299  # the fewest respondents behind any item
    np.testing.assert_allclose(found.cov, wide.cov(), rtol=1e-9)
    np.testing.assert_allclose(found.mean, wide.mean())
    assert moments(table, columns=["x2", "x1"]).columns == ("x2", "x1")
    assert moments(table, n=120).n == 120
    bare = table[table["ROWTYPE_"] == "CORR"]
    with pytest.raises(DataError, match="has no N row: give n="):
        moments(bare)
    with pytest.raises(DataError, match="split by 'school'"):
        moments(table.assign(school=1)[["school", *table.columns]])
    with pytest.raises(DataError, match="CORR rows"):
        moments(table.iloc[:-1])
    with pytest.raises(ValueError, match="its own means"):
        moments(table, sd=wide.std())


def test_a_file_of_text_is_read(tmp_path: Path) -> None:
    path = tmp_path / "published.txt"
    path.write_text("a 1\nb .5 1\n")
    assert moments(path, n=40).corr.loc["a", "b"] == 0.5
    assert moments(str(path), n=40).n == 40
    with pytest.raises(FileNotFoundError, match="nowhere"):
        moments(tmp_path / "nowhere.txt", n=3)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"n": 1}, "at least 2 respondents"),
        ({"n": 50, "sd": [1.0]}, "sd= has 1 values for 2 items"),
        ({"n": 50, "sd": {"a": 1.0}}, "sd= has no value for 'b'"),
        ({"n": 50, "sd": [1.0, -2.0]}, "of 'b' is not positive"),
        ({"n": 50, "mean": [np.nan, 1.0]}, "mean= of 'a' is missing"),
        ({"n": 50, "tables": True}, "tables need the answers"),
        ({"mean": [1.0, 2.0]}, "give n= too"),
    ],
)
def test_faults_of_a_matrix_are_named(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        moments("a 1\nb .5 1" if "n" in options else HS[ITEMS], **options)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a 2\nb .5 1", "1 on its diagonal"),
        ("a 1\nb 1.5 1", "between -1 and 1"),
        ("a 1 .2\nb .5 1", "not symmetric"),
        ("a 1\nb nan 1", "'a' and 'b' is missing"),
    ],
)
def test_what_is_no_correlation_matrix_is_refused(text: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        moments(text, n=50, sd=[1, 1])
    with pytest.raises(TypeError, match="not int"):
        moments(3, n=50)
