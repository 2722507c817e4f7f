"""Contacts solved at once, by site: all sites are alike but one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

SEED = 20260707
SHARE, OSLO = 0.68, 0.54
CONTACTS = {
    "Aarhus": 210, "Antwerp": 640, "Bergen": 58, "Bremen": 330, "Cork": 41, "Delft": 905,
    "Espoo": 122, "Ghent": 480, "Graz": 75, "Leeds": 260, "Lille": 150, "Linz": 34,
    "Lund": 96, "Malmo": 715, "Metz": 47, "Nantes": 190, "Odense": 66, "Oslo": 240,
    "Porto": 385, "Tampere": 38, "Turin": 560, "Utrecht": 820, "Vigo": 110, "Zwolle": 52,
}  # fmt: skip


def cells() -> tuple[pd.DataFrame, dict[str, Any]]:
    """The file's rows, and what is true of them."""
    rng = np.random.default_rng(SEED)
    contacts = np.array(list(CONTACTS.values()))
    share = np.where(np.array(list(CONTACTS)) == "Oslo", OSLO, SHARE)
    table = pd.DataFrame(
        {
            "site": list(CONTACTS),
            "contacts": contacts,
            "solved_at_first": rng.binomial(contacts, share),
        }
    )
    return table, {"share": SHARE, "Oslo": OSLO, "between_other_sites": 0.0}
