"""The grant: the spine as it is. Its tail is the agreement and its disbursements, shared by what pays money."""

from django.utils.translation import gettext_lazy as _

from funding.models import Application


class GrantApplication(Application):
    INSTRUMENT = "grants"
    INSTRUMENT_LABEL = _("Subvention")
    SOUGHT = _("Une subvention")

    class Meta:
        proxy = True
        verbose_name = _("demande de subvention")
