"""The gate: role, state, form, obstacles; then one commit with journal and effects; or nothing at all."""

from datetime import timedelta
from decimal import Decimal
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.formats import date_format

from funding.models import Application, Decision
from tests import cast as casting
from workflows import clock, engine
from workflows.actors import CLOCK
from workflows.errors import FormRefused, NotYours, StepRefused
from workflows.models import Effect, Paper, Transition

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


def traces():
    return Transition.objects.count(), Effect.objects.count(), Paper.objects.count()


@pytest.mark.parametrize("who", ["partner", "stranger", "officer", "signatory", "holder", "funder"])
def test_a_wrong_role_is_refused_and_nothing_is_written(cast, who):
    file = casting.application(cast)
    before = traces()
    with pytest.raises(NotYours):
        file.submit(by=getattr(cast, who), certified=True)
    file.refresh_from_db()
    assert (file.state, file.reference, traces()) == ("draft", None, before)


def test_a_wrong_state_says_who_was_faster(cast):
    file = casting.submitted(cast)
    late = Application.objects.get(pk=file.pk)
    with pytest.raises(StepRefused) as refused:
        late.submit(by=cast.mayor, certified=True)
    assert refused.value.reason == "state"
    assert "Odile Ferrand a été plus rapide" in refused.value.sentences[0]


def test_all_obstacles_are_listed_at_once(cast):
    file = casting.application(cast, own_funding=0, answers={})
    file.documents.all().delete()
    with pytest.raises(StepRefused) as refused:
        file.submit(by=cast.mayor, certified=True)
    assert refused.value.reason == "obstacles"
    text = " ".join(refused.value.sentences)
    for words in ("Il reste 2 réponses", "Il manque 20", "Joignez encore\u00a0: Délibération", "20"):
        assert words in text


def test_a_bad_form_is_refused_only_when_nothing_else_stands_in_the_way(cast):
    file = casting.application(cast)
    with pytest.raises(FormRefused) as refused:
        file.submit(by=cast.mayor)
    assert "certified" in refused.value.form.errors
    file.documents.all().delete()
    with pytest.raises(StepRefused):
        file.submit(by=cast.mayor)


def test_late_by_a_second(cast):
    file = casting.application(cast)
    with clock.at(cast.call.closes_at - timedelta(seconds=1)):
        assert next(d for d in engine.doors(file, cast.mayor) if d.name == "submit").open
    with clock.at(cast.call.closes_at), pytest.raises(StepRefused) as refused:
        file.submit(by=cast.mayor, certified=True)
    assert "clos depuis" in refused.value.sentences[0]


def test_references_have_no_gap_even_after_a_failed_step(cast):
    first = casting.submitted(cast)
    broken = casting.application(cast, title="Sans pièce")
    broken.documents.all().delete()
    with pytest.raises(StepRefused):
        broken.submit(by=cast.mayor, certified=True)
    second = casting.submitted(cast, title="Deuxième")
    assert [first.reference, second.reference] == ["LIT-2026-0001", "LIT-2026-0002"]


def test_the_state_cannot_be_assigned(cast):
    file = casting.application(cast)
    with pytest.raises(AttributeError):
        file.state = "awarded"


def test_only_the_clock_takes_the_clocks_steps(cast):
    file = casting.submitted(cast)
    with pytest.raises(NotYours):
        file.fall_silent(by=cast.officer)
    file.fall_silent(by=CLOCK)
    assert file.state == "implicitly_rejected"


def test_silence_is_counted_in_calendar_months_and_suspended_by_a_request(cast):
    """AT-G1 through the gate: received 10 January, pieces asked 1 February for the 28th, filed the 15th."""
    from datetime import datetime

    def paris(month, day):
        return datetime(2026, month, day, 10, tzinfo=clock.PARIS)

    with clock.at(paris(1, 10)):
        cast = casting.call(cast.programme, clock.now(), code="HIVER", closes_at=None, kind="PERM") and cast
        cast.call = cast.programme.calls.get(code="HIVER")
        file = casting.submitted(cast)
        assert date_format(file.silence_on, "Y-m-d") == "2026-03-10"
    piece = cast.call.pieces.get()
    with clock.at(paris(2, 1)):
        file.request_pieces(
            by=cast.officer, pieces=[piece.pk], message="Il manque la date.", other="", due_on="2026-02-28"
        )
        assert date_format(file.silence_on, "Y-m-d") == "2026-04-06"
    with clock.at(paris(2, 15)):
        file.documents.create(
            piece=piece, name="d.pdf", content_type="application/pdf", extension="pdf", size=1, sha256="1" * 64,
            file="files/d.pdf", uploaded_by=cast.holder, uploaded_at=clock.now(),
        )  # fmt: skip
        file.complete(by=cast.holder)
        assert date_format(file.silence_on, "Y-m-d") == "2026-03-24"


def test_who_instructs_a_file_does_not_sign_for_it(cast):
    file = casting.proposed(cast)
    casting.mandate(cast.officer, "signatory", scope=("programme", cast.programme.pk))
    with pytest.raises(NotYours):
        file.award(by=cast.officer, consent=True)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"ceiling": Decimal("69999.99")}, "Votre délégation s’arrête"),
        ({"valid_to": "yesterday"}, None),
        ({"published_on": None}, "n’est pas encore publiée"),
    ],
)
def test_a_delegation_that_does_not_fit_cannot_sign(cast, facts, sentence):
    file = casting.proposed(cast)
    mandate = cast.signatory.mandates.get()
    for name, value in facts.items():
        setattr(mandate, name, clock.today() - timedelta(days=1) if value == "yesterday" else value)
    mandate.save()
    if sentence is None:
        with pytest.raises(NotYours):
            file.award(by=cast.signatory, consent=True)
    else:
        with pytest.raises(StepRefused, match=sentence):
            file.award(by=cast.signatory, consent=True)
    assert not Decision.objects.exclude(signed_at=None).exists()


def test_the_envelope_is_refused_by_a_cent(cast):
    from funding.models import Call

    file = casting.proposed(cast)
    Call.objects.filter(pk=cast.call.pk).update(envelope=Decimal("69999.99"))
    file = Application.objects.get(pk=file.pk)
    with pytest.raises(StepRefused, match="Il reste"):
        file.award(by=cast.signatory, consent=True)
    Call.objects.filter(pk=cast.call.pk).update(envelope=Decimal("70000.00"))
    assert Application.objects.get(pk=file.pk).award(by=cast.signatory, consent=True).state == "awarded"


def test_a_step_takes_a_known_number_of_queries(cast):
    """BEGIN and COMMIT included: lock, mandates (the one relation that can give this step's role), update, journal."""
    file = casting.submitted(cast)
    fresh = Application.objects.select_related("call").get(pk=file.pk)
    with CaptureQueriesContext(connection) as seen:
        fresh.take_charge(by=cast.officer)
    assert len(seen) == 6, [q["sql"][:90] for q in seen]


def test_a_step_writes_what_it_changed_and_nothing_beside(cast):
    """The body puts values in place in JSON, which is written; a column it never touched is not written back."""
    file = casting.submitted(cast)

    def body(application, attempt):
        application.answers["said"] = "in place"
        application.summary = "Changed"
        Application.objects.filter(pk=application.pk).update(title="Written beside", reopened_on=clock.today())

    with mock.patch.object(Application.withdraw, "method", body), CaptureQueriesContext(connection) as asked:
        file.withdraw(by=cast.mayor)
    (written,) = [
        sql for q in asked.captured_queries if "journal_head" in (sql := q["sql"]) and sql.startswith("UPDATE")
    ]
    assert '"months"' not in written
    found = Application.objects.get(pk=file.pk)
    assert (found.state, found.summary, found.title) == ("withdrawn", "Changed", "Written beside")
    assert found.answers["said"] == "in place"
    assert (found.journal_count, found.journal_head) == (file.journal_count, file.journal_head)
    assert found.journal_count == 2


def test_a_row_comes_back_as_its_instruments_face(cast):
    from funding.instruments.grants.models import GrantApplication

    file = casting.application(cast)
    assert type(Application.objects.get(pk=file.pk)) is GrantApplication
    assert type(Application.objects.only("title", "state").first()) is Application


def test_a_page_asks_once_who_its_reader_is(cast):
    """The answer serves that reader alone, and no longer than until a step."""
    file = casting.submitted(cast)
    held = file.read_by(cast.officer)
    with CaptureQueriesContext(connection) as seen:
        assert file.roles_of(cast.officer) == held
    assert not seen.captured_queries
    assert file.roles_of(cast.stranger) == set()
    file.take_charge(by=cast.officer)
    with CaptureQueriesContext(connection) as seen:
        assert file.roles_of(cast.officer) == held
    assert seen.captured_queries
