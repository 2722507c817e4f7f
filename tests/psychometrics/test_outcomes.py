"""One table of what each analysis does with answers, matrices and models that cannot bear it.

An outcome is a typed error that names the item or parameter, or a result that says what is wrong
with it; docs/troubles.md explains each. Further outcomes of factor models are in
test_cfa_outcomes.py, of single estimates in each module's own tests.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.errors import ConvergenceError, DataError, ModelError

MODEL = {"f": ["Q1", "Q2", "Q3", "Q4"], "g": ["Q5", "Q6", "Q7", "Q8"]}
NAMES = [f"Q{at}" for at in range(1, 9)]
TROUBLES = Path(__file__).resolve().parents[2] / "docs" / "troubles.md"


def answers(n: int = 200) -> pd.DataFrame:
    random = np.random.default_rng(5)
    factors = random.normal(size=(n, 2)) @ np.linalg.cholesky([[1, 0.5], [0.5, 1]]).T
    raw = 3 + 0.8 * factors[:, [0] * 4 + [1] * 4] + 0.7 * random.normal(size=(n, 8))
    return pd.DataFrame(np.round(np.clip(raw, 1, 5)), columns=NAMES)


def impossible() -> svq.Moments:
    """Correlations that no answers can have together."""
    r = np.full((8, 8), 0.2) + 0.8 * np.eye(8)
    r[0, 1] = r[1, 0] = r[1, 2] = r[2, 1] = 0.9
    r[0, 2] = r[2, 0] = -0.9
    return svq.moments(pd.DataFrame(r, NAMES, NAMES), n=200)


GOOD = answers()
TABLE: dict[str, Any] = {
    "constant item": GOOD.assign(Q2=3.0),
    "item without answers": GOOD.assign(Q2=np.nan),
    "sum of two items": GOOD.assign(Q3=GOOD["Q1"] + GOOD["Q2"]),
    "copy of an item": GOOD.assign(Q3=GOOD["Q1"]),
    "fewer respondents than items": GOOD.head(7),
    "one respondent": GOOD.head(1),
    "no respondent": GOOD.head(0),
    "text": GOOD.assign(Q2="often"),
    "infinite answer": GOOD.assign(Q2=GOOD["Q2"].where(GOOD.index != 3, np.inf)),
    "impossible matrix": impossible(),
    "matrix for answers": GOOD.corr(),
}
ANALYSES: dict[str, Callable[[Any], Any]] = {
    "cfa": lambda x: svq.cfa(x, MODEL),
    "cfa with fiml": lambda x: svq.cfa(x, MODEL, missing="fiml"),
    "efa": lambda x: svq.efa(x, 2),
    "n_factors": lambda x: svq.n_factors(x, draws=20, seed=1),
    "reliability": lambda x: svq.reliability(x, MODEL),
}
FEW = "needs more (complete )?respondents than items"
TWO = "at least 2 are needed"
SAME = "'Q2' (is constant|has the same answer)"
EMPTY = "'Q2' has no answers at all"
DEPENDENT = "Q1.*Q2.*Q3.*(linearly dependent|determine each other)"
COPY = "Q1.*Q3.*(linearly dependent|determine each other)"
NUMERIC = "column 'Q2' is not numeric"
INFINITE = "row 3, column 'Q2' is infinite"
MOMENTS_ONLY = "needs the single answers"
MATRIX = r"svq.moments\(matrix, n=respondents\)"
# a text is the error's, a Flag what the result itself says
Flag = type("Flag", (str,), {})
OUTCOMES: dict[str, dict[str, str]] = {
    "constant item": {
        "cfa": SAME,
        "cfa with fiml": SAME,
        "efa": SAME,
        "n_factors": SAME,
        "reliability": Flag("the same answer from everybody on Q2"),
    },
    "item without answers": dict.fromkeys(ANALYSES, EMPTY),
    "sum of two items": {
        **dict.fromkeys(ANALYSES, DEPENDENT),
        "reliability": Flag("determine each other exactly"),
    },
    "copy of an item": {
        **dict.fromkeys(ANALYSES, COPY),
        "reliability": Flag("determine each other exactly"),
    },
    "fewer respondents than items": {
        **dict.fromkeys(ANALYSES, FEW),
        "reliability": Flag("Heywood case"),
    },
    "one respondent": {**dict.fromkeys(ANALYSES, TWO), "cfa": FEW, "cfa with fiml": FEW},
    "no respondent": {**dict.fromkeys(ANALYSES, "0 respondents"), "cfa with fiml": FEW},
    "text": dict.fromkeys(ANALYSES, NUMERIC),
    "infinite answer": dict.fromkeys(ANALYSES, INFINITE),
    "impossible matrix": {
        "cfa": "negative eigenvalue .*Q1, Q2, Q3",
        "cfa with fiml": MOMENTS_ONLY,
        "efa": "no answers can have these correlations together",
        "n_factors": "no answers can have these correlations together",
        "reliability": Flag("determine each other exactly"),
    },
    "matrix for answers": dict.fromkeys(("cfa", "cfa with fiml", "reliability"), MATRIX),
}
CASES = [(case, analysis) for case, row in OUTCOMES.items() for analysis in row]


@pytest.mark.parametrize(("case", "analysis"), CASES)
def test_every_outcome_is_the_one_in_the_table(case: str, analysis: str) -> None:
    expected = OUTCOMES[case][analysis]
    if isinstance(expected, Flag):
        found = ANALYSES[analysis](TABLE[case])
        assert re.search(expected, " ".join(map(str, found.notes)))
        assert expected in repr(found) or "notes" in repr(found).lower()
        return
    with pytest.raises(DataError, match=expected) as caught:
        ANALYSES[analysis](TABLE[case])
    if "Q2" in expected and "Q1" not in expected:
        assert caught.value.column == "Q2"


def test_good_answers_pass_through_every_analysis() -> None:
    for analyse in ANALYSES.values():
        assert analyse(GOOD) is not None
    assert svq.cfa(GOOD, MODEL).warnings == ()


def noise(p: int, n: int, seed: int) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    return pd.DataFrame(random.normal(size=(n, p)), columns=[f"Q{at}" for at in range(1, p + 1)])


def test_items_that_share_nothing_give_flags_by_name() -> None:
    """Factors of noise: Heywood cases, correlations beyond 1 and runaways are said, not hidden."""
    assert "the variance of f is negative" in " ".join(svq.cfa(noise(8, 200, 3), MODEL).warnings)
    assert "f and g is beyond 1" in " ".join(svq.cfa(noise(8, 200, 5), MODEL).warnings)
    with pytest.raises(ConvergenceError, match=r"'g =~ Q6' ran off farthest"):
        svq.cfa(noise(8, 200, 0), MODEL)
    explored = svq.efa(noise(8, 200, 0).head(60), 4, method="ml")
    assert "the factors explain all of Q3, Q8" in " ".join(explored.warnings)


def test_heywood_items_are_named_in_factor_models_of_both_kinds() -> None:
    r = pd.DataFrame(np.full((4, 4), 0.3) + 0.7 * np.eye(4), NAMES[:4], NAMES[:4])
    r.loc["Q1", "Q2"] = r.loc["Q2", "Q1"] = 0.8
    r.loc["Q1", "Q3"] = r.loc["Q3", "Q1"] = 0.6
    given = svq.moments(r, n=300)
    confirmed = svq.cfa(given, {"f": NAMES[:4]})
    assert "Heywood case: the residual variance of Q1 is negative" in " ".join(confirmed.warnings)
    explored = svq.efa(given, 1, method="ml")
    assert "Q1" in " ".join(explored.warnings)


@pytest.mark.parametrize(
    ("model", "message"),
    [
        ("f =~ Q1 + Q2", "'f =~ Q2'|f =~ Q2"),
        ("f =~ NA*Q1 + Q2 + Q3 + Q4", "f =~ Q1"),
        ("f =~ Q1 + Q2 + Q3\n g =~ Q1 + Q2 + Q3", "not identified"),
    ],
)
def test_models_without_one_solution_name_their_parameters(model: str, message: str) -> None:
    with pytest.raises(ModelError, match="not identified") as caught:
        svq.cfa(GOOD, model)
    assert re.search(message, str(caught.value))


def test_too_many_factors_are_refused() -> None:
    with pytest.raises((DataError, ModelError, ValueError), match="factors"):
        svq.efa(GOOD, 8)


def test_an_answer_nobody_gave_in_a_group_is_named() -> None:
    grouped = GOOD.assign(branch=["a", "b"] * 100)
    grouped.loc[(grouped["branch"] == "b") & (grouped["Q2"] == 1), "Q2"] = 2
    grouped.loc[(grouped["branch"] == "b") & (grouped["Q2"] == 5), "Q2"] = 4
    with pytest.raises((DataError, ModelError), match="'Q2'"):
        svq.cfa(grouped, MODEL, group="branch", ordered=True, group_equal="thresholds")


def test_every_outcome_is_explained_to_the_reader() -> None:
    """Each kind of trouble has a heading of its own in docs/troubles.md."""
    headings = [line[3:] for line in TROUBLES.read_text().splitlines() if line.startswith("## ")]
    for case in OUTCOMES:
        assert any(case in heading.lower() for heading in headings), case
