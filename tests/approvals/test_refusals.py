"""The refusals of a session, read and written by a person on one page, kept in one act."""

from decimal import Decimal

import pytest
from django.test import Client

from funding import minuted
from funding.models import Decision, MinutedDraft
from tests import cast as casting
from tests import sitting
from tests.remembered import remembered
from tests.words import plain
from workflows import outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
@remembered
def session(cast):
    """The best is retained, the second has no place left, the third is under three everywhere."""
    files = [sitting.deliberable(cast, title, value=value) for title, value in (("a", 5), ("b", 4), ("c", 2))]
    held = sitting.opened(cast, files, envelope=Decimal(80_000))
    held.adopt_ranking(by=cast.chair, consent=True, reserve=0)
    return type(held).objects.get(pk=held.pk).close(by=cast.chair)


def client_of(person):
    made = Client()
    made.force_login(person)
    return made


def page(session):
    return f"/seances/{session.pk}/decisions/refus/"


def filled(client, session, **changes):
    """What the browser would send of the page as it stands; `changes` by the end of a field's name."""
    sent = {}
    for _line, form in client.get(page(session)).context["rows"]:
        for name, field in form.fields.items():
            sent[form.add_prefix(name)] = changes.get(name, form.get_initial_for_field(field, name))
    return sent


def test_kept_and_drawn_up_in_one_act(session, cast):
    client = client_of(cast.officer)
    assert "2 refus attendent d’être relus" in plain(client.get(f"/seances/{session.pk}/decisions/").content.decode())
    answer = client.post(page(session), filled(client, session) | {"all": "1"})
    assert answer.status_code == 302
    assert set(MinutedDraft.objects.values_list("edited_by", flat=True)) == {cast.officer.pk, None}
    outbox.drain(but=("mail", "paper"))
    kinds = {d.application.title: d.kind for d in Decision.objects.all()}
    assert kinds == {"a": "award", "b": "rejection", "c": "rejection"}
    assert client.get(page(session)).context["rows"] == []


def test_a_file_beyond_the_envelope_is_told_so_and_not_that_it_is_bad(session, cast):
    said = {line.item.application.title: line.facts["reasons"] for line in minuted.lines(session, cast.officer)}
    assert "reviennent aux projets mieux classés" in said["b"]
    assert "reviennent aux projets mieux classés" not in said["a"]


def test_a_reason_that_lacks_is_said_and_nothing_is_kept(session, cast):
    client = client_of(cast.officer)
    answer = client.post(page(session), filled(client, session, reason_0="") | {"all": "1"})
    assert answer.status_code == 422 and "Rien n’est enregistré" in plain(answer.content.decode())
    assert MinutedDraft.objects.count() == 0


def test_kept_without_drawing_up(session, cast):
    client = client_of(cast.officer)
    client.post(page(session), filled(client, session, reasons="Relu."))
    refusals = [line for line in minuted.lines(session, cast.officer) if line.refusal]
    assert [line.facts["reasons"] for line in refusals] == ["Relu.", "Relu."] and all(line.ready for line in refusals)
    outbox.drain(but=("mail", "paper"))
    assert Decision.objects.count() == 0


def test_a_file_that_left_is_no_longer_asked_for(session, cast):
    gone = next(line.item.application for line in minuted.lines(session, cast.officer) if line.refusal)
    gone.withdraw(by=cast.mayor)
    assert len(client_of(cast.officer).get(page(session)).context["rows"]) == 1


def test_only_the_instruction_reads_them(session, cast):
    for person in (cast.signatory, cast.chair, cast.reviewer, cast.holder, cast.stranger):
        assert client_of(person).get(page(session)).status_code == 404, person
    assert Client().get(page(session)).status_code == 302
