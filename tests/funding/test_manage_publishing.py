"""Managers: a call copied, published, postponed; what each page costs."""

# ruff: noqa: F401, F811 (fixtures come by their name)

from datetime import timedelta

import pytest

from funding.models import Call, FormVersion
from tests import cast as casting
from tests.funding.managing import NEW, cast, draft, manager, text_of
from workflows import clock
from workflows.errors import FormRefused, NotYours, StepRefused

pytestmark = pytest.mark.django_db


def test_a_call_is_copied_in_two_clicks(manager, cast):
    casting.submitted(cast)
    page = manager.get("/gestion/appels/LIT-2026/copier/")
    form = page.context["form"]
    shown = {name: form[name].value() for name in form.fields}
    shown |= {name: shown[name].strftime("%Y-%m-%dT%H:%M:%S") for name in ("opens_at", "closes_at")}
    assert shown["code"] == "LIT-2027"
    assert manager.post("/gestion/appels/LIT-2026/copier/", shown).status_code == 302
    made = Call.objects.get(code="LIT-2027")
    assert made.state == "draft"
    assert (made.committed, made.journal_count, made.applications.count()) == (0, 0, 0)
    assert made.aid_rate == cast.call.aid_rate
    assert made.criteria.count() == 9
    assert made.pieces.count() == 1
    version = made.form_versions.get()
    assert (version.number, version.published_at) == (1, None)
    assert version.content == cast.call.form_versions.get().content
    assert cast.call.criteria.count() == 9


def test_publishing_says_what_is_in_the_way(manager, cast):
    manager.post("/gestion/programmes/pia/appels/nouveau/", NEW)
    page = text_of(manager.get("/gestion/appels/TL-2027/"))
    assert "Le formulaire n’a pas encore de question" in page
    assert "il reste 0,00 € au programme" in page
    call = Call.objects.get(code="TL-2027")
    with pytest.raises(StepRefused) as refused:
        call.publish(by=cast.manager)
    assert len(refused.value.sentences) == 2
    with pytest.raises(NotYours):
        call.publish(by=cast.officer)


def test_a_complete_call_is_published_and_frozen(manager, cast):
    manager.post("/gestion/programmes/pia/appels/nouveau/", NEW | {"envelope": "0"})
    call = Call.objects.get(code="TL-2027")
    FormVersion.objects.filter(call=call).update(content=casting.QUESTIONS)
    with clock.at(call.opens_at - timedelta(days=30)):
        assert manager.post(f"/etapes/call/{call.pk}/publish/").status_code == 302
    call.refresh_from_db()
    assert call.state == "published"
    assert call.form_versions.get().published_at


def test_a_closing_is_postponed_never_advanced(manager, cast):
    closes_at = cast.call.closes_at
    later = closes_at + timedelta(days=7)
    with pytest.raises(FormRefused):
        cast.call.postpone(by=cast.manager, closes_at=closes_at - timedelta(seconds=1), reason="Trop long")
    with pytest.raises(FormRefused):
        cast.call.postpone(by=cast.manager, closes_at=later, reason="")
    with pytest.raises(NotYours):
        cast.call.postpone(by=cast.officer, closes_at=later, reason="Panne")
    cast.call.postpone(by=cast.manager, closes_at=later, reason="Panne")
    assert cast.call.closes_at == later
    assert cast.call.state == "published"
    assert cast.call.journal().last().step == "postpone"
    with clock.at(later), pytest.raises(StepRefused):
        cast.call.postpone(by=cast.manager, closes_at=later + timedelta(days=1), reason="Encore")


def test_the_page_of_a_step_says_what_it_does(manager, cast):
    page = text_of(manager.get(f"/etapes/call/{cast.call.pk}/postpone/"))
    assert "<h1>Reporter la clôture</h1>" in page
    assert "jamais avancée" in page


@pytest.mark.parametrize(
    ("page", "most"),
    [("/gestion/", 13), ("/gestion/programmes/pia/", 15), ("/gestion/appels/LIT-2026/", 23)],
)
def test_as_many_queries_with_three_calls(manager, cast, page, most, django_assert_max_num_queries):
    with django_assert_max_num_queries(most) as one:
        manager.get(page)
    for number in range(2):
        casting.call(cast.programme, clock.now(), code=f"AUTRE-{number}")
    with django_assert_max_num_queries(most) as three:
        manager.get(page)
    assert len(one) == len(three)
