"""Defined parameters: formulas read and refused, their errors as lavaan's."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svqkit.errors import ModelError
from svqkit.psychometrics.cfa import cfa
from svqkit.psychometrics.sem.syntax.definitions import Dual, evaluated, read_definition
from svqkit.psychometrics.sem.syntax.reader import Reader
from svqkit.psychometrics.sem.syntax.syntax import parse
from svqkit.psychometrics.sem.syntax.table import build_table
from svqkit.psychometrics.sem.tables.standardised import complex_jacobian

ORACLES = Path(__file__).resolve().parent.parent.parent.parent / "oracles"
CASES = [
    "indirect_ML",
    "indirect_MLR",
    "indirect_FIML",
    "omega_ML",
    "omega_std_lv",
    "groups_ML",
    "groups_FIML",
]
LAVAAN = "lavaan 0.6-14"


@pytest.mark.parametrize("name", CASES)
def test_defined_parameters(name, oracle, agree):
    case = oracle(f"defined/{name}")
    options = {key.replace(".", "_"): value for key, value in case["options"].items()}
    if "missing" in options:
        options["missing"] = "fiml"
    fit = cfa(pd.read_csv(ORACLES / "defined" / case["file"]), case["model"], **options)
    ours = fit.parameters.query("op == ':='")
    theirs = pd.DataFrame(case["parameters"])
    assert ours["lhs"].tolist() == theirs["lhs"].tolist() == ours["label"].tolist()
    assert ours["rhs"].tolist() == theirs["rhs"].tolist()
    assert set(ours["group"]) == {""}
    for mine, other, rtol in (
        ("est", "est", 0.0),
        ("se", "se", 1e-3),
        ("ci_lower", "ci.lower", 1e-3),
        ("ci_upper", "ci.upper", 1e-3),
        ("std_lv", "std.lv", 0.0),
        ("std_all", "std.all", 0.0),
    ):
        known = theirs[other].notna().to_numpy()
        agree(
            f"defined parameters: {mine}",
            ours[mine][known],
            theirs[other][known].astype(float),
            oracle=LAVAAN,
            atol=2e-4 if rtol == 0 else 1e-4,
            rtol=rtol,
        )
    standard = pd.DataFrame(case["standardized"])
    own = fit.standardized.query("op == ':='")
    agree(
        "defined parameters: est_std", own["est_std"], standard["est.std"], oracle=LAVAAN, atol=2e-4
    )
    agree(
        "defined parameters: se of est_std",
        own["se"],
        standard["se"],
        oracle=LAVAAN,
        atol=1e-4,
        rtol=1e-3,
    )


def value_of(formula, **labels):
    names = list(labels)
    one = np.eye(len(names))
    known = {name: Dual(labels[name], one[at]) for at, name in enumerate(names)}
    ((value, slope),) = evaluated([read_definition(Reader(f"d := {formula}"))], known, len(names))
    return float(value), slope


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("1 + 2*3", 7),
        ("(1 + 2)*3", 9),
        ("2^3^2", 512),
        ("-2^2", -4),
        ("2^-1", 0.5),
        ("8/4/2", 1),
        ("5 - 3 - 1", 1),
        ("--2", 2),
        ("+2 - -3", 5),
        ("sqrt(16)*exp(0) - log(1)", 4),
        ("sqrt(sqrt(16))", 2),
        ("-(1 + 2)", -3),
        ("2*-3", -6),
        ("a - b*a^2", 2 - 3 * 4),
        ("(a\n+ b)", 5),
        ("a +\n b", 5),
        ("`a` * b", 6),
        ("-a^3", -8),
    ],
)
def test_formulas_mean_what_they_say(formula, value):
    assert value_of(formula, a=2.0, b=3.0)[0] == pytest.approx(value)


@given(
    a=st.floats(0.2, 3),
    b=st.floats(0.2, 3),
    formula=st.sampled_from(
        ["a^b", "exp(-a*b)/sqrt(a + b)", "log(a)/(1 + b^2)", "(a - b)^3 - 2^a", "a/b/a^2"]
    ),
)
def test_derivatives_are_exact(a, b, formula):
    _, slope = value_of(formula, a=a, b=b)
    code = formula.replace("^", "**").replace("exp", "np.exp").replace("log", "np.log")
    code = code.replace("sqrt", "np.sqrt")

    def plain(x):
        # an integer power of a complex number is multiplied out, so that no digits are lost
        return np.array([eval(code, {"np": np, "a": x[0], "b": x[1]})])

    if formula.startswith("(a - b)"):
        expected = np.array([3 * (a - b) ** 2 - 2**a * np.log(2), -3 * (a - b) ** 2])
    else:
        expected = complex_jacobian(plain, np.array([a, b]))[0]
    np.testing.assert_allclose(slope, expected, rtol=1e-9, atol=1e-12)


def test_what_has_no_value_is_missing_and_not_zero():
    for formula in ("sqrt(0 - a)", "log(0 - a)", "(a - a)/(b - b)"):
        assert np.isnan(value_of(formula, a=2.0, b=3.0)[0])


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("f =~ a*x\nd := a*", 2, 8, "missing here"),
        ("f =~ a*x\nd := ", 2, 6, "missing here"),
        ("f =~ a*x\nd := (a + 1", 2, 6, "never closed"),
        ("f =~ a*x\nd := a + 1)", 2, 11, "no place"),
        ("f =~ a*x\nd := a b", 2, 8, "no place"),
        ("f =~ a*x\nd := a ~ 1", 2, 8, "no place"),
        ("f =~ a*x\nd := sin(a)", 2, 6, "sin() is not known"),
        ("f =~ a*x\nd := a + 1e999", 2, 10, "too large"),
        ("f =~ a*x\nd := *a", 2, 6, "missing here"),
        ("f =~ a*x\nd := b", 2, 6, "no parameter has the label 'b'"),
        ("f =~ a*x\nd := e; e := a", 2, 6, "not defined before"),
        ("f =~ a*x\nd := d + a", 2, 6, "not defined before"),
        ("f =~ a*x\na := 2", 2, 1, "name of something else"),
        ("f =~ a*x\nd := a\nd := a", 3, 1, "name of something else"),
        ("f =~ a*x + b*y\na == b*2", 2, 7, "no formula"),
        ("f =~ a*x + b*y\na == exp(b)", 2, 9, "no formula"),
    ],
)
def test_errors_point_at_the_place(text, line, column, message):
    with pytest.raises(ModelError) as caught:
        build_table(parse(text))
    first, shown, caret = str(caught.value).split("\n")
    assert first.startswith(f"line {line}, column {column}: ")
    assert message in first
    assert shown.strip() == text.split("\n")[line - 1].strip()
    assert caret.index("^") - 4 == column - 1


PIECES = ["d", ":=", "a", "b", "(", ")", "+", "-", "*", "/", "^", "sqrt", "exp(", "2", ".5", "\n"]


@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_random_definitions_are_read_or_refused(pieces):
    text = "f =~ a*x1 + b*x2 + x3\nd := " + " ".join(pieces)
    refusal = ""
    try:
        table = build_table(parse(text))
    except ModelError as error:
        refusal = str(error)
    assert not refusal or refusal.startswith("line ")
    if refusal:
        return
    labelled = {label: Dual(0.5, np.ones(table.n_free)) for label in "ab"}
    found = evaluated(table.definitions, labelled, table.n_free)
    assert len(found) == len(table.definitions) >= 1


def test_a_deep_formula_needs_no_deep_stack():
    deep = "(" * 5000 + "a" + ")" * 5000
    assert value_of(deep, a=2.0)[0] == 2.0


def test_bootstrap_gives_defined_parameters_intervals():
    frame = pd.read_csv(ORACLES / "cfa" / "holzinger.csv")
    fit = cfa(frame, "visual =~ x1 + a*x2 + b*x3 + x4\nd := a - b")
    found = fit.bootstrap(frame, draws=20, seed=1, progress=False)
    a, b, d = (found.parameters["label"].tolist().index(name) for name in "abd")
    np.testing.assert_allclose(found.estimates[:, d], found.estimates[:, a] - found.estimates[:, b])
    assert found.parameters.loc[d, "se"] > 0


def test_other_tables_of_a_fit_do_not_mind():
    frame = pd.read_csv(ORACLES / "cfa" / "holzinger.csv")
    model = "visual =~ x1 + a*x2 + b*x3\ntextual =~ x4 + x5 + x6"
    plain, defined = cfa(frame, model), cfa(frame, f"{model}\nd := a - b")
    pd.testing.assert_frame_equal(plain.loadings, defined.loadings)
    pd.testing.assert_series_equal(plain.fit, defined.fit)
    pd.testing.assert_frame_equal(plain.vcov, defined.vcov)
    pd.testing.assert_frame_equal(plain.modification_indices(), defined.modification_indices())
    assert "Defined parameters" in repr(defined)


@pytest.mark.parametrize("formula", ["a / (b - b)", "log(0 - a^2)", "sqrt(0 - a^2)"])
def test_a_formula_without_a_value_is_a_warning_by_name(formula):
    random = np.random.default_rng(3)
    answers = random.normal(size=(200, 1)) + random.normal(size=(200, 4))
    items = pd.DataFrame(answers, columns=["x1", "x2", "x3", "x4"])
    model = f"f =~ x1 + a*x2 + b*x3 + x4\nfine := a + b\nlost := {formula}"
    (said,) = cfa(items, model).warnings
    assert said.startswith("The defined parameter lost := ")
