"""Many decisions signed in one act: each alone through the gate; a failure stops none of the others."""

from datetime import timedelta

import pytest
from django.test import Client

from funding import batch
from funding.models import Application, Call, Decision, SigningAct
from people.models import Mandate
from tests import cast as casting
from tests.processes import race
from tests.words import plain
from workflows import clock, outbox
from workflows.models import Effect, Paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


def files_of(cast, number, kind="award"):
    return [casting.proposed(cast, kind, title=f"Projet {n}") for n in range(number)]


def signed_by(person, files):
    return batch.sign_all(person, [(file.decision, file.decision.imprint) for file in files])


def deliver():
    return outbox.drain(but=("mail", "paper"))


def states():
    return list(Application.objects.order_by("pk").values_list("state", flat=True))


def test_each_is_signed_with_its_letter(cast):
    files = [*files_of(cast, 2), *files_of(cast, 1, "rejection"), *files_of(cast, 1, "reserve")]
    act = signed_by(cast.signatory, files)
    assert set(states()) == {"decision_proposed"}  # asked, and not yet signed
    deliver()
    assert states() == ["awarded", "awarded", "rejected", "reserve_list"]
    known = batch.progress(act)
    assert (len(known.signed), len(known.refused), known.letters) == (4, 0, 0)
    assert Paper.objects.filter(template__in=["award", "rejection", "reserve"]).count() == 4
    assert known.moving  # the letters are not made yet


def test_a_refusal_stops_none_of_the_others_and_is_listed_with_its_reason(cast):
    files = files_of(cast, 3)
    Call.objects.update(envelope=150_000)
    act = signed_by(cast.signatory, files)
    deliver()
    assert sorted(states()) == ["awarded", "awarded", "decision_proposed"]
    (line,) = batch.progress(act).refused
    assert "Il reste 10" in line.refusal
    Call.objects.update(envelope=1_000_000)
    assert batch.again(act) == 1
    deliver()
    assert set(states()) == {"awarded"}
    assert batch.progress(act).refused == []


def test_what_changed_after_it_was_read_is_not_signed(cast):
    file, other = files_of(cast, 2)
    act = signed_by(cast.signatory, [file, other])
    Decision.objects.filter(pk=file.decision.pk).update(grant=60_000)
    deliver()
    assert states() == ["decision_proposed", "awarded"]
    assert "a changé depuis votre lecture" in act.lines.get(decision=file.decision.pk).refusal


def test_what_was_sent_back_meanwhile_is_not_signed(cast):
    (file,) = files_of(cast, 1)
    act = signed_by(cast.signatory, [file])
    file.send_back(by=cast.signatory, reason="Le montant")
    deliver()
    assert states() == ["under_due_diligence"]
    assert "renvoyé" in act.lines.get().refusal


def test_a_delegation_that_ended_yesterday_signs_nothing(cast):
    """It was in force when the act was asked, no longer when the worker comes: the gate looks on the day it signs."""
    (file,) = files_of(cast, 1)
    act = signed_by(cast.signatory, [file])
    Mandate.objects.filter(user=cast.signatory).update(valid_to=clock.today() - timedelta(days=1))
    deliver()
    assert states() == ["decision_proposed"]
    assert "ne fait pas partie de vos rôles" in act.lines.get().refusal


def test_a_signatory_who_follows_the_file_signs_nothing(cast):
    (file,) = files_of(cast, 1)
    Application.objects.filter(pk=file.pk).update(officer=cast.signatory)
    act = signed_by(cast.signatory, [file])
    deliver()
    assert states() == ["decision_proposed"]
    assert act.lines.get().refusal


def test_an_error_is_tried_again_and_shown_and_given_up_to_a_person(cast, monkeypatch):
    (file,) = files_of(cast, 1)
    act = signed_by(cast.signatory, [file])
    broken = Application.signing_mandate

    def burst(self, user, signed=None):
        raise ConnectionError("a bad day")

    monkeypatch.setattr(Application, "signing_mandate", burst)
    deliver()
    (_line, effect), *_none = batch.progress(act).waiting
    assert effect.attempts == 1 and "a bad day" in effect.last_error
    assert states() == ["decision_proposed"] and not Decision.objects.get().number
    Effect.objects.filter(pk=effect.pk).update(state="given_up")
    monkeypatch.setattr(Application, "signing_mandate", broken)
    assert len(batch.progress(act).stuck) == 1
    assert batch.again(act) == 1
    deliver()
    assert states() == ["awarded"]


def test_stopped_before_a_worker_came_it_is_not_signed(cast):
    files = files_of(cast, 2)
    act = signed_by(cast.signatory, files)
    outbox.deliver(act.lines.first().key)
    assert batch.stop(act) == 1
    deliver()
    assert states() == ["awarded", "decision_proposed"]
    assert "Arrêtée à votre demande" in act.lines.last().refusal


def test_one_decision_is_in_one_act_at_a_time(cast):
    file, other = files_of(cast, 2)
    first = signed_by(cast.signatory, [file])
    second = signed_by(cast.signatory, [file, other])
    assert [line.decision_id for line in second.lines.all()] == [other.decision.pk]
    assert signed_by(cast.signatory, [file]) is None
    assert SigningAct.objects.count() == 2 and first.lines.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_workers_sign_each_once_and_numbers_have_no_gap(cast):
    files = files_of(cast, 6)
    act = signed_by(cast.signatory, files)
    keys = [line.key for line in act.lines.all()]
    answers = race(outbox.deliver, keys * 2)
    assert answers.count(True) == 6
    numbers = sorted(Decision.objects.values_list("number", flat=True))
    assert [int(number[-5:]) for number in numbers] == [1, 2, 3, 4, 5, 6]
    assert Call.objects.get().committed == 6 * 70_000


# --- The pages


def client_of(person):
    made = Client()
    made.force_login(person)
    return made


def words(answer):
    return plain(answer.content.decode())


def test_the_signatory_chooses_reads_signs_and_follows(cast):
    files = files_of(cast, 3)
    client = client_of(cast.signatory)
    page = words(client.get("/decisions/a-signer/"))
    assert all(file.handle in page for file in files)
    first, second, third = (file.decision for file in files)
    read = client.get("/decisions/a-signer/relire/", {"d": [first.pk, second.pk]})
    text = words(read)
    assert files[0].handle in text and files[2].handle not in text
    assert "140 000 €" in text and f"{first.pk}.{first.imprint}" in text
    assert f"/dossiers/{files[0].handle}/decision/projet.pdf" in text
    chosen = [f"{d.pk}.{d.imprint}" for d in (first, second)]
    assert "cochez la case" in words(client.post("/decisions/a-signer/signer/", {"decision": chosen}, follow=True))
    assert SigningAct.objects.count() == 0
    answer = client.post("/decisions/a-signer/signer/", {"decision": chosen, "consent": "on"}, follow=True)
    assert "0 sur 2" in words(answer)
    client.logout()  # closing the browser changes nothing
    deliver()
    assert states() == ["awarded", "awarded", "decision_proposed"]
    page = words(client_of(cast.signatory).get(answer.redirect_chain[-1][0]))
    assert "2 sur 2" in page
    assert third.application.handle in words(client_of(cast.signatory).get("/decisions/a-signer/"))


def test_all_at_once_and_what_is_aside_is_not_among_them(cast):
    files = files_of(cast, 3)
    client = client_of(cast.signatory)
    mark = f"/decisions/{files[0].decision.pk}/mettre-de-cote/"
    client.post(mark, {"note": "Le montant m’étonne"})
    assert "Le montant m’étonne" in words(client.get("/decisions/a-signer/"))
    text = words(client.get("/decisions/a-signer/relire/", {"all": "1"}))
    assert files[0].handle not in text and files[1].handle in text
    forged = f"{files[0].decision.pk}.{files[0].decision.imprint}"
    client.post("/decisions/a-signer/signer/", {"decision": [forged], "consent": "on"})
    assert SigningAct.objects.count() == 0
    client.post(mark, {"back": "1"})
    assert files[0].handle in words(client.get("/decisions/a-signer/relire/", {"all": "1"}))


def test_beyond_the_ceiling_it_is_put_aside_with_the_reason(cast):
    files_of(cast, 1)
    Mandate.objects.filter(user=cast.signatory).update(ceiling=50_000)
    client = client_of(cast.signatory)
    assert "Au-dessus de votre plafond de 50 000 €" in words(client.get("/decisions/a-signer/"))
    answer = client.get("/decisions/a-signer/relire/", {"all": "1"}, follow=True)
    assert "Cochez au moins une décision" in words(answer)


def test_refusals_are_shown_and_asked_again(cast):
    files = files_of(cast, 2)
    Call.objects.update(envelope=80_000)
    act = signed_by(cast.signatory, files)
    deliver()
    client = client_of(cast.signatory)
    page = f"/signatures/{act.pk}/"
    assert "Il reste 10 000" in words(client.get(page))
    Call.objects.update(envelope=1_000_000)
    client.post(f"{page}relancer/")
    deliver()
    assert "2 sur 2" in words(client.get(page))


def test_an_act_is_its_author_s_alone(cast):
    act = signed_by(cast.signatory, files_of(cast, 1))
    for person in (cast.officer, cast.manager, cast.holder):
        client = client_of(person)
        assert client.get(f"/signatures/{act.pk}/").status_code == 404
        assert client.post(f"/signatures/{act.pk}/arreter/").status_code == 404
        assert client.get("/decisions/a-signer/").status_code == 404


@pytest.mark.parametrize("sent", [["x"], ["1"], ["1.x"], ["99999999999999999999.x"], ["\x00.1"], []])
def test_what_no_page_sends_signs_nothing(cast, sent):
    files_of(cast, 1)
    answer = client_of(cast.signatory).post("/decisions/a-signer/signer/", {"decision": sent, "consent": "on"})
    assert answer.status_code == 302 and SigningAct.objects.count() == 0


def test_the_pile_asks_as_many_queries_for_six_as_for_two(cast, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, counts = client_of(cast.signatory), []
    for _more in range(2):
        files_of(cast, 2)
        with CaptureQueriesContext(connection) as caught:
            client.get("/decisions/a-signer/")
        counts.append(len(caught))
    assert counts[0] == counts[1], counts
