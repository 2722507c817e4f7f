"""What the parameter table says is free, fixed and equal."""

from __future__ import annotations

import pytest

from svqkit.psychometrics.sem.syntax.roles import find_roles
from svqkit.psychometrics.sem.syntax.syntax import parse
from svqkit.psychometrics.sem.syntax.table import ParameterTable, build_table

THREE = "f =~ a + b + c\n g =~ d + e + h"


def values(table: ParameterTable) -> dict[tuple[str, int], float | int]:
    """Each row's free number, or its fixed value as a float."""
    return {(row.name, row.group): row.free or row.value for row in table.rows}


def test_defaults_are_those_of_lavaan() -> None:
    table = build_table(parse(THREE))
    found = values(table)
    assert found["f =~ a", 0] == found["g =~ d", 0] == 1.0
    assert {"f ~~ g", "f ~~ f", "a ~~ a"} <= {name for name, _ in found}
    assert table.n_free == 13
    assert not table.means


def test_unit_variances_free_the_markers() -> None:
    found = values(build_table(parse(THREE), std_lv=True))
    assert found["f ~~ f", 0] == found["g ~~ g", 0] == 1.0
    assert isinstance(found["f =~ a", 0], int)


def test_means_come_with_groups_or_when_named() -> None:
    assert build_table(parse(THREE), groups=("A", "B")).means
    table = build_table(parse(f"{THREE}\n a ~ 1"))
    assert table.means
    assert values(table)["f ~ 1", 0] == 0.0


def test_labels_and_equalities_share_a_number() -> None:
    found = values(build_table(parse("f =~ a + l*b + l*c + m*d\n m == l")))
    assert found["f =~ b", 0] == found["f =~ c", 0] == found["f =~ d", 0]
    found = values(build_table(parse("f =~ l*a + l*b + m*c\n m == 0.5")))
    assert found["f =~ b", 0] == 1.0  # equal to the marker
    assert found["f =~ c", 0] == 0.5


@pytest.mark.parametrize(
    ("equal", "free"),
    [
        ((), 2 * (13 + 6)),
        (("loadings",), 2 * 19 - 4),
        (("loadings", "intercepts"), 2 * 19 - 4 - 6 + 2),
        (("loadings", "intercepts", "means"), 2 * 19 - 4 - 6),
        (("loadings", "intercepts", "residuals"), 2 * 19 - 4 - 6 + 2 - 6),
        (("lv.variances", "lv.covariances"), 2 * 19 - 3),
    ],
)
def test_group_constraints_count(equal: tuple[str, ...], free: int) -> None:
    assert build_table(parse(THREE), groups=("A", "B"), group_equal=equal).n_free == free


def test_one_word_of_group_equal_may_stand_alone() -> None:
    table = build_table(parse(THREE), groups=("A", "B"), group_equal="loadings")
    assert table.n_free == 34


def test_unit_variances_are_freed_where_loadings_are_equal() -> None:
    table = build_table(parse(THREE), groups=("A", "B"), group_equal=("loadings",), std_lv=True)
    found = values(table)
    assert found["f ~~ f", 0] == 1.0
    assert isinstance(found["f ~~ f", 1], int)


def test_own_labels_override_group_constraints() -> None:
    text = "f =~ a + c(l1, l2)*b + c"
    found = values(build_table(parse(text), groups=("A", "B"), group_equal=("loadings",)))
    assert found["f =~ b", 0] != found["f =~ b", 1]
    assert found["f =~ c", 0] == found["f =~ c", 1]


def test_roles_of_a_structural_model() -> None:
    roles = find_roles(parse(f"{THREE}\n q =~ f + g\n y ~ q + age\n z ~ y"))
    assert roles.latent == ("f", "g", "q")
    assert roles.exogenous == ("q",)
    assert roles.fixed_x == ("age",)
    assert roles.outcomes == ("z",)
    assert roles.regressed == ("y", "z")
    assert roles.first_order("f")
    assert not roles.first_order("q")


def test_the_table_shows_itself_as_a_frame() -> None:
    frame = build_table(parse(THREE), groups=("A", "B")).frame()
    assert set(frame["group"]) == {"A", "B"}
    assert len(frame) == 2 * (6 + 6 + 2 + 1 + 8)
