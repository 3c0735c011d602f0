from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FundingConfig(AppConfig):
    name = "funding"
    verbose_name = _("Financement")

    def ready(self) -> None:
        from . import batch, minuted, note_effects, scopes  # noqa: F401 (all but the last register what the outbox delivers)

        scopes.register()
