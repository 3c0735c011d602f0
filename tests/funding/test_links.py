"""A link entered by mistake is lifted by someone else, with a reason; a sign is confirmed or dismissed."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from funding import conflicts, worklists
from funding.desk import Desk
from funding.models import Application, Interest, RuledSign
from people.models import Mandate
from tests import cast as casting
from tests.funding.desk import PEOPLE, as_, text_of
from workflows import clock, outbox
from workflows.errors import FormRefused, NotYours, StepRefused
from workflows.models import Message

pytestmark = pytest.mark.django_db
WHY = "Homonyme : ce n’est pas sa sœur."


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
def file(cast):
    return casting.eligible(cast)


@pytest.fixture
def link(cast, file):
    """The officer stepped aside from the file, by mistake."""
    file.recuse(by=cast.officer, reason="Ma sœur.")
    return Interest.objects.links().get()


def links(cast):
    return f"/appels/{cast.call.code}/liens/"


def test_access_returns_everywhere_at_once(cast, file, link):
    client = as_(cast.officer)
    assert client.get(file.get_absolute_url()).status_code == 404
    link.lift(by=cast.manager, reason=WHY)
    fresh = Application.objects.get(pk=file.pk)
    assert not conflicts.barred(cast.officer, fresh) and fresh.roles_of(cast.officer)
    assert client.get(file.get_absolute_url()).status_code == 200
    assert file.title in text_of(client.get("/dossiers/"))
    assert fresh.handle in str([task.reference for task in worklists.tasks(Desk(cast.officer))])
    assert fresh.take_charge(by=cast.officer).officer == cast.officer


def test_who_when_and_why_are_in_the_journal_and_on_the_row(cast, link):
    link.lift(by=cast.manager, reason=WHY)
    entry = link.journal().last()
    assert (entry.step, entry.by, entry.role, entry.inputs) == ("lift", cast.manager, "manager", {"reason": WHY})
    assert (link.lifted_by, link.lifted_why, link.state) == (cast.manager, WHY, "lifted") and link.lifted_at
    shown = text_of(as_(cast.manager).get(links(cast)))
    assert "Déports levés" in shown and WHY in shown
    own = text_of(as_(cast.officer).get(f"/appels/{cast.call.code}/interets/"))
    assert "levé par Nadia Roussel" in own and WHY in own


def test_whom_it_concerns_is_told(cast, link):
    link.lift(by=cast.manager, reason=WHY)
    outbox.drain(but=("paper",))
    message = Message.objects.get(notice="link_lifted")
    assert message.to == cast.officer and WHY in message.body


def test_a_reason_is_needed(cast, link):
    with pytest.raises(FormRefused):
        link.lift(by=cast.manager, reason="")
    url = f"/etapes/interest/{link.pk}/lift/"
    assert as_(cast.manager).post(url, {"reason": " "}).status_code == 422


def test_nobody_lifts_their_own_not_even_a_manager(cast, file):
    casting.mandate(cast.officer, Mandate.Role.MANAGER)
    own = conflicts.declare(cast.manager, cast.call, kind="link", reason="Ma sœur.")
    with pytest.raises(NotYours):
        own.lift(by=cast.manager, reason=WHY)
    assert as_(cast.manager).post(f"/etapes/interest/{own.pk}/lift/", {"reason": WHY}).status_code == 403
    with pytest.raises(IntegrityError), transaction.atomic():
        facts = {"lifted_by": cast.manager, "lifted_at": clock.now(), "lifted_why": WHY}
        Interest.objects.filter(pk=own.pk).update(**facts)
    own.lift(by=cast.officer, reason=WHY)
    assert own.state == "lifted"


@pytest.mark.parametrize("name", [name for name in PEOPLE if name not in ("manager", "officer")])
def test_nobody_else_lifts_it_or_reads_the_page(cast, link, name):
    client = as_(getattr(cast, name))
    assert client.post(f"/etapes/interest/{link.pk}/lift/", {"reason": WHY}).status_code == 404
    assert client.get(links(cast)).status_code == 403
    with pytest.raises(NotYours):
        link.lift(by=getattr(cast, name), reason=WHY)


def test_a_manager_barred_from_the_file_does_not_lift_links_there(cast, file, link):
    Application.objects.get(pk=file.pk).recuse(by=cast.manager, reason="Mon frère.")
    assert as_(cast.manager).post(f"/etapes/interest/{link.pk}/lift/", {"reason": WHY}).status_code == 404
    with pytest.raises(NotYours):
        link.lift(by=cast.manager, reason=WHY)
    assert file.reference not in text_of(as_(cast.manager).get(links(cast)))


def test_a_lifted_link_may_be_declared_again_and_is_lifted_once(cast, file, link):
    link.lift(by=cast.manager, reason=WHY)
    with pytest.raises(StepRefused):
        link.lift(by=cast.manager, reason=WHY)
    Application.objects.get(pk=file.pk).recuse(by=cast.officer, reason="Mon cousin, lui.")
    assert Interest.objects.count() == 4 and conflicts.barred(cast.officer, file)  # two of the cast's own


def test_the_person_only_adds_to_their_own_words(cast, link):
    client, url = as_(cast.officer), f"/etapes/interest/{link.pk}/add/"
    assert link.application.title not in text_of(client.get(url))
    assert client.post(url, {"reason": "Et son mari."}).status_code == 302
    link.refresh_from_db()
    assert link.reason == "Ma sœur.\nEt son mari." and link.kind == "link"
    assert as_(cast.manager).post(url, {"reason": "x"}).status_code == 403
    conflicts.declare(cast.officer, cast.call, kind="none", application=link.application)
    link.refresh_from_db()
    assert link.kind == "link"


def test_a_link_with_the_whole_call_is_lifted_too(cast, file):
    link = conflicts.declare(cast.reviewer, cast.call, kind="link", reason="Candidate.")
    assert conflicts.barred(cast.reviewer, file)
    link.lift(by=cast.manager, reason=WHY)
    assert not conflicts.barred(cast.reviewer, file)
    assert not conflicts.declared_for_call(cast.reviewer, cast.call)  # says again that there is none


def test_a_reviewer_put_aside_is_entrusted_again(cast, file):
    file.assign(by=cast.officer, reviewers=[cast.reviewer], due_on=clock.today())
    review = file.reviews.get()
    review.submit(by=cast.reviewer, **casting.marks(file, 4))
    link = conflicts.declare(cast.reviewer, cast.call, kind="link", reason="Un lien.", application=file)
    review.refresh_from_db()
    assert review.state == "declined"
    with pytest.raises(StepRefused, match="écarte encore"):
        review.reinstate(by=cast.officer)
    link.lift(by=cast.manager, reason=WHY)
    review.reinstate(by=cast.officer)
    assert review.state == "assigned" and review.no_interest_at is None
    assert review.submit(by=cast.reviewer, **casting.marks(file, 3)).state == "submitted"


# --- Signs that the product sees by itself.


@pytest.fixture
def near(cast, file):
    file.partners.filter(is_lead=False).update(contact="Yann Le Goff")
    return f"{links(cast)}{cast.reviewer.pk}/{file.handle}/"


def test_a_sign_dismissed_is_shown_no_more_and_another_is(cast, file, near):
    manager = as_(cast.manager)
    assert "Yann Le Goff" in text_of(manager.get(links(cast))) and near in manager.get(links(cast)).content.decode()
    assert manager.post(near, {"ruling": "dismissed", "reason": ""}).status_code == 422
    assert manager.post(near, {"ruling": "dismissed", "reason": WHY}).status_code == 302
    assert conflicts.warnings(cast.reviewer, file) == [] and not conflicts.barred(cast.reviewer, file)
    ruled = RuledSign.objects.get()
    assert (ruled.by, ruled.key, ruled.reason) == (cast.manager, "contact", WHY)
    assert WHY in text_of(manager.get(links(cast)))
    type(cast.reviewer).objects.filter(pk=cast.reviewer.pk).update(email="yann@roulemabrie.example")
    type(cast.partner).objects.filter(pk=cast.partner.pk).update(email="bruno@roulemabrie.example")
    cast.reviewer.refresh_from_db()
    assert "même domaine" in " ".join(conflicts.warnings(cast.reviewer, file))


def test_a_sign_confirmed_bars(cast, file, near):
    assert as_(cast.manager).post(near, {"ruling": "confirmed", "reason": "C’est bien elle."}).status_code == 302
    assert conflicts.barred(cast.reviewer, file)
    link = Interest.objects.links().get()
    assert link.declared_by == cast.manager and link.reason.startswith("C’est bien elle. Son nom figure")
    assert as_(cast.manager).post(near, {"ruling": "confirmed", "reason": "x"}).status_code == 409  # nothing is left


@pytest.mark.parametrize("name", [name for name in PEOPLE if name != "manager"])
def test_only_managers_rule_on_signs(cast, file, near, name):
    client = as_(getattr(cast, name))
    assert client.get(near).status_code == 404
    assert client.post(near, {"ruling": "dismissed", "reason": "x"}).status_code == 404
    assert not RuledSign.objects.exists()


def test_nobody_rules_on_themselves_nor_on_a_file_closed_to_them(cast, file, near):
    casting.mandate(cast.reviewer, Mandate.Role.MANAGER)
    assert as_(cast.reviewer).post(near, {"ruling": "dismissed", "reason": "x"}).status_code == 403
    Application.objects.get(pk=file.pk).recuse(by=cast.manager, reason="Mon frère.")
    assert as_(cast.manager).get(near).status_code == 404
    assert file.title not in text_of(as_(cast.manager).get(links(cast)))


def test_what_was_ruled_is_never_changed(cast, file, near):
    as_(cast.manager).post(near, {"ruling": "dismissed", "reason": WHY})
    with pytest.raises(DatabaseError), transaction.atomic():
        RuledSign.objects.update(reason="x")
