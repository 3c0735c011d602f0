from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FundingConfig(AppConfig):
    name = "funding"
    verbose_name = _("Financement")

    def ready(self) -> None:
        from workflows.models import message

        from . import assigning, assigning_digests, conflicts, note_effects, scopes  # noqa: F401 (they register what the outbox delivers)

        scopes.register()
        message.HIDDEN.append(conflicts.hidden_messages)
