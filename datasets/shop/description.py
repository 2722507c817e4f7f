"""What the package of data says about itself: Table Schema of each table."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np

LICENCE = {
    "name": "CC0-1.0",
    "title": "CC0 1.0 Universal",
    "path": "https://creativecommons.org/publicdomain/zero/1.0/",
}
TITLES = {
    "shop_customers": "Online shop: customers, what they expect and do (simulated)",
    "shop_demand": "Online shop: orders a week (simulated)",
    "shop_lockers": "Online shop: parcel lockers between services (simulated)",
    "shop_contacts": "Online shop: contacts with the service (simulated)",
}
DIMENSIONS = ("efficiency", "availability", "fulfilment", "privacy")
FIELDS: dict[str, dict[str, tuple[str, str]]] = {
    "shop_customers": {
        "customer": ("string", "Customer"),
        "visits": ("number", "Visits a month"),
        "conversion": ("number", "Visits that end in an order, %"),
        "repurchase_days": ("number", "Days from one order to the next"),
        "chatbot_share": ("number", "Questions put to the chatbot, %"),
        **{
            f"{name}_expected": ("number", f"Expected {name}, mean of its items, 1 to 7")
            for name in DIMENSIONS
        },
        **{name: ("number", f"Perceived {name}, mean of its items, 1 to 7") for name in DIMENSIONS},
        "tenure_months": ("integer", "Months since the first order"),
        "late_deliveries": ("integer", "Late deliveries in the last half-year"),
        "basket": ("number", "Mean value of an order, euro"),
        "churned": ("integer", "1: no order in the half-year after the survey"),
    },
    "shop_demand": {
        "week": ("date", "Monday of the week"),
        "orders": ("integer", "Orders"),
        "promotion": ("integer", "1: a promotion ran"),
    },
    "shop_lockers": {
        "locker": ("string", "Parcel locker"),
        "serviced": ("date", "Last service: the run begins"),
        "days": ("integer", "Days from the service to the fault, the next service or today"),
        "fault": ("integer", "1: the run ended in a fault"),
        "running": ("integer", "1: still running today"),
        "outdoor": ("integer", "1: stands outdoors"),
        "uses": ("number", "Openings a day, tens"),
        "age": ("number", "Age, years"),
        "down": ("number", "Days down after the fault"),
    },
    "shop_contacts": {
        "contact": ("string", "Contact"),
        "site": ("string", "Where it was answered"),
        "agent": ("string", "Who answered"),
        "rating": ("integer", "Customer's rating, 1 to 7; empty if not given"),
        "repeat": ("integer", "1: the customer had to come back about it within a week"),
        "hours": ("number", "Hours until it was solved"),
    },
}
KEYS = {"shop_contacts": "contact"}


def describe(files: dict[str, tuple[str, int, bytes]]) -> dict[str, Any]:
    """Describe the package; ``files`` holds each table's file, rows and bytes."""
    return {
        "profile": "data-package",
        "name": "shop",
        "title": "An online shop: customers, demand, parcel lockers and contacts (simulated)",
        "version": "1.0.0",
        "svqkit": {"numpy": np.__version__},
        "licenses": [LICENCE],
        "sources": [{"title": "Simulated by datasets/shop/build.py"}],
        "resources": [
            {
                "name": name,
                "title": TITLES[name],
                "path": path,
                "profile": "tabular-data-resource",
                "format": "csv",
                "encoding": "utf-8",
                "bytes": len(data),
                "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
                "licenses": [LICENCE],
                "schema": {
                    "fields": [
                        {"name": field, "type": kind, "title": title}
                        for field, (kind, title) in FIELDS[name].items()
                    ],
                    **({"primaryKey": KEYS[name]} if name in KEYS else {}),
                },
                "svqkit": {"kind": "simulated", "rows": rows, "truth": "truth.json"},
            }
            for name, (path, rows, data) in files.items()
        ],
    }
