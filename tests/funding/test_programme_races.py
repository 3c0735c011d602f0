"""A programme never gives more than it has: calls published at once, or while its envelope shrinks."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from funding.models import Call, Programme
from tests import cast as casting
from tests.processes import race
from workflows import clock
from workflows.errors import StepRefused

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast():
    return casting.play()


def drafts(cast, count, envelope):
    """Calls ready to be published; the programme has 1,000,000 €, of which the cast's own call takes nothing here."""
    Call.objects.filter(pk=cast.call.pk).update(envelope=0)
    made = [casting.call(cast.programme, clock.now(), code=f"A-{n}", envelope=envelope) for n in range(count)]
    for call in made:
        casting._force(call, "draft")
    return made


def publish(argument):
    call, manager = argument
    try:
        Call.objects.get(pk=call).publish(by=manager)
    except StepRefused as refused:
        return refused.sentences[0]
    return "done"


def test_calls_published_at_once_share_what_the_programme_has(cast):
    calls = drafts(cast, 4, Decimal(400_000))
    answers = race(publish, [(call.pk, cast.manager) for call in calls])
    assert answers.count("done") == 2, answers
    assert all("Il reste" in answer for answer in answers if answer != "done")
    programme = Programme.objects.get(pk=cast.programme.pk)
    assert programme.allotted == 800_000


def shrink(argument):
    """The manager's form with a smaller envelope, or a call published: what each answered."""
    kind, key, who = argument
    if kind == "publish":
        return publish((key, who))
    client = Client()
    client.force_login(who)
    programme = Programme.objects.get(pk=key)
    page = client.get(reverse("funding:programme_edit", args=[programme.code]))
    form, rows = page.context["form"], page.context["rows"]
    posted = {name: form[name].value() for name in form.fields} | {"envelope": "500000"}
    posted = {name: "" if value is None else value for name, value in posted.items()}
    posted |= {"shares-TOTAL_FORMS": "1", "shares-INITIAL_FORMS": "1", "shares-0-amount": "500000"}
    posted["shares-0-funder"] = rows.forms[0]["funder"].value()
    posted["authority"] = form.fields["authority"].prepare_value(programme.authority)
    posted["shares-0-funder"] = rows.forms[0].fields["funder"].prepare_value(programme.shares.get().funder)
    return client.post(reverse("funding:programme_edit", args=[programme.code]), posted).status_code


@pytest.mark.parametrize("_round", range(2))
def test_an_envelope_does_not_shrink_below_what_is_being_published(cast, _round):
    (call,) = drafts(cast, 1, Decimal(800_000))
    answers = race(shrink, [("publish", call.pk, cast.manager), ("shrink", cast.programme.pk, cast.manager)])
    programme = Programme.objects.get(pk=cast.programme.pk)
    assert programme.allotted <= programme.envelope, answers
    assert programme.shares_total == programme.envelope
    assert ("done" in answers) is not (302 in answers), answers
