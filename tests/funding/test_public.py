"""What anyone reads: the list, a call, the static pages. No account is needed for any of them."""

from datetime import timedelta

import pytest
from django.test import Client

from tests import cast as casting
from tests.words import plain
from workflows import clock

pytestmark = pytest.mark.django_db
PAGES = ["aide/", "accessibilite/", "mentions-legales/", "donnees-personnelles/", "donnees-ouvertes/"]
PEOPLE = [
    "holder",
    "mayor",
    "partner",
    "stranger",
    "manager",
    "officer",
    "reviewer",
    "chair",
    "signatory",
    "payer",
    "funder",
]


@pytest.fixture
def cast():
    return casting.play()


def text_of(response):
    return plain(response.content.decode())


@pytest.mark.parametrize("page", ["", *PAGES, "appels/LIT-2026/", "appels/LIT-2026/eligibilite/"])
def test_public_pages_open_for_everyone(client, cast, page):
    assert client.get(f"/{page}").status_code == 200
    for name in PEOPLE:
        signed_in = Client()
        signed_in.force_login(getattr(cast, name))
        assert signed_in.get(f"/{page}").status_code == 200, name


@pytest.mark.parametrize("page", ["", *PAGES, "appels/LIT-2026/"])
def test_public_pages_only_read(client, cast, page):
    assert client.post(f"/{page}").status_code == 405


def test_the_list_says_how_many_are_open(client, cast):
    page = text_of(client.get("/"))
    assert "1 appel ouvert" in page
    assert "Laboratoires d’innovation territoriale" in page


def test_drafts_are_for_those_who_prepare_them(client, cast):
    draft = casting.call(cast.programme, clock.now(), code="SECRET")
    casting._force(draft, "draft")
    assert client.get("/appels/SECRET/").status_code == 404
    assert client.get("/appels/SECRET/eligibilite/").status_code == 404
    assert client.get("/appels/SECRET/budget.csv").status_code == 404
    assert "SECRET" not in text_of(client.get("/?q=laboratoires"))
    client.force_login(cast.stranger)
    assert client.get("/appels/SECRET/").status_code == 404
    client.force_login(cast.manager)
    assert client.get("/appels/SECRET/").status_code == 200


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=laboratoires", True), ("q=LABORATOIRES", True), ("q=innovation+territoriale", True),
        ("q=INNÔVÀTION", True), ("q=essaie", True), ("q=habitants", True), ("q=voiture", False),
        ("q=%25", True), ("q=%27", True), ("q=%00", True),
        ("kind=commune", True), ("kind=pirate", True), ("instrument=grants", True),
        ("territory=77", True), ("territory=La+Ferté-sous-Jouarre+(77)", True), ("territory=seine+et+marne", True),
        ("territory=Atlantide", True), ("state=closed", False), ("state=upcoming", False), ("sort=opens", True),
        ("after=9999999999999999999999", True), ("after=x", True), ("q=" + "a" * 10_001, True),
    ],
)  # fmt: skip
def test_filters_are_addresses_that_never_break(client, cast, query, found):
    response = client.get(f"/?{query}")
    assert response.status_code == 200
    assert ("/appels/LIT-2026/" in text_of(response)) is found


def test_rules_narrow_the_list(client, cast):
    cast.call.eligible_kinds, cast.call.eligible_departments = ["company"], ["59"]
    cast.call.save()
    assert "/appels/LIT-2026/" not in text_of(client.get("/?kind=commune"))
    assert "/appels/LIT-2026/" in text_of(client.get("/?kind=commune&kind=company"))
    assert "/appels/LIT-2026/" not in text_of(client.get("/?territory=77"))
    assert "Aucun appel ne correspond" in text_of(client.get("/?kind=commune"))


def test_windows_follow_the_second(client, cast):
    opens, closes = cast.call.opens_at, cast.call.closes_at
    for moment, state in [
        (opens - timedelta(seconds=1), "upcoming"),
        (opens, "open"),
        (closes - timedelta(seconds=1), "open"),
        (closes, "closed"),
    ]:
        with clock.at(moment):
            for asked in ("open", "upcoming", "closed"):
                shown = "/appels/LIT-2026/" in text_of(client.get(f"/?state={asked}"))
                assert shown is (asked == state), (moment, asked)


def test_a_call_says_when_one_may_apply(client, cast):
    with clock.at(cast.call.opens_at - timedelta(days=1)):
        page = text_of(client.get("/appels/LIT-2026/"))
        assert "Pas encore possible : l’appel ouvre le" in page
        assert "/appels/LIT-2026/deposer/" not in page
    assert "/appels/LIT-2026/deposer/" in text_of(client.get("/appels/LIT-2026/"))
    with clock.at(cast.call.closes_at):
        page = text_of(client.get("/appels/LIT-2026/"))
        assert "Plus possible : l’appel est clos" in page
        assert "/appels/LIT-2026/deposer/" not in page


def test_a_call_says_its_rules(client, cast):
    page = text_of(client.get("/appels/LIT-2026/"))
    for words in [
        "jusqu’à 150 000 €",
        "70 % au plus",
        "1 à 36 mois",
        "Délibération",
        "Salaires",
        "Évaluer les impacts",
    ]:
        assert words in page, words
    assert "tous comptent autant" in page and "11,11 %" not in page  # nine criteria that weigh the same


def test_typed_html_stays_text(client, cast):
    cast.call.title = cast.call.summary = cast.call.description = '<script>alert("x")</script>'
    cast.call.save()
    for page in ("/", "/appels/LIT-2026/", "/appels/LIT-2026/eligibilite/"):
        assert "<script>alert" not in client.get(page).content.decode()


def test_the_budget_template_neutralises_formulas(client, cast):
    cast.call.cost_categories = [{"key": "x", "label": "=1+1"}]
    cast.call.save()
    assert "'=1+1" in client.get("/appels/LIT-2026/budget.csv").content.decode("utf-8-sig")


def test_as_many_queries_with_one_call_as_with_three(client, cast, django_assert_num_queries):
    client.get("/")
    with django_assert_num_queries(6):
        client.get("/")
    for number in range(2):
        casting.call(cast.programme, clock.now(), code=f"AUTRE-{number}")
    with django_assert_num_queries(6):
        client.get("/")


def test_a_call_page_takes_six_queries(client, cast, django_assert_num_queries):
    client.get("/appels/LIT-2026/")
    with django_assert_num_queries(6):
        client.get("/appels/LIT-2026/")


def test_a_long_list_goes_on(client, cast):
    for number in range(21):
        casting.call(cast.programme, clock.now() + timedelta(hours=number), code=f"N-{number}")
    first = client.get("/")
    assert first.content.decode().count('<li class="call">') == 20
    following = first.context["catalogue"].next
    second = client.get(f"/?after={following}")
    assert second.content.decode().count('<li class="call">') == 2
    assert client.get(f"/?before={second.context['catalogue'].previous}").content.decode().count('class="call"') == 20


def test_the_finder_asks_every_open_call(client, cast):
    """« Trouver mon appel » holds the six answers against each open call, and says why not."""
    answers = {"kind": "commune", "territory": "77", "own": "30000", "months": "12", "started": "no"}
    assert "Oui, a priori" not in text_of(client.get("/trouver-mon-appel/"))
    yes = text_of(client.get("/trouver-mon-appel/", answers | {"cost": "100000"}))
    assert "1 appel ouvert vous répond" in yes and "Oui, a priori" in yes and cast.call.title in yes
    begun = text_of(client.get("/trouver-mon-appel/", answers | {"cost": "100000", "started": "yes"}))
    assert "Oui, a priori" not in begun
    assert client.get("/trouver-mon-appel/", answers | {"cost": "0"}).status_code == 422


def test_no_call_is_a_singular(client, cast):
    page = text_of(client.get("/", {"q": "introuvable"}))
    assert "Aucun appel ouvert" in page and "Aucun appels" not in page
