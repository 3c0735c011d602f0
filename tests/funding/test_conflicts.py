"""What the product sees by itself between a person and a file; what a declaration closes."""

from __future__ import annotations

import pytest

from funding import conflicts
from funding.models import Application, Interest
from tests import cast as casting
from tests.funding.desk import as_, text_of
from tests.words import plain
from workflows import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
def file(cast):
    return casting.eligible(cast)


def said(cast, file):
    return plain(" ".join(conflicts.warnings(cast.reviewer, file)))


def test_nothing_in_common_says_nothing(cast, file):
    assert conflicts.warnings(cast.reviewer, file) == []


def test_the_same_structure(cast, file):
    casting.member(cast.reviewer, cast.association, "viewer")
    assert "Membre de « Roule ma Brie »" in said(cast, file)
    assert conflicts.barred(cast.reviewer, file)


def test_the_same_siren_elsewhere(cast, file):
    sister = casting.organisation("Roule ma Brie, Meaux", "association", "73282932000116", cast.commune, size="micro")
    casting.member(cast.reviewer, sister)
    assert "même SIREN que « Roule ma Brie »" in said(cast, file)
    assert not conflicts.barred(cast.reviewer, file)


def test_the_mail_domain_but_not_that_of_everybody(cast, file):
    for domain, expected in (("roulemabrie.example", True), ("gmail.com", False)):
        type(cast.reviewer).objects.filter(pk=cast.reviewer.pk).update(email=f"yann@{domain}")
        type(cast.partner).objects.filter(pk=cast.partner.pk).update(email=f"bruno@{domain}")
        cast.reviewer.refresh_from_db()
        assert ("même domaine" in said(cast, file)) is expected


def test_a_name_among_the_contacts_of_the_partners(cast, file):
    file.partners.filter(is_lead=False).update(contact="M. YANN LE GOFF, 06 00 00 00 00")
    assert "personnes à joindre" in said(cast, file)


def test_earlier_files_together(cast, file):
    casting.member(cast.reviewer, cast.university)
    assert conflicts.warnings(cast.reviewer, file) == []
    other = casting.application(cast, title="L’an dernier")
    other.partners.create(organisation=cast.university, position=2, size="not_applicable")
    assert "Déjà dans un même dossier que « Roule ma Brie »" in said(cast, file)


def test_warnings_of_many_cost_a_few_queries(cast, file, django_assert_max_num_queries):
    casting.member(cast.reviewer, cast.association)
    files = [file, casting.eligible(cast, title="Deux"), casting.eligible(cast, title="Trois")]
    people = [cast.reviewer, cast.second_reviewer, cast.chair]
    with django_assert_max_num_queries(9):
        found = conflicts.warned(people, files)
    assert set(found) == {(cast.reviewer.pk, f.pk) for f in files}
    assert conflicts.barred_pairs(people, files) == set(found)


def test_the_declaration_shows_what_was_seen(cast, file):
    file.assign(by=cast.officer, reviewers=[cast.reviewer], due_on=clock.today())
    file.partners.filter(is_lead=False).update(contact="Yann Le Goff")
    page = text_of(as_(cast.reviewer).get(file.reviews.get().get_absolute_url()))
    assert "À regarder de près" in page and "personnes à joindre" in page


def test_who_assigns_by_hand_reads_it_beside_the_name(cast, file):
    file.partners.filter(is_lead=False).update(contact="Yann Le Goff")
    page = text_of(as_(cast.officer).get(f"/etapes/application/{file.pk}/assign/"))
    assert "Yann Le Goff · Son nom figure" in page and "Ines Marchal ·" not in page


def test_a_link_is_never_taken_back_by_saying_otherwise(cast, file):
    conflicts.declare(cast.chair, cast.call, kind="link", reason="Ma sœur.", application=file)
    conflicts.declare(cast.chair, cast.call, kind="none", application=file)
    assert Interest.objects.get(user=cast.chair).kind == "link" and conflicts.barred(cast.chair, file)


def test_an_officer_who_steps_aside_leaves_the_file_to_another(cast, file):
    assert file.officer == cast.officer
    client = as_(cast.officer)
    url = f"/etapes/application/{file.pk}/recuse/"
    assert client.post(url, {"reason": ""}).status_code == 422
    answer = client.post(url, {"reason": "Mon frère y travaille."}, follow=True)
    assert answer.status_code == 200 and "ne vous est plus ouvert" in text_of(answer)
    fresh = Application.objects.get(pk=file.pk)
    assert fresh.officer is None and fresh.journal().last().step == "recuse"
    assert client.get(url).status_code == 404


def test_a_link_with_the_call_closes_all_its_files(cast, file):
    other = casting.submitted(cast, title="Un autre")
    conflicts.declare(cast.officer, cast.call, kind="link", reason="J’ai écrit l’appel d’un candidat.")
    for thing in (file, other):
        assert Application.objects.get(pk=thing.pk).roles_of(cast.officer) == set()
    assert not Application.objects.visible_to(cast.officer).exists()
    assert not Application.objects.filter(officer=cast.officer).exists()


@pytest.mark.parametrize("name", ["stranger", "holder"])
def test_the_declaration_is_for_those_who_hold_an_office(cast, name):
    assert as_(getattr(cast, name)).get(f"/appels/{cast.call.code}/interets/").status_code == 404
