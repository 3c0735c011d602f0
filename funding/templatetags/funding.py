"""How the spine's things look: the badge of a state, in the words of who reads it."""

from __future__ import annotations

from typing import Any

from django import template

from look.tags.chips import badge

from ..labels import TONES

register = template.Library()


@register.simple_tag
def state_badge(thing: Any, audience: str = "") -> Any:
    """Icon and words of a thing's state, as `audience` ("holder", "officer", "funder") calls it."""
    own = f"{thing._meta.model_name}:{thing.state}"
    brought = getattr(thing, "TONES", {})
    tone, icon = brought.get(thing.state) or TONES.get(own) or TONES.get(thing.state, ("neutral", "circle"))
    return badge(thing.state_label(audience), tone, icon)
