"""The roles a grant can name, and what each allows: groups of Django's permissions."""

from typing import Any

from django.contrib.auth.models import Group, Permission

READ = (
    "communities.view_community",
    "communities.view_starostadistrict",
    "communities.view_beat",
    "officers.view_officer",
    "officers.view_assignment",
    "incidents.view_incident",
    "reports.view_edition",
)
PARTS = (
    "communities.add_starostadistrict",
    "communities.change_starostadistrict",
    "communities.add_beat",
    "communities.change_beat",
)
REVIEW = (
    *READ,
    *PARTS,
    "incidents.verify_incident",
    "incidents.return_incident",
    "incidents.void_incident",
    "reports.add_edition",
)
ROLES: dict[str, tuple[str, ...]] = {
    "officer": (
        *READ,
        "incidents.add_incident",
        "incidents.change_incident",
        "incidents.void_incident",
        "incidents.keep_sensitive_incident",
        "reports.add_edition",
    ),
    "council": (
        *READ,
        "communities.add_starostadistrict",
        "communities.change_starostadistrict",
        "reports.add_edition",
    ),
    "raion_coordinator": REVIEW,
    "oblast_coordinator": (*REVIEW, "incidents.read_sensitive_incident"),
    "ministry_analyst": (*READ, "reports.add_edition"),
    "ministry_administrator": (
        *REVIEW,
        "communities.add_succession",
        "officers.add_officer",
        "officers.change_officer",
        "officers.add_assignment",
        "officers.change_assignment",
        "core.view_importpreview",
        "core.add_importpreview",
        "communities.view_reading",
        "pghistory.view_events",
    ),
    "group_coordinator": ("communities.view_community",),
    "auditor": (*READ, "communities.view_reading", "pghistory.view_events"),
    "api_client": READ,
    "api_writer": (*READ, "incidents.add_incident", "incidents.change_incident"),
}


def sync_roles(**_signal: Any) -> None:
    """Make every group carry exactly the permissions written above."""
    known = {
        f"{each.content_type.app_label}.{each.codename}": each
        for each in Permission.objects.select_related("content_type")
    }
    for name, wanted in ROLES.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set([known[right] for right in wanted if right in known])
