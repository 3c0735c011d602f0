"""The demonstration: everything is there, everything went through the gate, and nothing is left half done."""

from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from funding import portfolio
from funding.demo import cast as demo_cast
from funding.demo import logins, texts
from funding.demo.stories import steps
from funding.forms.application import AnswersForm, BudgetForm, ProjectForm
from funding.instrument import instruments
from funding.models import (
    Agreement,
    Application,
    Call,
    CommitteeSession,
    Disbursement,
    FormVersion,
    Note,
    Programme,
    Review,
)
from people.identifiers import is_siret
from people.models import Organisation, User
from tests.demo.loaded import kept_for_module
from workflows import clock
from workflows.models import Effect, Message, Paper, Transition

pytestmark = pytest.mark.django_db
CALLS = [call["key"] for call in texts.toml("calls")["call"]]


@pytest.fixture(scope="module", autouse=True)
def var(django_db_setup, django_db_blocker, tmp_path_factory):
    with kept_for_module(django_db_blocker, tmp_path_factory.mktemp("demo")) as folder:
        call_command("demo", stdout=StringIO())
        yield folder


def test_there_are_some_sixty_files_with_titles_of_their_own():
    titles = list(Application.objects.values_list("title", flat=True))
    assert len(titles) >= 60
    assert len(set(titles)) == len(titles)
    assert not Application.objects.filter(summary="").exists()


@pytest.mark.parametrize("model", [Application, Agreement, Disbursement, Review, Call])
def test_every_state_is_present(model):
    known = {value for value, _label in model._meta.get_field("state").choices}
    assert set(model.objects.values_list("state", flat=True)) == known


def test_a_committee_sits_today():
    """Open, with a vote under way: whoever tries the product may vote at once."""
    session = CommitteeSession.objects.get(state="open")
    assert session.items.voting().count() == 1
    assert session.seats.present().count() == 5


def test_all_twelve_kinds_of_question_are_asked():
    asked = {q["kind"] for version in FormVersion.objects.all() for q in version.questions()}
    assert asked == set(FormVersion.Kind.values)
    assert not any("demo" in q for version in FormVersion.objects.all() for q in version.questions())


def test_shares_sum_exactly_and_calls_fit_their_programme():
    for programme in Programme.objects.all():
        if programme.envelope:
            assert programme.shares.count() > (programme.instrument == "grants")
        else:  # no money to give
            assert not Application.faces[programme.instrument].SPENDS
        assert programme.shares_total == programme.envelope
        assert programme.allotted <= programme.envelope


def test_the_sums_are_those_of_the_acts():
    assert list(portfolio.recount()) == []
    assert [gap for instrument in instruments() for gap in instrument.recount()] == []
    assert Call.objects.filter(paid__gt=0).count() >= 3


def test_the_journal_holds_and_follows_the_calendar():
    call_command("verify_journal", stdout=StringIO())
    chains: dict[tuple[str, int], list] = {}
    for kind, key, at in Transition.objects.order_by("pk").values_list("subject_type", "subject_id", "at"):
        chains.setdefault((kind, key), []).append(at)
    assert all(moments == sorted(moments) for moments in chains.values())
    assert max(moments[-1] for moments in chains.values()) <= clock.now()


def test_numbers_follow_the_order_of_filing():
    for call in Call.objects.all():
        filed = call.applications.exclude(reference=None).order_by("submitted_at").values_list("reference", flat=True)
        series: dict[str, list[int]] = {}  # one a year where a call stays open; a redirected file keeps its number
        for stem, _dash, number in (reference.rpartition("-") for reference in filed):
            series.setdefault(stem, []).append(int(number))
        own = {stem: numbers for stem, numbers in series.items() if stem.startswith(call.code)}
        assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in own.values())


def test_what_was_filed_would_be_taken_by_the_pages():
    for file in Application.objects.exclude(state="draft").select_related("form_version", "call", "created_by"):
        sections = [AnswersForm.over(section) for section in file.form_version.sections]
        for section in [ProjectForm, *sections, BudgetForm]:
            form = section.current(file, by=file.created_by, whole=True)
            assert form.is_valid(), (file.title, form.errors.as_json())


def test_the_clock_takes_nothing_when_it_wakes():
    """What waits for a decision still has time: a demonstration must not change by itself on its first minute."""
    now = clock.now()
    assert not Application.objects.pending().silent(now).exists()
    assert not Application.objects.filter(state="incomplete").unanswered(now).exists()
    assert not Call.objects.filter(state="published").past_closing(now).exists()


def test_notices_were_deposited_and_no_mail_was_sent():
    assert Message.objects.count() > 200
    assert not Message.objects.exclude(mailed_at=None).exists()
    assert not Effect.objects.filter(kind="mail").exists()
    assert mail.outbox == []
    assert Message.objects.filter(read_at=None).exists()
    assert Message.objects.exclude(read_at=None).exists()
    assert Note.objects.exists()


def test_papers_wait_for_the_worker_and_nothing_else_does():
    waiting = Effect.objects.exclude(state="done")
    assert set(waiting.values_list("kind", flat=True)) == {"paper"}
    assert Paper.objects.count() == waiting.count()


@pytest.mark.parametrize("row", demo_cast.named(), ids=lambda row: row["email"])
def test_each_login_works(row):
    user = authenticate(email=row["email"], password=texts.toml("cast")["password"])
    assert user is not None
    assert user.get_full_name() == row["name"]
    assert EmailAddress.objects.filter(user=user, verified=True, primary=True).exists()


def test_the_holder_signs_in_through_the_page():
    client = Client()
    data = {"login": "martine.delorme@exemple.fr", "password": texts.toml("cast")["password"]}
    client.post(reverse("account_login"), data)
    assert int(client.session["_auth_user_id"]) == User.objects.get(email=data["login"]).pk


def test_the_holders_town_is_real_and_has_files_to_act_on():
    martine = User.objects.get(email="martine.delorme@exemple.fr")
    town = martine.memberships.get().organisation
    assert town.commune.name == "La Ferté-sous-Jouarre"
    assert town.siren == town.commune.siren
    assert set(Application.objects.held_by(martine).values_list("state", flat=True)) >= {
        "draft", "incomplete", "awarded", "rejected",
    }  # fmt: skip
    assert Agreement.objects.filter(application__lead=town, state="offered").exists()


def test_every_siret_has_its_right_key_and_fictional_ones_cannot_be_real():
    for organisation in Organisation.objects.all():
        assert is_siret(organisation.siret), organisation
        real = organisation.kind in ("commune", "epci")
        assert real != organisation.siren.startswith("000"), organisation


def test_every_instrument_shows_its_own_people():
    """Beside the named cast: whoever stands on the other sides of an instrument signs in too, and has work there."""
    shown = dict(logins.groups())
    assert {title: len(people) for title, people in shown.items() if title} == {
        "Accélérateurs": 4, "Garanties": 3, "Résidences": 2,
    }  # fmt: skip
    for title, people in shown.items():
        for row in people if title else []:
            user = authenticate(email=row["email"], password=texts.toml("cast")["password"])
            assert user is not None and user.get_full_name() == row["name"], row
            client = Client()
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            page = client.get("/accueil/").content.decode()
            assert page and row["name"] in page, row


def test_logins_are_written_where_the_start_reads_them(var):
    (var / "logins.txt").unlink()
    out = StringIO()
    call_command("demo", logins=True, stdout=out)
    assert "martine.delorme@exemple.fr" in (var / "logins.txt").read_text(encoding="utf-8")
    assert texts.toml("cast")["password"] in out.getvalue()


@pytest.mark.parametrize("options", [{}, {"force": True}])
def test_a_second_loading_is_refused(options):
    before = Application.objects.count()
    with pytest.raises(CommandError):
        call_command("demo", stdout=StringIO(), **options)
    assert Application.objects.count() == before


@pytest.mark.parametrize("call", CALLS)
def test_every_fate_is_a_path(call):
    for project in texts.projects(call):
        path = steps(project["fate"], 2)
        assert path == [] or path[0] == "submit"
