"""One grant, from the manager's first page to the advance in the town's account, each person at their own screen."""

import pytest
from allauth.account.models import EmailAddress

from funding.models import Application
from people.models import Mandate
from tests import cast as casting

from . import grant_applying as applying
from . import grant_deciding as deciding
from . import grant_opening as opening


@pytest.fixture
def cast(site):
    """Offices that hold everywhere, a second partner who may bind; the manager logs in by the page."""
    cast = casting.play()
    Mandate.objects.update(scope_kind="", scope_id="")
    cast.people["rector"] = casting.member(casting.user("Maud", "Rector", "Présidente"), cast.university, may_bind=True)
    EmailAddress.objects.create(user=cast.manager, email=cast.manager.email, verified=True, primary=True)
    return cast


def test_a_grant_travels_from_an_open_call_to_its_first_payment(site, cast):
    opening.open_the_call(site, cast)
    opening.visit(site)
    handle = applying.apply(site, cast)
    applying.submit(site, cast, handle)
    reference = Application.objects.get(draft_code=handle).reference
    deciding.complete(site, cast, reference)
    deciding.review(site, cast, reference)
    deciding.decide(site, cast, reference)
    deciding.sign_the_agreement(site, cast, reference)
    deciding.pay(site, cast, reference)
    deciding.verify(site, reference)
