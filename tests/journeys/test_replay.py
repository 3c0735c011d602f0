"""Territoires d’innovation, 2018–2019, played again: 48 files, 24 laureates, 150 million euros to the cent."""

from datetime import date, datetime
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, Sum

from funding import portfolio
from funding.demo import texts
from funding.models import (
    Agreement,
    Application,
    AssignmentPlan,
    Call,
    CommitteeSession,
    Decision,
    Disbursement,
    Interest,
    SigningAct,
)
from tests.demo.loaded import kept_for_module
from tests.needs import need
from tests.words import plain
from workflows import clock, pdf
from workflows.models import Paper

pytestmark = pytest.mark.django_db
ROWS = texts.rows("replay/territoires-innovation")


@pytest.fixture(scope="module")
def replay(django_db_setup, django_db_blocker, tmp_path_factory):
    """What the command printed, and where it wrote."""
    with kept_for_module(django_db_blocker, tmp_path_factory.mktemp("replay")) as folder:
        out = StringIO()
        call_command("replay", "territoires-innovation", no_papers=bool(pdf.available()), stdout=out, no_color=True)
        yield out.getvalue(), folder


@pytest.fixture
def call(replay):
    return Call.objects.get(code="TI-2019")


def test_48_files_24_laureates_150_millions_to_the_cent(call):
    signed = Decision.objects.filter(application__call=call, signed_at__isnull=False)
    awards = signed.filter(kind="award")
    assert call.applications.count() == 48
    assert (awards.count(), signed.filter(kind="rejection").count()) == (24, 24)
    assert awards.aggregate(s=Sum("grant"))["s"] == Decimal("150000000.00")
    assert call.committed == call.envelope == Decimal("150000000.00")
    assert list(portfolio.recount()) == []


def test_the_dates_are_the_true_ones(call):
    assert clock.paris_day(call.opens_at) == date(2018, 11, 23)
    assert call.closes_at == datetime(2019, 4, 26, 17, tzinfo=clock.PARIS)
    assert not call.applications.filter(submitted_at__gte=call.closes_at).exists()
    days = {clock.paris_day(d.signed_at) for d in Decision.objects.filter(application__call=call)}
    assert days == {date(2019, 9, 13)}
    assert (date(2019, 9, 13) - clock.paris_day(call.closes_at)).days == 140
    # A silence of two months would have rejected every file before the announcement.
    assert min(call.applications.values_list("silence_on", flat=True)) > date(2019, 9, 13)


def test_the_best_ranked_are_those_awarded(call):
    marks = {"award": [], "rejection": []}
    for decision in Decision.objects.filter(application__call=call):
        means = [Decimal(line["mean"]) for line in decision.reasons_by_criterion]
        marks[decision.kind].append(sum(means) / len(means))
    assert min(marks["award"]) > max(marks["rejection"])


def test_assigned_in_one_act_to_twelve_experts_but_for_the_one_with_a_link(call):
    plan = AssignmentPlan.objects.get(call=call)
    assert set(plan.rows.values_list("outcome", flat=True)) == {"sent"}
    loads = plan.rows.order_by().values_list("reviewer").annotate(n=Count("pk"))
    assert sorted(n for _who, n in loads) == [12] * 12
    linked = Interest.objects.on_files().get(call=call)
    assert not plan.rows.filter(application=linked.application, reviewer=linked.user).exists()


def test_one_session_of_two_colleges_whose_minutes_are_signed(call):
    session = CommitteeSession.objects.get(call=call)
    assert session.state == "signed" and session.intact
    assert {seat["college"] for seat in session.snapshot["seats"] if seat["votes"]} == {"experts", "administration"}
    assert [away for file in session.snapshot["files"] for away in file["recused"]]
    assert Decimal(session.snapshot["spent"]) == session.envelope
    assert Paper.objects.filter(template="minutes", subject_id=session.pk).exists()


def test_48_decisions_of_one_act_and_each_has_its_letter(call):
    lines = SigningAct.objects.get().lines
    assert (lines.count(), lines.filter(signed_at=None).count()) == (48, 0)
    letters = {p.subject_id: p for p in Paper.objects.filter(template__in=("award", "rejection"))}
    for decision in Decision.objects.filter(application__call=call).select_related("application"):
        letter, state = letters.pop(decision.application_id), decision.application.state
        assert (letter.template, letter.content["reference"]) == (decision.kind, decision.number)
        assert state == {"award": "awarded", "rejection": "rejected"}[decision.kind]
    assert not letters


def test_decisions_are_numbered_without_gaps(call):
    numbers = sorted(Decision.objects.filter(application__call=call).values_list("number", flat=True))
    assert numbers == [f"D-2019-{rank:05}" for rank in range(1, 49)]


def test_agreements_are_open_with_their_plan(call):
    agreements = Agreement.objects.filter(application__call=call)
    assert agreements.count() == 24
    planned = Disbursement.objects.filter(agreement__in=agreements)
    assert planned.aggregate(s=Sum("amount"))["s"] == Decimal("150000000.00")
    assert set(agreements.values_list("state", flat=True)) == {"drafted"}


def test_large_consortia_are_there_in_full(call):
    sizes = {file.title: file.partners.count() for file in call.applications.all()}
    assert sizes["La Rochelle Territoire Zéro Carbone"] == 63
    assert sizes["Le Havre Smart Port City"] == 80


def test_what_is_not_known_says_so(call):
    """No row passes for a fact that it is not: the doubt is in the file's own text."""
    words = texts.toml("replay/territoires-innovation")["words"]
    assert {row["confidence"] for row in ROWS} == {"found", "unverified", "low", "illustrative"}
    for row in ROWS:
        summary = call.applications.get(title=row["title"]).summary
        assert words[row["confidence"]] in summary
        assert words["grant_found" if row["grant_source"] == "found" else "grant_made"] in summary
        assert words["fiction"] in summary
    assert sum(row["fate"] == "laureate" for row in ROWS) == 24


def test_it_tells_what_it_did(replay):
    said, _folder = replay
    for expected in ("48 files", "154 days open, 140 from closing", "150 000 000,00 €", "unverified", "Bretagne"):
        assert expected in plain(said)


def test_24_decisions_are_left_as_pdf(replay):
    need(not pdf.available(), "libpango-1.0-0 libpangoft2-1.0-0")
    _said, folder = replay
    files = sorted((folder / "replay").glob("*.pdf"))
    assert [int(path.name[:2]) for path in files] == list(range(1, 25))
    assert all(path.read_bytes().startswith(b"%PDF-") for path in files)
    assert Paper.objects.filter(kind="D07").exclude(made_at=None).count() == 24


def test_the_journal_holds(replay):
    call_command("verify_journal", stdout=StringIO())


def test_a_second_replay_is_refused(replay):
    with pytest.raises(CommandError):
        call_command("replay", "territoires-innovation", stdout=StringIO())
    assert Application.objects.filter(call__code="TI-2019").count() == 48
