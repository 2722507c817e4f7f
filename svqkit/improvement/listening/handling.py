"""What became of a comment, as columns say it: ratings, status, and the days of its handling."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.listening.channels import plain
from svqkit.improvement.listening.days import days_of
from svqkit.improvement.listening.masking import mask
from svqkit.responses.problems import ProblemList, listed
from svqkit.responses.raw_table import is_blank

__all__ = ["STATUSES", "days_columns", "ratings", "statuses"]

STATUSES = ("open", "in progress", "ask back", "closed")
"""Where a case may stand; ``ask back`` waits for the customer's answer to our question."""

_SPELLINGS = {
    "open": "open new todo nieuw openstaand 未处理 未處理 待处理 待處理 新建 打开",
    "in progress": "inprogress pending assigned working inbehandeling bezig 处理中 處理中 进行中",
    "ask back": "askback askedback waiting waitingforcustomer onhold needsinfo navraag terugvragen wachtopklant "
    "待客户回复 待客戶回覆 追问 追問 需补充",
    "closed": "closed done resolved solved afgesloten gesloten opgelost afgehandeld klaar 已关闭 已關閉 已解决 "
    "已解決 完成 已完成 结案",
}
_KNOWN = {word: name for name, words in _SPELLINGS.items() for word in words.split()}
_SCALES = ((5.0, (1.0, 5.0)), (7.0, (1.0, 7.0)), (10.0, (0.0, 10.0)))

_STARS = re.compile(
    r"([0-9]+(?:[.,][0-9]+)?) ?(?:(?:/|out of|of|van) ?([0-9]+)|stars?|sterren|星|分|★)?",
    re.IGNORECASE,
)


def _stars(text: str) -> tuple[float, float | None]:
    """Read 4, 4,5, 4/5, 4 stars, 4星 and ★★★★☆ (missing where it is none of these), and out of what."""
    if text and not text.strip("★☆"):
        return float(text.count("★")), float(len(text)) if "☆" in text else None
    match = _STARS.fullmatch(text)
    if not match:
        return float("nan"), None
    return float(match[1].replace(",", ".")), float(match[2]) if match[2] else None


def _ends(scale: Any) -> tuple[float, float]:
    """Check the ends of a scale that the user gives."""
    try:
        low, high = (float(end) for end in ([] if isinstance(scale, str) else scale))
    except (TypeError, ValueError):
        raise DataError(
            f"scale is the lowest and the highest rating, such as (1, 5), not {scale!r}"
        ) from None
    if not (low < high and np.isfinite([low, high]).all()):
        raise DataError(f"scale must go from the lowest to the highest rating, not {scale!r}")
    return low, high


def _out_of(tops: set[float], scale: tuple[float, float] | None) -> tuple[float, float] | None:
    """Find the scale that ratings such as 4/5 name themselves."""
    if len(tops) > 1:
        named = ", ".join(f"{top:g}" for top in sorted(tops))
        raise DataError(
            f"ratings are out of {named}, which cannot be compared; bring them to one scale first",
            column="rating",
        )
    if not tops or scale is not None:
        return scale
    top = tops.pop()
    return next((ends for known, ends in _SCALES if top == known), (0.0, top))


def ratings(
    cells: list[Any] | None,
    n: int,
    scale: tuple[float, float] | None,
    lines: list[Any],
    problems: ProblemList,
) -> tuple[pd.Series, tuple[float, float] | None]:
    """Read ratings, and the scale they are on.

    Returns
    -------
    Series of float
    tuple of float or None
        Ends of the scale; None where there are no ratings.

    Raises
    ------
    DataError
        If the scale's ends are not two numbers in order, or ratings name different scales (4/5, 8/10).
    """
    if scale is not None:
        scale = _ends(scale)
    if cells is None:
        return pd.Series(np.full(n, np.nan)), scale
    values, wrong, tops = np.full(n, np.nan), [], set[float]()
    for at, cell in enumerate(cells):
        if is_blank(cell):
            continue
        values[at], top = _stars(str(cell).strip())
        tops |= {top} if top is not None else set()
        if np.isnan(values[at]):
            wrong.append(lines[at])
    if wrong:
        problems.add(
            "unreadable_rating", "rating", len(wrong), "set to missing", f"lines {listed(wrong)}"
        )
    scale, known = _out_of(tops, scale), values[~np.isnan(values)]
    if scale is None and len(known):
        largest = float(known.max())
        scale = next((ends for top, ends in _SCALES if largest <= top), None)
        if scale is None:
            raise DataError(
                f"the largest rating is {largest:g}; say the scale, such as scale=(0, 100)"
            )
        said = f"{scale[0]:g} to {scale[1]:g}, by the largest rating; scale=(…, …) says otherwise"
        problems.add("rating_scale", "rating", len(known), said)
    if scale is not None:
        off = (values < scale[0]) | (values > scale[1])
        if off.any():
            places = listed(f"line {lines[at]}: {values[at]:g}" for at in np.flatnonzero(off))
            problems.add("rating_off_scale", "rating", int(off.sum()), "set to missing", places)
            values[off] = np.nan
    return pd.Series(values), scale


def statuses(cells: list[Any] | None, n: int, lines: list[Any], problems: ProblemList) -> pd.Series:
    """Read the status; what is not known is counted and left empty."""
    if cells is None:
        return pd.Series([""] * n, dtype=object)
    names = ["" if is_blank(cell) else _KNOWN.get(plain(cell), "") for cell in cells]
    unknown = Counter(
        mask(str(cell).strip())
        for cell, name in zip(cells, names, strict=True)
        if not name and not is_blank(cell)
    )
    if unknown:
        said = listed(f"{word!r} ({count})" for word, count in unknown.items())
        detail = f"{said}; a status is {', '.join(STATUSES)}"
        problems.add("unknown_status", "status", unknown.total(), "left empty", detail)
    return pd.Series(names, dtype=object)


def days_columns(
    raw: dict[str, list[Any]],
    n: int,
    on: date,
    day_first: bool | None,
    lines: list[Any],
    problems: ProblemList,
) -> dict[str, pd.Series]:
    """Read all days; those that cannot be, or lie ahead, or come before the comment, are set aside."""
    read = {}
    for name in ("received", "due", "closed", "answered"):
        if name not in raw:
            read[name] = pd.Series(np.full(n, "NaT", dtype="datetime64[s]"))
            continue
        days, wrong, guessed = days_of(raw[name], day_first)
        if wrong:
            said = listed(f"line {lines[at]}: {mask(str(raw[name][at]))!r}" for at in wrong)
            problems.add("unreadable_day", name, len(wrong), "set to missing", said)
        if guessed:
            problems.add(
                "day_or_month", name, n, "day taken to stand first", "day_first= settles it"
            )
        ahead = (days > pd.Timestamp(on)) & (name != "due")
        if ahead.any():
            said = listed(f"line {lines[at]}: {days[at]:%Y-%m-%d}" for at in np.flatnonzero(ahead))
            problems.add(
                "future_day", name, int(ahead.sum()), "set to missing", f"after {on}: {said}"
            )
            days = days.mask(ahead)
        read[name] = days
    for name in ("due", "closed", "answered"):
        early = read[name] < read["received"]
        if early.any():
            said = listed(f"line {lines[at]}" for at in np.flatnonzero(early))
            problems.add("before_received", name, int(early.sum()), "set to missing", said)
            read[name] = read[name].mask(early)
    return read
