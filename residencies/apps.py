from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResidenciesConfig(AppConfig):
    name = "residencies"
    verbose_name = _("Résidences")

    def ready(self) -> None:
        from workflows.pdf import fetcher

        from . import photos, places  # noqa: F401 (`places` registers what the shared pages show of residencies)

        if photos.by_hash not in fetcher.picture_sources:
            fetcher.picture_sources.append(photos.by_hash)
