"""Where two authorities granted a guarantee, two void it, forfeit it and amend it (parallelism of forms)."""

from datetime import timedelta

import pytest

from funding.instruments.guarantees.models import Cover
from tests import cast as casting
from tests.funding.desk import as_, text_of
from tests.instruments import two
from tests.instruments.guarantees import playing
from tests.words import plain
from workflows import clock
from workflows.errors import StepRefused

pytestmark = pytest.mark.django_db
ORDERS = [("signatory", "president"), ("president", "signatory")]


@pytest.fixture
def scene():
    return playing.play()


def co_decided(scene):
    """Granted while the State decided alone, or with the Region: what follows asks for both."""
    scene.cast.people["president"] = two.decides_too(scene.cast, scene.call)
    return scene.cast


def fresh(cover):
    return Cover.objects.get(pk=cover.pk)


def refused(step, **data):
    with pytest.raises(StepRefused) as found:
        step(**data)
    return plain(" ".join(map(str, found.value.sentences)))


def later():
    return clock.at(clock.now() + timedelta(days=21))


def envisaged(scene, verb="open_voidance"):
    cover = playing.active(scene) if verb == "open_voidance" else playing.called(scene)
    due = clock.today() + timedelta(days=20)
    return getattr(cover, verb)(by=scene.cast.officer, facts="Des comptes faux.", due_on=due)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(
    ("verb", "suffix", "act", "state", "paper"),
    [
        ("open_voidance", "voidance", "void", "voided", "voidance"),
        ("open_forfeiture", "forfeiture", "reject_call", "call_rejected", "forfeiture"),
    ],
)
def test_both_decide_a_measure(scene, order, verb, suffix, act, state, paper):
    cover = envisaged(scene, verb)
    cast = co_decided(scene)
    first, second = (cast.people[name] for name in order)
    page, was, exposed = cover.get_absolute_url(), cover.state, cover.exposure
    with later():
        assert two.opens(cover, first) == {f"sign_first_{suffix}"}
        assert page in two.waits(first) and page in two.waits(second)
        getattr(cover, f"sign_first_{suffix}")(by=first, reasons="Comptes falsifiés.")
        assert (fresh(cover).state, fresh(cover).exposure, cover.measure.number) == (was, exposed, ""), (
            "no act by itself"
        )
        assert page not in two.waits(first) and page in two.waits(second)
        assert [message.to for message in two.told("second_signature")] == [second]
        assert "quelqu’un d’autre signe pour la seconde" in refused(getattr(fresh(cover), act), by=first, reasons="x")
        shown = text_of(as_(second).get(f"/etapes/cover/{cover.pk}/{act}/"))
        assert "Comptes falsifiés." in shown and "Des comptes faux." in shown, (
            "what the bank read, and the first's words"
        )
        getattr(fresh(cover), act)(by=second, reasons="Autre chose.")
    measure = cover.grievances.get()
    assert (fresh(cover).state, fresh(cover).exposure, measure.reasons) == (state, 0, "Comptes falsifiés.")
    assert measure.first_mandate != measure.mandate
    assert two.signatories_of(paper) == [first.last_name, second.last_name]


@pytest.mark.parametrize("order", ORDERS)
def test_both_sign_an_amendment_and_one_may_refuse_it(scene, order):
    cover = playing.active(scene)
    cast = co_decided(scene)
    first, second = (cast.people[name] for name in order)
    cover.ask_amendment(by=scene.maker, months=84, grace=0, reason="Étaler.")
    assert cover.get_absolute_url() in two.waits(first)
    for verb in ("sign_first_amendment", "refuse_amendment"):
        asked = text_of(as_(first).get(f"/etapes/cover/{cover.pk}/{verb}/"))
        assert "de 60 à 84 mois" in asked and "Étaler." in asked, "what one signs is read there"
    assert "ne s’applique pas" in refused(cover.amend, by=first, consent=True, committee="Comité du 3 mars")
    cover.sign_first_amendment(by=first, consent=True, committee="Comité du 3 mars")
    assert (fresh(cover).months, cover.pending_amendment.signed_at) == (60, None)
    assert cover.get_absolute_url() not in two.waits(first) and cover.get_absolute_url() in two.waits(second)
    fresh(cover).amend(by=second, consent=True, committee="Un autre")
    amended = cover.amendments.get()
    assert (fresh(cover).months, amended.committee) == (84, "Comité du 3 mars")
    assert two.signatories_of("guarantee_amendment") == [first.last_name, second.last_name]
    cover = fresh(cover).ask_amendment(by=scene.maker, months=80, grace=0, reason="Encore.")
    cover.sign_first_amendment(by=first, consent=True)
    fresh(cover).refuse_amendment(by=second, reason="Assez.")
    assert (fresh(cover).months, cover.amendments.latest("id").first_signed_at) == (84, None)


def test_the_offices_read_who_still_signs_the_parties_do_not(scene):
    cover = envisaged(scene)
    cast = co_decided(scene)
    with later():
        cover.sign_first_voidance(by=cast.president, reasons="Comptes falsifiés.")
    for person in (cast.officer, cast.signatory):
        page = text_of(as_(person).get(cover.get_absolute_url()))
        assert "Comptes falsifiés." in page and f"Seconde signature attendue : {cast.authority}" in page
        (found,) = two.api(cover, person)["signatures_awaited"]
        assert (found["first_signed_by"], found["of"]) == (str(cast.president), str(cast.authority))
    for person in (scene.maker, scene.boss):
        page = text_of(as_(person).get(cover.get_absolute_url()))
        assert "Comptes falsifiés." not in page and "en premier" not in page
        assert two.api(cover, person)["signatures_awaited"] == []


def test_two_of_one_authority_do_not_make_two_and_an_answer_undoes_the_first(scene):
    cover = envisaged(scene)
    cast = co_decided(scene)
    other = casting.mandate(casting.user("Léa", "Seconde"), "signatory", scope=("programme", scene.fund.programme_id))
    with later():
        cover.sign_first_voidance(by=cast.signatory, reasons="Faux.")
        assert "délégation de celle qui doit encore signer" in refused(fresh(cover).void, by=other, reasons="Faux.")
        fresh(cover).answer(by=scene.maker, answer="Ils sont vrais.")
        assert cover.measure.first_said == {} and two.opens(fresh(cover), cast.president) == {"sign_first_voidance"}
        fresh(cover).sign_first_voidance(by=cast.president, reasons="Ils sont faux.")
        fresh(cover).send_back_voidance(by=cast.signatory, reason="Relisons l’expertise.")
        (message,) = two.told("first_signature_dropped")
        assert message.to == cast.president and "Relisons l’expertise." in message.body
        fresh(cover).sign_first_voidance(by=cast.signatory, reasons="Ils sont faux.")
        fresh(cover).drop_measure(by=cast.officer)
    assert cover.grievances.get().first_signed_at is None


def test_where_one_decides_nothing_is_asked_of_a_second(scene):
    cover = envisaged(scene)
    with later():
        assert two.opens(cover, scene.cast.signatory) == {"void"}
        cover.void(by=scene.cast.signatory, reasons="Comptes falsifiés.")
    assert two.signatories_of("voidance") == [scene.cast.signatory.last_name]
