"""Undertakings are asked to declare as the file is submitted, once; reminded before the check; officers see when."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from funding import declaring, state_aid
from funding.desk import Desk
from funding.models import AidDeclaration, DeclarationRequest
from tests import cast as casting
from tests.funding.aiding import company, de_minimis, declare, outside, under_study, with_company
from tests.funding.desk import PEOPLE, as_, text_of
from workflows import clock, outbox
from workflows.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    cast = casting.play()
    firm = company(cast)
    cast.people["boss"] = casting.member(casting.user("Lise", "Roy", "Gérante"), firm, may_bind=True)
    cast.people["clerk"] = casting.member(casting.user("Vue", "Seule"), firm, "viewer")
    return cast


@pytest.fixture
def file(cast):
    return with_company(cast).submit(by=cast.mayor, certified=True)


def drained():
    outbox.drain(but=("paper",))
    return Message.objects.filter(notice="declaration_asked").order_by("pk")


def firm_of(file):
    return file.partners.get(is_lead=False)


def page(file, part=""):
    return f"/dossiers/{file.handle}/aides-d-etat/{part}"


def test_submitting_asks_who_writes_for_the_undertaking_with_the_link(cast, file):
    message = drained().get()
    assert message.to == cast.boss and message.url == page(file, f"{firm_of(file).pk}/declaration/")
    assert as_(cast.boss).get(message.url).status_code == 200
    asked = DeclarationRequest.objects.get()
    assert (asked.partner, asked.asked_by, asked.told) == (firm_of(file), None, 1)


def test_asked_once_and_reminded_once(cast, file):
    for _again in range(2):
        declaring.ask(file)
    assert drained().count() == 1
    assert declaring.remind(file) == 1 and declaring.remind(file) == 0
    assert drained().count() == 2 and "Rappel" in drained().last().subject


def test_nobody_is_asked_who_has_declared_or_has_no_economic_activity(cast):
    file = with_company(cast)
    declare(firm_of(file), by=cast.boss)
    file.submit(by=cast.mayor, certified=True)
    assert not drained().exists() and not DeclarationRequest.objects.exists()
    assert not declaring.lacking(casting.submitted(cast, title="Sans entreprise")).exists()


def test_who_declares_between_is_not_told(cast, file):
    outbox.drain(but=("paper", "declaration"))
    declare(firm_of(file), by=cast.boss)
    assert not drained().exists()


def test_due_diligence_reminds_before_the_check(cast):
    _file, partner = under_study(cast)
    assert [("Rappel" in message.subject) for message in drained()] == [False, True]
    assert DeclarationRequest.objects.get(partner=partner).reminded_at


def test_the_check_asks_where_nobody_was(cast):
    file, partner = under_study(cast)
    DeclarationRequest.objects.all().delete()
    state_aid.record(file, file.partners.get(is_lead=True), by=cast.officer, given=outside())
    assert not DeclarationRequest.objects.exists()
    found = state_aid.record(file, partner, by=cast.officer, given=de_minimis(60_000))
    assert not found.passed and DeclarationRequest.objects.get().asked_by == cast.officer


def test_an_old_declaration_is_asked_again_and_does_not_pass(cast):
    file, partner = under_study(cast)
    told = declare(partner, by=cast.boss)
    assert not declaring.lacking(file).exists() and declaring.awaited_of(Desk(cast.boss), file, [partner]) == []
    late = datetime.combine(clock.today(), time(23, 50), tzinfo=clock.PARIS)  # in summer or winter, days are Paris's
    for hour in (time(0, 10), time(23, 55)):
        for days, waits in ((AidDeclaration.HOLDS_DAYS, []), (AidDeclaration.HOLDS_DAYS + 1, [partner])):
            moment = datetime.combine(clock.today() - timedelta(days=days), hour, tzinfo=clock.PARIS)
            AidDeclaration.objects.filter(pk=told.pk).update(declared_at=moment)
            with clock.at(late):
                assert declaring.awaited_of(Desk(cast.boss), file, [partner]) == waits, (days, hour)
                found = state_aid.record(file, partner, by=cast.officer, given=de_minimis(60_000))
            assert [refusal["code"] for refusal in found.refusals] == ["declared_long_ago"] * len(waits), (days, hour)


def test_the_officer_sees_when_and_asks_again_by_hand(cast, file):
    drained()
    file.take_charge(by=cast.officer)
    client = as_(cast.officer)
    shown = text_of(client.get(page(file)))
    assert "Demandée le" in shown and "Relancer" in shown
    assert client.post(page(file, "demander/")).status_code == 302
    shown = text_of(client.get(page(file)))
    assert "rappelée le" in shown and "Relancer" not in shown
    assert drained().count() == 2


def test_an_undertaking_without_anyone_is_said_so(cast, file):
    cast.boss.memberships.all().delete()
    drained()
    assert DeclarationRequest.objects.get().told == 0
    assert "personne de cette entreprise n’a de compte" in text_of(as_(cast.officer).get(page(file)))


@pytest.mark.parametrize("name", [name for name in PEOPLE if name != "officer"])
def test_only_the_officer_asks(cast, file, name):
    DeclarationRequest.objects.all().delete()
    assert as_(getattr(cast, name)).post(page(file, "demander/")).status_code in (403, 404)
    assert not DeclarationRequest.objects.exists()


def test_a_conflicted_officer_asks_nothing(cast, file):
    file.recuse(by=cast.officer, reason="Ma sœur.")
    assert as_(cast.officer).post(page(file, "demander/")).status_code == 404
