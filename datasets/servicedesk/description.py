"""What the package of data says about its tables: titles, columns, keys."""

from __future__ import annotations

TITLES = {
    "servicedesk_tickets": "Service desk: tickets of half a year (simulated)",
    "servicedesk_sites": "Service desk: contacts solved at once, by site (simulated)",
    "servicedesk_availability": "Service desk: minutes down a day (simulated)",
    "servicedesk_log": "Service desk: improvement log (invented)",
}
FIELDS: dict[str, dict[str, tuple[str, str]]] = {
    "servicedesk_tickets": {
        "ticket": ("string", "Number of the ticket"),
        "opened": ("datetime", "Opened, local time"),
        "closed": ("datetime", "Closed, local time; empty while open"),
        "priority": ("string", "P1 (highest) to P4"),
        "paused": ("number", "Working hours spent waiting for the user"),
        "category": ("string", "What it is about"),
        "channel": ("string", "How it came in"),
    },
    "servicedesk_sites": {
        "site": ("string", "Site"),
        "contacts": ("integer", "Contacts in the half-year"),
        "solved_at_first": ("integer", "Of these solved at the first contact"),
    },
    "servicedesk_availability": {
        "day": ("date", "Day"),
        "minutes": ("integer", "Minutes of promised service"),
        "down": ("integer", "Minutes down"),
    },
    "servicedesk_log": {
        "id": ("string", "Entry"),
        "problem": ("string", "Why: the problem"),
        "gap": ("string", "Why: the gap of the gap model"),
        "owner": ("string", "Who answers for it"),
        "team": ("string", "Who takes part"),
        "goal": ("string", "Goal in words"),
        "indicator": ("string", "Indicator with its unit"),
        "baseline": ("number", "Before"),
        "target": ("number", "Wanted"),
        "deadline": ("date", "By when"),
        "data": ("string", "What was looked at"),
        "cause": ("string", "What was found"),
        "cost": ("number", "Cost, euro"),
        "hours": ("number", "Hours of work"),
        "action": ("string", "What was done"),
        "started": ("date", "Begun"),
        "implemented": ("date", "In use"),
        "result": ("number", "After"),
        "measured": ("date", "When that was measured"),
        "evidence": ("string", "Where it can be seen"),
        "status": ("string", "planned, running, implemented, monitored, closed or stopped"),
        "resistance": ("string", "What stood against it"),
        "learned": ("string", "What was learned"),
    },
}
KEYS = {
    "servicedesk_sites": "site",
    "servicedesk_availability": "day",
    "servicedesk_log": "id",
}
