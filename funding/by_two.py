"""A later act of an instrument, where its award took two signatures: the first waits, the second makes it act.

What two authorities decided is undone or changed by both (parallelism of forms and of competences). An instrument says
which of its steps are such acts, and where their signatures are kept (`models.cosigned.CosignedAct`):

    sign_first_exclusion, send_back_exclusion, exclude = by_two(exclude, of=..., first=_("…"), back=_("…"))

What changes no right (a procedure dropped, an amendment refused) needs one: the award stays as both made it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows.notices import Notice
from workflows.steps import Attempt, Step, steps_of

from . import notices, roles
from .cosigning import second_authority
from .fields import ConsentField
from .forms.contesting import SecondSignature
from .forms.steps import ReasonForm
from .obstacles import deciding

Of = Callable[[Any], Any]  # a thing -> the act of it in preparation, or None


class FirstSignature(Step):
    """Of an act that two sign; `of` says where it is kept."""

    of: Of


@dataclass(frozen=True)
class Pair:
    """The two signatures of one act."""

    act: Step
    of: Of

    def waits_for_first(self, thing: Any) -> bool:
        if second_authority(call_of(thing)) is None:
            return False
        found = self.of(thing)
        return found is None or found.first_awaited

    def waits_for_second(self, thing: Any) -> bool:
        found = self.of(thing) if second_authority(call_of(thing)) is not None else None
        return found is not None and found.second_awaited

    def signed_once(self, thing: Any, attempt: Attempt) -> str | None:
        found = self.of(thing)
        return deciding.signed_once(found, attempt) if found is not None else None

    def sign(self, thing: Any, attempt: Attempt, consent: bool = True, **said: Any) -> None:
        found = self.of(thing)
        found.say_first(attempt, **said)
        keep(found, thing)

    def send_back(self, thing: Any, attempt: Attempt, reason: str) -> None:
        found = self.of(thing)
        found.unsay(reason)
        keep(found, thing)


def by_two(
    act: Step, *, of: Of, first: Any, back: Any,
    asks: Notice = notices.second_signature, drops: Notice = notices.first_signature_dropped,
) -> tuple[Step, Step, Step]:  # fmt: skip
    """Its first signature, its sending back, and the act as the second signature makes it. Where one authority decides,
    the two first concern nothing."""
    pair = Pair(act, of)
    begun = FirstSignature(
        act.sources, None, by=act.by, label=first, takes=waiting_form(act.takes), unless=act.unless, tells=[asks],
        when=lambda thing: pair.waits_for_first(thing) and act.concerns(thing),
        explains=_("Deux autorités décident ici : rien ne prend effet avant la seconde signature."),
    )(pair.sign)  # fmt: skip
    begun.of = of
    undone = Step(
        act.sources, None, by=act.by, label=back, takes=ReasonForm, risky=True, tells=[drops],
        when=pair.waits_for_second,
        explains=_("La première signature tombe. Un autre projet pourra être écrit."),
    )(pair.send_back)  # fmt: skip
    made = act.but(
        takes=second_form(act.takes, of), unless=[*act.unless, pair.signed_once],
        when=lambda thing: act.concerns(thing) and not pair.waits_for_first(thing),
    )  # fmt: skip
    return begun, undone, made


def call_of(thing: Any) -> Any:
    return getattr(thing, "application", thing).call


def keep(found: Any, thing: Any) -> None:
    """The gate saves the thing itself."""
    if found is not thing:
        found.save()


def waiting_form(form: Any) -> Any:
    """What the first gives: the same, but that consent then waits."""
    if form is None or "consent" not in form.base_fields:
        return form
    label = _("J’ai relu cet acte. Je le signe : il attend la seconde autorité.")
    return type(f"First{form.__name__}", (form,), {"consent": ConsentField(label=label), "__module__": __name__})


def second_form(form: Any, of: Of) -> Any:
    """What the second reads: the words of the first, which no longer change."""
    if form is None:
        return None

    def said_first(self: Any) -> dict[str, Any]:
        found = of(self.subject)
        return found.first_said if found is not None else {}

    facts = {"said_first": said_first, "__module__": __name__}
    return type(f"Second{form.__name__}", (SecondSignature, form), facts)


def awaited(thing: Any) -> list[Any]:
    """The acts of this thing that one authority signed and the other not yet."""
    rows = [row for row in steps_of(type(thing)).values() if isinstance(row, FirstSignature)]
    if not rows or second_authority(call_of(thing)) is None:
        return []
    found = [row.of(thing) for row in rows if thing.state in row.sources]
    return [act for act in found if act is not None and act.second_awaited]


def hidden_from(thing: Any, user: Any) -> frozenset[str]:
    """Until it is an act, what one authority signed is told to the offices alone."""
    if thing.roles_of(user) & roles.STAFF:
        return frozenset()
    return frozenset(name for name in steps_of(type(thing)) if name.startswith(("sign_first", "send_back")))
