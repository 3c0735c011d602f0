"""What people and programs send by mistake or on purpose: every form of every page, found by reading the pages."""

from __future__ import annotations

from unittest import mock
from urllib.parse import urlencode, urljoin

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import QueryDict

from tests.house import rights
from tests.house.bare import bare_errors
from tests.house.doors import undone
from tests.house.forms import forms_of
from tests.house.stage import MACHINES
from tests.house.test_urls import TRIED, asked, path_of, read
from tests.house.urls import PUBLIC, ROLE, RULES, addresses
from tests.house.walking import cases, gate
from workflows.steps import steps_of

pytestmark = pytest.mark.django_db

MARK = '<u data-trap="1">'
HOSTILE: dict[str, tuple[str | None, str | None]] = {
    "html": (f'{MARK}piège</u>"><script>alert(1)</script>', None),
    "nul": ("avant\x00après", "1\x002"),
    "long": ("x" * 10_001, "9" * 10_001),
    "emoji": ("👩‍🚒 🇫🇷 \u202egnirts \u200b é", "٣"),
    "negative": (None, "-1"),
    "eighteen digits": (None, "123456789012345678"),
    "no number": ("=1+1", "1e999"),
    "not a number": ("@SUM(A1)", "NaN"),
}
PEOPLE = (
    "holder", "mayor", "officer", "manager", "reviewer", "signatory", "payer", "second_payer", "chair", "partner",
    "stranger", "administrator",
)  # fmt: skip
ANSWERS = {200, 302, 400, 403, 404, 409, 413, 422, 429}
# Signing in and out is django-allauth's, with its own tests; logging out here would end the visit.
LEFT_OUT = {"account_logout", "set_language"}


@pytest.fixture(scope="module")
def pages(stage):
    """(path, person, HTML) of each address, by the first person to whom it opens."""
    with bare_errors():
        return list(opened(stage))


def opened(stage):
    for name in TRIED:
        if name.startswith("api-") or name in LEFT_OUT:
            continue
        path = "/" + path_of(name, stage).lstrip("/")
        for person in ("nobody",) if RULES[name] == PUBLIC else PEOPLE:
            answer = read(stage.clients[person], path)
            if answer.status_code == 200 and "text/html" in answer["Content-Type"]:
                yield path, person, answer.text
                break


@pytest.fixture(scope="module")
def sendings(pages):
    """Each form that is sent by POST, once: who may send it, from where, where to."""
    found, seen = [], set()
    for path, person, html in pages:
        for form in forms_of(html):
            action = urljoin(path, form.action)
            shape = (action, tuple(sorted({control.name for control in form.controls})))
            if form.method == "post" and shape not in seen and not action.startswith(("/compte/logout", "/langue")):
                seen.add(shape)
                found.append((person, path, action, form))
    return found


@pytest.mark.parametrize("name", HOSTILE)
def test_every_form_survives(stage, sendings, name):
    wrong = []
    for person, path, action, form in sendings:
        if form.has(name):
            with undone():
                wrong += trouble(stage.clients[person], path, action, form.filled(*HOSTILE[name]), name)
    assert not wrong, "\n".join(sorted(set(wrong)))
    assert len(sendings) > 20, "the pages show fewer forms than they have: the reader is broken"


def trouble(client, path, action, data, name) -> list[str]:
    """What is wrong in the answer; and, when HTML was sent, in the page that follows and the page of the form."""
    answer = tried(send, client, action, data)
    if isinstance(answer, str):
        return [f"{name}: POST {answer}"]
    found = [] if answer.status_code in ANSWERS else [f"{name}: POST {action}: {answer.status_code}"]
    if name != "html":
        return found
    after = {answer.get("Location", path), path} if answer.status_code == 302 else set()
    pages = [answer] + [tried(read, client, where) for where in after if where.startswith("/")]
    found += [f"after {action}: GET {page}" for page in pages if isinstance(page, str)]
    shown = [page for page in pages if not isinstance(page, str) and "text/html" in page.get("Content-Type", "")]
    if any(MARK in page.text or "<script>alert" in page.text for page in shown):
        found.append(f"{action}: HTML came back as HTML")
    return found


def send(client, path, data):
    return client.post(path, data)


def tried(ask, client, path, *data):
    """The answer, or the accident in words."""
    try:
        return ask(client, path, *data)
    except Exception as error:
        return accident(path, error)


def accident(path, error) -> str:
    return f"{path[:200]}: {type(error).__name__}: {str(error)[:150]}"


def test_every_step_s_form_survives(stage):
    """Each row that takes a form, in a state where it is open, as someone who may take it; once a row."""
    wrong, seen = [], set()
    for machine, state in cases(rights):
        with undone():
            thing = stage.thing(machine, state)
            for step in steps_of(type(thing)).values():
                key = (machine, step.name)
                if key in seen or not of_a_person(step):
                    continue
                if thing.state in step.sources and step.concerns(thing):
                    person = next((p for p in PEOPLE if thing.roles_of(person_of(stage, p)) & set(step.by)), None)
                    assert person, f"nobody of the cast may take {key} in {state}"
                    seen.add(key)
                    wrong += tortured(stage, person, thing, step)
    assert not wrong, "\n".join(sorted(set(wrong)))
    forms = {step.takes for model in MACHINES.values() for step in steps_of(model).values() if of_a_person(step)}
    tried_forms = {steps_of(MACHINES[machine])[name].takes for machine, name in seen}
    assert forms - tried_forms == set()


def of_a_person(step):
    """It takes a form, and not the clock's nor the product's own."""
    return step.takes and not {role.code for role in step.by} <= {"clock", "system"}


def person_of(stage, name):
    return stage.administrator if name == "administrator" else stage.cast.people[name]


def tortured(stage, person, thing, step) -> list[str]:
    """HTML is sent to the page, which must show it as text; the rest to the gate, where the page takes it."""
    path = f"/etapes/{thing.subject_kind()}/{thing.pk}/{step.name}/"
    client, user, found = stage.clients[person], person_of(stage, person), []
    forms = [form for form in forms_of(client.get(path).text) if form.method == "post"]
    for form in (form for form in forms if urljoin(path, form.action) == path):
        for name in filter(form.has, HOSTILE):
            typed = form.filled(*HOSTILE[name])
            if name == "html":
                with undone():
                    found += trouble(client, path, path, typed, name)
                continue
            try:
                gate(thing, step, user, QueryDict(urlencode(typed, doseq=True)))
            except Exception as error:
                found.append(f"{name}: {accident(path, error)}")
    return found


OF_A_FILE = [
    name for name, pattern in addresses()
    if RULES.get(name) == ROLE and (":handle>" in pattern or "<reference>" in pattern)
]  # fmt: skip


@pytest.mark.parametrize("name", OF_A_FILE)
def test_another_organisation_s_reference_is_not_there(stage, name):
    """404, never 403: that a file exists is already something that a stranger need not know."""
    assert asked(stage.clients["stranger"], name, stage).status_code == 404


@pytest.mark.parametrize("handle", ["%00", "a%00b", "..%2f..", "' OR 1=1 --", "9" * 300, "B-", "💶", "%ff", "\u202e"])
def test_no_handle_is_too_strange(stage, handle):
    for person in ("holder", "officer"):
        assert stage.clients[person].get(f"/dossiers/{handle}/").status_code == 404
        assert stage.clients[person].get(f"/appels/{handle}/").status_code == 404
        assert stage.clients[person].get(f"/verification/{handle}/").status_code in (200, 404)


WORDS = (
    "q", "state", "page", "after", "before", "call", "sort", "kind", "territory", "instrument", "officer", "onglet",
    "tab", "next",
)  # fmt: skip


@pytest.fixture(scope="module")
def asking(stage, pages):
    """The pages that look at what stands behind the question mark."""
    found, of_all = [], WSGIRequest.GET

    def noted(request):
        found.append(request.path)
        return of_all.__get__(request)

    with mock.patch.object(WSGIRequest, "GET", property(noted)):
        for path, person, _html in pages:
            read(stage.clients[person], path)
    return [(path, person) for path, person, _html in pages if path in set(found)]


@pytest.mark.parametrize("query", ["%00", "%F0%9F%92%B6%ff", "9" * 30, "-1", "'" + "x" * 2000])
def test_no_query_is_too_strange(stage, asking, query):
    assert len(asking) > 20
    words = "&".join(f"{name}={query}" for name in WORDS)
    answers = [tried(read, stage.clients[person], f"{path}?{words}") for path, person in asking]
    wrong = [a if isinstance(a, str) else a.request["PATH_INFO"] for a in answers
             if isinstance(a, str) or a.status_code >= 500]  # fmt: skip
    assert not wrong, "\n".join(wrong)
