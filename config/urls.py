"""Wiring only: each room brings its own addresses."""

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from config.api import api

urlpatterns = [
    path("compte/", include("allauth.urls")),
    path("langue/", set_language, name="set_language"),
    path("admin/", admin.site.urls),
    path("api/", api.urls),
    path("", include("people.urls")),
    path("", include("workflows.urls")),
    path("", include("funding.urls")),
]
