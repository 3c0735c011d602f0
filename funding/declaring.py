"""Who declares de minimis aid, until when; who is asked to, and reminded."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse

from people.models import Membership
from workflows import clock, outbox
from workflows.models import Effect

from .desk import Desk
from .models import AidDeclaration, Application, DeclarationRequest, Partner
from .models.application_record import PENDING, ApplicationState
from .note_effects import tell


def is_open(application: Application) -> bool:
    """From the draft to the signature, reserve list included."""
    return application.state in (ApplicationState.DRAFT, *PENDING, ApplicationState.RESERVE_LIST)


def may_declare(user: Any, partner: Partner) -> bool:
    """Whoever writes for the undertaking itself: nobody else knows what it received."""
    mine = Membership.objects.filter(user=user, organisation=partner.organisation_id)
    return any(m.may_bind or m.role != Membership.Role.VIEWER for m in mine)


def recent() -> datetime:
    """A declaration made before cannot be relied on any more: as in the check (`state_aid.regimes`), days are
    counted in Paris, whatever the hour."""
    first = clock.today() - timedelta(days=AidDeclaration.HOLDS_DAYS)
    return datetime.combine(first, time.min, tzinfo=clock.PARIS)


def outdated(told: AidDeclaration | None) -> bool:
    return told is None or told.declared_at < recent()


def lacking(application: Application) -> Any:
    """The parts with an economic activity that have no declaration, or one too old to be relied on."""
    told = AidDeclaration.objects.filter(partner__application=application.pk, declared_at__gte=recent())
    economic = application.partners.filter(is_economic=True).exclude(pk__in=told.values("partner"))
    return economic.select_related("organisation")


def awaited_of(desk: Desk, application: Application, partners: list[Partner]) -> list[Partner]:
    """Those of `lacking`, among the file's partners, that this person's structures have still to declare."""
    if application.state == ApplicationState.DRAFT or not is_open(application):
        return []
    mine = [p for p in partners if p.is_economic and p.organisation_id in desk.written_for]
    waiting = set(lacking(application).values_list("pk", flat=True)) if mine else set()
    return [partner for partner in mine if partner.pk in waiting]


# --- Asking: one row for each undertaking, one message to each of those who write for it, one reminder.


def ask(application: Application, *, by: Any = None) -> int:
    """Those not asked yet; how many. Twice asks once."""
    asked = 0
    with transaction.atomic():
        for partner in lacking(application):
            facts = {"asked_at": clock.now(), "asked_by": by}
            _row, new = DeclarationRequest.objects.get_or_create(partner=partner, defaults=facts)
            if new:
                _post(partner, "asked")
                asked += 1
    return asked


def remind(application: Application, *, by: Any = None) -> int:
    """Those asked and not reminded yet; those never asked are asked."""
    with transaction.atomic():
        waiting = DeclarationRequest.objects.select_for_update().filter(
            partner__in=lacking(application).values("pk"), reminded_at=None
        )
        rows = list(waiting.select_related("partner"))
        for row in rows:
            row.reminded_at = clock.now()
            row.save(update_fields=["reminded_at"])
            _post(row.partner, "reminded")
        return len(rows) + ask(application, by=by)


def _post(partner: Partner, which: str) -> None:
    key, again = f"funding.declaration.{partner.pk}.{which}", which == "reminded"
    outbox.add([outbox.at_once("declaration", key, partner=partner.pk, again=again)])


@outbox.handles("declaration")
def deliver(effect: Effect) -> None:
    """To those who write for the undertaking; nothing more to tell once it has declared, or was withdrawn."""
    for partner in Partner.objects.filter(pk=effect.payload["partner"]).select_related("application", "organisation"):
        if not lacking(partner.application).filter(pk=partner.pk).exists() or not is_open(partner.application):
            continue
        members = Membership.objects.filter(organisation=partner.organisation_id, user__is_active=True)
        readers = [m.user for m in members.select_related("user") if m.may_bind or m.role != Membership.Role.VIEWER]
        url = reverse("funding:aid_declaration", args=[partner.application.handle, partner.pk])
        facts = {"thing": partner.application, "partner": partner, "again": effect.payload["again"]}
        tell(effect, "declaration_asked", readers, url, facts)
        DeclarationRequest.objects.filter(partner=partner).update(told=len(readers))
