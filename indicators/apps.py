"""Every number, defined once."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "indicators"
