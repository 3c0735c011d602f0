"""Reference data only. What has a life of its own (members, mandates) is changed on its own pages."""

from typing import Any

from django.contrib import admin

from .models import Commune, Department, Epci, Region


class ReferenceAdmin(admin.ModelAdmin):
    """Corrected by hand if need be, never created nor deleted: the official lists say what exists."""

    def has_add_permission(self, request: Any) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False


@admin.register(Region)
class RegionAdmin(ReferenceAdmin):
    list_display = ["code", "name", "zone"]
    readonly_fields = ["code"]


@admin.register(Department)
class DepartmentAdmin(ReferenceAdmin):
    list_display = ["code", "name", "region", "zone"]
    list_select_related = ["region"]
    list_filter = ["zone"]
    readonly_fields = ["code"]


@admin.register(Epci)
class EpciAdmin(ReferenceAdmin):
    list_display = ["siren", "name", "kind", "department", "population"]
    list_select_related = ["department"]
    list_filter = ["kind"]
    search_fields = ["siren", "key"]
    readonly_fields = ["siren"]


@admin.register(Commune)
class CommuneAdmin(ReferenceAdmin):
    list_display = ["code", "name", "department", "postcode", "population", "siren"]
    list_select_related = ["department"]
    list_filter = ["department__region"]
    search_fields = ["code", "key", "postcode", "siren"]
    autocomplete_fields = ["epci"]
    readonly_fields = ["code"]
