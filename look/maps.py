"""France by department: classes of a choropleth, and the places that the metropolitan map does not show.

Outlines: MapSVG, CC BY 4.0, simplified; the credit stands under each map and on the legal page.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

OVERSEAS = {
    "971": "Guadeloupe",
    "972": "Martinique",
    "973": "Guyane",
    "974": "La Réunion",
    "975": "Saint-Pierre-et-Miquelon",
    "976": "Mayotte",
    "977": "Saint-Barthélemy",
    "978": "Saint-Martin",
    "986": "Wallis-et-Futuna",
    "987": "Polynésie française",
    "988": "Nouvelle-Calédonie",
}
ALWAYS_LISTED = ("971", "972", "973", "974", "976")
CLASSES = 5


@cache
def outlines() -> dict[str, Any]:
    return json.loads((Path(__file__).resolve().parent / "data" / "departments.json").read_text())


def name_of(code: str) -> str:
    return OVERSEAS.get(code) or outlines()["departments"].get(code, {}).get("name", code)


def bounds(values: Mapping[str, Any]) -> list[float]:
    """Lower bounds of the five classes: 1, 2, 3… for small counts, else quantiles of what is there."""
    found = sorted({float(value) for value in values.values() if value and float(value) > 0})
    if len(found) <= CLASSES:
        return found
    return sorted({found[len(found) * index // CLASSES] for index in range(CLASSES)})


def class_of(value: Any, limits: list[float]) -> int:
    """0 for nothing, else 1 (least) to 5 (most)."""
    if not value or not limits or float(value) < limits[0]:
        return 0
    reached = sum(1 for limit in limits if float(value) >= limit)
    return reached + CLASSES - len(limits)
