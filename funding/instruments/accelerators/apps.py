from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AcceleratorsConfig(AppConfig):
    name = "funding.instruments.accelerators"
    label = "accelerators"
    verbose_name = _("Accélérateurs publics")

    def ready(self) -> None:
        from . import instrument

        instrument.register_it()
