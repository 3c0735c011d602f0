from types import SimpleNamespace

import pytest
from django import forms
from django.contrib.contenttypes.models import ContentType

from look import keyset


class Filters(forms.Form):
    state = forms.MultipleChoiceField(
        label="État", choices=[("in", "En instruction"), ("ok", "Accordé")], required=False
    )
    q = forms.CharField(label="Qui ?", required=False)


def test_sorting_says_its_direction(draw):
    tag = '{% sort_header "asked" "Demandé" numeric=True first="-" default="-asked" %}'
    html = draw(tag, path="/l/?q=a&after=z")
    assert 'aria-sort="descending"' in html and 'class="n"' in html
    assert 'href="?q=a&amp;sort=asked"' in html  # the other way, from the first page
    assert 'aria-sort="ascending"' in draw(tag, path="/l/?sort=asked")
    other = draw(tag, path="/l/?sort=title")
    assert "aria-sort" not in other and "sort=-asked" in other


def test_each_filter_can_be_removed_alone(draw):
    html = draw("{% filter_pills form %}", path="/l/?state=in&state=ok&q=%3Cb%3E&sort=a", form=Filters())
    assert "En instruction" in html and "Accordé" in html
    assert 'href="?state=ok&amp;q=%3Cb%3E&amp;sort=a"' in html
    assert "&lt;b&gt;" in html and "<b>" not in html
    assert 'href="?sort=a"' in html  # all of them at once; the order stays


def test_no_filter_no_pill(draw):
    assert draw("{% filter_pills form %}", path="/l/", form=Filters()).strip() == ""


def test_tabs(draw):
    html = draw(
        '{% filter_tabs "state" choices %}',
        path="/l/?state=in",
        choices=[("in", "Instruction", 1500), ("ok", "Accordé")],
    )
    assert html.count('aria-current="true"') == 1 and "1\u202f500" in html and 'href="/l/"' in html


def test_the_pager_keeps_filters_and_drops_the_other_cursor(draw):
    page = SimpleNamespace(previous="p", next="n")
    html = draw("{% pager page %}", path="/l/?q=a&before=old", page=page)
    assert "?q=a&amp;before=p" in html and "?q=a&amp;after=n" in html and "old" not in html
    assert draw("{% pager page %}", page=SimpleNamespace(previous="", next="")).strip() == ""


ORDERS = [("app_label", "model", "pk"), ("-app_label", "model", "-pk"), ("pk",), ("-app_label", "pk")]


@pytest.mark.django_db
@pytest.mark.parametrize("order", ORDERS)
def test_pages_cover_the_list_forwards_and_back(order):
    expected = list(ContentType.objects.order_by(*order))
    size = 4
    page = keyset.page(ContentType.objects.all(), {}, order=order, size=size)
    assert not page.previous
    pages = [page]
    while page.next:
        page = keyset.page(ContentType.objects.all(), {"after": page.next}, order=order, size=size)
        pages.append(page)
    assert [row for found in pages for row in found] == expected
    assert len(pages) == -(-len(expected) // size) > 2
    for index in range(len(pages) - 1, 0, -1):
        page = keyset.page(ContentType.objects.all(), {"before": page.previous}, order=order, size=size)
        assert list(page) == list(pages[index - 1])
    assert not page.previous


@pytest.mark.django_db
@pytest.mark.parametrize("cursor", ["x", "bm9u", "W10", "WyJhIiwgMV0", "WyJcdTAwMDAiXQ", "e30", "é" * 9, "WyJhIl0="])
def test_a_false_cursor_reads_as_none(cursor):
    page = keyset.page(ContentType.objects.all(), {"after": cursor}, order=("pk",), size=3)
    assert list(page) == list(ContentType.objects.order_by("pk")[:3])


@pytest.mark.django_db
def test_one_query_a_page(django_assert_num_queries):
    first = keyset.page(ContentType.objects.all(), {}, order=("pk",), size=3)
    with django_assert_num_queries(1):
        keyset.page(ContentType.objects.all(), {"after": first.next}, order=("pk",), size=3)
