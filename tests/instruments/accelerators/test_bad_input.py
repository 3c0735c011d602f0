"""What is typed to be shown to everyone stays text: the demo day is the network's only page written by its holders."""

from datetime import timedelta

import pytest
from django.test import Client

from funding.instruments.accelerators.models import Cohort, Place
from tests.house.doors import signed_in
from tests.instruments.accelerators import world
from workflows import clock

pytestmark = pytest.mark.django_db

HOSTILE = '<script>alert("1")</script><img src=x onerror=alert(2)>'


def posted(person, thing, step, **typed):
    return signed_in(person).post(f"/etapes/{thing.subject_kind()}/{thing.pk}/{step}/", typed).status_code


def test_a_demo_day_page_shows_hostile_words_as_words(network):
    place = world.running(network, f"Projet {HOSTILE}")
    cohort = Cohort.objects.get(pk=network.cohort.pk)
    at = (clock.now() + timedelta(days=20)).isoformat()[:16]
    typed = {"demo_at": at, "demo_place": HOSTILE, "demo_words": HOSTILE}
    assert posted(network.team, cohort, "set_demo_day", **typed) == 302
    assert posted(network.head, cohort, "publish_demo_day") == 302
    assert posted(network.holder, place, "write_pitch", pitch=HOSTILE, shown_publicly="on") == 302
    page = Client().get(f"/accelerateurs/demonstrations/{cohort.pk}/")
    assert page.status_code == 200
    assert page.text.count("&lt;script&gt;alert(") == 4  # title, place, words, pitch
    assert "<script>alert" not in page.text and "<img src=x" not in page.text


def test_a_project_is_on_the_page_only_if_its_holder_says_so(network):
    place = world.running(network, "Le guichet qui roule")
    cohort = Cohort.objects.get(pk=network.cohort.pk)
    cohort.set_demo_day(by=network.team, demo_at=clock.now() + timedelta(days=20), demo_place="Mairie", demo_words="x")
    cohort.publish_demo_day(by=network.head)
    assert posted(network.holder, place, "write_pitch", pitch="Un camion.") == 302
    assert "Un camion" not in Client().get(f"/accelerateurs/demonstrations/{cohort.pk}/").text
    assert not Place.objects.get(pk=place.pk).shown_publicly
