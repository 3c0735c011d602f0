"""The papers of the network, each named once (domain L): admission, waiting list, redirection, and those of a place."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from funding.papers.common import (
    beneficiary,
    euros,
    letter,
    lines,
    remedies,
    service_signature,
    signed_by,
    written,
)
from funding.papers.decisions import CODE, act, after_first, considering
from people.models import Membership
from workflows import clock
from workflows.papers import PaperKind

NOT_MONEY = "L’accompagnement est un service : la présente décision ne porte le versement d’aucune somme."


def node_of(thing: Any) -> dict[str, Any]:
    node = thing.cohort.node
    return {
        "name": node.name, "organisation": node.organisation.name, "siret": node.organisation.siret,
        "email": node.email,
    }  # fmt: skip


def cohort_of(cohort: Any) -> dict[str, Any]:
    return {
        "name": cohort.name, "node": cohort.node.name, "starts_on": cohort.starts_on.isoformat(),
        "ends_on": cohort.ends_on.isoformat(), "capacity": cohort.capacity,
    }  # fmt: skip


def number(value: Decimal) -> str:
    """« 3,5 »: without the zeros that say nothing."""
    return f"{value.normalize():f}".replace(".", ",")


# --- Of a file


def admission(application: Any, entry: Any) -> dict[str, Any]:
    from .models import Recruitment

    rules, decision = Recruitment.of(application.call), application.decision
    place = application.places.holding().last()
    return act(application, entry) | {
        "subject": f"Admission du projet « {application.title} »",
        "cohort": cohort_of(place.cohort if place else rules.cohort),
        "from_list": bool(place and place.from_list),
        "accept_days": rules.accept_days,
        "conditions": [line.strip() for line in decision.conditions.splitlines() if line.strip()],
        "not_money": NOT_MONEY,
    }


def waiting_list(application: Any, entry: Any) -> dict[str, Any]:
    from .models import Recruitment

    rules, decision = Recruitment.of(application.call), application.decision
    return act(application, entry) | {
        "subject": f"Inscription du projet « {application.title} » sur la liste complémentaire",
        "cohort": cohort_of(rules.cohort),
        "rank": decision.rank,
        "valid_until": decision.valid_until.isoformat(),
        "accept_days": rules.accept_days,
    }


def redirection(application: Any, entry: Any) -> dict[str, Any]:
    """CRPA, art. L. 114-2: forwarded to whom it concerns, and its author told."""
    moved = application.redirections.filter(consented=True).select_related("origin", "target").last()
    to = moved.target.programme
    node = moved.node
    return letter(application, entry) | {
        "subject": f"Réorientation du dossier « {application.title} »",
        "origin": moved.origin.title,
        "target": moved.target.title,
        "node": {"name": node.name if node else to.authority.name, "email": node.email if node else to.email},
        "reason": moved.reason,
        "consented_on": clock.paris_day(moved.answered_at).isoformat(),
        "silence_on": application.silence_on.isoformat() if application.silence_on else "",
        "signature": service_signature(application),
    }


# --- Of a place


def about(place: Any, entry: Any) -> dict[str, Any]:
    """A letter of the node about a project it accompanies."""
    node = place.cohort.node
    return letter(place.application, entry) | {
        "node": node_of(place),
        "cohort": cohort_of(place.cohort),
        "signature": signature_of_node(place, entry),
        "contact": {"name": place.coach.get_full_name(), "phone": place.coach.phone, "email": node.email}
        if place.coach
        else {},
    }


def signature_of_node(place: Any, entry: Any) -> dict[str, Any]:
    """Of whoever took the step, for the node."""
    person = entry.by if entry is not None and entry.by_id else None
    return {
        "authority": f"Pour {place.cohort.node.name},",
        "first_name": person.first_name if person else place.cohort.node.organisation.name,
        "last_name": person.last_name if person else "",
        "quality": (person.quality if person else "") or "Responsable de l’accélérateur",
        "signed_at": entry.at.isoformat() if entry is not None else None,
    }


def charter(place: Any, entry: Any) -> dict[str, Any]:
    """« Convention d’accompagnement »: parties, object, length, what is given and what it is worth, leaving."""
    check, application = place.aid_check, place.application
    de_minimis = check is not None and check.regime == "de_minimis"
    return about(place, entry) | {
        "subject": f"Convention d’accompagnement du projet « {application.title} »",
        "parties": [holder_party(place), node_party(place)],
        "beneficiary": beneficiary(application),
        "coach": place.coach.get_full_name(),
        "aims": place.aims,
        "support": place.support,
        "hours": number(place.hours),
        "hour_price": euros(place.hour_price),
        "value": euros(place.aid_value),
        "de_minimis": de_minimis,
        "regime": check.regime_text if check else "",
        "milestones": [
            {"title": m.title, "expected": m.expected, "due_on": m.due_on.isoformat()} for m in place.milestones.all()
        ],
        "pause_days": place.cohort.most_pause_days,
    }


def holder_party(place: Any) -> dict[str, Any]:
    lead, person = place.application.lead, place.holder_signed_by
    return {
        "called": "le porteur", "name": lead.name, "siret": lead.siret,
        "address": beneficiary(place.application)["address"],
        "representative": person.get_full_name() if person else "",
        "quality": place.holder_quality, "signed_at": place.holder_signed_at.isoformat() if person else "",
    }  # fmt: skip


def node_party(place: Any) -> dict[str, Any]:
    organisation, person = place.cohort.node.organisation, place.signed_by
    head = Membership.objects.binding().filter(organisation=organisation, user=person).first() if person else None
    return {
        "called": "l’accélérateur", "name": f"{organisation.name} ({place.cohort.node.name})",
        "siret": organisation.siret, "address": ", ".join(lines(organisation.address)),
        "representative": person.get_full_name() if person else "",
        "quality": (person.quality if person else "") or ("Responsable" if head else ""),
        "signed_at": place.signed_at.isoformat() if person else "",
    }  # fmt: skip


def grievances(place: Any, entry: Any) -> dict[str, Any]:
    """CRPA, art. L. 121-1 and L. 122-1: facts, rule, measure, delay, right to be heard and to counsel."""
    hearing = place.hearing
    return about(place, entry) | {
        "subject": f"Procédure de sortie du programme : projet « {place.application.title} »",
        "grievances": hearing.grievances,
        "rule": hearing.rule,
        "deadline": hearing.answer_by.isoformat(),
        "reply_address": f"{settings.SITE_URL}{place.get_absolute_url()}",
    }


def exit_decision(place: Any, entry: Any) -> dict[str, Any]:
    hearing, application = place.hearing, place.application
    programme = application.call.programme
    head = programme.head or programme.authority.name
    admitted = application.decision
    last = signed_by(hearing.decided_by, hearing.mandate, hearing.decided_at)
    return letter(application, entry) | {
        "reference": hearing.number,
        "subject": f"Sortie du programme du projet « {application.title} »",
        "authority_title": head[:1].upper() + head[1:],
        "proposal": "",
        "visas": [
            f"{CODE}, notamment ses articles L. 121-1, L. 122-1, L. 211-2 et L. 211-5",
            f"la décision d’admission n° {admitted.number} du {written(admitted.signed_at)}",
            f"la convention d’accompagnement signée le {written(place.signed_at)}",
            f"la lettre du {written(hearing.opened_at)}, qui fixe les griefs",
            *(f"la délégation de signature : {m.reference}" for m in (hearing.first_mandate, hearing.mandate) if m),
        ],
        "recitals": considering(hearing.reasons),
        "grievances": hearing.grievances,
        "rule": hearing.rule,
        "answer": hearing.answer,
        "answered_on": clock.paris_day(hearing.answered_at).isoformat() if hearing.answered_at else "",
        "until": hearing.answer_by.isoformat(),
        "why_not_followed": hearing.why_not_followed,
        "node": node_of(place),
        "cohort": cohort_of(place.cohort),
        "execution": f"Le service « {programme.service} »",
        "remedies": remedies(application),
        **after_first(application, hearing, last),
    }  # fmt: skip


def pause(place: Any, entry: Any) -> dict[str, Any]:
    return about(place, entry) | {
        "subject": f"Pause dans le programme du projet « {place.application.title} »",
        "from": place.paused_on.isoformat(),
        "until": place.paused_until.isoformat(),
        "reason": place.paused_why,
        "days_left": max(0, place.pause_days_left - (place.paused_until - place.paused_on).days),
    }


def milestone(found: Any, entry: Any) -> dict[str, Any]:
    """« Compte rendu de jalon » (D13): what was shown, and what is said of it."""
    place = found.place
    return about(place, entry) | {
        "subject": f"Compte rendu du jalon « {found.title} »",
        "milestone": {"title": found.title, "expected": found.expected, "due_on": found.due_on.isoformat()},
        "evidence": found.evidence,
        "filed_on": clock.paris_day(found.filed_at).isoformat(),
        "filed_by": found.filed_by.get_full_name(),
        "piece": {"name": found.document.name, "sha256": found.document.sha256} if found.document else {},
        "result": str(found.get_state_display()),
        "conditional": found.state == found.S.CONDITIONAL,
        "said": found.said,
    }


def certificate(place: Any, entry: Any) -> dict[str, Any]:
    given = sum((row.value for row in place.supports.all()), start=0)
    return about(place, entry) | {
        "subject": "Attestation de fin de programme",
        "beneficiary": beneficiary(place.application),
        "started_on": clock.paris_day(place.signed_at).isoformat(),
        "ended_on": place.graduated_on.isoformat(),
        "outcome": str(place.get_outcome_display()),
        "note": place.outcome_note,
        "milestones": [
            {"title": m.title, "judged_on": clock.paris_day(m.judged_at).isoformat()}
            for m in place.milestones.all()
            if m.judged_at
        ],
        "given": euros(given),
        "hours": number(sum((row.hours for row in place.supports.all()), start=Decimal(0))),
    }


def impact(survey: Any, entry: Any) -> dict[str, Any]:
    """« Bilan d’impact »: what the project says of itself so long after the programme."""
    place = survey.place
    told = [
        ("Le projet continue", "Oui" if survey.still_running else "Non"),
        ("Emplois, en équivalents temps plein", survey.jobs),
        ("Usagers touchés depuis le début", survey.users),
        ("Territoires où le projet est présent", survey.territories),
    ]
    return about(place, entry) | {
        "subject": f"Bilan d’impact à {survey.months} mois : « {place.application.title} »",
        "months": survey.months,
        "ended_on": place.graduated_on.isoformat(),
        "answered_on": clock.paris_day(survey.answered_at).isoformat(),
        "told": [{"name": name, "value": str(value)} for name, value in told if value is not None],
        "raised": euros(survey.raised) if survey.raised is not None else "",
        "words": survey.words,
        "outcome": str(place.get_outcome_display()),
    }


redirection = PaperKind("D01r", "accelerator_redirection", _("Lettre de réorientation"), redirection)
admission = PaperKind("D07a", "accelerator_admission", _("Décision d’admission"), admission)
waiting_list = PaperKind("D09a", "accelerator_waiting_list", _("Inscription sur la liste complémentaire"), waiting_list)
charter = PaperKind("D10a", "accelerator_charter", _("Convention d’accompagnement"), charter)
milestone = PaperKind("D13", "accelerator_milestone", _("Compte rendu de jalon"), milestone)
grievances = PaperKind("D14a", "accelerator_grievances", _("Lettre de griefs"), grievances)
exit_decision = PaperKind("D15a", "accelerator_exit", _("Décision de sortie"), exit_decision)
pause = PaperKind("D15p", "accelerator_pause", _("Lettre de pause"), pause)
certificate = PaperKind("D19a", "accelerator_certificate", _("Attestation de fin de programme"), certificate)
impact = PaperKind("D20a", "accelerator_impact", _("Bilan d’impact"), impact)
