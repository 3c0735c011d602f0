from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResidenciesConfig(AppConfig):
    name = "residencies"
    verbose_name = _("Résidences")

    def ready(self) -> None:
        from workflows.pdf import pictures

        from . import photos, places  # noqa: F401 (`places` registers what the shared pages show of residencies)

        if photos.by_hash not in pictures.sources:
            pictures.sources.append(photos.by_hash)
