"""Papers before the decision: receipt (D01), request for pieces (D02), eligibility (D03)."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from workflows import clock
from workflows.pdf.french import long_moment

from .common import beneficiary, euros, letter, moment_of, remedies, service_signature, silence, written


def receipt(application: Any, entry: Any) -> dict[str, Any]:
    """Every mention of R112-5 CRPA: without one, no delay binds the applicant (L112-6)."""
    return letter(application, entry) | {
        "subject": "Accusé de réception de votre demande de financement",
        "beneficiary": beneficiary(application),
        "requested": {"amount": euros(application.aid_requested), "cost": euros(application.total_cost)},
        "silence": silence(application),
        "remedies": remedies(application),
        "missing": [],
        "notes": [],
        "pieces": [
            {"name": d.piece.label if d.piece else d.name, "file": d.name, "size": d.size, "sha256": d.sha256}
            for d in application.documents.current().select_related("piece")
        ],
        "signature": service_signature(application),
    }


def missing_pieces(application: Any, entry: Any) -> dict[str, Any]:
    request = application.piece_requests.last()
    pieces = [
        {
            "name": piece.label,
            "required_by": piece.required_by or "Règlement de l’appel",
            "note": "",
            "indispensable": piece.indispensable,
        }
        for piece in request.pieces.all()
    ]
    if request.other:
        rules = "Règlement de l’appel"
        pieces.append({"name": request.other, "required_by": rules, "note": "", "indispensable": True})
    for _file, label, _copy in request.asked_copies():
        pieces.append({"name": label, "required_by": "Règlement de l’appel", "note": "", "indispensable": True})
    pieces[0]["note"] = request.message
    return letter(application, entry) | {
        "subject": "Demande de pièces complémentaires",
        "silence": silence(application),
        "deadline": request.due_on.isoformat(),
        "reply_address": f"{settings.SITE_URL}{application.get_absolute_url()}",
        "pieces": pieces,
        "lapse": "Si les pièces indispensables ne nous parviennent pas à cette date, votre demande deviendra caduque.",
        "signature": service_signature(application),
    }


def eligibility(application: Any, entry: Any) -> dict[str, Any]:
    call, lead = application.call, application.lead
    received = long_moment(application.submitted_at.isoformat())
    checks = [
        ("Demandeur admis par l’appel", f"{lead.name} ({str(lead.get_kind_display()).lower()})"),
        ("Dépôt avant la clôture", f"Déposé le {received}"),
        ("Dossier complet", "Toutes les pièces exigées sont au dossier"),
        ("Projet non commencé avant le dépôt", f"Début prévu le {_day(application.starts_on)}"),
    ]
    return letter(application, entry) | {
        "subject": "Attestation de complétude et de recevabilité",
        "beneficiary": beneficiary(application),
        "silence": silence(application),
        "complete_on": clock.paris_day(moment_of(entry)).isoformat(),
        "checks": [{"criterion": criterion, "finding": finding} for criterion, finding in checks],
        "next_steps": [
            f"Votre projet est maintenant étudié : {call.reviews_wanted} personnes indépendantes l’évaluent sur les "
            "critères publiés de l’appel, puis nous vous écrirons dès que la décision sera signée."
        ],
        "signature": service_signature(application),
    }


def _day(value: Any) -> str:
    return written(value) if value else "à préciser"
