"""Where two authorities admitted a project, two put it out of the programme (parallelism of forms)."""

from datetime import timedelta

import pytest

from funding.instruments.accelerators.models import Cohort, Place
from tests import cast as casting
from tests.funding.desk import as_, text_of
from tests.instruments import two
from tests.instruments.accelerators import world
from tests.instruments.accelerators.test_selection import refused
from workflows import clock
from workflows.papers import papers_of

pytestmark = pytest.mark.django_db
SAID = {"reasons": "Deux jalons manqués.", "consent": True}


@pytest.fixture
def network(monkeypatch):
    """Its admissions are signed by both."""
    found = world.play()
    found.people["president"] = two.decides_too(found, found.call)
    monkeypatch.setattr(world, "sign", signed_by_both)
    return found


def signed_by_both(cast, file):
    file.propose(by=cast.officer, kind="award", reasons="Le besoin est établi.")
    file.sign_first(by=cast.signatory, consent=True)
    file.award(by=cast.president, consent=True)
    world.follow()
    return world.again(file)


def fresh(place):
    return Place.objects.get(pk=place.pk)


def heard(network):
    place = world.running(network)
    world.filed(network, world.milestone(network, place)).refuse(by=network.coach, said="Rien n’a été essayé.")
    world.follow()
    due = clock.today() + timedelta(days=15)
    return fresh(place).open_hearing(
        by=network.head, grievances="Jalons manqués.", rule="Article 6.", answer_by=due
    )  # fmt: skip


def later():
    return clock.at(clock.now() + timedelta(days=16))


@pytest.mark.parametrize("order", [("signatory", "president"), ("president", "signatory")])
def test_both_put_a_project_out(network, order):
    first, second = (network.people[name] for name in order)
    place = heard(network)
    page = place.get_absolute_url()
    with later():
        assert two.opens(place, first) == {"sign_first_exclusion"}
        assert "ne s’applique pas" in refused(place.exclude, by=first, **SAID)
        assert page in two.waits(first) and page in two.waits(second)
        shown = text_of(as_(first).get(f"/etapes/place/{place.pk}/sign_first_exclusion/"))
        assert "Jalons manqués." in shown and "Article 6." in shown, "what one decides on is read there"
        place.sign_first_exclusion(by=first, **SAID)
        assert (place.state, place.hearing.number, place.hearing.reasons) == ("hearing", None, ""), "no act by itself"
        assert Cohort.objects.get(pk=network.cohort.pk).taken == 1 and not papers_of(place).filter(kind="D15a").exists()
        assert page not in two.waits(first) and page in two.waits(second)
        assert [message.to for message in two.told("second_signature")] == [second]
        assert two.opens(place, second) == {"send_back_exclusion", "exclude"}
        assert "quelqu’un d’autre signe pour la seconde" in refused(fresh(place).exclude, by=first, **SAID)
        fresh(place).exclude(by=second, **SAID | {"reasons": "Autre chose."})
    place = fresh(place)
    assert (place.state, place.hearing.reasons) == ("excluded", "Deux jalons manqués."), "both sign the same words"
    assert place.hearing.first_mandate != place.hearing.mandate
    assert two.signatories_of("accelerator_exit") == [first.last_name, second.last_name]
    delegations = [line for line in papers_of(place).get(kind="D15a").content["visas"] if "délégation" in line]
    assert len(delegations) == 2


def test_the_offices_read_who_still_signs_and_the_holder_does_not(network):
    place = heard(network)
    with later():
        place.sign_first_exclusion(by=network.president, **SAID)
    place = fresh(place)
    for person in (network.officer, network.signatory):
        page = text_of(as_(person).get(place.get_absolute_url()))
        assert "Deux jalons manqués." in page and f"Seconde signature attendue : {network.authority}" in page, person
        (found,) = two.api(place, person)["signatures_awaited"]
        assert found["first_signed_by"] == str(network.president) and found["of"] == str(network.authority)
    for person in (network.mayor, network.head):
        page = text_of(as_(person).get(place.get_absolute_url()))
        assert "Deux jalons manqués." not in page and "signée en premier" not in page, person
        assert two.api(place, person)["signatures_awaited"] == []


def test_two_of_one_authority_do_not_make_two(network):
    other = casting.user("Léa", "Seconde")
    casting.mandate(other, "signatory", scope=("programme", network.network.pk))
    place = heard(network)
    with later():
        place.sign_first_exclusion(by=network.signatory, **SAID)
        assert "délégation de celle qui doit encore signer" in refused(fresh(place).exclude, by=other, **SAID)


def test_what_the_holder_adds_or_the_second_sends_back_undoes_the_first(network):
    place = heard(network)
    with later():
        place.sign_first_exclusion(by=network.signatory, **SAID)
        place.answer_hearing(by=network.holder, answer="Notre élue était malade.")
        assert place.hearing.first_said == {} and two.opens(place, network.president) == {"sign_first_exclusion"}
        said = SAID | {"why_not_followed": "Cinq mois durant ?"}
        fresh(place).sign_first_exclusion(by=network.signatory, **said)
        fresh(place).send_back_exclusion(by=network.president, reason="La Région suit le projet.")
        (message,) = two.told("first_signature_dropped")
        assert message.to == network.signatory and "La Région suit le projet." in message.body
        place = fresh(place)
        assert "La Région suit le projet." in text_of(as_(network.signatory).get(place.get_absolute_url()))
        place.sign_first_exclusion(by=network.president, **said)
        place.drop_hearing(by=network.signatory, reason="Classons.")  # nothing is undone by it: one is enough
    assert (place.state, place.hearing.first_signed_at) == ("in_programme", None)
