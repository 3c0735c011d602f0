"""A fund, who put money in it and in which order they bear its losses, and the banks whose loans it covers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from funding.models import Programme, columns
from people.models import Mandate, Organisation

from .. import roles


class FundQuerySet(models.QuerySet["GuaranteeFund"]):
    def visible_to(self, user: Any) -> Self:
        """Those who hold an office over its programme, who put money in it, and its banks."""
        if not user.is_authenticated:
            return self.none()
        mine = roles.structures_of(user)
        party = Q(pk__in=Contributor.objects.filter(organisation__in=mine).values("fund"))
        bank = Q(pk__in=BankAgreement.objects.filter(bank__in=mine).values("fund"))
        return self.filter(party | bank | roles.over_programmes(user, roles.OFFICES))

    def overseen_by(self, user: Any) -> Self:
        """Whose whole accounts `user` may read: the offices, and who put money in."""
        party = Q(contributors__organisation__in=roles.structures_of(user))
        return self.filter(party | roles.over_programmes(user, roles.OFFICES)).distinct()

    def managed_by(self, user: Any) -> Self:
        return self.filter(roles.over_programmes(user, [Mandate.Role.MANAGER]))


class GuaranteeFund(models.Model):
    """Its net endowment is the balance of its cash; with its multiplier, that bounds what it may guarantee."""

    programme = models.OneToOneField(
        Programme, models.PROTECT, related_name="guarantee_fund", verbose_name=_("programme")
    )
    name = models.CharField(_("nom"), max_length=200)
    code = models.SlugField(_("code"), max_length=20, unique=True)
    multiplier = models.DecimalField(
        _("coefficient multiplicateur"), max_digits=6, decimal_places=2, validators=[MinValueValidator(Decimal(0))],
        help_text=_("Ce que le fonds peut garantir pour un euro de dotation nette."),
    )  # fmt: skip
    # A capped portfolio pays at most this share of what it guaranteed; empty, only the endowment bounds it.
    cap_rate = columns.rate(_("plafond de portefeuille"), null=True, blank=True)
    revolving = models.BooleanField(_("plafond net des récupérations"), default=False)
    loss_given_default = columns.rate(_("perte attendue en cas de défaut"), default=Decimal("0.6"))

    objects = FundQuerySet.as_manager()

    class Meta:
        verbose_name = _("fonds de garantie")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("guarantees:fund", args=[self.code])

    def roles_of(self, user: Any) -> set[Any]:
        held = roles.fund_roles(user, self)
        mine = roles.structures_of(user)
        return held | {roles.CONTRIBUTOR} if self.contributors.filter(organisation__in=mine).exists() else held

    @staticmethod
    def openable_by(user: Any) -> Any:
        """Programmes of guarantees that `user` manages and that have no fund yet."""
        rows = Programme.objects.governed_by(user).filter(instrument="guarantees")
        return rows.filter(guarantee_fund=None)

    @classmethod
    def locked(cls, pk: Any) -> GuaranteeFund:
        """One at a time: whoever takes of its capacity or of its cash holds the fund's row until the commit."""
        return cls.objects.select_for_update().get(pk=pk)


class Contributor(models.Model):
    class Tranche(models.IntegerChoices):
        FIRST_LOSS = 1, _("Première perte")
        MEZZANINE = 2, _("Mezzanine")
        PARI_PASSU = 3, _("Pari passu")

    fund = models.ForeignKey(GuaranteeFund, models.PROTECT, related_name="contributors")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="guarantee_stakes", verbose_name=_("structure")
    )
    tranche = models.PositiveSmallIntegerField(_("tranche"), choices=Tranche, default=Tranche.PARI_PASSU)
    promised = columns.amount(_("promis"))

    class Meta:
        verbose_name = _("contributeur")
        ordering = ["tranche", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["fund", "organisation", "tranche"],
                name="one_stake_per_tranche",
                violation_error_message=_("Ce contributeur est déjà dans cette tranche."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_tranche_display()})"


class FeeBasis(models.TextChoices):
    FLAT = "flat", _("Une fois, sur le montant garanti")
    YEARLY = "yearly", _("Chaque année, sur l’encours garanti à son ouverture")


class AgreementQuerySet(models.QuerySet["BankAgreement"]):
    def in_force(self, day: Any) -> Self:
        return self.filter(signed_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gte=day))

    def visible_to(self, user: Any) -> Self:
        if not user.is_authenticated:
            return self.none()
        bank = Q(bank__in=roles.structures_of(user))
        return self.filter(bank | roles.over_programmes(user, roles.OFFICES, "fund__programme"))

    def of_members(self, user: Any) -> Self:
        return self.filter(bank__in=roles.structures_of(user)) if user.is_authenticated else self.none()


class BankAgreement(models.Model):
    """What a bank and the fund agreed (convention de partenariat): which loans, at which rate and price, how far the
    bank decides alone, what it keeps and what it reports. A bound that is empty binds nothing."""

    fund = models.ForeignKey(GuaranteeFund, models.PROTECT, related_name="agreements")
    bank = models.ForeignKey(
        Organisation, models.PROTECT, related_name="guarantee_agreements", verbose_name=_("banque")
    )
    reference = models.CharField(_("référence"), max_length=60)
    signed_on = models.DateField(_("signée le"))
    ends_on = models.DateField(_("fin"), null=True, blank=True)
    # Under whose power the bank decides in delegation: the mandate of whoever signed the agreement for the fund.
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, blank=True, related_name="+")
    rate = columns.rate(_("quotité"))
    max_guaranteed = columns.amount(_("garantie maximale par prêt"))
    max_loan = columns.amount(_("prêt maximal"), null=True, blank=True)
    max_months = models.PositiveSmallIntegerField(_("durée maximale (mois)"), default=84)
    delegation = columns.amount(_("prêt maximal en délégation"), default=Decimal(0))
    fee_basis = models.CharField(_("la commission se paie"), max_length=10, choices=FeeBasis, default=FeeBasis.FLAT)
    fee_rate = columns.rate(_("commission"))
    waiting_months = models.PositiveSmallIntegerField(_("délai de carence (mois)"), default=2)
    min_retention = columns.rate(_("risque que la banque garde"), default=Decimal("0.25"))
    notice_days = models.PositiveSmallIntegerField(_("jours pour déclarer un événement"), default=60)
    report_months = models.PositiveSmallIntegerField(_("compte rendu tous les (mois)"), default=3)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("convention de partenariat")
        ordering = ["fund", "bank__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["fund", "bank"], condition=Q(ends_on=None), name="one_running_agreement_per_bank",
                violation_error_message=_("Cette banque a déjà une convention avec ce fonds."),
            ),
            models.CheckConstraint(
                condition=Q(rate__gt=0), name="bank_agreement_covers_something",
                violation_error_message=_("La quotité est supérieure à zéro : sinon, rien n’est garanti."),
            ),
            models.CheckConstraint(
                condition=Q(rate__lte=1 - F("min_retention")), name="bank_keeps_its_own_risk",
                violation_error_message=_("La quotité laisse à la banque moins que le risque qu’elle doit garder."),
            ),
            models.CheckConstraint(
                condition=Q(delegation=0) | Q(mandate__isnull=False), name="delegation_under_a_mandate",
                violation_error_message=_("Une délégation à la banque cite la délégation de signature du fonds."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.reference} ({self.bank})"

    @property
    def yearly(self) -> bool:
        return bool(self.fee_basis == FeeBasis.YEARLY)
