"""Appeals to the author of a decision: received whenever they come, answered by a person or by silence, never lost."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from funding import contesting, portfolio
from funding.models import Appeal, Application, Call, Condition, Decision
from funding.rules.deadlines import appeal_deadline
from tests import cast as casting
from tests.remembered import remembered
from workflows import clock, outbox, ticks
from workflows.errors import FormRefused, NotYours, StepRefused
from workflows.models import Message, Paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
@remembered
def refused(cast):
    """Refused, and told so: the delay runs."""
    file = casting.proposed(cast, "rejection").reject(by=cast.signatory, consent=True)
    outbox.drain(but=("mail", "paper"))
    return file


def lodged(cast, file, **facts):
    file.lodge_appeal(by=cast.holder, reasons="Le budget est couvert.", **facts)
    outbox.drain(but=("mail", "paper"))
    return file.appeals.get()


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=clock.PARIS)


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def test_it_is_received_acknowledged_and_suspends_nothing(cast, refused):
    upload = SimpleUploadedFile("bilan.pdf", b"%PDF-1.7 bilan")
    appeal = lodged(cast, refused, files=MultiValueDict({"attachments": [upload]}))
    assert (appeal.state, appeal.late, appeal.decision) == ("lodged", False, refused.decision)
    assert appeal.notified_on == clock.today() and appeal.until == appeal_deadline(notified_on=clock.today())
    assert [document.name for document in appeal.documents.all()] == ["bilan.pdf"]
    assert fresh(refused).state == "rejected"
    paper = Paper.objects.get(template="appeal_receipt")
    assert paper.content["answer_by"] == appeal.answer_by.isoformat() and len(paper.content["pieces"]) == 1
    told = set(Message.objects.filter(notice="appeal_received").values_list("to__first_name", flat=True))
    assert told == {"Martine", "Odile"}
    asked = set(Message.objects.filter(notice="appeal_to_answer").values_list("to__first_name", flat=True))
    assert asked == {"Karim", "Claire"}
    entry = refused.journal().last()
    assert (entry.step, entry.inputs["reasons"]) == ("lodge_appeal", "Le budget est couvert.")


@pytest.mark.parametrize(("days", "late"), [(0, False), (1, True)])
def test_the_last_day_and_the_day_after(cast, refused, days, late):
    last = contesting.last_day(refused, contesting.act_of(refused))[1]
    with clock.at(noon(last + timedelta(days=days))):
        appeal = lodged(cast, refused)
        assert appeal.late is late and appeal.until == last
        assert appeal.court_until is None
        appeal.confirm(by=cast.signatory, answer="Le recours n’apporte rien.", consent=True)
        assert (appeal.court_until is None) is late


def test_a_decision_that_was_not_notified_binds_nobody(cast):
    file = casting.proposed(cast, "rejection").reject(by=cast.signatory, consent=True)
    with clock.at(noon(clock.today() + timedelta(days=200))):
        file.lodge_appeal(by=cast.holder, reasons="Je n’ai rien reçu.")
    appeal = file.appeals.get()
    assert (appeal.late, appeal.notified_on, appeal.until) == (False, None, None)


def test_one_appeal_for_one_act(cast, refused):
    appeal = lodged(cast, refused)
    with pytest.raises(StepRefused, match="déjà à l’étude"):
        refused.lodge_appeal(by=cast.mayor, reasons="Encore.")
    appeal.confirm(by=cast.signatory, answer="Non.", consent=True)
    with pytest.raises(StepRefused, match="n’interrompt plus"):
        refused.lodge_appeal(by=cast.mayor, reasons="Encore.")
    assert Appeal.objects.count() == 1


@pytest.mark.parametrize("reasons", ["", "   ", "x" * 8001])
def test_reasons_are_required(cast, refused, reasons):
    with pytest.raises(FormRefused):
        refused.lodge_appeal(by=cast.holder, reasons=reasons)
    assert not Appeal.objects.exists()


def test_a_file_that_is_not_what_it_says_is_refused_by_name(cast, refused):
    upload = SimpleUploadedFile("bilan.pdf", b"MZ a program")
    with pytest.raises(FormRefused) as refusal:
        refused.lodge_appeal(by=cast.holder, reasons="Voir.", files=MultiValueDict({"attachments": [upload]}))
    assert "bilan.pdf" in str(refusal.value) and not Appeal.objects.exists()


@pytest.mark.parametrize("person", ["stranger", "partner", "officer", "signatory", "reviewer", "funder"])
def test_only_the_lead_s_own_people_lodge(cast, refused, person):
    with pytest.raises(NotYours):
        refused.lodge_appeal(by=getattr(cast, person), reasons="Moi.")


def test_nothing_is_contested_before_a_decision(cast):
    file = casting.submitted(cast)
    with pytest.raises(StepRefused):
        file.lodge_appeal(by=cast.holder, reasons="Trop tôt.")


def test_silence_decides_at_midnight_after_the_last_day(cast, refused):
    appeal = lodged(cast, refused)
    with clock.at(noon(appeal.answer_by)):
        ticks.tick()
        assert fresh(appeal).state == "lodged"
    with clock.at(noon(appeal.answer_by + timedelta(days=1))):
        ticks.tick()
        appeal = fresh(appeal)
        assert appeal.state == "silent" and fresh(refused).state == "rejected"
        outbox.drain(but=("mail", "paper"))
        told = Message.objects.filter(notice="appeal_silent", to=cast.holder).get()
        assert appeal.court_until == appeal_deadline(notified_on=appeal.answer_by + timedelta(days=1))
        assert str(appeal.court_until.year) in told.body
        appeal.confirm(by=cast.signatory, answer="Réponse expresse.", consent=True)
        assert appeal.court_until == appeal_deadline(notified_on=clock.today())


def test_long_after_silence_nobody_answers(cast, refused):
    appeal = lodged(cast, refused)
    with clock.at(noon(appeal.answer_by + timedelta(days=1))):
        ticks.tick()
    last = appeal_deadline(notified_on=fresh(appeal).silent_on)
    with clock.at(noon(last + timedelta(days=1))), pytest.raises(StepRefused, match="valu rejet"):
        fresh(appeal).grant(by=cast.signatory, answer="Trop tard.", consent=True)


def test_confirming_has_reasons_a_number_and_a_new_delay(cast, refused):
    appeal = lodged(cast, refused)
    with pytest.raises(FormRefused):
        appeal.confirm(by=cast.signatory, answer="", consent=True)
    with pytest.raises(FormRefused):
        appeal.confirm(by=cast.signatory, answer="Non.")
    before = Decision.objects.get(pk=refused.decision.pk).imprint
    appeal.confirm(by=cast.signatory, answer="Le budget n’est pas couvert.", consent=True)
    assert appeal.number.startswith("D-") and appeal.number != refused.decision.number
    assert appeal.court_until == appeal_deadline(notified_on=clock.today())
    content = Paper.objects.get(template="appeal_answer").content
    assert content["reference"] == appeal.number and content["court_until"] == appeal.court_until.isoformat()
    assert content["recitals"] == ["que le budget n’est pas couvert"]
    assert (fresh(refused).state, refused.decision.imprint) == ("rejected", before)


def test_who_instructs_does_not_answer(cast, refused):
    appeal = lodged(cast, refused)
    for person in ("officer", "holder", "stranger", "manager", "payer"):
        with pytest.raises(NotYours):
            appeal.confirm(by=getattr(cast, person), answer="Non.", consent=True)
    appeal.advise(by=cast.officer, advice="Rien de neuf.")
    assert Message.objects.filter(notice="appeal_advised").count() == 0  # the outbox has not run
    casting.mandate(cast.manager, "signatory", scope=("programme", cast.programme.pk))
    casting.mandate(cast.manager, "officer", scope=("programme", cast.programme.pk))
    appeal.advise(by=cast.manager, advice="Rien de neuf.")
    with pytest.raises(StepRefused, match="donné votre avis"):
        appeal.confirm(by=cast.manager, answer="Non.", consent=True)


def test_a_conflict_bars_from_answering(cast, refused):
    appeal = lodged(cast, refused)
    refused.recuse(by=cast.signatory, reason="Un cousin.")
    with pytest.raises(NotYours):
        fresh(appeal).grant(by=cast.signatory, answer="Oui.", consent=True)


@pytest.mark.parametrize(("kind", "stage"), [("rejection", "under_due_diligence"), ("reserve", "under_due_diligence")])
def test_a_grant_withdraws_the_refusal_and_the_file_is_decided_anew(cast, kind, stage):
    file = casting.proposed(cast, kind)
    file = file.reject(by=cast.signatory, consent=True) if kind == "rejection" else file.reserve(
        by=cast.signatory, consent=True)  # fmt: skip
    outbox.drain(but=("mail", "paper"))
    appeal, number = lodged(cast, file), file.decision.number
    with clock.at(clock.now() + timedelta(days=40)):
        appeal.grant(by=cast.signatory, answer="L’erreur est reconnue.", consent=True)
        file = fresh(file)
        assert (appeal.state, file.state, file.reopened_on) == ("granted", stage, clock.today())
        assert file.silence_on > clock.today() + timedelta(days=50), "a new delay runs from the grant"
        old = file.decisions.get(number=number)
        assert old.withdrawn_at is not None and old.reasons == "Le besoin est établi."
        ticks.tick()
        assert fresh(file).state == stage
        from funding.demo import checking

        checking.check_all(fresh(file), by=cast.officer)
        file = fresh(file).propose(
            by=cast.officer, kind="award", grant="70000", eligible_base="100000", reasons="Le budget est couvert."
        )
        file.award(by=cast.signatory, consent=True)
    assert [d.kind for d in fresh(file).decisions.all()] == [kind, "award"]
    assert [e.step for e in fresh(file).journal()].count("reopen") == 1
    assert list(portfolio.recount()) == []


def test_an_ineligible_file_is_checked_again(cast):
    file = casting.submitted(cast).take_charge(by=cast.officer)
    file.propose_refusal(by=cast.officer, reasons="Hors champ.")
    file.declare_ineligible(by=cast.signatory, consent=True)
    outbox.drain(but=("mail", "paper"))
    lodged(cast, file).grant(by=cast.signatory, answer="Dans le champ.", consent=True)
    file = fresh(file)
    assert file.state == "submitted"
    file.request_pieces(by=cast.officer, pieces=list(cast.call.pieces.all()), message="x",
                        due_on=clock.today() + timedelta(days=15))  # fmt: skip
    assert fresh(file).silence_on > clock.today(), "pieces suspend the new delay, not the old one"


def test_a_silence_may_be_contested_too(cast):
    file = casting.eligible(cast)
    with clock.at(noon(file.silence_on + timedelta(days=1))):
        ticks.tick()
        outbox.drain(but=("mail", "paper"))
        appeal = lodged(cast, fresh(file))
        assert appeal.decision is None and appeal.against == "le refus par le silence"
        appeal.grant(by=cast.signatory, answer="Le dossier mérite une réponse.", consent=True)
        assert fresh(file).state == "eligible"


def test_an_award_is_contested_while_nothing_is_signed_under_it(cast):
    file = casting.proposed(cast)
    casting_conditions(file)
    file = file.award(by=cast.signatory, consent=True)
    outbox.drain(but=("mail", "paper"))
    appeal, agreement = lodged(cast, file), file.agreement
    agreement.offer(by=cast.officer, starts_on=clock.today(), ends_on=clock.today() + timedelta(days=500))
    with pytest.raises(StepRefused, match="reprenez-la"):
        appeal.grant(by=cast.signatory, answer="Oui.", consent=True)
    agreement.take_back(by=cast.officer)
    appeal.grant(by=cast.signatory, answer="La condition est levée.", consent=True)
    assert Call.objects.get().committed == 0 and fresh(agreement).state == "closed"
    assert not Condition.objects.standing().exists()
    file = fresh(file).propose(by=cast.officer, kind="award", grant="60000", eligible_base="100000", reasons="Mieux.")
    file.award(by=cast.signatory, consent=True)
    outbox.drain(but=("mail", "paper"))
    agreement = fresh(agreement)
    assert (agreement.state, agreement.amount, agreement.decision) == ("drafted", Decimal(60000), fresh(file).decision)
    assert sum(d.amount for d in agreement.disbursements.all()) == 60000
    assert Call.objects.get().committed == 60000 and list(portfolio.recount()) == []


def casting_conditions(file):
    Decision.objects.filter(pk=file.decision.pk).update(conditions="Fournir le bail")
    file.__dict__.pop("_prefetched_objects_cache", None)


def test_the_ceiling_is_the_one_of_the_contested_act(cast):
    file = casting.awarded(cast)
    outbox.drain(but=("mail", "paper"))
    low = casting.mandate(casting.user("Petit", "Plafond"), "signatory", ceiling=Decimal("69999.99"),
                          scope=("programme", cast.programme.pk))  # fmt: skip
    with pytest.raises(StepRefused, match="s’arrête à"):
        lodged(cast, file).confirm(by=low, answer="Non.", consent=True)


def test_the_journal_holds(cast, refused):
    appeal = lodged(cast, refused)
    appeal.advise(by=cast.officer, advice="Rien de neuf.")
    appeal.grant(by=cast.signatory, answer="Oui.", consent=True)
    from workflows import journal

    assert [entry.step for entry in appeal.journal()] == ["advise", "grant"]
    assert list(journal.broken_rows()) == []
    assert Application.objects.get(pk=refused.pk).journal().last().step == "reopen"
