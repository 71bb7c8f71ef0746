"""Categories and incidents in the admin: looked at, never changed past the rules."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from incidents.models import Category, CategoryVersion, ClassifierCode, Incident, Strike


class LookedAt(admin.ModelAdmin):
    """Rows that only the curated file or the services change."""

    show_full_result_count = False

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False


@admin.register(Category)
class CategoryAdmin(LookedAt):
    list_display = ["code", "name_uk", "name_en", "group", "sensitive", "tile", "retired_on"]
    list_filter = ["group", "sensitive"]
    search_fields = ["code", "name_uk", "name_en"]
    ordering = ["group", "sort_key"]


@admin.register(Incident)
class IncidentAdmin(LookedAt):
    list_display = ["number", "category", "community", "service", "status", "occurred_at"]
    list_filter = ["status", "service"]
    list_select_related = ["category", "community"]
    search_fields = ["number"]


@admin.register(CategoryVersion)
class CategoryVersionAdmin(LookedAt):
    list_display = ["number", "published_at"]
    ordering = ["-number"]


@admin.register(ClassifierCode)
class ClassifierCodeAdmin(LookedAt):
    list_display = ["classifier", "code", "name_uk", "name_en", "checked_on", "retired_on"]
    list_filter = ["classifier"]
    search_fields = ["code", "name_uk", "name_en"]
    ordering = ["classifier", "pk"]


@admin.register(Strike)
class StrikeAdmin(LookedAt):
    list_display = ["title", "started_at", "recorded_by"]
    list_select_related = ["recorded_by"]
    search_fields = ["title"]
    ordering = ["-started_at", "-pk"]
