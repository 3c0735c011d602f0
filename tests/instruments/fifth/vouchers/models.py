from __future__ import annotations

from typing import Any, Self

from django.db import models

from funding import roles
from funding.instrument import Panel
from funding.models import Application
from funding.rules.grids import Criterion
from workflows.models import StateField, Stateful, StatefulQuerySet
from workflows.notices import Notice
from workflows.steps import Step

spent = Notice("voucher_spent", to=lambda voucher, entry: filter(None, [voucher.application.officer]))


def open_voucher(application: Any, entry: Any) -> None:
    """Delivered twice, it opens one."""
    Voucher.objects.get_or_create(application=application)


class VoucherApplication(Application):
    INSTRUMENT = "vouchers"
    INSTRUMENT_LABEL = "Chèque innovation"
    SOUGHT = "Un chèque"
    WITH_BUDGET = WITH_AMOUNT = SPENDS = False
    AFTER = (("voucher", "Chèque"),)
    CRITERIA = (Criterion(key="use", label="L’usage"),)
    PIECES = (("Devis", "Du prestataire.", False),)
    FORM = (
        {
            "key": "use", "title": "L’usage", "help": "",
            "questions": [
                {"key": "provider", "kind": "short", "label": "Quel prestataire ?", "limit": 80, "required": True,
                 "kept": True},
            ],
        },
    )  # fmt: skip

    class Meta:
        proxy = True

    award = Application.award.but(label="Signer le chèque", tells=[], issues=[], then=[open_voucher])

    def panels(self, user: Any) -> list[Panel]:
        found = Voucher.objects.filter(application=self.pk).first()
        return [Panel("vouchers/panel.html", {"voucher": found})] if found else []


class VoucherQuerySet(StatefulQuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.filter(application__in=Application.objects.visible_to(user))


class Voucher(Stateful):
    TONES = {"ready": ("you", "pen"), "spent": ("ok", "check-circle-fill")}

    state = StateField(choices=[("ready", "À dépenser"), ("spent", "Dépensé")], default="ready")
    application = models.OneToOneField("funding.Application", models.PROTECT, related_name="voucher")

    objects = VoucherQuerySet.as_manager()
    FOLLOWS = ("application__call",)

    spend = Step("ready", "spent", by=[roles.HOLDER], label="Dépenser le chèque", tells=[spent])

    @property
    def handle(self) -> str:
        return self.application.handle

    def get_absolute_url(self) -> str:
        return self.application.get_absolute_url()

    def roles_of_user(self, user: Any, among: Any = None) -> set[Any]:
        return self.application.roles_of_user(user, roles.STAFF | roles.APPLICANTS)
