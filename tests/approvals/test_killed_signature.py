"""Letter and state never disagree: the signing process is killed at every point of the act, and of the letter."""

import hashlib

import pytest

from funding import batch
from funding.models import Application, Call, Decision, SigningLine
from tests import cast as casting
from tests.approvals.killing import run
from workflows import outbox
from workflows.models import Effect, Message, Paper, Transition

pytestmark = pytest.mark.django_db(transaction=True)
KIND = {"award": "award", "rejection": "reject", "reserve": "reserve"}
STATE = {"award": "awarded", "rejection": "rejected", "reserve": "reserve_list"}


@pytest.fixture
def cast():
    return casting.play()


def revive(key):
    """As if the dead worker's lease had run out; the test kills more often than the outbox would bear."""
    Effect.objects.filter(key=key, state="pending").update(leased_until=None, attempts=0)


def agree(pk, kind):
    """Either nothing happened, or everything: state, signature, number, envelope, letter, notices, journal, line."""
    file, decision = Application.objects.get(pk=pk), Decision.objects.get(application=pk)
    paper = Paper.objects.filter(subject_id=pk, template={"reject": "rejection"}.get(KIND[kind], KIND[kind])).first()
    line = SigningLine.objects.get(decision=decision)
    signed = file.state == STATE[kind]
    assert signed or file.state == "decision_proposed"
    told = {"award": "awarded", "reserve": "reserve_listed", "rejection": "rejected"}[kind]
    facts = {
        "signature": decision.signed_at is not None,
        "number": decision.number is not None,
        "letter": paper is not None,
        "journal": Transition.objects.filter(subject_id=pk, step=KIND[kind]).exists(),
        "notice": Effect.objects.filter(kind="notice", key__endswith=told).exists(),
        "line": line.signed_at is not None,
        "delivered": Effect.objects.filter(key=line.key, state="done").exists(),
        "envelope": Call.objects.get().committed == (decision.amount if signed and kind == "award" else 0),
    }
    committed = facts.pop("envelope")
    assert committed and set(facts.values()) == {signed}, facts
    if signed:
        assert paper.content["reference"] == decision.number
        assert paper.transition.step == KIND[kind]
    return signed


@pytest.mark.parametrize("kind", ["award", "rejection", "reserve"])
def test_killed_anywhere_the_act_happened_whole_or_not_at_all(cast, kind):
    file = casting.proposed(cast, kind)
    decision = file.decision
    act = batch.sign_all(cast.signatory, [(decision, decision.imprint)])
    key = act.lines.get().key
    point, killed_before, killed_after = 0, 0, 0
    while True:
        point += 1
        revive(key)
        passed = run(lambda: outbox.deliver(key), at=point)
        if agree(file.pk, kind):
            killed_after += passed is None
            if passed is not None:
                break
        else:
            assert passed is None, "it ended without signing"
            killed_before += 1
    assert killed_before > 25, "the fuse must have burnt at many points"
    assert killed_after >= 1, "and at least once after the commit"
    outbox.drain(but=("mail", "paper"))
    assert Decision.objects.get(pk=decision.pk).number.endswith("-00001")  # no number was lost on the way
    assert Message.objects.filter(to=cast.holder, transition__step=KIND[kind]).count() == 1


def test_killed_anywhere_while_the_letter_is_made_it_is_stored_once_and_is_the_one_signed(cast, settings):
    settings.SEAL_PAPERS = False
    file = casting.proposed(cast, "rejection")
    batch.sign_all(cast.signatory, [(file.decision, file.decision.imprint)])
    outbox.drain(but=("mail", "paper"))
    key = Effect.objects.get(kind="paper", key__endswith="paper.rejection").key
    point, kills, prints = 0, 0, set()
    while True:
        point += 1
        revive(key)
        passed = run(lambda: outbox.deliver(key), at=point)
        paper = Paper.objects.get(template="rejection")
        if paper.made_at:
            with paper.file.open() as stored:
                prints.add(hashlib.sha256(stored.read()).hexdigest())
            assert prints == {paper.sha256}
        if passed is not None:
            break
        kills += 1
    assert kills > 8
    assert paper.made_at and paper.content["reference"] == Decision.objects.get().number
