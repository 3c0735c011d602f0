"""What a host, a team or a manager may type wrong: refused at the page and by the API, and nothing is written."""

from datetime import timedelta

import pytest

from look.typography import day
from residencies.models import Residency
from tests.house.refusing import refused
from tests.instruments.residencies import staging
from tests.words import plain
from workflows import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return staging.play()


def placed(stage, *weeks):
    """A residency with weeks of five days, so many after the first Monday."""
    found = staging.matched(stage)
    for n in weeks:
        found.plan_week(by=stage.guest, starts_on=staging.monday(n), ends_on=staging.monday(n) + timedelta(days=4))
    return found


@pytest.mark.parametrize("shift", [0, 4])
def test_two_weeks_do_not_share_a_day(stage, shift):
    found = placed(stage, 0)
    first = staging.monday() + timedelta(days=shift)
    typed = {"starts_on": first.isoformat(), "ends_on": (first + timedelta(days=4)).isoformat()}
    said = refused(stage.guest, found, "plan_week", **typed)
    assert f"Une semaine est déjà placée du {plain(day(staging.monday()))}" in said
    assert found.weeks.count() == 1


def test_an_insurance_that_ends_a_day_early_is_not_taken(stage):
    found = placed(stage, 0, 5)
    last = staging.monday(5) + timedelta(days=4)
    typed = {"insurer": "La Mutuelle", "number": "RC 12", "starts_on": clock.today().isoformat()}
    early = (last - timedelta(days=1)).isoformat()
    assert plain(day(last)) in refused(stage.guest, found, "file_certificate", ends_on=early, **typed)
    assert not found.certificates.exists()


def test_a_team_of_one_discipline_does_not_apply(stage):
    cast, call = stage.cast, stage.round.team_call
    draft = staging.application(cast, call, cast.association, "Seule", disciplines=["design"])
    said = refused(cast.partner, draft, "submit", certified="on", republican_commitment="on")
    assert "deux disciplines au moins" in said


def test_who_was_matched_since_the_page_was_opened_is_not_paired_again(stage):
    staging.matched(stage)
    crew = staging.lead(stage.cast, "Les Arpenteurs", "association", "41816609600069", "Léon", "Faye")
    village = staging.lead(stage.cast, "Commune de Sept-Sorts", "commune", "21770448500014", "Ida", "Noël")
    team = staging.quickly(stage.cast, stage.round.team_call, crew, "Cartes sensibles")
    host = staging.quickly(stage.cast, stage.round.host_call, village, "Le préau")
    manager, found = stage.cast.manager, stage.round
    assert "Cet hôte est déjà apparié." in refused(manager, found, "pair", host=stage.host.pk, team=team.pk)
    assert "Cette équipe est déjà appariée." in refused(manager, found, "pair", host=host.pk, team=stage.team.pk)
    assert Residency.objects.count() == 1
