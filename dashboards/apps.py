"""Pages put together from several apps."""

from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "dashboards"
