"""Projects of decision drawn up from a closed session, for any number of files in one act."""

from decimal import Decimal

import pytest
from django.test import Client

from funding import minuted
from funding.models import Application, ApprovalRules, Decision, MinutedDraft, VisaLevel
from tests import cast as casting
from tests import sitting
from tests.remembered import remembered
from tests.words import plain
from workflows import outbox
from workflows.errors import StepRefused
from workflows.models import Message

pytestmark = pytest.mark.django_db
FILES = {"a": ("favourable", 4), "b": ("conditional", 4), "c": ("reserve", 3), "d": ("unfavourable", 2), "e": ("", 3)}


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
@remembered
def session(cast):
    """Five files, one of each outcome; closed."""
    files = {key: sitting.deliberable(cast, key, value=value)
             for key, (_outcome, value) in FILES.items()}  # fmt: skip
    held = sitting.opened(cast, list(files.values()))
    for key, (outcome, _value) in FILES.items():
        item = sitting.item_of(held, files[key])
        if not outcome:
            item.adjourn(by=cast.chair, reason="Le budget est à préciser")
        else:
            amount = "60000" if outcome in ("favourable", "conditional") else "0"
            conditions = "Fournir le bail signé" if outcome == "conditional" else ""
            sitting.carried(item, cast, outcome, amount, conditions=conditions)
    closed = type(held).objects.get(pk=held.pk).close(by=cast.chair)
    closed.files = files
    return closed


def lines(session, cast):
    return {line.item.application.title: line for line in minuted.lines(session, cast.officer)}


def deliver():
    return outbox.drain(but=("mail", "paper"))


def client_of(person):
    made = Client()
    made.force_login(person)
    return made


def words(answer):
    return plain(answer.content.decode())


def reread(session, cast, key="d", **texts):
    item = lines(session, cast)[key].item
    page = f"/seances/{session.pk}/decisions/{item.pk}/"
    form = client_of(cast.officer).get(page).context["form"]
    sent = {name: texts.get(name, form.get_initial_for_field(field, name)) for name, field in form.fields.items()}
    return client_of(cast.officer).post(page, sent | texts)


def test_each_outcome_prepares_its_own_project(session, cast):
    found = lines(session, cast)
    assert {key: line.facts.get("kind") for key, line in found.items()} == {
        "a": "award", "b": "award", "c": "reserve", "d": "rejection", "e": None,
    }  # fmt: skip
    assert found["a"].amount == Decimal(60_000) and found["b"].facts["conditions"] == "Fournir le bail signé"
    assert found["c"].facts["rank"] == 3
    assert "avis défavorable" in found["d"].facts["reasons"]
    assert "rang 1" in found["a"].facts["reasons"] or "rang 2" in found["a"].facts["reasons"]
    assert "prochaine séance" in found["e"].sentence


def test_drawn_up_in_one_act_each_through_its_gate(session, cast):
    assert minuted.draw_up(minuted.lines(session, cast.officer), by=cast.officer) == 3  # the refusal waits for a reader
    deliver()
    assert {d.application.title: d.kind for d in Decision.objects.all()} == {"a": "award", "b": "award", "c": "reserve"}
    assert Decision.objects.get(application__title="b").conditions == "Fournir le bail signé"
    assert Decision.objects.get(application__title="a").drafted_by == cast.officer
    again = minuted.draw_up(minuted.lines(session, cast.officer), by=cast.officer)
    assert again == 0 and Decision.objects.count() == 3


def test_who_signs_reads_one_message_for_the_whole_act(session, cast):
    minuted.draw_up(minuted.lines(session, cast.officer), by=cast.officer)
    outbox.drain()
    (told,) = Message.objects.filter(to=cast.signatory, notice__in=("decision_to_sign", "decisions_to_sign"))
    assert told.notice == "decisions_to_sign" and "3 décisions à signer" in plain(told.subject)


def test_who_gives_visas_is_told_first_and_who_signs_one_by_one_after(session, cast):
    ApprovalRules.objects.create(call=cast.call)
    VisaLevel.objects.create(call=cast.call, name="Bureau", holder=cast.funder)
    minuted.draw_up(minuted.lines(session, cast.officer), by=cast.officer)
    outbox.drain()
    told = Message.objects.filter(notice__in=("visa_asked", "visas_asked", "decision_to_sign", "decisions_to_sign"))
    assert [(m.notice, m.to) for m in told] == [("visas_asked", cast.funder)]
    file = Application.objects.get(title="a")
    file.give_visa(by=cast.funder)
    outbox.drain()
    assert Message.objects.get(notice="decision_to_sign").to == cast.signatory


def test_a_refusal_is_read_and_written_by_a_person_first(session, cast):
    line = lines(session, cast)["d"]
    assert not line.ready and "Relisez les motifs" in line.sentence
    failed = [row for row in line.facts["by_criterion"] if row["comments"]]
    assert len(failed) == len(line.facts["by_criterion"])  # all under three: each has a reason prepared
    answer = reread(session, cast, reason_0="")
    assert answer.status_code == 422
    assert reread(session, cast, reason_0="Le besoin n’est pas décrit.").status_code == 302
    line = lines(session, cast)["d"]
    assert line.ready and line.draft.edited_by == cast.officer
    minuted.draw_up([line], by=cast.officer)
    deliver()
    decision = Decision.objects.get(application__title="d")
    assert decision.reasons_by_criterion[0]["comments"] == ["Le besoin n’est pas décrit."]
    file = decision.application.reject(by=cast.signatory, consent=True)
    from workflows.models import Paper

    facts = [row["fact"] for row in Paper.objects.get(template="rejection", subject_id=file.pk).content["reasons"]]
    assert "Le besoin n’est pas décrit." in facts


def test_no_more_than_what_the_committee_retained(session, cast):
    answer = reread(session, cast, "a", grant="60000,01")
    assert answer.status_code == 422 and "Le comité a retenu 60 000,00 €" in words(answer)
    assert reread(session, cast, "a", grant="50000").status_code == 302
    assert lines(session, cast)["a"].amount == Decimal(50_000)


def test_what_the_gate_refuses_is_said_and_stops_none_of_the_others(session, cast):
    session.files["a"].withdraw(by=cast.mayor)
    type(cast.call).objects.update(max_aid=55_000)
    minuted.draw_up(minuted.lines(session, cast.officer), by=cast.officer)
    deliver()
    assert {d.application.title for d in Decision.objects.all()} == {"c"}
    found = lines(session, cast)
    assert "il n’attend pas de projet" in found["a"].sentence
    assert found["b"].draft.refusal
    type(cast.call).objects.update(max_aid=150_000)
    minuted.draw_up([lines(session, cast)["b"]], by=cast.officer)
    deliver()
    assert Decision.objects.filter(application__title="b").exists()


def test_sent_back_it_is_drawn_up_again_from_the_same_page(session, cast):
    minuted.draw_up([lines(session, cast)["a"]], by=cast.officer)
    deliver()
    file = Decision.objects.get().application
    file.send_back(by=cast.signatory, reason="Moins")
    reread(session, cast, "a", grant="40000")
    minuted.draw_up([lines(session, cast)["a"]], by=cast.officer)
    deliver()
    assert Decision.objects.filter(sent_back_at=None).get().grant == 40_000


def test_nothing_is_edited_once_drawn_up(session, cast):
    line = lines(session, cast)["a"]
    minuted.draw_up([line], by=cast.officer)
    deliver()
    with pytest.raises(StepRefused):
        minuted.edit(lines(session, cast)["a"].item, by=cast.officer, facts={})


def test_by_the_pages_from_minutes_to_letters(session, cast):
    """Draw up, read, sign: three pages for any number."""
    reread(session, cast)
    client = client_of(cast.officer)
    page = f"/seances/{session.pk}/decisions/"
    assert "4 projets prêts" in words(client.get(page))
    client.post(page, {"all": "1"})
    deliver()
    assert "Projet préparé le" in words(client.get(page))
    client = client_of(cast.signatory)
    read = client.get("/decisions/a-signer/relire/", {"all": "1"})
    chosen = [f"{row.decision.pk}.{row.decision.imprint}" for row in read.context["rows"]]
    assert len(chosen) == 4
    client.post("/decisions/a-signer/signer/", {"decision": chosen, "consent": "on"})
    deliver()
    assert set(Decision.objects.values_list("application__state", flat=True)) == {"awarded", "reserve_list", "rejected"}


def test_only_the_instruction_draws_up_and_only_from_a_closed_session(session, cast):
    page = f"/seances/{session.pk}/decisions/"
    assert client_of(cast.signatory).get(page).status_code == 200
    assert client_of(cast.signatory).post(page, {"all": "1"}).status_code == 403
    for person in (cast.reviewer, cast.holder, cast.stranger):
        assert client_of(person).get(page).status_code == 404
    assert MinutedDraft.objects.count() == 0


def test_the_page_costs_as_much_for_five_as_for_two(session, cast):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for _less in range(2):
        with CaptureQueriesContext(connection) as caught:
            list(minuted.lines(session, cast.officer))
        counts.append(len(caught))
        session.items.filter(application__title__in=["c", "d", "e"]).delete()
    assert counts[0] == counts[1], counts
