"""What the training cost."""

from __future__ import annotations

from typing import Any

import pandas as pd
from staff import TRAINED, N

HOURS, WAGE = 12, 21.0
ITEMS = {"trainer": 5400.0, "material": 930.0, "rooms and travel": 480.0}


def cells() -> tuple[pd.DataFrame, dict[str, Any]]:
    """The file's rows, and their sum."""
    items = {**ITEMS, "working hours of those trained": HOURS * WAGE * N[TRAINED]}
    table = pd.DataFrame({"item": list(items), "euro": list(items.values())})
    total = float(table["euro"].sum())
    return table, {
        "total": total,
        "a_person": total / N[TRAINED],
        "hours_a_person": HOURS,
        "wage_an_hour": WAGE,
    }
