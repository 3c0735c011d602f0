from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FundingConfig(AppConfig):
    name = "funding"
    verbose_name = _("Financement")

    def ready(self) -> None:
        from workflows.models import message

        # All but `scopes` register what the outbox delivers.
        from . import assigning, assigning_digests, batch, conflicts, declaring, inviting, minuted, note_effects, scopes  # noqa: F401

        scopes.register()
        message.HIDDEN.append(conflicts.hidden_messages)
