"""The bottom layer: what every app needs, and nothing of policing."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Core"
