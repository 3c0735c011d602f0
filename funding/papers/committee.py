"""The committee's papers: convocation (D04) and minutes (D05). Facts of the minutes come from the frozen record."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings

from workflows import clock

from .. import recusals
from ..models.seat import College
from .common import euros, lines, moment_of

OUTCOMES = {
    "favourable": "Favorable",
    "conditional": "Favorable sous conditions",
    "reserve": "Liste complémentaire",
    "unfavourable": "Défavorable",
    "adjourned": "Ajourné",
    "": "Sans avis",
}
# What separated a file from the one above it, in the words of the call.
BREAKS = {
    "margin": "marge sur le critère éliminatoire",
    "impact": "note d’impact",
    "cost_per_point": "coût public par point",
    "earliest": "dossier complet plus tôt",
}


def issued(session: Any, entry: Any) -> dict[str, Any]:
    """Letterhead of the service that convenes; the session in hand."""
    programme = session.call.programme
    return {
        "issuer": {
            "name": programme.authority.name,
            "service": programme.service,
            "address": lines(programme.address),
            "phone": programme.phone,
            "email": programme.email,
        },
        "contact": {},
        "application": {"reference": session.handle, "title": str(session), "call": session.call.title},
        "place": programme.place,
        "date": clock.paris_day(moment_of(entry)).isoformat(),
        "salutation": "Madame, Monsieur",
        "session": {
            "starts_at": session.starts_at.isoformat(),
            "duration": session.duration,
            "place": session.place,
            "link": session.link,
            "reopens_why": session.reopens_why,
        },
    }


def signature(seat: Any, at: Any, quality: str) -> dict[str, Any]:
    user = seat.user if seat else None
    return {
        "authority": "",
        "first_name": user.first_name if user else "…",
        "last_name": user.last_name if user else "",
        "quality": quality,
        "delegation": "",
        "signed_at": at.isoformat() if at else None,
    }


def quorum(total: int, colleges: dict[str, int]) -> list[str]:
    words = [f"{total} voix présentes"]
    return words + [f"{College(key).label} : {needed}" for key, needed in colleges.items()]


def proxy_rule(each: int, within_college: bool) -> str:
    """As the convocation announces it and the minutes repeat it; nothing where the session allows none."""
    if not each:
        return ""
    college = " du même collège" if within_college else ""
    most = "un pouvoir au plus" if each == 1 else f"{each} pouvoirs au plus"
    return (
        f"Un membre absent peut donner pouvoir à un autre membre{college}, présent en séance ; chacun tient {most}. "
        "Un pouvoir ne compte pas dans le quorum et ne sert pas sur un dossier dont l’un des deux se déporte."
    )


def convocation(session: Any, entry: Any) -> dict[str, Any]:
    programme = session.call.programme
    seats = session.seats.select_related("user")
    items = session.items.select_related("application__lead", "rapporteur")
    apart = recusals.of_session(session)
    return issued(session, entry) | {
        "subject": f"Convocation du comité de l’appel « {session.call.title} »",
        "members": [
            {"name": s.user.get_full_name(), "college": str(s.get_college_display()), "function": str(s.function)}
            for s in seats
        ],
        "agenda": [point(item, apart=item.application_id in apart) for item in items],
        "quorum": quorum(session.quorum, session.quorums),
        "proxy_rule": proxy_rule(session.proxies_each, session.proxies_within_college),
        "envelope": euros(session.envelope) if session.call.face.WITH_AMOUNT else "",
        "address": settings.SITE_URL + session.get_absolute_url(),
        "signature": {
            "authority": "", "first_name": programme.service, "last_name": "", "quality": programme.authority.name,
            "delegation": "", "signed_at": None,
        },
    }  # fmt: skip


def point(item: Any, apart: bool) -> dict[str, Any]:
    """One paper goes to all: a file from which a member steps aside is named on the page of the session alone."""
    if apart:
        return {"position": item.position, "title": "", "lead": "", "asked": "", "rapporteur": ""}
    return {
        "position": item.position,
        "title": item.application.title,
        "lead": item.application.lead.name,
        "asked": euros(item.application.aid_requested),
        "rapporteur": item.rapporteur.get_full_name() if item.rapporteur else "",
    }


def minutes(session: Any, entry: Any) -> dict[str, Any]:
    record = session.snapshot
    proxies = record.get("proxies") or {"each": 0, "within_college": False, "given": []}
    files = sorted(record["files"], key=lambda file: (file["rank"] is None, file["rank"], file["position"]))
    return issued(session, entry) | {
        "subject": "Procès-verbal du comité",
        "opened_at": record["opened_at"],
        "closed_at": record["closed_at"],
        "quorum": quorum(record["quorum"], record["quorums"]),
        "seats": [seat(row) for row in record["seats"]],
        "proxy_rule": proxy_rule(proxies["each"], proxies["within_college"]),
        "proxies": proxies["given"],
        "recusals": [
            {"name": away["name"], "file": f"{file['reference']} · {file['title']}", "reason": away["reason"]}
            for file in record["files"]
            for away in file["recused"]
        ],
        "rules": {
            "envelope": euros(record["envelope"]) if session.call.face.WITH_AMOUNT else "",
            "spent": euros(record["spent"]),
            "left": euros(Decimal(record["envelope"]) - Decimal(record["spent"])),
            "allow_skip": record["allow_skip"],
            "tie_breaks": [BREAKS.get(name, name) for name in record["tie_breaks"]],
        },
        "files": [deliberated(file) for file in files],
        "note": [line for line in record["note"].splitlines() if line.strip()],
        "sha256": session.sha256,
        "signatures": [
            signature(session.secretary, session.secretary_signed_at, "Secrétaire de séance"),
            signature(session.chair, moment_of(entry) if entry else session.chair_signed_at, "Préside le comité"),
        ],
    }


def seat(row: dict[str, Any]) -> dict[str, Any]:
    functions = [("chair", "préside"), ("secretary", "secrétaire de séance")]
    function = next((word for key, word in functions if row[key]), "" if row["votes"] else "sans voix délibérative")
    return {
        "name": row["name"],
        "quality": row["quality"],
        "college": str(College(row["college"]).label),
        "function": function,
        "presences": row["presences"],
    }


def deliberated(file: dict[str, Any]) -> dict[str, Any]:
    return {
        "rank": file["rank"],
        "reference": file["reference"],
        "title": file["title"],
        "lead": file["lead"],
        "score": file["score"].replace(".", ","),
        "decided_by": BREAKS.get(file["decided_by"], ""),
        "asked": euros(file["asked"]),
        "amount": euros(file["amount"]) if file["outcome"] in ("favourable", "conditional") else "",
        "outcome": OUTCOMES[file["outcome"]],
        "conditions": [line for line in file["conditions"].splitlines() if line.strip()],
        "notes": [line for line in file["note"].splitlines() if line.strip()],
        "unrankable": file["unrankable"],
        "votes": [vote(row) for row in file["rounds"]],
    }


def vote(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "motion": OUTCOMES[row["outcome"]],
        "amount": euros(row["amount"]) if Decimal(row["amount"]) else "",
        "for": row["for"],
        "against": row["against"],
        "abstain": row["abstain"],
        "by_proxy": row.get("by_proxy", 0),
        "secret": row["secret"],
        "carried": row["carried"],
        "casting": {"for": "pour", "against": "contre"}.get(row["casting"], ""),
    }
