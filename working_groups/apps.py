"""Working groups on public safety and recovery, and the people who meet in them."""

from django.apps import AppConfig


class WorkingGroupsConfig(AppConfig):
    name = "working_groups"
