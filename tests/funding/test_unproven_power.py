"""A structure that nobody has vouched for drafts, and commits itself to nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse

from people.models import Membership
from tests import cast as casting
from workflows import clock, outbox
from workflows.engine import doors
from workflows.errors import StepRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


def unprove(person):
    Membership.objects.filter(user=person).update(vouched_at=None, vouched_on="")


def prove(person):
    Membership.objects.filter(user=person).update(vouched_at=clock.now(), vouched_on="Délibération n° 4")


def test_the_file_is_written_and_not_submitted(cast, client):
    unprove(cast.mayor)
    draft = casting.application(cast)
    with pytest.raises(StepRefused, match=r"appels@exemple\.fr"):
        draft.submit(by=cast.mayor, certified=True)
    client.force_login(cast.mayor)
    page = client.get(reverse("workflows:step", args=["application", draft.pk, "submit"])).content.decode()
    assert "reste à vérifier" in page and "Bureau des appels" in page
    assert client.get(reverse("funding:application_form", args=[draft.handle])).status_code in (200, 302)
    prove(cast.mayor)
    assert draft.submit(by=cast.mayor, certified=True).state == "submitted"


def test_a_draft_is_dropped_freely_a_filed_one_is_not(cast):
    draft, filed = casting.application(cast), casting.submitted(cast)
    unprove(cast.mayor)
    with pytest.raises(StepRefused, match="reste à vérifier"):
        filed.withdraw(by=cast.mayor)
    assert draft.withdraw(by=cast.mayor).state == "withdrawn"


def test_the_agreement_waits_for_the_proof(cast):
    file = casting.awarded(cast)
    outbox.drain(but=["paper"])
    agreement = file.agreement
    agreement.offer(by=cast.officer, starts_on=clock.today(), ends_on=clock.today() + timedelta(days=540))
    unprove(cast.mayor)
    door = next(door for door in doors(agreement, cast.mayor) if door.name == "sign")
    assert not door.open and "reste à vérifier" in door.sentences[0]
    with pytest.raises(StepRefused):
        agreement.sign(by=cast.mayor, quality="Maire", consent=True)


def test_a_partner_does_not_confirm_its_part(cast, client):
    unprove(cast.partner)
    draft = casting.application(cast)
    part = draft.partners.get(is_lead=False)
    type(draft.partners.first()).objects.filter(pk=part.pk).update(engaged_at=None)
    client.force_login(cast.partner)
    url = reverse("funding:engage", args=[draft.handle, part.pk])
    assert "reste à vérifier" in client.get(url).content.decode()
    assert client.post(url).status_code == 403
    part.refresh_from_db()
    assert part.engaged_at is None
    prove(cast.partner)
    assert client.post(url).status_code == 302
