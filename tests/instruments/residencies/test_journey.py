"""A residency in a browser, each person at their own screen: from two calls to the return on what it changed; and a
page of its journal written where the network comes and goes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from people.models import Mandate
from residencies.models import JournalEntry
from tests import cast as casting
from tests.browser import offline
from tests.instruments.residencies import drawing, staging
from tests.instruments.residencies import journey_choosing as choosing
from tests.instruments.residencies import journey_staying as staying
from tests.words import plain


@pytest.fixture
def stage(site):
    return staging.play()


@pytest.fixture
def cast(site, travel, in_passing):
    """Offices that hold everywhere, for the programmes that the manager will write."""
    cast = casting.play()
    Mandate.objects.update(scope_kind="", scope_id="")
    return cast


@pytest.mark.browser
def test_a_residency_goes_from_its_two_calls_to_its_return(site, cast, travel):
    stage = choosing.chosen(site, cast)
    weeks = [(staging.monday(n), staging.monday(n) + timedelta(days=days)) for n, days in ((0, 1), (5, 1))]
    staying.sign(site, stage, weeks)
    staying.pay(site, stage, "12 000 €")
    staying.visit(site, stage)
    for week in weeks:
        staying.live(site, stage, week, travel)
    staying.pay(site, stage, "9 000 €")
    staying.present(site, stage, travel)
    staying.pay(site, stage, "9 000 €")
    staying.close(site, stage)
    staying.come_back(site, stage, travel)
    staying.in_english(site, stage)


@pytest.mark.browser
def test_a_page_survives_a_lost_network(site, stage, tmp_path):
    stay = staging.visited(stage)
    picture = tmp_path / "quai.jpg"
    picture.write_bytes(drawing.picture())
    guest = site.person(stage.guest)
    guest.open(f"/residences/{stay.pk}/journal/ecrire/")
    page = guest.page
    page.get_by_label("Ce que vous avez vu").fill("Deux heures sur le quai, sans réseau.")
    page.reload()
    page.get_by_text("Nous avons retrouvé").wait_for()
    assert page.get_by_label("Ce que vous avez vu").input_value() == "Deux heures sur le quai, sans réseau."
    page.get_by_label("Photo").first.set_input_files(picture)
    page.get_by_label("Ce qu’on y voit").first.fill("Le quai désert")
    page.get_by_label("Tout le monde").check()
    with offline(guest):
        page.get_by_role("button", name="Mettre au journal").click()
        page.get_by_text("Pas de réseau").wait_for()
    page.get_by_role("heading", name="Journal", level=1).wait_for()
    entry = JournalEntry.objects.get()
    assert (entry.text, entry.photos.get().alt) == ("Deux heures sur le quai, sans réseau.", "Le quai désert")
    visitor = site.visitor()
    visitor.open(f"/residences/{stay.pk}/")
    assert "Deux heures sur le quai" in plain(visitor.page.content())
    visitor.page.get_by_alt_text("Le quai désert").wait_for()
