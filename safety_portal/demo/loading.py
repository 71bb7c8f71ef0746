"""Loads the demo data set as a whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import connection
from django.utils.functional import cached_property

from communities.models import Community, Organisation
from core.history import authored
from core.planner import analyze
from incidents.models import Category, Incident
from integrations.counting import begin_anew
from safety_portal.demo import accounts, courses, facts, parts, paths, people
from safety_portal.demo.amalgamated import found_amalgamated
from safety_portal.demo.crew import batches
from safety_portal.demo.equipment import equip
from safety_portal.demo.filler import Filler
from safety_portal.demo.founding import Founding
from safety_portal.demo.ground import Place, directorates, place_of, places_on
from safety_portal.demo.happenings import Happening
from safety_portal.demo.initiatives import carry_out
from safety_portal.demo.joining import join
from safety_portal.demo.kinds import Kinds
from safety_portal.demo.leaving import hand_over
from safety_portal.demo.lines import Batch
from safety_portal.demo.mark import is_demo
from safety_portal.demo.money import fund
from safety_portal.demo.offices import fill_offices
from safety_portal.demo.people import MARIUPOL, Recruiter, Roster
from safety_portal.demo.pictures import attach
from safety_portal.demo.plans import put_plans_first
from safety_portal.demo.products import publish_products
from safety_portal.demo.proposals import write_to_groups
from safety_portal.demo.reporting import report
from safety_portal.demo.sittings import sit
from safety_portal.demo.strikes import record_a_strike
from safety_portal.demo.trainings import train_participants
from safety_portal.demo.wall import log_behind_the_wall
from safety_portal.demo.work import do_the_work
from safety_portal.demo.working_groups import form_groups
from safety_portal.demo.writing import write

LOOPBACK = {"localhost", "127.0.0.1", "::1", "[::1]", "testserver"}  # the last is Django's own
LOCK = 0x64656D6F  # one load at a time; the letters "demo"


class Refused(Exception):
    """The demo set does not belong into this database; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load wrote: officers, and rows by table."""

    officers: int
    rows: dict[str, int]


class DemoSet:
    """Everything the generators need, built once: places, officers and kinds of events.

    The same number of incidents until the same day give the same events, whatever the machine.
    """

    def __init__(self, *, incidents: int, until: date) -> None:
        self.incidents = incidents
        self.until = until

    @cached_property
    def places(self) -> list[Place]:
        return places_on(people.COVERED, self.until)

    @cached_property
    def mariupol(self) -> Place:
        return place_of(MARIUPOL)

    @cached_property
    def posts(self) -> list[people.Post]:
        recruiter = Recruiter(self.places)
        return [*recruiter.posts(), *recruiter.of_mariupol(self.mariupol)]

    def founding(self, kinds: Kinds) -> Iterator[Happening]:
        """Yield the founding set, equal for every number of incidents."""
        roster = Roster(self.posts)
        founding = Founding(places=self.places, mariupol=self.mariupol, roster=roster, kinds=kinds)
        return founding.events()

    def filler(self, kinds: Kinds) -> Filler:
        return Filler(
            places=self.places,
            roster=Roster(self.posts),
            kinds=kinds,
            incidents=self.incidents,
            until=self.until,
        )

    def batches(self) -> Iterator[Batch]:
        """Yield all of it; the founding set comes first and waits for its place in the order."""
        kinds = Kinds()
        yield Batch.of(list(self.founding(kinds)), until=0)
        yield from batches(self.filler(kinds))


def refuse_outside_a_demo() -> None:
    """Raise Refused where real people may reach the portal."""
    if settings.PRODUCTION:
        raise Refused("The demo set is never loaded into production (PORTAL_ENV=production).")
    others = sorted(set(settings.ALLOWED_HOSTS) - LOOPBACK)
    if others:
        raise Refused(
            "The demo set is only for this machine, and ALLOWED_HOSTS also names "
            f"{', '.join(others)}."
        )


def load(
    *, incidents: int, until: date, say: Callable[[str], object] = lambda _line: None
) -> Loaded | None:
    """Load the demo set in one transaction, or return None where it is already there."""
    refuse_outside_a_demo()
    with authored(source="load_demo"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        if is_demo():
            return None
        _need_reference_data()
        _refuse_among_incidents()
        facts.bring_facts(say)
        say(found_amalgamated())
        loaded = _load(DemoSet(incidents=incidents, until=until), say)
    analyze()
    return loaded


def _need_reference_data() -> None:
    for model in (Community, Organisation, Category):
        if not model.objects.exists():
            raise Refused("Load the register first: load_reference_data.")


def _refuse_among_incidents() -> None:
    """Raise Refused where somebody has logged something: inventions never stand among records."""
    if Incident.objects.exists():
        raise Refused("There are incidents here already; the demo set is never mixed with them.")


def _load(demo: DemoSet, say: Callable[[str], object]) -> Loaded:
    say("Accounts and officers …")
    signed_in = accounts.open_accounts()
    accounts.open_client(by=signed_in["admin"])
    accounts.open_desks([*demo.places, demo.mariupol], signed_in)
    _link_accounts(demo.posts, signed_in)
    units = directorates()
    people.appoint(posts=demo.posts, units=units)
    equip(posts=demo.posts, units=units, by=signed_in["admin"])
    recruits = paths.recruit(units=units, until=demo.until)
    courses.train()
    parts.divide(demo.places)
    join(demo.places, by=signed_in["admin"])
    _meet(by=signed_in["admin"])
    say("Incidents …")
    rows = write(demo.batches(), incidents=demo.incidents, say=say)
    officer = accounts.User.objects.get(username="bilozerka.police")  # with its rights, by now
    rows["incidents_incident"] += log_behind_the_wall(by=officer, until=demo.until)
    record_a_strike(by=signed_in["kherson"], until=demo.until)
    hand_over(by=signed_in["kherson"])
    say("Activities …")
    rows["officers_activity"] = do_the_work(posts=demo.posts, until=demo.until)
    report(by=signed_in["kherson"])
    attach(by=signed_in["kherson"])
    begin_anew()  # the load came past the triggers of the change feed
    return Loaded(officers=len(demo.posts) + recruits, rows=rows)


def _meet(*, by: accounts.User) -> None:
    """Write down who holds which office, form working groups, let them meet, and fund what they began."""
    fill_offices(by=by)
    form_groups(by=by)
    sit(by=by)
    carry_out(by=by)
    fund(by=by)
    put_plans_first(by=by)
    write_to_groups(by=by)
    train_participants(by=by)
    publish_products(by=by)


def _link_accounts(posts: list[people.Post], signed_in: dict[str, accounts.User]) -> None:
    """Put the two officers who sign in at the head of their community's officers."""
    names = {each.username: each.name for each in accounts.PEOPLE}
    for service in ("police", "rescue"):
        username = f"bilozerka.{service}"
        post = next(
            each
            for each in posts
            if each.place.code == accounts.BILOZERKA
            and each.service == service
            and each.ends is None
        )
        post.account, post.name = signed_in[username].pk, names[username]
