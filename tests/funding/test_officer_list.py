"""The work list: who has one, filters, search, order, pages without counting, several files at once."""

import pytest

from people.models import Mandate
from tests import cast as casting
from tests.funding.desk import PEOPLE, STAFF, as_, queries_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


def titles(client, query=""):
    answer = client.get(f"/dossiers/{query}")
    assert answer.status_code == 200
    return [file.title for file, _here, _due in answer.context["rows"]]


def test_one_has_to_be_known(client):
    assert "/compte/" in client.get("/dossiers/")["Location"]
    assert "/compte/" in client.post("/dossiers/prendre-en-charge/")["Location"]


def test_who_holds_no_office_is_sent_to_their_own_list(cast):
    casting.submitted(cast)
    for name in PEOPLE:
        answer = as_(getattr(cast, name)).get("/dossiers/")
        if name in STAFF:
            assert answer.status_code == 200, name
        else:
            place = "/evaluations/" if "reviewer" in name else "/mes-dossiers/"
            assert answer["Location"] == place, name


def test_drafts_and_other_programmes_are_not_listed(cast):
    casting.application(cast, title="Brouillon")
    casting.submitted(cast, title="Déposé")
    other = casting.programme(cast.authority, code="autre")
    elsewhere = casting.mandate(casting.user("Alix", "Ailleurs"), "officer", scope=("programme", other.pk))
    assert titles(as_(cast.officer)) == ["Déposé"]
    assert titles(as_(elsewhere)) == []
    everywhere = casting.mandate(casting.user("Olga", "Partout"), "officer")
    assert titles(as_(everywhere)) == ["Déposé"]


def test_an_administrator_of_the_machines_has_no_files(cast):
    casting.submitted(cast)
    technician = casting.mandate(casting.user("Ada", "Min"), Mandate.Role.ADMINISTRATOR)
    assert as_(technician).get("/dossiers/").status_code == 302


@pytest.fixture
def three(cast):
    mine = casting.eligible(cast, title="Le moulin numérique", cost=50_000)
    free = casting.submitted(cast, title="La gare partagée", cost=90_000)
    done = casting.awarded(cast, title="L’école ouverte", cost=100_000)
    return mine, free, done


@pytest.mark.parametrize(
    "query, expected",
    [
        ("", ["L’école ouverte", "La gare partagée", "Le moulin numérique"]),
        ("?state=submitted", ["La gare partagée"]),
        ("?state=nothing", ["L’école ouverte", "La gare partagée", "Le moulin numérique"]),
        ("?officer=none", ["La gare partagée"]),
        ("?officer=me&state=eligible", ["Le moulin numérique"]),
        ("?call=LIT-2026&department=77&kind=commune", ["L’école ouverte", "La gare partagée", "Le moulin numérique"]),
        ("?department=01", ["L’école ouverte", "La gare partagée", "Le moulin numérique"]),  # not known here
        ("?kind=company", []),
        ("?q=moulins", ["Le moulin numérique"]),
        ("?q=guichet", ["L’école ouverte", "La gare partagée", "Le moulin numérique"]),  # in every summary
        ("?q=lit-2026-0002", ["La gare partagée"]),
        ("?q=ferté sous", ["L’école ouverte", "La gare partagée", "Le moulin numérique"]),  # part of a name is enough
        ("?q=La Ferté-sous-Jouarre", ["L’école ouverte", "La gare partagée", "Le moulin numérique"]),
        ("?q=217701838", ["L’école ouverte", "La gare partagée", "Le moulin numérique"]),
        ("?q=zzz", []),
        ("?sort=-asked", ["L’école ouverte", "La gare partagée", "Le moulin numérique"]),
        ("?sort=asked", ["Le moulin numérique", "La gare partagée", "L’école ouverte"]),
        ("?sort=filed", ["Le moulin numérique", "La gare partagée", "L’école ouverte"]),
        ("?sort=due", ["Le moulin numérique", "La gare partagée"]),
        ("?sort=title); drop table", ["L’école ouverte", "La gare partagée", "Le moulin numérique"]),
    ],
)
def test_filters_search_and_order(cast, three, query, expected):
    assert titles(as_(cast.officer), query) == expected


@pytest.mark.parametrize("q", ["\x00", "' or 1=1 --", "a & | !", "%", '"', "🚲", "x" * 5000])
def test_no_search_breaks_the_page(cast, three, q):
    answer = as_(cast.officer).get("/dossiers/", {"q": q, "call": q, "department": q, "state": q, "after": q})
    assert answer.status_code == 200


def test_pages_follow_without_counting(cast, monkeypatch):
    monkeypatch.setattr("look.keyset.page.__kwdefaults__", {"size": 2})
    for number in range(5):
        casting.submitted(cast, title=f"Projet {number}")
    client = as_(cast.officer)
    first = client.get("/dossiers/")
    assert [f.title for f, _h, _d in first.context["rows"]] == ["Projet 4", "Projet 3"]
    cursor = first.context["page"].next
    assert titles(client, f"?after={cursor}") == ["Projet 2", "Projet 1"]


@pytest.mark.parametrize("name", ["officer", "funder"])
def test_the_list_costs_the_same_with_one_file_and_with_four(cast, name):
    client = as_(getattr(cast, name))
    casting.submitted(cast)
    one = queries_of(client, "/dossiers/")
    for maker in (casting.eligible, casting.proposed, casting.submitted):
        maker(cast)
    assert queries_of(client, "/dossiers/") == one <= 15
    assert queries_of(client, "/dossiers/?q=guichet&state=submitted&sort=due") <= 15


# --- several at once


def take(client, *files):
    return client.post(
        "/dossiers/prendre-en-charge/", {"file": [f.pk for f in files], "next": "/dossiers/"}, follow=True
    )


def test_an_officer_takes_several_files_at_once(cast):
    one, two = casting.submitted(cast), casting.submitted(cast)
    page = text_of(take(as_(cast.officer), one, two))
    assert "Vous suivez 2 dossiers de plus." in page
    for file in (one, two):
        file.refresh_from_db()
        assert file.officer == cast.officer
        assert file.journal().last().step == "take_charge"


def test_what_someone_took_meanwhile_is_said_and_the_rest_is_taken(cast):
    one, two = casting.submitted(cast), casting.submitted(cast)
    second = casting.mandate(casting.user("Rémi", "Rapide"), "officer", scope=("programme", cast.programme.pk))
    one.take_charge(by=second)
    page = text_of(take(as_(cast.officer), one, two))
    assert "Vous suivez un dossier de plus." in page and one.handle in page
    one.refresh_from_db()
    assert one.officer == second


def test_only_officers_take_files_and_only_those_they_see(cast):
    file = casting.submitted(cast)
    for name in ("stranger", "reviewer"):
        assert take(as_(getattr(cast, name)), file).status_code == 404
    for name in ("funder", "signatory", "manager", "holder"):
        take(as_(getattr(cast, name)), file)
    file.refresh_from_db()
    assert file.officer is None


def test_without_a_choice_one_is_told(cast):
    answer = as_(cast.officer).post("/dossiers/prendre-en-charge/", {"next": "//evil.example"}, follow=True)
    assert "Cochez au moins un dossier." in text_of(answer) and answer.redirect_chain[0][0] == "/dossiers/"
