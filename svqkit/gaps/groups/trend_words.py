"""Say what changed between the first and the last wave, in the instrument's language."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

import numpy as np
import pandas as pd

from svqkit.interface import joined, translator

__all__ = ["read_changes", "read_samples", "verdict"]

N_ = str
"""Marks a sentence for extraction; it is translated where it is said."""

_LEADS = {
    ("gap", 1): N_(
        "{what}: the gap improved from {before} to {after} ({change}; {level} % interval {low} to "
        "{high})."
    ),
    ("gap", -1): N_(
        "{what}: the gap worsened from {before} to {after} ({change}; {level} % interval {low} to "
        "{high})."
    ),
    ("gap", 0): N_(
        "{what}: no clear change of the gap, from {before} to {after} ({change}; {level} % interval "
        "{low} to {high})."
    ),
    ("perception", 1): N_(
        "{what}: perceptions rose from {before} to {after} ({change}; {level} % interval {low} to "
        "{high})."
    ),
    ("perception", -1): N_(
        "{what}: perceptions fell from {before} to {after} ({change}; {level} % interval {low} to "
        "{high})."
    ),
    ("perception", 0): N_(
        "{what}: no clear change of perceptions, from {before} to {after} ({change}; {level} % "
        "interval {low} to {high})."
    ),
    ("expectation", 1): N_(
        "{what}: expectations rose from {before} to {after} ({change}; {level} % interval {low} to "
        "{high})."
    ),
    ("expectation", -1): N_(
        "{what}: expectations fell from {before} to {after} ({change}; {level} % interval {low} to "
        "{high})."
    ),
    ("expectation", 0): N_(
        "{what}: no clear change of expectations, from {before} to {after} ({change}; {level} % "
        "interval {low} to {high})."
    ),
}
_REASONS = {
    (1, 1, -1): N_("Both helped: customers perceive more and expect less."),
    (1, 1, 0): N_("Customers perceive more."),
    (1, 1, 1): N_("Customers perceive more, though they also expect more."),
    (1, 0, -1): N_("It improved because customers expect less, not because they perceive more."),
    (1, -1, -1): N_(
        "It improved only because customers expect less: they even perceive less than before."
    ),
    (1, 0, 0): N_("Whether perceptions or expectations did it cannot be told."),
    (-1, -1, 1): N_("Both hurt: customers perceive less and expect more."),
    (-1, -1, 0): N_("Customers perceive less."),
    (-1, -1, -1): N_("Customers perceive less, though they also expect less."),
    (-1, 0, 1): N_("It worsened because customers expect more, not because they perceive less."),
    (-1, 1, 1): N_(
        "It worsened only because customers expect more: they even perceive more than before."
    ),
    (-1, 0, 0): N_("Whether perceptions or expectations did it cannot be told."),
    (0, 1, 1): N_("Perceptions and expectations both rose, which the gap does not show."),
    (0, -1, -1): N_("Perceptions and expectations both fell, which the gap does not show."),
}


def verdict(changes: pd.DataFrame, ci: float = 0.95) -> pd.Series:
    """Say which way scores went: 1 up, −1 down, 0 where it cannot be told after adjustment.

    Parameters
    ----------
    changes : DataFrame
        ``change p_holm``.
    ci : float in (0, 1)

    Returns
    -------
    Series

    Examples
    --------
    >>> verdict(pd.DataFrame({"change": [0.5, -0.5], "p_holm": [0.01, 0.2]})).tolist()
    [1, 0]
    """
    clear = changes["p_holm"] < 1 - ci
    return np.sign(changes["change"]).where(clear, 0).astype(int)


def _direction(row: pd.Series, part: str) -> int:
    """Which way a half of the gap went, by its interval."""
    return int(row[f"{part}_low"] > 0) - int(row[f"{part}_high"] < 0)


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")


def read_changes(
    waves: pd.DataFrame, changes: pd.DataFrame, score: str, instrument: Any, ci: float = 0.95
) -> pd.Series:
    """Read each dimension's change from the first wave to the last, and which half did it.

    Parameters
    ----------
    waves, changes : DataFrame
        As ``GapTrend`` has them; the means of the respondents who are compared.
    score : {"gap", "perception", "expectation"}
    instrument : Instrument
        Its language and its words for dimensions and items.
    ci : float in (0, 1)

    Returns
    -------
    Series (index: dimension)

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> svq.gap_trend({"a": bank, "b": bank}).reading["empathy"][:46]
    'Empathy: no clear change of the gap, from −1.2'
    """
    say = translator(getattr(instrument, "language", "en"))
    names = list(waves.index.get_level_values("wave").unique())
    rows = pd.DataFrame(changes.xs((names[0], names[-1]), level=("since", "wave")))
    ways = verdict(rows, ci)
    said = {}
    for key, row in rows.iterrows():
        name = str(key)
        what = _title(name, instrument, say)
        if row["change"] != row["change"]:
            said[name] = say("{what}: too few respondents to compare.", what=what)
            continue
        after = waves.loc[(name, names[-1]), "mean"]
        before = waves.loc[(name, names[0]), "mean"]
        lead = _LEADS[score, int(ways[name])]
        sentences = [
            say(
                lead,
                what=what,
                before=f"{before:.2f}".replace("-", "−"),
                after=f"{after:.2f}".replace("-", "−"),
                change=_signed(row["change"]),
                level=f"{100 * ci:g}",
                low=_signed(row["low"]),
                high=_signed(row["high"]),
            )
        ]
        if ways[name] == 0 and (row["low"] > 0 or row["high"] < 0):
            sentences.append(
                say("The interval alone leaves out 0, but with several tests that can be chance.")
            )
        if score == "gap":
            sentences.append(_parts_of(row, int(ways[name]), say))
        said[name] = joined(sentences)
    return pd.Series(said, name="reading").rename_axis("dimension")


def _title(name: str, instrument: Any, say: Callable[..., str]) -> str:
    if name == "total":
        return say("Total")
    titles = dict(getattr(instrument, "dimension_titles", None) or {})
    label = dict(getattr(instrument, "labels", None) or {}).get(name)
    return titles.get(name, f"{name} {label}" if label else name)


def _parts_of(row: pd.Series, way: int, say: Callable[..., str]) -> str:
    """Say how perceptions and expectations moved, and what that means for the gap."""
    moved = say(
        "Perceptions {perception}, expectations {expectation}.",
        perception=_signed(row["perception_change"]),
        expectation=_signed(row["expectation_change"]),
    )
    reason = _REASONS.get((way, _direction(row, "perception"), _direction(row, "expectation")))
    return joined([moved, say(reason)]) if reason else moved


def read_samples(
    composition: pd.DataFrame,
    attrition: pd.DataFrame | None,
    dropouts: pd.DataFrame | None,
    names: list[Hashable],
    instrument: Any,
    ci: float = 0.95,
) -> str:
    """Warn where the samples, rather than the service, may have changed.

    Parameters
    ----------
    composition : DataFrame
    attrition, dropouts : DataFrame or None
        Of ``GapTrend``.
    names : list
        Waves, in their order.
    instrument : Instrument
    ci : float in (0, 1)

    Returns
    -------
    str
        Empty where there is nothing to warn of.

    Examples
    --------
    >>> read_samples(pd.DataFrame(), None, None, ["a", "b"], None)
    ''
    """
    say = translator(getattr(instrument, "language", "en"))
    said = []
    first, last = names[0], names[-1]
    if attrition is not None:
        row = attrition.loc[[(first, last)]].iloc[0]
        said.append(
            say(
                "{stayed} of {n} respondents of {first} answered again in {last}; only they are "
                "compared.",
                stayed=int(row["stayed"]),
                n=int(row["n_since"]),
                first=first,
                last=last,
            )
        )
    if dropouts is not None:
        rows = dropouts.xs((first, last), level=("since", "wave"))
        differ = [_title(str(n), instrument, say) for n in rows.index[rows["p_holm"] < 1 - ci]]
        if differ:
            said.append(
                say(
                    "Those who dropped out scored otherwise in {first}: {dimensions}.",
                    first=first,
                    dimensions=say(", ").join(differ),
                )
            )
    for column, row in composition.iterrows():
        if not row["p_holm"] < 1 - ci:
            continue
        said.append(_shift(str(column), row, say, panel=attrition is not None))
    return joined(said)


def _shift(column: str, row: pd.Series, say: Callable[..., str], *, panel: bool) -> str:
    """Say how the samples differ in a column, by the segment that changed most."""
    if not row["most_changed"]:
        if panel:
            return say("Those who dropped out differ in {column}.", column=column)
        return say(
            "The samples differ in {column}, so part of a change may come from who answered.",
            column=column,
        )
    places = {
        "column": column,
        "segment": row["most_changed"],
        "before": f"{row['first_pct']:.0f}",
        "after": f"{row['last_pct']:.0f}",
    }
    if panel:
        return say(
            "Those who dropped out differ in {column}: {segment} are {before} % of those who "
            "stayed and {after} % of those who did not.",
            **places,
        )
    return say(
        "The samples differ in {column}: the share of {segment} went from {before} % to {after} %, "
        "so part of a change may come from who answered.",
        **places,
    )
