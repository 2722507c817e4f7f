"""What changed since an earlier wave, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from svqkit.gaps.diagnosis.analyses import Analyses
from svqkit.gaps.diagnosis.phrases import TOTAL, Words

__all__ = ["last_changes", "what_changed"]


def last_changes(trend: Any) -> Iterator[tuple[str, Any, Any, pd.Series]]:
    """Go through the changes from the last wave but one to the last.

    Parameters
    ----------
    trend : GapTrend or None

    Yields
    ------
    tuple
        Dimension, earlier wave, later wave, and the row of ``.changes``.

    Examples
    --------
    >>> list(last_changes(None))
    []
    """
    if trend is None:
        return
    since, wave = trend.names[-2:]
    key: Any
    for key, row in trend.changes.iterrows():
        if key[1:] == (since, wave) and not row["masked"]:
            yield str(key[0]), since, wave, row


def what_changed(done: Analyses, words: Words, ci: float) -> list[str]:
    """Say which dimensions changed beyond chance, and what speaks against comparing the waves.

    Parameters
    ----------
    done : Analyses
    words : Words
    ci : float in (0, 1)

    Returns
    -------
    list of str

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.interface import translator
    >>> bank = svq.load_dataset("bank")
    >>> words = Words(bank.instrument, translator("en"))
    >>> trend = svq.gap_trend({"spring": bank, "autumn": bank}, invariance=False)
    >>> what_changed(Analyses(trend=trend), words, 0.95)[0]
    'No dimension changed beyond chance since the earlier wave.'
    """
    if done.trend is None:
        return []
    say, reading = words.say, done.trend.reading
    rows = [one for one in last_changes(done.trend) if one[0] != TOTAL]
    clear = [one for one in rows if one[3]["p_holm"] < 1 - ci]
    said = [
        say(
            "From {since} to {wave} the gap of {dimension} changed by {change} {interval}.",
            since=since,
            wave=wave,
            dimension=words.dimension(name),
            change=_plus(row["change"]),
            interval=f"[{_plus(row['low'])}, {_plus(row['high'])}]",
        )
        for name, since, wave, row in clear
    ]
    if len(done.trend.names) == 2:  # then the reading speaks of the same two waves
        said = [str(reading[name]) for name, *_ in clear]
    if not clear:
        said.append(say("No dimension changed beyond chance since the earlier wave."))
    elif len(clear) < len(rows):
        said.append(say("No other dimension changed beyond chance."))
    return [*said, done.trend.remark] if done.trend.remark else said


def _plus(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")
