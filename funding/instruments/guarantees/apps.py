from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuaranteesConfig(AppConfig):
    name = "funding.instruments.guarantees"
    label = "guarantees"
    verbose_name = _("Garanties")

    def ready(self) -> None:
        from . import tasks

        tasks.enter()
