"""What a deployment may set, with the value taken when it sets nothing.

The clock and the navigation are named by dotted path, so that this room imports no other.
"""

from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

DEFAULTS: dict[str, Any] = {
    "TRAME_NAME": "Trame",
    "TRAME_BASELINE": _("Financer l’innovation publique"),
    "TRAME_MARK": "",  # a path under static/, for instance "img/region.svg"; empty: the mark of the product
    "TRAME_BRAND": "canard",
    "TRAME_SOURCE_URL": "",
    "LOOK_NAVIGATION": "funding.navigation.items",
    "LOOK_CLOCK": "workflows.clock.now",
}


def setting(name: str) -> Any:
    return getattr(settings, name, DEFAULTS[name])


def now() -> datetime:
    """The instant that « dans 6 jours » counts from: the clock of the product, so that tests can set it."""
    clock: Callable[[], datetime] = import_string(setting("LOOK_CLOCK"))
    return clock()


def navigation() -> Callable[..., Any] | None:
    """The callable that lists the places of the header; none when the room that owns it is not installed."""
    module, _, name = setting("LOOK_NAVIGATION").rpartition(".")
    try:
        return getattr(import_module(module), name, None)
    except ModuleNotFoundError as error:
        if error.name and module.startswith(error.name):
            return None
        raise
