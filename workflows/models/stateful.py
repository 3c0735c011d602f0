"""The base of everything that has a life: a state that only the gate moves, and the head of its journal."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django_fsm import FSMField

from ..actors import Actor, Person
from ..prepared import prepared, seen
from ..roles import Role

if TYPE_CHECKING:
    from .journal import Transition


class StateField(FSMField):
    """A protected state: assigning to it raises; only a step moves it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 32)
        kwargs.setdefault("db_index", True)
        kwargs["protected"] = True
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        """A model as a migration remembers it has no steps. Looking for them in each of the thousands that a fresh
        database makes, and hearing of each of the others, was a third of its time."""
        if cls.__module__ == "__fake__":
            models.CharField.contribute_to_class(self, cls, name, private_only)
        else:
            super().contribute_to_class(cls, name, private_only)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)  # states are code, the schema does not depend on their names
        return name, path, args, kwargs


class StatefulQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Person) -> Self:
        """Closed by default: a model that does not say who sees it is seen by nobody."""
        return self.none()


class Stateful(models.Model):
    if TYPE_CHECKING:
        # Each model declares its own field, with its own states, and has a page of its own.
        state: Any
        get_state_display: Any
        get_absolute_url: Any

    journal_count = models.PositiveIntegerField(default=0, editable=False)
    journal_head = models.CharField(max_length=64, default="", blank=True, editable=False)

    objects = StatefulQuerySet.as_manager()

    # One state may read differently to each audience: {"holder": {state: label}}.
    LABELS: ClassVar[dict[str, dict[str, Any]]] = {}

    # A step is named by what one does, its row of the journal by what was done: {step: words}.
    DONE: ClassVar[dict[str, Any]] = {}

    # What roles and obstacles always look at, read together with the row when it is locked.
    FOLLOWS: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """`name = None` in a face drops the inherited row, so the compiled transition must go too."""
        super().__init_subclass__(**kwargs)
        from ..steps import Step, fsm_name

        for name, value in list(vars(cls).items()):
            if value is None and any(isinstance(vars(base).get(name), Step) for base in cls.__mro__[1:]):
                setattr(cls, fsm_name(name), None)

    @classmethod
    def locked(cls, pk: Any) -> Self:
        found: list[Self] = _locking(cls)(pk)
        if not found:
            raise cls.DoesNotExist
        return found[0]

    @classmethod
    def seen_by(cls, user: Person, pk: Any) -> Self | None:
        """The one of this key, if `visible_to` shows it to `user`; with what its roles always look at."""
        found: list[Self] = _seeing(cls)(user, pk)
        return found[0] if found else None

    @classmethod
    def done(cls, step: str) -> Any:
        """What the journal says of a step that was taken, be it a row of the table no more."""
        from ..steps import steps_of

        return cls.DONE.get(step) or getattr(steps_of(cls).get(step), "label", step)

    @classmethod
    def subject_type(cls) -> str:
        """The table, not the face: a chain of rows survives a change of face."""
        return str(cls._table()._meta.label_lower)

    @classmethod
    def subject_kind(cls) -> str:
        """As addresses name it. Not `kind`: several things have a column of that name."""
        return str(cls._table()._meta.model_name)

    @classmethod
    def _table(cls) -> type[models.Model]:
        return cls._meta.concrete_model or cls

    def roles_of(self, actor: Person, among: Collection[Role] | None = None) -> set[Role]:
        """What `actor` is to this thing. Who only wants to know about some roles says so with `among`: a relation
        that gives none of them need not be looked up, and may be missing from the answer."""
        if isinstance(actor, Actor):
            return {actor.role}
        if not actor.is_authenticated:
            return set()
        known = self.__dict__.get("_reader")
        return set(known[1]) if known and known[0] == actor else self.roles_of_user(actor, among)

    def read_by(self, user: Person) -> set[Role]:
        """For a page that asks often who its reader is: answered once. The gate has a row of its own and asks anew."""
        held = self.roles_of(user)
        self.__dict__["_reader"] = (user, held)
        return set(held)

    def roles_of_user(self, user: Any, among: Collection[Role] | None = None) -> set[Role]:
        """Closed by default."""
        return set()

    def journal(self) -> models.QuerySet[Transition]:
        from .journal import Transition

        return Transition.objects.filter(subject_type=self.subject_type(), subject_id=self.pk).order_by("sequence")

    def steps_hidden_from(self, user: Person) -> frozenset[str]:
        """Names of steps that say too much to `user`, so that the history leaves them out."""
        return frozenset()

    def state_label(self, audience: str = "") -> Any:
        return self.LABELS.get(audience, {}).get(self.state) or self.get_state_display()

    def refresh_from_db(self, using: Any = None, fields: Any = None, from_queryset: Any = None) -> None:
        # Django sets each refreshed value, which a protected field refuses while it holds one.
        if fields is None or "state" in fields:
            self.__dict__.pop("state", None)
        super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)


@cache
def _locking(cls: type[Stateful]) -> prepared:
    return prepared(
        lambda pk: cls._base_manager.select_related(*cls.FOLLOWS).select_for_update(of=("self",)).filter(pk=pk)
    )


@cache
def _seeing(cls: type[Stateful]) -> seen:
    return seen(lambda user, pk: cls._default_manager.visible_to(user).select_related(*cls.FOLLOWS).filter(pk=pk))
