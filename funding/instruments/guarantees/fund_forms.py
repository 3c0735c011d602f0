"""The forms of a fund: opened by its manager; money that comes in or goes out beside the covers, by finance."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from funding.fields import AmountField, DayField
from people.models import Mandate, Organisation
from workflows import clock

from . import ledger
from .fields import PercentField
from .ledger import Act
from .models import BankAgreement, Contributor, GuaranteeFund
from .models.ledger import Kind


class SirenField(forms.CharField):
    """An organisation that is known here, by its SIREN."""

    def __init__(self, *, kind: str = "", **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: Any) -> Any:
        digits = "".join(c for c in super().clean(value) if c.isdigit())[:9]
        rows = Organisation.objects.filter(siren=digits) if len(digits) == 9 else Organisation.objects.none()
        found = (rows.filter(kind=self.kind) if self.kind else rows).first()
        if found is None:
            raise forms.ValidationError(_("Cette structure n’est pas connue ici : vérifiez le SIREN, neuf chiffres."))
        return found


class Plain(forms.ModelForm):
    """Columns of money are read as people type them; their constraints speak with their own sentences."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in getattr(self.Meta, "shares", ()):
            known = self.fields[name]
            self.fields[name] = PercentField(label=known.label, required=known.required, initial=known.initial,
                                             help_text=known.help_text)  # fmt: skip


class FundForm(Plain):
    class Meta:
        model = GuaranteeFund
        fields = ("programme", "name", "code", "multiplier", "cap_rate", "revolving", "loss_given_default")
        shares = ("cap_rate", "loss_given_default")

    def __init__(self, *args: Any, programmes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes


class ContributorForm(Plain):
    siren = SirenField(label=_("SIREN du contributeur"))
    promised = AmountField(label=_("Apport promis"))

    class Meta:
        model = Contributor
        fields = ("siren", "tranche", "promised")

    def __init__(self, *args: Any, fund: GuaranteeFund, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.fund = fund

    def _post_clean(self) -> None:
        self.instance.organisation = self.cleaned_data.get("siren")
        super()._post_clean()
        known = Contributor.objects.filter(
            fund=self.instance.fund,
            organisation=self.cleaned_data.get("siren"),
            tranche=self.cleaned_data.get("tranche"),
        )
        if known.exists():
            self.add_error("siren", _("Ce contributeur est déjà dans cette tranche."))


class AgreementForm(Plain):
    siren = SirenField(label=_("SIREN de la banque"), kind=Organisation.Kind.BANK)
    signed_on = DayField(label=_("Signée le"))
    max_guaranteed = AmountField(label=_("Garantie maximale par prêt"))
    max_loan = AmountField(label=_("Prêt maximal"), required=False)
    delegation = AmountField(label=_("Prêt maximal en délégation"), required=False)

    class Meta:
        model = BankAgreement
        fields = ("siren", "reference", "signed_on", "mandate", "rate", "fee_basis", "fee_rate", "max_guaranteed",
                  "max_loan", "max_months", "delegation", "waiting_months", "min_retention", "notice_days",
                  "report_months")  # fmt: skip
        widgets = {"fee_basis": forms.RadioSelect}
        shares = ("rate", "fee_rate", "min_retention")

    def __init__(self, *args: Any, fund: GuaranteeFund, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.fund = fund
        signing = Mandate.objects.in_force(clock.today()).filter(role=Mandate.Role.SIGNATORY)
        self.fields["mandate"].queryset = signing.for_scope(("programme", fund.programme_id)).select_related("user")
        self.fields["mandate"].label = _("Délégation de signature sous laquelle la banque décide")

    def clean_delegation(self) -> Any:
        return self.cleaned_data["delegation"] or 0

    def _post_clean(self) -> None:
        if bank := self.cleaned_data.get("siren"):
            self.instance.bank = bank
            if BankAgreement.objects.filter(fund=self.instance.fund, bank=bank, ends_on=None).exists():
                self.add_error("siren", _("Cette banque a déjà une convention avec ce fonds."))
        super()._post_clean()


class MovementForm(forms.Form):
    """A contribution received, an income, a fee: each becomes an entry, and is corrected by another."""

    use_required_attribute = False
    KINDS = ((Kind.CONTRIBUTION, _("Apport reçu")), (Kind.INCOME, _("Produit financier")), (Kind.FEE, _("Frais payés")))

    kind = forms.ChoiceField(label=_("Nature"), choices=KINDS, widget=forms.RadioSelect)
    contributor = forms.ModelChoiceField(
        label=_("Contributeur"), queryset=Contributor.objects.none(), required=False, help_text=_("Pour un apport.")
    )
    amount = AmountField(label=_("Montant"))
    day = DayField(label=_("Le"))
    words = forms.CharField(label=_("Libellé"), max_length=200)

    def __init__(self, *args: Any, fund: GuaranteeFund, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contributor"].queryset = fund.contributors.select_related("organisation")
        self.initial["day"] = clock.today()

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("kind") == Kind.CONTRIBUTION and not data.get("contributor"):
            self.add_error("contributor", _("Dites de qui vient cet apport."))
        if data.get("amount") == 0:
            self.add_error("amount", _("Indiquez un montant supérieur à zéro."))
        if data.get("day") and data["day"] > clock.today():
            self.add_error("day", _("Cette date est à venir : écrivez le jour où c’est arrivé."))
        return data

    def write(self, fund: GuaranteeFund, attempt: Any) -> None:
        data = self.cleaned_data
        act = Act(attempt, data["words"], day=data["day"])
        if data["kind"] == Kind.CONTRIBUTION:
            ledger.contribute(fund, data["contributor"], data["amount"], act)
        elif data["kind"] == Kind.INCOME:
            ledger.earn(fund, Kind.INCOME, data["amount"], act)
        else:
            ledger.spend(fund, data["amount"], act)
