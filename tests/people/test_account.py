"""Sign up, verify, sign in, reset: as a person lives it, through allauth and our pages."""

import re

import pytest
from django.db import IntegrityError
from django.urls import reverse

from people import tokens
from people.accounts import open_account
from people.models import ApiToken, User

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db


def sign_up(client, **values):
    data = {
        "first_name": "Léa", "last_name": "Martin", "email": "Lea@Exemple.fr",
        "password1": PASSWORD, "password2": PASSWORD, **values,
    }  # fmt: skip
    return client.post(reverse("account_signup"), data)


def link_in(mail):
    return re.search(r"https?://[^/]+(/\S+)", mail.body).group(1)


class TestSignUp:
    def test_from_the_form_to_the_first_page(self, browser, mailoutbox):
        client = browser()
        assert sign_up(client).status_code == 302
        lea = User.objects.get(email="lea@exemple.fr")
        assert lea.full_name == "Léa Martin"
        login = {"login": "lea@exemple.fr", "password": PASSWORD}
        assert client.post(reverse("account_login"), login).url == reverse("account_email_verification_sent")
        assert "_auth_user_id" not in client.session
        mail = mailoutbox[0]
        assert mail.subject == "Confirmez votre adresse" and "example.com" not in mail.body
        page = client.get(link_in(mail)).content.decode()
        assert "Confirmer mon adresse" in page  # a mail scanner that opens the link confirms nothing
        client.post(link_in(mail))
        client.post(reverse("account_login"), login)
        assert client.session["_auth_user_id"] == str(lea.pk)

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"password1": "court", "password2": "court"}, "password1"),
            ({"password1": "123456789012", "password2": "123456789012"}, "password1"),
            ({"email": "lea"}, "email"),
            ({"first_name": ""}, "first_name"),
        ],
    )
    def test_refused_and_nothing_lost(self, browser, values, field):
        answer = sign_up(browser(), **values)
        assert answer.status_code == 200 and answer.context["form"].errors[field]
        assert "Martin" in answer.content.decode()
        assert not User.objects.exists()

    def test_a_known_address_is_not_told_to_a_stranger(self, browser, db, mailoutbox):
        open_account("lea@exemple.fr", PASSWORD)
        assert sign_up(browser(), email="LEA@exemple.fr").url == reverse("account_email_verification_sent")
        assert User.objects.count() == 1
        assert len(mailoutbox) == 1  # to the owner of the address: there is already an account

    def test_the_address_is_unique_whatever_its_case(self, person):
        person("Léa", email="lea@exemple.fr")
        with pytest.raises(IntegrityError, match="one_account_per_email"):
            User.objects.create(email="LEA@exemple.fr")


@pytest.mark.parametrize(
    "name", ["account_login", "account_signup", "account_reset_password", "account_reset_password_done",
             "account_email_verification_sent", "account_inactive"],
)  # fmt: skip
@pytest.mark.parametrize("language", ["fr", "en"])
def test_open_pages(browser, name, language):
    answer = browser().get(reverse(name), headers={"accept-language": language})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count("<h1") == 1 and f'<html lang="{language}"' in page
    assert "style=" not in page and 'placeholder="A' not in page
    assert "testserver" not in page.split("<main")[0]  # our name in the header, not that of the host


@pytest.mark.parametrize("name", ["account_email", "account_change_password", "account_logout", "mfa_index"])
def test_own_pages(browser, cast, name):
    answer = browser(cast.owner).get(reverse(name))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count("<h1") == 1 and "<footer" in page


def test_two_factor_drawing_is_in_the_page(browser, db):
    """Our security policy refuses images in `data:` addresses."""
    open_account("lea@exemple.fr", PASSWORD)
    client = browser()
    client.post(reverse("account_login"), {"login": "lea@exemple.fr", "password": PASSWORD})
    answer = client.get(reverse("mfa_activate_totp"))
    answer = client.post(answer.url, {"password": PASSWORD}, follow=True)
    page = answer.content.decode()
    assert "<svg" in page and "data:image" not in page


def test_password_reset(browser, cast, mailoutbox):
    client = browser()
    client.post(reverse("account_reset_password"), {"email": cast.owner.email.upper()})
    assert mailoutbox[0].subject == "Choisir un nouveau mot de passe"
    answer = client.get(link_in(mailoutbox[0]), follow=True)
    url = answer.redirect_chain[-1][0]
    new = "cheval pile agrafe correct"
    client.post(url, {"password1": new, "password2": new})
    cast.owner.refresh_from_db()
    assert cast.owner.check_password(new)
    again = browser().get(link_in(mailoutbox[0]), follow=True).content.decode()
    assert "Ce lien a déjà servi" in again


def test_an_unknown_address_reads_the_same_page(browser, db):
    answer = browser().post(reverse("account_reset_password"), {"email": "x@exemple.fr"})
    assert answer.url == reverse("account_reset_password_done")


class TestProfile:
    def post(self, browser, user, **values):
        data = {"first_name": "Odile", "last_name": "Roux", "quality": "Maire", "language": "fr", **values}
        return browser(user).post(reverse("people:profile"), data)

    def test_saved(self, browser, cast):
        answer = self.post(browser, cast.owner, phone="01 84 00 00 27", language="en")
        assert answer.status_code == 302 and answer.cookies["django_language"].value == "en"
        cast.owner.refresh_from_db()
        assert (cast.owner.quality, cast.owner.language) == ("Maire", "en")

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [({"phone": "abc"}, "Écrivez un numéro"), ({"first_name": ""}, ""), ({"language": "de"}, "")],
    )
    def test_refused(self, browser, cast, values, sentence):
        answer = self.post(browser, cast.owner, **values)
        assert answer.status_code == 422 and sentence in answer.content.decode()
        assert "Odile Roux" in answer.content.decode()  # the header keeps the stored name

    def test_one_cannot_promote_oneself(self, browser, cast):
        self.post(browser, cast.owner, is_staff="on", is_superuser="on", email="x@exemple.fr")
        cast.owner.refresh_from_db()
        assert not cast.owner.is_staff and not cast.owner.is_superuser
        assert cast.owner.email == "odile@exemple.fr"

    def test_the_site_speaks_the_account_s_language(self, browser, person):
        page = browser(person("Ann", language="en")).get(reverse("people:profile")).content.decode()
        assert '<html lang="en"' in page


class TestTokens:
    def test_shown_once_and_hashed(self, browser, cast):
        client = browser(cast.owner)
        page = client.post(reverse("people:tokens"), {"name": "Tableur"}).content.decode()
        raw = re.search(r"trame_\w+_[\w-]{30,}", page).group()
        assert raw not in client.get(reverse("people:tokens")).content.decode()
        assert raw.split("_", 2)[2] not in str(ApiToken.objects.values().get())
        assert tokens.authenticate(raw) == cast.owner

    def test_revoked(self, browser, cast):
        token, raw = tokens.create(cast.owner, "Tableur")
        browser(cast.owner).post(reverse("people:token_revoke", args=[token.pk]))
        assert tokens.authenticate(raw) is None

    def test_a_closed_account_opens_nothing(self, cast):
        _token, raw = tokens.create(cast.owner, "Tableur")
        cast.owner.is_active = False
        cast.owner.save()
        assert tokens.authenticate(raw) is None

    @pytest.mark.parametrize("raw", ["", "trame", "trame__", "trame_x_y", "autre_abc_def", "trame_\0_x", "é_é_é"])
    def test_nonsense(self, raw):
        assert tokens.authenticate(raw) is None

    def test_one_character_changed(self, cast):
        _token, raw = tokens.create(cast.owner, "Tableur")
        assert tokens.authenticate(raw[:-1] + ("A" if raw[-1] != "A" else "B")) is None

    def test_use_is_noted_but_not_at_each_call(self, cast, day, django_assert_num_queries):
        token, raw = tokens.create(cast.owner, "Tableur")
        tokens.authenticate(raw)
        token.refresh_from_db()
        assert token.last_used_at == day
        with django_assert_num_queries(1):
            tokens.authenticate(raw)


def test_names(person):
    assert person("Ève", "Le Goff", email="e@exemple.fr").get_short_name() == "Ève"
    assert User(email="x@exemple.fr").full_name == "x@exemple.fr"
    named = User(email="x@exemple.fr", full_name="Jean Le Goff")
    assert (named.first_name, named.last_name) == ("Jean", "Le Goff")
