import re
import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse

from people.models import Invitation, JoinRequest, Membership, Organisation
from workflows import clock

pytestmark = pytest.mark.django_db


def membership(user):
    return Membership.objects.get(user=user)


def link_in(mail):
    return re.search(r"/invitations/[^/\s]+/", mail.body).group()


class TestLastOwner:
    def test_cannot_leave(self, cast):
        with pytest.raises(ValidationError, match="nommez d’abord un autre responsable"):
            membership(cast.owner).remove(by=cast.owner)
        assert membership(cast.owner)

    def test_cannot_step_down(self, cast):
        with pytest.raises(ValidationError):
            membership(cast.owner).change(by=cast.owner, role="editor", may_bind=True)
        assert membership(cast.owner).role == "owner"

    def test_leaves_once_another_is_named(self, cast):
        membership(cast.editor).change(by=cast.owner, role="owner", may_bind=False)
        membership(cast.owner).remove(by=cast.owner)
        assert not Membership.objects.filter(user=cast.owner).exists()

    def test_reads_why_on_the_page(self, browser, cast, organisation):
        url = reverse("people:member_remove", args=[organisation.pk, membership(cast.owner).pk])
        page = browser(cast.owner).post(url, follow=True).content.decode()
        assert "seul responsable" in page

    @pytest.mark.django_db(transaction=True)
    def test_two_owners_who_leave_at_the_same_second(self, cast):
        membership(cast.editor).change(by=cast.owner, role="owner", may_bind=False)
        barrier, refused = threading.Barrier(2), []

        def leave(user):
            try:
                mine = membership(user)
                barrier.wait(10)
                mine.remove(by=user)
            except ValidationError:
                refused.append(user)
            finally:
                connection.close()

        threads = [threading.Thread(target=leave, args=[user]) for user in (cast.owner, cast.editor)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert len(refused) == 1
        assert Membership.objects.owners().count() == 1


class TestRights:
    def test_only_owners_change_rights(self, cast):
        with pytest.raises(PermissionDenied):
            membership(cast.viewer).change(by=cast.editor, role="owner", may_bind=True)

    def test_a_member_leaves_alone(self, cast):
        membership(cast.viewer).remove(by=cast.viewer)
        with pytest.raises(PermissionDenied):
            membership(cast.owner).remove(by=cast.editor)

    def test_to_bind_is_apart_from_the_role(self, browser, cast, organisation):
        it = membership(cast.viewer)
        url = reverse("people:member", args=[organisation.pk, it.pk])
        data = {f"m{it.pk}-role": "viewer", f"m{it.pk}-may_bind": "on"}
        assert browser(cast.owner).post(url, data).status_code == 302
        it.refresh_from_db()
        assert (it.role, it.may_bind) == ("viewer", True)
        assert list(Membership.objects.binding()) == [it]

    def test_a_role_that_does_not_exist(self, browser, cast, organisation):
        it = membership(cast.viewer)
        url = reverse("people:member", args=[organisation.pk, it.pk])
        browser(cast.owner).post(url, {f"m{it.pk}-role": "king"})
        it.refresh_from_db()
        assert it.role == "viewer"


class TestInvitation:
    def invite(self, browser, cast, organisation, email="nina@exemple.fr", **more):
        url = reverse("people:invite", args=[organisation.pk])
        return browser(cast.owner).post(url, {"email": email, "role": "editor", **more})

    def test_from_the_mail_to_the_organisation(self, browser, cast, organisation, person, mailoutbox):
        assert self.invite(browser, cast, organisation, "Nina@Exemple.fr", may_bind="on").status_code == 302
        mail = mailoutbox[0]
        assert mail.to == ["nina@exemple.fr"]
        assert mail.subject == "Odile Roux vous invite à rejoindre Saint-Étienne"
        nina = person("Nina")
        answer = browser(nina).post(link_in(mail))
        assert answer.url == organisation.get_absolute_url()
        assert (membership(nina).role, membership(nina).may_bind) == ("editor", True)
        assert Invitation.objects.get().accepted_by == nina

    def test_in_the_reader_s_language(self, browser, cast, organisation, person, mailoutbox):
        person("Nina", language="en")
        self.invite(browser, cast, organisation)
        assert mailoutbox[0].to == ["nina@exemple.fr"]

    def test_the_secret_is_not_stored(self, browser, cast, organisation, mailoutbox):
        self.invite(browser, cast, organisation)
        secret = link_in(mailoutbox[0]).split("/")[2]
        assert secret not in str(Invitation.objects.values().get())

    def test_wrong_account(self, browser, cast, organisation, mailoutbox):
        self.invite(browser, cast, organisation)
        client = browser(cast.stranger)
        page = client.get(link_in(mailoutbox[0])).content.decode()
        assert "pour un autre compte" in page and "revenir ici" in page
        assert "adressée à nina@exemple.fr" in page and "connecté avec simon@exemple.fr" in page
        assert client.post(link_in(mailoutbox[0])).status_code == 409
        assert not Membership.objects.filter(user=cast.stranger).exists()

    def test_anonymous_reads_and_is_led_to_an_account(self, browser, cast, organisation, mailoutbox):
        self.invite(browser, cast, organisation)
        link = link_in(mailoutbox[0])
        page = browser().get(link).content.decode()
        assert f"{reverse('account_signup')}?next={link}" in page
        browser().post(link)
        assert organisation.memberships.count() == 3

    @pytest.mark.parametrize(
        ("days", "sentence"), [(13, "vous invite"), (14, "durait 14 jours"), (15, "durait 14 jours")]
    )
    def test_expires(self, browser, cast, organisation, mailoutbox, day, days, sentence):
        self.invite(browser, cast, organisation)
        with clock.at(day + timedelta(days=days)):
            assert sentence in browser().get(link_in(mailoutbox[0])).content.decode()

    def test_serves_once(self, browser, cast, organisation, person, mailoutbox):
        self.invite(browser, cast, organisation)
        client = browser(person("Nina"))
        client.post(link_in(mailoutbox[0]))
        answer = client.post(link_in(mailoutbox[0]))
        assert answer.status_code == 409 and "déjà servi" in answer.content.decode()

    def test_a_new_one_replaces_the_former(self, browser, cast, organisation, mailoutbox):
        self.invite(browser, cast, organisation)
        it = Invitation.objects.get()
        browser(cast.owner).post(reverse("people:invitation_resend", args=[organisation.pk, it.pk]))
        old, new = (link_in(mail) for mail in mailoutbox)
        assert "annulée ou remplacée" in browser().get(old).content.decode()
        assert "vous invite" in browser().get(new).content.decode()

    def test_cancelled(self, browser, cast, organisation, mailoutbox):
        self.invite(browser, cast, organisation)
        url = reverse("people:invitation_cancel", args=[organisation.pk, Invitation.objects.get().pk])
        browser(cast.owner).post(url)
        assert "annulée" in browser().get(link_in(mailoutbox[0])).content.decode()

    def test_a_member_is_not_invited_again(self, browser, cast, organisation, mailoutbox):
        answer = self.invite(browser, cast, organisation, "VERA@exemple.fr")
        assert answer.status_code == 422
        assert "déjà membre" in answer.content.decode()
        assert not mailoutbox

    def test_never_lowers_a_role(self, cast, organisation, person):
        nina = person("Nina")
        invitation, _token = Invitation.offer(organisation, by=cast.owner, email="nina@exemple.fr", role="viewer")
        Membership.objects.create(user=nina, organisation=organisation, role="owner")
        invitation.accept(by=nina)
        assert membership(nina).role == "owner"

    def test_waits_in_the_account(self, browser, cast, organisation, person):
        Invitation.offer(organisation, by=cast.owner, email="nina@exemple.fr", role="viewer")
        client = browser(person("Nina"))
        page = client.get(reverse("people:organisations")).content.decode()
        assert "Odile Roux vous invite à rejoindre Saint-Étienne" in page
        client.post(reverse("people:invitation_accept", args=[Invitation.objects.get().pk]))
        assert organisation.memberships.filter(user__email="nina@exemple.fr").exists()

    def test_a_mail_server_that_is_down_loses_nothing(self, browser, cast, organisation, settings):
        settings.EMAIL_BACKEND = "tests.people.test_members.Down"
        url = reverse("people:invite", args=[organisation.pk])
        page = browser(cast.owner).post(url, {"email": "n@exemple.fr", "role": "viewer"}, follow=True)
        assert "Renvoyez-la" in page.content.decode()
        assert Invitation.objects.get().email == "n@exemple.fr"

    @pytest.mark.parametrize("email", ["", "nina", "a@b.fr\nBcc: x@y.fr"])
    def test_bad_addresses_are_refused(self, browser, cast, organisation, email, mailoutbox):
        assert self.invite(browser, cast, organisation, email).status_code == 422
        assert not mailoutbox


class Down:
    def __init__(self, **options):
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError("no mail today")


class TestJoining:
    def ask(self, browser, cast, organisation, message="Je suis la nouvelle cheffe de projet."):
        url = reverse("people:join", args=[organisation.pk])
        return browser(cast.stranger).post(url, {"message": message}, follow=True)

    def test_the_owner_decides(self, browser, cast, organisation, mailoutbox):
        page = self.ask(browser, cast, organisation).content.decode()
        assert "attend la réponse" in page
        assert mailoutbox[0].to == [cast.owner.email] and "cheffe de projet" in mailoutbox[0].body
        client = browser(cast.owner)
        assert "demande à rejoindre" in client.get(organisation.get_absolute_url()).content.decode()
        url = reverse("people:join_decide", args=[organisation.pk, JoinRequest.objects.get().pk])
        client.post(url, {"answer": "accept", "role": "editor"})
        assert membership(cast.stranger).role == "editor"
        assert mailoutbox[1].to == [cast.stranger.email] and "rejoint" in mailoutbox[1].subject

    def test_while_nobody_runs_it_an_administrator_opens_the_door(self, browser, cast, administrator, mailoutbox):
        empty = Organisation.objects.create(name="Nommée comme partenaire", kind="citizen")
        self.ask(browser, cast, empty)
        assert mailoutbox[0].to == [administrator.email]
        url = reverse("people:join_decide", args=[empty.pk, JoinRequest.objects.get().pk])
        assert browser(administrator).post(url, {"answer": "accept", "role": "owner"}).status_code == 302
        assert membership(cast.stranger).role == "owner"
        assert not empty.is_run_by(administrator)

    def test_refused(self, browser, cast, organisation, mailoutbox):
        self.ask(browser, cast, organisation)
        url = reverse("people:join_decide", args=[organisation.pk, JoinRequest.objects.get().pk])
        browser(cast.owner).post(url, {"answer": "decline"})
        assert not Membership.objects.filter(user=cast.stranger).exists()
        assert "n’a pas accepté" in mailoutbox[1].body

    def test_an_answer_is_given_once(self, browser, cast, organisation):
        asked = JoinRequest.ask(organisation, by=cast.stranger)
        asked.decide(by=cast.owner, accepted=False)
        with pytest.raises(ValidationError, match="a déjà répondu"):
            asked.decide(by=cast.owner, accepted=True)

    def test_asking_twice_is_asking_once(self, browser, cast, organisation):
        self.ask(browser, cast, organisation)
        self.ask(browser, cast, organisation)
        assert JoinRequest.objects.count() == 1

    def test_html_in_the_message_is_shown_as_text(self, browser, cast, organisation):
        self.ask(browser, cast, organisation, "<script>alert(1)</script>")
        page = browser(cast.owner).get(organisation.get_absolute_url()).content.decode()
        assert "&lt;script&gt;alert(1)" in page and "<script>alert(1)" not in page
