"""What a closed session leaves: one frozen record of who was there, what was scored, voted and retained, and its hash.

The record is what the minutes (D05) print. It is canonical JSON: whoever has it can compute the hash again.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from workflows.actors import SYSTEM

from .deliberation import Deliberation
from .models.seat import Proxy


def digest(record: Any) -> str:
    text = json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def adopt(session: Any, reserve: int | None = None) -> None:
    """The files that nobody voted on follow the ranking, each by its own step."""
    for item, outcome, amount in Deliberation(session).settlement(reserve):
        item.settle(by=SYSTEM, outcome=outcome, amount=amount)


def freeze(session: Any) -> dict[str, Any]:
    """The record; each file's own part is kept on its row too, with its rank and score."""
    sitting = Deliberation(session)
    ranks = {place.candidate.reference: place for place in sitting.places}
    files = []
    for item in sitting.items:
        place, score = ranks.get(str(item.pk)), sitting.scores[item.pk]
        item.rank, item.score = place.rank if place else None, score.score
        item.frozen = file_record(item, sitting, place)
        files.append(item.frozen)
    type(sitting.items[0]).objects.bulk_update(sitting.items, ["rank", "score", "frozen"]) if files else None
    return {
        "session": session.pk,
        "call": session.call.code,
        "starts_at": session.starts_at.isoformat(),
        "opened_at": session.opened_at.isoformat(),
        "closed_at": session.closed_at.isoformat(),
        "place": session.place,
        "link": session.link,
        "reopens": session.reopens_id,
        "reopens_why": session.reopens_why,
        "quorum": session.quorum,
        "quorums": session.quorums,
        "envelope": str(session.remaining),
        "allow_skip": session.call.allow_skip,
        "tie_breaks": list(session.call.tie_breaks),
        "grid": [
            {"key": c.key, "label": str(c.label), "weight": str(c.weight), "threshold": text(c.threshold)}
            for c in sitting.grid
        ],
        "seats": [seat_record(seat) for seat in sitting.seats],
        "proxies": proxies_record(session, sitting),
        "files": files,
        "spent": str(sitting.spent),
        "note": session.note,
    }


def seat_record(seat: Any) -> dict[str, Any]:
    return {
        "seat": seat.pk,
        "name": seat.user.get_full_name(),
        "quality": seat.user.quality,
        "college": seat.college,
        "chair": seat.is_chair,
        "secretary": seat.is_secretary,
        "votes": seat.may_vote,
        "presences": [
            {"from": p.arrived_at.isoformat(), "to": p.left_at.isoformat() if p.left_at else None}
            for p in seat.presences.all()
        ],
    }


def proxies_record(session: Any, sitting: Deliberation) -> dict[str, Any]:
    """The rule that the session gave itself, and every proxy of it; none was ever in a quorum (`Deliberation.lent`)."""
    names = {seat.pk: seat.user.get_full_name() for seat in sitting.seats}
    given = Proxy.objects.filter(giver__in=list(names))
    return {
        "each": session.proxies_each,
        "within_college": session.proxies_within_college,
        "in_quorum": False,
        "given": [
            {"giver": names[row.giver_id], "holder": names[row.holder_id], "from": row.given_at.isoformat(),
             "to": (row.ended_at or session.closed_at).isoformat()}
            for row in given
        ],
    }  # fmt: skip


def file_record(item: Any, sitting: Deliberation, place: Any) -> dict[str, Any]:
    file, score = item.application, sitting.scores[item.pk]
    names = {seat.user_id: seat.user.get_full_name() for seat in sitting.seats}
    open_ballots = [b for b in item.ballots.all() if b.choice]
    return {
        "item": item.pk,
        "position": item.position,
        "reference": file.reference,
        "title": file.title,
        "lead": file.lead.name,
        "asked": str(file.aid_requested),
        "proposed": str(item.proposed),
        "rapporteur": item.rapporteur.get_full_name() if item.rapporteur else "",
        "score": text(score.score),
        "means": {key: str(mean) for key, mean in score.means.items()},
        "marks": [list(mark) for mark in sorted(sitting.sheets.get(item.application_id, []))],
        "unrankable": [refusal.sentence for refusal in score.refusals],
        "rank": place.rank if place else None,
        "decided_by": place.decided_by if place else "",
        "recused": [
            {"name": names[user], "reason": reason}
            for user, reason in sorted(sitting.barred(item).items())
            if user in names
        ],
        "rounds": item.rounds,
        "ballots": [
            {"round": b.round, "seat": b.seat_id, "choice": b.choice, "cast_by": b.cast_by_id} for b in open_ballots
        ],
        "outcome": item.outcome,
        "amount": str(item.amount),
        "conditions": item.conditions,
        "note": item.note,
    }


def text(value: Any) -> str:
    return "" if value is None else str(value)
