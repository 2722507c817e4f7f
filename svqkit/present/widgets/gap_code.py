"""The lines of Python behind what the gap explorer shows."""

from __future__ import annotations

from svqkit.present.widgets.gap_view import GapChoice, GapTables

__all__ = ["code_for"]


def code_for(choice: GapChoice, tables: GapTables) -> str:
    """Write the lines of Python that compute what is on show.

    Parameters
    ----------
    choice : GapChoice
    tables : GapTables

    Returns
    -------
    str
        Lines that run where ``responses`` is the survey; ``shown`` is the result.

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.present.widgets.gap_view import prepare
    >>> bank = svq.load_dataset("bank")
    >>> print(code_for(GapChoice(), prepare(bank)))
    import svqkit as svq
    <BLANKLINE>
    gaps = svq.gap_scores(responses)
    shown = gaps.dimensions[["n", "expectation", "perception", "gap", "low", "high"]]
    """
    columns = '["n", "expectation", "perception", "gap", "low", "high"]'
    lines = ["import svqkit as svq", ""]
    if not choice.segment:
        lines.append("gaps = svq.gap_scores(responses)")
        if choice.dimension:
            lines.append(f"items = responses.instrument.mapping[{choice.dimension!r}]")
            lines.append(f"shown = gaps.items.loc[items, {columns}]")
        else:
            lines.append(f"shown = gaps.dimensions[{columns}]")
    elif choice.dimension:
        lines.append(
            f"here = responses.respondents[{choice.segment!r}].map(str) == {choice.value!r}"
        )
        lines.append(f"items = responses.instrument.mapping[{choice.dimension!r}]")
        lines.append("shown = responses.gaps.loc[here, items].mean()")
    else:
        lines.append(f"gaps = svq.gap_scores(responses, by={choice.segment!r})")
        label = next(x for x in tables.segments[choice.segment].dropna() if str(x) == choice.value)
        lines.append(f"shown = gaps.by.loc[{getattr(label, 'item', lambda: label)()!r}, {columns}]")
    return "\n".join(lines)
