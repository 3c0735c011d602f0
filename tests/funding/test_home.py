"""The home page: what waits for a person, in all their roles at once, the oldest deadline first."""

from datetime import timedelta

import pytest
from lxml import html

from funding import navigation, worklists
from funding.demo import checking
from tests import cast as casting
from tests import sitting
from tests.funding.desk import PEOPLE, as_, queries_of, text_of
from tests.house.doors import undone
from tests.words import plain
from workflows import clock, outbox
from workflows.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


def waiting(person):
    return [plain(task.action) for task in worklists.tasks(worklists.Desk(person))]


def test_one_has_to_be_known(client):
    answer = client.get("/accueil/")
    assert answer.status_code == 302 and "/compte/" in answer["Location"]


@pytest.mark.parametrize("name", PEOPLE)
def test_everyone_has_a_home_even_with_nothing_to_do(cast, name):
    page = text_of(as_(getattr(cast, name)).get("/accueil/"))
    assert page.count("<h1") == 1
    assert "Rien ne vous attend" in page or "Bienvenue" in page or "Aucun dossier" in page


def test_a_draft_waits_for_those_who_write_it(cast):
    casting.application(cast)
    for name in ("holder", "mayor"):
        assert waiting(getattr(cast, name)) == ["Terminer le dossier « Le guichet qui roule »"]
        assert "Terminer le dossier" in text_of(as_(getattr(cast, name)).get("/accueil/"))
    for name in ("stranger", "officer", "funder", "reviewer"):
        assert waiting(getattr(cast, name)) == []
    with clock.at(cast.call.closes_at + timedelta(seconds=1)):
        assert waiting(cast.holder) == []


def test_a_partner_is_asked_to_engage(cast):
    file = casting.application(cast)
    file.partners.filter(is_lead=False).update(engaged_at=None)
    assert waiting(cast.partner) == ["Confirmer votre participation à « Le guichet qui roule »"]


def test_each_state_waits_for_the_right_person(cast):
    """The ball goes from desk to desk; it is never on two at once but for what several may take."""
    file = casting.submitted(cast)
    assert waiting(cast.officer) == ["Prendre en charge"]
    file.take_charge(by=cast.officer)
    assert waiting(cast.officer) == ["Vérifier le dossier"]
    asked = {"pieces": [cast.call.pieces.get().pk], "message": "Illisible.", "due_on": clock.today() + timedelta(15)}
    file.request_pieces(by=cast.officer, **asked)
    assert waiting(cast.officer) == [] and waiting(cast.holder) == ["Envoyer les pièces demandées"]


def test_reviews_then_instruction_then_signature(cast):
    file = casting.eligible(cast)
    assert waiting(cast.officer) == ["Désigner des évaluateurs"]
    due_on = clock.today() + timedelta(days=21)
    file.assign(by=cast.officer, reviewers=[cast.reviewer, cast.second_reviewer], due_on=due_on)
    assert waiting(cast.officer) == [] and waiting(cast.reviewer) == ["Rendre votre évaluation"]
    for review in file.reviews.all():
        review.submit(by=review.reviewer, **casting.marks(file, 4))
    assert waiting(cast.reviewer) == [] and waiting(cast.officer) == ["Ouvrir l’instruction"]
    file.examine(by=cast.officer)
    assert waiting(cast.officer) == ["Proposer une décision"]
    with undone():
        sitting.prepared(cast, [file])
        assert waiting(cast.officer) == []  # its committee is awaited, then its minutes
    checking.check_all(file, by=cast.officer)
    draft = {"grant": "70000", "eligible_base": "100000"}
    file.propose(by=cast.officer, kind="award", reasons="Le besoin est établi.", **draft)
    assert waiting(cast.officer) == [] and waiting(cast.signatory) == ["Signer la décision"]


def test_agreement_then_payments_by_two_people(cast):
    file = casting.awarded(cast)
    outbox.drain()
    assert waiting(cast.officer) == ["Préparer la convention"]
    agreement, today = file.agreement, clock.today()
    agreement.offer(by=cast.officer, starts_on=today, ends_on=today + timedelta(days=500))
    assert waiting(cast.mayor) == ["Signer la convention"] and waiting(cast.holder) == []  # who binds, signs
    agreement.sign(by=cast.mayor, quality="Maire", consent=True)
    assert waiting(cast.signatory) == ["Signer la convention"]
    agreement.countersign(by=cast.signatory, consent=True)
    assert waiting(cast.payer) == waiting(cast.second_payer) == ["Ordonner le versement"]
    agreement.disbursements.first().order(by=cast.payer, basis="Convention signée")
    assert waiting(cast.payer) == [] and waiting(cast.second_payer) == ["Libérer le versement"]


def test_four_eyes_show_in_the_lists(cast):
    """Who instructs a file is not asked to sign it, even with a delegation."""
    file = casting.proposed(cast)
    casting.mandate(cast.officer, "signatory", scope=("programme", cast.programme.pk))
    assert waiting(cast.officer) == []
    assert file.officer == cast.officer


def test_a_mandate_elsewhere_brings_nothing(cast):
    casting.submitted(cast)
    other = casting.programme(cast.authority, code="autre")
    elsewhere = casting.mandate(casting.user("Alix", "Ailleurs"), "officer", scope=("programme", other.pk))
    assert waiting(elsewhere) == []


def test_drafts_of_calls_wait_for_their_manager(cast):
    draft = casting.call(cast.programme, clock.now(), code="SUITE")
    casting._force(draft, "draft")
    assert waiting(cast.manager) == ["Préparer l’appel"]


def test_the_oldest_deadline_comes_first_across_roles(cast):
    casting.mandate(cast.officer, "reviewer", scope=("programme", cast.programme.pk))
    late = casting.eligible(cast, title="À évaluer")
    late.reviews.create(reviewer=cast.officer, assigned_at=clock.now(), due_on=clock.today() - timedelta(days=3))
    casting.submitted(cast, title="À prendre")
    assert waiting(cast.officer) == ["Rendre votre évaluation", "Prendre en charge"]
    page = text_of(as_(cast.officer).get("/accueil/"))
    assert "En retard (1)" in page and "Plus tard (1)" in page and "2 actions, dont 1 en retard" in page
    assert "À prendre" not in text_of(as_(cast.officer).get("/accueil/?kind=review"))
    assert as_(cast.officer).get("/accueil/?kind=nothing").status_code == 200


def test_the_count_of_the_header_is_the_length_of_the_list(cast):
    casting.submitted(cast)
    casting.application(cast, title="Un autre")
    for name in PEOPLE:
        desk = worklists.Desk(getattr(cast, name))
        assert worklists.count(desk) == len(worklists.tasks(desk)), name
    assert worklists.count(worklists.Desk(cast.officer)) == 1


@pytest.mark.parametrize("name, goal", [("officer", 15), ("holder", 15), ("signatory", 13), ("funder", 12)])
def test_the_page_costs_the_same_with_one_file_and_with_three(cast, name, goal):
    client = as_(getattr(cast, name))

    def more():
        casting.proposed(cast)
        casting.submitted(cast)
        casting.application(cast)

    more()
    one = queries_of(client, "/accueil/")
    more()
    more()
    assert queries_of(client, "/accueil/") == one <= goal


@pytest.mark.parametrize("name", ["holder", "officer", "signatory", "payer", "funder"])
@pytest.mark.parametrize("made", [casting.submitted, casting.awarded])
def test_the_page_of_a_file_asks_few_questions(cast, name, made):
    """Where nobody contests: an appeal or a withdrawal is one more each."""
    assert queries_of(as_(getattr(cast, name)), made(cast).get_absolute_url()) <= 15


@pytest.mark.parametrize("name", ["officer", "holder", "stranger", "both"])
def test_the_header_says_how_many_messages_are_unread(cast, name):
    """Read with one's mandates, with one's places in structures, or with neither."""
    person = cast.officer if name == "both" else getattr(cast, name)
    if name == "both":
        casting.member(person, cast.association, "editor")
    assert worklists.Desk(person).unread == 0
    for number in range(2):
        facts = {"to": person, "language": "fr", "subject": "x", "body": "x", "sent_at": clock.now()}
        Message.objects.create(notice="x", key=f"k{number}", **facts)
    Message.objects.create(notice="x", key="read", **facts, read_at=clock.now())
    assert worklists.Desk(person).unread == 2
    bell = html.fromstring(as_(person).get("/aide/").content).xpath("//a[@href='/notices/']")
    assert "2" in bell[0].text_content()


def test_a_page_that_says_no_counts_nothing(cast, django_assert_num_queries):
    casting.submitted(cast)
    client = as_(cast.officer)
    assert "en attente" in text_of(client.get("/dossiers/"))
    with django_assert_num_queries(5):  # session, user, mandates, memberships, the file
        refused = client.get("/dossiers/LIT-2026-9999/")
    assert refused.status_code == 404
    assert "À faire" in text_of(refused) and "en attente" not in text_of(refused)


def test_places_of_the_header(cast, rf):
    def places(person, url="/accueil/"):
        request = rf.get(url)
        request.user = person
        return {str(place.label): place.current for place in navigation.items(request)}

    assert list(places(cast.holder)) == ["Accueil", "Mes dossiers", "Appels ouverts", "Aide", "Notifications"]
    desks = ["À faire", "Dossiers", "Évaluations", "Commissions", "Décisions", "Notifications"]
    assert list(places(cast.officer)) == desks
    assert "Versements" in places(cast.payer) and "Portefeuille" in places(cast.funder)
    assert places(cast.officer, "/dossiers/LIT-2026-0001/")["Dossiers"]
    assert places(cast.holder, "/dossiers/LIT-2026-0001/")["Mes dossiers"]


def test_titles_are_not_html(cast):
    casting.submitted(cast, title="<script>alert(1)</script>")
    for name in ("officer", "holder"):
        assert "<script>alert" not in text_of(as_(getattr(cast, name)).get("/accueil/"))


def test_one_arrives_there_after_signing_in(client, cast):
    """The home page is what a person came for; the public list stays one click away."""
    posted = {"login": cast.officer.email, "password": casting.PASSWORD}
    cast.officer.emailaddress_set.create(email=cast.officer.email, verified=True, primary=True)
    assert client.post("/compte/login/", posted)["Location"] == "/accueil/"
