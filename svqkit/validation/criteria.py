"""The thresholds of a verdict: each with its source, and each replaceable before looking."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from svqkit.errors import DataError

__all__ = ["CLAIMS", "CriteriaSet", "Criterion", "criteria_table", "read_criteria"]

CLAIMS: dict[str, str] = {
    "data": "The data can bear the analysis",
    "items": "The items work",
    "consistency": "Each scale is consistent",
    "structure": "The designed dimensions hold",
    "convergence": "The scales converge and differ",
    "prediction": "The scores predict what they should",
    "groups": "The groups may be compared",
    "differences": "Gap scores may be used as differences",
}
"""The claims of a validation, in the order in which they build on one another."""


class Criterion(BaseModel):
    """One threshold: what it is compared with, where it comes from and what to do if it is missed.

    Examples
    --------
    >>> read_criteria("default").criteria["rmsea"].text
    '≤ .06 (poor > .10)'
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    claim: str
    check: str
    better: Literal["more", "less"]
    threshold: float
    fail: float | None = None
    basis: Literal["interval", "point", "exact"]
    weight: Literal["decisive", "supporting"]
    source: str
    advice: str

    @model_validator(mode="after")
    def _sensible(self) -> Criterion:
        if self.claim not in CLAIMS:
            raise ValueError(f"claim {self.claim!r} is none of {', '.join(CLAIMS)}")
        wrong = self.sign * (self.failing - self.threshold) > 0
        if wrong:
            raise ValueError(f"fail ({self.fail}) lies on the good side of {self.threshold}")
        return self

    @property
    def sign(self) -> int:
        """+1 where more is better, −1 where less is."""
        return 1 if self.better == "more" else -1

    @property
    def failing(self) -> float:
        """Where 'not supported' begins."""
        return self.threshold if self.fail is None else self.fail

    @property
    def text(self) -> str:
        """The criterion as people write it."""
        good, bad = ("≥", "<") if self.better == "more" else ("≤", ">")
        poor = "" if self.fail is None else f" (poor {bad} {_short(self.fail)})"
        return f"{good} {_short(self.threshold)}{poor}"


class CriteriaSet(BaseModel):
    """A named set of criteria.

    Examples
    --------
    >>> read_criteria("default").name
    'default'
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str
    criteria: dict[str, Criterion]


def _short(number: float) -> str:
    if number == int(number):
        return f"{number:.0f}" if abs(number) != 1 or number < 0 else "1"
    text = f"{number:.3f}".rstrip("0") if abs(number) < 0.1 else f"{number:.2f}"
    if len(text.split(".")[1]) < 2:
        text += "0"
    return text.replace("0.", ".", 1) if abs(number) < 1 else text


def read_criteria(source: str | Path | Mapping[str, float] | CriteriaSet) -> CriteriaSet:
    """Read a set of criteria: the default, a TOML file, or the default with some numbers changed.

    Parameters
    ----------
    source : "default", path of a TOML file, mapping of criterion to threshold, or CriteriaSet
        A mapping replaces thresholds of the default set; the grey zone of a replaced criterion
        is dropped, so that the new threshold alone decides.

    Returns
    -------
    CriteriaSet

    Raises
    ------
    DataError
        If a criterion is unknown or its entry is not valid; the message names it.

    Examples
    --------
    >>> read_criteria({"cfi": 0.90}).criteria["cfi"].text
    '≥ .90'
    """
    if isinstance(source, CriteriaSet):
        return source
    if isinstance(source, Mapping):
        return _replaced(source)
    if source == "default":
        return _default()
    path = Path(source)
    if not path.is_file():
        raise DataError(
            f"criteria {str(source)!r} is neither 'default' nor a TOML file; "
            "give a path, or a mapping such as {'cfi': 0.90}"
        )
    return _from_file(path)


@cache
def _default() -> CriteriaSet:
    """Read the set that comes with the package; it is frozen, so once is enough."""
    return _from_file(Path(__file__).parent / "criteria_sets" / "default.toml")


def _from_file(path: Path) -> CriteriaSet:
    try:
        return CriteriaSet.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path.name} is not valid TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"]) or "the file"
        raise DataError(f"{path.name}, {where}: {first['msg']}") from error


def _replaced(changes: Mapping[str, float]) -> CriteriaSet:
    default = read_criteria("default")
    unknown = [key for key in changes if key not in default.criteria]
    if unknown:
        raise DataError(
            f"there is no criterion {unknown[0]!r}; choose from {', '.join(default.criteria)}"
        )
    changed = {
        key: default.criteria[key].model_copy(
            update={
                "threshold": float(value),
                "fail": None,
                "source": "set by the user",
            }
        )
        for key, value in changes.items()
    }
    listed = ", ".join(f"{key} {_short(float(value))}" for key, value in changes.items())
    return CriteriaSet(
        name="default, changed",
        title=f"{default.title}, with {listed}",
        criteria=default.criteria | changed,
    )


def criteria_table(criteria: CriteriaSet) -> pd.DataFrame:
    """List a set of criteria as a table.

    Parameters
    ----------
    criteria : CriteriaSet

    Returns
    -------
    DataFrame
        One row a criterion: claim, check, criterion, basis, weight, source.

    Examples
    --------
    >>> criteria_table(read_criteria("default")).loc["cfi", "criterion"]
    '≥ .95 (poor < .90)'
    """
    rows = {
        key: {
            "claim": CLAIMS[c.claim],
            "check": c.check,
            "criterion": c.text,
            "basis": c.basis,
            "weight": c.weight,
            "source": c.source,
        }
        for key, c in criteria.criteria.items()
    }
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.index.name = "id"
    return table
