"""Where two authorities selected a team, two cancel its residency (parallelism of forms)."""

from datetime import timedelta

import pytest

from residencies.models import Residency
from tests import cast as casting
from tests.funding.desk import as_, text_of
from tests.instruments import two
from tests.instruments.residencies import staging
from tests.words import plain
from workflows import clock
from workflows.errors import StepRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return staging.play()


def fresh(found):
    return Residency.objects.get(pk=found.pk)


def refused(step, **data):
    with pytest.raises(StepRefused) as found:
        step(**data)
    return plain(" ".join(map(str, found.value.sentences)))


def heard(stage, found):
    """Its cancellation is envisaged, and both sides answered."""
    cast = stage.cast
    cast.people["president"] = two.decides_too(cast, stage.round.team_call)
    due = clock.today() + timedelta(days=15)
    found.envisage_cancellation(by=cast.manager, reason="L’équipe ne peut plus venir.", answer_on=due)
    found.observe(by=stage.mayor, text="Nous regrettons.")
    return found.observe(by=stage.guest, text="Nous aussi.")


@pytest.mark.parametrize("order", [("signatory", "president"), ("president", "signatory")])
def test_both_cancel_a_residency(stage, order):
    found = heard(stage, staging.signed(stage))
    first, second = (stage.cast.people[name] for name in order)
    page = found.get_absolute_url()
    assert two.opens(found, first) == {"sign_first_cancellation"}
    assert page in two.waits(first) and page in two.waits(second)
    assert "ne s’applique pas" in refused(found.cancel, by=first, consent=True)
    found.sign_first_cancellation(by=first, consent=True)
    assert (found.state, found.cancelled_at) == ("agreement_signed", None), "no act by itself"
    assert page not in two.waits(first) and page in two.waits(second)
    assert [message.to for message in two.told("residency_second_signature")] == [second]
    assert "quelqu’un d’autre signe pour la seconde" in refused(fresh(found).cancel, by=first, consent=True)
    assert fresh(found).cancel(by=second, consent=True).state == "cancelled"
    assert two.signatories_of("residency_cancellation") == [first.last_name, second.last_name]


def test_the_offices_read_who_still_signs_the_sides_do_not(stage):
    found, cast = heard(stage, staging.signed(stage)), stage.cast
    found.sign_first_cancellation(by=cast.president, consent=True)
    for person in (cast.manager, cast.signatory):
        assert f"Seconde signature attendue : {cast.authority}" in text_of(as_(person).get(found.get_absolute_url()))
        (awaited,) = two.api(found, person)["signatures_awaited"]
        assert (awaited["first_signed_by"], awaited["of"]) == (str(cast.president), str(cast.authority))
    for person, own, other in (
        (stage.mayor, "Nous regrettons.", "Nous aussi."), (stage.guest, "Nous aussi.", "Nous regrettons."),
    ):  # fmt: skip
        page = text_of(as_(person).get(found.get_absolute_url()))
        assert f"Vos observations : {own}" in page and other not in page, "each side speaks to the offices"
        assert "Les deux parties ont été entendues" in page
        assert "Seconde signature" not in page and "en premier" not in page
        assert two.api(found, person)["signatures_awaited"] == []


def test_what_the_sides_observed_is_read_before_the_decision(stage):
    """On the page of the residency and on that of each act, by the offices: they answer it."""
    found, cast = heard(stage, staging.signed(stage)), stage.cast
    step = f"/etapes/residency/{found.pk}"
    for person, address in (
        (cast.manager, found.get_absolute_url()), (cast.signatory, f"{step}/sign_first_cancellation/"),
        (cast.manager, f"{step}/drop_cancellation/"),
    ):  # fmt: skip
        page = text_of(as_(person).get(address))
        assert "Nous regrettons." in page and "Nous aussi." in page and "0,00 € à reverser" in page
    found.sign_first_cancellation(by=cast.president, consent=True)
    page = text_of(as_(cast.signatory).get(f"{step}/cancel/"))
    assert "Nous regrettons." in page and str(cast.president) in page


def test_what_a_side_adds_or_the_second_sends_back_undoes_the_first(stage):
    found, cast = heard(stage, staging.signed(stage)), stage.cast
    other = casting.mandate(
        casting.user("Léa", "Seconde"), "signatory", scope=("programme", stage.round.team_call.programme_id)
    )
    found.sign_first_cancellation(by=cast.signatory, consent=True)
    assert "délégation de celle qui doit encore signer" in refused(fresh(found).cancel, by=other, consent=True)
    found.observe(by=stage.guest, text="Nous viendrons.")
    assert (found.first_signed_at, two.opens(found, cast.president)) == (None, {"sign_first_cancellation"})
    found.sign_first_cancellation(by=cast.signatory, consent=True)
    found.send_back_cancellation(by=cast.president, reason="La Région attend.")
    (message,) = two.told("residency_first_signature_dropped")
    assert message.to == cast.signatory and "La Région attend." in message.body
    assert "La Région attend." in text_of(as_(cast.signatory).get(found.get_absolute_url()))
    found.sign_first_cancellation(by=cast.president, consent=True)
    found.drop_cancellation(by=cast.manager)
    assert found.first_signed_at is None


def test_the_second_signs_the_sums_of_the_first(stage):
    """A week that ends between the two earns more than what was signed."""
    found = staging.visited(stage)
    with clock.at(staging.noon(found.next_week().starts_on)):
        found.start_week(by=stage.guest)
    found, cast = heard(stage, fresh(found)), stage.cast
    week = found.next_week()
    with clock.at(staging.noon(week.ends_on)):
        found.sign_first_cancellation(by=cast.signatory, consent=True)
        for day in week.span.days():
            staging.write(stage, found, day)
        found.close_week(by=stage.guest)
        said = refused(fresh(found).cancel, by=cast.president, consent=True)
        assert "15 000,00 € acquis" in said and "Renvoyez le projet" in said
        found = fresh(found).send_back_cancellation(by=cast.president, reason="Le compte a changé.")
        found.sign_first_cancellation(by=cast.president, consent=True)
        assert fresh(found).cancel(by=cast.signatory, consent=True).earned == 15_000
