"""A doubtful line of the register counts until someone sets it aside, with a reason; each check shows which counted."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import DatabaseError, transaction

from funding import state_aid
from funding.models import RegisteredAid, RegisterRuling
from people.models import Mandate
from tests import cast as casting
from tests.funding.aiding import de_minimis, declare, under_study
from tests.funding.desk import PEOPLE, as_, text_of
from tests.funding.test_register import PAGE, line, load
from workflows import clock

pytestmark = pytest.mark.django_db
DOUBTFUL = line("300000,01")  # alone above the ceiling
ASIDE = {"ruling": "aside", "reason": "Une erreur de saisie, confirmée par la Région."}


@pytest.fixture(autouse=True)
def today():
    with clock.at(datetime(2026, 11, 22, 9)):
        yield


@pytest.fixture
def cast():
    cast = casting.play()
    cast.people["steward"] = casting.mandate(casting.user("Iris", "Morel"), Mandate.Role.MANAGER)
    return cast


@pytest.fixture
def studied(cast):
    file, partner = under_study(cast)
    declare(partner, by=cast.holder)
    load(DOUBTFUL, line("5000", "2026-02-01"))
    return file, partner


def doubtful():
    return RegisteredAid.objects.flagged().get()


def examine(cast, **facts):
    return as_(cast.steward).post(f"{PAGE}{doubtful().pk}/", ASIDE | facts, follow=True)


def test_set_aside_it_counts_no_more_and_the_check_says_so(cast, studied):
    file, partner = studied
    before = state_aid.record(file, partner, by=cast.officer, given=de_minimis(60_000))
    assert not before.passed and before.facts["doubtful"][0]["ruling"] == ""
    assert examine(cast).status_code == 200
    found = state_aid.record(file, partner, by=cast.officer, given=de_minimis(60_000))
    assert found.passed and found.headroom == 295_000
    shown = text_of(as_(cast.officer).get(f"/dossiers/{file.handle}/aides-d-etat/"))
    assert "Lignes douteuses du registre" in shown and ASIDE["reason"] in shown and "Iris Morel" in shown


def test_confirmed_it_counts_and_says_by_whom(cast, studied):
    file, partner = studied
    examine(cast, ruling="confirmed", reason="Vérifié auprès de la Région.")
    found = state_aid.record(file, partner, by=cast.officer, given=de_minimis(60_000))
    assert not found.passed and found.facts["doubtful"][0]["by"] == "Iris Morel"
    assert "Comptée, confirmée" in text_of(as_(cast.officer).get(f"/dossiers/{file.handle}/aides-d-etat/"))


def test_the_last_word_holds_and_the_first_stays(cast, studied):
    file, partner = studied
    examine(cast)
    examine(cast, ruling="confirmed")
    assert not state_aid.record(file, partner, by=cast.officer, given=de_minimis(60_000)).passed
    assert RegisterRuling.objects.count() == 2
    assert "Écartée : elle n’est pas comptée" in text_of(as_(cast.steward).get(f"{PAGE}{doubtful().pk}/"))
    with pytest.raises(DatabaseError), transaction.atomic():
        RegisterRuling.objects.update(reason="x")


def test_a_ruling_made_after_a_check_makes_it_stale(cast, studied):
    file, partner = studied
    load(line("0"), line("5000", "2026-02-01"))
    state_aid.record(file, partner, by=cast.officer, given=de_minimis(60_000))
    examine(cast)
    standing = next(s for s in state_aid.standing(file) if s.partner.pk == partner.pk)
    assert "a changé depuis le contrôle" in standing.trouble


def test_the_ruling_follows_the_line_into_the_next_import(cast, studied):
    file, partner = studied
    examine(cast)
    load(line("7"), DOUBTFUL)
    assert state_aid.record(file, partner, by=cast.officer, given=de_minimis(60_000)).passed
    assert ASIDE["reason"] in text_of(as_(cast.steward).get(PAGE))
    load(line("300000,02"))  # another content: another question
    assert not state_aid.record(file, partner, by=cast.officer, given=de_minimis(60_000)).passed


def test_of_twins_the_first_counts_and_the_second_is_set_aside(cast, studied):
    file, partner = studied
    load(line("5000"), line("5000"))
    evidence = state_aid.Evidence(file, clock.today())
    assert len(evidence.known_aids(partner)) == 2
    examine(cast)
    assert len(state_aid.Evidence(file, clock.today()).known_aids(partner)) == 1


def test_a_line_without_doubt_or_that_cannot_count_is_not_ruled_on(cast, studied):
    load(line("5000"), line(""))
    for row in RegisteredAid.objects.all():
        assert as_(cast.steward).get(f"{PAGE}{row.pk}/").status_code == 404
    assert "Non comptée" in text_of(as_(cast.steward).get(PAGE))


def test_a_reason_is_needed(cast, studied):
    assert examine(cast, reason="").status_code == 422 and examine(cast, ruling="x").status_code == 422
    assert not RegisterRuling.objects.exists()


@pytest.mark.parametrize("name", PEOPLE)
def test_who_keeps_the_register_rules_and_nobody_else(cast, studied, name):
    answer = as_(getattr(cast, name)).post(f"{PAGE}{doubtful().pk}/", ASIDE)
    assert answer.status_code == 403 and not RegisterRuling.objects.exists()


def test_nobody_rules_on_a_line_of_their_own_structure(cast, studied):
    _file, partner = studied
    casting.member(cast.steward, partner.organisation)
    assert examine(cast).status_code == 403 and not RegisterRuling.objects.exists()
