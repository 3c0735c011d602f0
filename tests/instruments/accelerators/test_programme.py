"""A9 to A14: the charter, the milestones, the hearing, the pause, the demo day, what comes after."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from funding.instruments.accelerators.models import Cohort, Place
from funding.models import AidDeclaration, DeMinimisAward
from people import vouching
from people.models import Membership
from tests.funding.desk import as_, text_of
from tests.instruments.accelerators import world
from tests.instruments.accelerators.test_selection import refused
from workflows import clock, ticks
from workflows.errors import FormRefused, NotYours
from workflows.papers import papers_of

pytestmark = pytest.mark.django_db


def again(place):
    return Place.objects.get(pk=place.pk)


# --- A9


def test_a_charter_is_signed_by_both_sides_and_names_a_coach(network):
    place = world.accepted(network)
    sign = {"quality": "Maire", "consent": True}
    assert "La charte n’est pas prête" in refused(place.sign_charter, by=network.mayor, **sign)
    world.chartered(network, place)
    assert "pas encore signé la charte" in refused(place.countersign, by=network.head, consent=True)
    with pytest.raises(NotYours):
        place.sign_charter(by=network.holder, **sign)  # who writes does not bind
    place.sign_charter(by=network.mayor, **sign)
    with pytest.raises(NotYours):
        place.countersign(by=network.team, consent=True)
    place.countersign(by=network.head, consent=True)
    letter = papers_of(place).get(kind="D10a").content
    assert (letter["coach"], letter["value"]) == ("Lina Moreau", "3600.00")
    assert [party["called"] for party in letter["parties"]] == ["le porteur", "l’accélérateur"]


def test_the_head_signs_once_their_power_is_proven(network):
    """Whoever signs for the node is held to what its holders are: an act that someone of the administration read."""
    place = world.chartered(network, world.accepted(network))
    place.sign_charter(by=network.mayor, quality="Maire", consent=True)
    power = network.head.memberships.get()
    Membership.objects.filter(pk=power.pk).update(vouched_at=None, vouched_on="")
    said = refused(place.countersign, by=network.head, consent=True)
    assert "Votre pouvoir d’engager Labo de la Brie reste à vérifier" in said and "Envoyez l’acte" in said
    assert "reste à vérifier" in text_of(as_(network.head).get(place.get_absolute_url())), "before the step is tried"
    power.refresh_from_db()
    vouching.vouch(power, by=network.officer, evidence="Procès-verbal du 3 mars")
    assert place.countersign(by=network.head, consent=True).state == "in_programme"


def test_the_holders_signature_falls_with_the_words_it_signed(network):
    place = world.chartered(network, world.accepted(network))
    place.sign_charter(by=network.mayor, quality="Maire", consent=True)
    assert "ne s’applique pas" in refused(place.prepare_charter, by=network.team, aims="Autre chose.")
    place.take_back_charter(by=network.team)
    assert again(place).holder_signed_at is None


def test_support_to_an_undertaking_is_checked_then_counts_as_de_minimis(network):
    place = world.chartered(network, world.accepted(network, economic=True))
    place.sign_charter(by=network.mayor, quality="Maire", consent=True)
    assert "contrôle d’abord l’aide en nature" in refused(place.countersign, by=network.head, consent=True)
    with pytest.raises(FormRefused, match="n’a pas déclaré ses aides"):
        place.check_aid(by=network.officer, regime="de_minimis")
    AidDeclaration.objects.create(partner=place.lead_row, declared_by=network.mayor, declared_at=clock.now())
    place.check_aid(by=network.officer, regime="de_minimis")
    assert not DeMinimisAward.objects.exists()  # checked is not granted
    place.countersign(by=network.head, consent=True)
    (award,) = DeMinimisAward.objects.all()
    assert (award.siren, award.gge, award.kept) == (network.town.siren, Decimal(3600), Decimal(3600))
    assert again(place).aid_check.passed


def test_an_undertaking_over_its_ceiling_is_not_accompanied(network):
    place = world.accepted(network, economic=True)
    place.prepare_charter(
        by=network.team, coach=network.coach.pk, aims="Grandir.", support="Beaucoup.", hours="2000", hour_price="200"
    )
    AidDeclaration.objects.create(partner=place.lead_row, declared_by=network.mayor, declared_at=clock.now())
    with pytest.raises(FormRefused, match="300"):
        place.check_aid(by=network.officer, regime="de_minimis")


def test_another_value_is_checked_anew(network):
    place = world.chartered(network, world.accepted(network, economic=True))
    AidDeclaration.objects.create(partner=place.lead_row, declared_by=network.mayor, declared_at=clock.now())
    place.check_aid(by=network.officer, regime="de_minimis")
    world.chartered(network, place)
    assert again(place).aid_check is None


# --- A10


def test_a_milestone_is_filed_and_judged(network):
    place = world.running(network)
    milestone = world.filed(network, world.milestone(network, place))
    assert again(place).state == "milestone_review"
    due = clock.today() + timedelta(days=20)
    milestone.condition(by=network.coach, said="Il manque la mesure.", due_on=due)
    world.follow()
    milestone = type(milestone).objects.get(pk=milestone.pk)
    assert (again(place).state, milestone.state, milestone.due_on) == ("in_programme", "conditional", due)
    world.filed(network, milestone).approve(by=network.coach, said="La mesure est là.")
    world.follow()
    assert [paper.kind for paper in papers_of(milestone)] == ["D13", "D13"]


def test_while_another_milestone_waits_the_place_stays_under_review(network):
    place = world.running(network)
    first, second = (world.filed(network, world.milestone(network, place, f"Jalon {n}")) for n in (1, 2))
    first.approve(by=network.coach, said="Bien.")
    world.follow()
    assert again(place).state == "milestone_review"
    second.approve(by=network.coach, said="Bien.")
    world.follow()
    assert again(place).state == "in_programme"


def test_reminders_come_seven_days_before_and_the_day_after(network):
    milestone = world.milestone(network, world.running(network), days=30)
    for days, reminded, chased in ((22, False, False), (23, True, False), (30, True, False), (31, True, True)):
        with clock.at(clock.now() + timedelta(days=days)):
            ticks.tick()
        milestone.refresh_from_db()
        assert (milestone.reminded_on is not None, milestone.chased_on is not None) == (reminded, chased), days
    steps = list(milestone.journal().values_list("step", flat=True))
    assert steps == ["remind", "chase"]


def test_the_milestones_of_a_cohort_are_each_projects_own(network):
    first = world.running(network, "Un")
    due = network.cohort.starts_on + timedelta(days=30)
    Cohort.objects.get(pk=network.cohort.pk).plan_milestone(
        by=network.team, title="Usagers rencontrés", expected="Dix entretiens.", due_on=due
    )
    late = world.accepted(network, "Deux")
    assert [again(place).milestones.get().title for place in (first, late)] == ["Usagers rencontrés"] * 2


# --- A11


def test_nobody_is_excluded_unheard(network):
    place = world.running(network)
    said = {"grievances": "Deux jalons manqués.", "rule": "Article 6.", "answer_by": clock.today() + timedelta(days=20)}
    assert "deux jalons manqués" in refused(place.open_hearing, by=network.head, **said)
    world.filed(network, world.milestone(network, place)).refuse(by=network.coach, said="Rien n’a été essayé.")
    world.follow()
    place = again(place)
    with pytest.raises(FormRefused, match="quinze jours au moins"):
        place.open_hearing(by=network.head, **said | {"answer_by": clock.today() + timedelta(days=14)})
    place.open_hearing(by=network.head, **said)
    assert place.state == "hearing"
    out = {"reasons": "Le projet n’avance pas.", "consent": True}
    assert "rien ne se décide avant" in refused(place.exclude, by=network.signatory, **out)
    with clock.at(clock.now() + timedelta(days=21)):
        place.exclude(by=network.signatory, **out)
        world.follow()
    assert again(place).state == "excluded"
    act = papers_of(place).get(kind="D15a").content
    assert act["reference"].startswith("D-")
    assert act["remedies"]["court"] == "tribunal administratif de Paris"
    assert act["answer"] == ""
    assert Cohort.objects.get(pk=network.cohort.pk).taken == 0


def test_an_answer_ends_the_delay_and_must_be_replied_to(network):
    place = world.running(network)
    for number in (1, 2):
        world.milestone(network, place, f"Jalon {number}", days=2)
    with clock.at(clock.now() + timedelta(days=3)):
        due = clock.today() + timedelta(days=15)
        place.open_hearing(by=network.head, grievances="Deux jalons manqués.", rule="Article 6.", answer_by=due)
        place.answer_hearing(by=network.holder, answer="Notre élue était malade.")
        with pytest.raises(FormRefused, match="why_not_followed"):
            place.exclude(by=network.signatory, reasons="Le projet n’avance pas.", consent=True)
        place.drop_hearing(by=network.head, reason="L’explication suffit.")
    assert (again(place).state, place.hearing.excluded) == ("in_programme", False)


# --- A12


def test_a_pause_has_an_end_and_puts_milestones_off(network):
    place = world.running(network)
    milestone = world.milestone(network, place, days=30)
    due = milestone.due_on
    with pytest.raises(FormRefused, match="Il reste 90 jours"):
        place.pause(by=network.team, until=clock.today() + timedelta(days=91), reason="Élections.")
    place.pause(by=network.team, until=clock.today() + timedelta(days=60), reason="Élections.")
    assert "n’est pas en programme" in refused(milestone.file, by=network.holder, evidence="Rien.")
    with clock.at(clock.now() + timedelta(days=61)):
        ticks.tick()
    place = again(place)
    milestone.refresh_from_db()
    assert (place.state, place.paused_days, milestone.due_on) == ("in_programme", 60, due + timedelta(days=60))
    assert place.pause_days_left == 30
    assert papers_of(place).filter(kind="D15p").exists()


# --- A13


def test_the_demo_day_asks_for_validated_milestones(network):
    place = world.running(network)
    world.milestone(network, place)
    at = clock.now() + timedelta(days=20)
    assert "n’a pas encore de date" in refused(place.enrol, by=network.team)
    Cohort.objects.filter(pk=network.cohort.pk).update(demo_at=at, demo_place="Mairie")
    assert "Tous les jalons ne sont pas validés : Premier essai" in refused(again(place).enrol, by=network.team)


def test_a_cohort_is_not_made_smaller_than_what_is_taken(network):
    world.admitted(network, "Un")
    world.admitted(network, "Deux")
    cohort = Cohort.objects.get(pk=network.cohort.pk)
    with pytest.raises(FormRefused, match="déjà prises"):
        cohort.set_up(
            by=network.team, name="P1", starts_on=cohort.starts_on, ends_on=cohort.ends_on, capacity=1,
            most_pause_days=90, hour_price="90",
        )  # fmt: skip


def test_the_recount_names_a_cohort_whose_seats_are_miscounted(network):
    place = world.running(network, "Un")
    world.admitted(network, "Deux")
    call_command("recount")
    Cohort.objects.filter(pk=network.cohort.pk).update(taken=1)
    with pytest.raises(CommandError, match=r"labo-brie-P1\.taken: 1 ≠ 2"):
        call_command("recount")
    Cohort.objects.filter(pk=network.cohort.pk).update(taken=2)
    place.leave(by=network.mayor, reason="Nous arrêtons.")  # a place that is left holds no seat
    call_command("recount")


def test_whoever_leaves_frees_a_place_for_the_next(network):
    place = world.running(network, "Un")
    world.admitted(network, "Deux")
    listed = world.listed(network, "Attente", 1)
    place.leave(by=network.mayor, reason="Nous arrêtons.")
    world.follow()
    assert world.place_of(listed).state == "offered"
