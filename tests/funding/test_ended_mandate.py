# ruff: noqa: SIM118
"""Access ends with the mandate; reading writes nothing; each reads a file in their own words."""

from datetime import timedelta

import pytest
from django.urls import reverse

from funding.models import Application, Call, Review
from people.models import Mandate
from tests import cast as casting
from workflows import clock
from workflows.engine import doors

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


def test_a_reviewer_whose_mandate_ended_opens_nothing(cast, client):
    file = casting.reviewed(cast)
    review = file.reviews.get(reviewer=cast.reviewer)
    assert Application.objects.visible_to(cast.reviewer).exists() and review.roles_of(cast.reviewer)
    Mandate.objects.filter(user=cast.reviewer).update(valid_to=clock.today().replace(year=2021))
    assert not Application.objects.visible_to(cast.reviewer).exists()
    assert not Review.objects.visible_to(cast.reviewer).exists()
    assert not review.roles_of(cast.reviewer) and not file.roles_of(cast.reviewer)
    client.force_login(cast.reviewer)
    assert client.get(file.get_absolute_url()).status_code == 404
    assert client.get(reverse("funding:review", args=[review.pk])).status_code == 404


def test_looking_at_a_call_makes_no_version_of_its_form(cast):
    made = Call.objects.create(
        programme=cast.programme,
        code="NEW-2026",
        title="Nouveau",
        opens_at=clock.now(),
        closes_at=clock.now() + timedelta(days=9),
        envelope=1,
        aid_rate="0.5",
    )
    doors(made, cast.manager)
    assert not made.form_versions.exists()


def test_a_holder_turns_the_pages_of_their_files(cast, client):
    from look import keyset

    for n in range(keyset.SIZE + 1):
        file = casting.application(cast, title=f"Projet numéro {n} !")
        Application.objects.filter(pk=file.pk).update(reference=f"R-{n}", submitted_at=clock.now())
        casting._force(file, "submitted")
    client.force_login(cast.holder)
    page = client.get(reverse("funding:my_applications")).content.decode()
    assert "numéro 1 !" in page and "numéro 0 !" not in page and "after=" in page
    cursor = page.split("after=")[1].split('"')[0]
    assert "numéro 0 !" in client.get(reverse("funding:my_applications") + f"?after={cursor}").content.decode()


def test_what_a_signed_out_visitor_sent_is_kept_small(client):
    for path in ("projet", "budget"):
        client.post(f"/dossiers/B-aaaaaaaa/remplir/{path}/", {"title": "x"})
    assert len([key for key in client.session.keys() if key.startswith("unsaved ")]) == 1
    client.post("/dossiers/B-aaaaaaaa/remplir/equipe/", {"title": "x" * 300_000})
    assert not any("equipe" in key for key in client.session.keys())


def test_the_reference_data_is_behind_the_house_s_login(client):
    answer = client.get(reverse("admin:login"))
    assert answer.status_code == 302 and answer["Location"].startswith("/compte/login/")


def test_a_funder_does_not_read_what_is_proposed(cast, client):
    file = casting.eligible(cast)
    file.propose_refusal(by=cast.officer, kind="rejection", reasons="Le besoin n’est pas établi.")
    for person, told in ((cast.officer, True), (cast.signatory, True), (cast.funder, False), (cast.payer, False)):
        client.force_login(person)
        page = client.get(file.get_absolute_url() + "?tab=journal").content.decode()
        assert ("Refus proposé" in page) is told, person
