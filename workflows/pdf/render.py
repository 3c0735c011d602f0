"""The one function that makes a paper."""

import json
from datetime import UTC, datetime
from typing import Any

from django.template import Context, TemplateDoesNotExist
from django.utils import translation

from . import machine
from .content import clean
from .errors import PaperError
from .french import solid_spaces

DATA_NAME = "donnees.json"
VARIANT = "pdf/a-3a"
INTENT = "sRGB"


def render(
    content: dict[str, Any],
    template: str,
    *,
    lang: str = "fr",
    title: str,
    author: str,
    created: datetime,
    draft: bool = False,
    attachment: dict[str, Any] | None = None,
) -> bytes:
    """The bytes of a paper: PDF/A-3a and PDF/UA-1, with its facts embedded as JSON.

    ``content`` holds JSON values only (amounts and dates as text); ``template`` is a name such as
    ``papers/award.html``; ``created`` is the aware instant that the file bears. ``attachment`` replaces the
    content as embedded data; an empty one embeds nothing. ``draft`` prints PROJET across each page and leaves
    out the verification code. Raises ``PaperError``.
    """
    if created.tzinfo is None:
        raise PaperError("The instant of creation has no time zone.")
    facts = clean(content)
    data = facts if attachment is None else clean(attachment)
    head = clean({"title": title, "author": author})
    created = created.astimezone(UTC).replace(microsecond=0)
    with machine.lock:
        html = to_html(facts, template, lang=lang, created=created, draft=draft, **head)
        return _to_pdf(html, facts, data, created, draft)


def to_html(
    facts: dict[str, Any], template: str, *, lang: str, title: str, author: str, created: datetime, draft: bool
) -> str:
    """The page before layout. What people wrote is text in it: escaped once, never a tag, never a template."""
    context = Context(
        {**facts, "lang": lang, "title": title, "author": author, "draft": draft, "created": created.isoformat()},
        use_tz=False,
    )
    with translation.override(lang):
        try:
            html = machine.templates().get_template(template).render(context)
        except TemplateDoesNotExist as error:
            raise PaperError(f"No template « {template} ».") from error
    return solid_spaces(html) if lang == "fr" else html


def _to_pdf(html: str, facts: dict[str, Any], data: dict[str, Any], created: datetime, draft: bool) -> bytes:
    shared = machine.shared()
    from weasyprint import Attachment
    from weasyprint.urls import FatalURLFetchingError

    from .conformity import claim_accessibility, finish
    from .fetcher import Fetcher
    from .lean import Letter

    verification = facts.get("verification") or {}
    fetcher = Fetcher("" if draft else verification.get("address", ""))
    sheets = [shared["paper"], shared["draft"]] if draft else [shared["paper"]]
    attachments = []
    if data:
        text = json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1)
        attachments.append(
            Attachment(string=text, name=DATA_NAME, description="Données de l’acte", relationship="Data",
                       created=created, modified=created, url_fetcher=fetcher)
        )  # fmt: skip
    try:
        document = Letter(string=html, url_fetcher=fetcher).render(
            font_config=shared["fonts"],
            stylesheets=sheets,
            pdf_variant=VARIANT,
            output_intent=INTENT,
            color_profiles={INTENT: machine.colours()},
        )
        claim_accessibility(document.metadata)
        pdf: bytes = document.write_pdf(
            pdf_variant=VARIANT, output_intent=INTENT, attachments=attachments, finisher=finish
        )
    except FatalURLFetchingError as error:  # a BaseException: it would kill the worker
        raise PaperError(str(error)) from error
    if fetcher.refused:
        raise PaperError(fetcher.refused[0])
    return pdf
