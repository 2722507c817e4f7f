"""Lanes of the curves between variables of one column, so that short ones nest in long ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["lanes_by_distance", "lanes_by_span"]

Pair = tuple[str, str]


def lanes_by_distance(order: Sequence[str], pairs: Sequence[Pair]) -> dict[Pair, int]:
    """Give lanes by how many places apart two variables stand: neighbours run innermost.

    Parameters
    ----------
    order : sequence of str
        The column, from top to bottom.
    pairs : sequence of pairs of str

    Returns
    -------
    dict
        Lane of each pair, from 1; distances that do not occur take no lane.

    Examples
    --------
    >>> lanes_by_distance(["a", "b", "c", "d"], [("a", "b"), ("d", "a")])
    {('a', 'b'): 1, ('d', 'a'): 2}
    """
    place = {name: k for k, name in enumerate(order)}
    distance = {pair: abs(place[pair[0]] - place[pair[1]]) for pair in pairs}
    lane = {apart: k for k, apart in enumerate(sorted(set(distance.values())), start=1)}
    return {pair: lane[apart] for pair, apart in distance.items()}


def lanes_by_span(places: Mapping[str, float], pairs: Sequence[Pair]) -> dict[Pair, int]:
    """Give lanes such that curves over the same stretch never share one.

    Parameters
    ----------
    places : mapping of str to float
        Where each variable stands along the column.
    pairs : sequence of pairs of str

    Returns
    -------
    dict
        Lane of each pair, from 1; the shorter of two that overlap runs further in.

    Examples
    --------
    >>> places = {"a": 0.0, "b": 1.0, "c": 2.0, "d": 3.0}
    >>> lanes_by_span(places, [("a", "c"), ("b", "c"), ("d", "c")])
    {('a', 'c'): 3, ('b', 'c'): 1, ('d', 'c'): 2}
    """

    def ends(pair: Pair) -> tuple[float, float]:
        a, b = places[pair[0]], places[pair[1]]
        return min(a, b), max(a, b)

    chosen: dict[Pair, int] = {}
    for pair in sorted(pairs, key=lambda p: (ends(p)[1] - ends(p)[0], ends(p)[0])):
        low, high = ends(pair)
        taken = {
            lane
            for other, lane in chosen.items()
            if ends(other)[0] <= high and ends(other)[1] >= low
        }
        chosen[pair] = next(k for k in range(1, len(pairs) + 1) if k not in taken)
    return {pair: chosen[pair] for pair in pairs}
