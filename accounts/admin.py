"""Accounts in the admin, for superusers."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessEvent, ApiClient, User
from core.admin import Kept


@admin.register(User)
class AccountAdmin(UserAdmin):
    list_display = ["username", "full_name", "email", "is_active", "is_service", "is_superuser"]
    list_filter = ["is_active", "is_service", "is_superuser"]
    search_fields = ["username", "full_name", "email"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["full_name", "email", "language"]}),
        (_("Rights"), {"fields": ["is_active", "is_service", "is_staff", "is_superuser"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"fields": ["username", "full_name", "password1", "password2"]})]
    filter_horizontal = []


@admin.register(ApiClient)
class ApiClientAdmin(admin.ModelAdmin):
    list_display = ["__str__", "account", "last_used_at"]
    autocomplete_fields = ["account"]


@admin.register(AccessEvent)
class AccessEventAdmin(Kept):
    list_display = ["at", "kind", "account", "by", "address"]
    list_filter = ["kind"]
    list_select_related = ["account", "by"]
    date_hierarchy = "at"
