"""The roles a grant can name, and what each allows: groups of Django's permissions."""

from typing import Any

from django.contrib.auth.models import Group, Permission

from accounts.role_words import ROLE_WORDS

GROUP_RECORDS = (
    *("person", "position", "workinggroup", "membership"),
    *("meeting", "agendaitem", "attendance"),
    *("initiative", "handout"),
    *("problem", "decision", "actionpoint"),
    *("funding", "grant"),
    "priority",
    *("training", "trainingattendance"),
)
GROUPS_READ = tuple(f"working_groups.view_{each}" for each in GROUP_RECORDS)
PROPOSALS = tuple(  # read by those alone who decide: residents leave their names
    f"working_groups.{action}_proposal" for action in ("view", "add", "change")
)
GROUPS = (
    *(f"working_groups.{action}_{e}" for e in GROUP_RECORDS for action in ("add", "change")),
    *PROPOSALS,
    "working_groups.add_knowledgeproduct",
    "communities.add_organisation",  # whoever writes down people and money names them
)
HANDED_OVER = (  # what a handout becomes
    "communities.view_safetyasset",
    "communities.add_safetyasset",
)
MOVE_ACTIONS = "working_groups.change_actionpoint"  # who does it says how far it is
READ = (
    "communities.view_community",
    "communities.view_starostadistrict",
    "communities.view_beat",
    "communities.view_memorandum",
    "communities.view_station",
    "communities.view_safetyasset",
    "communities.view_firebrigade",
    "communities.view_accession",
    "communities.view_visit",
    "officers.view_officer",
    "officers.view_assignment",
    "officers.view_activity",
    "officers.view_publicreport",
    "incidents.view_incident",
    "incidents.view_strike",
    "reports.view_edition",
    *GROUPS_READ,
)
PARTS = (
    "communities.add_starostadistrict",
    "communities.change_starostadistrict",
    "communities.add_beat",
    "communities.change_beat",
)
RECORDS = tuple(
    f"communities.{action}_{record}"
    for record in ("memorandum", "station", "safetyasset", "firebrigade", "accession", "visit")
    for action in ("add", "change")
)
ACTIVITIES = tuple(  # and what is reported of them
    f"officers.{action}_{record}"
    for record in ("activity", "publicreport")
    for action in ("add", "change")
)
# councils do not read who holds which weapon
EQUIPMENT = (
    "officers.view_equipmentitem",
    "officers.view_equipmentissue",
    "officers.view_handover",
)
REVIEW = (
    *READ,
    *EQUIPMENT,
    *PARTS,
    *RECORDS,
    *ACTIVITIES,
    *GROUPS,
    "incidents.verify_incident",
    "incidents.return_incident",
    "incidents.void_incident",
    "incidents.amend_incident",
    "reports.add_edition",
)
OFFICERS = (  # and their path and training
    "officers.add_officer",
    "officers.change_officer",
    "officers.add_trainingcourse",
)
ISSUES = tuple(  # who issues equipment writes it down, too
    f"officers.{action}_{record}"
    for record in ("equipmentitem", "equipmentissue")
    for action in ("add", "change")
)
POSTS = tuple(  # who ends a post hands it over
    f"officers.{action}_{record}"
    for record in ("assignment", "handover")
    for action in ("add", "change")
)
STRIKES = ("incidents.add_strike", "incidents.change_strike")
CLIENT_ROLES = ("api_client", "api_writer")  # of programs; the page of API clients offers them
# To see who has access, and to look after accounts: where, is said by the grant.
LOOK = ("accounts.view_user", "communities.view_accessgrant")
APPOINT = (
    *LOOK,
    "accounts.add_user",
    "accounts.change_user",
    "communities.add_accessgrant",
    "communities.change_accessgrant",
)
# What was done with accounts and rights, who read sensitive records, and every change of a record.
LOGS = ("accounts.view_accessevent", "communities.view_reading", "pghistory.view_events")
GIVES: dict[str, tuple[str, ...]] = {
    # role -> the roles it may give although it does not hold all of their rights itself: who
    # appoints officers logs nothing (docs/decisions/0024)
    "oblast_coordinator": ("officer", "council"),
    "ministry_administrator": tuple(ROLE_WORDS),
}


def giving(role: str) -> str:
    """Return the right to give a role, where the grant that carries the right reaches."""
    return f"communities.give_{role}_accessgrant"


def _gives(role: str) -> tuple[str, ...]:
    return tuple(giving(each) for each in GIVES[role])


ROLES: dict[str, tuple[str, ...]] = {
    "officer": (
        *READ,
        MOVE_ACTIONS,
        *EQUIPMENT,
        *ACTIVITIES,
        "incidents.add_incident",
        "incidents.change_incident",
        "incidents.void_incident",
        "incidents.keep_sensitive_incident",
        "reports.add_edition",
    ),
    "council": (
        *READ,
        MOVE_ACTIONS,
        "communities.add_starostadistrict",
        "communities.change_starostadistrict",
        "reports.add_edition",
    ),
    "raion_coordinator": REVIEW,
    "oblast_coordinator": (
        *REVIEW,
        *STRIKES,
        *OFFICERS,
        *POSTS,
        *ISSUES,
        "incidents.read_sensitive_incident",
        *APPOINT,
        *_gives("oblast_coordinator"),
    ),
    "ministry_analyst": (*READ, *EQUIPMENT, "reports.add_edition"),
    "ministry_administrator": (
        *REVIEW,
        *STRIKES,
        "incidents.change_category",
        "communities.add_succession",
        *OFFICERS,
        *POSTS,
        *ISSUES,
        "core.view_importpreview",
        "core.add_importpreview",
        *APPOINT,
        *_gives("ministry_administrator"),
        "accounts.see_as_user",
        "accounts.view_apiclient",
        "accounts.add_apiclient",
        "accounts.change_apiclient",
        *LOGS,
    ),
    "group_coordinator": (
        "communities.view_community",
        *HANDED_OVER,
        *GROUPS_READ,
        *GROUPS,
    ),
    "auditor": (*READ, *EQUIPMENT, *LOOK, *LOGS),
    "api_client": (*READ, *EQUIPMENT),
    "api_writer": (
        *READ,
        *RECORDS,
        *EQUIPMENT,
        *POSTS,
        *ISSUES,
        *ACTIVITIES,
        *GROUPS,
        "incidents.add_incident",
        "incidents.change_incident",
    ),
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
