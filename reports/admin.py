"""Editions in the admin, to look at: what was said is never edited."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from reports.models import Edition


@admin.register(Edition)
class EditionAdmin(admin.ModelAdmin):
    list_display = ["__str__", "service", "language", "number", "as_of", "content_hash"]
    list_filter = ["kind", "service", "language"]
    list_select_related = ["oblast", "raion__oblast", "community__oblast", "community__raion"]
    date_hierarchy = "starts_on"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
