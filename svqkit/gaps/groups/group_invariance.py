"""Examine whether groups answer on one scale, and warn where a comparison of means would mislead."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, NamedTuple

import pandas as pd

from svqkit.errors import ConvergenceError, DataError, ModelError
from svqkit.psychometrics.invariance.invariance import Invariance
from svqkit.psychometrics.invariance.invariance_words import parameter_words
from svqkit.psychometrics.invariance.large_groups import invariance_of_large_groups

__all__ = ["Examined", "examine_invariance", "examine_waves", "not_examined"]

_MOVES_MEANS = {"thresholds", "metric", "scalar"}
_LEAST_CFI, _MOST_RMSEA = 0.90, 0.08


class Examined(NamedTuple):
    """What was found about invariance: the result if any, what it says, what it warns of.

    Examples
    --------
    >>> Examined(None, "Not examined.", "Means may differ for another reason.").result is None
    True
    """

    result: Invariance | None
    sentence: str
    warning: str


def not_examined(reason: str) -> Examined:
    """Say that invariance is unknown, and what that means.

    Parameters
    ----------
    reason : str

    Returns
    -------
    Examined

    Examples
    --------
    >>> not_examined("invariance=False").sentence
    'Not examined: invariance=False.'
    """
    reason = reason.rstrip(".")
    return Examined(
        None,
        f"Not examined: {reason}.",
        f"It is unknown whether the groups answer on one scale ({reason}); differences of their "
        "means may come from how they answer.",
    )


def examine_invariance(
    responses: Any, labels: pd.Series, form: str = "perception", *, ordered: bool = False
) -> Examined:
    """Test measurement invariance of one form over groups, and put into words what it allows.

    Parameters
    ----------
    responses : Responses
    labels : Series
        Each respondent's group.
    form : {"perception", "expectation"}
    ordered : bool
        Take answers as ordered categories (WLSMV) instead of numbers (ML); complete answers only
        in both.

    Returns
    -------
    Examined
        Without a result where invariance cannot be examined; ``warning`` then says why.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> examine_invariance(bank, bank.respondents["branch"]).result.reached
    'strict'
    """
    answers = responses.perceptions if form == "perception" else responses.expectations
    scales = {
        name: [code for code in codes if code in answers.columns]
        for name, codes in responses.instrument.mapping.items()
    }
    scales = {name: codes for name, codes in scales.items() if len(codes) > 1}
    if not scales:
        return not_examined("no dimension has two items")
    items = list(dict.fromkeys(code for codes in scales.values() for code in codes))
    estimator = "WLSMV" if ordered else "ML"
    try:
        found, left_out = invariance_of_large_groups(
            answers[items].astype(float), scales, labels, estimator=estimator, ordered=ordered
        )
    except (DataError, ModelError, ConvergenceError) as error:
        return not_examined(f"the model of the {form}s cannot be fitted over the groups: {error}")
    sentence = f"Of the {form}s, by {estimator}. {found.sentence}"
    if left_out:
        sentence += f" {left_out[0].upper()}{left_out[1:]}."
    return Examined(found, sentence, _warning(found, form, left_out, ordered=ordered))


def examine_waves(
    waves: Mapping[Any, Any], form: str = "perception", *, same_people: bool = False
) -> Examined:
    """Test measurement invariance of one form over waves, as over groups.

    Parameters
    ----------
    waves : mapping of name to Responses
        With the same items.
    form : {"perception", "expectation"}
    same_people : bool
        Waves of the same people are no independent groups: invariance is then not examined.

    Returns
    -------
    Examined

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> examine_waves({"a": bank, "b": bank}).result.reached
    'strict'
    """
    if same_people:
        return not_examined(
            "waves of the same people are no independent groups, and a longitudinal model is not "
            "fitted"
        )
    answers = pd.concat(
        {name: getattr(wave, f"{form}s") for name, wave in waves.items()}, names=["wave"]
    )
    labels = answers.index.get_level_values("wave").astype(str)
    pooled = SimpleNamespace(
        **{f"{form}s": answers.reset_index(drop=True)},
        instrument=next(iter(waves.values())).instrument,
    )
    return examine_invariance(pooled, pd.Series(labels, name="wave"), form)


def _warning(found: Invariance, form: str, left_out: str, *, ordered: bool) -> str:
    """Say what stands against comparing means; nothing where full scalar invariance holds."""
    said = []
    levels = list(dict.fromkeys(name.removesuffix(" (partial)") for name in found.table.index))
    held = levels[: levels.index(found.reached) + 1]
    freed = found.freed[found.freed["level"].isin(set(held) & _MOVES_MEANS)]
    if ("strict" if ordered else "scalar") not in held:
        said.append(
            f"Means of the groups should not be compared: the {form}s reach {found.reached} "
            "invariance only, so a difference may come from how groups answer."
        )
    elif len(freed):
        words = ", ".join(parameter_words(name) for name in freed["parameter"])
        said.append(
            f"Means of the groups may be compared only in part: invariance of the {form}s is "
            f"partial, as groups differ in {words}."
        )
    sizes = found.effect_sizes if said else None
    if sizes is not None and (sizes.items["dmacs"] > 0).any():
        said.append(sizes.sentence)
    fit: dict[Any, Any] = found.table.loc["configural"].to_dict()
    cfi, rmsea = (fit.get(f"{name}_robust", fit[name]) for name in ("cfi", "rmsea"))
    if cfi < _LEAST_CFI or rmsea > _MOST_RMSEA:
        said.append(
            f"The model itself fits the groups badly (CFI {cfi:.3f}, RMSEA {rmsea:.3f}), so its "
            "levels of invariance say little."
        )
    if left_out:
        said.append(f"Whether the small groups answer on the same scale is unknown ({left_out}).")
    return " ".join(said)
