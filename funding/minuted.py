"""From the minutes of a closed session to projects of decision: prepared, edited where one must, drawn up in one act.

Each file goes through its own gate, in a transaction of its own, in the background; what the gate refuses is said.
An adjourned file has no decision: it comes back before the committee.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from look.typography import day
from workflows import clock, outbox
from workflows.errors import NotYours, StepRefused, sentence_of
from workflows.models import Effect

from . import reasons, recusals, roles
from .bulk import bulk
from .models import AgendaItem, Application, MinutedDraft
from .rules import deadlines

Outcome = AgendaItem.Outcome
KIND = {
    Outcome.FAVOURABLE: "award",
    Outcome.CONDITIONAL: "award",
    Outcome.RESERVE: "reserve",
    Outcome.UNFAVOURABLE: "rejection",
}
READERS = frozenset({roles.OFFICER, roles.MANAGER, roles.SIGNATORY})
CENT = Decimal("0.01")
LIST_MONTHS = 6  # a reserve list holds half a year, unless one writes another day


def prepared(item: AgendaItem, away: Collection[int] = ()) -> dict[str, Any]:
    """The proposal as the minutes make it: what the step's form takes, as text."""
    file = item.application
    facts: dict[str, Any] = {
        "kind": KIND[Outcome(item.outcome)],
        "reasons": opinion(item),
        "conditions": item.conditions,
        "by_criterion": reasons.prepared(file, item.frozen.get("means", {}), away),
    }
    if item.is_funded:
        grant, advance = shared(file, item.amount)
        facts |= {"grant": str(grant), "recoverable_advance": str(advance), "eligible_base": str(file.total_cost)}
    if item.outcome == Outcome.RESERVE:
        facts |= {"rank": item.rank or 1, "valid_until": until(item).isoformat()}
    return facts


def until(item: AgendaItem) -> Any:
    return deadlines.add_months(clock.paris_day(item.session.closed_at), LIST_MONTHS)


def shared(file: Any, amount: Decimal) -> tuple[Decimal, Decimal]:
    """Grant and recoverable advance, in the shares of the file's own plan; the cents left go to the advance."""
    plan = list(file.partners.all())
    grant = sum((p.grant for p in plan), Decimal(0))
    whole = grant + sum((p.recoverable_advance for p in plan), Decimal(0))
    if not whole or grant == whole:
        return amount, Decimal(0)
    part = (amount * grant / whole).quantize(CENT, rounding=ROUND_DOWN)
    return part, amount - part


def opinion(item: AgendaItem) -> str:
    """What the committee said, in the words of the act."""
    said = _("Le comité réuni le %(day)s a rendu un avis %(outcome)s.") % {
        "day": day(clock.paris_day(item.session.starts_at)),
        "outcome": str(item.get_outcome_display()).lower()
        if item.outcome != Outcome.RESERVE
        else _("favorable à l’inscription sur la liste complémentaire"),
    }
    if item.score is not None:
        score = str(item.score).replace(".", ",")
        noted = _("Le projet a obtenu la note de %(score)s sur 5.") % {"score": score}
        if item.rank:
            noted = _("Le projet a obtenu la note de %(score)s sur 5 et le rang %(rank)s.") % {
                "score": score, "rank": item.rank,
            }  # fmt: skip
        said = f"{said}\n{noted}"
    if item.outcome == Outcome.UNFAVOURABLE and item.rank and not item.rounds:
        beyond = _("L’enveloppe et la liste complémentaire reviennent aux projets mieux classés.")
        said = f"{said}\n{beyond}"
    return said


@dataclass(frozen=True)
class Line:
    """One file of the session on the page: what is prepared, what one changed, where it is."""

    item: AgendaItem
    draft: MinutedDraft | None
    facts: dict[str, Any]
    sentence: str  # what stands in the way of drawing it up, or nothing

    @property
    def ready(self) -> bool:
        return not self.sentence

    @property
    def open(self) -> bool:
        """May still be read and changed here."""
        return bool(self.facts) and not drawn(self.item, self.draft) and not (self.draft and self.draft.under_way)

    @property
    def refusal(self) -> bool:
        """A refusal whose reasons may still be written."""
        waits = self.item.application.state == "under_due_diligence"
        return waits and self.open and self.facts["kind"] == "rejection"

    @property
    def unread(self) -> bool:
        """Nobody wrote its reasons yet."""
        return self.refusal and not (self.draft and self.draft.edited_at)

    @property
    def amount(self) -> Decimal:
        return Decimal(self.facts.get("grant") or 0) + Decimal(self.facts.get("recoverable_advance") or 0)


def lines(session: Any, user: Any) -> list[Line]:
    """In the order of the agenda, but for what a link keeps from `user`. A handful of queries, however many files."""
    rows = AgendaItem.objects.visible_to(user).filter(session=session).settled()
    rows = rows.select_related("application__call", "application__lead", "session", "draft__edited_by")
    rows = rows.prefetch_related(
        "application__partners", "application__reviews__scores__criterion", "application__call__criteria",
    )  # fmt: skip
    away = recusals.of_session(session)
    return [line_of(item, away.get(item.application_id, {})) for item in rows]


def line_of(item: AgendaItem, away: Collection[int] = ()) -> Line:
    draft = getattr(item, "draft", None)
    if item.outcome not in KIND:
        return Line(item, draft, {}, _("Ajourné : il revient à une prochaine séance."))
    facts = prepared(item, away) | (draft.facts if draft else {})
    return Line(item, draft, facts, stops(item, draft, facts))


def drawn(item: AgendaItem, draft: MinutedDraft | None) -> bool:
    """Drawn up, and not sent back since: then it is drawn up again from here, with what the reader asked."""
    return bool(draft and draft.drawn_at and item.application.state != "under_due_diligence")


def stops(item: AgendaItem, draft: MinutedDraft | None, facts: dict[str, Any]) -> str:
    if drawn(item, draft):
        return _("Projet préparé le %(day)s.") % {"day": day(clock.paris_day(draft.drawn_at))}
    if draft is not None and draft.under_way:
        return _("Le projet se prépare.")
    if item.application.state != "under_due_diligence":
        return _("Le dossier est « %(state)s » : il n’attend pas de projet.") % {
            "state": item.application.get_state_display()
        }
    if facts["kind"] == "rejection":
        if draft is None or draft.edited_at is None:
            return _("Relisez les motifs du refus : une personne les écrit, les notes ne suffisent pas.")
        if left := reasons.missing(facts["by_criterion"]):
            return _("Il manque un motif : %(names)s.") % {"names": ", ".join(left)}
    return ""


def edit(item: AgendaItem, *, by: Any, facts: dict[str, Any]) -> MinutedDraft:
    """A person's words replace what was prepared; a project already drawn up is no longer edited here."""
    with transaction.atomic():
        MinutedDraft.objects.get_or_create(item=item)
        draft = MinutedDraft.objects.select_for_update(of=("self",)).get(item=item)
        if drawn(item, draft) or draft.under_way:
            said = _("Ce projet est déjà préparé : il se renvoie, il ne se corrige plus ici.")
            raise StepRefused([said], reason="state")
        draft.facts, draft.edited_by, draft.edited_at = facts, by, clock.now()
        draft.refused_at, draft.refusal = None, ""
        draft.save()
    return draft


def draw_up(chosen: Iterable[Line], *, by: Any) -> int:
    """Ask for these projects: one act, an effect a file. Those that are not ready are left out."""
    now = clock.now()
    with transaction.atomic():
        drafts = []
        for line in chosen:
            if not line.ready:
                continue
            MinutedDraft.objects.get_or_create(item=line.item)
            draft = MinutedDraft.objects.select_for_update(of=("self",)).select_related("item").get(item=line.item)
            if drawn(line.item, draft) or draft.under_way:
                continue
            draft.ask(by=by, at=now, facts=line.facts)
            draft.save()
            drafts.append(draft)
        outbox.add([outbox.at_once("draw_up", draft.key, draft=draft.pk) for draft in drafts])
        if drafts:
            told = {"session": drafts[0].item.session_id, "drafts": [draft.pk for draft in drafts]}
            outbox.add([outbox.at_once("projects_digest", f"{drafts[0].key}.digest", **told)])
    return len(drafts)


@outbox.handles("draw_up")
def propose(effect: Effect) -> None:
    drafts = MinutedDraft.objects.select_for_update(of=("self",)).select_related("asked_by", "item")
    draft = drafts.get(pk=effect.payload["draft"])
    if not draft.under_way:
        return
    with override(draft.asked_by.language):
        try:
            file = Application.locked(draft.item.application_id)
            facts = draft.asked_facts | {"by_criterion": json.dumps(draft.asked_facts.get("by_criterion") or [])}
            with bulk():
                file.propose(by=draft.asked_by, **facts)
        except (StepRefused, NotYours, ValidationError) as error:
            draft.refused_at, draft.refusal = clock.now(), sentence_of(error)
        else:
            draft.drawn_at = clock.now()
    draft.save(update_fields=["refused_at", "refusal", "drawn_at"])
