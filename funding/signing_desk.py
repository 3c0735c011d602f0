"""The pile of a signatory: what may be signed now, and what is put aside, with the reason in a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from people.models import Mandate

from . import conflicts, cosigning
from .desk import Desk, R
from .models import Decision, SetAside, SigningLine
from .models.call import covers
from .signing import standing

MOST = 1000  # projects on one page


@dataclass(frozen=True)
class Row:
    decision: Decision
    tone: str
    sentence: str
    mark: SetAside | None
    mandate: Mandate | None

    @property
    def ready(self) -> bool:
        return self.tone == "you" and self.mark is None


@dataclass(frozen=True)
class Envelope:
    call: Any
    asked: Decimal

    @property
    def after(self) -> Decimal:
        return Decimal(self.call.remaining - self.asked)


@dataclass(frozen=True)
class Pile:
    rows: list[Row]

    @property
    def ready(self) -> list[Row]:
        return [row for row in self.rows if row.ready]

    @property
    def aside(self) -> list[Row]:
        return [row for row in self.rows if not row.ready]

    @property
    def amount(self) -> Decimal:
        return sum((row.decision.amount for row in self.ready), Decimal(0))

    def of_kind(self, kind: str) -> Pile:
        return Pile([row for row in self.rows if row.decision.kind == kind]) if kind in Decision.Kind.values else self

    def chosen(self, pks: Iterable[str]) -> list[Row]:
        wanted = set(pks)
        return [row for row in self.ready if str(row.decision.pk) in wanted]

    def find(self, pk: int) -> Row | None:
        return next((row for row in self.rows if row.decision.pk == pk), None)

    @staticmethod
    def envelopes(decisions: Iterable[Decision]) -> list[Envelope]:
        """What each call's envelope holds after all of them: together they may be too much, one by one they are not."""
        asked: dict[Any, Decimal] = {}
        calls: dict[int, Any] = {}
        for decision in decisions:
            call = calls.setdefault(decision.application.call_id, decision.application.call)
            asked[call.pk] = asked.get(call.pk, Decimal(0)) + decision.amount
        return [Envelope(calls[pk], amount) for pk, amount in asked.items() if amount]

    @staticmethod
    def mandates(rows: Iterable[Row]) -> list[Mandate]:
        return list({row.mandate.pk: row.mandate for row in rows if row.mandate}.values())


def pile_of(desk: Desk) -> Pile:
    """Everything that waits for a signature under this person's mandates, the oldest day of silence first."""
    rows = Decision.objects.filter(desk.over(R.SIGNATORY, call="application__call"), signed_at=None, sent_back_at=None)
    rows = rows.filter(conflicts.not_barred(desk.user, "application"))
    rows = rows.exclude(pk__in=SigningLine.objects.waiting().values("decision"))
    rows = rows.select_related(
        "application__call__programme", "application__call__approval_rules__second_authority",
        "application__lead", "application__officer", "drafted_by", "first_mandate", "first_signed_by",
    ).prefetch_related("visas__level__holder", "visas__by")  # fmt: skip
    marks = {mark.decision_id: mark for mark in SetAside.objects.filter(by=desk.user, decision__signed_at=None)}
    found = rows.order_by("application__silence_on", "pk")[:MOST]
    return Pile([_row(decision, desk, marks.get(decision.pk)) for decision in found])


def _row(decision: Decision, desk: Desk, mark: SetAside | None) -> Row:
    file = decision.application
    tone, sentence = standing(file, decision, desk.mandates, desk.user)
    if mark is not None and tone == "you":
        tone, sentence = "neutral", mark.note or _("Mise de côté par vous")
    return Row(decision, tone, sentence, mark, best(decision, desk.mandates) if tone == "you" else None)


def best(decision: Decision, mandates: Iterable[Mandate]) -> Mandate | None:
    """Under which the signature would be given: as `signing_mandate` chooses, without a query."""
    file = decision.application
    fitting = [m for m in mandates if m.role == R.SIGNATORY and covers(m, file.call)]
    return cosigning.strongest(cosigning.still_to_sign(file, fitting, decision))


def kinds_shown(pile: Pile) -> list[tuple[str, str]]:
    """The filter: all, then the kinds that are there, each with its number."""
    counted = {kind: sum(row.decision.kind == kind for row in pile.rows) for kind in Decision.Kind.values}
    named = [(kind, f"{label} ({counted[kind]})") for kind, label in Decision.Kind.choices if counted[kind]]
    return [("", _("Toutes (%(n)s)") % {"n": len(pile.rows)}), *named]
