"""Papers stay with those who may read them; the public check takes no load; addresses stay out of the logs."""

import logging

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import cast as casting
from workflows import clock, outbox, papers, views
from workflows.models import Effect, Paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
def receipt(cast):
    casting.submitted(cast)
    paper = Paper.objects.get(kind="D01")
    paper.file.save("x.pdf", ContentFile(b"%PDF-1.4"), save=False)
    Paper.objects.filter(pk=paper.pk).update(file=paper.file.name, sha256="0" * 64, made_at=clock.now())
    return Paper.objects.get(pk=paper.pk)


def test_a_paper_is_not_kept_by_a_shared_machine(cast, receipt, client):
    client.force_login(cast.holder)
    answer = client.get(reverse("workflows:paper", args=[receipt.pk]))
    b"".join(answer.streaming_content)
    assert answer["Cache-Control"] == "private, no-store"


def test_a_paper_that_is_no_longer_declared_is_shut(cast, receipt, client, monkeypatch):
    monkeypatch.delitem(papers.registry, receipt.template)
    client.force_login(cast.holder)
    assert client.get(reverse("workflows:paper", args=[receipt.pk])).status_code == 404
    file = cast.town.led_applications.get()
    assert papers.readable(cast.holder, file) == []


def test_the_public_check_hashes_no_load(receipt, client, monkeypatch):
    monkeypatch.setattr(views, "LARGEST_PAPER", 10)
    heavy = SimpleUploadedFile("x.pdf", b"%PDF-1.4" * 9)
    answer = client.post(reverse("workflows:verification"), {"code": receipt.code, "file": heavy})
    assert answer.status_code == 413 and "trop lourd" in answer.content.decode()


def test_addresses_stay_out_of_the_logs(monkeypatch, caplog):
    def refuse(effect):
        raise OSError("550 maire@exemple.fr unknown")

    now = clock.now()
    monkeypatch.setitem(outbox.handlers, "mail", refuse)
    Effect.objects.create(kind="mail", key="k", not_before=now, created_at=now, attempts=len(outbox.PAUSES))
    with caplog.at_level(logging.DEBUG):
        outbox.deliver("k")
    assert "given up" in caplog.text and "maire@exemple.fr" not in caplog.text
    assert "maire@exemple.fr" in Effect.objects.get().last_error
