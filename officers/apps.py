"""The people who serve the communities."""

from django.apps import AppConfig


class OfficersConfig(AppConfig):
    name = "officers"
