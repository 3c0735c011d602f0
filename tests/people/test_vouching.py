"""Anyone may register a structure; the power to commit it begins with a proof, which is kept."""

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people import vouching
from people.models import Change, Invitation, JoinRequest, Membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(person, mandate):
    karim = person("Karim", "Bensaïd")
    mandate(karim, "officer", scope_kind="call", scope_id="7")  # of one call: files are not written yet
    return karim


def of(user):
    return Membership.objects.get(user=user)


def empower(user, by):
    member = of(user)
    member.change(by=by, role=member.role, may_bind=True)
    return of(user)


def verified(user):
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


class TestProofs:
    def test_who_registers_a_structure_and_takes_the_power_commits_nobody(self, cast):
        assert not empower(cast.owner, by=cast.owner).binds
        assert not empower(cast.editor, by=cast.owner).binds

    def test_an_officer_reads_the_act_and_colleagues_follow(self, cast, officer):
        vouching.vouch(empower(cast.owner, by=cast.owner), by=officer, evidence="Délibération n° 4")
        owner = of(cast.owner)
        assert owner.binds and (owner.vouched_by, owner.vouched_on) == (officer, "Délibération n° 4")
        editor = empower(cast.editor, by=cast.owner)
        assert editor.binds and editor.vouched_by == cast.owner

    def test_an_invitation_by_someone_proven_is_a_proof(self, cast, officer, organisation, person):
        vouching.vouch(of(cast.owner), by=officer, evidence="Arrêté n° 4")
        invitation, _secret = Invitation.offer(
            organisation, by=cast.owner, email="nina@exemple.fr", role="editor", may_bind=True
        )
        assert invitation.accept(by=person("Nina")).binds

    def test_an_invitation_by_someone_unproven_is_none(self, cast, organisation, person):
        invitation, _secret = Invitation.offer(
            organisation, by=cast.owner, email="nina@exemple.fr", role="owner", may_bind=True
        )
        assert not invitation.accept(by=person("Nina")).binds

    def test_a_power_that_was_taken_away_is_proven_anew(self, cast, officer):
        vouching.vouch(empower(cast.editor, by=cast.owner), by=officer, evidence="Arrêté n° 4")
        of(cast.editor).change(by=cast.owner, role="editor", may_bind=False)
        assert not empower(cast.editor, by=cast.owner).binds

    def test_an_address_in_the_structure_s_own_domain(self, cast, officer):
        verified(cast.owner)
        vouching.vouch(of(cast.owner), by=officer, evidence="Arrêté n° 4", own_domain=True)
        cast.stranger.email = "simon@exemple.fr"
        member = Membership.enter(of(cast.owner).organisation, cast.stranger, by=cast.stranger, role="owner")
        assert not member.vouched_at  # the address is not confirmed
        verified(cast.stranger)
        assert empower(cast.stranger, by=cast.stranger).vouched_on == "Adresse en @exemple.fr, domaine de la structure"

    @pytest.mark.parametrize("email", ["maire.de.paris@gmail.com", "maire@localhost"])
    def test_an_address_that_anyone_may_have_proves_nothing(self, cast, officer, email):
        type(cast.owner).objects.filter(pk=cast.owner.pk).update(email=email)
        with pytest.raises(ValidationError, match="elle ne prouve rien"):
            vouching.vouch(of(cast.owner), by=officer, evidence="Arrêté", own_domain=True)
        assert not of(cast.owner).vouched_at


class TestWhoReads:
    def test_neither_a_reviewer_nor_a_member_nor_twice(self, cast, officer, person, mandate, organisation):
        reviewer = person("Yann")
        mandate(reviewer, "reviewer")
        with pytest.raises(PermissionDenied):
            vouching.vouch(of(cast.owner), by=reviewer, evidence="x")
        Membership.objects.create(user=officer, organisation=organisation, role="viewer")
        with pytest.raises(ValidationError, match="une autre personne"):
            vouching.vouch(of(cast.owner), by=officer, evidence="x")
        Membership.objects.filter(user=officer).delete()
        vouching.vouch(of(cast.owner), by=officer, evidence="x")
        with pytest.raises(ValidationError, match="déjà vérifié"):
            vouching.vouch(of(cast.owner), by=officer, evidence="y")

    def test_on_the_screen(self, browser, cast, officer, organisation):
        client, member = browser(officer), empower(cast.owner, by=cast.owner)
        assert "Odile Roux" in client.get(reverse("people:powers")).content.decode()
        url = reverse("people:power", args=[organisation.pk, member.pk])
        assert client.post(url, {"evidence": ""}).status_code == 422
        assert client.post(url, {"evidence": "Délibération n° 4"}).status_code == 302
        assert of(cast.owner).binds
        assert "Aucun pouvoir n’attend" in client.get(reverse("people:powers")).content.decode()
        page = browser(cast.owner).get(organisation.get_absolute_url()).content.decode()
        assert "Délibération n° 4" in page and "Vous pouvez engager la structure" in page

    def test_the_member_reads_what_to_do(self, browser, cast, organisation):
        empower(cast.owner, by=cast.owner)
        page = browser(cast.owner).get(organisation.get_absolute_url()).content.decode()
        assert "Votre pouvoir reste à vérifier" in page and "délibération" in page

    def test_the_list_costs_the_same_for_any_length(self, browser, cast, officer):
        costs = []
        for user in (cast.owner, cast.editor, cast.viewer):
            empower(user, by=cast.owner)
            with CaptureQueriesContext(connection) as seen:
                browser(officer).get(reverse("people:powers"))
            costs.append(len(seen))
        assert costs[1] == costs[2]


class TestRecord:
    def kinds(self):
        return list(Change.objects.order_by("id").values_list("kind", "person__first_name", "by__first_name"))

    def test_members(self, cast, organisation):
        asked = JoinRequest.ask(organisation, by=cast.stranger)
        asked.decide(by=cast.owner, accepted=True)
        empower(cast.stranger, by=cast.owner)
        of(cast.stranger).change(by=cast.owner, role="viewer", may_bind=True)  # nothing new
        of(cast.stranger).remove(by=cast.owner)
        who = ("Simon", "Odile")
        assert self.kinds() == [("joined", *who), ("changed", *who), ("left", *who)]
        assert Change.objects.get(kind="changed").details == "Lecteur → Lecteur, peut engager la structure"

    def test_mandates(self, browser, cast, administrator):
        client = browser(administrator)
        form = {"person": "simon@exemple.fr", "role": "officer", "scope": "", "valid_from": "2026-03-05"}
        assert client.post(reverse("people:mandate_new"), form).status_code == 302
        given = cast.stranger.mandates.get()
        assert (
            client.post(reverse("people:mandate_end", args=[given.pk]), {"last_day": "2026-03-31"}).status_code == 302
        )
        given.valid_from = given.valid_from.replace(month=4)
        given.valid_to = None
        given.end(by=administrator, on=given.valid_from.replace(month=3))
        who = ("Simon", "Agnès")
        assert self.kinds() == [("mandate_given", *who), ("mandate_ended", *who), ("mandate_withdrawn", *who)]
        page = client.get(reverse("people:mandates") + "?etat=historique").content.decode()
        assert "Dernier jour fixé" in page and "31 mars 2026" in page and "Mandat retiré" in page

    def test_owners_read_it_others_do_not(self, browser, cast, organisation):
        empower(cast.editor, by=cast.owner)
        assert "Historique des droits" in browser(cast.owner).get(organisation.get_absolute_url()).content.decode()
        assert "Historique des droits" not in browser(cast.editor).get(organisation.get_absolute_url()).content.decode()
        assert browser(cast.owner).get(reverse("people:mandates") + "?etat=historique").status_code == 404

    @pytest.mark.parametrize("rewrite", [lambda rows: rows.update(kind="left"), lambda rows: rows.delete()])
    def test_nothing_is_rewritten(self, cast, rewrite):
        empower(cast.editor, by=cast.owner)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rewrite(Change.objects.all())
