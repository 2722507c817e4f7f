"""The model syntax: what is read, and where it says that it cannot."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svqkit.errors import ModelError
from svqkit.psychometrics.sem.syntax.ordered import Ordered
from svqkit.psychometrics.sem.syntax.roles import find_roles
from svqkit.psychometrics.sem.syntax.syntax import parse, read_model
from svqkit.psychometrics.sem.syntax.table import build_table
from svqkit.psychometrics.sem.syntax.terms import Term
from svqkit.psychometrics.sem.syntax.tokens import quoted_name


def short(text: str) -> list[tuple[str, str, str]]:
    return [(term.lhs, term.op, term.rhs) for term in parse(text).terms]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f=~x1+x2", [("f", "=~", "x1"), ("f", "=~", "x2")]),
        ("f =~ x1 +\n  x2\n  + x3", [("f", "=~", "x1"), ("f", "=~", "x2"), ("f", "=~", "x3")]),
        ("f =~ x1 # a, b + c\n! all of it\nx1 ~~ x2", [("f", "=~", "x1"), ("x1", "~~", "x2")]),
        ("f =~ x1; x1 ~ 1", [("f", "=~", "x1"), ("x1", "~1", "")]),
        ("f + g =~ x1", [("f", "=~", "x1"), ("g", "=~", "x1")]),
        ("y ~ f + x\r\ny ~~ y", [("y", "~", "f"), ("y", "~", "x"), ("y", "~~", "y")]),
        ("服务 =~ 问题1 + `Q 2`", [("服务", "=~", "问题1"), ("服务", "=~", "Q 2")]),
        ('f =~ "x1" + c', [("f", "=~", "x1"), ("f", "=~", "c")]),
        ("f =~ .x + x.1_a", [("f", "=~", ".x"), ("f", "=~", "x.1_a")]),
        ("x | t1 + a*t2", [("x", "|", "t1"), ("x", "|", "t2")]),
        ("x + y | 0.5*t1", [("x", "|", "t1"), ("y", "|", "t1")]),
        ("x ~*~ c(1, NA)*x", [("x", "~*~", "x")]),
    ],
)
def test_formulas(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert short(text) == expected


def only(text: str) -> Term:
    (term,) = parse(text).terms
    return term


def test_modifiers() -> None:
    assert only("f =~ 0.5*x").fixed == (0.5,)
    assert only("f =~ -1e-1*x").fixed == (-0.1,)
    assert math.isnan(only("f =~ NA*x").fixed[0])
    assert only("f =~ a*x").label == ("a",)
    assert only("f =~ start(0.8)*x").start == (0.8,)
    assert only("f =~ start(c(.8, .9))*a*x").start == (0.8, 0.9)
    both = only("f =~ c(a, NA, 0.5)*x")
    assert both.label == ("a", "", "")
    assert both.fixed[0] is None
    assert math.isnan(both.fixed[1])
    assert both.fixed[2] == 0.5
    assert only("f =~ NA*x + a*x").label == ("a",)
    assert only("x ~ 0").fixed == (0.0,)
    assert only("x ~ 3*1").fixed == (3.0,)


def test_equalities() -> None:
    model = parse("f =~ x + a*y + b*z\n a == b\n b == 0.5")
    assert [(e.left, e.right) for e in model.equalities] == [("a", "b"), ("b", 0.5)]


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("f =~ x1 x2", 1, 9, "put '+' between"),
        ("f =~ ", 1, 6, "a variable is missing"),
        ("f =~ x1\ng =~ x2 + ", 2, 11, "a variable is missing"),
        ("f = x1", 1, 3, "expected an operator"),
        ("f =~ x1 + x1", 1, 11, "named twice"),
        ("x ~~ y\ny ~~ x", 2, 6, "named twice"),
        ("=~ x", 1, 1, "starts with a variable's name"),
        ("f =~ c(1, 2", 1, 12, "expected ','"),
        ("f =~ c(1, 2)", 1, 6, "variable's name"),
        ("x | u1", 1, 5, "called t1, t2"),
        ("x | t0", 1, 5, "called t1, t2"),
        ("x | 0.5", 1, 5, "variable's name"),
        ("x | t1 + t1", 1, 10, "named twice"),
        ("x ~*~", 1, 6, "a variable is missing"),
        ("a < b", 1, 3, "inequalities"),
        ("f =~ $x", 1, 6, "no meaning"),
        ("f =~ x1\n  f =~ 2x", 2, 8, "no meaning"),
        ("f =~ 1e999*x", 1, 6, "too large"),
        ("f =~ a*b*x", 1, 11, "two labels"),
        ("f =~ 1*NA*x", 1, 12, "fixed or freed twice"),
        ("f =~ start(a)*x", 1, 12, "takes numbers"),
        ("f =~ start(1)*start(2)*x", 1, 25, "two start values"),
        ("f =~ 5", 1, 6, "variable's name"),
        ("f ~ 5", 1, 5, "variable's name"),
        ("f =~ x\n1 == 2", 2, 1, "needs a label"),
        ("f =~ x\na == NA", 2, 1, "not NA"),
        ("f =~ x\na == b == c", 2, 8, "one label or number"),
        ("NA =~ x", 1, 1, "starts with a variable's name"),
    ],
)
def test_errors_point_at_the_place(text: str, line: int, column: int, message: str) -> None:
    with pytest.raises(ModelError) as caught:
        parse(text)
    first, shown, caret = str(caught.value).split("\n")
    assert first.startswith(f"line {line}, column {column}: "), first
    assert message in first
    assert shown.strip() == text.split("\n")[line - 1].strip()
    assert len(caret) - 4 == column


ORDINAL = Ordered({"x": 2, "y": 2, "z": 2})


@pytest.mark.parametrize(
    ("text", "ordered", "message"),
    [
        ("f =~ x + y + z\nx | t1", Ordered(), "not among the ordered items"),
        ("f =~ x + y + z\nx | t3", ORDINAL, "has 2 thresholds, so there is no t3"),
        ("f =~ x + y + z\nx ~*~ y", ORDINAL, "a scale belongs to one item"),
        ("f =~ x + y + z\nx ~~ x", ORDINAL, "follows from its scale"),
        ("f =~ x + y + z\nx ~*~ x", Ordered(ORDINAL.thresholds, "theta"), "follows from its res"),
        ("f =~ y + z\nf ~ x", ORDINAL, "is ordered and cannot predict"),
    ],
)
def test_what_ordered_items_cannot_be(text: str, ordered: Ordered, message: str) -> None:
    with pytest.raises(ModelError, match=message):
        build_table(parse(text), ordered=ordered)


def test_thresholds_and_scales_have_rows_in_every_group() -> None:
    table = build_table(
        parse("f =~ x + y + z\nx | c(a, a)*t1 + 0.5*t2"),
        groups=("A", "B"),
        ordered=ORDINAL,
    )
    rows = [row for row in table.rows if row.lhs == "x" and row.op in ("|", "~*~", "~~")]
    assert [(row.op, row.rhs, row.label, row.implied) for row in rows[:4]] == [
        ("|", "t1", "a", False),
        ("|", "t2", "", False),
        ("~~", "x", "", True),
        ("~*~", "x", "", False),
    ]
    assert rows[0].free == rows[4].free > 0
    assert rows[1].value == 0.5
    # equal thresholds free the scales and factor means of later groups
    held = build_table(
        parse("f =~ x + y + z"), groups=("A", "B"), group_equal=["thresholds"], ordered=ORDINAL
    )
    free = {(row.group, row.name) for row in held.rows if row.free and row.op in ("~*~", "~1")}
    assert free == {(1, f"{name} ~*~ {name}") for name in "xyz"} | {(1, "f ~ 1")}


def test_caret_stands_under_wide_characters() -> None:
    with pytest.raises(ModelError) as caught:
        parse("服务 =~ 问题 $")
    assert str(caught.value).split("\n")[2] == "    " + " " * 13 + "^"


@pytest.mark.parametrize("text", ["x ~*~ 0*x", "x ~*~ c(NA, -1)*x"])
def test_scales_are_positive(text: str) -> None:
    with pytest.raises(ModelError, match=r"line 2, .* the scale of 'x' is fixed at 0 or below"):
        find_roles(parse(f"f =~ x + y + z\n{text}"))


def test_unknown_labels_and_contradictions() -> None:
    with pytest.raises(ModelError, match="no parameter has the label 'b'"):
        build_table(parse("f =~ x + a*y + z\n a == b"))
    with pytest.raises(ModelError, match="1 and 2 at once"):
        build_table(parse("f =~ 1*x + a*y + b*z\n a == 1\n b == 2\n a == b"))
    with pytest.raises(ModelError, match=r"line 3, column 1: 'f =~ y' .* 1 and 2 at once"):
        build_table(parse("f =~ x + a*y + z\na == 1\na == 2"))
    with pytest.raises(ModelError, match="2 and 1 at once"):
        build_table(parse("f =~ x + 2*y + z\nf =~ a*y\na == 1"))
    with pytest.raises(ModelError, match="2 values for 1 group;"):
        build_table(parse("f =~ x + c(a, b)*y + z"))


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet='fxyNAc12 .*+=~:|<>(),;#!\n-$`"服sta', max_size=60))
def test_random_text_is_read_or_refused(text: str) -> None:
    """Either a model comes out, or a ModelError with a place: nothing else."""
    refusal = ""
    try:
        assert parse(text).terms
    except ModelError as error:
        refusal = str(error)
    assert not refusal or refusal.startswith(("line ", "the model is empty"))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40))
def test_any_text_at_all_is_read_or_refused(text: str) -> None:
    try:
        build_table(parse(text))
    except ModelError:
        return


PIECES = ["f", "g", "x1", "x2", "=~", "~~", "~", "==", "+", "*", "NA", "0.5", "c(", "a", ",", ")"]
PIECES += ["\n", "1", "start(", ";", "|", "t1", "t2", "~*~", ":=", "/", "^", "sqrt("]
ORDERED = [Ordered(), Ordered({"x1": 2, "x2": 1}), Ordered({"x1": 2}, "theta")]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25), st.sampled_from(ORDERED))
def test_random_formulas_are_read_or_refused(pieces: list[str], ordered: Ordered) -> None:
    equal = ("loadings", "thresholds")
    try:
        model = parse(" ".join(pieces))
        build_table(model, groups=("A", "B"), group_equal=equal, ordered=ordered)
    except ModelError:
        return


@given(
    st.dictionaries(
        st.text(
            st.characters(exclude_characters="`\n\r", exclude_categories=("C", "Z")), min_size=1
        ),
        st.lists(
            st.text(
                st.characters(exclude_characters="`\n\r", exclude_categories=("C",)), min_size=1
            ),
            min_size=1,
            max_size=4,
            unique=True,
        ),
        min_size=1,
        max_size=3,
    )
)
def test_a_mapping_writes_syntax_that_reads_back(factors: dict[str, list[str]]) -> None:
    model = read_model(factors)
    assert [(t.lhs, t.rhs) for t in parse(model.text).terms] == [
        (t.lhs, t.rhs) for t in model.terms
    ]


def test_reserved_words_are_quoted() -> None:
    assert [quoted_name(name) for name in ("NA", "c", "start", "x1")] == [
        "`NA`",
        "`c`",
        "`start`",
        "x1",
    ]
