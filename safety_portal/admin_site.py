"""Django's admin, for superusers only: it knows no scope."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest


class PortalAdmin(AdminSite):
    """The admin that staff without every right cannot enter."""

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_superuser
