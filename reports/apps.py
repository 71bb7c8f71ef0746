"""What is said in public, and what it was counted from."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
