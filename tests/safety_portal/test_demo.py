"""The demo data set: always the same, whole, attributed, and never where people work."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, Sum
from oauth2_provider.models import get_application_model

from accounts.client_secrets import is_secret_of
from accounts.models import ClientSecret, User
from communities.models import Boundary, Community, ControlStatus, Population, Service
from core import clock
from core.history import authored
from core.periods import Period
from incidents.models import CommunityMonthTally, DayTally, Incident, MonthTally, Response
from incidents.models.people import PEOPLE
from incidents.services import next_number
from indicators import training
from indicators.asks import Ask
from indicators.catalogue import BY_CODE
from indicators.coverage import LIVING, RESCUE
from officers.models import (
    Activity,
    ActivityOfficer,
    Assignment,
    Officer,
    OfficerPersonal,
    OfficerStage,
)
from safety_portal.demo import facts
from safety_portal.demo.accounts import BILOZERKA, secret_file
from safety_portal.demo.accounts import PEOPLE as ACCOUNTS
from safety_portal.demo.crew import batches
from safety_portal.demo.happenings import Happening
from safety_portal.demo.kinds import Kinds
from safety_portal.demo.loading import DemoSet
from safety_portal.demo.mark import is_demo
from safety_portal.demo.people import COVERED, MARIUPOL
from tests import filled_database
from tests.factories.incidents import IncidentFactory
from tests.filled_database import REGISTER

KYIV = ZoneInfo("Europe/Kyiv")
A_DAY = date(2026, 6, 11)  # until which what is not loaded is drawn
SIX_MONTHS = Period(date(2025, 7, 1), date(2025, 12, 31))


def _ready(incidents: int) -> DemoSet:
    """Return a set that can be drawn from without the accounts that log."""
    drawn = DemoSet(incidents=incidents, until=A_DAY)
    for place in [*drawn.places, drawn.mariupol]:
        place.loggers, place.reviewer = dict.fromkeys(Service.values, 1), 2
    return drawn


def _filler(incidents: int) -> list[Happening]:
    """Return the events of the filler, day by day."""
    filler = _ready(incidents).filler(Kinds())
    return [event for span in filler.spans() for event in filler.events(span)]


def _founding(*, category: Q) -> object:
    return Response.objects.filter(
        category,
        service=Service.RESCUE,
        incident__in=Incident.objects.counted().filter(
            occurred_at__gte=SIX_MONTHS.starts_at, occurred_at__lt=SIX_MONTHS.ends_at
        ),
    )


@pytest.mark.usefixtures("demo")
class TestLoaded:
    def test_responses_of_the_first_six_months_are_those_of_the_founding_text(self):
        groups = Q(incident__category__group__in=["emergency", "extraordinary"])
        emergencies = _founding(category=groups)
        war = emergencies.filter(incident__war_related=True).count()

        assert 970 < emergencies.count() < 1000
        assert war > emergencies.count() / 2
        assert 33_500 < _founding(category=Q(incident__category__group="fire")).count() < 34_000
        assert _founding(category=Q(incident__category__code="explosives.found")).count() > 1_400

    def test_mariupol_has_its_last_quarter_of_2021_and_nothing_later(self):
        events = Incident.objects.filter(community__code=MARIUPOL)
        top = events.values("category__code").annotate(n=Count("pk")).order_by("-n")[:2]

        assert [each["category__code"] for each in top] == ["crime.theft", "conflict.domestic"]
        assert not events.exclude(occurred_at__year=2021, occurred_at__month__gte=9).exists()
        assert (
            Officer.objects.in_post_on(date(2022, 1, 19))
            .filter(assignments__community__code=MARIUPOL)
            .count()
            == 5
        )

    def test_s1_08_five_officers_serve_four_places_near_mariupol(self):
        posts = Assignment.objects.in_force(date(2022, 1, 19)).filter(community__code=MARIUPOL)
        settlements = set(
            posts.filter(settlements__isnull=False).values_list("settlements", flat=True)
        )
        in_words = set(posts.exclude(place="").values_list("place", flat=True))

        assert posts.count() == 5
        assert len(settlements) + len(in_words) == 4

    def test_s1_15_officer_a_has_served_staryi_krym_for_three_months(self):
        posts = Assignment.objects.filter(settlements__code="UA14140050020046281")

        assert posts.filter(period__startswith=date(2021, 10, 19)).count() == 1

    def test_s1_14_it_is_known_of_some_whether_they_live_there(self):
        share = LIVING.total(Ask(period=Period.day(clock.today())))

        assert 0 < share < 100

    def test_s0_09_every_eligible_community_has_a_rescue_officer_after_four_months(self):
        ask = Ask(period=Period.day(COVERED))

        assert RESCUE.total(ask) == 100
        assert RESCUE.total(ask.other(period=Period.day(date(2025, 6, 30)))) == 0

    def test_s3_04_nobody_serves_two_communities_at_once(self):
        posts = Assignment.objects.in_force(clock.today()).filter(kind="primary")

        assert posts.count() == posts.values("officer").distinct().count()

    def test_every_eligible_community_has_a_rescue_officer_after_four_months(self):
        covered = Assignment.objects.in_force(COVERED).filter(officer__service="rescue")
        eligible = Community.objects.eligible_on(COVERED)

        assert not eligible.exclude(pk__in=covered.values("community")).exists()
        assert Officer.objects.filter(service="rescue").count() > 2_300

    def test_s0_10_more_than_2300_rescue_officers_are_certified(self):
        until_then = Period(date(2025, 7, 1), date(2025, 12, 31))
        ask = Ask(period=until_then, services=("rescue",))

        assert 2_300 < training.CERTIFIED.total(ask) < 2_400
        assert training.CERTIFIED.records(ask).count() == training.CERTIFIED.total(ask)

    def test_everybody_in_a_post_came_there_by_the_whole_path(self):
        """The last step says the stage; each stage has somebody in it, but nobody is suspended."""
        last = Officer.objects.filter(stages__in_force=True, stages__until=None)
        ends = last.values_list("stage", "stages__stage")
        assert all(now == last for now, last in ends)
        assert {now for now, _last in ends} == set(OfficerStage) - {OfficerStage.SUSPENDED}
        serving = Officer.objects.in_post_on(clock.today())
        assert not serving.exclude(stages__stage="certified").exists()
        assert {each.stage for each in serving} <= {"serving", "left"}  # some leave later
        assert (
            Officer.objects.in_post_on(COVERED).count()
            == Assignment.objects.in_force(COVERED).values("officer").distinct().count()
        )

    def test_responders_were_in_post_in_the_community(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM incidents_response r JOIN incidents_incident i"
                " ON i.id = r.incident_id WHERE NOT EXISTS (SELECT FROM officers_assignment a"
                " WHERE a.officer_id = r.officer_id AND a.community_id = i.community_id"
                " AND a.period @> (i.occurred_at AT TIME ZONE 'Europe/Kyiv')::date)"
            )
            assert cursor.fetchone() == (0,)

    def test_tallies_equal_the_rows(self):
        counted = Incident.objects.filter(counted=True)
        names = {each: Sum(each) for each in PEOPLE}
        rows = counted.aggregate(
            incidents=Count("pk"), war_related=Count("pk", filter=Q(war_related=True)), **names
        )
        rows["responses"] = Response.objects.filter(incident__counted=True).count()

        for tally in (DayTally, CommunityMonthTally, MonthTally):
            assert tally.objects.aggregate(**{each: Sum(each) for each in rows}) == rows

    def test_numbers_follow_receipt_and_the_portal_counts_on(self):
        bilozerka = Community.objects.get(code=BILOZERKA)
        at = datetime(2025, 3, 1, tzinfo=KYIV)
        given = Incident.objects.filter(number__startswith="65-2025-").order_by("number")
        received = list(given.values_list("received_at", flat=True))

        assert received == sorted(received)
        assert next_number(community=bilozerka, at=at) > given.last().number

    def test_history_names_the_load_as_its_author(self):
        event = Incident.pgh_event_model

        assert event.objects.count() == Incident.objects.count()
        assert set(event.objects.values_list("pgh_context__metadata__source", flat=True)) == {
            "load_demo"
        }

    def test_everybody_signs_in_and_the_client_has_its_secret(self):
        client = get_application_model().objects.get(client_id="integrator")

        for each in ACCOUNTS:
            assert authenticate(username=each.username, password=each.password)
        assert secret_file().stat().st_mode & 0o777 == 0o600
        secret = secret_file().read_text()
        assert secret not in client.client_secret
        assert secret not in ClientSecret.objects.get().digest
        assert is_secret_of("integrator", secret, at=clock.now())

    def test_the_officers_who_sign_in_serve_bilozerka(self):
        for service in Service.values:
            officer = User.objects.get(username=f"bilozerka.{service}").officer

            assert officer.service == service
            assert officer.assignments.in_force(clock.today()).get().community.code == BILOZERKA

    def test_names_agree_in_gender(self):
        masculine = OfficerPersonal.objects.filter(patronymic__endswith="ич")

        assert not masculine.filter(last_name__endswith="ська").exists()
        assert masculine.filter(last_name__endswith="ський").exists()

    def test_a_second_load_changes_nothing(self, capsys):
        before = Incident.objects.count(), User.objects.count(), Officer.objects.count()

        call_command("load_demo", incidents=10)

        assert "nothing was changed" in capsys.readouterr().out
        assert before == (Incident.objects.count(), User.objects.count(), Officer.objects.count())

    def test_the_founding_set_is_the_same_for_every_number_of_incidents(self):
        few, many = _ready(300), _ready(600)

        assert list(few.founding(Kinds())) == list(many.founding(Kinds()))

    def test_the_same_number_gives_the_same_filler(self):
        first, second = _filler(500), _filler(500)

        assert len(first) == 500
        assert first == second

    def test_several_processes_draw_what_one_draws(self):
        filler = _ready(12_000).filler(Kinds())

        assert len(filler.spans()) == 3
        assert list(batches(filler, hands=2)) == list(batches(filler, hands=1))

    def test_filler_leaves_the_founding_months_to_the_founding_set(self):
        rescue = [
            each for each in _filler(3000) if each.kind.service == Service.RESCUE and each.responses
        ]
        days = {datetime.fromtimestamp(each.occurred, KYIV).date() for each in rescue}

        assert days
        assert not [day for day in days if SIX_MONTHS.start <= day < SIX_MONTHS.end]
        assert MARIUPOL not in {each.place.code for each in _filler(3000)}


def test_made_up_facts_say_so(django_db_setup, django_db_blocker, settings, tmp_path):
    settings.SHARED_DATA = tmp_path / "missing"
    with django_db_blocker.unblock(), filled_database.copy_of(REGISTER), authored(source="test"):
        facts.bring_facts(lambda _line: None)

        assert set(Population.objects.values_list("source", flat=True)) == {facts.MADE_UP}
        assert set(ControlStatus.objects.values_list("act", flat=True)) == {facts.MADE_UP}
        assert not Boundary.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        pytest.param("PRODUCTION", True, "production", id="production"),
        pytest.param("ALLOWED_HOSTS", ["localhost", "portal.gov.ua"], "portal.gov.ua", id="host"),
        pytest.param("ALLOWED_HOSTS", ["*"], "ALLOWED_HOSTS", id="any host"),
    ],
)
def test_refuses_where_people_work(settings, name, value, why):
    setattr(settings, name, value)

    with pytest.raises(CommandError, match=why):
        call_command("load_demo", incidents=1)

    assert not is_demo()


@pytest.mark.django_db
def test_refuses_to_stand_among_records(community, categories, police):
    IncidentFactory.create(community=community, logged_by=police)

    with pytest.raises(CommandError, match="incidents here already"):
        call_command("load_demo", incidents=1)

    assert not is_demo()


@pytest.mark.django_db
def test_without_the_register_it_says_what_to_load_first():
    with pytest.raises(CommandError, match="load_reference_data"):
        call_command("load_demo", incidents=1)

    assert not User.objects.exists()


def _worked(code: str, *by: str, service: str = Service.RESCUE, until: date | None = None) -> Any:
    """Ask a measure of activities for the six months, of the nation."""
    period = Period(SIX_MONTHS.start, until or SIX_MONTHS.end)
    return BY_CODE[code].split(Ask(period=period, services=(service,)), *by)


def test_s0_11_officers_help_to_plan_civil_defence(demo):
    assert _worked("activities.held", "kind")["civil_defence",] > 0
    assert len(_worked("activities.held", "kind", "community")) > 1


def test_s0_12_officers_help_to_shelter_people(demo):
    assert _worked("activities.held", "kind")["shelter_check",] > 0


def test_s0_14_officers_work_with_local_councils(demo):
    held = _worked("activities.held", "counterparty", until=date(2025, 10, 29))

    assert held["council",] > 9_000


def test_s0_15_officers_teach_residents(demo):
    assert _worked("activities.held", "kind")["lesson",] > 0
    assert _worked("activities.attended", "kind")["lesson",] > 0


def test_s3_05_prevention_comes_first(demo):
    held = {key: n for (key,), n in _worked("activities.held", "kind").items()}

    assert sum(n for key, n in held.items() if key not in {"reception", "patrol"}) > sum(
        held.get(key, 0) for key in ("reception", "patrol")
    )


def test_s3_09_officers_advise_the_leaders_of_the_community(demo):
    assert _worked("activities.held", "counterparty")["leadership",] > 0


def test_nobody_works_before_serving_or_in_days_to_come(demo):
    done = Activity.objects.counted()

    assert not done.filter(held_on__gte=clock.today()).exists()
    in_post = Exists(
        Assignment.objects.filter(
            officer=OuterRef("officer"),
            community=OuterRef("activity__community"),
            period__contains=OuterRef("activity__held_on"),
        )
    )
    assert not ActivityOfficer.objects.exclude(in_post).exists()
