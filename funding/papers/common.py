"""What every letter of the spine says: who writes, to whom, about which file, under which law.

Amounts are text with two decimals, rates with six, days ISO dates, moments ISO with their zone.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from workflows import clock
from workflows.pdf.french import long_date

from ..rules.deadlines import APPEAL_MONTHS

CENT, MILLIONTH = Decimal("0.01"), Decimal("0.000001")


def euros(value: Any) -> str:
    return str(Decimal(value).quantize(CENT))


def share(part: Any, whole: Any) -> str:
    return str((Decimal(part) / Decimal(whole)).quantize(MILLIONTH)) if whole else "0.000000"


def moment_of(entry: Any) -> Any:
    return entry.at if entry else clock.now()


def written(moment: Any) -> str:
    """« 12 mars 2027 »: the day in Paris of a moment, in French whoever signs."""
    return long_date(moment.isoformat())


def issued(application: Any, entry: Any) -> dict[str, Any]:
    """Letterhead, place, date and the file in hand."""
    programme = application.call.programme
    contact = application.officer
    return {
        "issuer": {
            "name": programme.authority.name,
            "service": programme.service,
            "address": lines(programme.address),
            "phone": programme.phone,
            "email": programme.email,
        },
        "contact": {"name": contact.get_full_name(), "phone": contact.phone or programme.phone, "email": contact.email}
        if contact
        else {},
        "application": {
            "reference": application.handle,
            "title": application.title,
            "call": application.call.title,
            "received_at": application.submitted_at.isoformat() if application.submitted_at else "",
        },
        "place": programme.place,
        "date": clock.paris_day(moment_of(entry)).isoformat(),
        "salutation": "Madame, Monsieur",
    }


def letter(application: Any, entry: Any) -> dict[str, Any]:
    """An issued paper with its addressee: the lead organisation, for the attention of who filed."""
    lead = application.lead
    return issued(application, entry) | {
        "addressee": {
            "name": lead.name,
            "attention": f"À l’attention de {application.created_by.get_full_name()}",
            "address": address_of(lead),
        }
    }


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.replace(", ", "\n").splitlines() if line.strip()]


def address_of(organisation: Any) -> list[str]:
    town = organisation.commune
    return lines(organisation.address) or ([f"{town.postcode} {town.name}"] if town else [])


def beneficiary(application: Any) -> dict[str, Any]:
    lead = application.lead
    return {
        "name": lead.name,
        "kind": str(lead.get_kind_display()).lower(),
        "siret": lead.siret,
        "address": ", ".join(address_of(lead)),
    }


def silence(application: Any) -> dict[str, Any]:
    """What silence means, and from when (R112-5, L231-4 3° CRPA)."""
    basis = application.call.silence_basis
    if basis == "CRPA, art. L. 231-4, 3°":
        basis = "3° de l’article L. 231-4 du code des relations entre le public et l’administration"
    day = application.silence_on
    return {"effect": "rejection", "date": day.isoformat() if day else "", "basis": basis}


def remedies(application: Any) -> dict[str, Any]:
    """R421-1 and R421-5 CJA, L411-2 CRPA: without this mention no delay runs."""
    programme = application.call.programme
    return {
        "months": APPEAL_MONTHS,
        "court": programme.court,
        "court_address": lines(programme.court_address),
        "superior": programme.head or "l’autorité supérieure",
    }


def service_signature(application: Any) -> dict[str, Any]:
    """Sent by the online service in the name of the service: the author is named (L212-1, L212-2 CRPA)."""
    officer = application.officer
    programme = application.call.programme
    return {
        "first_name": officer.first_name if officer else programme.service,
        "last_name": officer.last_name if officer else "",
        "quality": (officer.quality or "Chargé d’instruction") if officer else programme.authority.name,
        "signed_at": None,
    }


def signed_by(person: Any, mandate: Any, at: Any) -> dict[str, Any]:
    """First name, name, quality and the delegation under which it is signed (L212-1 CRPA)."""
    delegation = ""
    if mandate:
        published = f", publiée le {mandate.published_on:%d/%m/%Y}" if mandate.published_on else ""
        delegation = f"Délégation de signature : {mandate.reference}{published}"
    return {
        "authority": "Par délégation,",
        "first_name": person.first_name if person else "…",
        "last_name": person.last_name if person else "",
        "quality": (person.quality if person else "") or "Signataire délégué",
        "delegation": delegation,
        "signed_at": at.isoformat() if at else None,
    }


def budget(application: Any) -> dict[str, Any]:
    """The annex: cost, base, rate and aid per partner, cost lines, resources."""
    labels = {c["key"]: c["label"] for c in application.call.cost_categories}
    partners = list(application.partners.select_related("organisation").prefetch_related("costs"))
    rows = [
        {
            "name": p.organisation.name,
            "role": "Chef de file" if p.is_lead else "Partenaire",
            "siret": p.organisation.siret,
            "cost": euros(p.cost),
            "base": euros(p.cost),
            "rate": share(p.aid, p.cost),
            "aid": euros(p.aid),
        }
        for p in partners
    ]
    costs = [
        {"label": labels.get(line.category, line.category), "partner": p.organisation.name,
         "cost": euros(line.amount), "base": euros(line.amount)}
        for p in partners for line in p.costs.all() if line.amount
    ]  # fmt: skip
    means = [
        ("Aide demandée", "Objet de la demande", application.aid_requested),
        ("Apport du porteur", "Déclaré", application.own_funding),
        ("Apport des partenaires", "Déclaré", application.partner_funding),
        ("Autres aides publiques", "Déclarées", application.other_public_aid),
    ]
    resources = [{"label": name, "state": state, "amount": euros(value)} for name, state, value in means if value]
    caption = "Coût et aide demandée par partenaire"
    return {"caption": caption, "partners": rows, "lines": costs, "resources": resources}
