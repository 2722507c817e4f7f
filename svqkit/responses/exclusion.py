"""Leave respondents out by a rule that is stated and counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pandas as pd

from svqkit.errors import DataError
from svqkit.responses.responses import Responses
from svqkit.responses.screening import Screening

__all__ = ["exclude"]


def exclude(
    responses: Responses, who: Screening | pd.Series | Iterable[Any], *, reason: str | None = None
) -> Responses:
    """Leave respondents out, and keep an account of who and why.

    Parameters
    ----------
    responses : Responses
    who : Screening, Series of bool or iterable of index labels
        A screening leaves out those it flagged; a Series those that it marks.
    reason : str, optional
        Stands in ``.dropped``. Needed but for a screening, whose signs are the reason.

    Returns
    -------
    Responses
        Without them; ``.dropped`` and ``.problems`` say so. The answers given are not touched.

    Raises
    ------
    DataError
        If a label is not there, or nobody would be left.
    ValueError
        If no reason is given.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> found = svq.screen(bank)
    >>> kept = exclude(bank, found)
    >>> bank.n - kept.n == len(found.flagged)
    True
    """
    index = responses.perceptions.index
    if isinstance(who, Screening):
        labels = who.flagged
        reasons = [f"careless: {said}" for said in who.respondents.loc[labels, "reasons"]]
    else:
        if not reason:
            raise ValueError("say why respondents are left out: exclude(responses, who, reason=…)")
        labels = who.index[who.astype(bool)] if isinstance(who, pd.Series) else pd.Index(list(who))
        reasons = [reason] * len(labels)
    absent = labels.difference(index)
    if len(absent):
        raise DataError(f"there is no respondent {absent[0]!r}; labels are those of .perceptions")
    if len(labels) == len(index):
        raise DataError("this would leave nobody; look at the rule before using it")
    kept = index.difference(labels, sort=False)

    def rest(frame: pd.DataFrame | None) -> pd.DataFrame | None:
        return None if frame is None else frame.loc[kept]

    gone = pd.DataFrame({"row": list(labels), "reason": reasons})
    noted = pd.DataFrame(
        {
            "kind": ["excluded"],
            "where": ["respondents"],
            "count": [len(labels)],
            "handling": ["left out by rule"],
            "detail": [reason or "flagged by screening"],
        }
    )
    changed = {
        name: rest(getattr(responses, name))
        for name in ("perceptions", "expectations", "minimum", "desired", "importance")
        if hasattr(responses, name)
    }
    return replace(
        responses,
        **changed,  # type: ignore[arg-type]
        respondents=responses.respondents.loc[kept],
        dropped=pd.concat([responses.dropped, gone], ignore_index=True),
        problems=pd.concat([responses.problems, noted], ignore_index=True)
        if len(labels)
        else responses.problems,
        source={**responses.source, "rows_kept": len(kept)},
    )
