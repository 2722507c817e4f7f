"""What the package of data says about its tables: titles, columns, keys."""

from __future__ import annotations

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
