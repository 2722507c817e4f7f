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
        Lines that run where ``responses`` is the survey; ``shown`` is the result, ``total`` what
        the weights make of it.

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.present.widgets.gap_view import prepare
    >>> bank = svq.load_dataset("bank")
    >>> print(code_for(GapChoice(dimension="empathy"), prepare(bank)))
    import svqkit as svq
    <BLANKLINE>
    gaps = svq.gap_scores(responses)
    items = responses.instrument.mapping['empathy']
    shown = gaps.items.loc[items, ["n", "expectation", "perception", "gap", "low", "high"]]
    """
    columns = '["n", "expectation", "perception", "gap", "low", "high"]'
    lines = ["import svqkit as svq", ""]
    if not choice.segment:
        lines.append("gaps = svq.gap_scores(responses)")
        if choice.dimension:
            lines.append(f"items = responses.instrument.mapping[{choice.dimension!r}]")
            lines.append(f"shown = gaps.items.loc[items, {columns}]")
        else:
            lines += [f"shown = gaps.dimensions[{columns}]", *_weighted(choice, tables, "")]
    elif choice.dimension:
        lines.append(
            f"here = responses.respondents[{choice.segment!r}].map(str) == {choice.value!r}"
        )
        lines.append(f"items = responses.instrument.mapping[{choice.dimension!r}]")
        lines.append("shown = responses.gaps.loc[here, items].mean()")
    else:
        labels = tables.segments[choice.segment].dropna()
        label = next(one for one in labels if str(one) == choice.value)
        place = repr(getattr(label, "item", lambda: label)())
        lines.append(f"gaps = svq.gap_scores(responses, by={choice.segment!r})")
        lines.append(f"shown = gaps.by.loc[{place}, {columns}]")
        lines += _weighted(choice, tables, place)
    return "\n".join(lines)


def _weighted(choice: GapChoice, tables: GapTables, place: str) -> list[str]:
    """Write the lines for the weighted total; where all weights are zero there is none."""
    points = {name: f"{weight:g}" for name, weight in (choice.weights or tables.weights).items()}
    if not any(float(one) for one in points.values()):
        return []
    by = f", by={choice.segment!r}" if place else ""
    rows = f"by.loc[{place}, " if place else "total["
    return [
        "",
        f"points = dict({', '.join(f'{name}={one}' for name, one in points.items())})"
        if all(map(str.isidentifier, points))
        else f"points = {{{', '.join(f'{name!r}: {one}' for name, one in points.items())}}}",
        "weights = {name: 100 * given / sum(points.values()) for name, given in points.items()}",
        f"weighted = svq.weighted_gaps(responses, weights=weights{by})",
        f'total = weighted.{rows}["n", "weighted", "low", "high"]]',
    ]
