"""State aid, undertaking by undertaking: what was checked, under which version of the law, with which result.

A check is never changed nor removed: a new look is a new row. Undertakings declare what they received; what we grant
under de minimis is entered on the day of the signature.
"""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Organisation

from ..rules import deadlines
from . import columns

REGISTER_DAYS = 20


class StateAidCheckQuerySet(models.QuerySet["StateAidCheck"]):
    def newest(self) -> Self:
        """The last one of each undertaking of a file."""
        return self.order_by("partner_id", "-number").distinct("partner_id")


class StateAidCheck(models.Model):
    class Regime(models.TextChoices):
        NONE = "none", _("Hors champ : pas d’activité économique dans ce projet")
        DE_MINIMIS = "de_minimis", _("De minimis, régime général")
        DE_MINIMIS_SGEI = "de_minimis_sgei", _("De minimis, service d’intérêt économique général")
        BLOCK_EXEMPTION = "block_exemption", _("Règlement général d’exemption (RGEC)")

    application = models.ForeignKey("funding.Application", models.PROTECT, related_name="aid_checks")
    partner = models.ForeignKey("funding.Partner", models.PROTECT, related_name="aid_checks")
    number = models.PositiveSmallIntegerField(_("numéro"))
    regime = models.CharField(_("régime"), max_length=20, choices=Regime)
    checked_for = models.DateField(_("contrôlé pour le"))
    aid = columns.amount(_("aide contrôlée"))
    gge = columns.amount(_("équivalent-subvention brut"))
    ceiling = columns.amount(_("plafond"), null=True, blank=True)
    headroom = columns.amount(_("marge"), null=True, blank=True)
    fits_from = models.DateField(_("possible à partir du"), null=True, blank=True)
    given = models.JSONField()  # what the officer said
    facts = models.JSONField()  # what the file, the declaration and the registers said
    lines = models.JSONField(default=list)  # the arithmetic, as shown
    laws = models.JSONField(default=list)  # table, version, dates and legal basis of each rule that was read
    refusals = models.JSONField(default=list)  # [{code, sentence}]
    passed = models.BooleanField(_("passé"))
    regime_text = models.CharField(_("régime cité"), max_length=250)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = StateAidCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("contrôle d’aide d’État")
        ordering = ["partner_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["partner", "number"], name="one_aid_check_per_number"),
            models.CheckConstraint(
                condition=~Q(regime="none") | Q(gge=0),
                name="no_grant_equivalent_outside_state_aid",
                violation_error_message=_("Hors du champ des aides d’État, il n’y a pas d’équivalent-subvention."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}/{self.partner_id} n° {self.number}"

    @property
    def is_economic(self) -> bool:
        return self.regime != self.Regime.NONE

    @property
    def told_lines(self) -> list[dict[str, str]]:
        """The arithmetic in words: older checks kept a class of size as its code."""
        sizes = {str(key): str(label) for key, label in Organisation.Size.choices}
        return [line | {"value": sizes.get(line["value"], line["value"])} for line in self.lines]

    @property
    def sentences(self) -> list[str]:
        return [refusal["sentence"] for refusal in self.refusals]


class AidDeclarationQuerySet(models.QuerySet["AidDeclaration"]):
    def newest(self) -> Self:
        return self.order_by("partner_id", "-id").distinct("partner_id")


class AidDeclaration(models.Model):
    """What an undertaking says of itself: who it is one with, the de minimis aid of three years; how big it is, with
    the enterprises that its size counts (annex I of Reg. 651/2014), which are not those of the single undertaking."""

    # Nothing may be granted before one (Reg. 2023/2831, art. 7 § 4); how long it is relied on is our own rule.
    HOLDS_DAYS = 180

    partner = models.ForeignKey("funding.Partner", models.CASCADE, related_name="aid_declarations")
    companies = models.JSONField(_("entreprise unique"), default=list)  # [{siren, name, control}]
    aids = models.JSONField(_("aides reçues"), default=list)  # [{siren, granted_on, gge, regime, authority}]
    # {staff, turnover, balance_sheet}, and under `before` those of the year before, its group counted in
    figures = models.JSONField(_("chiffres du dernier exercice clos"), default=dict)
    enterprises = models.JSONField(_("groupe"), default=list)  # [{siren, name, share, staff, turnover, balance_sheet}]
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    objects = AidDeclarationQuerySet.as_manager()

    class Meta:
        verbose_name = _("déclaration de minimis")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.partner} {self.declared_at:%Y-%m-%d}"


class DeMinimisAward(models.Model):
    """One de minimis aid that we granted: entered with the signature, to be recorded in the national register."""

    decision = models.ForeignKey("funding.Decision", models.PROTECT, related_name="de_minimis_awards")
    check_passed = models.ForeignKey(StateAidCheck, models.PROTECT, related_name="+")
    siren = models.CharField("SIREN", max_length=9)
    name = models.CharField(_("entreprise"), max_length=200)
    regime = models.CharField(_("régime"), max_length=20)
    gge = columns.amount(_("équivalent-subvention brut"))  # as it was granted
    kept = columns.amount(_("équivalent-subvention brut maintenu"))  # what a withdrawal left of it: this counts
    granted_on = models.DateField(_("octroyée le"))

    class Meta:
        verbose_name = _("aide de minimis octroyée")
        ordering = ["granted_on", "id"]
        indexes = [models.Index(fields=["siren", "granted_on"], name="de_minimis_award_siren")]
        constraints = [
            models.UniqueConstraint(fields=["decision", "check_passed"], name="one_de_minimis_award_per_check"),
            models.CheckConstraint(
                condition=Q(kept__lte=models.F("gge")),
                name="de_minimis_kept_up_to_what_was_granted",
                violation_error_message=_("On ne maintient pas plus que ce qui a été octroyé."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.siren} {self.granted_on} {self.gge}"

    @property
    def record_by(self) -> date:
        """The last day to enter it in the national register: twenty working days (décret 2025-1361)."""
        return deadlines.add_working_days(self.granted_on, REGISTER_DAYS)
