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


def describe(files: dict[str, tuple[str, str, int, bytes]]) -> dict[str, Any]:
    """Describe the package; ``files`` holds each table's file, truth, rows and bytes."""
    return {
        "profile": "data-package",
        "name": "servicedesk",
        "title": "An IT service desk: tickets, sites, availability and improvement log (simulated)",
        "version": "1.0.0",
        "svqkit": {"numpy": np.__version__},
        "licenses": [LICENCE],
        "sources": [{"title": "Simulated by datasets/servicedesk/build.py"}],
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
                "svqkit": {"kind": "simulated", "rows": rows, "truth": truth},
            }
            for name, (path, truth, rows, data) in files.items()
        ],
    }
