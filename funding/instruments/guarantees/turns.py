"""Whose turn it is on a cover, and what comes next: the first sentence of its page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from look.typography import day, euros_cents

from .models.cover_record import OWING
from .models.cover_record import CoverState as S


def turn(cover: Any) -> tuple[str, str]:
    if cover.commission_due and cover.state in OWING:
        return _owing(cover)
    return SAID[cover.state](cover)


def _offered(cover: Any) -> tuple[str, str]:
    if cover.disbursed_on is None:
        said = _("Sans décaissement le %(day)s au plus tard, l’offre prend fin.")
        return _("La banque décaisse le prêt"), said % {"day": day(cover.offer_ends_on)}
    if cover.commission_due:
        said = _("Il reste %(left)s de commission à recevoir avant la mise en place.")
        return _("Le fonds attend la commission"), said % {"left": euros_cents(cover.commission_due)}
    return _("Le fonds met la garantie en place"), _("Le prêt est décaissé et la commission payée.")


def _owing(cover: Any) -> tuple[str, str]:
    text = _("Il reste %(left)s de commission annuelle à verser au fonds.") % {
        "left": euros_cents(cover.commission_due)
    }
    if cover.state in cover.OVER:
        return str(cover.get_state_display()), text
    until = _("Tant qu’elle n’est pas payée, la garantie ne peut pas être appelée.")
    return _("La banque verse la commission de l’année"), f"{text} {until}"


def _active(cover: Any) -> tuple[str, str]:
    said = _("Jusqu’au %(day)s, l’encours garanti suit le capital restant dû.")
    return _("La garantie est en vie"), said % {"day": day(cover.ends_on)}


def _watch(cover: Any) -> tuple[str, str]:
    return _("La banque suit un prêt impayé"), _("La garantie reste en vie. Une défaillance se déclare sans attendre.")


def _default(cover: Any) -> tuple[str, str]:
    if cover.claim.prepared_by_id is None:
        return _("La banque prépare l’appel"), _("Elle estime la perte et dresse l’état des sûretés.")
    return _("Une seconde personne de la banque fait l’appel"), _("Perte et sûretés sont prêtes : elle les relit.")


def _called(cover: Any) -> tuple[str, str]:
    said = _("À payer au plus tard le %(day)s ; les appels sont servis dans l’ordre de leur réception.")
    text = said % {"day": day(cover.claim.pay_by)}
    if cover.claim.calculator:
        return _("Une seconde personne du fonds libère le paiement"), text
    return _("Le fonds calcule la provision"), text


def _provisioned(cover: Any) -> tuple[str, str]:
    if cover.claim.final_by_id:
        return _("Une seconde personne arrête le décompte"), _("La perte définitive est certifiée.")
    return _("La banque réalise les sûretés"), _("La perte définitive dira s’il y a un complément ou un trop-versé.")


def _settled(cover: Any) -> tuple[str, str]:
    if cover.claim.refund_open:
        said = _("%(refund)s ont été versés de trop.")
        return _("La banque rend le trop-versé"), said % {"refund": euros_cents(cover.claim.refund)}
    said = _("Chaque récupération se partage dans la proportion de la garantie.")
    return _("La garantie est réglée ; la banque poursuit les récupérations"), said


def _over(cover: Any) -> tuple[str, str]:
    return str(cover.get_state_display()), _("Le fonds ne doit plus rien au titre de ce prêt.")


SAID = {
    S.OFFERED: _offered, S.ACTIVE: _active, S.WATCH: _watch, S.DEFAULT_NOTIFIED: _default, S.CALLED: _called,
    S.PROVISIONALLY_PAID: _provisioned, S.SETTLED: _settled, S.IN_RECOVERY: _settled, S.CALL_REJECTED: _over,
    S.WRITTEN_OFF: _over, S.RELEASED: _over, S.OFFER_EXPIRED: _over, S.CANCELLED: _over, S.VOIDED: _over,
}  # fmt: skip
