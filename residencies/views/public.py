"""What anyone reads: the calendar, a residency and its public journal, its booklet, its pictures."""

from __future__ import annotations

from datetime import date

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_GET

from look import keyset
from workflows import clock
from workflows.papers import papers_of

from ..calendar import Calendar, as_file
from ..models import JournalEntry, Photo, Residency


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    try:
        first = date.fromisoformat(request.GET.get("depuis", ""))
    except ValueError:
        first = clock.today().replace(day=1)
    first = min(max(first, date(2000, 1, 3)), date(2100, 1, 1))
    stays = Residency.objects.public().with_sides().prefetch_related("weeks")
    pages = JournalEntry.objects.public().by_day().select_related("residency__host__lead", "residency__team__lead")
    context = {"calendar": Calendar(stays, first), "pages": pages[:3], "announced": stays.announced(clock.now())}
    return render(request, "residencies/calendar.html", context)


@require_GET
def calendar_file(request: HttpRequest) -> HttpResponse:
    stays = Residency.objects.public().with_sides().prefetch_related("weeks").order_by("pk")
    answer = HttpResponse(as_file(stays), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="residences.ics"'
    return answer


@require_GET
def residency(request: HttpRequest, pk: int) -> HttpResponse:
    stays = Residency.objects.public().with_sides().prefetch_related("weeks", "deliverables__document")
    found = get_object_or_404(stays, pk=pk)
    context = {
        "stay": found,
        "page": keyset.page(found.entries.public().by_day(), request.GET, order=("-day", "-pk"), size=12),
        "booklet": made_booklet(found),
        "member": request.user.is_authenticated and Residency.objects.visible_to(request.user).filter(pk=pk).exists(),
    }
    return render(request, "residencies/public.html", context)


def made_booklet(found: Residency) -> object:
    return papers_of(found).filter(template="residency_booklet").exclude(made_at=None).first()


@require_GET
def booklet(request: HttpRequest, pk: int) -> FileResponse:
    """The one paper of a residency that is for everyone: it holds its public pages alone."""
    found = made_booklet(get_object_or_404(Residency.objects.public(), pk=pk))
    if found is None:
        raise Http404
    return FileResponse(found.file.open("rb"), filename=f"livret-{pk}.pdf", content_type="application/pdf")


@require_GET
def photo(request: HttpRequest, pk: int) -> FileResponse:
    """To whoever may read the page that it stands on."""
    found = get_object_or_404(Photo.objects.visible_to(request.user).select_related("entry"), pk=pk)
    answer = FileResponse(found.file.open("rb"), content_type="image/jpeg")
    answer["Cache-Control"] = "public, max-age=86400" if found.entry.is_public else "private, max-age=86400"
    return answer


urlpatterns = [
    path("residences/", calendar, name="calendar"),
    path("residences/calendrier.ics", calendar_file, name="calendar_file"),
    path("residences/<int:pk>/", residency, name="public"),
    path("residences/<int:pk>/livret.pdf", booklet, name="booklet"),
    path("residences/photos/<int:pk>.jpg", photo, name="photo"),
]
