"""Every address × every kind of person. Anonymous people are sent to sign in, strangers read 404, members whose
role does not suffice 403; what changes something answers to POST only."""

from datetime import timedelta

import pytest
from django.urls import get_resolver, reverse

from people.models import ApiToken, Invitation, JoinRequest, Membership
from workflows import clock

pytestmark = pytest.mark.django_db
WHO = ("anonymous", "stranger", "viewer", "editor", "owner", "officer", "administrator")
SIGN_IN = 302

#    name: method, then the status for each of WHO
RULES = {
    "profile": ("get", SIGN_IN, 200, 200, 200, 200, 200, 200),
    "tokens": ("get", SIGN_IN, 200, 200, 200, 200, 200, 200),
    "token_revoke": ("post", SIGN_IN, 404, 404, 404, 302, 404, 404),
    "organisations": ("get", SIGN_IN, 200, 200, 200, 200, 200, 200),
    "organisation_find": ("get", SIGN_IN, 200, 200, 200, 200, 200, 200),
    "towns": ("get", SIGN_IN, 200, 200, 200, 200, 200, 200),
    "organisation_new": ("get", SIGN_IN, 200, 200, 200, 200, 200, 200),
    "organisation": ("get", SIGN_IN, 404, 200, 200, 200, 200, 200),
    "organisation_edit": ("get", SIGN_IN, 404, 403, 403, 200, 403, 403),
    "invite": ("get", SIGN_IN, 404, 403, 403, 200, 403, 403),
    "join": ("post", SIGN_IN, 302, 302, 302, 302, 302, 302),
    "join_decide": ("post", SIGN_IN, 404, 403, 403, 302, 403, 403),
    "member": ("post", SIGN_IN, 404, 403, 403, 302, 403, 403),
    "member_remove": ("get", SIGN_IN, 404, 403, 200, 200, 403, 403),  # of the editor, who may leave
    "invitation_cancel": ("post", SIGN_IN, 404, 403, 403, 302, 403, 403),
    "invitation_resend": ("post", SIGN_IN, 404, 403, 403, 302, 403, 403),
    "invitation": ("get", 200, 200, 200, 200, 200, 200, 200),  # who holds the link may read it
    "invitation_accept": ("post", SIGN_IN, 404, 404, 404, 404, 404, 404),
    "mandates": ("get", SIGN_IN, 404, 404, 404, 404, 200, 200),  # the officer sees her own
    "mandate_new": ("get", SIGN_IN, 404, 404, 404, 404, 404, 200),
    "powers": ("get", SIGN_IN, 404, 404, 404, 404, 200, 200),
    "power": ("get", SIGN_IN, 404, 404, 404, 404, 200, 200),
    "mandate_end": ("get", SIGN_IN, 404, 404, 404, 404, 200, 200),
}


@pytest.fixture
def everyone(cast, person, mandate, administrator):
    officer = person("Karim", "Bensaïd")
    cast.officer_mandate = mandate(officer, "officer")
    cast.officer, cast.administrator, cast.anonymous = officer, administrator, None
    return cast


@pytest.fixture
def addresses(everyone, organisation, person):
    invitation, secret = Invitation.offer(organisation, by=everyone.owner, email="nina@exemple.fr", role="editor")
    asked = JoinRequest.ask(organisation, by=person("Jules"))
    token = ApiToken.objects.create(user=everyone.owner, name="x", prefix="abc", key_hash="0" * 64)
    editor = Membership.objects.get(user=everyone.editor)
    arguments = {
        "token_revoke": [token.pk],
        "join_decide": [organisation.pk, asked.pk],
        "member": [organisation.pk, editor.pk],
        "member_remove": [organisation.pk, editor.pk],
        "power": [organisation.pk, editor.pk],
        "invitation_cancel": [organisation.pk, invitation.pk],
        "invitation_resend": [organisation.pk, invitation.pk],
        "invitation": [secret],
        "invitation_accept": [invitation.pk],
        "mandate_end": [everyone.officer_mandate.pk],
    }
    whole = {"organisation", "organisation_edit", "invite", "join"}
    return {
        name: reverse(f"people:{name}", args=arguments.get(name, [organisation.pk] if name in whole else []))
        for name in RULES
    }


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("who", WHO)
def test_access(browser, everyone, addresses, name, who):
    method, *expected = RULES[name]
    answer = getattr(browser(getattr(everyone, who)), method)(addresses[name])
    assert answer.status_code == expected[WHO.index(who)]
    if who == "anonymous" and answer.status_code == SIGN_IN:
        assert reverse("account_login") in answer.url


def test_every_address_has_its_rule():
    ours = get_resolver("people.urls").reverse_dict
    assert {name for name in ours if isinstance(name, str)} == set(RULES)


@pytest.mark.parametrize("name", [name for name, (method, *_rest) in RULES.items() if method == "post"])
def test_what_changes_something_refuses_get(browser, everyone, addresses, name):
    assert browser(everyone.owner).get(addresses[name]).status_code == 405


def test_another_organisation_s_rows_under_ours(browser, everyone, organisation, addresses):
    """The number of a member, invitation or request of elsewhere is not found under one's own address."""
    other = type(organisation).objects.create(name="Autre", kind="citizen")
    Membership.objects.create(user=everyone.owner, organisation=other, role="owner")
    client = browser(everyone.owner)
    for name in ("member", "member_remove", "invitation_cancel", "invitation_resend", "join_decide"):
        elsewhere = addresses[name].replace(f"/{organisation.pk}/", f"/{other.pk}/", 1)
        assert client.post(elsewhere).status_code == 404, name


def test_a_mandate_of_yesterday_shows_no_organisation(browser, everyone, organisation):
    everyone.officer_mandate.valid_to = clock.today() - timedelta(days=1)
    everyone.officer_mandate.save()
    assert browser(everyone.officer).get(organisation.get_absolute_url()).status_code == 404


def test_an_officer_of_one_call_sees_no_organisation_here(browser, person, mandate, organisation):
    officer = person("Lina")
    mandate(officer, "officer", scope_kind="call", scope_id="7")
    assert browser(officer).get(organisation.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("members", [1, 3])
def test_pages_cost_the_same_for_one_and_three(
    browser, everyone, organisation, person, members, django_assert_max_num_queries
):
    """Five of them are the header's: mandates, memberships, what waits, what is unread, the session."""
    for i in range(members):
        Membership.objects.create(user=person(f"Membre{i}"), organisation=organisation)
        Invitation.offer(organisation, by=everyone.owner, email=f"x{i}@exemple.fr", role="viewer")
        JoinRequest.ask(organisation, by=person(f"Demande{i}"))
    client = browser(everyone.owner)
    for address in (organisation.get_absolute_url(), reverse("people:organisations")):
        with django_assert_max_num_queries(13):
            client.get(address)
    with django_assert_max_num_queries(13):
        client.get(reverse("people:organisation_find"), {"q": "saint etienne"})
