"""The booklet: a PDF/UA with described pictures, the same bytes each time, with the public pages alone."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pytest

from residencies import papers, photos
from tests.instruments.residencies import drawing, staging
from tests.papers.reading import words
from workflows import pdf

pytestmark = pytest.mark.django_db


def made(content):
    return pdf.render(
        content,
        papers.booklet.template,
        title="Livret",
        author="Le programme",
        created=datetime(2027, 5, 28, tzinfo=UTC),
    )


def test_the_public_journal_becomes_a_book(settings):
    stage = staging.play()
    stay = staging.visited(stage)
    hidden = staging.write(stage, stay, staging.monday(), "host", "Pour l’hôte seulement.")
    page = staging.write(stage, stay, staging.monday(), text="<b>Il pleut</b> sur le quai.")
    for n, entry in enumerate((page, hidden)):
        photos.keep(entry, photos.bare(drawing.upload(drawing.picture((640, 400 + n)))), "La gare à midi", 1)
    content = papers.booklet.facts(stay, None) | {
        "reference": "RES-1-R13",
        "verification": {"code": "X", "address": "x"},
    }
    assert [p["text"] for p in content["pages"]] == ["<b>Il pleut</b> sur le quai."]
    first, again = made(content), made(content)
    assert first == again
    heard = words(first)
    assert "<b>Il pleut</b> sur le quai." in heard and "seulement" not in heard
    with pikepdf.open(BytesIO(first)) as opened:
        assert opened.check_pdf_syntax() == []
        assert b'pdfuaid:part="1"' in opened.Root.Metadata.read_bytes()
        described = [
            str(item.Alt) for item in opened.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item
        ]
    assert "La gare à midi" in described


def test_a_picture_that_changed_makes_no_booklet():
    stage = staging.play()
    stay = staging.visited(stage)
    page = staging.write(stage, stay, staging.monday())
    photo = photos.keep(page, photos.bare(drawing.upload()), "La gare", 1)
    content = papers.booklet.facts(stay, None) | {
        "reference": "RES-1-R13",
        "verification": {"code": "X", "address": "x"},
    }
    photo.file.storage.delete(photo.file.name)
    photo.file.storage.save(photo.file.name, drawing.upload(drawing.picture((320, 200))))
    with pytest.raises(pdf.PaperError):
        made(content)
    photo.file.storage.delete(photo.file.name)
