"""Visas before the signature: one after another, all at once, n of m, by deputies of the day; and two signatures."""

from datetime import timedelta

import pytest
from django.test import Client

from funding import visas
from funding.models import ApprovalRules, Decision, VisaDeputy, VisaLevel
from people.models import Mandate
from tests import cast as casting
from workflows import clock, engine, outbox
from workflows.errors import NotYours, StepRefused
from workflows.models import Effect, Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    made = casting.play()
    people = (("head", "Hélène", "Bureau"), ("deputy", "Denis", "Relais"), ("director", "Dora", "Sous"))
    for name, first, last in people:
        made.people[name] = casting.user(first, last)
    return made


def levels(cast, *holders, order="serial", wanted=0):
    ApprovalRules.objects.create(call=cast.call, order=order, wanted=wanted)
    return [
        VisaLevel.objects.create(call=cast.call, position=n, name=f"Niveau {n + 1}", holder=holder)
        for n, holder in enumerate(holders)
    ]


def stand_in(level, person, first=0, last=10):
    today = clock.today()
    return VisaDeputy.objects.create(
        level=level, user=person, reference="Note n° 4",
        valid_from=today + timedelta(days=first), valid_to=today + timedelta(days=last),
    )  # fmt: skip


def awards(file, cast):
    return file.award(by=cast.signatory, consent=True)


def test_one_after_another_then_signed(cast):
    levels(cast, cast.head, cast.director)
    file = casting.proposed(cast)
    with pytest.raises(StepRefused, match=r"Il manque 2 visas. Hélène Bureau \(Niveau 1\) a le projet depuis le"):
        awards(file, cast)
    with pytest.raises(NotYours):
        file.give_visa(by=cast.director)  # not asked yet: the file is none of hers
    file.give_visa(by=cast.head, reason="Conforme")
    (waited,) = visas.waiting(file.decision)
    assert waited.level.holder == cast.director
    with pytest.raises(StepRefused, match="n’attend pas, ou plus, votre visa"):
        file.give_visa(by=cast.head)
    with pytest.raises(StepRefused, match="Il manque un visa"):
        awards(file, cast)
    file.give_visa(by=cast.director)
    assert awards(file, cast).state == "awarded"


def test_all_at_once_and_two_of_three(cast):
    levels(cast, cast.head, cast.director, cast.deputy, order="parallel", wanted=2)
    file = casting.proposed(cast)
    assert len(visas.waiting(file.decision)) == 3
    file.give_visa(by=cast.deputy)
    file.give_visa(by=cast.head)
    assert visas.missing(file.decision) == 0 and visas.waiting(file.decision) == []
    assert awards(file, cast).state == "awarded"


def test_a_refusal_that_leaves_too_few_stops_the_signature_with_its_reason(cast):
    levels(cast, cast.head, cast.director, order="parallel")
    file = casting.proposed(cast)
    file.refuse_visa(by=cast.director, reason="Le plan de financement ne tient pas")
    with pytest.raises(StepRefused, match=r"Visa refusé par Dora Sous .* ne tient pas"):
        awards(file, cast)
    file.send_back(by=cast.signatory, reason="Voir le visa")
    assert file.state == "under_due_diligence"


def test_one_refusal_of_three_leaves_two_of_three(cast):
    levels(cast, cast.head, cast.director, cast.deputy, order="parallel", wanted=2)
    file = casting.proposed(cast)
    file.refuse_visa(by=cast.director, reason="Non")
    file.give_visa(by=cast.deputy)
    file.give_visa(by=cast.head)
    assert awards(file, cast).state == "awarded"


def test_sent_back_by_a_level_the_project_is_set_aside_and_the_next_one_asks_again(cast):
    levels(cast, cast.head)
    file = casting.proposed(cast)
    file.send_back(by=cast.head, reason="Revoir l’assiette")
    assert file.state == "under_due_diligence"
    old = Decision.objects.get(sent_back_at__isnull=False)
    assert [(v.opinion, v.reason, v.by) for v in old.visas.all()] == [("sent_back", "Revoir l’assiette", cast.head)]
    file.propose(by=cast.officer, kind="rejection", reasons="Le besoin n’est pas établi.")
    assert [v.opinion for v in file.decision.visas.all()] == [""]


def test_a_deputy_gives_it_and_it_is_written_by_whom(cast):
    (level,) = levels(cast, cast.head)
    row = stand_in(level, cast.deputy)
    file = casting.proposed(cast)
    file.give_visa(by=cast.deputy)
    visa = file.decision.visas.get()
    assert (visa.by, visa.deputy) == (cast.deputy, row)


@pytest.mark.parametrize(("first", "last"), [(-10, -1), (1, 9)], ids=["ended yesterday", "begins tomorrow"])
def test_a_delegation_out_of_its_days_gives_nothing(cast, first, last):
    (level,) = levels(cast, cast.head)
    stand_in(level, cast.deputy, first, last)
    file = casting.proposed(cast)
    with pytest.raises(NotYours):
        file.give_visa(by=cast.deputy)
    client = Client()
    client.force_login(cast.deputy)
    assert client.get(file.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("member", [False, True], ids=["of nothing", "of a structure"])
def test_a_deputy_still_opens_what_they_gave_their_visa_on(cast, member):
    """Their days are over: a page that reads who they are does not forget it, with memberships or without."""
    (level,) = levels(cast, cast.head)
    row = stand_in(level, cast.deputy)
    if member:
        casting.member(cast.deputy, cast.authority, "viewer")
    file = casting.proposed(cast)
    file.give_visa(by=cast.deputy)
    VisaDeputy.objects.filter(pk=row.pk).update(
        valid_from=clock.today() - timedelta(9), valid_to=clock.today() - timedelta(1)
    )
    client = Client()
    client.force_login(cast.deputy)
    answer = client.get(file.get_absolute_url())
    assert answer.status_code == 200 and "Qui s’en occupe" in answer.content.decode()


def test_who_follows_the_file_gives_no_visa(cast):
    levels(cast, cast.officer)
    file = casting.proposed(cast)
    with pytest.raises(NotYours):
        file.give_visa(by=cast.officer)


def test_each_is_told_in_turn_and_the_signatory_last(cast):
    levels(cast, cast.head, cast.director)
    file = casting.proposed(cast)

    def told(name):
        outbox.drain(but=("mail", "paper"))
        return set(Message.objects.filter(notice=name).values_list("to__last_name", flat=True))

    assert told("visa_asked") == {"Bureau"} and told("decision_to_sign") == set()
    file.give_visa(by=cast.head)
    assert told("visa_asked") == {"Bureau", "Sous"} and told("decision_to_sign") == set()
    file.give_visa(by=cast.director)
    assert told("decision_to_sign") == {"Aubertin"}
    assert not Effect.objects.given_up().exists()


def test_everyone_of_the_office_sees_who_has_it_and_since_when(cast):
    levels(cast, cast.head)
    file = casting.proposed(cast)
    for person in (cast.officer, cast.signatory, cast.head):
        client = Client()
        client.force_login(person)
        page = client.get(f"{file.get_absolute_url()}?tab=decision").content.decode()
        assert "Hélène Bureau" in page and "Niveau 1" in page, person
    client.force_login(cast.signatory)
    assert "Visa attendu de Hélène Bureau" in client.get("/decisions/a-signer/").content.decode()
    client.force_login(cast.head)
    page = client.get("/visas/").content.decode()
    assert file.handle in page


def test_a_level_that_is_awaited_of_someone_waits_on_their_home(cast):
    levels(cast, cast.head)
    file = casting.proposed(cast)
    client = Client()
    client.force_login(cast.head)
    assert file.handle in client.get("/accueil/").content.decode()


# --- Two signatures


@pytest.fixture
def region(cast):
    region = casting.organisation("Région Île-de-France", "region", "23750007900312", cast.commune)
    ApprovalRules.objects.create(call=cast.call, second_authority=region)
    president = casting.user("Paul", "Régional", "Président")
    casting.mandate(president, Mandate.Role.SIGNATORY, scope=("programme", cast.programme.pk), organisation=region)
    cast.people["president"] = president
    return region


@pytest.mark.parametrize("order", [("signatory", "president"), ("president", "signatory")])
def test_state_and_region_both_sign(cast, region, order):
    first, second = (cast.people[name] for name in order)
    file = casting.proposed(cast)
    with pytest.raises(StepRefused):
        file.award(by=first, consent=True)
    assert not any(door.name == "award" for door in engine.doors(file, first))
    file.sign_first(by=first, consent=True)
    assert file.state == "decision_proposed" and file.decision.number is None
    with pytest.raises(StepRefused, match="seconde"):
        file.award(by=first, consent=True)
    file.award(by=second, consent=True)
    decision = file.decision
    assert {decision.first_mandate.organisation, decision.mandate.organisation} == {region, None}
    from workflows.models import Paper

    content = Paper.objects.get(template="award").content
    assert content["second_signature"]["last_name"] in ("Régional", "Aubertin")
    assert content["second_signature"]["last_name"] != content["signature"]["last_name"]


@pytest.mark.parametrize("name", ["signatory", "president"])
def test_either_authority_concludes_the_agreement(cast, region, name):
    file = casting.proposed(cast).sign_first(by=cast.president, consent=True).award(by=cast.signatory, consent=True)
    outbox.drain(but=("mail", "paper"))
    agreement = file.agreement
    agreement.offer(by=cast.officer, starts_on=clock.today(), ends_on=clock.today() + timedelta(days=540))
    agreement.sign(by=cast.mayor, quality="Maire", consent=True)
    agreement.countersign(by=cast.people[name], consent=True)
    assert (agreement.state, agreement.mandate.user) == ("in_force", cast.people[name])


def test_once_both_have_signed_either_may_act_on_the_file(cast, region):
    file = casting.proposed(cast).sign_first(by=cast.president, consent=True)
    assert file.signing_mandate(cast.president) is None
    file.award(by=cast.signatory, consent=True)
    assert file.signing_mandate(cast.president) and file.signing_mandate(cast.signatory)


def test_a_second_signatory_of_the_same_authority_does_not_make_two(cast, region):
    other = casting.mandate(casting.user("Léa", "Seconde"), Mandate.Role.SIGNATORY, scope=("call", cast.call.pk))
    file = casting.proposed(cast).sign_first(by=cast.signatory, consent=True)
    with pytest.raises(StepRefused, match="délégation de celle qui doit encore signer"):
        file.award(by=other, consent=True)


def test_in_one_act_each_authority_signs_in_turn(cast, region):
    from funding import batch

    file = casting.proposed(cast)
    for person in (cast.president, cast.signatory):
        file.refresh_from_db()
        batch.sign_all(person, [(file.decision, file.decision.imprint)])
        outbox.drain(but=("mail", "paper"))
    file = type(file).objects.get(pk=file.pk)
    assert file.state == "awarded"
