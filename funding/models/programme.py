"""A programme: an instrument, its legal basis, and the money that several funders put in it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Self

from django.db import models
from django.db.models import F, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import Mandate, Organisation
from workflows import clock
from workflows.errors import StepRefused

from .. import obstacles as o
from . import columns

ZERO = Decimal("0.00")


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def visible_to(self, user: Any) -> Self:
        """Programmes on which `user` holds a mandate in force, by itself or through one of its calls."""
        if not user.is_authenticated:
            return self.none()
        mandates = user.mandates_in_force()
        if any(m.scope_kind == "" and m.role != Mandate.Role.ADMINISTRATOR for m in mandates):
            return self
        programmes = [m.scope_id for m in mandates if m.scope_kind == "programme"]
        calls = [m.scope_id for m in mandates if m.scope_kind == "call"]
        return self.filter(Q(pk__in=programmes) | Q(calls__pk__in=calls)).distinct()

    def governed_by(self, user: Any) -> Self:
        """Programmes that `user` manages or administers as a whole."""
        held = Mandate.objects.in_force(clock.today()).filter(
            user=user, role__in=[Mandate.Role.MANAGER, Mandate.Role.ADMINISTRATOR]
        )
        if any(mandate.governs_everything for mandate in held):
            return self
        return self.filter(pk__in=[m.scope_id for m in held if m.scope_kind == Mandate.Scope.PROGRAMME])


class Programme(models.Model):
    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("nom"), max_length=200)
    instrument = models.CharField(_("instrument"), max_length=30, default="grants")
    legal_basis = models.TextField(_("base juridique"))
    summary = models.TextField(_("objet"), blank=True)
    envelope = columns.amount(_("enveloppe"))
    starts_on = models.DateField(_("début"))
    ends_on = models.DateField(_("fin"), null=True, blank=True)
    # Who speaks for the programme: letterhead, contact and court on every paper (R112-5, R421-1).
    authority = models.ForeignKey(Organisation, models.PROTECT, related_name="programmes", verbose_name=_("autorité"))
    service = models.CharField(_("service"), max_length=200)
    address = models.TextField(_("adresse"))
    email = models.EmailField(_("adresse électronique"))
    phone = models.CharField(_("téléphone"), max_length=30)
    court = models.CharField(_("tribunal compétent"), max_length=200)
    court_address = models.TextField(_("adresse du tribunal"), blank=True)
    place = models.CharField(_("fait à"), max_length=80, default="Paris")
    head = models.CharField(
        _("qui décide"), max_length=200, blank=True, help_text=_("Par exemple : le directeur général du Fonds.")
    )

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(envelope__gte=0),
                name="programme_envelope_not_negative",
                violation_error_message=_("L’enveloppe ne peut pas être négative."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="programme_ends_after_start",
                violation_error_message=_("La fin du programme vient après son début."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("funding:programme", args=[self.code])

    def allot(self, call: Any, attempt: Any) -> None:
        """Give `call` its envelope. The programme is locked first, then all is counted again: of two calls published
        at once, or of a call and a change of the programme, the second reads what is left, or StepRefused."""
        call.programme = Programme.objects.select_for_update().get(pk=self.pk)
        if sentences := [text for sees in (o.shares_unbalanced, o.programme_short) if (text := sees(call, attempt))]:
            raise StepRefused(sentences, reason="obstacles")

    @property
    def shares_total(self) -> Decimal:
        return self.shares.aggregate(total=Sum("amount"))["total"] or ZERO

    @property
    def allotted(self) -> Decimal:
        """What its published and closed calls may spend together."""
        return self.calls.exclude(state="draft").aggregate(total=Sum("envelope"))["total"] or ZERO


class FunderShare(models.Model):
    """What one funder puts in. The shares of a programme sum exactly to its envelope before a call opens."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="shares")
    funder = models.ForeignKey(Organisation, models.PROTECT, related_name="shares", verbose_name=_("financeur"))
    amount = columns.amount(_("montant"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "funder"],
                name="one_share_per_funder",
                violation_error_message=_("Ce financeur a déjà une part dans ce programme."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.funder} · {self.amount}"
