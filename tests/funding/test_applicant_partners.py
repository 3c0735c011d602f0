"""Rights, partners, files and the holder's page, over HTTP, for each role."""

import io
import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from funding import files
from funding.models import Application, Document, Partner
from people.models import Invitation, Organisation
from tests import cast as casting
from workflows import clock, outbox
from workflows.models import Message

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
EDF = "55208131766522"


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    """Files of tests go with the test."""
    place = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": place}


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
def file(cast):
    return casting.application(cast)


def fresh(file):
    return Application.objects.get(pk=file.pk)


def part(file, key, end=""):
    return f"/dossiers/{file.handle}/remplir/{key}/{end}"


def send(client, file, name, content, **place):
    return client.post(
        f"/dossiers/{file.handle}/fichiers/", place | {"file": SimpleUploadedFile(name, content)}, follow=True
    )


def docx():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as bundle:
        bundle.writestr("[Content_Types].xml", "<Types/>")
        bundle.writestr("word/document.xml", "<w/>")
    return packed.getvalue()


# Who may what.


@pytest.mark.parametrize("who", ["stranger", "officer", "manager", "signatory", "funder", "reviewer"])
def test_a_draft_does_not_exist_for_others(client, cast, file, who):
    client.force_login(cast.people[who])
    pages = [part(file, "need"), part(file, "budget"), f"/dossiers/{file.handle}/relire/", f"/dossiers/{file.handle}/"]
    pages += [f"/dossiers/{file.handle}/partenaires/ajouter/", f"/dossiers/{file.handle}/fichiers.zip"]
    pages += [f"/fichiers/{file.documents.get().pk}/"]
    for page in pages:
        assert client.get(page).status_code == 404, page
    for post in (part(file, "need"), part(file, "need", "auto/"), f"/dossiers/{file.handle}/fichiers/"):
        assert client.post(post, {"q-need": "Pris"}).status_code == 404, post


def test_a_partner_fills_its_own_column_and_no_other(client, cast, file):
    lead, other = file.partners.all()
    client.force_login(cast.partner)
    page = client.get(part(file, "budget"))
    assert f"c-{other.pk}-staff" in page.text
    assert f'name="c-{lead.pk}-staff"' not in page.text
    typed = {f"c-{other.pk}-staff": "5000", f"c-{lead.pk}-staff": "1", "own_funding": "1"}
    told = client.post(part(file, "budget", "auto/"), typed | {"only": ",".join(typed)}).json()
    assert told["outputs"][f"t-{other.pk}"] == "25\u202f000"
    assert {line.amount for line in lead.costs.all()} == {80_000}
    assert fresh(file).own_funding == 20_000
    for key in ("need", "projet"):
        assert client.get(part(file, key)).status_code == 200
        assert client.post(part(file, key), {"q-need": "Pris", "title": "Pris"}).status_code == 403
        assert client.post(part(file, key, "auto/"), {"only": "q-need,title", "q-need": "Pris"}).status_code == 403
    assert client.get(f"/dossiers/{file.handle}/partenaires/ajouter/").status_code == 403
    assert send(client, file, "a.pdf", PDF, other="1").status_code == 403


def test_a_viewer_of_the_lead_reads_only(client, cast, file):
    viewer = casting.member(casting.user("Vera", "Lecteur"), cast.town, "viewer")
    client.force_login(viewer)
    assert client.get(part(file, "need")).status_code == 200
    assert client.post(part(file, "need"), {"q-need": "Pris"}).status_code == 403
    page = client.get(part(file, "budget"))
    assert 'name="own_funding"' not in page.text
    client.post(part(file, "budget"), {"own_funding": "1"})
    assert fresh(file).own_funding == 20_000
    assert client.get(f"/etapes/application/{file.pk}/submit/").status_code == 403


# Partners.


def test_a_partner_joins_by_siret_and_its_first_person_is_invited(client, cast, file):
    client.force_login(cast.holder)
    address = f"/dossiers/{file.handle}/partenaires/ajouter/"
    assert "ne tombe pas juste" in client.get(address, {"q": EDF[:-1] + "3"}).text
    assert "pas encore inscrite" in client.get(address, {"q": EDF}).text
    refused = client.post(address, {"siret": EDF, "name": "Élec", "kind": "company", "size": "not_applicable"})
    assert refused.status_code == 422
    assert "Choisissez une taille" in refused.text
    client.post(address, {"siret": EDF, "name": "Élec", "kind": "company", "size": "large"})
    partner = file.partners.get(organisation__siret=EDF)
    assert (partner.size, partner.is_economic) == ("large", True)
    client.post(address, {"organisation": partner.organisation_id})
    assert file.partners.count() == 3
    client.post(f"/dossiers/{file.handle}/partenaires/{partner.pk}/inviter/", {"email": "elec@exemple.fr"})
    assert mail.outbox[-1].to == ["elec@exemple.fr"]
    invitation = Invitation.objects.get(organisation=partner.organisation)
    assert (invitation.role, invitation.may_bind) == ("owner", True)
    client.post(f"/dossiers/{file.handle}/partenaires/{partner.pk}/enlever/")
    assert file.partners.count() == 2
    assert Organisation.objects.filter(siret=EDF).exists()


def test_only_who_binds_the_partner_confirms_and_confirms_again_when_figures_change(client, cast, file):
    other = file.partners.get(is_lead=False)
    Partner.objects.filter(pk=other.pk).update(engaged_at=None)
    address = f"/dossiers/{file.handle}/partenaires/{other.pk}/engager/"
    client.force_login(cast.mayor)
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 403
    client.force_login(cast.partner)
    assert "Confirmez la participation" in client.get(f"/dossiers/{file.handle}/").text
    assert client.post(address).status_code == 302
    other.refresh_from_db()
    assert other.engaged_by == str(cast.partner)
    client.post(part(file, "budget"), {f"c-{other.pk}-studies": "20001"})
    other.refresh_from_db()
    assert other.engaged_at is not None
    client.force_login(cast.holder)
    client.post(part(file, "budget", "auto/"), {f"c-{other.pk}-studies": "9", "only": f"c-{other.pk}-studies"})
    other.refresh_from_db()
    assert other.engaged_at is None


def test_those_who_bind_a_known_partner_are_told(client, cast, file):
    file.partners.filter(is_lead=False).delete()
    client.force_login(cast.holder)
    client.post(f"/dossiers/{file.handle}/partenaires/ajouter/", {"organisation": cast.association.pk})
    outbox.drain()
    told = Message.objects.get(notice="engage")
    assert told.to == cast.partner
    assert "Commune de La Ferté-sous-Jouarre" in told.body


# The arithmetic, as typed.


@pytest.mark.parametrize(
    ("rules", "costs", "said"),
    [  # AT-02, AT-03
        ({"aid_rate": "0.5", "max_aid": 2_000_000, "grant_share_of_aid": "0.5"}, 3_000_000,
         ["3 000 000 € × 50 %", "1 500 000,00 €", "750 000,00 €"]),
        ({"aid_rate": "0.5", "max_aid": 2_000_000, "grant_share_of_aid": "0.5"}, 5_000_000,
         ["2 500 000 €, plafonné à 2 000 000 €", "2 000 000,00 €", "1 000 000,00 €"]),
        ({"aid_rate": "0.5", "min_total_cost": 1_000_000}, 900_000, ["cet appel demande au moins 1 000 000 €"]),
        ({"aid_rate": "0.45", "grant_share_of_aid": "0.6"}, 1_000_000,
         ["450 000,00 €", "270 000,00 €", "180 000,00 €"]),
    ],
)  # fmt: skip
def test_the_arithmetic_is_shown(client, cast, rules, costs, said):
    facts = {"max_total_cost": None, "max_aid": None, "min_total_cost": None} | rules
    for name, value in facts.items():
        setattr(cast.call, name, Decimal(value) if value is not None else None)
    cast.call.save()
    file = casting.application(cast, cost=0)
    lead = file.partners.get(is_lead=True)
    client.force_login(cast.holder)
    name = f"c-{lead.pk}-staff"
    told = client.post(part(file, "budget", "auto/"), {name: str(costs), "only": name}).json()
    shown = told["parts"]["arithmetic"].replace("\u202f", " ").replace("\xa0", " ")
    for words in said:
        assert words in shown


def test_three_shares_sum_exactly(client, cast):
    """AT-05: a ceiling of 100 000 € among three equal partners."""
    cast.call.max_aid, cast.call.aid_rate = Decimal(100_000), Decimal(1)
    cast.call.save()
    file = casting.application(cast, cost=0)
    Partner.objects.create(application=file, organisation=cast.university, position=2, size="not_applicable")
    names = {f"c-{partner.pk}-staff": "100000" for partner in file.partners.all()}
    client.force_login(cast.holder)
    client.post(part(file, "budget", "auto/"), names | {"only": ",".join(names)})
    shares = sorted(partner.aid for partner in file.partners.all())
    assert shares == [Decimal("33333.33"), Decimal("33333.33"), Decimal("33333.34")]
    assert fresh(file).aid_requested == 100_000


def test_a_town_below_a_fifth_is_told(client, cast, file):
    """AT-06."""
    client.force_login(cast.holder)
    told = client.post(part(file, "budget", "auto/"), {"own_funding": "15000", "only": "own_funding"}).json()
    assert "la loi demande au moins 20" in told["parts"]["arithmetic"]
    assert "Il manque 5\u202f000" in told["parts"]["balance"]


# Files.


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("programme.pdf", b"MZ\x90\x00" + b"x" * 200, "son contenu n’en est pas un"),
        ("page.pdf", b"<html><script>alert(1)</script>", "son contenu n’en est pas un"),
        ("photo.pdf", b"\x89PNG\r\n\x1a\n" + b"x" * 50, "contenu est celui d’un fichier"),
        ("archive.zip", b"PK\x03\x04" + b"x" * 50, "Nous prenons les PDF"),
        ("vide.pdf", b"", "Choisissez"),
        ("lourd.pdf", b"%PDF-" + b"x" * (10 * 1024 * 1024), "la limite est de 10"),
    ],
)
def test_a_file_is_what_it_contains(client, cast, file, name, content, said):
    client.force_login(cast.holder)
    reply = send(client, file, name, content, other="1")
    assert said in reply.text.replace("\xa0", " ").replace("\u202f", " ")
    assert file.documents.count() == 1


def test_a_new_version_supersedes_and_both_are_gone_when_removed(
    client, cast, file, django_capture_on_commit_callbacks
):
    client.force_login(cast.holder)
    piece = cast.call.pieces.get()
    send(client, file, "../../etc/Délib\u202e<b>.DOCX", docx(), piece=piece.pk)
    current = file.documents.current().get()
    assert current.name == "Délib b.docx"
    assert file.documents.count() == 2
    reply = client.get(f"/fichiers/{current.pk}/")
    assert reply["Content-Type"] == files.TAKEN["docx"]
    assert reply["X-Content-Type-Options"] == "nosniff"
    assert reply["Content-Disposition"].startswith("attachment")
    assert b"".join(reply.streaming_content) == docx()
    bundle = client.get(f"/dossiers/{file.handle}/fichiers.zip")
    with zipfile.ZipFile(io.BytesIO(b"".join(bundle.streaming_content))) as packed:
        assert packed.read("Délib b.docx") == docx()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/dossiers/{file.handle}/fichiers/{current.pk}/enlever/")
    assert not file.documents.exists()
    assert not current.file.storage.exists(current.file.name)


def test_too_many_files(client, cast, file, monkeypatch):
    monkeypatch.setattr(files, "MOST", 1)
    client.force_login(cast.holder)
    assert "1 fichiers au plus" in send(client, file, "a.pdf", PDF, other="1").text.replace("\xa0", " ")
    assert file.documents.count() == 1


def test_asked_pieces_are_sent_from_the_ball(client, cast):
    file = casting.submitted(cast).take_charge(by=cast.officer)
    client.force_login(cast.holder)
    assert send(client, file, "tard.pdf", PDF, other="1").status_code == 403
    due = clock.today() + timedelta(days=6)
    file.request_pieces(by=cast.officer, pieces=[], other="Devis signé", message="Il manque le devis.", due_on=due)
    page = client.get(f"/dossiers/{file.handle}/")
    assert "Devis signé" in page.text
    step = f"/etapes/application/{file.pk}/complete/"
    assert client.post(step).status_code == 409
    assert send(client, file, "devis.pdf", PDF, other="1").status_code == 200
    assert client.post(step).status_code == 302
    assert fresh(file).state == "submitted"
    reply = client.get(f"/fichiers/{Document.objects.last().pk}/")
    assert b"".join(reply.streaming_content) == PDF
    client.force_login(cast.stranger)
    assert client.get(f"/fichiers/{Document.objects.last().pk}/").status_code == 404


# The holder's page.


def test_the_page_of_a_file_in_each_state(client, cast):
    client.force_login(cast.mayor)
    makers = (
        casting.application,
        casting.submitted,
        casting.eligible,
        casting.reviewed,
        casting.proposed,
        casting.awarded,
    )
    for number, make in enumerate(makers):
        file = make(cast, title=f"Projet {number}")
        page = client.get(f"/dossiers/{file.handle}/")
        assert page.status_code == 200
        assert page.templates[0].name == "funding/file/holder.html"
        assert client.get(f"/dossiers/{file.handle}/relire/").status_code == 200
    for kind in ("reserve", "rejection"):
        file = casting.proposed(cast, kind=kind)
        (file.reserve if kind == "reserve" else file.reject)(by=cast.signatory, consent=True)
        assert client.get(f"/dossiers/{file.handle}/").status_code == 200
    file = casting.submitted(cast)
    assert client.get(f"/etapes/application/{file.pk}/withdraw/").status_code == 200
    client.post(f"/etapes/application/{file.pk}/withdraw/")
    assert "Vous avez retiré votre demande" in client.get(f"/dossiers/{file.handle}/").text
    assert client.get("/mes-dossiers/").text.count("card-file") == 9


def test_messages_reach_the_other_side(client, cast):
    file = casting.submitted(cast).take_charge(by=cast.officer)
    address = f"/dossiers/{file.handle}/messages/"
    client.force_login(cast.partner)
    assert client.post(address, {"body": "Bonjour"}).status_code == 403
    client.force_login(cast.holder)
    client.post(address, {"body": "Puis-je envoyer <b>une photo</b> ?"})
    page = client.get(f"/dossiers/{file.handle}/").text
    assert "&lt;b&gt;une photo" in page
    long = client.post(address, {"body": "x" * 4001}, follow=True)
    assert "x" * 4001 in long.text
    outbox.drain()
    assert Message.objects.filter(notice="note").get().to == cast.officer
    client.force_login(cast.stranger)
    assert client.post(address, {"body": "Bonjour"}).status_code == 404


def queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_the_same_queries_with_one_and_three_partners(client, cast):
    counts = {}
    for others in (1, 3):
        file = casting.application(cast, title=f"Avec {others}")
        for number in range(1, others):
            organisation = casting.organisation(
                f"Structure {number}", "association", "", cast.commune, rna=f"W77000000{number}"
            )
            Partner.objects.create(application=file, organisation=organisation, position=number + 1, size="micro")
        client.force_login(cast.holder)
        client.get("/mes-dossiers/")
        pages = [
            part(file, "need"),
            part(file, "budget"),
            part(file, "pieces"),
            f"/dossiers/{file.handle}/relire/",
            f"/dossiers/{file.handle}/",
        ]
        counts[others] = [queries(client, page) for page in pages]
    assert counts[1] == counts[3]
    assert max(counts[1]) <= 25, counts
