from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FundingConfig(AppConfig):
    name = "funding"
    verbose_name = _("Financement")

    def ready(self) -> None:
        from . import note_effects  # noqa: F401 (registers what the outbox delivers)

    def ready(self) -> None:
        from . import scopes

        scopes.register()
