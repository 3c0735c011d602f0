"""A template of ours that names a variable nobody gives fails the test, instead of showing a hole.

In production Django shows an empty text. `{% if %}` and `|default` are questions about what may be missing, and stay.
"""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.template.base import FilterExpression

ASKING = {"default", "default_if_none", "first_of"}


class UndefinedVariable(AssertionError):
    pass


class Hole(str):
    """Stands where Django keeps the text of a missing variable: it looks at it once for each."""

    __slots__ = ()

    def __bool__(self) -> bool:
        self._judge(sys._getframe(1).f_locals)
        return False  # then the filters run on an empty text, as in production

    def __contains__(self, text: object) -> bool:
        self._judge(sys._getframe(1).f_locals)
        return False

    def _judge(self, names: dict[str, Any]) -> None:
        expression, context = names.get("self"), names.get("context")
        template = getattr(getattr(context, "render_context", None), "template", None)
        if template is None or not str(template.origin.name).startswith(str(settings.BASE_DIR / "templates")):
            return
        if isinstance(expression, FilterExpression):
            if {function.__name__ for function, _arguments in expression.filters} & ASKING:
                return
            raise UndefinedVariable(f"{template.name}: nobody gives {{{{ {expression.token} }}}}")
        if "key" in names:
            raise UndefinedVariable(f"{template.name}: nobody gives {names['key']} to a translation")
