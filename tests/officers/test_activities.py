"""Activities on pages: two taps, the whole form, what is refused, who finds what."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction

from officers.models import Activity, OfficerKind
from tests.factories.accounts import account
from tests.factories.officers import (
    ActivityFactory,
    ActivityOfficerFactory,
    AssignmentFactory,
    OfficerFactory,
)

pytestmark = pytest.mark.django_db
LIST, QUICK, FORM = (
    "/officers/activities/",
    "/officers/activities/new/",
    "/officers/activities/form/",
)


@pytest.fixture
def officer(police):
    return police.officer


@pytest.fixture
def said(officer):
    """What a person writes into the whole form."""
    return {
        "kind": "lesson",
        "counterparty": "",
        "officers": [officer.pk],
        "held_on": "2026-06-15",
        "place": "Школа № 2",
        "attended": "30",
        "engaged": "12",
        "notes": "Мінна безпека",
    }


def shown(client, **filters):
    return [each.pk for each in client.get(LIST, filters).context["page"].rows]


@time_machine.travel("2026-06-15 20:30+03:00", tick=False)
def test_the_second_tap_stores_the_activity_of_today(client, police, community):
    client.force_login(police)
    assert 'value="patrol"' in client.get(QUICK).content.decode()

    answer = client.post(QUICK, {"kind": "patrol"})

    stored = Activity.objects.get()
    assert answer.url == stored.get_absolute_url()
    assert (stored.kind, stored.community, stored.service) == ("patrol", community, "police")
    assert stored.held_on == date(2026, 6, 15)
    assert list(stored.officers.all()) == [police.officer]
    assert (stored.attended, stored.engaged) == (None, None), "unknown is empty, not zero"


def test_a_kind_that_needs_more_leads_to_the_form(client, police):
    client.force_login(police)
    assert "kind=consultation" in client.get(QUICK).content.decode()

    assert client.post(QUICK, {"kind": "consultation"}).status_code == 400
    assert client.get(FORM, {"kind": "consultation"}).context["form"]["kind"].value() == (
        "consultation"
    )
    assert not Activity.objects.exists()


def test_who_is_no_officer_finds_the_whole_form(client, coordinator, said):
    client.force_login(coordinator)
    assert 'name="held_on"' in client.get(QUICK).content.decode()

    assert client.post(QUICK, said).status_code == 302
    assert Activity.objects.get().place == "Школа № 2"


def test_the_whole_form_stores_what_was_said(client, police, said):
    client.force_login(police)

    answer = client.post(FORM, said)

    stored = Activity.objects.get()
    assert answer.url == stored.get_absolute_url()
    assert (stored.place, stored.attended, stored.engaged) == ("Школа № 2", 30, 12)
    page = client.get(answer.url).content.decode()
    assert "Школа № 2" in page
    assert "Мінна безпека" in page


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        pytest.param({"engaged": "31"}, "engaged", id="more took part than were there"),
        pytest.param({"attended": ""}, "engaged", id="took part without being there"),
        pytest.param({"kind": "consultation"}, "counterparty", id="consulted with nobody"),
        pytest.param({"counterparty": "council"}, "counterparty", id="a lesson with a council"),
        pytest.param({"held_on": "2026-06-16"}, "held_on", id="tomorrow"),
        pytest.param({"held_on": "1989-12-31"}, "held_on", id="long ago"),
        pytest.param({"officers": []}, "officers", id="by nobody"),
    ],
)
@time_machine.travel("2026-06-15 12:00+03:00", tick=False)
def test_what_cannot_be_is_said_beside_its_field(client, police, said, wrong, field):
    client.force_login(police)

    answer = client.post(FORM, said | wrong)

    assert answer.status_code == 400
    assert field in answer.context["form"].errors
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"attended": 3, "engaged": 4},
        {"attended": None, "engaged": 1},
        {"kind": "consultation", "counterparty": ""},
        {"kind": "lesson", "counterparty": "council"},
        {"void_reason": "Помилка"},
    ],
)
def test_the_database_refuses_it_too(community, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        ActivityFactory.create(community=community, **wrong)


def test_officers_of_two_services_are_two_activities(client, coordinator, community, said, officer):
    rescuer = OfficerFactory.create(kind=OfficerKind.COMMUNITY_RESCUE)
    AssignmentFactory.create(officer=rescuer, community=community)
    client.force_login(coordinator)

    answer = client.post(
        f"{FORM}?community={community.code}", said | {"officers": [officer.pk, rescuer.pk]}
    )

    assert answer.status_code == 400
    assert "officers" in answer.context["form"].errors


def test_an_officer_records_nothing_elsewhere_and_for_nobody_else(client, police, elsewhere, said):
    stranger = AssignmentFactory.create(community=elsewhere).officer
    client.force_login(police)

    assert client.post(f"{FORM}?community={elsewhere.code}", said).status_code == 404
    assert client.post(FORM, said | {"officers": [stranger.pk]}).status_code == 400
    assert not Activity.objects.exists()


def test_it_is_changed_by_the_version_that_was_seen(client, police, said, officer):
    activity = ActivityFactory.create(
        community=officer.assignments.get().community, officers=[officer]
    )
    client.force_login(police)
    url = f"{activity.get_absolute_url()}edit/"
    assert client.get(url).context["form"]["version"].value() == 1

    assert client.post(url, said | {"version": 1}).status_code == 302
    stale = client.post(url, said | {"version": 1, "place": "Клуб"})

    activity.refresh_from_db()
    assert (activity.version, activity.place, stale.status_code) == (2, "Школа № 2", 409)


def test_an_annulled_one_stays_to_be_read_and_counts_no_more(client, police, officer):
    activity = ActivityFactory.create(
        community=officer.assignments.get().community, officers=[officer]
    )
    client.force_login(police)
    url = activity.get_absolute_url()

    assert client.post(f"{url}void/", {"version": 1}).status_code == 400
    assert client.post(f"{url}void/", {"version": 1, "reason": "Двічі"}).status_code == 302

    assert "Двічі" in client.get(url).content.decode()
    assert client.get(f"{url}edit/").status_code == 404
    assert client.post(f"{url}void/", {"version": 2, "reason": "Знову"}).status_code == 409
    assert shown(client) == [activity.pk]
    assert shown(client, counted="true") == []


def test_the_list_is_narrowed_by_its_address(client, coordinator, community):
    lesson = ActivityFactory.create(community=community)
    patrol = ActivityFactory.create(community=community, kind="patrol", held_on=date(2026, 6, 20))
    client.force_login(coordinator)

    assert shown(client) == [patrol.pk, lesson.pk]
    assert shown(client, kind="lesson") == [lesson.pk]
    assert shown(client, since="2026-06-16") == [patrol.pk]
    assert shown(client, until="2026-06-15") == [lesson.pk]
    assert shown(client, service="rescue") == []
    assert shown(client, territory=community.code) == [patrol.pk, lesson.pk]
    doer = lesson.officers.get()
    AssignmentFactory.create(officer=doer, community=community)
    assert shown(client, officer=doer.pk) == [lesson.pk]


def test_what_is_elsewhere_or_of_the_other_service_is_not_there(client, community, elsewhere):
    foreign = ActivityFactory.create(community=elsewhere)
    other = ActivityFactory.create(community=community, service="rescue")
    client.force_login(account("oblast_coordinator", oblast=community.oblast, service="police"))

    assert shown(client) == []
    for each in (foreign, other):
        for path in ("", "edit/", "history/"):
            assert client.get(f"{each.get_absolute_url()}{path}").status_code in {403, 404}
        assert client.post(f"{each.get_absolute_url()}void/", {"reason": "x"}).status_code == 404


def test_the_council_looks_and_changes_nothing(client, community):
    activity = ActivityFactory.create(community=community)
    client.force_login(account("council", community=community))

    assert client.get(activity.get_absolute_url()).status_code == 200
    assert client.get(f"{activity.get_absolute_url()}edit/").status_code == 403
    assert client.get(FORM).status_code == 403


def test_the_pages_of_the_officer_and_the_community_show_it(client, coordinator, community):
    activity = ActivityFactory.create(community=community, place="Клуб")
    AssignmentFactory.create(officer=activity.officers.get(), community=community)
    client.force_login(coordinator)

    for page in (activity.officers.get(), community):
        assert "Клуб" in client.get(page.get_absolute_url()).content.decode()


def test_its_history_tells_what_was_changed(client, coordinator, police, said):
    client.force_login(police)
    url = client.post(FORM, said).url
    client.post(f"{url}edit/", said | {"version": 1, "place": "Клуб"})
    client.force_login(coordinator)

    page = client.get(f"{url}history/").content.decode()

    assert "Школа № 2" in page
    assert "Клуб" in page


# --- limits


@pytest.mark.limit("activity_people")
def test_more_people_than_a_town_are_refused(client, police, said, settings):
    client.force_login(police)
    most = settings.LIMITS["activity_people"]

    assert client.post(FORM, said | {"attended": most + 1}).status_code == 400
    assert client.post(FORM, said | {"attended": most}).status_code == 302


@pytest.mark.limit("activity_notes")
def test_longer_notes_are_refused(client, police, said, settings):
    client.force_login(police)
    most = settings.LIMITS["activity_notes"]

    assert client.post(FORM, said | {"notes": "а" * (most + 1)}).status_code == 400
    assert client.post(FORM, said | {"notes": "а" * most}).status_code == 302


@pytest.mark.limit("activity_officers")
def test_more_officers_are_refused(client, police, said, settings, community):
    client.force_login(police)
    settings.LIMITS = settings.LIMITS | {"activity_officers": 2}
    more = [AssignmentFactory.create(community=community).officer.pk for _each in range(2)]
    own = said["officers"]

    assert client.post(FORM, said | {"officers": [*own, *more]}).status_code == 400
    assert client.post(FORM, said | {"officers": [*own, more[0]]}).status_code == 302


@pytest.mark.limit("activities_shown")
def test_the_page_of_an_officer_shows_as_many(client, coordinator, community, settings):
    settings.LIMITS = settings.LIMITS | {"activities_shown": 2}
    officer = AssignmentFactory.create(community=community).officer
    for _each in range(3):
        activity = ActivityFactory.create(community=community, officers=[])
        ActivityOfficerFactory.create(activity=activity, officer=officer)
    client.force_login(coordinator)

    assert len(client.get(officer.get_absolute_url()).context["activities"]) == 2
