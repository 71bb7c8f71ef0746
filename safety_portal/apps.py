"""The top layer: it ties the apps together and holds no tables."""

from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate


class PortalConfig(AppConfig):
    name = "safety_portal"

    def ready(self) -> None:
        from accounts.roles import sync_roles
        from safety_portal import production  # noqa: F401 - registers its checks

        with_tables = [each for each in apps.get_app_configs() if each.models_module]
        post_migrate.connect(sync_roles, sender=with_tables[-1])  # by then all permissions exist


class PortalAdminConfig(AdminConfig):
    default_site = "safety_portal.admin_site.PortalAdmin"
