"""What a manager does: programmes, calls, their rules, their questions. Steps are at their own door."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def todo(request: HttpRequest, code: str = "") -> HttpResponse:
    return HttpResponse("")


urlpatterns = [path("gestion/appels/<slug:code>/", todo, name="call_edit"), path("gestion/programmes/<slug:code>/", todo, name="programme")]
