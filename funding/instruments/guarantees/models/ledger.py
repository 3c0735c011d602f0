"""The ledger: append-only, double entry. Nothing of a fund moves otherwise, and every balance is a sum of lines.

The database refuses to change or delete an entry or a line, and an entry whose lines do not sum to zero at commit. It
keeps itself the sum of each account (`Balance`), in the very statement that inserts lines; `manage.py
recount_guarantees` proves those sums.
"""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from funding.models import columns

from .. import roles


class Account(models.TextChoices):
    # Money: lines name the contributor whose part it is.
    CASH = "cash", _("Trésorerie")
    CAPITAL = "capital", _("Apports")
    COMMISSION = "commission", _("Commissions")
    INCOME = "income", _("Produits")
    FEE = "fee", _("Frais")
    LOSS = "loss", _("Sinistres")
    # Off balance sheet: what the fund promised.
    RESERVED = "reserved", _("Garanties réservées")
    ENGAGED = "engaged", _("Garanties engagées")
    DEFAULTED = "defaulted", _("Garanties en défaut")
    COMMITTED = "committed", _("Engagements donnés")  # the counterpart of the three


class Kind(models.TextChoices):
    CONTRIBUTION = "contribution", _("Apport")
    RESERVATION = "reservation", _("Réservation")
    ENGAGEMENT = "engagement", _("Engagement")
    AMORTISATION = "amortisation", _("Amortissement")
    RELEASE = "release", _("Libération")
    COMMISSION = "commission", _("Commission")
    DEFAULT = "default_notice", _("Défaillance")
    PROVISION = "provisional_payment", _("Versement provisionnel")
    FINAL = "final_payment", _("Versement définitif")
    RECOVERY = "recovery", _("Récupération")
    REFUND = "refund", _("Reversement")
    INCOME = "income", _("Produit")
    FEE = "fee", _("Frais")


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, user: Any) -> Self:
        """The ledger of a fund is read by its offices and contributors; a bank reads the entries of its covers."""
        if not user.is_authenticated:
            return self.none()
        from .fund import GuaranteeFund

        mine = roles.structures_of(user)
        funds = GuaranteeFund.objects.overseen_by(user).values("pk")
        return self.filter(Q(fund__in=funds) | Q(cover__agreement__bank__in=mine))

    def with_total(self) -> Self:
        return self.annotate(total=Sum("lines__debit"))


class Entry(models.Model):
    fund = models.ForeignKey("guarantees.GuaranteeFund", models.PROTECT, related_name="entries")
    kind = models.CharField(_("événement"), max_length=20, choices=Kind)
    day = models.DateField(_("jour"))
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    words = models.CharField(_("libellé"), max_length=300)
    cover = models.ForeignKey("guarantees.Cover", models.PROTECT, null=True, blank=True, related_name="entries")
    application = models.ForeignKey(
        "funding.Application", models.PROTECT, null=True, blank=True, related_name="guarantee_entries"
    )

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("écriture")
        ordering = ["-id"]
        indexes = [models.Index(fields=["fund", "-id"], name="entry_by_fund")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day}"


class Line(models.Model):
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="lines")
    fund = models.ForeignKey("guarantees.GuaranteeFund", models.PROTECT, related_name="+")
    account = models.CharField(_("compte"), max_length=12, choices=Account)
    contributor = models.ForeignKey(
        "guarantees.Contributor", models.PROTECT, null=True, blank=True, related_name="lines"
    )
    debit = columns.amount(_("débit"), default=0)
    credit = columns.amount(_("crédit"), default=0)

    class Meta:
        verbose_name = _("ligne d’écriture")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(debit__gt=0, credit=0) | Q(debit=0, credit__gt=0),
                name="line_is_debit_or_credit",
                violation_error_message=_("Une ligne porte un débit ou un crédit, pas les deux."),
            ),
            models.CheckConstraint(
                condition=Q(account__in=["reserved", "engaged", "defaulted", "committed"], contributor=None)
                | Q(account__in=["cash", "capital", "commission", "income", "fee", "loss"], contributor__isnull=False),
                name="line_of_money_names_its_contributor",
                violation_error_message=_("Une ligne d’argent dit à quel contributeur elle revient."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.debit} {self.credit}"


class Balance(models.Model):
    """The sum of an account's lines, debit less credit. Written by the database alone."""

    fund = models.ForeignKey("guarantees.GuaranteeFund", models.PROTECT, related_name="balances")
    account = models.CharField(max_length=12, choices=Account)
    contributor = models.ForeignKey("guarantees.Contributor", models.PROTECT, null=True, related_name="balances")
    amount = models.DecimalField(max_digits=16, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fund", "account", "contributor"], nulls_distinct=False, name="one_balance_per_account"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.amount}"
