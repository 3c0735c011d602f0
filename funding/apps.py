from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FundingConfig(AppConfig):
    name = "funding"
    verbose_name = _("Financement")

    def ready(self) -> None:
        from workflows.models import message

        # All but `scopes` register what the outbox delivers.
        from . import (  # noqa: F401  # noqa: F401
            assigning,
            assigning_digests,
            batch,
            conflicts,
            declaring,
            inviting,
            minuted,
            minuted_digests,
            note_effects,
            scopes,
        )

        scopes.register()
        message.HIDDEN.append(conflicts.hidden_messages)
