"""What is refused, in the sentence that the person reads; and what the database refuses by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from funding import conflicts
from residencies import photos
from residencies.models import Residency
from residencies.rules.weeks import Span
from tests import cast as casting
from tests.instruments.residencies import drawing, staging
from tests.words import plain
from workflows import clock, outbox, ticks
from workflows.errors import FormRefused, NotYours, StepRefused
from workflows.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return staging.play()


def said(refused):
    form = getattr(refused.value, "form", None)
    return plain(str(form.errors.as_text())) if form is not None else plain(" ".join(refused.value.sentences))


def test_a_team_of_one_discipline_cannot_apply():
    cast = casting.play()
    found = staging.found_round(cast)
    draft = staging.application(cast, found.team_call, cast.association, "Seule", disciplines=["design"])
    with pytest.raises(StepRefused) as refused:
        draft.submit(by=cast.partner, certified=True, republican_commitment=True)
    assert "deux disciplines au moins" in said(refused)


def test_dates_without_a_whole_week_cannot_apply():
    cast = casting.play()
    found = staging.found_round(cast)
    day = staging.monday().isoformat()
    draft = staging.application(cast, found.host_call, cast.town, "Trop court", dates=[{"from": day, "to": day}])
    with pytest.raises(StepRefused) as refused:
        draft.submit(by=cast.mayor, certified=True)
    assert "Aucune semaine entière" in said(refused)


def test_a_host_matched_twice_is_refused_by_the_database(stage):
    staging.matched(stage)
    crew = staging.lead(stage.cast, "Les Arpenteurs", "association", "41816609600069", "Léon", "Faye")
    team = staging.quickly(stage.cast, stage.round.team_call, crew, "Cartes sensibles")
    with pytest.raises(IntegrityError, match="host_matched_once"), transaction.atomic():
        Residency.objects.create(round=stage.round, host=stage.host, team=team)


def test_an_impossible_pair_is_refused_with_its_reasons(stage):
    crew = staging.lead(stage.cast, "Les Arpenteurs", "association", "41816609600069", "Léon", "Faye")
    team = staging.quickly(stage.cast, stage.round.team_call, crew, "Sans design", disciplines=["arts", "sociology"])
    with pytest.raises(FormRefused) as refused:
        stage.round.pair(by=stage.cast.manager, host=stage.host.pk, team=team.pk)
    assert "Il manque à l’équipe une discipline souhaitée : Design" in said(refused)


def test_a_refused_pair_is_not_proposed_again(stage):
    found = staging.drafted(stage).propose(by=stage.cast.manager)
    with pytest.raises(NotYours):
        found.accept_as_host(by=stage.guest, consent=True)
    found.refuse_match(by=stage.guest, reason="Nos dates ont changé.")
    stage.round.match_up(by=stage.cast.manager)
    assert stage.round.residencies.drafted().count() == 0


def test_without_an_answer_the_pair_expires(stage):
    found = staging.drafted(stage).propose(by=stage.cast.manager).accept_as_host(by=stage.mayor, consent=True)
    with clock.at(staging.noon(found.answer_due_on)):
        assert not ticks.tick()
    with clock.at(staging.noon(found.answer_due_on + timedelta(days=1))):
        with pytest.raises(StepRefused) as refused:
            found.accept_last_as_team(by=stage.guest, consent=True)
        ticks.tick()
    found.refresh_from_db()
    assert "délai pour accepter" in said(refused) and found.state == "match_refused"


def test_overlapping_weeks_are_refused_by_the_form_and_by_the_database(stage):
    found = staging.matched(stage)
    first = staging.monday()
    found.plan_week(by=stage.guest, starts_on=first, ends_on=first + timedelta(days=4))
    with pytest.raises(FormRefused) as refused:
        found.plan_week(by=stage.guest, starts_on=first + timedelta(days=4), ends_on=first + timedelta(days=7))
    assert "Une semaine est déjà placée" in said(refused)
    facts = {"team_lead": stage.team.lead, "host_lead": stage.host.lead}
    with pytest.raises(IntegrityError, match="weeks_of_a_team_apart"), transaction.atomic():
        found.weeks.create(starts_on=first, ends_on=first, **facts)
    found.drop_week(by=stage.guest, week=found.weeks.get().pk)
    assert found.weeks.create(starts_on=first, ends_on=first, **facts).span == Span(first, first)


def test_the_same_team_cannot_be_in_two_places(stage):
    found = staging.planned(stage)
    village = staging.lead(stage.cast, "Commune de Sept-Sorts", "commune", "21770448500014", "Ida", "Noël")
    host = staging.quickly(stage.cast, stage.round.host_call, village, "Le préau")
    again = staging.quickly(stage.cast, stage.round.team_call, stage.cast.association, "Encore nous")
    other = Residency.objects.create(round=stage.round, host=host, team=again)
    casting._force(other, "matched")
    week = found.weeks.first()
    with pytest.raises(FormRefused) as refused:
        other.plan_week(by=stage.guest, starts_on=week.starts_on, ends_on=week.ends_on)
    assert "L’équipe est déjà en résidence" in said(refused)


def test_insurance_that_ends_a_day_early_names_the_day(stage):
    found = staging.matched(stage)
    for n in (0, 5):
        found.plan_week(by=stage.guest, starts_on=staging.monday(n), ends_on=staging.monday(n) + timedelta(days=4))
    last = staging.monday(5) + timedelta(days=4)
    facts = {"insurer": "La Mutuelle", "number": "RC 12", "starts_on": clock.today()}
    with pytest.raises(FormRefused) as refused:
        found.file_certificate(by=stage.guest, ends_on=last - timedelta(days=1), **facts)
    from look.typography import day

    assert plain(day(last)) in said(refused)
    found.file_certificate(by=stage.guest, ends_on=last, **facts)
    assert found.certificates.get().side == "team"


def test_an_agreement_needs_a_balanced_budget_and_three_signatures(stage):
    found = staging.planned(stage)
    with pytest.raises(FormRefused) as refused:
        found.draft_agreement(by=stage.cast.manager, **staging.terms(None) | {"total_cost": "35000"})
    assert "Il manque 1 000,00 €" in said(refused)
    found.draft_agreement(by=stage.cast.manager, **staging.terms(None))
    with pytest.raises(StepRefused) as refused:
        found.sign_agreement(by=stage.cast.signatory, consent=True)
    assert "L’autorité signe la dernière" in said(refused)
    found.sign_as_host(by=stage.mayor, quality="Maire", consent=True)
    found.sign_as_team(by=stage.guest, quality="Président", consent=True)
    found.certificates.filter(side="host").delete()
    with pytest.raises(StepRefused) as refused:
        found.sign_agreement(by=stage.cast.signatory, consent=True)
    assert "L’assurance de Commune de La Ferté-sous-Jouarre ne couvre pas" in said(refused)


def test_a_week_without_its_pages_cannot_be_closed(stage):
    found = staging.visited(stage)
    with pytest.raises(StepRefused) as refused:
        found.start_week(by=stage.guest)
    assert "La semaine 1 commence le" in said(refused)
    week = found.next_week()
    with clock.at(staging.noon(week.starts_on)):
        found.start_week(by=stage.guest)
        staging.write(stage, found, week.starts_on)
    with clock.at(staging.noon(week.ends_on)), pytest.raises(StepRefused) as refused:
        found.close_week(by=stage.guest)
    assert "Le journal ne dit rien" in said(refused)


def test_whoever_orders_an_instalment_does_not_release_it_and_it_waits_for_its_milestone(stage):
    found, cast = staging.signed(stage), stage.cast
    first, second, _third = found.instalments.all()
    with pytest.raises(StepRefused) as refused:
        second.order(by=cast.payer, basis="Trop tôt")
    assert "La moitié des semaines" in said(refused)
    first.order(by=cast.payer, basis="Convention signée.")
    with pytest.raises(NotYours):
        first.release(by=cast.payer)
    first.release(by=cast.second_payer)
    assert found.paid_total == first.amount == staging.STIPEND * 4 / 10


def test_a_photo_that_is_none_is_refused_and_gps_is_gone():
    from PIL import Image

    for data in (b"\xff\xd8\xff\xe0 not a picture", b"%PDF-1.4", b"<svg onload=alert(1)>", b"GIF89a"):
        with pytest.raises(ValidationError):
            photos.bare(drawing.upload(data))
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Telephone", 6
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 0.0), 3: "E", 4: (2.0, 21.0, 0.0)})
    taken = drawing.picture((2400, 1200), exif=exif)
    assert b"Exif" in taken
    kept = photos.bare(drawing.upload(taken))
    assert b"Exif" not in kept.data and b"Telephone" not in kept.data
    assert (kept.width, kept.height) == (800, 1600)  # turned as it was held
    assert photos.bare(drawing.upload(taken)).sha256 == kept.sha256


def test_who_steps_aside_reads_no_more_of_the_residency(stage):
    manager, kind = stage.cast.manager, Residency.subject_type()
    staging.matched(stage)
    outbox.drain(but=("mail", "paper"))
    told = Message.objects.filter(transition__subject_type=kind)
    assert told.visible_to(manager).exists() and told.visible_to(stage.mayor).exists()
    conflicts.declare(manager, stage.team.call, kind="link", reason="Ma sœur.", application=stage.team)
    assert not told.visible_to(manager).exists() and told.visible_to(stage.mayor).exists()
