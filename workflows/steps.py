"""A machine is a table of `Step` rows on the model; each row compiles into a django-fsm-2 transition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django_fsm import transition as fsm_transition

from .actors import Person
from .roles import Role

if TYPE_CHECKING:
    from .forms import StepForm
    from .models import Stateful
    from .notices import Notice
    from .papers import PaperKind


@dataclass
class Attempt:
    """One try at one step: who, in which of their roles, when, with which data. Obstacles and bodies read it."""

    by: Person
    roles: frozenset[Role]
    at: datetime
    data: dict[str, Any]


Obstacle = Callable[[Any, Attempt], Any]  # the sentence the person reads, or None


class Step:
    """A row: from, to, by whom, unless what, takes which form, tells whom, issues which paper, then what.

    `source`  one state or several.            `by`     the roles that may take it; empty closes the step.
    `unless`  obstacles, all of them listed.   `takes`  form whose cleaned data are the method's keywords.
    `tells`   notices, `issues` papers, `then` functions run afterwards by the outbox as the system.
    `target`  None keeps the state.            `when`   a row for some things only (a stage the call chose).
    `due`     queryset method (now) -> what the clock must take this step on; only with `by=[BY_CLOCK]`.
    `risky`   asks for a confirmation and keeps away from the main button. `quiet` gets no button of its own.
    """

    name: str
    method: Callable[..., Any] | None = None
    do_not_call_in_templates = True  # a template shows the row; Django would call it, being callable

    def __init__(
        self,
        source: str | Iterable[str],
        target: str | None,
        *,
        by: Sequence[Role],
        label: Any,
        unless: Sequence[Obstacle] = (),
        takes: type[StepForm] | None = None,
        tells: Sequence[Notice] = (),
        issues: Sequence[PaperKind] = (),
        then: Sequence[Callable[..., Any]] = (),
        when: Callable[[Any], bool] | None = None,
        due: str | None = None,
        risky: bool = False,
        quiet: bool = False,
        explains: Any = "",
    ) -> None:
        self.sources: tuple[str, ...] = (source,) if isinstance(source, str) else tuple(source)
        self.target = target
        self.by, self.label, self.unless, self.takes = tuple(by), label, tuple(unless), takes
        self.tells, self.issues, self.then = tuple(tells), tuple(issues), tuple(then)
        self.when, self.due = when, due
        self.risky, self.quiet, self.explains = risky, quiet, explains

    def concerns(self, subject: Any) -> bool:
        """Whether the row exists for this thing: a stage its call switched off does not."""
        return self.when is None or self.when(subject)

    def __call__(self, method: Callable[..., Any]) -> Step:
        """As a decorator: the two lines that write what the step changes beside the state."""
        self.method = method
        return self

    def but(self, **changes: Any) -> Step:
        """The same row for a face, with these changes: `Application.award.but(then=[open_place])`. It keeps its method
        unless it decorates another."""
        source = changes.pop("source", self.sources)
        target = changes.pop("target", self.target)
        made = Step(source, target, **{name: getattr(self, name) for name in KEPT} | changes)
        made.method = self.method
        return made

    def contribute_to_class(self, cls: type[Stateful], name: str) -> None:
        if cls._meta.abstract:
            raise TypeError(f"{cls.__name__}.{name}: steps belong to concrete models or their proxies")
        self.name = name
        setattr(cls, name, self)
        setattr(cls, fsm_name(name), self._compiled())

    def _compiled(self) -> Callable[..., Any]:
        def change(instance: Stateful, attempt: Attempt) -> Any:
            return self.method(instance, attempt, **attempt.data) if self.method else None

        change.__name__ = fsm_name(self.name)
        compiled: Callable[..., Any] = fsm_transition(field="state", source=list(self.sources), target=self.target)(
            change
        )
        return compiled

    def __get__(self, instance: Stateful | None, owner: type[Stateful]) -> Any:
        if instance is None:
            return self
        from .engine import perform

        return partial(perform, instance, self)

    def __repr__(self) -> str:
        return f"<Step {self.name}: {'|'.join(self.sources)} → {self.target}>"


KEPT = (
    "by", "label", "unless", "takes", "tells", "issues", "then", "when", "due", "risky", "quiet", "explains",
)  # fmt: skip


def fsm_name(name: str) -> str:
    return f"fsm_{name}"


def steps_of(model: type[Stateful]) -> dict[str, Step]:
    """The rows that hold for `model`, in the order of the table; a face replaces a row by its name,
    or drops it with `name = None`."""
    table: dict[str, Step] = {}
    for cls in reversed(model.__mro__):
        for name, value in vars(cls).items():
            if isinstance(value, Step):
                table[name] = value
            elif value is None and name in table:
                del table[name]
    return table
