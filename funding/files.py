"""Files that people bring: what they are by their content, whether they are taken, and their life in a file.

The name proves nothing: a program renamed « .pdf » is recognised for what it is, and refused with a sentence.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from workflows import clock

from .models import AnonymisedCopy, Document

MEGA = 1024 * 1024
LARGEST = 10 * MEGA
MOST = 60  # current files of one application
COPIES = 2 * MOST  # anonymised copies of one application, former ones included
NAME_MAX = 150

# What is taken: extension -> content type, by the content found.
TAKEN = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
ACCEPT = ",".join(f".{extension}" for extension in [*TAKEN, "jpeg"])
SAME = {"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg"}
OFFICE = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
SHEETS = frozenset({"xlsx", "ods"})


@dataclass(frozen=True)
class Looked:
    """A file that may be taken: its clean name, its true kind, its size and its digest."""

    name: str
    extension: str
    content_type: str
    size: int
    sha256: str


def look(upload: Any) -> Looked:
    """Raises `ValidationError` with what is wrong and what to do."""
    if not upload.size:
        raise ValidationError(_("Ce fichier est vide. Choisissez-en un autre."), code="empty")
    if upload.size > LARGEST:
        sentence = _("Ce fichier pèse %(size)s Mo et la limite est de 10 Mo. Réduisez-le ou partagez-le en deux.")
        raise ValidationError(sentence, code="too_large", params={"size": -(-upload.size // MEGA)})
    name = clean_name(upload.name)
    named = extension_of(name)
    found = extension_by_content(upload)
    if found is None:
        raise ValidationError(_unknown(named), code="content")
    if named and named != found:
        sentence = _(
            "Ce fichier s’appelle « .%(named)s », mais son contenu est celui d’un fichier « .%(found)s ». "
            "Enregistrez-le de nouveau sous son vrai type, puis joignez-le."
        )
        raise ValidationError(sentence, code="renamed", params={"named": named, "found": found})
    stem = name.rpartition(".")[0] if named else name
    return Looked(f"{stem}.{found}", found, TAKEN[found], upload.size, digest(upload))


def _unknown(named: str) -> str:
    if named in TAKEN:
        return _(
            "Ce fichier s’appelle « .%(named)s », mais son contenu n’en est pas un. "
            "Ouvrez-le, enregistrez-le en PDF, puis joignez-le."
        ) % {"named": named}
    return _("Nous prenons les PDF, les images (PNG, JPEG) et les documents de bureautique. Enregistrez-le en PDF.")


def clean_name(name: str) -> str:
    """The last part of what was sent, without what could mislead a screen or a file system."""
    name = unicodedata.normalize("NFC", re.split(r"[\\/]", name or "")[-1])
    name = "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    name = re.sub(r'[<>:"|?*\s]+', " ", name).strip(" .") or "fichier"
    stem, dot, extension = name.rpartition(".")
    return f"{stem[: NAME_MAX - 10].rstrip()}.{extension[:8].strip()}" if dot and stem else name[: NAME_MAX - 10]


def extension_of(name: str) -> str:
    stem, dot, extension = name.rpartition(".")
    extension = extension.lower() if dot and stem else ""
    return SAME.get(extension, extension)


def extension_by_content(upload: Any) -> str | None:
    upload.seek(0)
    head = upload.read(1024)
    upload.seek(0)
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    return office(upload) if head.startswith(b"PK\x03\x04") else None


def office(upload: Any) -> str | None:
    """A zip that says it is a document; one with macros is a program and is not taken."""
    try:
        with zipfile.ZipFile(upload) as archive:
            names = archive.namelist()
            if any(name.lower().endswith(("vbaproject.bin", ".exe", ".js")) for name in names):
                return None
            if "[Content_Types].xml" in names:
                return next((kind for folder, kind in OFFICE.items() if any(n.startswith(folder) for n in names)), None)
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                said = archive.read("mimetype").decode("ascii", "replace").strip()
                return next((e for e, t in TAKEN.items() if t == said and e.startswith("od")), None)
    except (zipfile.BadZipFile, OSError, RuntimeError, ValueError, NotImplementedError):
        pass
    finally:
        upload.seek(0)
    return None


def digest(upload: Any) -> str:
    found = hashlib.sha256()
    upload.seek(0)
    for chunk in upload.chunks():
        found.update(chunk)
    upload.seek(0)
    return found.hexdigest()


def add(application: Any, upload: Any, *, by: Any, piece: Any = None, question: str = "") -> Document:
    """Take a file for a piece or a question; the former version is kept. The caller has locked the row."""
    looked = look(upload)
    current = application.documents.current()
    slot = list(current.filter(piece=piece, question=question)) if piece or question else []
    if not slot and current.count() >= MOST:
        sentence = _("Un dossier compte %(most)s fichiers au plus. Réunissez-en plusieurs, ou retirez-en un.")
        raise ValidationError(sentence, code="too_many", params={"most": MOST})
    document = _kept(Document(application=application, piece=piece, question=question), looked, upload, by=by)
    application.documents.filter(pk__in=[d.pk for d in slot]).update(superseded_by=document)
    return document


def add_copy(document: Document, upload: Any, *, by: Any) -> AnonymisedCopy:
    """The same without names, beside a file; the former copies stay. The caller has locked the row."""
    looked = look(upload)
    if AnonymisedCopy.objects.filter(document__application=document.application_id).count() >= COPIES:
        sentence = _("Un dossier compte %(most)s copies anonymisées au plus, les anciennes comprises.")
        raise ValidationError(sentence, code="too_many", params={"most": COPIES})
    return _kept(AnonymisedCopy(document=document), looked, upload, by=by)


def _kept(row: Any, looked: Looked, upload: Any, *, by: Any) -> Any:
    for name, value in asdict(looked).items():
        setattr(row, name, value)
    row.uploaded_by, row.uploaded_at = by, clock.now()
    row.file.save("", upload, save=False)
    row.save()
    return row


def remove(document: Document) -> None:
    """Out of a draft, with its former versions; the bytes go once the transaction holds."""
    chain = [document]
    while former := list(
        Document.objects.filter(superseded_by__in=[d.pk for d in chain]).exclude(pk__in=[d.pk for d in chain])
    ):
        chain += former
    copies = AnonymisedCopy.objects.filter(document__in=[d.pk for d in chain])
    stored = [(d.file.storage, d.file.name) for d in [*chain, *copies]]
    Document.objects.filter(pk__in=[d.pk for d in chain]).delete()
    for storage, name in stored:
        transaction.on_commit(lambda storage=storage, name=name: storage.delete(name), robust=True)


class Pipe:
    """What a zip is written to when nothing may be kept: each piece is handed on at once."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """There is nothing to flush."""

    def taken(self) -> bytes:
        data, self.parts = b"".join(self.parts), []
        return data


def archive(documents: list[Document]) -> Iterator[bytes]:
    """All files as one zip, a chunk at a time: memory stays flat whatever they weigh."""
    pipe, seen = Pipe(), set()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as bundle:  # type: ignore[arg-type]
        for document in documents:
            name = document.name if document.name not in seen else f"{document.pk}-{document.name}"
            seen.add(name)
            try:
                source = document.file.open("rb")
            except OSError:
                continue
            with source, bundle.open(zipfile.ZipInfo(name, date_time=_stamp(document)), "w") as entry:
                for chunk in iter(lambda source=source: source.read(64 * 1024), b""):
                    entry.write(chunk)
                    yield pipe.taken()
    yield pipe.taken()


def _stamp(document: Document) -> Any:
    return document.uploaded_at.astimezone(clock.PARIS).timetuple()[:6]
