"""Accounts in the admin, for superusers."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.events import note
from accounts.last_administrator import an_administrator_stays
from accounts.models import AccessEvent, ApiClient, ClientSecret, EventKind, User
from core.admin import Kept, LookedAt
from core.exceptions import RuleBroken

for each in (EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken):
    admin.site.unregister(each)  # of allauth, where secrets would be shown and written


@admin.register(Authenticator)
class FactorAdmin(LookedAt):
    """Factors of people; one is taken away from whoever lost it."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type"]
    list_select_related = ["user"]
    search_fields = ["user__username"]
    fields = ["user", "type", "created_at", "last_used_at"]
    actions = None

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        detail = {"factor": obj.type, "why": "taken away by an administrator"}
        note(EventKind.FACTOR_REMOVED, account=obj.user, by=request.user, request=request, **detail)


@admin.register(User)
class AccountAdmin(UserAdmin):
    list_display = ["username", "full_name", "email", "is_active", "is_service", "is_superuser"]
    list_filter = ["is_active", "is_service", "is_superuser"]
    search_fields = ["username", "full_name", "email"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["full_name", "email", "language", "idle_class"]}),
        (_("Rights"), {"fields": ["is_active", "is_service", "is_staff", "is_superuser"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"fields": ["username", "full_name", "password1", "password2"]})]
    filter_horizontal = []

    def has_delete_permission(self, request, obj=None):
        return False  # an account is closed: what it recorded stays

    def changeform_view(self, request, *args, **kwargs):
        try:
            with an_administrator_stays():
                return super().changeform_view(request, *args, **kwargs)
        except RuleBroken as broken:
            note(EventKind.GRANT_REFUSED, by=request.user, request=request, why=broken.code)
            self.message_user(request, broken.message, messages.ERROR)
            return redirect(request.path)


@admin.register(ApiClient)
class ApiClientAdmin(LookedAt):
    list_display = ["__str__", "account", "last_used_at", "revoked_at"]
    list_select_related = ["application", "account"]


@admin.register(ClientSecret)
class ClientSecretAdmin(LookedAt):
    list_display = ["client", "shown", "made_at", "made_by", "ends_at", "last_used_at"]
    list_select_related = ["client__application", "made_by"]
    exclude = ["digest"]


@admin.register(AccessEvent)
class AccessEventAdmin(Kept):
    list_display = ["at", "kind", "account", "by", "address"]
    list_filter = ["kind"]
    list_select_related = ["account", "by"]
    date_hierarchy = "at"
