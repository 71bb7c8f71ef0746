"""A raion that grows: everything in it 1, 3 and 1,000 times, made by the thousand."""

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.models import Group
from oauth2_provider.models import Application

from accounts.models import AccessEvent, ApiClient, ClientSecret, User
from communities.models import (
    RECORDS,
    AccessGrant,
    Accession,
    Beat,
    CityDistrict,
    Cohort,
    Community,
    CommunityAlias,
    FireBrigade,
    Memorandum,
    Organisation,
    Population,
    Programme,
    SafetyAsset,
    Settlement,
    StarostaDistrict,
    Station,
    Visit,
)
from core import clock
from core.half_years import HalfYear
from core.models import ImportLine, ImportPreview, Job, JobState, SavedPage, SavedView
from core.planner import analyze
from incidents import long_exports
from incidents.api import whole_bulks
from incidents.models import (
    Amendment,
    ExplosivesDetails,
    Incident,
    IncidentText,
    Note,
    Response,
    Strike,
    StrikeOblast,
    Transition,
)
from incidents.taxonomy import publish_categories
from integrations.models import Delivery, Webhook
from officers.models import (
    Activity,
    ActivityOfficer,
    Assignment,
    Enrolment,
    EquipmentIssue,
    EquipmentItem,
    Handover,
    Officer,
    OfficerPersonal,
    PublicReport,
    StageChange,
    TrainingCourse,
)
from reports.models import Edition
from tests.contracts.walking import asks_for_figures, period
from tests.factories.accounts import UserFactory, account
from tests.factories.communities import (
    CommunityFactory,
    OblastFactory,
    OrganisationFactory,
    RaionFactory,
)
from tests.factories.imports import ImportLineFactory, ImportPreviewFactory
from tests.factories.incidents import CategoryFactory, StrikeFactory
from tests.factories.officers import ActivityFactory, CourseFactory
from tests.factories.reports import built, order
from working_groups.models import (
    ActionPoint,
    AgendaItem,
    Attendance,
    Decision,
    Funding,
    Grant,
    GrantPartner,
    Handout,
    Initiative,
    InitiativeCommunity,
    InitiativeStage,
    KnowledgeProduct,
    Meeting,
    Membership,
    Person,
    PersonContact,
    Position,
    Priority,
    Problem,
    Proposal,
    ProposalContact,
    ToldApart,
    Training,
    TrainingAttendance,
    WaitingName,
    WorkingGroup,
)


class Country:
    """A raion that grows: communities, officers, incidents, reports, and the parts of one of each."""

    def __init__(self):
        self.now = clock.now()
        self.oblast = OblastFactory.create()
        self.raion = RaionFactory.create(oblast=self.oblast)
        self.home = CommunityFactory.create(oblast=self.oblast, raion=self.raion)
        self.category = CategoryFactory.create(sections=["fire", "explosives"])
        publish_categories()
        self.unit = OrganisationFactory.create(oblast=self.oblast, service="police")
        self.partner = OrganisationFactory.create(kind="ngo")
        self.author = UserFactory.create()
        self.readers = {
            "of a raion": account("raion_coordinator", raion=self.raion),
            "of a community": account("officer", community=self.home, service="police"),
            "of the nation": account("ministry_administrator", nation=True),
        }
        self.size, self.first = 0, {}

    def grow(self, size):
        """Add rows of every kind until there are `size` of each."""
        more = range(self.size, size)
        self.size = size
        self._ground(more)
        self._records(more)
        self._people(more)
        officers = self._officers(more)
        self._incidents(more, officers)
        self._reports(more)
        self._imports(more)
        self._accounts(more)
        analyze()  # as autovacuum does: else plans are made for empty tables

    def _ground(self, more):
        Community.objects.bulk_create(
            CommunityFactory.build(oblast=self.oblast, raion=self.raion, code=f"UA8{n:016}")
            for n in more
        )
        home = {"community": self.home}
        CommunityAlias.objects.bulk_create(CommunityAlias(name=f"Назва {n}", **home) for n in more)
        Population.objects.bulk_create(
            Population(on=date(2020, 1, 1) - timedelta(days=n), people=1, source="x", **home)
            for n in more
        )
        parts = (StarostaDistrict, Beat)
        for model in parts:
            made = model.objects.bulk_create(model(name_uk=f"Частина {n}", **home) for n in more)
            self.first.setdefault(model, made[0])
        CityDistrict.objects.bulk_create(
            CityDistrict(code=f"UA5{n:016}", name_uk="Район", oblast=self.oblast) for n in more
        )
        Settlement.objects.bulk_create(
            Settlement(
                code=f"UA9{n:016}",
                name_uk="Село",
                name_en="Village",
                category="village",
                raion=self.raion,
                **home,
            )
            for n in more
        )

    def _records(self, more):
        """Add programmes, and records of one community in each of them."""
        programmes = Programme.objects.bulk_create(
            Programme(
                code=f"grown-{n}", name_uk=f"Ріст {n}", owner=self.unit, started_on=date(2020, 1, 1)
            )
            for n in more
        )
        one = self.first.setdefault("programme", programmes[0])
        one.partners.add(*OrganisationFactory.create_batch(min(len(more), 20)))
        Cohort.objects.bulk_create(
            Cohort(programme=one, code=f"grown-{n}", name_uk=f"Перші {n}") for n in more
        )
        self.first.setdefault("cohort", one.cohorts.earliest("pk")).communities.add(
            *Community.objects.filter(raion=self.raion)
        )
        said = {"recorded_by": self.author, "created_at": self.now, "updated_at": self.now}
        said["community"], day = self.home, date(2021, 3, 1)
        makes = {
            Memorandum: lambda _each: {
                "service": "police",
                "signed_on": day,
                "cofinancing_uah": 0,
            },
            Station: lambda _each: {"kind": "police_station", "opened_on": day},
            SafetyAsset: lambda _each: {"kind": "camera", "latitude": 46.5, "longitude": 32.5},
            FireBrigade: lambda _each: {"kind": "local", "name": "МПО"},
            Accession: lambda each: {"programme": each, "questionnaire_on": day},
            Visit: lambda _each: {"programme": one, "on": day},
        }
        for model, make in makes.items():
            made = model.objects.bulk_create(model(**make(each), **said) for each in programmes)
            self.first.setdefault(model, made[0])

    def _people(self, more):
        """Add people of one community, each with an office, and many offices of one of them."""
        said = {"recorded_by": self.author, "created_at": self.now, "updated_at": self.now}
        made = Person.objects.bulk_create(
            Person(community=self.home, oblast=self.oblast, organisation=self.partner, **said)
            for _n in more
        )
        PersonContact.objects.bulk_create(
            PersonContact(person=each, last_name=f"Коваль {each.pk}", first_name="Ян")
            for each in made
        )
        one = self.first.setdefault("person", made[0])
        ToldApart.objects.bulk_create(
            ToldApart(older=one, newer=each, told_by=self.author, told_at=self.now)
            for each in made
            if each != one
        )
        offices = Position.objects.bulk_create(
            Position(person=each, organisation=self.partner, title="Староста", **said)
            for each in [*made, *(one for _n in more)]
        )
        self.first.setdefault("position", offices[0])
        self._groups(more, made)

    def _groups(self, more, people):
        """Add groups one after another in one community, each with a member, and one with many."""
        said = {"recorded_by": self.author, "created_at": self.now, "updated_at": self.now}
        programme, count = self.first["programme"], WorkingGroup.objects.count()
        begin = date(2000, 1, 1)
        made = WorkingGroup.objects.bulk_create(
            WorkingGroup(
                community=self.home,
                programme=programme,
                established_on=begin + timedelta(days=count + n),
                ended_on=begin + timedelta(days=count + n + 1),
                end_reason="Нова",
                **said,
            )
            for n, _each in enumerate(people)
        )
        one = self.first.setdefault("group", made[0])
        members = Membership.objects.bulk_create(
            Membership(
                group=group,
                person=person,
                organisation=self.partner,
                sector="resident",
                starts_on=one.established_on,
                **said,
            )
            for person, own in zip(people, made, strict=True)
            for group in {own, one}
        )
        self.first.setdefault("membership", members[0])
        self._meetings(more, one, people)
        self._plans(made)
        self._trainings(people)
        self._products(more)

    def _meetings(self, more, group, people):
        """Let a group meet many times, once with everybody and much to discuss."""
        said = {"recorded_by": self.author, "created_at": self.now, "updated_at": self.now}
        held = group.meetings.count()
        made = Meeting.objects.bulk_create(
            Meeting(
                group=group,
                number=held + n + 1,
                status="held",
                held_on=group.established_on,
                planned_for=self.now,
                **said,
            )
            for n, _each in enumerate(people)
        )
        one = self.first.setdefault("meeting", made[0])
        known = one.agenda.count()
        items = AgendaItem.objects.bulk_create(
            AgendaItem(meeting=one, order=known + n + 1, title="Питання", **said)
            for n, _each in enumerate(people)
        )
        self.first.setdefault("agenda_item", items[0])
        self._thread(self.first["agenda_item"], people, said)
        self._initiatives(group, people, said)
        self._money(self.first["initiative"], people, said)
        WaitingName.objects.bulk_create(
            WaitingName(meeting=one, last_name="Гість", first_name="Ян", at=self.now)
            for _each in people
        )
        there = Attendance.objects.bulk_create(
            Attendance(meeting=one, person=each, state="present", **said) for each in people
        )
        self.first.setdefault("attendance", there[0])

    def _thread(self, item, people, said):
        """Let a meeting decide much about one problem of many, and everybody do a part of it."""
        raised = {"theme": "other", "raised_on": item.meeting.held_on} | said
        problems = Problem.objects.bulk_create(
            Problem(group=item.meeting.group, title="Потреба", **raised) for _each in people
        )
        one = self.first.setdefault("problem", problems[0])
        made = Decision.objects.bulk_create(
            Decision(agenda_item=item, text="Вирішили", problem=one, **said) for _each in people
        )
        decision = self.first.setdefault("decision", made[0])
        due = item.meeting.held_on
        actions = ActionPoint.objects.bulk_create(
            ActionPoint(decision=decision, text="Зробити", owner_person=each, due_on=due, **said)
            for each in people
        )
        self.first.setdefault("action_point", actions[0])

    def _money(self, initiative, people, said):
        """Let an initiative get much money, from different organisations, and one grant many partners."""
        made = Organisation.objects.bulk_create(
            Organisation(kind="donor", name_uk="Донор", name_en="Donor") for _each in people
        )
        money = {"amount": 1, "uah": 1, "given_on": date(2024, 1, 10)} | said
        links = Funding.objects.bulk_create(
            Funding(initiative=initiative, giver=each, receiver=to, kind="commitment", **money)
            for each in made
            for to in (None, self.partner)
        )
        self.first.setdefault("funding", links[0])
        about = {"title": "Грант", "theme": "other", "oblast": self.oblast} | money
        grants = Grant.objects.bulk_create(
            Grant(giver=each, organisation=self.partner, initiative=initiative, **about)
            for each in made
        )
        one = self.first.setdefault("money_grant", grants[0])
        GrantPartner.objects.bulk_create(GrantPartner(grant=one, organisation=e) for e in made)

    def _initiatives(self, group, people, said):
        """Let a group bring many initiatives, and one of them hand over much."""
        about = {
            "theme": "other",
            "category": "other",
            "problem": self.first["problem"],
            "decision": self.first["decision"],
            "proposed_by_organisation": self.partner,
        }
        made = Initiative.objects.bulk_create(
            Initiative(group=group, title="Ініціатива", **about, **said) for _each in people
        )
        one = self.first.setdefault("initiative", made[0])
        InitiativeCommunity.objects.bulk_create(
            InitiativeCommunity(initiative=each, community=group.community) for each in made
        )
        InitiativeStage.objects.bulk_create(
            InitiativeStage(
                initiative=each,
                stage="idea",
                on=group.established_on,
                by=self.author,
                at=self.now,
            )
            for each in made
        )
        assets = SafetyAsset.objects.bulk_create(
            SafetyAsset(community=group.community, kind="camera", **said) for _each in people
        )
        given = {"recipient": self.unit, "item": "camera", "quantity": 1} | said
        handouts = Handout.objects.bulk_create(
            Handout(
                initiative=one,
                community=group.community,
                asset=asset,
                handed_on=group.established_on,
                **given,
            )
            for asset in assets
        )
        self.first.setdefault("handout", handouts[0])

    def _plans(self, groups):
        """Let each group put something first, and one of them much."""
        said = {"recorded_by": self.author, "created_at": self.now, "updated_at": self.now}
        one = self.first["group"]
        known = one.priorities.count()
        made = Priority.objects.bulk_create(
            Priority(group=group, year=2026, rank=rank, theme="fire_safety", text="Пункт", **said)
            for n, own in enumerate(groups)
            for group, rank in {own: 99, one: known + n + 1}.items()
        )
        self.first.setdefault("priority", made[0])
        came = Proposal.objects.bulk_create(
            Proposal(group=one, kind="idea", text="Ліхтарі", state="accepted", **said)
            for _each in groups
        )
        ProposalContact.objects.bulk_create(
            ProposalContact(proposal=each, last_name="Мешканка", first_name="Ада") for each in came
        )
        self.first.setdefault("proposal", came[0])

    def _products(self, more):
        said = {"recorded_by": self.author, "created_at": self.now, "updated_at": self.now}
        made = KnowledgeProduct.objects.bulk_create(
            KnowledgeProduct(
                programme=self.first["programme"],
                kind="guide",
                title="Посібник",
                published_on=self.now.date(),
                **said,
            )
            for _n in more
        )
        self.first.setdefault("product", made[0])

    def _trainings(self, people):
        """Let there be a training for each of the people, and one with everybody."""
        said = {"recorded_by": self.author, "created_at": self.now, "updated_at": self.now}
        made = Training.objects.bulk_create(
            Training(
                programme=self.first["programme"],
                kind="seminar",
                title="Навчання",
                topic="first_aid",
                held_on=self.now.date(),
                oblast=self.oblast,
                community=self.home,
                **said,
            )
            for _each in people
        )
        one = self.first.setdefault("training", made[0])
        there = TrainingAttendance.objects.bulk_create(
            TrainingAttendance(training=event, person=person, state="present", **said)
            for person, own in zip(people, made, strict=True)
            for event in {own, one}
        )
        self.first.setdefault("presence", there[0])

    def _officers(self, more):
        made = Officer.objects.bulk_create(
            Officer(kind="community_police", unit=self.unit) for _n in more
        )
        OfficerPersonal.objects.bulk_create(
            OfficerPersonal(officer=each, last_name=f"Коваль {each.pk}", first_name="Ян")
            for each in made
        )
        Assignment.objects.bulk_create(
            Assignment(officer=each, community=self.home, period=(date(2024, 1, 1), None))
            for each in made
        )
        one = self.first.setdefault("officer", made[0])
        self._courses(more, made)
        self._path([(each, 1) for each in made] + [(one, n + 2) for n in more])
        self.first.setdefault("post", one.assignments.earliest("pk"))
        Assignment.objects.bulk_create(
            Assignment(
                officer=one, community=self.home, kind="substitute", period=(date(2024, 1, 1), None)
            )
            for _n in more
        )
        self._activities(made, one)
        self._equipment(made, one)
        return made

    def _courses(self, more, officers):
        """Add courses, and let everybody who is new be on the first of them."""
        made = TrainingCourse.objects.bulk_create(
            CourseFactory.build(provider=self.unit) for _n in more
        )
        one = self.first.setdefault("course", made[0])
        went = [(one, each) for each in officers] + [(each, self.first["officer"]) for each in made]
        Enrolment.objects.bulk_create(
            (Enrolment(course=course, officer=officer) for course, officer in went),
            ignore_conflicts=True,
        )

    def _path(self, steps):
        """Let officers take steps, each by its number, all on one day."""
        StageChange.objects.bulk_create(
            StageChange(officer=each, number=n, stage="serving", on=date(2024, 1, 1), at=self.now)
            for each, n in steps
        )

    def _handovers(self, one):
        """Let every new assignment have an act that waits, and the first one many that are signed."""
        said = {"recorded_by": self.author, "created_at": self.now, "updated_at": self.now}
        said |= {"other_receiver": "Сектор", "handed_on": date(2024, 2, 1)}
        fresh = list(Assignment.objects.filter(handovers=None))
        waiting = [Handover(assignment=each, **said) for each in fresh]
        signed = [
            Handover(assignment=one.assignments.earliest("pk"), signed_on=date(2024, 2, 1), **said)
            for _each in fresh
        ]
        made = Handover.objects.bulk_create(waiting + signed)
        self.first.setdefault("handover", made[0])
        self._public_reports(one)

    def _public_reports(self, one):
        """Let every new assignment have a report, and the first one a report on many half-years."""
        post = one.assignments.earliest("pk")
        said = {"recorded_by": self.author, "created_at": self.now, "updated_at": self.now}
        said |= {"text": "Зроблено", "due_on": date(2024, 7, 31)}
        fresh = list(Assignment.objects.filter(public_reports=None).exclude(pk=post.pk))
        begin = HalfYear.parse("2024-1").shift(-post.public_reports.count())
        halves = [begin.shift(-back) for back in range(len(fresh))]
        made = PublicReport.objects.bulk_create(
            [PublicReport(assignment=post, half=str(each), **said) for each in halves]
            + [PublicReport(assignment=each, half="2024-1", **said) for each in fresh]
        )
        self.first.setdefault("public_report", made[0])

    def _equipment(self, officers, one):
        """Give every officer a thing, the first one many, and one thing many holders."""
        said = {"recorded_by": self.author, "created_at": self.now, "updated_at": self.now}
        many = [*officers, *(one for _each in officers)]
        made = EquipmentItem.objects.bulk_create(
            EquipmentItem(kind="radio", owner=self.unit, **said) for _each in many
        )
        EquipmentIssue.objects.bulk_create(
            EquipmentIssue(item=item, officer=each, starts_on=date(2024, 1, 1), **said)
            for item, each in zip(made, many, strict=True)
        )
        first = self.first.setdefault("item", made[0])
        self.first.setdefault("issue", first.issues.earliest("pk"))
        self._handovers(one)
        days = date(2023, 12, 31) - timedelta(days=3 * first.issues.count())
        EquipmentIssue.objects.bulk_create(
            EquipmentIssue(
                item=first,
                officer=each,
                starts_on=days - timedelta(days=n + 1),
                ends_on=days - timedelta(days=n),
                **said,
            )
            for n, each in enumerate(officers)
        )

    def _activities(self, officers, one):
        made = Activity.objects.bulk_create(
            ActivityFactory.build(community=self.home, recorded_by=self.author)
            for _each in officers
        )
        first = self.first.setdefault("activity", made[0])
        done = {(each, one) for each in made} | {(first, each) for each in officers}
        ActivityOfficer.objects.bulk_create(
            ActivityOfficer(activity=activity, officer=officer) for activity, officer in done
        )

    def _incidents(self, more, officers):
        at = self.now - timedelta(hours=2)
        when = dict.fromkeys(
            ("occurred_at", "reported_at", "received_at", "created_at", "updated_at"), at
        )
        strikes = Strike.objects.bulk_create(
            StrikeFactory.build(recorded_by=self.author, started_at=at) for _n in more
        )
        StrikeOblast.objects.bulk_create(
            StrikeOblast(strike=each, oblast=self.oblast) for each in strikes
        )
        strike = self.first.setdefault("strike", strikes[0])
        made = Incident.objects.bulk_create(
            Incident(
                number=f"99-2026-{n:06}",
                community=self.home,
                oblast=self.oblast,
                raion=self.raion,
                category=self.category,
                service="police",
                channel="102",
                status="submitted",
                logged_by=self.author,
                rescued=1,
                latitude=46 + n % 7 / 10,
                longitude=32 + n % 9 / 10,
                war_related=True,
                strike=strike,
                **when,
            )
            for n in more
        )
        IncidentText.objects.bulk_create(
            IncidentText(incident=each, narrative="х") for each in made
        )
        one = self.first.setdefault("incident", made[0])
        went = [(each, officers[0]) for each in made if each != one] + [
            (one, each) for each in officers
        ]
        Response.objects.bulk_create(
            Response(incident=i, officer=o, service="police") for i, o in went
        )
        Note.objects.bulk_create(
            Note(incident=one, author=self.author, at=at, text="Ще одна") for _n in more
        )
        Amendment.objects.bulk_create(
            Amendment(
                incident=one,
                version_before=1,
                version_after=2,
                replaced={"narrative": {"was": "а", "became": "х"}},
                reason="Помилка",
                by=self.author,
                at=at,
            )
            for _n in more
        )
        ExplosivesDetails.objects.bulk_create(
            ExplosivesDetails(incident=one, kind="mortar_round") for _n in more
        )
        Transition.objects.bulk_create(
            Transition(
                incident=one, from_status="draft", to_status="submitted", by=self.author, at=at
            )
            for _n in more
        )

    def _reports(self, more):
        for n in more if self.size <= 3 else ():
            self._report(n)
        if self.size > 3:  # copies of the last one: what they say does not matter here
            self._copies(more)
        for reader in self.readers.values():
            Job.objects.bulk_create(
                Job(
                    kind="reports.tasks.build_edition",
                    by=reader,
                    state=JobState.FAILED,
                    error="x",
                    arguments=order(self.home).written() | {"person": reader.pk},
                    created_at=self.now,
                    finished_at=self.now,
                )
                for _n in more
            )
            self._kept_by(reader, more)
        kinds = {"job": "reports.tasks.build_edition", "export": long_exports.JOB}
        for name, kind in (kinds | {"bulk": whole_bulks.JOB}).items():
            self.first[name] = {
                reader: Job.objects.filter(by=each, kind=kind).first()
                for reader, each in self.readers.items()
            }

    def _kept_by(self, reader, more):
        made = {"by": reader, "state": JobState.FAILED, "created_at": self.now}
        said = {"query": "", "rows": 1, "language": "uk", "rights": 0}
        Job.objects.bulk_create(
            Job(kind=kind, arguments=said, finished_at=self.now, **made)
            for kind in (long_exports.JOB, whole_bulks.JOB)
            for _n in more
        )
        most = settings.LIMITS["saved_views"] // len(SavedPage.values)  # an account keeps no more
        SavedView.objects.bulk_create(
            SavedView(owner=reader, page=page, name=f"{n}", created_at=self.now)
            for page in SavedPage.values
            for n in more
            if n < most
        )

    def _report(self, n):
        edition = built(order(self.home, service="police"))
        self.first.setdefault("report", edition)
        self.last = edition

    def _copies(self, more):
        jobs = Job.objects.bulk_create(
            Job(pk=uuid.uuid4(), kind="x", state=JobState.DONE, created_at=self.now) for _n in more
        )
        Edition.objects.bulk_create(
            Edition(
                **order(self.home, service="police").key,
                number=n + 100,
                job=job,
                as_of=self.now,
                content={},  # a list reads none of it
                content_hash=self.last.content_hash,
            )
            for n, job in zip(more, jobs, strict=True)
        )

    def _imports(self, more):
        made = [ImportPreviewFactory.build(by=self.author) for _n in more]
        one = self.first.setdefault("import", ImportPreview.objects.bulk_create(made)[0])
        ImportLine.objects.bulk_create(ImportLineFactory.build(preview=one) for _n in more)
        for name, reader in self.readers.items():
            self._workbooks(name, reader, more)
            self._sheets(name, reader, more)

    def _workbooks(self, name, reader, more):
        whose = {"kind": "incidents", "by": reader, "file_name": "a.xlsx"}
        made = [ImportPreviewFactory.build(**whose) for _n in more]
        kept = self.first.setdefault("workbook", {})
        one = kept.setdefault(name, ImportPreview.objects.bulk_create(made)[0])
        known = list(Incident.objects.values_list("pk", "number")[: self.size])
        kinds = (
            lambda key, _number: {"what": "created", "code": str(key)},
            lambda _key, number: {"what": "alike", "note": {"says": "", "of": {"numbers": number}}},
            lambda _key, _number: {"what": "rejected", "cells": {"category": "x"}},
        )
        ImportLine.objects.bulk_create(
            ImportLineFactory.build(preview=one, **{"code": ""} | make(*known[n]))
            for n in more
            for make in kinds
        )

    def _sheets(self, name, reader, more):
        whose = {"kind": "table:officers", "by": reader, "file_name": "a.xlsx"}
        made = [ImportPreviewFactory.build(**whose) for _n in more]
        one = self.first.setdefault("sheet", {}).setdefault(
            name, ImportPreview.objects.bulk_create(made)[0]
        )
        kinds = (
            {"what": "created", "name": "Коваль"},
            {"what": "changed", "name": "Коваль", "changes": {"rank": ["", "сержант"]}},
            {"what": "rejected", "problems": {"uk": {"rank": "x"}, "en": {"rank": "x"}}},
        )
        ImportLine.objects.bulk_create(
            ImportLineFactory.build(preview=one, code="", cells={"rank": "x"}, **said)
            for _n in more
            for said in kinds
        )

    def _accounts(self, more):
        people = User.objects.bulk_create(User(username=f"of{n}", is_service=n > 0) for n in more)
        one = self.first.setdefault("account", people[0])
        role = Group.objects.get(name="officer")
        granted = {"role": role, "service": "police", "starts_on": date(2024, 1, 1)}
        AccessGrant.objects.bulk_create(
            AccessGrant(user=each, community=self.home, granted_by=self.author, **granted)
            for each in [*people, *(one for _n in more)]
        )
        self.first.setdefault("grant", one.grants.first())
        AccessEvent.objects.bulk_create(
            AccessEvent(kind="grant_made", account=one, by=self.author, at=self.now) for _n in more
        )
        programs = Application.objects.bulk_create(Application(client_id=f"p{n}") for n in more)
        clients = ApiClient.objects.bulk_create(
            ApiClient(application=program, account=person, scopes=[])
            for program, person in zip(programs, people, strict=True)
        )
        client = self.first.setdefault("client", clients[0])
        ClientSecret.objects.bulk_create(
            ClientSecret(client=client, digest="x", made_at=self.now) for _n in more
        )
        self._webhooks(more, client)

    def _webhooks(self, more, client):
        """Give a program, and every reader as one, webhooks with deliveries."""
        for name, person in {"": client.account, **self.readers}.items():
            own = getattr(person, "api_client", None) or ApiClient.objects.create(
                application=Application.objects.create(client_id=f"of{person.pk}"),
                account=person,
                scopes=[],
            )
            told = {"epoch": uuid.uuid4(), "position": 0, "state_since": self.now}
            made = Webhook.objects.bulk_create(
                Webhook(client=own, url="https://example.org/", made_at=self.now, **told)
                for _n in more
            )
            one = self.first.setdefault(f"webhook {name}", made[0])
            Delivery.objects.bulk_create(
                Delivery(webhook=one, position=n, kind="incidents", made_at=self.now) for n in more
            )

    def url(self, route, reader):
        """Return a route filled with the rows that have everything many times."""
        values = {
            "incidents/": self.first["incident"].pk,
            "api/v1/incidents/": self.first["incident"].pk,
            "incidents/strikes/": self.first["strike"].pk,
            "incidents/lists/": "other",
            "api/v1/strikes/": self.first["strike"].pk,
            "incidents/import/": self.first["workbook"][reader].pk,
            "sheets/": self.first["sheet"][reader].pk,
            "working-groups/": self.first["group"].pk,
            "working-groups/communities/": self.home.code,
            "working-groups/members/": self.first["membership"].pk,
            "api/v1/working-groups/": self.first["group"].pk,
            "api/v1/memberships/": self.first["membership"].pk,
            "working-groups/meetings/": self.first["meeting"].pk,
            "working-groups/meetings/groups/": self.first["group"].pk,
            "working-groups/meetings/agenda/": self.first["agenda_item"].pk,
            "working-groups/problems/": self.first["problem"].pk,
            "working-groups/problems/groups/": self.first["group"].pk,
            "working-groups/actions/": self.first["action_point"].pk,
            "working-groups/actions/items/": self.first["agenda_item"].pk,
            "working-groups/actions/decisions/": self.first["decision"].pk,
            "api/v1/problems/": self.first["problem"].pk,
            "api/v1/decisions/": self.first["decision"].pk,
            "api/v1/action-points/": self.first["action_point"].pk,
            "api/v1/meetings/": self.first["meeting"].pk,
            "api/v1/agenda-items/": self.first["agenda_item"].pk,
            "api/v1/attendances/": self.first["attendance"].pk,
            "working-groups/initiatives/": self.first["initiative"].pk,
            "working-groups/initiatives/groups/": self.first["group"].pk,
            "working-groups/initiatives/communities/": self.home.code,
            "working-groups/initiatives/handouts/": self.first["handout"].pk,
            "api/v1/initiatives/": self.first["initiative"].pk,
            "api/v1/handouts/": self.first["handout"].pk,
            "working-groups/funding/": self.first["funding"].pk,
            "working-groups/funding/initiatives/": self.first["initiative"].pk,
            "working-groups/grants/": self.first["money_grant"].pk,
            "api/v1/fundings/": self.first["funding"].pk,
            "api/v1/grants/": self.first["money_grant"].pk,
            "working-groups/priorities/": self.first["priority"].pk,
            "working-groups/priorities/groups/": self.first["group"].pk,
            "api/v1/priorities/": self.first["priority"].pk,
            "working-groups/products/": self.first["product"].pk,
            "api/v1/knowledge-products/": self.first["product"].pk,
            "working-groups/proposals/": self.first["proposal"].pk,
            "api/v1/proposals/": self.first["proposal"].pk,
            "working-groups/trainings/": self.first["training"].pk,
            "working-groups/trainings/people/": self.first["presence"].pk,
            "api/v1/trainings/": self.first["training"].pk,
            "api/v1/training-attendances/": self.first["presence"].pk,
            "organisations/": self.partner.pk,
            "api/v1/organisations/": self.partner.pk,
            "people/": self.first["person"].pk,
            "people/positions/": self.first["position"].pk,
            "api/v1/people/": self.first["person"].pk,
            "api/v1/positions/": self.first["position"].pk,
            "officers/courses/": self.first["course"].pk,
            "api/v1/courses/": self.first["course"].pk,
            "officers/": self.first["officer"].pk,
            "api/v1/officers/": self.first["officer"].pk,
            "officers/assignments/": self.first["post"].pk,
            "api/v1/assignments/": self.first["post"].pk,
            "officers/equipment/": self.first["item"].pk,
            "officers/equipment/issues/": self.first["issue"].pk,
            "api/v1/equipment/": self.first["item"].pk,
            "api/v1/equipment-issues/": self.first["issue"].pk,
            "officers/public-reports/": self.first["public_report"].pk,
            "api/v1/public-reports/": self.first["public_report"].pk,
            "officers/handovers/": self.first["handover"].pk,
            "api/v1/handovers/": self.first["handover"].pk,
            "officers/activities/": self.first["activity"].pk,
            "api/v1/activities/": self.first["activity"].pk,
            "communities/": self.home.code,
            "communities/starosta-districts/": self.first[StarostaDistrict].pk,
            "communities/beats/": self.first[Beat].pk,
            **{
                f"{begin}{model.anchor}/": self.first[model].pk
                for begin in ("communities/", "api/v1/")
                for model in RECORDS
            },
            "programmes/": self.first["programme"].code,
            "api/v1/programmes/": self.first["programme"].code,
            "api/v1/starosta-districts/": self.first[StarostaDistrict].pk,
            "api/v1/beats/": self.first[Beat].pk,
            "oblasts/": self.oblast.code,
            "raions/": self.raion.code,
            "api/v1/oblasts/": self.oblast.code,
            "api/v1/raions/": self.raion.code,
            "api/v1/settlements/": f"UA9{0:016}",
            "api/v1/city-districts/": f"UA5{0:016}",
            "api/v1/communities/": self.home.code,
            "incidents/workbooks/": self.first["export"][reader].pk,
            "api/v1/jobs/": self.first["bulk"][reader].pk,
            "reports/jobs/": self.first["job"][reader].pk,
            "reports/<": self.first["report"].pk,
            "imports/": self.first["import"].pk,
            "administration/accounts/": self.first["account"].pk,
            "administration/grants/": self.first["grant"].pk,
            "administration/api-clients/": self.first["client"].pk,
            "api/v1/webhooks/": self.first[f"webhook {reader}"].pk,
            "measures/": "incidents.recorded",
            "api/v1/measures/": "incidents.recorded",
        }
        path = route.address.replace("<slug:name>", "json")
        found = [each for each in values if path.startswith(each)]
        if "<" in path:
            start, _, end = path.partition("<")
            path = f"{start}{values[max(found, key=len)]}{end.partition('>')[2]}"
        query = period() if asks_for_figures(route) else ""
        search = "q=Коваль" if route.name.startswith("search") else ""
        return f"/{path}?{query or search}"
