"""Words of indicator systems: their dimensions and areas, as people write them."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["group_title"]

N_ = str
_TITLES = {
    "tangibles": N_("Tangibles"),
    "reliability": N_("Reliability"),
    "responsiveness": N_("Responsiveness"),
    "assurance": N_("Assurance"),
    "empathy": N_("Empathy"),
    "satisfaction": N_("Satisfaction"),
    "efficiency": N_("Efficiency"),
    "consistency": N_("Consistency"),
    "perceived value": N_("Perceived value"),
    "brand image": N_("Brand image"),
    "loyalty": N_("Loyalty"),
}


def group_title(name: str, say: Callable[..., str]) -> str:
    """Say a dimension or an area in the reader's language; another one as it was written.

    Parameters
    ----------
    name : str
    say : callable
        As :func:`svqkit.interface.translator` gives it.

    Returns
    -------
    str

    Examples
    --------
    >>> group_title("brand image", str), group_title("speed", str)
    ('Brand image', 'Speed')
    """
    return say(_TITLES[name]) if name in _TITLES else name[:1].upper() + name[1:]
