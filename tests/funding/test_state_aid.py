"""No favourable decision without a passed check that is fresh (domain 0.5, F, B.7 G9): at the gate and on the pages."""

import io
from datetime import date, datetime, timedelta
from decimal import Decimal as D

import pytest
from django.db import DatabaseError, connection, transaction

from funding import register, state_aid
from funding.models import DeMinimisAward, LawVersion, Partner, RegisteredAid, RegisterImport, StateAidCheck
from tests import cast as casting
from tests.funding.aiding import LINKED, SIREN, award, de_minimis, declare, exempted, outside, under_study
from tests.funding.desk import as_
from tests.words import plain
from workflows import clock
from workflows.errors import NotYours, StepRefused

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 12, 1, 10, tzinfo=clock.PARIS)


@pytest.fixture(autouse=True)
def day_of_AT_F8():
    with clock.at(DAY):
        yield


@pytest.fixture
def cast():
    return casting.play()


def propose(cast, file, grant):
    return file.propose(by=cast.officer, **award(grant=str(grant), eligible_base=str(file.total_cost)))


def check(cast, file, partner, given):
    return state_aid.record(file, partner, by=cast.officer, given=given)


def refused(step) -> str:
    with pytest.raises(StepRefused) as error:
        step()
    return plain(" ".join(map(str, error.value.sentences)))


def test_without_a_check_an_award_is_not_proposed_and_the_sentence_says_where(cast):
    file, partner = under_study(cast)
    said = refused(lambda: propose(cast, file, 60_000))
    assert f"{partner.organisation} : le contrôle des aides d’État reste à faire" in said
    assert "« Contrôle des aides d’État »" in said


def test_a_refusal_needs_no_check(cast):
    file, _partner = under_study(cast)
    file.propose(by=cast.officer, kind="rejection", reasons="Le besoin n’est pas établi.")
    assert file.state == "decision_proposed"


def test_AT_F8_over_the_ceiling_the_whole_aid_is_refused_with_the_headroom_and_the_day(cast):
    file, partner = under_study(cast)
    declare(partner, ("2024-01-15", "100000"), ("2025-06-01", "150000"), by=cast.holder)
    found = check(cast, file, partner, de_minimis(60_000))
    assert not found.passed
    assert (found.headroom, found.fits_from) == (D(50_000), date(2027, 1, 15))
    assert "refusée en entier" in found.sentences[0]
    assert "refusé" in refused(lambda: propose(cast, file, 60_000))


def test_AT_F8_exactly_the_ceiling_passes_and_is_awarded(cast):
    file, partner = under_study(cast)
    declare(partner, ("2024-01-15", "100000"), ("2025-06-01", "150000"), by=cast.holder)
    assert check(cast, file, partner, de_minimis(50_000)).passed
    propose(cast, file, 50_000)
    file.award(by=cast.signatory, consent=True)
    entered = DeMinimisAward.objects.get()
    assert (entered.siren, entered.granted_on) == (SIREN, date(2026, 12, 1))
    assert entered.gge == state_aid.shares_of(list(file.partners.all()), D(50_000))[partner.pk]
    assert entered.record_by == date(2026, 12, 30)  # twenty working days, Christmas left out


def test_the_three_sources_are_counted_and_the_same_aid_once(cast):
    file, partner = under_study(cast)
    declare(partner, ("2026-03-01", "100000"), companies=(LINKED,), by=cast.holder)
    source = RegisterImport.objects.create(name="x", sha256="0", imported_at=clock.now())
    rows = [(SIREN, date(2026, 3, 1), 100_000), (LINKED, date(2026, 5, 1), 150_000), ("732829320", date(2026, 5, 1), 9)]
    for line, (siren, day, gge) in enumerate(rows, 2):
        RegisteredAid.objects.create(source=source, line=line, siren=siren, granted_on=day, gge=gge, regime="general")
    found = check(cast, file, partner, de_minimis(50_000))
    assert found.passed and found.headroom == 50_000
    assert [(aid["siren"], aid["source"]) for aid in found.facts["aids"]] == [(SIREN, "declared"), (LINKED, "register")]
    assert not check(cast, file, partner, de_minimis("50000.01")).passed


def test_an_aid_that_we_granted_counts_for_the_next_file(cast):
    first, partner = under_study(cast)
    declare(partner, by=cast.holder)
    check(cast, first, partner, de_minimis(60_000))
    propose(cast, first, 60_000)
    first.award(by=cast.signatory, consent=True)
    assert [aid.source for aid in state_aid.Evidence(first, clock.today()).known_aids(partner)] == ["ours"]


def test_our_file_for_the_register_is_read_back_and_counted_once(cast):
    file, partner = under_study(cast)
    declare(partner, by=cast.holder)
    check(cast, file, partner, de_minimis(60_000))
    propose(cast, file, 60_000)
    file.award(by=cast.signatory, consent=True)
    sent = b"".join(as_(cast.officer).get("/gestion/registre-de-minimis/nos-aides.csv").streaming_content)
    made = register.load(io.BytesIO(sent), name="nos-aides.csv")
    assert (made.lines, made.countable, made.flagged) == (1, 1, 0)
    aids = state_aid.Evidence(file, clock.today()).known_aids(partner)
    assert [aid.source for aid in aids] == ["register"]
    assert as_(cast.mayor).get("/gestion/registre-de-minimis/nos-aides.csv").status_code == 403


def test_two_files_of_one_undertaking_signed_one_after_the_other_do_not_pass_together(cast):
    """The second reads the first, at the obstacle and again under the lock of the signature."""
    files = []
    for _turn in range(2):
        file, partner = under_study(cast)
        declare(partner, ("2025-06-01", "230000"), by=cast.holder)
        assert check(cast, file, partner, de_minimis(60_000)).passed
        files.append(propose(cast, file, 60_000))
    first, second = files
    first.award(by=cast.signatory, consent=True)
    assert "refusée en entier" in refused(lambda: second.award(by=cast.signatory, consent=True))
    with pytest.raises(StepRefused, match="refusée en entier"):
        state_aid.enter_awards(second.decision, second, clock.now())


def test_partners_of_one_undertaking_in_one_file_count_together(cast):
    file, partner = under_study(cast)
    other = Partner.objects.create(
        application=file, position=2, size="small", is_economic=True, engaged_at=clock.now(),
        organisation=casting.organisation("Filiale", "company", "44306184100047", cast.commune, size="small"),
    )  # fmt: skip
    Partner.objects.filter(pk=other.pk).update(cost=200_000, aid=0)
    declare(partner, ("2025-06-01", "200000"), companies=(LINKED,), by=cast.holder)
    declare(other, by=cast.holder)
    assert check(cast, file, partner, de_minimis(60_000)).passed
    found = check(cast, file, other, de_minimis(60_000))
    assert not found.passed and found.headroom == 40_000


def test_no_declaration_no_de_minimis(cast):
    file, partner = under_study(cast)
    found = check(cast, file, partner, de_minimis(10_000))
    assert not found.passed and "n’a pas déclaré" in found.sentences[0]


def test_AT_F11_a_small_company_under_the_block_exemption(cast):
    file, partner = under_study(cast, cost=400_000)
    costs = {"industrial_research": "160000", "experimental_development": "240000"}
    found = check(cast, file, partner, exempted(220_000, costs))
    assert found.passed and found.ceiling == 220_000  # 112 000 + 108 000
    assert found.lines[0]["value"].startswith("Petite entreprise")  # AT-F10: 45 people, 11 M€, 9.9 M€
    assert [law["table"] for law in found.laws] == ["block_exemption", "size"]
    assert not check(cast, file, partner, exempted("220000.01", costs)).passed


@pytest.mark.parametrize("facts, said", [
    ({"other_aid": "1"}, "il reste 219 999 €"), ({"in_difficulty": True}, "en difficulté"),
    ({"recovery_order": True}, "aide illégale"), ({"staff": "300"}, "le régime permet 140 000 €"),
])  # fmt: skip
def test_each_condition_of_the_regulation_has_its_sentence(cast, facts, said):
    file, partner = under_study(cast, cost=400_000)
    costs = {"industrial_research": "160000", "experimental_development": "240000"}
    found = check(cast, file, partner, exempted(220_000, costs, **facts))
    sentences = plain(" ".join(found.sentences))
    assert not found.passed and said.lower() in sentences.lower()


def test_works_begun_before_the_application_have_no_incentive(cast):
    file, partner = under_study(cast)
    type(file).objects.filter(pk=file.pk).update(starts_on=clock.today() - timedelta(days=1))
    found = check(cast, file, partner, exempted(10_000, {"industrial_research": "80000"}))
    assert [r["code"] for r in found.refusals] == ["works_already_started"]


def test_a_day_that_no_table_covers_is_refused_with_a_sentence_and_kept(cast):
    file, partner = under_study(cast)
    with clock.at(datetime(2027, 1, 4, 10)):
        found = check(cast, file, partner, exempted(10_000, {"industrial_research": "80000"}))
    assert not found.passed and found.laws == []
    assert "ne couvre le 4 janvier 2027" in found.sentences[0] and "publie d’abord" in found.sentences[0]


# --- Fresh: the same amount, facts and law


def awaiting(cast, aid=60_000):
    file, partner = under_study(cast)
    declare(partner, by=cast.holder)
    check(cast, file, partner, de_minimis(aid))
    return file, partner


def test_more_than_was_checked_is_not_proposed(cast):
    file, _partner = awaiting(cast, aid=10_000)
    assert "le contrôle porte sur 10 000,00 €" in refused(lambda: propose(cast, file, 60_000))


def test_a_check_of_last_month_is_made_again(cast):
    file, partner = awaiting(cast)
    propose(cast, file, 60_000)
    with clock.at(DAY + timedelta(days=31)):
        assert "plus de trente jours" in refused(lambda: file.award(by=cast.signatory, consent=True))
        check(cast, file, partner, de_minimis(60_000))
        file.award(by=cast.signatory, consent=True)
    assert file.state == "awarded"


def test_what_is_learnt_between_the_check_and_the_signature_stops_it(cast):
    file, partner = awaiting(cast)
    propose(cast, file, 60_000)
    declare(partner, ("2026-01-15", "290000"), by=cast.holder)
    assert "refusée en entier" in refused(lambda: file.award(by=cast.signatory, consent=True))
    declare(partner, ("2026-01-15", "1000"), by=cast.holder)
    assert "a changé depuis" in refused(lambda: file.award(by=cast.signatory, consent=True))


def test_another_version_of_the_rule_stops_it(cast):
    file, _partner = awaiting(cast)
    draft = LawVersion.draft_of("de_minimis_general", by=cast.manager)
    draft.publish(by=cast.manager)
    assert "autre version" in refused(lambda: propose(cast, file, 60_000))


def test_what_was_said_non_economic_does_not_age_but_changes_count(cast):
    file = casting.examined(cast)
    with clock.at(DAY + timedelta(days=300)):
        assert state_aid.unchecked(file, amount=D(70_000), on=clock.today()) == ""
        file.partners.filter(is_lead=False).update(is_economic=True)
        assert "a changé depuis son contrôle" in state_aid.unchecked(file, amount=D(70_000), on=clock.today())


# --- Who, when, for ever


def test_only_the_office_that_instructs_checks_and_only_while_it_matters(cast):
    file, partner = under_study(cast)
    for person in (cast.signatory, cast.manager, cast.mayor, cast.chair):
        with pytest.raises(NotYours):
            state_aid.record(file, partner, by=person, given=outside())
    file.withdraw(by=cast.mayor)
    assert "de la recevabilité à la signature" in refused(lambda: check(cast, file, partner, outside()))


def test_a_check_is_kept_as_it_was_made(cast):
    file, partner = under_study(cast)
    made = check(cast, file, partner, outside())
    for sql in ("UPDATE funding_stateaidcheck SET passed = false", "DELETE FROM funding_stateaidcheck"):
        with pytest.raises(DatabaseError, match="kept"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert check(cast, file, partner, outside()).number == made.number + 1
    assert StateAidCheck.objects.filter(partner=partner).count() == 2
