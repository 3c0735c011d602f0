"""The pages that do more than show: the calendar and its file, the journal, wishes, a change of pair weighed.

Who opens what is tried by tests/house/test_instruments.py, from `house.py`.
"""

from __future__ import annotations

import re

import pytest
from django.db import transaction
from django.test import Client

from residencies.models import JournalEntry, Preference
from tests import cast as casting
from tests.instruments.residencies import drawing, house
from tests.words import plain
from workflows import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        try:
            cast = casting.play()
            yield cast, house.scene(cast)
        finally:
            transaction.set_rollback(True)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def status(person, url):
    """Of a file, read to its end, which closes it."""
    answer = signed_in(person).get(url)
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return answer.status_code


def test_a_pair_at_study_is_hidden_from_its_sides(world):
    _cast, scene = world
    assert signed_in(scene.people["village"]).get(scene.draft.get_absolute_url()).status_code == 404


def test_the_calendar_shows_the_stay_and_its_file_reads_it(world):
    _cast, scene = world
    page = Client().get("/residences/?depuis=" + scene.stay.begins_on.isoformat())
    assert "Roule ma Brie" in page.content.decode()
    text = Client().get("/residences/calendrier.ics").content.decode()
    assert text.count("BEGIN:VEVENT") == 2 and f"DTSTART;VALUE=DATE:{scene.stay.begins_on:%Y%m%d}" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_a_page_of_the_journal_comes_with_its_picture(world):
    cast, scene = world
    with transaction.atomic():
        client = signed_in(cast.partner)
        form = client.get(f"/residences/{scene.stay.pk}/journal/ecrire/").content.decode()
        sending = re.search(r'name="sending" value="([^"]+)"', form)[1]
        sent = {"day": clock.today().isoformat(), "text": "<script>alert(1)</script> Il pleut.", "visibility": "public",
                "title": "Sous la marquise", "sending": sending}  # fmt: skip
        url = f"/residences/{scene.stay.pk}/journal/ecrire/"
        pictured = {"photo_1": drawing.upload(), "alt_1": "La marquise"}
        first = client.post(url, sent | pictured)
        again = client.post(url, sent | {"photo_1": drawing.upload(), "alt_1": "La marquise"})
        assert first["Location"] == again["Location"]
        entry = JournalEntry.objects.get(title="Sous la marquise")
        assert entry.photos.get().alt == "La marquise"
        public = Client().get(f"/residences/{scene.stay.pk}/").content.decode()
        assert "&lt;script&gt;alert(1)" in public and "<script>alert(1)" not in public
        transaction.set_rollback(True)


def test_visibility_holds_for_words_and_pictures(world):
    cast, scene = world
    with transaction.atomic():
        JournalEntry.objects.filter(pk=scene.page.pk).update(visibility="team")
        url = scene.photo.get_absolute_url()
        assert [status(p, url) for p in (cast.partner, cast.mayor, cast.officer)] == [200, 404, 404]
        JournalEntry.objects.filter(pk=scene.page.pk).update(visibility="host")
        assert [status(p, url) for p in (cast.mayor, cast.officer, cast.stranger)] == [200, 200, 404]
        assert Client().get(url).status_code == 404
        transaction.set_rollback(True)


def test_wishes_are_ranked_and_a_rank_given_twice_is_said(world):
    cast, scene = world
    client, url = signed_in(scene.people["village"]), f"/residences/voeux/{scene.host.handle}/"
    with transaction.atomic():
        answer = client.post(url, {f"rank_{scene.team.pk}": "1"})
        assert answer.status_code == 302
        assert Preference.objects.get(chooser=scene.host).chosen_id == scene.team.pk
        transaction.set_rollback(True)
    assert signed_in(cast.holder).get(url).status_code == 404


def test_a_change_says_at_once_who_stays_alone(world):
    cast, scene = world
    page = signed_in(cast.manager).get(f"{scene.round.get_absolute_url()}?hote={scene.host.pk}&equipe=")
    said = plain(page.content.decode())
    assert "Resteraient seuls" in said and "Se préféreraient" in said
