"""The papers of a guarantee, each named once, with its facts: plain values, frozen when the step is taken."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from funding.papers.common import euros, issued, lines, remedies, signed_by, written
from funding.papers.decisions import act, after_first, considering
from look.typography import euros_cents, percent
from workflows import clock
from workflows.papers import PaperKind

from .paper_facts import planned, received, said, terms

ZERO = Decimal("0.00")


def to_bank(cover: Any, entry: Any) -> dict[str, Any]:
    bank = cover.agreement.bank
    town = bank.commune
    address = lines(bank.address) or ([f"{town.postcode} {town.name}"] if town else [])
    return issued(cover.application, entry) | {
        "addressee": {"name": bank.name, "attention": "", "address": address},
        "reference": f"{cover.handle}-{entry.sequence}" if entry else "PROJET",
        "tables": [terms(cover)],
        "sums": {},
        "paragraphs": [],
    }


def service(cover: Any) -> dict[str, Any]:
    from funding.papers.common import service_signature

    return service_signature(cover.application)


def notification(application: Any, entry: Any) -> dict[str, Any]:
    """Q4: rate, ceiling, duration, commission, gross grant equivalent; who may invoke it, and until when."""
    cover = application.cover
    by = f"{cover.agreement.bank.name}, par délégation du fonds" if cover.delegated else cover.fund.name
    return act(application, entry) | {
        "subject": f"Garantie du prêt « {application.title} »",
        "articles": [
            {"title": "Objet", "text": f"{by} garantit, pour la quotité et dans la limite ci-dessous, la perte finale "
             f"de {cover.agreement.bank.name} sur le prêt accordé à {application.lead.name}."},
            {"title": "Portée", "text": "La garantie est un partage de perte. La banque seule en bénéficie : "
             "l’emprunteur et ses cautions ne peuvent pas l’invoquer. La banque garde son propre risque et réalise "
             "d’abord les sûretés."},
            {"title": "Mise en place", "text": f"La garantie prend effet après le décaissement du prêt et le paiement "
             f"de la commission. L’offre vaut jusqu’au {said(cover.offer_ends_on)} ; passé ce jour, elle est caduque."},
            {"title": "Aide d’État", "text": f"L’avantage pour l’emprunteur est une aide de minimis de "
             f"{euros_cents(cover.gge)} en équivalent-subvention brut (règlement (UE) 2023/2831, article 4, "
             "paragraphe 6). Elle compte pendant trois ans."},
        ],
        "tables": [terms(cover)],
    }  # fmt: skip


def guarantee_act(cover: Any, entry: Any) -> dict[str, Any]:
    return to_bank(cover, entry) | {
        "subject": "Acte de garantie",
        "lead": "La garantie est en vie.",
        "paragraphs": [
            f"Le prêt a été décaissé le {said(cover.disbursed_on)} et {received(cover)}. La garantie court jusqu’à la "
            f"dernière échéance, le {said(cover.ends_on)}.",
            "Elle suit le capital restant dû : à chaque compte rendu, l’encours baisse dans la même proportion.",
            f"Un redressement, une liquidation ou une déchéance du terme se déclare dans les "
            f"{cover.agreement.notice_days} jours. La garantie ne joue pas pour un événement survenu dans les "
            f"{cover.agreement.waiting_months} mois qui suivent le décaissement.",
        ],
        "tables": [terms(cover), planned(cover)],
        "signature": service(cover),
    }


def call_receipt(cover: Any, entry: Any) -> dict[str, Any]:
    claim = cover.claim
    return to_bank(cover, entry) | {
        "subject": "Accusé de réception de votre appel en garantie",
        "lead": f"Nous avons reçu votre appel le {said(clock.paris_day(claim.called_at))}.",
        "paragraphs": [
            f"Événement : {str(claim.get_event_display()).lower()} du {said(claim.event_on)}, déclaré le "
            f"{said(claim.notified_on)}. Perte estimée : {euros_cents(claim.estimated_loss)} sur un capital restant dû "
            f"de {euros_cents(claim.outstanding)}.",
            f"La provision est calculée puis versée au plus tard le {said(claim.pay_by)}. Elle ne vaut pas acceptation "
            "définitive : la perte finale décide, une fois les sûretés réalisées.",
            "Les appels sont servis dans l’ordre de leur réception.",
        ],
        "signature": service(cover),
    }


def provision_order(cover: Any, entry: Any) -> dict[str, Any]:
    claim = cover.claim
    return to_bank(cover, entry) | {
        "subject": "Ordre de paiement d’une provision",
        "lead": f"Payer à {cover.agreement.bank.name} la somme de {euros_cents(claim.provision)}.",
        "sums": {
            "caption": "Calcul de la provision",
            "rows": [
                {"label": "Perte estimée par la banque", "amount": euros(claim.estimated_loss)},
                {"label": f"Quotité effective : {percent(cover.shown_rate)}", "amount": ""},
                {"label": "Encours garanti à l’événement", "amount": euros(cover.exposure)},
            ],
            "total": {"label": "Provision à payer", "amount": euros(claim.provision)},
        },
        "certified": signed_by(claim.calculated_by, None, claim.calculated_at) | {"authority": "Calculé par"},
        "signature": signed_by(entry.by if entry else None, None, entry.at if entry else None)
        | {"authority": "Paiement libéré par"},
    }


def final_statement(cover: Any, entry: Any) -> dict[str, Any]:
    claim = cover.claim
    last = (
        {"label": "Trop-versé que la banque rend", "amount": euros(claim.refund)}
        if claim.refund
        else {"label": "Complément à payer", "amount": euros(claim.complement)}
    )
    return to_bank(cover, entry) | {
        "subject": "Décompte définitif",
        "lead": "La perte est définitive : voici ce que le fonds doit, et ce qu’il a déjà versé.",
        "sums": {
            "caption": "Décompte",
            "rows": [
                {"label": "Perte définitive certifiée", "amount": euros(claim.final_loss)},
                {"label": f"Dû par le fonds : {percent(cover.shown_rate)}", "amount": euros(claim.final_due)},
                {"label": "Provision déjà versée", "amount": euros(claim.provision_paid)},
            ],
            "total": last,
        },
        "paragraphs": [
            f"Certification : {claim.certified}",
            f"Toute récupération ultérieure se partage dans la même proportion : {percent(cover.shown_rate)} au fonds, "
            "le reste à la banque, nette des frais.",
        ],
        "certified": signed_by(claim.final_by, None, claim.final_at) | {"authority": "Calculé par"},
        "signature": signed_by(entry.by if entry else None, None, entry.at if entry else None)
        | {"authority": "Arrêté par"},
    }


def recovery_statement(cover: Any, entry: Any) -> dict[str, Any]:
    rows = [r for r in cover.recoveries.all() if r.received_on]
    total = sum((r.fund_part for r in rows), ZERO)
    return to_bank(cover, entry) | {
        "subject": "Relevé de récupérations",
        "lead": "Voici ce qui a été récupéré, et comment chacun en a pris sa part.",
        "sums": {
            "caption": "Part du fonds",
            "rows": [
                {"label": f"{said(r.received_on)} : {euros_cents(r.net)} nets des frais", "amount": euros(r.fund_part)}
                for r in rows
            ],
            "total": {"label": "Revenu au fonds", "amount": euros(total)},
        },
        "signature": service(cover),
    }


def release(cover: Any, entry: Any) -> dict[str, Any]:
    return to_bank(cover, entry) | {
        "subject": "Mainlevée de la garantie",
        "lead": "La garantie est libérée.",
        "paragraphs": [
            f"Le prêt est remboursé, ou sa dernière échéance du {said(cover.ends_on)} est passée sans événement "
            "déclaré. Le fonds ne doit plus rien à ce titre.",
        ],
        "signature": service(cover),
    }


def amendment(cover: Any, entry: Any) -> dict[str, Any]:
    last = cover.amendments.exclude(signed_at=None).last() or cover.pending_amendment
    mandate = cover.application.signing_mandate(last.signed_by, last) if last.signed_by else None
    committee = [f"Avis du comité : {last.committee}."] if last.committee else []
    return to_bank(cover, entry) | {
        "subject": "Avenant à la garantie",
        "lead": f"La durée du prêt passe de {last.months_before} à {last.months} mois.",
        "paragraphs": [
            f"Motif : {last.reason}",
            f"La dernière échéance est le {said(cover.ends_on)}. L’équivalent-subvention brut passe de "
            f"{euros_cents(last.gge_before)} à {euros_cents(last.gge)}.",
            *committee,
            "Les autres conditions de la garantie sont inchangées.",
        ],
        **after_first(cover.application, last, signed_by(last.signed_by, mandate, last.signed_at)),
    }


def measure(cover: Any, entry: Any, subject: str, effect: str, rule: str) -> dict[str, Any]:
    """An act against the bank: what was held, what it answered, why, and the ways to contest it."""
    last = cover.grievances.last()
    heard = (
        f"la banque a présenté ses observations le {written(last.answered_at)}"
        if last.answered_at
        else f"la banque, invitée à présenter ses observations jusqu’au {said(last.due_on)}, n’a pas répondu"
    )
    return to_bank(cover, entry) | {
        "reference": last.number or "PROJET",
        "subject": subject,
        "authority_title": cover.application.call.programme.head or cover.fund.name,
        "visas": [
            "le code des relations entre le public et l’administration, notamment ses articles L. 121-1, L. 122-1 et "
            "L. 211-2",
            f"la convention de partenariat {cover.agreement.reference}",
            f"la garantie {cover.handle}",
        ],
        "recitals": [*considering(last.reasons), heard],
        "proposal": "",
        "articles": [{"title": "Décision", "text": effect}, {"title": "Fondement", "text": rule}],
        **after_first(cover.application, last, signed_by(last.decided_by, last.mandate, last.decided_at)),
        "remedies": remedies(cover.application),
        "beneficiary": {"name": cover.agreement.bank.name},
        "execution": f"Le service « {cover.application.call.programme.service} »",
    }


def forfeiture(cover: Any, entry: Any) -> dict[str, Any]:
    effect = "L’appel en garantie est rejeté. La garantie est déchue : le fonds ne doit rien au titre de ce prêt."
    rule = f"La convention {cover.agreement.reference} : mise en jeu, délais et obligations de la banque."
    return measure(cover, entry, "Déchéance de la garantie", effect, rule)


def voidance(cover: Any, entry: Any) -> dict[str, Any]:
    effect = "La garantie est annulée pour fraude, à la date où elle avait été accordée."
    rule = (
        "Article L. 241-2 du code des relations entre le public et l’administration : un acte obtenu par fraude "
        "peut à tout moment être retiré."
    )
    return measure(cover, entry, "Annulation de la garantie", effect, rule)


ACT, LETTER = "guarantee_decision", "guarantee_letter"
notification = PaperKind("G04", "guarantee_notification", _("Notification de garantie"), notification, layout=ACT)
guarantee_act = PaperKind("G06", "guarantee_act", _("Acte de garantie"), guarantee_act, layout=LETTER)
call_receipt = PaperKind("G10", "call_receipt", _("Accusé de réception de l’appel"), call_receipt, layout=LETTER)
provision_order = PaperKind("G11", "provision_order", _("Ordre de paiement"), provision_order, layout=LETTER)
forfeiture = PaperKind("G12", "forfeiture", _("Décision de déchéance de garantie"), forfeiture, layout=ACT)
final_statement = PaperKind("G13", "final_statement", _("Décompte définitif"), final_statement, layout=LETTER)
recovery_statement = PaperKind(
    "G14", "recovery_statement", _("Relevé de récupérations"), recovery_statement, layout=LETTER
)
release = PaperKind("G15", "guarantee_release", _("Mainlevée"), release, layout=LETTER)
voidance = PaperKind("G16", "voidance", _("Décision d’annulation"), voidance, layout=ACT)
amendment = PaperKind("G17", "guarantee_amendment", _("Avenant"), amendment, layout=LETTER)
