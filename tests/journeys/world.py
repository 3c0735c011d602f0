"""One of everything: files in each state, and an example address for every page of the product."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from funding import assigning, batch, conflicts
from funding.models import AgendaItem, Disbursement, LawVersion, VisaLevel
from people.models import Invitation, JoinRequest, Mandate, Membership
from tests import cast as casting
from tests import sitting
from tests.house.forcing import SECRET, called, contested, doubtful, settled
from tests.instruments.houses import of_instruments
from workflows import clock, outbox
from workflows.models import Message, Paper
from workflows.steps import steps_of

APPLICANTS = ("holder", "mayor", "partner")
STAFF = ("manager", "officer", "reviewer", "chair", "signatory", "payer", "funder", "administrator")
OF_A_FILE = "funding:application"
OUTSIDE = ("admin/", "api/", "langue/", "design/")  # Django's own pages, those of machines, the gallery


class World:
    """The cast in the middle of its work."""

    def __init__(self) -> None:
        self.cast = cast = casting.play()
        role = Mandate.Role
        cast.people["administrator"] = casting.mandate(casting.user("Alex", "Technique"), role.ADMINISTRATOR)
        casting.member(casting.user("Noé", "Second"), cast.town, "viewer")
        self.draft = casting.application(cast, title="Un brouillon")
        self.draft.partners.filter(is_lead=False).update(engaged_at=None)
        self.submitted = casting.submitted(cast, title="Un dossier déposé")
        self.incomplete = self._incomplete()
        self.eligible = casting.eligible(cast, title="Un dossier recevable")
        self.assigned = self._assigned()
        self.reviewed = casting.reviewed(cast, title="Un dossier évalué")
        self.proposed = casting.proposed(cast, title="Un dossier proposé")
        self.rejected = casting.proposed(cast, "rejection", title="Un dossier refusé").reject(
            by=cast.signatory, consent=True
        )
        self.awarded = casting.awarded(cast, title="Un dossier accordé")
        self.running = casting.awarded(cast, title="Un dossier conventionné")
        assigning.draw_up(cast.call, by=cast.officer, wanted=2, due_on=clock.today() + timedelta(days=9))
        self.signing = self._signing()
        self.withdrawn = casting.submitted(cast, title="Un dossier retiré").withdraw(by=cast.mayor)
        outbox.drain(but=("mail", "paper"))
        casting.in_force(cast, self.running)
        self.ordered = self.running.agreement.disbursements.first()
        self.ordered.order(by=cast.payer, basis="Convention signée")
        outbox.drain(but=("mail", "paper"))
        self._committee()
        self._people()
        self.called, self.doubtful = called(cast), doubtful()
        self.appeal, self.withdrawal = contested(cast, self.running)
        self.interest = conflicts.declare(
            cast.second_reviewer, cast.call, kind="link", reason="Une amie.", application=self.draft
        )

    def _committee(self) -> None:
        """A session in each of its lives."""
        cast = self.cast
        files = [sitting.deliberable(cast, f"Un dossier au comité {n}") for n in range(5)]
        live, over = sitting.opened(cast, files[:2]), sitting.opened(cast, files[2:4])
        sitting.item_of(live, files[0]).put_to_vote(by=cast.chair, outcome="favourable", amount="60000")
        sitting.item_of(live, files[0]).vote(by=cast.reviewer, choice="for")
        sitting.carried(sitting.item_of(over, files[2]), cast)
        sitting.carried(sitting.item_of(over, files[3]), cast, "unfavourable", "0")
        over.close(by=cast.chair)
        self.sessions = [sitting.prepared(cast, files[4:]), live, over]

    def _incomplete(self) -> Any:
        file = casting.submitted(self.cast, title="Un dossier incomplet").take_charge(by=self.cast.officer)
        return file.request_pieces(
            by=self.cast.officer, pieces=list(self.cast.call.pieces.all()), message="Elle est illisible.",
            due_on=clock.today() + timedelta(days=15),
        )  # fmt: skip

    def _signing(self) -> Any:
        """One signed, one that waits for its worker: drained with the rest."""
        file = casting.proposed(self.cast, "rejection", title="Un dossier signé avec d’autres")
        self.visa_level = VisaLevel.objects.create(call=self.cast.call, name="Sous-direction", holder=self.cast.chair)
        self.deputy = self.visa_level.deputies.create(
            user=self.cast.funder, valid_from=clock.today(), valid_to=clock.today(), reference="Note"
        )
        self.item = settled(self.cast, self.reviewed)
        return batch.sign_all(self.cast.signatory, [(file.decision, file.decision.imprint)])

    def _assigned(self) -> Any:
        cast, file = self.cast, casting.eligible(self.cast, title="Un dossier à évaluer")
        file.assign(
            by=cast.officer, reviewers=[cast.reviewer, cast.second_reviewer], due_on=clock.today() + timedelta(days=9)
        )
        declared = file.reviews.get(reviewer=cast.reviewer)
        self.review = declared.declare(by=cast.reviewer, no_interest=True)
        return file

    def _people(self) -> None:
        cast = self.cast
        owner = Membership.objects.get(user=cast.mayor)
        self.invitation, self.token = Invitation.offer(
            cast.town, by=cast.mayor, email="nouvelle@exemple.fr", role="editor"
        )
        JoinRequest.ask(cast.town, by=cast.stranger, message="Bonjour")
        self.member = Membership.objects.filter(organisation=cast.town).exclude(pk=owner.pk).first()

    @property
    def files(self) -> list[Any]:
        names = ("draft", "submitted", "incomplete", "eligible", "assigned", "reviewed", "proposed", "rejected")
        return [getattr(self, name) for name in (*names, "awarded", "running", "withdrawn")]

    @property
    def telling(self) -> list[Any]:
        """Written, completed, decided: what the other pages of a file differ by."""
        return [self.draft, self.incomplete, self.proposed, self.running]

    def client(self, role: str) -> Client:
        made = Client()
        if role != "anybody":
            made.force_login(getattr(self.cast, role), backend="django.contrib.auth.backends.ModelBackend")
        return made

    # What the addresses name

    def values(self, route: str, name: str) -> list[dict[str, Any]]:
        """Examples for what a route captures, by the names of what it captures and its own."""
        wanted = set(re.findall(r"<(?:\w+:)?(\w+)>", route))
        if not wanted:
            return [{}]
        if name in EXAMPLES:
            return EXAMPLES[name](self)
        if wanted == {"handle"}:
            return [{"handle": file.handle} for file in (self.files if name == OF_A_FILE else self.telling)]
        if wanted == {"code"}:
            return [{"code": self.cast.programme.code if "programmes/" in route else self.cast.call.code}]
        return []

    def addresses(self) -> Iterator[str]:
        """All pages one can open by GET; a page without an example is an error."""
        for route, name in routes():
            examples = self.values(route, name)
            assert examples, f"give an example of {route} ({name}) in {__name__}"
            for example in examples:
                yield "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda m, e=example: str(e[m[1]]), route)
        for file in (self.reviewed, self.proposed, self.running):
            for tab in (
                "answers",
                "budget",
                "pieces",
                "reviews",
                "decision",
                "messages",
                "papers",
                "journal",
                "appeals",
            ):
                yield f"{file.get_absolute_url()}?tab={tab}"

    def things(self) -> list[Any]:
        agreements = [file.agreement for file in (self.awarded, self.running)]
        items = [item for session in self.sessions for item in session.items.all()]
        held = [*self.sessions, *items, *agreements, *Disbursement.objects.all()[:6]]
        return [*self.files, self.cast.call, self.review, self.appeal, self.withdrawal, self.interest, *held]

    def steps(self) -> list[dict[str, Any]]:
        """Each step once, where it is open; those of a draft too, where none is."""
        found = {
            (thing.subject_kind(), name): thing.pk
            for thing in self.things()
            for name, step in steps_of(type(thing)).items()
            if thing.state in step.sources
        }
        shut = [{"kind": "application", "pk": self.draft.pk, "name": name} for name in ("award", "take_charge")]
        return [*({"kind": kind, "pk": pk, "name": name} for (kind, name), pk in found.items()), *shut]


def routes(patterns: Any = None, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        route = prefix + str(entry.pattern)
        if route.startswith(OUTSIDE):
            continue
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, route, f"{entry.namespace}:" if entry.namespace else "")
        elif isinstance(entry, URLPattern):
            if "^" in route:
                continue  # allauth's pages behind a mailed link: people's tests open them
            if not of_instruments(name := f"{space}{entry.name}"):
                yield route, name


def sections(world: World) -> list[dict[str, Any]]:
    keys = ("structure", "projet", "need", "budget", "pieces")
    written = [{"handle": world.draft.handle, "section": key} for key in keys]
    return [*written, {"handle": world.incomplete.handle, "section": "projet"}]


def partners(world: World) -> list[dict[str, Any]]:
    return [{"handle": f.handle, "pk": p.pk} for f in (world.draft, world.submitted) for p in f.partners.all()]


EXAMPLES: dict[str, Any] = {
    "people:invitation": lambda w: [{"token": w.token}],
    "people:member": lambda w: [{"pk": w.cast.town.pk, "member_pk": w.member.pk}],
    "people:power": lambda w: [{"pk": w.cast.town.pk, "member_pk": w.member.pk}],
    "people:member_remove": lambda w: [{"pk": w.cast.town.pk, "member_pk": w.member.pk}],
    "people:join_decide": lambda w: [{"pk": w.cast.town.pk, "request_pk": w.cast.town.join_requests.get().pk}],
    "people:invitation_cancel": lambda w: [{"pk": w.cast.town.pk, "invitation_pk": w.invitation.pk}],
    "people:invitation_resend": lambda w: [{"pk": w.cast.town.pk, "invitation_pk": w.invitation.pk}],
    "people:invitation_accept": lambda w: [{"pk": w.invitation.pk}],
    "people:token_revoke": lambda w: [{"pk": 1}],
    "people:mandate_end": lambda w: [{"pk": Mandate.objects.first().pk}],
    "workflows:step": World.steps,
    "funding:step_preview": lambda w: [
        {"kind": "appeal", "pk": w.appeal.pk, "name": "confirm"},
        {"kind": "withdrawal", "pk": w.withdrawal.pk, "name": "withdraw"},
        {"kind": "application", "pk": w.running.pk, "name": "open_withdrawal"},
    ],
    "workflows:message": lambda w: [{"pk": m.pk} for m in Message.objects.order_by("to_id", "id").distinct("to_id")],
    "workflows:paper": lambda w: [{"pk": p.pk} for p in Paper.objects.order_by("kind").distinct("kind")],
    "workflows:verify": lambda w: [{"code": Paper.objects.first().code}, {"code": "AAAA-BBBB-CCCC-DDDD"}],
    "workflows:retry": lambda w: [{"pk": 1}],
    "funding:application_section": sections,
    "funding:application_autosave": sections,
    "funding:partner": partners,
    "funding:partner_invite": partners,
    "funding:partner_remove": partners,
    "funding:engage": partners,
    "funding:state_aid_check": lambda w: [{"handle": w.reviewed.handle, "pk": p.pk} for p in w.reviewed.partners.all()],
    "funding:aid_declaration": lambda w: [
        {"handle": f.handle, "pk": p.pk} for f in (w.submitted, w.awarded) for p in f.partners.all()
    ],
    "funding:law": lambda w: [{"pk": row.pk} for row in LawVersion.objects.all()],
    "funding:law_new": lambda w: [{"table": "size"}],
    "funding:document": lambda w: [{"pk": w.draft.documents.get().pk}],
    "funding:anonymised": lambda w: [{"pk": 1}],
    "funding:anonymised_add": lambda w: [{"pk": w.draft.documents.get().pk}],
    "funding:document_remove": lambda w: [{"handle": w.draft.handle, "pk": w.draft.documents.get().pk}],
    "funding:signing_act": lambda w: [{"pk": w.signing.pk}],
    "funding:sign_again": lambda w: [{"pk": w.signing.pk}],
    "funding:stop_signing": lambda w: [{"pk": w.signing.pk}],
    "funding:set_aside": lambda w: [{"pk": w.proposed.decision.pk}],
    "funding:visa_level_end": lambda w: [{"code": w.cast.call.code, "pk": w.visa_level.pk}],
    "funding:visa_deputy_end": lambda w: [{"code": w.cast.call.code, "pk": w.deputy.pk}],
    "funding:session_decisions": lambda w: [{"pk": w.item.session_id}],
    "funding:session_refusals": lambda w: [{"pk": w.item.session_id}, {"pk": w.sessions[2].pk}],
    "funding:session_decision": lambda w: [{"pk": w.item.session_id, "item": w.item.pk}],
    "funding:piece_accept": lambda w: [{"handle": w.submitted.handle, "pk": w.submitted.documents.get().pk}],
    "funding:review": lambda w: [{"pk": r.pk} for f in (w.assigned, w.reviewed) for r in f.reviews.all()],
    "funding:review_draft": lambda w: [{"pk": w.review.pk}],
    "funding:assignment_file": lambda w: [{"code": w.cast.call.code, "pk": w.eligible.pk}],
    "funding:reviewer": lambda w: [{"code": w.cast.call.code, "pk": w.cast.reviewer.pk}],
    "funding:reviewer_replace": lambda w: [{"code": w.cast.call.code, "pk": w.cast.reviewer.pk}],
    "funding:sign": lambda w: [{"code": w.cast.call.code, "pk": w.cast.reviewer.pk, "handle": w.eligible.handle}],
    "funding:pool_resend": lambda w: [{"code": w.cast.call.code, "pk": w.called.pk}],
    "funding:pool_cancel": lambda w: [{"code": w.cast.call.code, "pk": w.called.pk}],
    "funding:pool_invitation": lambda w: [{"token": SECRET}],
    "funding:register_line": lambda w: [{"pk": w.doubtful.pk}],
    "funding:builder_section": lambda w: [{"code": w.cast.call.code, "key": "need"}],
    "funding:builder_question_new": lambda w: [
        {"code": w.cast.call.code, "key": f"need/ajouter/?kind={kind}"} for kind in ("", "long", "one", "table")
    ],
    "funding:builder_question": lambda w: [{"code": w.cast.call.code, "key": k} for k in ("need", "people", "new")],
    "funding:call_part": lambda w: [
        {"code": w.cast.call.code, "part": part} for part in ("presentation", "regles", "pieces", "grille")
    ],
}
for name in ("", "_live", "_ranking", "_minutes", "_extract", "_screen", "_screen_live"):
    EXAMPLES[f"funding:committee{name}"] = lambda w: [{"pk": session.pk} for session in w.sessions]
EXAMPLES["funding:committee_sheet"] = lambda w: [
    {"pk": item.session_id, "item": item.pk} for item in AgendaItem.objects.all()
]
for name in ("organisation", "organisation_edit", "invite", "join"):
    EXAMPLES[f"people:{name}"] = lambda w: [{"pk": w.cast.town.pk}]
