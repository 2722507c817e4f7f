"""What the package of data says about its tables: titles, columns, keys."""

from __future__ import annotations

TITLES = {
    "hotel_staff": "Hotel: staff tested and observed around a training (simulated)",
    "hotel_coaching": "Hotel: a coaching of the lowest scores (simulated)",
    "hotel_visits": "Hotel: mystery visits to teams (simulated)",
    "hotel_complaints": "Hotel: complaints a week in two hotels (simulated)",
    "hotel_guests": "Hotel: what guests say, by month (simulated)",
    "hotel_costs": "Hotel: costs of the training (invented)",
}
FIELDS: dict[str, dict[str, tuple[str, str]]] = {
    "hotel_staff": {
        "person": ("string", "Person"),
        "hotel": ("string", "Hotel"),
        "department": ("string", "front desk or housekeeping"),
        "trained": ("boolean", "Works in the hotel that was trained"),
        "test_before": ("number", "Test of service knowledge before, points of 100"),
        "test_after": ("number", "Test after two weeks, points of 100"),
        "test_follow_up": ("number", "Test after six months, points of 100"),
        "behaviour_before": ("number", "Observed behaviour before, points of 25"),
        "behaviour_after": ("number", "Observed behaviour after six weeks, points of 25"),
        "behaviour_follow_up": ("number", "Observed behaviour after six months, points of 25"),
        "reaction": ("number", "Judgement of the training, 1 to 7; trained staff only"),
        "form_handed_in": ("date", "When the judgement was handed in; training ended 2025-02-28"),
    },
    "hotel_coaching": {
        "employee": ("string", "Employee"),
        "spring": ("number", "Score of a test call in spring, points of 100"),
        "autumn": ("number", "Score of a test call in autumn, points of 100"),
        "coached": ("boolean", "Coached in summer: the 48 lowest in spring"),
    },
    "hotel_visits": {
        "team": ("string", "Team"),
        "hotel": ("string", "Hotel"),
        "trained": ("boolean", "The hotel whose staff were trained"),
        "month": ("date", "Month, its first day"),
        "score": ("number", "Score of a mystery visit, points of 100"),
    },
    "hotel_complaints": {
        "week": ("date", "Monday of the week"),
        "trained_hotel": ("number", "Complaints per 1000 guest nights, trained hotel"),
        "comparison_hotel": ("number", "Complaints per 1000 guest nights, comparison hotel"),
    },
    "hotel_guests": {
        "month": ("date", "Month, its first day"),
        "hotel": ("string", "Hotel"),
        "trained": ("boolean", "The hotel whose staff were trained"),
        "n": ("integer", "Guests who answered"),
        "tangibles": ("number", "Mean perception, 1 to 7"),
        "reliability": ("number", "Mean perception, 1 to 7"),
        "responsiveness": ("number", "Mean perception, 1 to 7"),
        "assurance": ("number", "Mean perception, 1 to 7"),
        "empathy": ("number", "Mean perception, 1 to 7"),
    },
    "hotel_costs": {
        "item": ("string", "What was paid for"),
        "euro": ("number", "Cost, euro"),
    },
}
KEYS = {"hotel_staff": "person", "hotel_coaching": "employee", "hotel_costs": "item"}
