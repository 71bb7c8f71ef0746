"""How a browser reaches every page: the accounts of the demo that show it best, and the address.

A page of the policy that is not here fails tests/contracts/test_policy.py.
"""

from core.models import Job
from incidents.models import Incident
from reports.models import Edition

NARRATIVE = "Горів сарай"
BILOZERKA = "UA65100010000048953"
KHERSON = "UA65000000000030969"
STEPS = "sends to the record, whose page has the form"
NOT_OPENED = {
    "incidents:verify": STEPS,
    "incidents:return": STEPS,
    "incidents:submit": STEPS,
    "incidents:void": STEPS,
    "dashboards:map-data": "data, shown by the map of the overview",
    "reports:file": "a file",
}


def incident():
    return Incident.objects.get(number__isnull=False, text__narrative=NARRATIVE)


REACHED = {  # route -> account and address, as often as it looks different
    "accounts:sign-in": [(None, lambda: "/sign-in/")],
    "api-docs": [(None, lambda: "/api/docs/")],
    "dashboards:overview": [
        ("ministry", lambda: "/"),
        ("kherson", lambda: "/"),
        ("bilozerka.police", lambda: "/"),
        ("union", lambda: "/"),
    ],
    "dashboards:measure": [
        ("kherson", lambda: "/measures/incidents.recorded/"),
        ("kherson", lambda: "/measures/incidents.per_10000/"),
        ("kherson", lambda: "/measures/officers.in_post/"),
    ],
    "dashboards:community": [("kherson", lambda: f"/communities/{BILOZERKA}/")],
    "search": [("ministry", lambda: "/search/?q=Білозерка")],
    "communities:list": [("kherson", lambda: "/communities/")],
    "communities:successions": [("ministry", lambda: "/communities/successions/")],
    "communities:record-act": [("admin", lambda: "/communities/successions/record/")],
    "officers:list": [("kherson", lambda: "/officers/")],
    "officers:detail": [("kherson", lambda: incident().logged_by.officer.get_absolute_url())],
    "incidents:list": [
        ("kherson", lambda: "/incidents/"),
        ("kherson", lambda: "/incidents/?status=submitted"),
        ("kherson", lambda: "/incidents/?since=2026-99-99"),
    ],
    "incidents:detail": [
        ("kherson", lambda: incident().get_absolute_url()),
        ("bilozerka.police", lambda: incident().get_absolute_url()),
    ],
    "incidents:log": [("bilozerka.police", lambda: "/incidents/log/")],
    "incidents:edit": [("bilozerka.police", lambda: f"{incident().get_absolute_url()}edit/")],
    "reports:list": [("ministry", lambda: "/reports/"), ("kherson", lambda: "/reports/")],
    "reports:edition": [("kherson", lambda: Edition.objects.get().get_absolute_url())],
    "reports:job": [("kherson", lambda: f"/reports/jobs/{Job.objects.get(state='failed').pk}/")],
    "accounts:account": [("kherson", lambda: "/account/")],
}
NOWHERE = ("ministry", lambda: "/nowhere/")


def visits():
    """Return the addresses of every account, ready to be opened in turn."""
    found = {}
    for account, address in [*(each for pages in REACHED.values() for each in pages), NOWHERE]:
        found.setdefault(account, []).append(address())
    return found
