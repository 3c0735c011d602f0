"""Forms of an instalment."""

from django.utils.translation import gettext_lazy as _

from funding.fields import TextField
from workflows.forms import StepForm


class OrderForm(StepForm):
    basis = TextField(
        label=_("Service fait"), max_length=1000, rows=3,
        help_text=_("Ce qui est vérifié : convention, semaines closes et leur journal, restitution contresignée."),
    )  # fmt: skip


class ReturnForm(StepForm):
    reason = TextField(label=_("Ce qu’il faut revoir"), max_length=1000, rows=3)
