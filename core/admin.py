"""Jobs and imports in the admin, to look at."""

from django.contrib import admin

from core.models import Attachment, IdempotencyRecord, ImportLine, ImportPreview, Job, SavedView


class LookedAt(admin.ModelAdmin):
    """Rows the portal itself writes."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Job)
class JobAdmin(LookedAt):
    list_display = ["kind", "state", "progress", "attempts", "by", "created_at", "error"]
    list_filter = ["state", "kind"]


class Kept(LookedAt):
    """Rows that say what happened: the newest edition of the register is read from them."""

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(ImportPreview)
class ImportPreviewAdmin(Kept):
    list_display = ["file_name", "kind", "edition", "state", "by", "at", "applied_at"]
    list_filter = ["kind", "state"]
    list_select_related = ["by"]
    ordering = ["-at", "-pk"]


@admin.register(ImportLine)
class ImportLineAdmin(Kept):
    list_display = ["preview", "row", "what", "unit", "code", "name", "was", "becomes"]
    list_filter = ["what"]
    list_select_related = ["preview"]
    search_fields = ["code", "name"]
    exclude = ["cells", "problems"]  # the words of people
    show_full_result_count = False


@admin.register(Attachment)
class AttachmentAdmin(Kept):
    list_display = ["id", "kind", "size", "by", "at"]
    list_select_related = ["by"]
    list_filter = ["kind"]


@admin.register(IdempotencyRecord)
class IdempotencyRecordAdmin(LookedAt):
    list_display = ["created_at", "user", "method", "path", "status"]
    list_select_related = ["user"]
    fields = ["user", "method", "path", "key", "status", "headers", "created_at"]
    show_full_result_count = False


@admin.register(SavedView)
class SavedViewAdmin(LookedAt):
    list_display = ["name", "page", "owner", "created_at"]
    list_select_related = ["owner"]
    list_filter = ["page"]
