"""What happened."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "incidents"
