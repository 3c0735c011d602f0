"""What is withdrawn of a de minimis award counts no more for its undertaking; given back on appeal, it counts again."""

from decimal import Decimal as D

import pytest
from django.db import IntegrityError, transaction

from funding import state_aid
from funding.models import DeMinimisAward, RegisteredAid, RegisterImport
from tests import cast as casting
from tests.funding.aiding import SIREN, award, de_minimis, declare, under_study
from tests.funding.desk import as_, text_of
from tests.funding.withdrawing import after, fresh, opened, sign
from workflows import clock, outbox
from workflows.models import Paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
def file(cast):
    """60 000 €, of which the company's share is de minimis."""
    file, partner = under_study(cast)
    declare(partner, by=cast.holder)
    state_aid.record(file, partner, by=cast.officer, given=de_minimis(60_000))
    file.propose(by=cast.officer, **award(grant="60000", eligible_base=str(file.total_cost)))
    file.award(by=cast.signatory, consent=True)
    outbox.drain(but=("mail", "paper"))
    return fresh(file)


def company(file):
    return file.partners.get(is_lead=False)


def known(file):
    return [(aid.source, aid.gge) for aid in state_aid.Evidence(file, clock.today()).known_aids(company(file))]


def share(file, amount):
    return state_aid.shares_of(list(file.partners.all()), D(amount))[company(file).pk]


def withdrawn(cast, file, amount):
    withdrawal = opened(cast, file, measure="partial", amount=amount)
    with after(withdrawal):
        return sign(cast, withdrawal, amount)


def test_the_entry_follows_the_aid_that_is_left(cast, file):
    entry = DeMinimisAward.objects.get()
    whole = entry.gge
    assert entry.kept == whole == share(file, 60_000)
    withdrawal = withdrawn(cast, file, "20000")
    entry.refresh_from_db()
    assert (entry.gge, entry.kept) == (whole, share(file, 40_000)), "what was granted keeps its words"
    assert known(file) == [("ours", entry.kept)]
    assert fresh(file).decision.state_aid[1]["gge"] == str(whole)
    assert Paper.objects.filter(template="de_minimis").count() == 1
    page = text_of(as_(cast.officer).get("/gestion/registre-de-minimis/"))
    assert "octroyé" in page
    # what is left goes too, then everything is given back
    with after(withdrawal):
        outbox.drain(but=("mail", "paper"))
        second = opened(cast, fresh(file))
        with after(second):
            sign(cast, second, "40000")
            assert DeMinimisAward.objects.get().kept == 0 and known(file) == []
            sent = b"".join(as_(cast.officer).get("/gestion/registre-de-minimis/nos-aides.csv").streaming_content)
            assert SIREN.encode() not in sent
            outbox.drain(but=("mail", "paper"))
            restored(cast, file)
            assert DeMinimisAward.objects.get().kept == share(file, 40_000)


def restored(cast, file):
    fresh(file).lodge_appeal(by=cast.mayor, reasons="Le lieu est ouvert.")
    file.appeals.last().grant(by=cast.signatory, answer="Le lieu est ouvert.", consent=True)


def test_an_appeal_restores_it_whole(cast, file):
    withdrawal = withdrawn(cast, file, "20000.01")
    with after(withdrawal):
        outbox.drain(but=("mail", "paper"))
        restored(cast, file)
    entry = DeMinimisAward.objects.get()
    assert entry.kept == entry.gge and known(file) == [("ours", entry.gge)]


@pytest.mark.parametrize("told", ["granted", "left"])
def test_the_register_may_still_tell_what_was_granted(cast, file, told):
    """Entered there before the withdrawal, or corrected since: one aid, what is left of it."""
    withdrawn(cast, file, "20000")
    entry = DeMinimisAward.objects.get()
    source = RegisterImport.objects.create(name="x", sha256="0", imported_at=clock.now())
    gge = entry.gge if told == "granted" else entry.kept
    RegisteredAid.objects.create(
        source=source, line=2, siren=SIREN, granted_on=entry.granted_on, gge=gge, regime="general"
    )
    assert known(file) == [("register", entry.kept)]


def test_two_equal_aids_of_which_one_is_reduced_are_still_two(cast, file):
    withdrawn(cast, file, "20000")
    entry = DeMinimisAward.objects.get()
    source = RegisterImport.objects.create(name="x", sha256="0", imported_at=clock.now())
    for line in (2, 3):
        RegisteredAid.objects.create(
            source=source, line=line, siren=SIREN, granted_on=entry.granted_on, gge=entry.gge, regime="general"
        )
    assert sorted(gge for _source, gge in known(file)) == [entry.kept, entry.gge]


def test_a_granted_appeal_against_the_award_takes_the_entry_with_it(cast, file):
    restored(cast, file)
    assert DeMinimisAward.objects.get().kept == 0 and known(file) == []


def test_never_more_than_was_granted(cast, file):
    with pytest.raises(IntegrityError), transaction.atomic():
        DeMinimisAward.objects.update(kept=D(70_000))
