from django.http import HttpRequest, HttpResponse
from django.urls import path


def x(request: HttpRequest, pk: int, item: int = 0) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [
    path("seances/<int:pk>/", x, name="committee"),
    path("seances/<int:pk>/dossiers/<int:item>/", x, name="committee_sheet"),
]
