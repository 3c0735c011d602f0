"""A1 to A8 and A15: filing, redirection, two colleges, admission without an amount, the waiting list."""

import re
from datetime import timedelta

import pytest

from funding import roles
from funding.ball import ball
from funding.instruments.accelerators.models import Cohort, Place, Recruitment
from funding.office_ball import office_ball
from tests.funding.desk import as_
from tests.instruments.accelerators import world
from tests.words import plain
from workflows import clock, engine, ticks
from workflows.errors import StepRefused
from workflows.models import Message
from workflows.papers import papers_of

pytestmark = pytest.mark.django_db


def refused(step, **data):
    with pytest.raises(StepRefused) as found:
        step(**data)
    return plain(" ".join(map(str, found.value.sentences)))


# --- A1: three refusals


def test_after_three_refusals_no_further_file(network):
    Recruitment.objects.filter(call=network.call).update(most_refusals=3)
    for number in range(3):
        file = world.eligible(network, f"Essai {number}")
        file.propose_refusal(by=network.officer, kind="rejection", reasons="Le besoin n’est pas établi.")
        file.reject(by=network.signatory, consent=True)
    late = world.draft(network, "Encore")
    assert "a déjà essuyé 3 refus" in refused(late.submit, by=network.mayor, certified=True)
    Recruitment.objects.filter(call=network.call).update(most_refusals=4)
    assert late.submit(by=network.mayor, certified=True).state == "submitted"


# --- A3: redirection


def asked(network):
    file = world.submitted(network).take_charge(by=network.officer)
    file.redirect(by=network.officer, target=network.other_call.pk, reason="Plus près de chez vous.")
    return world.again(file)


def test_a_redirected_file_keeps_its_number_its_day_and_its_silence(network):
    file = asked(network)
    number, received, silence = file.reference, file.submitted_at, file.silence_on
    with clock.at(clock.now() + timedelta(days=2)):
        file.accept_redirection(by=network.holder, consent=True)
    moved = world.again(file)
    assert moved.call == network.other_call
    assert moved.form_version == network.other_call.form_versions.latest_published()
    assert (moved.reference, moved.submitted_at, moved.silence_on) == (number, received, silence)
    assert moved.officer is None
    kept = moved.redirections.get()
    assert (kept.origin, kept.target, kept.consented, kept.answered_by) == (
        network.call, network.other_call, True, network.holder
    )  # fmt: skip
    letter = papers_of(moved).get(kind="D01r")
    assert letter.content["application"]["reference"] == number
    assert letter.content["reason"] == "Plus près de chez vous."


def test_a_redirection_is_asked_once_and_may_be_refused(network):
    file = asked(network)
    again = {"target": network.other_call.pk, "reason": "Encore."}
    assert "attend la réponse du porteur" in refused(file.redirect, by=network.officer, **again)
    for step in (file.request_pieces, file.admit, file.propose_refusal):  # its study waits
        assert "attend la réponse du porteur" in refused(step, by=network.officer)
    assert "Acceptez-vous" in ball(file, writes=True, held={roles.HOLDER}).title
    assert "Le porteur répond" in office_ball(file, network.officer, {roles.OFFICER}).title
    file.refuse_redirection(by=network.mayor, reason="Nous préférons rester.")
    assert "vérifi" in ball(file, writes=True, held={roles.HOLDER}).title
    assert world.again(file).call == network.call
    assert "ne s’applique pas" in refused(file.accept_redirection, by=network.holder, consent=True)
    file.redirect(by=network.officer, **again)
    file.drop_redirection(by=network.officer)
    assert world.again(file).redirection is None


def test_the_officers_page_says_once_why_the_study_waits(network):
    file = asked(network)
    closed = {door.name for door in engine.doors(file, network.officer) if not door.open}
    assert closed == {"redirect", "request_pieces", "admit", "propose_refusal"}
    page = as_(network.officer).get(file.get_absolute_url()).content.decode()
    assert plain(page).count("attend la réponse du porteur") == 1
    (key,) = set(re.findall(r'aria-describedby="(ob-[^"]+)"', page))
    assert page.count(f'aria-describedby="{key}"') == 4 and page.count(f'id="{key}"') == 1


def test_a_redirection_to_a_call_that_closed_is_not_accepted(network):
    file = asked(network)
    with clock.at(clock.now() + timedelta(days=21)):
        assert "est clos depuis" in refused(file.accept_redirection, by=network.holder, consent=True)


# --- A4 to A7: two colleges


def test_the_administration_scores_first_then_the_jury_its_own_grid(network):
    file = world.examined(network)
    assert {r.stage for r in file.reviews.all()} == {"first", "jury"}
    first, jury = file.reviews.filter(stage="first").first(), file.reviews.filter(stage="jury").first()
    assert {c.key for c in first.criteria} == {"problem", "maturity", "team", "feasible"}
    assert {c.key for c in jury.criteria} == {"interest", "useful", "open", "evaluate"}


def test_under_the_threshold_of_the_first_grid_nobody_is_shortlisted(network):
    file = world.marked(network, world.eligible(network), ("reviewer", "second_reviewer"), value=1)
    assert "il faut au moins 2" in refused(file.shortlist, by=network.chair)
    file.propose_refusal(by=network.officer, kind="rejection", reasons="Le projet n’est pas assez mûr.")
    file.reject(by=network.signatory, consent=True)
    letter = papers_of(file).get(kind="D08")
    assert "Voilà pourquoi." in str(letter.content["reasons"])  # the comments go to the applicant


def test_one_score_is_not_enough(network):
    file = world.marked(network, world.eligible(network), ("reviewer",))
    assert "1 évaluation remise sur les 2" in refused(file.shortlist, by=network.chair)


def test_an_admission_needs_a_session_of_both_colleges(network):
    file = world.examined(network)
    assert "jury n’a pas encore entendu" in refused(
        file.propose, by=network.officer, kind="award", reasons="Le besoin est établi."
    )
    session = world.jury(network, [file], quorums={"administration": 1})
    world.voted(network, session, file)
    session.close(by=network.chair)
    assert "quorum des deux collèges" in refused(
        file.propose, by=network.officer, kind="award", reasons="Le besoin est établi."
    )


def test_a_call_without_a_cohort_admits_nobody(network):
    (file,) = world.heard(network, "Le guichet")
    Recruitment.objects.filter(call=network.call).update(cohort=None)
    assert "ne remplit encore aucune promotion" in refused(
        file.propose, by=network.officer, kind="award", reasons="Le besoin est établi."
    )


def test_a_full_cohort_is_said_before_the_signature(network):
    first, second, third = world.heard(network, "Un", "Deux", "Trois")
    for file in (first, second):
        world.sign(network, file)
    third.propose(by=network.officer, kind="award", reasons="Le besoin est établi.")
    sentence = refused(world.again(third).award, by=network.signatory, consent=True)
    assert "« Promotion 1 » est complète : 2 places" in sentence
    assert Cohort.objects.get(pk=network.cohort.pk).taken == 2


# --- A8: the waiting list


def test_a_freed_place_goes_down_the_list_in_rank_order(network):
    first = world.admitted(network, "Un")
    world.accepted(network, "Deux")
    waiting = {rank: world.listed(network, f"Attente {rank}", rank) for rank in (2, 1)}
    world.place_of(first).decline(by=network.mayor, reason="Plus le temps.")
    world.follow()
    called = world.place_of(waiting[1])
    assert (called.state, called.from_list) == ("offered", True)
    assert not Place.objects.filter(application=waiting[2].pk).exists()

    with clock.at(clock.now() + timedelta(days=11)):  # ten days to accept, then the next in rank
        ticks.tick()
        world.follow()
    assert Place.objects.get(pk=called.pk).state == "lapsed"
    second = world.place_of(waiting[2])
    assert second.state == "offered"
    assert Cohort.objects.get(pk=network.cohort.pk).taken == 2


def test_from_the_list_one_is_admitted_once_the_place_is_accepted(network):
    first, other = world.admitted(network, "Un"), world.admitted(network, "Deux")
    listed = world.listed(network, "Attente", 1)
    draft = {"kind": "award", "reasons": "Une place s’est libérée."}
    assert "Aucune place ne lui a été proposée" in refused(listed.propose, by=network.officer, **draft)
    world.place_of(first).decline(by=network.mayor, reason="Plus le temps.")
    world.follow()
    assert "a jusqu’au" in refused(world.again(listed).propose, by=network.officer, **draft)
    place = world.place_of(listed).accept(by=network.mayor)
    world.chartered(network, place)
    sign = {"quality": "Maire", "consent": True}
    assert "décision d’admission n’est pas encore signée" in refused(place.sign_charter, by=network.mayor, **sign)
    file = world.again(listed).propose(by=network.officer, **draft)
    file.award(by=network.signatory, consent=True)
    world.follow()
    assert papers_of(file).get(kind="D07a").content["from_list"] is True
    assert Place.objects.filter(application=file.pk).count() == 1
    Place.objects.get(pk=place.pk).sign_charter(by=network.mayor, **sign)
    assert Cohort.objects.get(pk=network.cohort.pk).taken == 2
    assert world.place_of(other).state == "offered"


def test_long_after_the_start_a_freed_place_calls_nobody(network):
    first = world.admitted(network, "Un")
    listed = world.listed(network, "Attente", 1)
    Cohort.objects.filter(pk=network.cohort.pk).update(
        starts_on=clock.today() - timedelta(days=16), ends_on=clock.today() + timedelta(days=90)
    )
    world.place_of(first).decline(by=network.mayor, reason="Plus le temps.")
    world.follow()
    assert not Place.objects.filter(application=listed.pk).exists()  # fifteen days after the start it is too late


def test_whoever_leaves_the_list_gives_back_the_place_it_was_offered(network):
    first = world.admitted(network, "Un")
    world.admitted(network, "Deux")
    listed = world.listed(network, "Attente", 1)
    world.place_of(first).decline(by=network.mayor, reason="Plus le temps.")
    world.follow()
    world.again(listed).leave_list(by=network.mayor)
    world.follow()
    assert world.place_of(listed).state == "lapsed"
    assert Cohort.objects.get(pk=network.cohort.pk).taken == 1


# --- A15


def test_a_file_is_withdrawn_before_it_is_decided(network):
    file = world.examined(network)
    assert file.withdraw(by=network.mayor).state == "withdrawn"
    assert refused(world.admitted(network, "Deux").withdraw, by=network.mayor)


def test_everyone_concerned_hears_of_an_admission(network):
    from workflows import outbox
    from workflows.models import Effect

    file = world.admitted(network)
    for key in Effect.objects.filter(kind="notice", state="pending").values_list("key", flat=True):
        outbox.deliver(key)
    told = set(Message.objects.filter(notice="accelerator_place_offered").values_list("to__email", flat=True))
    assert told == {network.holder.email, network.mayor.email}
    assert Message.objects.filter(notice="accelerator_admitted", url=file.get_absolute_url()).exists()
