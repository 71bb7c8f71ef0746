"""The ground everyone stands on: the register and who may see what."""

from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "communities"
