"""Which comments may not be what they seem: copies, bursts, words against stars. None is deleted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from svqkit.improvement.listening.bursts import burst_days
from svqkit.improvement.listening.feedback import Feedback, expect_feedback
from svqkit.improvement.listening.sentiment import sentiment_score
from svqkit.improvement.listening.traditional import simplified
from svqkit.psychometrics.planning.sample_plan import check_between, check_count
from svqkit.result import Part, Result

__all__ = ["FeedbackScreening", "screen_feedback"]

_SIGNS = re.compile(r"[\W_]+")
_ROWS = 250
"""Comments, sorted by length, that are compared with those no shorter at a time."""


@dataclass(frozen=True, eq=False, repr=False)
class FeedbackScreening(Result):
    """Comments in doubt, with the reason for each.

    Attributes
    ----------
    flags : DataFrame
        ``id reason detail group``: one row for each comment and reason (``copy``, ``burst``,
        ``contradiction``); ``group`` numbers comments that are alike.
    summary : DataFrame (index: reason)
        ``comments share``.
    bursts : DataFrame
        ``channel day count usual p p_adjusted``: days with more than the channel's own rate makes
        plausible.
    feedback : Feedback
        All comments, with ``doubt``: the reasons, or nothing.
    sentence, convention : str

    Examples
    --------
    >>> import svqkit as svq
    >>> heard = svq.read_feedback(svq.load_dataset("airline_feedback"), on="2025-12-31")
    >>> svq.screen_feedback(heard).bursts["channel"].unique().tolist()
    ['online review']
    """

    flags: pd.DataFrame
    summary: pd.DataFrame
    bursts: pd.DataFrame
    feedback: Feedback
    sentence: str
    convention: str

    def _title(self) -> str:
        return "Screening of feedback"

    def _parts(self) -> list[Part]:
        parts: list[Part] = [("", self.summary)]
        if len(self.bursts):
            shown = self.bursts.assign(day=self.bursts["day"].dt.strftime("%Y-%m-%d"))
            parts.append(("Days with more than usual", shown))
        return [*parts, ("Reading", self.sentence), ("Convention", self.convention)]


def screen_feedback(
    feedback: Feedback,
    *,
    alike: float = 90.0,
    shortest: int = 20,
    clear: float = 0.5,
    alpha: float = 0.01,
) -> FeedbackScreening:
    """Flag comments that copy another, come in bursts, or contradict their own rating.

    Parameters
    ----------
    feedback : Feedback
    alike : float
        Similarity from which two comments are near copies, 0 to 100: 100 less the share of
        characters to insert and delete to turn one into the other, signs and capitals aside.
    shortest : int
        Characters a comment needs to be compared (a Chinese one counts double); "thank you" may
        come twice.
    clear : float
        How clear rating and words must be to contradict each other, 0 to 1.
    alpha : float
        Chance of any false burst in a channel.

    Returns
    -------
    FeedbackScreening
        ``.flags``, ``.bursts``, ``.feedback`` with a column ``doubt``.

    Raises
    ------
    ValueError
        If an option is out of range.

    Notes
    -----
    Similarity: rapidfuzz's normalised Indel distance. Bursts: a day's count against the mean of the
    channel's other days within 45 days, negative binomial where the channel varies more than
    Poisson, adjusted by Bonferroni for the days looked at. A flag is a reason to look, no proof: a
    strike makes a burst, irony a contradiction.

    Examples
    --------
    >>> import pandas as pd, svqkit as svq
    >>> table = pd.DataFrame({"text": ["Awful food and a rude crew"], "stars": [5]})
    >>> heard = svq.read_feedback(table, scale=(1, 5))
    >>> svq.screen_feedback(heard).flags["reason"].tolist()
    ['contradiction']
    """
    expect_feedback(feedback)
    if not isinstance(alike, (int, float)) or not 50 <= alike <= 100:
        raise ValueError(f"alike is a similarity from 50 to 100, not {alike!r}")
    check_count("shortest", shortest, 1)
    check_between("alpha", alpha, 0, 1)
    check_between("clear", clear, 0, np.inf)
    if clear > 1:
        raise ValueError(f"clear lies above 0 and at most at 1, not at {clear!r}")
    table = feedback.comments
    bursts = burst_days(table, alpha)
    flags = pd.concat(
        [
            _copies(table, alike, shortest),
            _in_bursts(table, bursts),
            _contradictions(table, feedback.scale, clear),
        ],
        ignore_index=True,
    )
    doubt = flags.groupby("id")["reason"].agg(lambda r: ", ".join(dict.fromkeys(r)))
    marked = table.assign(doubt=doubt.reindex(table.index).fillna("").astype(object))
    counts = flags.drop_duplicates(["id", "reason"])["reason"].value_counts()
    counts = counts.reindex(["copy", "burst", "contradiction"], fill_value=0)
    counts["any"] = int((marked["doubt"] != "").sum())
    summary = pd.DataFrame({"comments": counts, "share": counts / max(len(table), 1)})
    summary.index.name = "reason"
    return FeedbackScreening(
        flags,
        summary,
        bursts,
        replace(feedback, comments=marked),
        _sentence(counts, len(table)),
        f"Copies from a similarity of {alike:g}, in comments of {shortest} characters or more; bursts "
        f"at {alpha:g} a channel after Bonferroni; contradictions where rating and words are "
        f"{clear:g} or more away from neutral on opposite sides.",
    )


def _bare(text: str) -> str:
    return _SIGNS.sub(" ", simplified(text).casefold()).strip()


def _copies(table: pd.DataFrame, alike: float, shortest: int) -> pd.DataFrame:
    """Group comments that are connected by near likeness."""
    from rapidfuzz import fuzz, process
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    bare = [_bare(text) for text in table["text"]]
    wide = (table["language"] == "zh").to_numpy()
    length = np.array([len(text) for text in bare])
    at = np.flatnonzero(np.where(wide, 2 * length, length) >= shortest)
    at = at[np.argsort(length[at], kind="stable")]
    if not len(at):
        return _flag_table([])
    texts, size = [bare[k] for k in at], length[at]
    left: list[np.ndarray] = []
    right: list[np.ndarray] = []
    for start in range(0, len(texts), _ROWS):
        rows_now = texts[start : start + _ROWS]
        # 2 × the shorter / (both) bounds the similarity: much longer ones need no comparison
        longest = len(rows_now[-1]) * (200 / alike - 1)
        end = int(np.searchsorted(size, longest, side="right"))
        scores = process.cdist(
            rows_now, texts[start:end], scorer=fuzz.ratio, score_cutoff=alike, dtype=np.uint8
        )
        i, j = np.nonzero(scores)
        left.append(i + start)
        right.append(j + start)
    i, j = np.concatenate(left), np.concatenate(right)
    links = coo_matrix((np.ones(len(i)), (i, j)), shape=(len(texts), len(texts)))
    group = connected_components(links, directed=False)[1]
    days = table["received"].to_numpy()

    def in_time(k: int) -> tuple[bool, np.datetime64, int]:
        return bool(np.isnat(days[k])), days[k], k

    groups = pd.Series(at).groupby(group).agg(lambda members: sorted(members, key=in_time))
    several = sorted((one for one in groups if len(one) > 1), key=lambda one: in_time(one[0]))
    rows = []
    for number, members in enumerate(several, start=1):
        first = members[0]
        for k in members:
            others = len(members) - 1
            said = f"nearly the same as {others} other{'s' if others > 1 else ''}"
            said += ", the earliest" if k == first else f", first {table.index[first]}"
            rows.append((table.index[k], "copy", said, number))
    return _flag_table(rows)


def _in_bursts(table: pd.DataFrame, bursts: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for burst in bursts.itertuples():
        there = (table["channel"] == burst.channel) & (table["received"] == burst.day)
        said = (
            f"{burst.count} by {burst.channel} on {burst.day:%Y-%m-%d}, usually {burst.usual:.1f}"
        )
        rows += [(name, "burst", said, None) for name in table.index[there]]
    return _flag_table(rows)


def _contradictions(
    table: pd.DataFrame, scale: tuple[float, float] | None, clear: float
) -> pd.DataFrame:
    if scale is None:
        return _flag_table([])
    low, high = scale
    rated = 2 * (table["rating"] - low) / (high - low) - 1
    rows = []
    for name, text, language, felt, stars in zip(
        table.index, table["text"], table["language"], rated, table["rating"], strict=True
    ):
        said = sentiment_score(text, language) if abs(felt) >= clear else 0.0
        if felt * said < 0 and abs(said) >= clear:
            detail = f"rating {stars:g} of {high:g}, but the words score {said:+.2f}"
            rows.append((name, "contradiction", detail, None))
    return _flag_table(rows)


def _flag_table(rows: Sequence[tuple[object, str, str, int | None]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["id", "reason", "detail", "group"])
    return table.astype({"id": object, "reason": object, "detail": object, "group": "Int64"})


def _sentence(counts: pd.Series, n: int) -> str:
    return (
        f"{counts['any']} of {n} comments are in doubt: {counts['copy']} near copies, "
        f"{counts['burst']} in bursts, {counts['contradiction']} contradict their rating. None was "
        "deleted; a flag is a reason to look, and to ask back, not a proof of deceit."
    )
