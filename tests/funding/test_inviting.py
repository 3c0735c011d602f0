"""Reviewers without an account: invited by mail, the mandate with the account that their link opens."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from funding import assigning, inviting
from funding.models import PoolInvitation, ReviewerProfile
from people.models import Change, Mandate, User
from tests import cast as casting
from tests.funding.desk import PEOPLE, as_, text_of
from workflows import clock, outbox
from workflows.models import Effect

pytestmark = pytest.mark.django_db
ADDRESS = "lea.moreau@labo.example"
ACCOUNT = {"first_name": "Léa", "last_name": "Moreau", "password": "quatre mots sans lien"}


@pytest.fixture
def cast():
    return casting.play()


def page(cast, part=""):
    return f"/appels/{cast.call.code}/vivier/{part}"


def send(cast, addresses, **more):
    facts = {"addresses": addresses, "role": "reviewer", "words": "mobilité", "places": "77", "capacity": "4"}
    return as_(cast.manager).post(page(cast), facts | more, follow=True)


def mailed():
    mail.outbox.clear()
    outbox.drain(but=("paper",))
    return list(mail.outbox)


def link_in(message):
    return re.search(r"/invitations/appels/[^/\s]+/", message.body).group()


def invited(cast, address=ADDRESS, **more):
    send(cast, address, **more)
    return link_in(mailed()[0])


def held(user, role="reviewer"):
    return Mandate.objects.in_force(clock.today()).filter(user=user, role=role, scope_kind="call").exists()


def test_from_the_mail_to_the_mandate(cast):
    answer = send(cast, f"Léa Moreau <{ADDRESS.upper()}>")
    assert "1 invitation part par courriel" in text_of(answer) and "Léa Moreau" in text_of(answer)
    message = mailed()[0]
    assert message.to == [ADDRESS] and "vous êtes invité à évaluer" in message.subject.replace("\xa0", " ")
    client = Client()
    shown = text_of(client.get(link_in(message)))
    assert "Nadia Roussel vous invite" in shown and 'value="Moreau"' in shown
    answer = client.post(link_in(message), ACCOUNT)
    assert answer.status_code == 302 and answer.url == f"/appels/{cast.call.code}/interets/"
    user = User.objects.get(email=ADDRESS)
    assert EmailAddress.objects.get(user=user).verified and user.check_password(ACCOUNT["password"])
    assert held(user) and client.get(answer.url).status_code == 200
    profile = user.reviewer_profile
    assert (profile.themes, profile.departments, profile.capacity) == (["mobilité"], ["77"], 4)
    assert user in [member.user for member in assigning.pool(cast.call)]
    change = Change.objects.get(person=user)
    assert (change.kind, change.by) == ("mandate_given", cast.manager)
    assert PoolInvitation.objects.get().accepted_by == user


def test_who_has_an_account_gets_the_mandate_and_is_told(cast):
    answer = send(cast, cast.stranger.email)
    assert "1 personne avait un compte" in text_of(answer) and held(cast.stranger)
    assert not PoolInvitation.objects.exists()
    message = mailed()[0]
    assert message.to == [cast.stranger.email] and f"/appels/{cast.call.code}/interets/" in message.body


def test_what_a_reviewer_said_of_themselves_stays(cast):
    ReviewerProfile.objects.create(user=cast.stranger, themes=["santé"], capacity=2)
    send(cast, cast.stranger.email)
    assert cast.stranger.reviewer_profile.themes == ["santé"]


def test_many_at_once_each_bad_line_named_and_nothing_lost(cast):
    pasted = f"Léa Moreau <{ADDRESS}>\n\nPas une adresse\n« Paul Roy » <paul@labo.example>;\n{cast.reviewer.email}\n"
    pasted += f"{cast.manager.email}\nx@\n{ADDRESS}"
    answer = send(cast, pasted)
    shown = text_of(answer)
    assert answer.status_code == 422 and "2 invitations partent" in shown
    assert {(it.email, it.name) for it in PoolInvitation.objects.all()} == {
        (ADDRESS, "Léa Moreau"), ("paul@labo.example", "Paul Roy")
    }  # fmt: skip
    assert "Ligne 3, « Pas une adresse »" in shown and "Ligne 7, « x@ »" in shown
    assert f"Ligne 5, « {cast.reviewer.email} » : a déjà ce mandat" in shown
    assert "on ne se donne pas un mandat à soi-même" in shown
    kept = re.search(r"<textarea[^>]*>(.*?)</textarea>", answer.content.decode(), re.S).group(1).split("\n")
    kept = [line.strip() for line in kept if line.strip()]
    assert kept == ["Pas une adresse", cast.reviewer.email, cast.manager.email, "x@"]


@pytest.mark.parametrize(
    "text, name, email",
    [
        ("a@b.fr", "", "a@b.fr"), ("<a@b.fr>", "", "a@b.fr"), ('"Roy, Paul" <a@b.fr>', "Roy, Paul", "a@b.fr"),
        ("Paul  Roy < A@B.FR >", "Paul Roy", "a@b.fr"), ("« Paul » <a@b.fr>,", "Paul", "a@b.fr"),
        ("Paul <a@b", "Paul", ""), ("Paul", "", ""), ("<>", "", ""), ("a" * 300 + "@b.fr", "", ""),
    ],
)  # fmt: skip
def test_lines_as_people_paste_them(text, name, email):
    line = inviting.read(text)[0]
    assert (line.name, line.email, bool(line.why)) == (name, email, not email)


def test_another_account_is_refused_with_a_sentence(cast):
    link = invited(cast)
    client = as_(cast.stranger)
    shown = text_of(client.get(link))
    assert "pour un autre compte" in shown and f"adressée à {ADDRESS}" in shown
    assert client.post(link).status_code == 409 and not held(cast.stranger)


def test_an_account_opened_meanwhile_signs_in_and_accepts(cast):
    link = invited(cast)
    user = User.objects.create_user(ADDRESS, casting.PASSWORD, first_name="Léa", last_name="Moreau")
    shown = text_of(Client().get(link))
    assert "a déjà un compte" in shown and "password" not in shown
    assert Client().post(link, ACCOUNT).status_code == 200 and not held(user)
    assert as_(user).post(link).status_code == 302 and held(user)


@pytest.mark.parametrize("days, said", [(13, "vous invite"), (14, "durait 14 jours")])
def test_it_expires(cast, days, said):
    link = invited(cast)
    with clock.at(clock.now() + timedelta(days=days)):
        assert said in text_of(Client().get(link))
        status = Client().post(link, ACCOUNT).status_code
    assert status == (302 if days == 13 else 409)


def test_it_serves_once_and_cancelled_serves_no_more(cast):
    link = invited(cast)
    Client().post(link, ACCOUNT)
    assert "déjà servi" in text_of(Client().get(link)) and Client().post(link, ACCOUNT).status_code == 409
    other = invited(cast, "paul@labo.example")
    pk = PoolInvitation.objects.get(email="paul@labo.example").pk
    assert as_(cast.manager).post(page(cast, f"{pk}/annuler/")).status_code == 302
    assert "annulée" in text_of(Client().get(other))
    assert "paul@labo.example" not in text_of(as_(cast.manager).get(page(cast)))


def test_sent_again_with_another_link_for_another_fortnight(cast):
    link = invited(cast)
    it = PoolInvitation.objects.get()
    with clock.at(clock.now() + timedelta(days=20)):
        assert "n’est plus valable" in text_of(as_(cast.manager).get(page(cast)))
        as_(cast.manager).post(page(cast, f"{it.pk}/renvoyer/"))
        again = link_in(mailed()[0])
        assert Client().get(link).status_code == 404
        assert Client().post(again, ACCOUNT).status_code == 302


def test_sent_again_to_who_opened_an_account_gives_the_mandate(cast):
    invited(cast)
    user = User.objects.create_user(ADDRESS, casting.PASSWORD)
    as_(cast.manager).post(page(cast, f"{PoolInvitation.objects.get().pk}/renvoyer/"))
    assert held(user) and PoolInvitation.objects.get().accepted_by == user


def test_the_secret_is_kept_nowhere(cast):
    secret = invited(cast).split("/")[3]
    assert secret not in str(list(PoolInvitation.objects.values())) + str(list(Effect.objects.values()))


def test_a_mail_server_that_is_down_is_tried_again(cast, settings):
    settings.EMAIL_BACKEND = "tests.people.test_members.Down"
    send(cast, ADDRESS)
    outbox.drain(but=("paper",))
    assert PoolInvitation.objects.get().sent_at is None and "le courriel part" in text_of(
        as_(cast.manager).get(page(cast))
    )
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with clock.at(clock.now() + timedelta(minutes=1)):
        link = link_in(mailed()[0])
    assert Client().get(link).status_code == 200


def test_a_weak_password_is_refused_and_the_invitation_waits(cast):
    link = invited(cast)
    for bad in ("court", "lea.moreau@labo.example", "123456789012345"):
        answer = Client().post(link, ACCOUNT | {"password": bad})
        assert answer.status_code == 422 and not User.objects.filter(email=ADDRESS).exists()


def test_a_member_of_committee_gets_an_account_and_no_mandate(cast):
    link = invited(cast, role="member")
    assert Client().post(link, ACCOUNT).status_code == 302
    assert not Mandate.objects.filter(user=User.objects.get(email=ADDRESS)).exists()
    assert "donnez-lui son siège" in text_of(send(cast, ADDRESS, role="member"))


def test_a_closed_account_is_not_called(cast):
    User.objects.filter(pk=cast.stranger.pk).update(is_active=False)
    assert "ce compte est fermé" in text_of(send(cast, cast.stranger.email))


@pytest.mark.parametrize("name", PEOPLE)
def test_managers_call_in_officers_read(cast, name):
    invited(cast)
    client, it = as_(getattr(cast, name)), PoolInvitation.objects.get()
    assert client.get(page(cast)).status_code == (200 if name in ("manager", "officer") else 403)
    if name != "manager":
        facts = {"addresses": "x@labo.example", "role": "reviewer", "words": "", "places": "", "capacity": "4"}
        assert client.post(page(cast), facts).status_code == 403
        for part in ("renvoyer/", "annuler/"):
            assert client.post(page(cast, f"{it.pk}/{part}")).status_code == 403
    it.refresh_from_db()
    assert it.cancelled_at is None and PoolInvitation.objects.count() == 1


def test_a_manager_of_another_call_calls_nobody_here(cast):
    other = casting.call(cast.programme, clock.now(), code="AUTRE")
    elsewhere = casting.mandate(casting.user("Ada", "Ailleurs"), Mandate.Role.MANAGER, scope=("call", other.pk))
    assert as_(elsewhere).get(page(cast)).status_code == 403
    invited(cast)
    url = f"/appels/{other.code}/vivier/{PoolInvitation.objects.get().pk}/annuler/"
    assert as_(elsewhere).post(url).status_code == 404
