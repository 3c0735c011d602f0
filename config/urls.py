"""Wiring only: each room brings its own addresses."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from config import instruments
from config.api import api

# One login for all: its limits on tries and its second factor hold for the reference data too.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("compte/", include("allauth.urls")),
    path("langue/", set_language, name="set_language"),
    path("admin/", admin.site.urls),
    path("api/", api.urls),
    path("", include("people.urls")),
    path("", include("workflows.urls")),
    path("", include("funding.urls")),
    *(path("", include(module)) for module in instruments.modules(settings.INSTRUMENTS, "urls")),
]
