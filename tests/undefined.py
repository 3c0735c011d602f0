"""A template of ours that names a variable nobody gives fails the test, instead of showing a hole.

In production Django shows an empty text. `{% if %}` and `|default` are questions about what may be missing, and stay.
"""

from __future__ import annotations

import sys
from types import FrameType

from django.conf import settings
from django.template.base import FilterExpression, Node

OURS = tuple(str(settings.BASE_DIR / room) for room in ("templates", "funding/instruments", "residencies"))
ASKING = {"default", "default_if_none", "firstof"}


class UndefinedVariable(AssertionError):
    pass


class Hole(str):
    """Stands where Django keeps the text of a missing variable: it looks at it once for each."""

    __slots__ = ()

    def __bool__(self) -> bool:
        self._judge(sys._getframe(1))
        return False  # then the filters run on an empty text, as in production

    def __contains__(self, text: object) -> bool:
        self._judge(sys._getframe(1))
        return False

    def _judge(self, frame: FrameType) -> None:
        expression, names = frame.f_locals.get("self"), frame.f_locals
        where = origin_of(frame)
        if not where.startswith(OURS):
            return
        if isinstance(expression, FilterExpression):
            if {function.__name__ for function, _arguments in expression.filters} & ASKING:
                return
            raise UndefinedVariable(f"{where}: nobody gives {{{{ {expression.token} }}}}")
        if "key" in names:
            raise UndefinedVariable(f"{where}: nobody gives {names['key']} to a translation")


def origin_of(frame: FrameType | None) -> str:
    """The template that wrote the tag being drawn, whichever page it is a block of."""
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and hasattr(node, "origin"):
            return str(node.origin.name)
        frame = frame.f_back
    return ""
