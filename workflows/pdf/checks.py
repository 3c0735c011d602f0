"""A machine that would draw letters five times slower, or not at all, is told so before it starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from .machine import available


@register(Tags.compatibility)
def papers_can_be_drawn(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """An error, unless ``PAPERS_OPTIONAL`` says that this installation may run with papers off."""
    reason = available()
    if not reason:
        return []
    kind = Warning if getattr(settings, "PAPERS_OPTIONAL", False) else Error
    return [kind(reason, id="papers.W001" if kind is Warning else "papers.E001")]
