"""What waits for a person, and the places that their roles open."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funding.desk import Desk, R, Task
from funding.instrument import Instrument, Panel, Place, register
from funding.worklists import Source
from workflows import clock

from .models import Amendment, BankAgreement, Contributor, Cover, Grievance, GuaranteeFund


def places(desk: Desk) -> Iterable[Place]:
    if (
        desk.is_member("guarantee_bank")
        or desk.is_member("guarantee_contributor")
        or (desk.runs("guarantees", R.MANAGER, R.OFFICER, R.SIGNATORY, R.FINANCE, R.FUNDER))
    ):
        yield Place(_("Garanties"), "guarantees:index")


def banks_of() -> Any:
    return Exists(BankAgreement.objects.filter(bank=OuterRef("organisation")))


def contributors_of() -> Any:
    return Exists(Contributor.objects.filter(organisation=OuterRef("organisation")))


def for_bank(desk: Desk) -> Any:
    """Loans to disburse, calls to prepare, losses to follow: of the banks one writes for."""
    if not desk.is_member("guarantee_bank"):
        return None
    rows = Cover.objects.filter(agreement__bank__in=desk.written_for).awaiting_bank()
    return rows.select_related(*Cover.FOLLOWS).order_by("offer_ends_on", "id")


def for_fund(desk: Desk) -> Any:
    """Covers to put in force and calls to pay, for finance; the first deadline first."""
    if not desk.runs("guarantees", R.FINANCE):
        return None
    rows = Cover.objects.filter(desk.over(R.FINANCE, call="application__call")).awaiting_fund()
    return rows.select_related(*Cover.FOLLOWS).order_by("claim__pay_by", "id")


def to_sign(desk: Desk) -> Any:
    """Measures whose bank answered, or had the time to; amendments asked for. Of two signatures, theirs is given."""
    if not desk.runs("guarantees", R.SIGNATORY):
        return None
    heard = Q(answered_at__isnull=False) | Q(due_on__lt=clock.today())
    measures = Grievance.objects.running().filter(heard).exclude(opened_by=desk.user).exclude(first_signed_by=desk.user)
    asked = Amendment.objects.filter(signed_at=None, refused_at=None).exclude(first_signed_by=desk.user)
    rows = Cover.objects.filter(desk.over(R.SIGNATORY, call="application__call"))
    rows = rows.filter(Q(pk__in=measures.values("cover")) | Q(pk__in=asked.values("cover")))
    return rows.select_related(*Cover.FOLLOWS).order_by("id")


def to_sign_task(cover: Cover) -> Task:
    action = _("Conclure une procédure contradictoire") if cover.measure else _("Répondre à une demande d’avenant")
    title = cover.application.title
    return Task("cover", action, cover.get_absolute_url(), title, str(cover.agreement.bank), cover.handle)


def cover_task(cover: Cover) -> Task:
    from .turns import turn

    claim = getattr(cover, "claim", None)
    due = claim.pay_by if claim else cover.offer_ends_on if cover.activated_at is None else None
    title, _text = turn(cover)
    return Task(
        "cover", title, cover.get_absolute_url(), cover.application.title, str(cover.agreement.bank), cover.handle,
        due, None, cover.guaranteed,
    )  # fmt: skip


def call_links(call: Any, user: Any) -> Iterable[tuple[Any, str]]:
    if call.programme.instrument != "guarantees":
        return
    fund = GuaranteeFund.objects.filter(programme=call.programme_id).first()
    if fund is not None:
        yield _("Fonds de garantie"), fund.get_absolute_url()
    elif GuaranteeFund.openable_by(user).filter(pk=call.programme_id).exists():
        yield _("Ouvrir le fonds de garantie"), reverse("guarantees:fund_new")


def portfolio(desk: Desk) -> Iterable[Panel]:
    from . import ledger

    if not (desk.runs("guarantees") or desk.is_member("guarantee_contributor")):
        return
    funds = [(fund, ledger.position(fund)) for fund in GuaranteeFund.objects.overseen_by(desk.user)]
    if funds:
        yield Panel("guarantees/_portfolio.html", {"funds": funds})


def enter() -> None:
    from . import recount

    register(
        Instrument(
            name="guarantees", places=places, call_links=call_links, portfolio=portfolio,
            sources=(Source(for_bank, cover_task), Source(for_fund, cover_task), Source(to_sign, to_sign_task)),
            groups={"cover": (gettext_lazy("Garanties"), ("cover",))},
            memberships={"guarantee_bank": banks_of, "guarantee_contributor": contributors_of},
            recount=recount.gaps,
        )
    )  # fmt: skip
