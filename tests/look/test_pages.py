import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.http import Http404
from django.shortcuts import render
from django.template import engines
from django.template.loader import render_to_string
from django.urls import include, path
from lxml import html

from look import conf, context_processors, sheets, views

STATIC = Path(settings.BASE_DIR) / "static"
urlpatterns = [path("", include("look.urls"))]
PERSON = SimpleNamespace(is_authenticated=True, is_staff=True, full_name="Martine Delorme", pk=1)


def places(request):
    return [("Accueil", "/", 2, False), {"label": "Mes dossiers", "url": "/d/", "current": True}]


@pytest.fixture
def request_of(rf, settings):
    settings.ROOT_URLCONF = __name__
    settings.LOOK_NAVIGATION = f"{__name__}.places"

    def make(user, address="/composants/"):
        request = rf.get(address)
        request.user = user
        return request

    return make


def test_the_gallery_shows_every_component(request_of):
    page = views.gallery(request_of(PERSON, "/composants/?erreurs=1&kind=town")).content.decode()
    for piece in (
        "ball--you",
        "thread--v",
        "state--jury",
        "datebox--late",
        "err",
        "sort-link",
        "pager",
        "kpi",
        "c-real",
        "q5",
    ):
        assert piece in page, piece
    assert page.count("<h1") == 1 and '<html lang="fr">' in page


def test_strangers_do_not_see_the_gallery(request_of):
    with pytest.raises(Http404):
        views.gallery(request_of(AnonymousUser()))


def test_no_inline_style_nor_script(request_of):
    page = views.gallery(request_of(PERSON)).content.decode()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", page)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", page))


def test_the_header_says_where_one_is(request_of):
    page = views.gallery(request_of(PERSON)).content.decode()
    assert page.count('<a href="/d/" aria-current="page">Mes dossiers</a>') == 2  # header, menu of the phone
    assert '<span class="count">2' in page and "Martine Delorme" in page
    assert 'href="#contenu"' in page and 'id="contenu"' in page


@pytest.mark.parametrize(("count", "row"), [(0, 0), (8, 8), (9, 7), (12, 7)])
def test_one_row_of_the_header_holds_eight_places_and_a_menu_the_others(count, row):
    places = context_processors.Places(context_processors.Place(f"Lieu {n}", f"/{n}/") for n in range(count))
    places.append(context_processors.Place("Notifications", "/n/", icon="bell"))
    assert len(places.row) == row and places.row + places.more == places[:-1]


def test_the_menu_says_where_one_is(request_of, settings):
    settings.LOOK_NAVIGATION = f"{__name__}.many"
    page = html.fromstring(views.gallery(request_of(PERSON)).content)
    (menu,) = page.xpath("//nav/details")
    assert menu.xpath("string(summary)").strip() == "Plus, Lieu 9" and menu.xpath("summary/@aria-current") == ["true"]
    assert menu.xpath(".//a/text()") == ["Lieu 7", "Lieu 8", "Lieu 9"] and menu.xpath(".//a/@aria-current") == ["page"]
    assert len(page.xpath("//nav/a[starts-with(text(), 'Lieu')]")) == 7 + 10  # header, menu of the phone


def many(request):
    return [{"label": f"Lieu {n}", "url": f"/{n}/", "current": n == 9} for n in range(10)]


def test_pages_stand_without_the_other_rooms(request_of):
    """Addresses of the frame are looked up softly: a room that is missing hides its link."""
    page = views.gallery(request_of(PERSON)).content.decode()
    assert "Se déconnecter" not in page


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_error_pages_say_what_to_do(name, request_of):
    page = render(request_of(AnonymousUser()), f"{name}.html").content.decode()
    assert page.count("<h1") == 1 and "Revenir à l’accueil" in page
    assert render_to_string(f"{name}.html")  # Django gives no request to some of them


def test_the_navigation_may_be_missing(settings, rf):
    settings.LOOK_NAVIGATION = "no.such.items"
    assert conf.navigation() is None
    assert list(context_processors.site(rf.get("/"))["site"]["places"]) == []


def test_places_wait_until_asked(settings, rf):
    """They cost queries: a page without a header pays none."""
    settings.LOOK_NAVIGATION = f"{__name__}.failing"
    context_processors.site(rf.get("/"))


def failing(request):
    raise AssertionError


def test_every_template_compiles():
    for found in Path(settings.BASE_DIR, "templates", "look").rglob("*.html"):
        engines["django"].get_template(str(found.relative_to(Path(settings.BASE_DIR, "templates"))))


def test_files_named_by_styles_exist():
    for sheet in (STATIC / "css").rglob("*.css"):
        for target in re.findall(r"url\(([^)]+)\)", sheet.read_text()):
            assert (sheet.parent / target).resolve().is_file(), (sheet.name, target)


def test_styles_are_self_contained():
    """`img-src 'self'` blocks data: images, and a source map breaks the manifest."""
    for sheet in (STATIC / "css").rglob("*.css"):
        assert "data:" not in sheet.read_text() and "http" not in sheet.read_text().replace('^="http', "")
    assert "sourceMappingURL" not in (STATIC / "vendor" / "bootstrap.min.css").read_text()


def test_every_sheet_is_sent_in_its_place():
    """The screen of the room asks for its own."""
    written = {sheet.stem for sheet in (STATIC / "css").glob("*.css")} - {"screen"}
    assert set(sheets.CONCERNS) == written and len(sheets.CONCERNS) == len(written)
    sent = Path(finders.find(sheets.SHEET)).read_text()
    places = [sent.index((STATIC / "css" / f"{name}.css").read_text()) for name in sheets.CONCERNS]
    assert places == sorted(places)


def test_every_token_used_exists():
    sheets = "".join(sheet.read_text() for sheet in (STATIC / "css").glob("*.css"))
    used = {name for name in re.findall(r"var\((--[\w-]+)", sheets) if not name.startswith("--bs-")}
    defined = set(re.findall(r"(--[\w-]+):", sheets))
    assert used <= defined
