"""Late, twice, or back again: what the clock and the back button do to a submission."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from funding.models import Application
from people import tokens
from tests import cast as casting
from workflows import clock
from workflows.models import Effect, Transition

pytestmark = pytest.mark.django_db


def submit(client, file):
    return client.post(f"/etapes/application/{file.pk}/submit/", {"certified": "on"})


def test_late_by_a_second(db):
    """Reception counts, to the second, by the server's clock: at the closing second it is late."""
    cast = casting.play()
    file, client = casting.application(cast), Client()
    client.force_login(cast.mayor)
    _token, raw = tokens.create(cast.mayor, "tests")
    with clock.at(cast.call.closes_at):
        assert submit(client, file).status_code == 409
        answer = client.post(
            f"/api/applications/{file.handle}/steps/submit", '{"certified": true}', content_type="application/json",
            headers={"Authorization": f"Bearer {raw}"},
        )  # fmt: skip
        assert (answer.status_code, answer.json()["reason"]) == (409, "obstacles")
    with clock.at(cast.call.closes_at - timedelta(seconds=1)):
        assert submit(client, file).status_code == 302
    file.refresh_from_db()
    assert file.state == "submitted"


def test_sent_twice_it_is_received_once(db):
    cast = casting.play()
    file, client = casting.application(cast), Client()
    client.force_login(cast.mayor)
    statuses = [submit(client, file).status_code for _time in range(3)]
    assert statuses == [302, 409, 409]
    assert Application.objects.get().reference == "LIT-2026-0001"
    assert Transition.objects.filter(step="submit").count() == 1
    assert Effect.objects.filter(kind="paper").count() == 1


def test_back_to_the_form_after_sending(db):
    """The back button shows the form again; sending it says that the file was submitted, and changes nothing."""
    cast = casting.play()
    file, client = casting.submitted(cast), Client()
    client.force_login(cast.holder)
    path = f"/dossiers/{file.draft_code}/remplir/projet/"
    assert client.get(path).status_code == 200
    answer = client.post(path, {"title": "Un autre titre", "marks": "{}"})
    assert answer.status_code == 409
    file.refresh_from_db()
    assert file.title == "Le guichet qui roule"
