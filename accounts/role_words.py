"""What the roles of a grant are called for people."""

from django.utils.translation import gettext_lazy as _

ROLE_WORDS = {
    "officer": _("Officer of the community"),
    "council": _("Council of the community"),
    "raion_coordinator": _("Coordinator of the raion"),
    "oblast_coordinator": _("Coordinator of the oblast"),
    "ministry_analyst": _("Analyst of the ministry"),
    "ministry_administrator": _("Administrator of the ministry"),
    "group_coordinator": _("Coordinator of working groups"),
    "auditor": _("Auditor"),
    "api_client": _("Program that reads"),
    "api_writer": _("Program that writes"),
}
