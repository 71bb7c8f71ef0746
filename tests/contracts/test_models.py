"""Every table is in the history, the admin and the factories, speaks Ukrainian, or says why not."""

import importlib
import pkgutil

import pytest
from django.apps import apps
from django.contrib import admin
from django.utils import translation
from factory.django import DjangoModelFactory

import tests.factories
from safety_portal.policy import policy

MODELS = {label: apps.get_model(label) for label in policy().models}
BY_FILE = "a published list, loaded from a file that says what changed"
TALLIES = (
    "incidents.DayTally",
    "incidents.MonthTally",
    "incidents.CommunityMonthTally",
)
COUNTED = "made by triggers from the records, checked by check_tallies"
WITHOUT_HISTORY = {
    **dict.fromkeys(
        (
            *("communities.Oblast", "communities.Raion", "communities.Community"),
            *("communities.CommunityAlias", "communities.Settlement", "communities.CityDistrict"),
            *("communities.Population", "communities.ControlStatus"),
            *("communities.Boundary", "communities.Programme", "communities.Cohort"),
            *("incidents.Category", "incidents.CategoryVersion", "incidents.ClassifierCode"),
        ),
        BY_FILE,
    ),
    **dict.fromkeys(TALLIES, COUNTED),
    "accounts.ClientSecret": "a hash and its days; who made and ended it is an event of access",
    "accounts.AccessEvent": "is itself a record that nobody can change",
    "accounts.BrowserSession": "its beginning and its end are events of access",
    "communities.Reading": "is itself a record that nobody can change",
    "core.Job": "work, not a record",
    "core.Attachment": "never changed: another file is another row, and what names it has a history",
    "core.SavedView": "an address with a name, no record",
    "working_groups.CheckIn": "when it was opened, by whom; what it did is attendance",
    "working_groups.WaitingName": "goes when the secretary has decided",
    "working_groups.MeetingCalendar": "a hash and its days, no record",
    "incidents.IncidentWords": "made from the record, whose words and numbers have a history",
    "core.IdempotencyRecord": "the answer to a call, forgotten after a while",
    "core.ImportPreview": "is itself the record of an import",
    "core.ImportLine": "is itself the record of an import",
    "officers.OfficerPersonal": "names are kept out of the history, so that they can be erased",
    "working_groups.InitiativeStage": "is itself the history of the stage, and is never edited",
    "working_groups.ActionReminder": "is itself the record of a promise, and is never edited",
    "working_groups.Annex": "is itself a correction, and is never edited",
    "working_groups.ProposalContact": "names are kept out of the history, so that they can be erased",
    "working_groups.PersonContact": "names are kept out of the history, so that they can be erased",
    "officers.StageChange": "is itself the history of the path; a correction is a row of its own",
    "incidents.Transition": "is itself the history of the status, and is never edited",
    "incidents.Amendment": "is itself the history of what was corrected, and is never edited",
    "incidents.Note": "is never edited, and says itself who wrote it when",
    "reports.Edition": "frozen; a correction is the next edition",
    "integrations.Change": "is itself a record of changes",
    "integrations.Count": "a counter",
    "integrations.Webhook": "made, taken away and switched off by events of access",
    "integrations.Delivery": "is itself a log",
}
WITHOUT_ADMIN = {
    "working_groups.WaitingName": "through the page of the sitting",
    **dict.fromkeys(TALLIES, COUNTED),
    **dict.fromkeys(
        (
            *("incidents.IncidentText", "incidents.Response", "incidents.Transition"),
            *("incidents.Note", "incidents.Amendment", "incidents.StrikeOblast"),
            "officers.ActivityOfficer",
            "working_groups.InitiativeCommunity",
            *("incidents.EmergencyDetails", "incidents.FireDetails"),
            *("incidents.ExplosivesDetails", "incidents.DomesticViolenceDetails"),
            "incidents.IncidentWords",
        ),
        "through the pages",
    ),
    "officers.OfficerPersonal": "beside its officer",
    "accounts.BrowserSession": "one's own, on one's own page",
}
WITHOUT_FACTORY = {
    "working_groups.CheckIn": "opened by working_groups.checkins",
    "working_groups.WaitingName": "typed: working_groups.checkins",
    **dict.fromkeys(TALLIES, COUNTED),
    "accounts.AccessEvent": "written by accounts.events",
    "accounts.BrowserSession": "begun by signing in (accounts.sessions)",
    "accounts.ApiClient": "made by safety_portal.demo.holders, with its token",
    "accounts.ClientSecret": "made by accounts.client_secrets",
    "communities.Reading": "written by communities.readings",
    "core.Job": "promised by core.jobs",
    "core.Attachment": "kept by core.attachments",
    "core.SavedView": "saved by core.saved_views",
    "incidents.IncidentWords": "made by triggers and incidents.finding",
    "core.IdempotencyRecord": "kept by core.api.once",
    "incidents.Amendment": "written by incidents.amending",
    "incidents.CategoryVersion": "published by incidents.taxonomy",
    "working_groups.Annex": "written by working_groups.meetings",
    "working_groups.ActionReminder": "promised by working_groups.reminders",
    "incidents.Note": "written by incidents.services",
    "incidents.Transition": "made by incidents.services",
    "integrations.Change": "written by triggers",
    "integrations.Webhook": "made by integrations.services",
    "integrations.Delivery": "made by integrations.sending",
    "integrations.Count": "made by integrations.counting",
    "reports.Edition": "built by reports.services (tests/factories/reports.py)",
}
NAMED_IN_ENGLISH = set(TALLIES)  # never shown to anybody
EACH = pytest.mark.parametrize("label", sorted(MODELS))


def factories():
    """Return the models that have a factory."""
    modules = pkgutil.iter_modules(tests.factories.__path__, "tests.factories.")
    found = [importlib.import_module(each.name) for each in modules]
    made = {v for module in found for v in vars(module).values() if isinstance(v, type)}
    return {f._meta.model for f in made if issubclass(f, DjangoModelFactory) and f._meta.model}


def either(is_so, label, listed, advice):
    assert is_so != (label in listed), f"{label}: {advice}, or say in {__name__} why not."


@EACH
def test_every_change_of_a_table_is_kept(label):
    events = {e.pgh_tracked_model for e in apps.get_models() if hasattr(e, "pgh_tracked_model")}

    either(MODELS[label] in events, label, WITHOUT_HISTORY, "decorate it with track_every_change")


@EACH
def test_every_table_is_in_the_admin(label):
    inline = {part.model for each in admin.site._registry.values() for part in each.inlines}
    known = MODELS[label] in {*admin.site._registry, *inline}

    either(known, label, {} if known else WITHOUT_ADMIN, "register it in admin.py")


@EACH
def test_every_table_has_a_factory(label):
    either(
        MODELS[label] in factories(), label, WITHOUT_FACTORY, "write a factory in tests/factories"
    )


@pytest.mark.parametrize("label", sorted(set(MODELS) - NAMED_IN_ENGLISH))
def test_every_table_is_named_in_both_languages(label):
    meta = MODELS[label]._meta
    for name in ("verbose_name", "verbose_name_plural"):
        with translation.override("uk"):
            uk = str(getattr(meta, name))
        with translation.override("en"):
            assert uk != str(getattr(meta, name)), f"{label}: translate its {name}"
