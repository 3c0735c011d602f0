"""Hostile facts: they are text, in bounds, and open nothing."""

import time

import pytest
from django.utils.html import escape

from tests.papers.reading import draw, facts, pages, words
from workflows.pdf import PaperError, machine
from workflows.pdf.content import MAX_DEPTH, MAX_ROWS, MAX_TEXT, clean
from workflows.pdf.filters import paragraphs

HOSTILE = [
    '<img src="file:///etc/passwd">',
    '<link rel="attachment" href="file:///etc/passwd">',
    "<div style='display:flex'>" * 14,
    '<table><tr><td colspan="100000">x</table>',
    '<svg xmlns="http://www.w3.org/2000/svg"><use href="#a"/><use href="#a"/></svg>',
    "<style>@import url(http://127.0.0.1:9/x.css)</style>",
    '"><script>alert(1)</script>',
    "{{ settings.SECRET_KEY }}{% include 'papers/award.html' %}",
    '{{ "x"|center:"300000000" }}',
    "=cmd|'/C calc'!A0",
    "&lt;b&gt; &#60;i&#62;",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_tag_is_text(text):
    content = facts("agreement")
    content["project"] = text
    content["application"]["title"] = text
    content["budget"]["partners"][0]["name"] = text
    content["issuer"]["service"] = text
    before = time.process_time()
    pdf = draw("agreement", content)
    assert time.process_time() - before < 15
    heard = words(pdf).replace(" ", "").replace("’", "'").replace("\u00ad", "")
    assert text[:40].replace(" ", "") in heard
    assert b"root:" not in pdf


def test_paragraphs_are_escaped_lines():
    assert paragraphs("a <b>\n\n c & d \n") == f"<p>{escape('a <b>')}</p><p>{escape('c & d')}</p>"


ADDRESSES = [
    "file:///etc/passwd",
    "http://127.0.0.1:9/x",
    "https://example.org/x",
    "data:image/png;base64,AA==",
    "ftp://x/y",
    "trame:../paper.css",
    "trame:fonts/OFL-Newsreader.txt",
]
ASKING = [
    '<img alt="x" src="{}">',
    '<link rel="stylesheet" href="{}">',
    '<link rel="attachment" href="{}">',
    '<p style="background: url({})">x</p>',
    "<style>@import url({});</style>",
    "<style>@font-face {{ font-family: x; src: url({}) }}</style>",
    '<svg width="9" height="9"><image href="{}" width="9" height="9"/></svg>',
]


@pytest.mark.parametrize("url", ADDRESSES)
@pytest.mark.parametrize("page", ASKING)
def test_an_address_in_a_template_is_refused(url, page, settings, tmp_path):
    """Should a template ever name one: the fetcher is the last door, and its refusal must not kill the worker."""
    (tmp_path / "hole.html").write_text(f"<!doctype html><html lang=fr><title>x</title><body>{page.format(url)}")
    settings.PAPER_TEMPLATES = [tmp_path]
    machine.templates.cache_clear()
    try:
        with pytest.raises(PaperError, match="not one of its own assets"):
            from tests.papers.reading import CREATED
            from workflows.pdf import render

            render({}, "hole.html", title="x", author="x", created=CREATED)
    finally:
        machine.templates.cache_clear()


def test_control_characters_are_dropped():
    content = facts("reserve")
    content["addressee"]["name"] = "Com\x00mune\u202e de\ud800 La\x1b Ferté\u200b"
    assert "Commune de La Ferté" in words(draw("reserve", content))


def nested(depth: int) -> dict:
    return {"a": nested(depth - 1)} if depth else {}


@pytest.mark.parametrize(
    "content",
    [
        {"a": "x" * (MAX_TEXT + 1)},
        {"a": "é" * (MAX_TEXT // 2 + 1)},
        {"a": [{"b": "c"}] * (MAX_ROWS + 1)},
        nested(MAX_DEPTH + 1),
        {f"k{n}": "x" * MAX_TEXT for n in range(11)},
        {"amount": 96500.0},
        {"day": time},
    ],
)
def test_out_of_bounds_is_refused(content):
    with pytest.raises(PaperError):
        clean(content)


def test_the_bounds_themselves_pass():
    assert clean({"a": "x" * MAX_TEXT, "b": [1] * MAX_ROWS}) and clean(nested(MAX_DEPTH - 1))


@pytest.mark.parametrize("text", ["x" * MAX_TEXT, "m " * (MAX_TEXT // 2), "\n".join("abc" for _ in range(5000))])
def test_the_longest_text_is_drawn_in_time(text):
    """The worker's hard limit is 30 s."""
    content = facts("agreement")
    content["project"] = text
    before = time.process_time()
    pdf = draw("agreement", content)
    assert time.process_time() - before < 20
    assert len(pages(pdf)) > 6


def test_a_name_without_spaces_stays_in_its_cell():
    content = facts("award")
    content["budget"]["partners"][0]["name"] = "W" * 400
    assert len(pages(draw("award", content))) <= 5


def test_a_picture_is_shown_by_its_hash_and_no_other_bytes(monkeypatch):
    """What is asked for by a hash has that hash, or is refused."""
    import hashlib

    from workflows.pdf import fetcher, pictures

    data = b"\xff\xd8\xff a picture"
    name = hashlib.sha256(data).hexdigest()
    monkeypatch.setattr(pictures, "sources", [lambda sha256: None, {name: data, "0" * 64: data}.get])
    assert pictures.picture(name) == data
    assert fetcher.Fetcher().fetch(f"trame:picture/{name}").read() == data
    with pytest.raises(BaseException, match="not one of its own"):
        fetcher.Fetcher().fetch(f"trame:picture/{'0' * 64}")
