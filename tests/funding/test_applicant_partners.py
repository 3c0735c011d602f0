"""Rights and partners over HTTP, for each role; the arithmetic as it is typed."""

# ruff: noqa: F401, F811 (fixtures come by their name)

from decimal import Decimal

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from funding.models import Partner
from people.models import Invitation, Organisation
from tests import cast as casting
from tests.funding.applicants import PDF, auto, cast, file, fresh, own_storage, part
from tests.words import plain
from workflows import outbox
from workflows.models import Message

pytestmark = pytest.mark.django_db


EDF = "55208131766522"


def send(client, file, name, content, **place):
    return client.post(
        f"/dossiers/{file.handle}/fichiers/", place | {"file": SimpleUploadedFile(name, content)}, follow=True
    )


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
    assert (invitation.role, invitation.may_bind) == ("owner", False)
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
    shown = plain(told["parts"]["arithmetic"])
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
