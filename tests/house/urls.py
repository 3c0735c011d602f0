"""Every address of the project under one access rule. A new address without a line here fails.

PUBLIC   anyone.                       SIGNED   whoever is logged in.
ROLE     those whom the thing concerns; anyone else finds nothing (404) or is refused (403).
STAFF    the administrators of the platform.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.instruments.houses import of_instruments

PUBLIC, SIGNED, ROLE, STAFF = "public", "signed in", "role", "staff"

RULES: dict[str, str] = {
    # accounts (allauth): each page decides for itself whether one must be logged in
    "account_login": PUBLIC, "account_logout": PUBLIC, "account_inactive": PUBLIC, "account_signup": PUBLIC,
    "account_email_verification_sent": PUBLIC, "account_confirm_email": PUBLIC, "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC, "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC, "account_confirm_login_code": PUBLIC,
    "account_reauthenticate": SIGNED, "account_email": SIGNED, "account_change_password": SIGNED,
    "account_set_password": SIGNED, "mfa_authenticate": PUBLIC, "mfa_index": SIGNED, "mfa_reauthenticate": SIGNED,
    "mfa_activate_totp": SIGNED, "mfa_deactivate_totp": SIGNED, "mfa_view_recovery_codes": SIGNED,
    "mfa_generate_recovery_codes": SIGNED, "mfa_download_recovery_codes": SIGNED,
    "set_language": PUBLIC,
    # API
    "api-1:openapi-json": PUBLIC, "api-1:call_list": PUBLIC, "api-1:call": PUBLIC, "api-1:nothing": PUBLIC,
    "api-1:api-root": PUBLIC, "api-1:call_step": ROLE, "api-1:application_list": SIGNED, "api-1:create": SIGNED,
    "api-1:application": ROLE, "api-1:change": ROLE, "api-1:partners": ROLE, "api-1:document": ROLE,
    "api-1:step": ROLE, "api-1:review": ROLE, "api-1:review_step": ROLE, "api-1:agreement": ROLE,
    "api-1:agreement_step": ROLE, "api-1:disbursement": ROLE, "api-1:disbursement_step": ROLE,
    "api-1:condition": ROLE, "api-1:condition_step": ROLE, "api-1:appeal": ROLE, "api-1:appeal_step": ROLE,
    "api-1:withdrawal": ROLE, "api-1:withdrawal_step": ROLE, "api-1:thing": ROLE, "api-1:thing_step": ROLE,
    "api-1:thing_list": SIGNED,
    # people
    "people:profile": SIGNED, "people:tokens": SIGNED, "people:token_revoke": ROLE, "people:organisations": SIGNED,
    "people:organisation_find": SIGNED, "people:towns": SIGNED, "people:organisation_new": SIGNED,
    "people:organisation": ROLE,
    "people:organisation_edit": ROLE, "people:invite": ROLE, "people:join": SIGNED, "people:join_decide": ROLE,
    "people:member": ROLE, "people:powers": ROLE, "people:power": ROLE, "people:member_remove": ROLE,
    "people:invitation_cancel": ROLE, "people:invitation_resend": ROLE,
    "people:invitation": PUBLIC,  # the secret of the link is the key
    "people:invitation_accept": ROLE, "people:mandates": ROLE, "people:mandate_new": ROLE, "people:mandate_end": ROLE,
    # the kernel
    "workflows:step": ROLE, "workflows:inbox": SIGNED, "workflows:message": ROLE, "workflows:paper": ROLE,
    "workflows:verification": PUBLIC, "workflows:verify": PUBLIC, "workflows:effects": STAFF,
    "workflows:retry": STAFF,
    # the public site
    "funding:call_list": PUBLIC, "funding:calls": PUBLIC, "funding:call": PUBLIC, "funding:eligibility": PUBLIC,
    "funding:help": PUBLIC,
    "funding:finder": PUBLIC,
    "funding:accessibility": PUBLIC, "funding:legal": PUBLIC, "funding:privacy": PUBLIC, "funding:open_data": PUBLIC,
    "funding:budget_template": PUBLIC,
    # who applies
    "funding:home": SIGNED, "funding:application_new": SIGNED, "funding:my_applications": SIGNED,
    "funding:places": SIGNED, "funding:application_form": ROLE, "funding:application_preview": ROLE,
    "funding:application_version": ROLE, "funding:application_autosave": ROLE, "funding:application_section": ROLE,
    "funding:partner_add": ROLE, "funding:partner": ROLE, "funding:partner_invite": ROLE,
    "funding:partner_remove": ROLE, "funding:engage": ROLE, "funding:document": ROLE, "funding:document_add": ROLE,
    "funding:anonymised": ROLE, "funding:anonymised_add": ROLE,
    "funding:documents_zip": ROLE, "funding:document_remove": ROLE, "funding:note": ROLE,
    "funding:application": ROLE,
    # who instructs, reviews, decides, pays, funds
    "funding:application_list": SIGNED,  # sends to their own list those who hold no office
    "funding:take_charge": SIGNED,  # each file chosen goes through the gate
    "funding:piece_accept": ROLE,
    "funding:review_list": SIGNED, "funding:review": ROLE, "funding:review_draft": ROLE, "funding:decision_list": ROLE,
    "funding:state_aid": ROLE, "funding:state_aid_check": ROLE, "funding:aid_declaration": ROLE,
    "funding:aid_declaration_ask": ROLE, "funding:register_line": ROLE,
    "funding:law_list": ROLE, "funding:law": ROLE, "funding:law_new": ROLE, "funding:register": ROLE,
    "funding:register_ours": ROLE,
    "funding:interests": ROLE, "funding:assignment": ROLE, "funding:assignment_propose": ROLE,
    "funding:assignment_send": ROLE, "funding:assignment_discard": ROLE, "funding:assignment_file": ROLE,
    "funding:reviewer": ROLE, "funding:reviewer_replace": ROLE, "funding:reviewer_profile": ROLE,
    "funding:links": ROLE, "funding:sign": ROLE, "api-1:interest": ROLE, "api-1:interest_step": ROLE,
    "funding:pool": ROLE, "funding:pool_resend": ROLE, "funding:pool_cancel": ROLE,
    "funding:pool_invitation": PUBLIC,  # the secret of the link is the key
    "funding:call_reviews": ROLE, "funding:remark": ROLE,
    "funding:decision_preview": ROLE, "funding:step_preview": ROLE, "funding:to_sign": ROLE,
    "funding:read_before_signing": ROLE,
    "funding:sign_chosen": ROLE, "funding:set_aside": ROLE, "funding:signing_act": ROLE, "funding:sign_again": ROLE,
    "funding:stop_signing": ROLE,
    "funding:visa_list": SIGNED,  # a level needs no other mandate; nobody sees another's
    "funding:session_decisions": ROLE, "funding:session_decision": ROLE, "funding:session_refusals": ROLE,
    "funding:call_visas": ROLE,
    "funding:visa_level_end": ROLE, "funding:visa_deputy_end": ROLE,
    "funding:agreement": ROLE, "funding:agreement_preview": ROLE,
    "funding:payment_plan": ROLE, "funding:payment_list": ROLE, "funding:portfolio": ROLE,
    "funding:export_csv": ROLE, "funding:export_xlsx": ROLE,
    # who sits
    "funding:committee_list": SIGNED, "funding:committee_new": ROLE, "funding:committee": ROLE,
    "funding:committee_live": ROLE, "funding:committee_ranking": ROLE, "funding:committee_sheet": ROLE,
    "funding:committee_minutes": ROLE, "funding:committee_extract": ROLE,
    "funding:committee_screen": ROLE, "funding:committee_screen_live": ROLE,
    "api-1:committeesession": ROLE, "api-1:committeesession_step": ROLE,
    "api-1:agendaitem": ROLE, "api-1:agendaitem_step": ROLE,
    # who manages
    "funding:programme_list": ROLE, "funding:programme_new": ROLE, "funding:programme": ROLE,
    "funding:programme_edit": ROLE, "funding:share_balance": ROLE, "funding:call_new": ROLE,
    "funding:call_edit": ROLE, "funding:call_copy": ROLE, "funding:call_part": ROLE, "funding:builder": ROLE,
    "funding:builder_act": ROLE, "funding:builder_preview": ROLE, "funding:builder_section_new": ROLE,
    "funding:builder_section": ROLE, "funding:builder_question_new": ROLE, "funding:builder_question": ROLE,
}  # fmt: skip

# Addresses of others that are off in this project, or that only a browser in the middle of a login may ask.
NOT_ASKED = {"account_confirm_login_code", "mfa_authenticate", "mfa_download_recovery_codes"}


OF_DRAFTS = {
    "funding:application_autosave", "funding:application_section", "funding:partner_add", "funding:partner_remove",
    "funding:partner", "funding:document_remove", "funding:document_add", "api-1:change", "api-1:partners",
    "api-1:document",
}  # fmt: skip


def addresses(resolver: Any = None, prefix: str = "", spaces: str = "") -> Iterator[tuple[str, str]]:
    """(name with its namespace, pattern) of every address."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            space = f"{entry.namespace}:" if entry.namespace else ""
            yield from addresses(entry, prefix + str(entry.pattern), spaces + space)
        elif isinstance(entry, URLPattern):
            yield spaces + (entry.name or f"unnamed {prefix}{entry.pattern}"), prefix + str(entry.pattern)


@cache
def patterns() -> dict[str, str]:
    return dict(addresses())


def ours() -> list[str]:
    """Those of the shared rooms: an instrument writes its own (tests/instruments/houses.py)."""
    return [name for name, _pattern in addresses() if not name.startswith("admin:") and not of_instruments(name)]


def arguments(name: str, stage: Any) -> dict[str, Any]:
    """What stands in the address: things of the stage that exist, so that a 404 says « not for you »."""
    programmes = ("funding:programme", "funding:programme_edit", "funding:call_new")
    steps = {
        "committeesession": "open", "agendaitem": "report", "call": "postpone", "agreement": "close",
        "disbursement": "order", "condition": "put_off", "appeal": "advise", "withdrawal": "observe",
        "interest": "lift", "funding:step_preview": "open_withdrawal",
    }  # fmt: skip
    # A draft where only a draft can be written in; a file to sign where a decision is being prepared.
    studied = name in (
        "funding:decision_preview", "funding:piece_accept", "funding:state_aid", "funding:state_aid_check",
        "funding:aid_declaration", "funding:aid_declaration_ask",
        "funding:sign",
    )  # fmt: skip
    file = stage.proposed if studied else stage.draft if name in OF_DRAFTS else stage.awarded
    known = {
        "handle": file.handle, "reference": file.handle,
        "code": stage.cast.programme.code if name in programmes else stage.cast.call.code,
        "section": "projet", "key": "need", "part": "regles", "path": "nothing", "rest": "nothing",
        "name": steps.get(name.removeprefix("api-1:").removesuffix("_step"), "submit"),
        "table": "size", "kind": "application", "uidb36": "x", "token": stage.token_of(name),
        **stage.keys_of(name),
    }  # fmt: skip
    pattern = patterns()[name]
    return {word: value for word, value in known.items() if f":{word}>" in pattern or f"<{word}>" in pattern}
