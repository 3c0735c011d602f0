"""A session from its preparation to its signed minutes, through the gate."""

from datetime import timedelta
from decimal import Decimal

import pytest

from funding.models import AgendaItem, Ballot, CommitteeSession
from tests import cast as casting
from tests import sitting
from tests.words import plain
from workflows import clock
from workflows.errors import FormRefused, NotYours, StepRefused
from workflows.models import Effect, Transition
from workflows.papers import papers_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
def file(cast):
    return sitting.deliberable(cast, "Le guichet qui roule")


def refused(call, *args, **kwargs):
    with pytest.raises(StepRefused) as caught:
        call(*args, **kwargs)
    return plain(" ".join(caught.value.sentences))


def test_a_session_is_prepared_convened_held_closed_and_signed(cast, file):
    session = sitting.opened(cast, [file])
    item = sitting.carried(sitting.item_of(session, file), cast, "conditional", conditions="Un rapport à 12 mois.")
    assert (item.outcome, item.amount) == ("conditional", 70_000)
    session.close(by=cast.chair)
    assert session.intact
    assert session.snapshot["files"][0]["score"] == "4.00"
    item = AgendaItem.objects.get(pk=item.pk)
    assert (item.rank, item.score) == (1, Decimal("4.00"))
    assert "signe d’abord" in refused(session.sign, by=cast.chair, consent=True)
    session.sign_secretary(by=cast.officer, consent=True)
    session.sign(by=cast.chair, consent=True)
    assert {paper.kind for paper in papers_of(session)} == {"D04", "D05"}
    told = papers_of(session).get(kind="D05").content
    assert told["sha256"] == session.sha256
    assert told["files"][0]["votes"] == [
        {"motion": "Favorable sous conditions", "amount": "70000.00", "for": 3, "against": 0, "abstain": 0,
         "secret": False, "carried": True, "casting": "", "by_proxy": 0}
    ]  # fmt: skip


def test_the_convocation_says_what_is_missing(cast, file):
    session = CommitteeSession.objects.create(
        call=cast.call, starts_at=clock.now() - timedelta(hours=1), envelope=1, quorum=2, created_by=cast.manager
    )
    said = refused(session.convene, by=cast.officer)
    for words in ("est passée", "Personne ne préside", "secrétariat", "quorum ne peut pas", "ordre du jour est vide"):
        assert words in said


def test_the_convocation_is_mailed_with_an_invitation_for_calendars(cast, file, mailoutbox):
    from workflows import outbox

    session = sitting.prepared(cast, [file], place="Salle Oural, 2e étage").convene(by=cast.manager)
    outbox.drain(but=("paper",))
    letters = [mail for mail in mailoutbox if "convoqué" in mail.subject]
    assert {mail.to[0] for mail in letters} == {seat.user.email for seat in session.seats.all()}
    name, text, media_type = letters[0].attachments[0]
    text = text.decode() if isinstance(text, bytes) else text
    assert name == "invitation.ics"
    assert media_type.startswith("text/calendar")
    assert f"DTSTART:{session.starts_at:%Y%m%dT%H%M%SZ}" in text
    assert "LOCATION:Salle Oural\\, 2e étage" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_a_cancelled_session_is_told_with_its_reason(cast, file, mailoutbox):
    from workflows import outbox

    sitting.prepared(cast, [file]).convene(by=cast.manager).cancel(by=cast.manager, reason="Grève des trains.")
    assert list(AgendaItem.candidates(sitting.prepared(cast, []))) == [file]
    outbox.drain(but=("paper",))
    letters = [mail for mail in mailoutbox if "annulé" in mail.subject]
    assert len(letters) == 4
    assert "Grève des trains." in letters[0].body
    assert "STATUS:CANCELLED" in str(letters[0].attachments[0][1])


def test_an_absent_member_does_not_vote(cast, file):
    session = sitting.opened(cast, [file])
    item = sitting.item_of(session, file)
    item.put_to_vote(by=cast.chair, outcome="favourable", amount="70000")
    session.check_out(by=cast.reviewer)
    assert "Votre présence n’est pas notée" in refused(item.vote, by=cast.reviewer, choice="for")
    session.check_in(by=cast.reviewer)
    item.vote(by=cast.reviewer, choice="for")
    assert Ballot.objects.filter(item=item, choice="for").count() == 1


def test_a_recused_member_neither_votes_nor_sees(cast, file):
    session = sitting.opened(cast, [file])
    item = sitting.item_of(session, file)
    item.recuse(by=cast.reviewer, reason="Ma sœur y travaille.")
    item.put_to_vote(by=cast.chair, outcome="unfavourable")
    with pytest.raises(NotYours):
        item.vote(by=cast.reviewer, choice="against")
    assert not AgendaItem.objects.visible_to(cast.reviewer).exists()
    assert AgendaItem.objects.visible_to(cast.second_reviewer).exists()


def test_a_member_of_a_partner_is_recused_without_a_word(cast, file):
    casting.member(cast.reviewer, cast.association)
    session = sitting.opened(cast, [file])
    item = sitting.item_of(session, file)
    with pytest.raises(NotYours):
        item.recuse(by=cast.reviewer, reason="x")
    item.adjourn(by=cast.chair, reason="À revoir.")
    session.close(by=cast.chair)
    assert "partenaire du projet" in session.snapshot["files"][0]["recused"][0]["reason"]


def test_a_seat_without_voice_does_not_vote(cast, file):
    session = sitting.opened(cast, [file])
    item = sitting.item_of(session, file)
    item.put_to_vote(by=cast.chair, outcome="favourable", amount="70000")
    assert "sans voix" in refused(item.vote, by=cast.officer, choice="for")


def test_the_quorum_is_lost_in_mid_session(cast, file):
    session = sitting.opened(cast, [file], quorum=3)
    item = sitting.item_of(session, file)
    item.put_to_vote(by=cast.chair, outcome="favourable", amount="70000")
    item.vote(by=cast.chair, choice="for")
    session.check_out(by=cast.second_reviewer)
    assert "2 voix présentes" in refused(item.close_vote, by=cast.chair).replace("2 sur les 3 voix", "2 voix présentes")
    session.check_in(by=cast.second_reviewer)
    assert item.close_vote(by=cast.chair).outcome == "favourable"


def test_the_quorum_of_a_college_counts_without_the_recused(cast, file):
    session = sitting.opened(cast, [file], quorums={"experts": 2})
    item = sitting.item_of(session, file)
    item.recuse(by=cast.reviewer, reason="Un lien.")
    said = refused(item.put_to_vote, by=cast.chair, outcome="unfavourable")
    assert "collège « Experts »" in said
    assert "1 sur 2" in said


def test_an_amount_beyond_the_envelope_by_a_cent(cast, file):
    other = sitting.deliberable(cast, "Un autre")
    session = sitting.opened(cast, [file, other], envelope=Decimal(100_000))
    sitting.carried(sitting.item_of(session, file), cast, amount="60000")
    item = sitting.item_of(session, other)
    said = refused(item.put_to_vote, by=cast.chair, outcome="favourable", amount="40000,01")
    assert "Il reste 40 000,00 €" in said
    assert "40 000,01 €" in said
    assert sitting.carried(item, cast, amount="40000").amount == 40_000


def test_the_committee_gives_no_more_than_what_is_asked(cast, file):
    session = sitting.opened(cast, [file])
    item = sitting.item_of(session, file)
    assert "70 000,01" in refused(item.put_to_vote, by=cast.chair, outcome="favourable", amount="70000.01")
    with pytest.raises(FormRefused):
        item.put_to_vote(by=cast.chair, outcome="conditional", amount="100")


def test_a_secret_vote_is_counted_and_nobody_can_read_who_chose_what(cast, file):
    session = sitting.opened(cast, [file])
    item = sitting.item_of(session, file)
    item.put_to_vote(by=cast.chair, outcome="favourable", amount="70000", secret=True)
    for name, choice in (("chair", "against"), ("reviewer", "for"), ("second_reviewer", "for")):
        AgendaItem.objects.get(pk=item.pk).vote(by=getattr(cast, name), choice=choice)
    assert "secret" in refused(AgendaItem.objects.get(pk=item.pk).vote, by=cast.chair, choice="for")
    assert set(Ballot.objects.values_list("choice", "cast_at")) == {("", None)}
    entries = Transition.objects.filter(step="vote")
    assert [entry.inputs for entry in entries] == [{"secret": True}] * 3
    item = AgendaItem.objects.get(pk=item.pk).close_vote(by=cast.chair)
    assert (item.rounds[0]["for"], item.rounds[0]["against"]) == (2, 1)
    session.close(by=cast.chair)
    assert session.snapshot["files"][0]["ballots"] == []


def test_a_tie_is_broken_by_the_chair_and_by_nobody_else(cast, file):
    session = sitting.opened(cast, [file])
    item = sitting.item_of(session, file)
    item.put_to_vote(by=cast.chair, outcome="favourable", amount="70000")
    item.vote(by=cast.reviewer, choice="for")
    item.vote(by=cast.second_reviewer, choice="against")
    item.vote(by=cast.chair, choice="abstain")
    assert "la personne qui préside tranche" in refused(item.close_vote, by=cast.officer, casting="for")
    assert "voix prépondérante" in refused(item.close_vote, by=cast.chair)
    item.close_vote(by=cast.chair, casting="against")
    assert item.outcome == ""
    assert item.rounds[0]["casting"] == "against"
    assert "sans avis" in refused(session.close, by=cast.chair)


def test_an_open_ballot_may_be_changed_until_the_count(cast, file):
    session = sitting.opened(cast, [file])
    item = sitting.item_of(session, file)
    item.put_to_vote(by=cast.chair, outcome="favourable", amount="70000")
    assert "Personne n’a encore voté" in refused(item.close_vote, by=cast.chair)
    item.vote(by=cast.reviewer, choice="for")
    item.vote(by=cast.reviewer, choice="against")
    assert item.close_vote(by=cast.chair).rounds[0]["against"] == 1


def test_what_is_closed_stays_closed_and_a_new_session_says_why(cast, file):
    session = sitting.opened(cast, [file])
    item = sitting.carried(sitting.item_of(session, file), cast)
    session.close(by=cast.chair)
    for act in (item.put_to_vote, item.write_note, item.adjourn):
        with pytest.raises(StepRefused):
            act(by=cast.chair, outcome="favourable", amount="1", reason="x", note="x")
    plain = sitting.prepared(cast, [])
    assert list(AgendaItem.candidates(plain)) == []
    again = sitting.prepared(cast, [], reopens=session, reopens_why="Une pièce nouvelle.")
    assert [found.pk for found in AgendaItem.candidates(again)] == [file.pk]


def test_a_file_withdrawn_in_the_meantime_is_adjourned(cast, file):
    session = sitting.opened(cast, [file])
    file.withdraw(by=cast.mayor)
    item = sitting.item_of(session, file)
    assert "ajournez-le" in refused(item.put_to_vote, by=cast.chair, outcome="unfavourable")
    assert item.adjourn(by=cast.chair, reason="Retiré par le porteur.").outcome == "adjourned"


def test_only_members_see_a_session_and_only_once_convened(cast, file):
    session = sitting.prepared(cast, [file])
    assert not CommitteeSession.objects.visible_to(cast.reviewer).exists()
    session.convene(by=cast.manager)
    assert CommitteeSession.objects.visible_to(cast.reviewer).exists()
    for name in ("holder", "stranger", "payer", "funder"):
        assert not CommitteeSession.objects.visible_to(getattr(cast, name)).exists()


def test_effects_of_a_session_are_delivered(cast, file):
    from workflows import outbox

    session = sitting.opened(cast, [file])
    sitting.carried(sitting.item_of(session, file), cast)
    session.close(by=cast.officer)
    outbox.drain(but=("mail",))
    assert not Effect.objects.filter(state="given_up").exists()
    assert papers_of(session).get(kind="D04").sha256
