"""Jobs in the admin, to look at."""

from django.contrib import admin

from core.models import Job


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):
    list_display = ["kind", "state", "progress", "attempts", "by", "created_at", "error"]
    list_filter = ["state", "kind"]

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False
