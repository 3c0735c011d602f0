"""What every paper of a residency says: who writes, about which stay, between whom. Plain JSON values."""

from __future__ import annotations

from datetime import date
from typing import Any

from funding.papers import common as spine
from workflows.pdf.french import long_date


def issued(residency: Any, entry: Any) -> dict[str, Any]:
    """The programme's letterhead, from the team's file: it carries the stipend."""
    base = spine.issued(residency.team, entry)
    base["application"] = base["application"] | {"reference": residency.handle, "title": str(residency)}
    return base | {"signature": spine.service_signature(residency.team)}


def written(day: date | None) -> str:
    return long_date(day.isoformat()) if day else "à fixer"


def row(label: str, value: Any) -> dict[str, str]:
    return {"label": label, "value": str(value)}


def sides(residency: Any) -> list[dict[str, str]]:
    return [
        row("Hôte", f"{residency.host.lead.name} (dossier {residency.host.handle})"),
        row("Équipe", f"{residency.team.lead.name} (dossier {residency.team.handle})"),
        row("Lieu", residency.place),
    ]


def weeks(residency: Any) -> list[dict[str, str]]:
    return [
        row(f"Semaine {number}", f"du {written(week.starts_on)} au {written(week.ends_on)}")
        for number, week in enumerate(residency.kept_weeks(), 1)
    ]


def table(caption: str, rows: list[dict[str, str]]) -> dict[str, Any]:
    return {"caption": caption, "rows": rows}


def part(title: str, text: str) -> dict[str, str]:
    return {"title": title, "text": text}


def sheet(residency: Any, entry: Any, subject: str, kind: str, **said: Any) -> dict[str, Any]:
    """`lead` paragraphs, `tables` of facts, `parts` of text: what the common layout shows, all optional."""
    empty: dict[str, Any] = {"lead": [], "tables": [], "parts": []}
    return issued(residency, entry) | {"subject": subject, "kind": kind} | empty | said


def signed(person: Any, quality: str, at: Any) -> dict[str, Any]:
    """By someone of a side, in its name."""
    return {
        "authority": "",
        "first_name": person.first_name if person else "…",
        "last_name": person.last_name if person else "",
        "quality": quality,
        "delegation": "",
        "signed_at": at.isoformat() if at else None,
    }
