"""The question builder: what a manager does without a developer, and what never changes under it."""

import pytest
from django.test import Client

from funding.models import FormVersion
from funding.questions import Questions, diff, keys_of
from tests import cast as casting
from tests.words import plain
from workflows import clock
from workflows.errors import NotYours, StepRefused

pytestmark = pytest.mark.django_db
BASE = "/gestion/appels/NEUF/questions"


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
def call(cast):
    made = casting.call(cast.programme, clock.now(), code="NEUF", envelope=0)
    made.form_versions.latest_draft()
    return made


@pytest.fixture
def manager(cast, call):
    client = Client()
    client.force_login(cast.manager)
    return client


def draft_of(call):
    return FormVersion.objects.get(call=call, published_at=None)


def labels(call):
    return [question["label"] for question in draft_of(call).questions()]


def act(client, name, key):
    response = client.post(f"{BASE}/agir/", {"act": name, "key": key}, follow=True)
    assert response.status_code == 200
    return response


ADDED = {
    "short": {"limit": "100"}, "long": {"limit": "2000"}, "number": {}, "amount": {}, "date": {}, "yes_no": {},
    "one": {"options": "Oui\nNon\nPeut-être"}, "many": {"options": "A\nB"}, "file": {},
    "table": {"column_1": "Nom", "column_kind_1": "short", "column_2": "Coût", "column_kind_2": "amount"},
    "territory": {}, "siret": {},
}  # fmt: skip


@pytest.mark.parametrize("kind", FormVersion.Kind.values)
def test_each_kind_is_added_edited_and_previewed(manager, call, kind):
    posted = {"label": "Une question ?", "help": "Une aide.", "required": "on", **ADDED[kind]}
    response = manager.post(f"{BASE}/partie/need/ajouter/?kind={kind}", posted)
    assert response.status_code == 302, response.content.decode()
    made = draft_of(call).questions()[-1]
    assert (made["kind"], made["key"], made["required"]) == (kind, "une-question", True)
    assert "Une question" in manager.get(f"{BASE}/apercu/").content.decode()
    again = manager.post(f"{BASE}/question/une-question/", posted | {"label": "Autrement ?", "required": ""})
    assert again.status_code == 302
    changed = draft_of(call).questions()[-1]
    assert (changed["key"], changed["label"], changed["required"]) == ("une-question", "Autrement ?", False)
    assert changed.get("options") == made.get("options")
    assert changed.get("columns") == made.get("columns")


@pytest.mark.parametrize(
    ("kind", "wrong", "sentence"),
    [
        ("short", {"label": ""}, "Écrivez un intitulé"),
        ("short", {"label": "x" * 10_001}, "Ce texte compte 10"),
        ("short", {"label": "a\x00"}, "caractère nul"),
        ("short", {"limit": "0"}, "Laissez au moins 20 caractères"),
        ("short", {"limit": "-5"}, "Laissez au moins 20 caractères"),
        ("long", {"limit": "999999999"}, "20"),
        ("long", {"limit": "beaucoup"}, "Écrivez un nombre entier"),
        ("one", {"options": ""}, "Écrivez au moins deux choix"),
        ("one", {"options": "Seul"}, "Écrivez au moins deux choix"),
        ("many", {"options": "A\nA"}, "Deux choix sont identiques"),
        ("many", {"options": "\n".join(map(str, range(51)))}, "Cinquante choix au plus"),
        ("table", {"column_1": "", "column_2": ""}, "Un tableau a au moins une colonne"),
        ("table", {"column_2": "Nom"}, "Deux colonnes portent le même nom"),
    ],
)
def test_what_is_wrong_is_said_and_kept(manager, call, kind, wrong, sentence):
    before = draft_of(call).content
    posted = {"label": "Une question ?", "help": "Gardée", **ADDED[kind], **wrong}
    response = manager.post(f"{BASE}/partie/need/ajouter/?kind={kind}", posted)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert "Gardée" in response.content.decode()
    assert draft_of(call).content == before


def test_an_unknown_kind_shows_the_list_of_kinds(manager, call):
    page = manager.get(f"{BASE}/partie/need/ajouter/?kind=pirate")
    assert "Quel type de réponse" in page.content.decode()
    assert manager.get(f"{BASE}/partie/inconnue/ajouter/").status_code == 404
    assert manager.get(f"{BASE}/question/inconnue/").status_code == 404
    assert manager.post(f"{BASE}/agir/", {"act": "explode", "key": "need"}).status_code == 404


def test_sections_and_questions_change_places(manager, call):
    manager.post(f"{BASE}/partie/", {"title": "L’équipe", "help": ""})
    assert [s["key"] for s in draft_of(call).content["sections"]] == ["need", "lequipe"]
    first, second, third = labels(call)
    act(manager, "up", "people")
    assert labels(call) == [second, first, third]
    act(manager, "down", "new")  # from the end of its section to the next one
    assert [len(s["questions"]) for s in draft_of(call).content["sections"]] == [2, 1]
    act(manager, "up", "new")
    assert [len(s["questions"]) for s in draft_of(call).content["sections"]] == [3, 0]
    act(manager, "up", "lequipe")
    assert [s["key"] for s in draft_of(call).content["sections"]] == ["lequipe", "need"]
    act(manager, "up", "lequipe")  # at the top: nothing happens
    assert [s["key"] for s in draft_of(call).content["sections"]] == ["lequipe", "need"]


def test_a_question_is_duplicated_under_a_new_key(manager, call):
    act(manager, "duplicate", "new")
    questions = draft_of(call).questions()
    assert len(questions) == 4
    assert len({q["key"] for q in questions}) == 4
    assert questions[3]["label"].endswith("(copie)")
    assert questions[3]["options"] == questions[2]["options"]


@pytest.mark.parametrize("key", ["people", "need"])
def test_what_is_removed_can_be_put_back(manager, call, key):
    before = draft_of(call).content
    page = act(manager, "remove", key)
    assert "est retirée" in plain(page.content.decode())
    assert draft_of(call).content != before
    act(manager, "undo", "")
    assert draft_of(call).content == before
    act(manager, "undo", "")  # pressed twice
    assert draft_of(call).content == before


def test_something_just_removed_by_another_is_said(manager, call):
    act(manager, "remove", "people")
    page = act(manager, "up", "people")
    assert "quelqu’un vient de le retirer" in page.content.decode()


def test_typed_html_stays_text(manager, call):
    text = '<script>alert("x")</script>'
    manager.post(f"{BASE}/partie/", {"title": text, "help": text})
    manager.post(f"{BASE}/partie/need/ajouter/?kind=one", {"label": text, "help": text, "options": f"{text}\nB"})
    for page in (f"{BASE}/", f"{BASE}/apercu/", "/appels/NEUF/", "/gestion/appels/NEUF/"):
        assert "<script>alert" not in manager.get(page).content.decode()


def test_a_published_version_is_frozen_and_corrected_by_a_new_one(manager, cast, call):
    published = call.form_versions.latest_published()
    frozen = published.content
    with pytest.raises(StepRefused):
        call.correct(by=cast.manager)  # nothing changed yet
    manager.post(f"{BASE}/question/people/", {"label": "Combien d’habitants ?", "required": "on"})
    published.refresh_from_db()
    assert published.content == frozen
    page = plain(manager.get(f"{BASE}/").content.decode())
    assert "Modifié :" in page
    assert "Avant : « Combien de personnes concernées" in page
    with pytest.raises(NotYours):
        call.correct(by=cast.officer)
    confirmation = manager.get(f"/etapes/call/{call.pk}/correct/").content.decode()
    assert "Combien d’habitants" in confirmation
    assert manager.post(f"/etapes/call/{call.pk}/correct/").status_code == 302
    last = call.form_versions.latest_published()
    assert last.number == 2
    assert [q["key"] for q in last.questions()] == ["need", "people", "new"]
    assert call.journal().last().step == "correct"


def test_reading_makes_no_draft(manager, cast):
    manager.get("/gestion/appels/LIT-2026/questions/")
    manager.get("/gestion/appels/LIT-2026/")
    assert not FormVersion.objects.filter(call=cast.call, published_at=None).exists()


def test_a_closed_call_keeps_its_questions(manager, call):
    casting._force(call, "closed")
    before = draft_of(call).content
    assert "ne change plus" in act(manager, "remove", "people").content.decode()
    assert draft_of(call).content == before


@pytest.mark.parametrize("name", ["holder", "stranger", "officer", "funder"])
def test_others_change_nothing(cast, call, name):
    client = Client()
    client.force_login(getattr(cast, name))
    before = draft_of(call).content
    assert client.post(f"{BASE}/agir/", {"act": "remove", "key": "people"}).status_code == 403
    assert client.post(f"{BASE}/partie/", {"title": "X"}).status_code == 403
    assert draft_of(call).content == before
    assert Client().post(f"{BASE}/agir/", {"act": "remove", "key": "people"}).status_code == 302
    assert draft_of(call).content == before


def test_acts_are_not_read(manager, call):
    assert manager.get(f"{BASE}/agir/").status_code == 405


def test_the_builder_costs_the_same_whatever_its_length(manager, call, django_assert_max_num_queries):
    with django_assert_max_num_queries(16) as short:
        manager.get(f"{BASE}/")
    for _index in range(5):
        act(manager, "duplicate", "new")
    with django_assert_max_num_queries(16) as long:
        manager.get(f"{BASE}/")
    assert len(short) == len(long)


# Pure operations


def test_a_key_is_never_given_twice():
    questions = Questions({"sections": []}, [{"sections": [{"key": "besoin", "questions": []}]}])
    first, second = questions.add_section("Besoin"), questions.add_section("Besoin")
    assert len({"besoin", first, second}) == 3
    assert questions.add_section("🎉") == "q"
    assert len(set(keys_of(questions.content))) == 3


def test_options_keep_their_keys():
    questions = Questions(casting.QUESTIONS)
    facts = {"label": "Q", "options": ["Transféré", "Neuf", "Mixte"]}
    questions.edit("new", facts)
    options = {o["label"]: o["key"] for o in questions.question("new")["options"]}
    assert options["Transféré"] == "moved"
    assert len(set(options.values())) == 3
    questions.edit("new", facts | {"options": ["Transféré ailleurs", "Neuf", "Mixte"]})
    assert questions.question("new")["options"][0]["key"] == "moved"  # corrected in place
    assert (
        casting.QUESTIONS["sections"][0]["questions"][2]["options"][0]["label"] == "Nouveau"
    )  # the copy alone changed


def test_the_difference_is_said():
    old, questions = casting.QUESTIONS, Questions(casting.QUESTIONS)
    assert diff(old, questions.content) == []
    questions.remove("people")
    section = questions.add_section("L’équipe")
    questions.add(section, "short", {"label": "Qui ?", "required": True})
    questions.edit("need", {"label": "Quel besoin ?", "required": False, "limit": 500})
    found = {change["label"]: change for change in diff(old, questions.content)}
    assert found["Combien de personnes concernées ?"]["what"] == "removed"
    assert found["L’équipe"]["what"] == found["Qui ?"]["what"] == "added"
    changed = found["Quel besoin ?"]
    assert changed["what"] == "changed"
    for words in ("Avant : « À quel besoin", "Réponse facultative", "500 caractères"):
        assert words in plain(changed["detail"])
