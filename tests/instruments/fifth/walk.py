"""Walked by `test_fifth.py` in a process of its own, where the folder of the throw-away instrument is installed."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client

from funding import call_making, sections
from funding.demo import checking, logins
from funding.models import Application, Call, Partner
from funding.questions import Questions, Refused
from people.models import Mandate
from tests import cast as casting
from tests.house import walking
from tests.house.doors import Doors
from workflows import clock, outbox
from workflows.errors import StepRefused
from workflows.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    """The cast over a programme of vouchers, with a call made as its manager makes one, and published."""
    made = casting.play()
    made.programme = casting.programme(made.authority, "chq", envelope=0)
    made.programme.instrument = "vouchers"
    made.programme.save()
    Mandate.objects.update(scope_kind="programme", scope_id=str(made.programme.pk))
    now = clock.now()
    call = Call(code="CHQ-2026", title="Chèques", summary="x", description="x", opens_at=now - timedelta(days=1),
                closes_at=now + timedelta(days=9), reviews_wanted=0)  # fmt: skip
    made.call = call_making.make(call, made.programme).publish(by=made.manager)
    return made


def client(person):
    found = Client()
    found.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return found


def draft(cast, **answers):
    face = Application.faces["vouchers"]
    file = face.objects.create(
        instrument="vouchers", call=cast.call, form_version=cast.call.form_versions.latest_published(), lead=cast.town,
        created_by=cast.holder, title="Une carte des idées", summary="x", commune=cast.commune,
        starts_on=clock.today() + timedelta(days=30), months=6, answers=answers,
    )  # fmt: skip
    Partner.objects.create(application=file, organisation=cast.town, is_lead=True, size="not_applicable")
    return file


def test_from_call_to_tail(cast):
    """Nothing in the house knows this instrument: its folder is enough for the whole way."""
    with pytest.raises(StepRefused):
        draft(cast).submit(by=cast.mayor, certified=True)
    file = draft(cast, provider="Atelier des cartes")
    assert [part.key for part in sections.sections_of(file)] == ["structure", "projet", "use", "pieces"]
    for part in sections.sections_of(file):
        assert client(cast.holder).get(part.url).status_code == 200
    file = file.submit(by=cast.mayor, certified=True).take_charge(by=cast.officer)
    names = ("complete", "on_time", "in_scope", "not_started", "no_conflict")
    file = file.admit(by=cast.officer, **dict.fromkeys(names, True)).examine(by=cast.officer)
    form = client(cast.officer).get(f"/etapes/application/{file.pk}/propose/").content.decode()
    assert "Subvention" not in form
    checking.check_all(file, by=cast.officer)
    file = file.propose(by=cast.officer, kind="award", reasons="L’usage est clair.")
    file = file.award(by=cast.signatory, consent=True)
    outbox.drain(but=("mail", "paper"))
    home = client(cast.mayor).get("/accueil/").content.decode()
    assert "Dépenser le chèque" in home
    file = Application.objects.get(pk=file.pk)
    for person in (cast.mayor, cast.officer):
        page = client(person).get(file.get_absolute_url()).content.decode()
        assert "À dépenser" in page
        assert "Chèque" in page
    door = f"/api/things/voucher/{file.voucher.pk}"
    shown = client(cast.mayor).get(door).json()
    assert (shown["state"], [step["name"] for step in shown["steps"]]) == ("ready", ["spend"])
    assert client(cast.officer).post(f"{door}/steps/spend", "{}", content_type="application/json").status_code == 403
    assert client(cast.stranger).get(door).status_code == 404
    done = client(cast.mayor).post(f"/etapes/voucher/{file.voucher.pk}/spend/")
    assert done.status_code == 302
    outbox.drain(but=("mail", "paper"))
    assert Message.objects.filter(notice="voucher_spent", to=cast.officer).exists()
    assert client(cast.stranger).get(f"/etapes/voucher/{file.voucher.pk}/spend/").status_code == 404


class Stage(Doors):
    def __init__(self, cast):
        file = draft(cast, provider="Atelier des cartes").submit(by=cast.mayor, certified=True)
        self.voucher = apps.get_model("vouchers", "Voucher").objects.create(application=file)
        self.open_to(cast.people)

    def thing(self, machine, state):
        casting._force(self.voucher, state)
        return type(self.voucher).objects.get()


def test_its_rights_are_tried_as_those_of_the_house(cast):
    """Its table of rights is beside its tests: nothing of the house names it."""
    stage = Stage(cast)
    holders, offices = {"holder": {"holder"}, "mayor": {"holder", "binder"}}, {"officer": {"officer"}}
    others = {"manager": {"manager"}, "chair": {"chair"}, "signatory": {"signatory"}, "funder": {"funder"},
              "payer": {"finance"}, "second_payer": {"finance"}}  # fmt: skip
    table = SimpleNamespace(
        MACHINES={"voucher": type(stage.voucher)}, FURTHER={}, who=lambda *_case: holders | offices | others
    )
    walk = walking.Walk(stage, table)
    assert [said for case in walking.cases(table) for said in walk.wrong(*case)] == []
    assert walking.unplayed(table) == walk.never_open("voucher") == set()


def test_its_places(cast):
    assert "Le chèque" in Client().get("/").content.decode()
    assert "/cheques/" in client(cast.manager).get("/accueil/").content.decode()
    assert "/cheques/" not in client(cast.stranger).get("/accueil/").content.decode()
    assert "Chèques de cet appel" in client(cast.manager).get(f"/gestion/appels/{cast.call.code}/").content.decode()
    assert Client().get("/cheques/").status_code == 302
    assert client(cast.manager).get("/cheques/").status_code == 200
    for part in ("regles", "pieces", "grille"):
        assert client(cast.manager).get(f"/gestion/appels/{cast.call.code}/{part}/").status_code == 200
    public = Client().get(cast.call.get_absolute_url()).content.decode()
    assert "Part des dépenses" not in public


def test_its_question_stays_in_the_form(cast):
    questions = Questions(cast.call.form_versions.latest_published().content)
    for key in ("provider", "use"):
        with pytest.raises(Refused, match="Quel prestataire"):
            questions.remove(key)


def test_its_demo_is_brought():
    assert "funding.instruments.vouchers.demo" in [module.__name__ for module in logins.modules()]


def test_its_migrations_and_machines_are_complete():
    call_command("makemigrations", "vouchers", "--check", "--dry-run", "-v3")
    assert apps.get_model("vouchers", "Voucher").subject_kind() == "voucher"
