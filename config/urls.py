"""Wiring only: each room brings its own addresses."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("compte/", include("allauth.urls")),
    path("langue/", set_language, name="set_language"),
    path("admin/", admin.site.urls),
]
for room in ("people", "workflows", "funding"):
    if find_spec(room) and find_spec(f"{room}.urls"):
        try:
            urlpatterns.append(path("", include(f"{room}.urls")))
        except ImportError as error:
            print(f"{room}.urls: {error}")
