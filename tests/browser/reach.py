"""How a browser reaches every page: the accounts of the demo that show it best, and the address.

A page of the policy that is not here fails tests/contracts/test_policy.py.
"""

from django.db.models import Q

from accounts.models import User
from communities.models import RECORDS, Beat, Memorandum, Organisation, StarostaDistrict
from core import clock
from core.half_years import HalfYear
from core.models import ImportPreview, Job
from incidents.long_exports import promise
from incidents.models import Incident, Strike
from officers.models import Assignment, Handover, PublicReport, TrainingCourse
from reports.models import Edition
from working_groups.decisions import decide
from working_groups.meetings import put_on_agenda
from working_groups.models import (
    ActionPoint,
    AgendaItem,
    Funding,
    Grant,
    KnowledgeProduct,
    Person,
    Proposal,
    Training,
    WorkingGroup,
)

NARRATIVE = "Горів сарай"
BILOZERKA = "UA65100010000048953"
KHERSON = "UA65000000000030969"
KHERSON_RAION = "UA65100000000029736"
STEPS = "sends to the record, whose page has the form"
NOT_OPENED = {
    "funding:csv": "a file",
    "dashboards:readings-csv": "a file",
    "dashboards:changes-csv": "a file",
    "incidents:read": STEPS,
    "incidents:verify": STEPS,
    "incidents:return": STEPS,
    "incidents:submit": STEPS,
    "incidents:note": STEPS,
    "incidents:close": STEPS,
    "incidents:void": STEPS,
    "officers:activity-void": "sends to the activity, whose page has the form",
    "meetings:waiting": "sends to the code of the sitting",
    "meetings:present": "by a code of the day",
    "meetings:feed": "a file, by a secret",
    "people:undo-merge": "of a record that is merged; its form is one button",
    "incidents:strike-put": "sends to the strike, whose page has the form",
    "incidents:strike-take": "sends to the strike, whose page has the form",
    "officers:course-enrol": "sends to the course, whose page has the form",
    "officers:course-certify": "sends to the course, whose page has the form",
    "officers:step": "sends to the officer, whose page has the form",
    "incidents:map-data": "data, shown by the map of incidents",
    "dashboards:map-data": "data, shown by the map of the overview",
    "reports:file": "a file",
    "officers:photo": "a file, shown by the page of the officer",
    "communities:memorandum-file": "a file",
    "working_groups:order": "a file",
    "meetings:material": "a file",
    "products:file": "a file",
    **dict.fromkeys([f"minutes:{each}" for each in ("pdf", "docx", "sheet")], "a file"),
    "meetings:attendance": "sends to the meeting, whose page has the form",
    "meetings:minutes": "sends to the meeting, whose page has the button",
    **dict.fromkeys([f"public_reports:{each}" for each in ("pdf", "docx")], "a file"),
    **dict.fromkeys([f"handovers:{each}" for each in ("pdf", "docx")], "a file"),
    **dict.fromkeys([f"handovers:issue-{each}" for each in ("pdf", "docx")], "a file"),
    **dict.fromkeys(
        (
            "incidents:csv",
            "incidents:excel",
            "incidents:xlsx",
            "incidents:geojson",
            "incidents:ndjson",
        ),
        "a file",
    ),
    "communities:csv": "a file",
    "communities:geojson": "a file",
    "search-suggestions": "data, shown by the search of every page",
    "communities:states-csv": "a file",
    "communities:states-geojson": "a file, and the data of the map",
    "imports:rows": "a file",
    "incidents:import-template": "a file",
    "tables:template": "a file",
    "tables:rejected": "a file",
    "incidents:import-rejected": "a file",
    "accounts:session": "data, asked by the warning before a session ends",
    "administration:events-csv": "a file",
    "accounts:welcome-link": "sends to the form",
}


def incident():
    return Incident.objects.get(number__isnull=False, text__narrative=NARRATIVE)


def officer():
    return incident().logged_by.officer.get_absolute_url()


def equipment():
    return of("bilozerka.police").officer.equipment.filter(ends_on=None).earliest("pk")


def held_post():
    return equipment().officer.assignments.earliest("pk").pk


def handover(*, signed):
    seen = Handover.objects.visible_to(of("kherson"))
    return seen.exclude(signed_on=None).earliest("pk") if signed else seen.get(signed_on=None)


def own_post():
    return of("bilozerka.police").officer.assignments.latest("pk").pk


def half():
    """Return a half-year on which that officer has not reported: the page leads on otherwise."""
    taken = {each.half for each in PublicReport.objects.filter(assignment=own_post())}
    halves = (HalfYear.of(clock.today()).shift(-back) for back in range(9))
    return next(str(each) for each in halves if str(each) not in taken)


def public_report(*, delivered):
    seen = PublicReport.objects.visible_to(of("bilozerka.police"))
    return seen.filter(delivered_on__isnull=not delivered).exclude(text="").earliest("pk")


def in_office():
    return Person.objects.filter(community__code=BILOZERKA).earliest("pk")


def group():
    return WorkingGroup.objects.filter(community__code=BILOZERKA).latest("established_on")


def proposal(state):
    return Proposal.objects.filter(state=state, kind="idea").latest("pk")


def product():
    return KnowledgeProduct.objects.latest("published_on", "pk")


def partner():
    return Organisation.objects.get(code="union")


def council():
    return Organisation.objects.filter(kind="council", listed=False).earliest("pk")


def training():
    return Training.objects.latest("held_on", "pk")


def meeting(*, sealed):
    state = {True: "approved", False: "draft"}[sealed]
    return group().meetings.filter(minutes_state=state).latest("planned_for")


def initiative(stage):
    return group().initiatives.filter(stage=stage).earliest("pk")


def handout():
    return initiative("completed").handouts.earliest("pk").pk


def funded():
    return Funding.objects.filter(initiative__group=group()).earliest("pk")


def problem():
    return group().problems.earliest("pk")


def decision():
    """Return a decision of the meeting that is planned; its minutes are not sealed."""
    item = AgendaItem.objects.get(pk=agenda_item())
    known = item.decisions.first() or decide(
        said={"agenda_item": item, "text": "Підготувати звіт"}, by=of("union"), at=clock.now()
    )
    return known.pk


def action():
    seen = ActionPoint.objects.visible_to(of("bilozerka.police"))
    return seen.filter(state="open").earliest("pk")


def agenda_item():
    """Return an item of the meeting that is planned; its minutes are not sealed."""
    coming, by = meeting(sealed=False), of("union")
    known = coming.agenda.first() or put_on_agenda(
        said={"meeting": coming, "title": "Стан безпеки"}, by=by, at=clock.now()
    )
    return known.pk


def activity():
    return of("bilozerka.police").officer.activities.latest("held_on", "pk")


def of(name):
    return User.objects.get(username=name)


def strike():
    return Strike.objects.visible_to(of("kherson")).earliest("started_at").pk


def post():
    return Assignment.objects.visible_to(of("kherson")).earliest("pk").pk


def walled():
    return Incident.objects.filter(category__sensitive=True).earliest("occurred_at")


def part(model):
    return model.objects.filter(community__code=BILOZERKA).first().pk


def an_import(state):
    own = Q(kind="incidents") | Q(kind__startswith="table:")
    found = ImportPreview.objects.exclude(own).filter(state=state)
    return found.latest("pk").get_absolute_url()


def a_workbook(state):
    found = ImportPreview.objects.filter(kind="incidents", state=state)
    return f"/incidents/import/{found.latest('pk').pk}/"


def a_sheet(state):
    found = ImportPreview.objects.filter(kind__startswith="table:", state=state)
    return f"/sheets/{found.latest('pk').pk}/"


def a_long_export(by):
    return promise(query="", rows=1, by=by, at=clock.now())


REACHED = {  # route -> account and address, as often as it looks different
    "accounts:sign-in": [(None, lambda: "/sign-in/")],
    "api-docs": [(None, lambda: "/api/docs/")],
    "api-docs-of": [(None, lambda: "/api/docs/initiatives/")],
    "dashboards:overview": [
        ("ministry", lambda: "/"),
        ("kherson", lambda: "/"),
        ("bilozerka.police", lambda: "/"),
        ("union", lambda: "/"),
    ],
    "dashboards:coverage": [
        ("ministry", lambda: "/officers/coverage/"),
        ("kherson", lambda: "/officers/coverage/"),
    ],
    "dashboards:measures": [("kherson", lambda: "/measures/"), ("union", lambda: "/measures/")],
    "dashboards:measure": [
        ("kherson", lambda: "/measures/incidents.recorded/"),
        ("kherson", lambda: "/measures/incidents.per_10000/"),
        ("kherson", lambda: "/measures/officers.in_post/"),
    ],
    "dashboards:community": [("kherson", lambda: f"/communities/{BILOZERKA}/")],
    "dashboards:register": [("ministry", lambda: "/register/"), ("kherson", lambda: "/register/")],
    "dashboards:oblast": [
        ("kherson", lambda: f"/oblasts/{KHERSON}/"),
        ("bilozerka.police", lambda: f"/oblasts/{KHERSON}/"),
    ],
    "dashboards:raion": [("kherson", lambda: f"/raions/{KHERSON_RAION}/")],
    "communities:settlements": [("kherson", lambda: f"/communities/{BILOZERKA}/settlements/")],
    "communities:starosta-districts": [
        ("kherson", lambda: f"/communities/{BILOZERKA}/starosta-districts/")
    ],
    "communities:starosta-add": [
        ("kherson", lambda: f"/communities/{BILOZERKA}/starosta-districts/add/")
    ],
    "communities:starosta-edit": [
        ("kherson", lambda: f"/communities/starosta-districts/{part(StarostaDistrict)}/edit/")
    ],
    "communities:beats": [("kherson", lambda: f"/communities/{BILOZERKA}/beats/")],
    "communities:beat-add": [("kherson", lambda: f"/communities/{BILOZERKA}/beats/add/")],
    "communities:beat-edit": [("kherson", lambda: f"/communities/beats/{part(Beat)}/edit/")],
    **{
        f"communities:{model.slug()}-add": [
            ("kherson", lambda model=model: f"/communities/{BILOZERKA}/{model.anchor}/add/")
        ]
        for model in RECORDS
    },
    **{
        f"communities:{model.slug()}-edit": [
            ("kherson", lambda model=model: f"/communities/{model.anchor}/{part(model)}/edit/")
        ]
        for model in RECORDS
    },
    "programmes:list": [("kherson", lambda: "/programmes/")],
    "programmes:detail": [
        ("ministry", lambda: "/programmes/police/"),
        ("kherson", lambda: "/programmes/kherson-recovery/"),
    ],
    "dashboards:readings": [
        ("auditor", lambda: "/administration/readings/"),
        ("auditor", lambda: "/administration/readings/?since=2026-99-99"),
    ],
    "dashboards:changes": [
        ("auditor", lambda: "/administration/history/"),
        ("auditor", lambda: "/administration/history/?table=beats"),
    ],
    "dashboards:incident-history": [
        ("kherson", lambda: f"{incident().get_absolute_url()}history/")
    ],
    "dashboards:officer-history": [
        ("kherson", lambda: f"{incident().logged_by.officer.get_absolute_url()}history/")
    ],
    "dashboards:starosta-history": [
        ("kherson", lambda: f"/communities/starosta-districts/{part(StarostaDistrict)}/history/")
    ],
    "dashboards:beat-history": [("kherson", lambda: f"/communities/beats/{part(Beat)}/history/")],
    "incidents:workbook": [
        ("kherson", lambda: f"/incidents/workbooks/{a_long_export(of('kherson')).pk}/")
    ],
    "saved-views:list": [("kherson", lambda: "/saved-views/")],
    "incidents:map": [
        ("kherson", lambda: "/incidents/map/"),
        ("kherson", lambda: "/incidents/map/?box=32.5,46.5,32.8,46.7&since=2026-01-01"),
        ("bilozerka.police", lambda: "/incidents/map/?q=пожежа"),
    ],
    "search": [("ministry", lambda: "/search/?q=Білозерка")],
    "communities:list": [("kherson", lambda: "/communities/")],
    "communities:states-map": [
        ("ministry", lambda: "/communities/map/?on=2025-04-30"),
        ("kherson", lambda: "/communities/map/?on=2025-04-30&state=occupied"),
        ("kherson", lambda: "/communities/map/?on=2025-99-99"),
    ],
    "communities:contradictions": [("kherson", lambda: "/communities/contradictions/")],
    "communities:successions": [("ministry", lambda: "/communities/successions/")],
    "communities:record-act": [("admin", lambda: "/communities/successions/record/")],
    "working_groups:list": [("kherson", lambda: "/working-groups/")],
    "working_groups:add": [("union", lambda: f"/working-groups/communities/{BILOZERKA}/new/")],
    "working_groups:detail": [
        ("kherson", lambda: group().get_absolute_url()),
        ("union", lambda: group().get_absolute_url()),
    ],
    "working_groups:edit": [("union", lambda: f"{group().get_absolute_url()}edit/")],
    "working_groups:order-edit": [("union", lambda: f"{group().get_absolute_url()}order/edit/")],
    "working_groups:member-add": [("union", lambda: f"{group().get_absolute_url()}members/new/")],
    "working_groups:member-edit": [
        ("union", lambda: f"/working-groups/members/{group().memberships.earliest('pk').pk}/edit/")
    ],
    "meetings:list": [("kherson", lambda: "/working-groups/meetings/")],
    "meetings:add": [("union", lambda: f"/working-groups/meetings/groups/{group().pk}/new/")],
    "meetings:detail": [
        ("kherson", lambda: meeting(sealed=True).get_absolute_url()),
        ("union", lambda: meeting(sealed=False).get_absolute_url()),
    ],
    "meetings:edit": [("union", lambda: f"{meeting(sealed=False).get_absolute_url()}edit/")],
    "meetings:agenda-add": [
        ("union", lambda: f"{meeting(sealed=False).get_absolute_url()}agenda/new/")
    ],
    "meetings:agenda-edit": [
        ("union", lambda: f"/working-groups/meetings/agenda/{agenda_item()}/edit/")
    ],
    "dashboards:my": [("bilozerka.police", lambda: "/my/")],
    "problems:list": [("kherson", lambda: "/working-groups/problems/")],
    "problems:add": [("union", lambda: f"/working-groups/problems/groups/{group().pk}/new/")],
    "problems:detail": [("kherson", lambda: problem().get_absolute_url())],
    "problems:edit": [("union", lambda: f"{problem().get_absolute_url()}edit/")],
    "actions:list": [("kherson", lambda: "/working-groups/actions/")],
    "actions:decide": [("union", lambda: f"/working-groups/actions/items/{agenda_item()}/decide/")],
    "actions:decision-edit": [
        ("union", lambda: f"/working-groups/actions/decisions/{decision()}/edit/")
    ],
    "actions:add": [("union", lambda: f"/working-groups/actions/decisions/{decision()}/new/")],
    "actions:detail": [("bilozerka.police", lambda: action().get_absolute_url())],
    "actions:edit": [("union", lambda: f"{action().get_absolute_url()}edit/")],
    "actions:step": [("bilozerka.police", lambda: f"{action().get_absolute_url()}step/")],
    "initiatives:list": [("kherson", lambda: "/working-groups/initiatives/")],
    "initiatives:board": [("kherson", lambda: "/working-groups/initiatives/board/")],
    "initiatives:add": [
        ("union", lambda: f"/working-groups/initiatives/groups/{group().pk}/new/"),
    ],
    "initiatives:add-alone": [
        ("union", lambda: f"/working-groups/initiatives/communities/{BILOZERKA}/new/"),
    ],
    "initiatives:detail": [("kherson", lambda: initiative("completed").get_absolute_url())],
    "initiatives:edit": [("union", lambda: f"{initiative('approved').get_absolute_url()}edit/")],
    "initiatives:stage": [("union", lambda: f"{initiative('approved').get_absolute_url()}stage/")],
    "initiatives:handout-add": [
        ("union", lambda: f"{initiative('completed').get_absolute_url()}handouts/new/"),
    ],
    "initiatives:handout-edit": [
        ("union", lambda: f"/working-groups/initiatives/handouts/{handout()}/edit/"),
    ],
    "meetings:annex": [("union", lambda: f"{meeting(sealed=True).get_absolute_url()}annex/")],
    "funding:overview": [
        ("kherson", lambda: "/working-groups/funding/"),
        ("union", lambda: "/working-groups/funding/?kind=commitment"),
    ],
    "funding:add": [
        ("union", lambda: f"/working-groups/funding/initiatives/{funded().initiative_id}/new/")
    ],
    "funding:edit": [("union", lambda: f"/working-groups/funding/{funded().pk}/edit/")],
    "grants:list": [("kherson", lambda: "/working-groups/grants/")],
    "grants:add": [("kherson", lambda: "/working-groups/grants/new/")],
    "grants:detail": [("union", lambda: Grant.objects.earliest("pk").get_absolute_url())],
    "grants:edit": [("kherson", lambda: f"{Grant.objects.earliest('pk').get_absolute_url()}edit/")],
    "priorities:list": [("kherson", lambda: "/working-groups/priorities/")],
    "priorities:add": [("union", lambda: f"/working-groups/priorities/groups/{group().pk}/new/")],
    "priorities:edit": [
        (
            "union",
            lambda: f"/working-groups/priorities/{group().priorities.earliest('pk').pk}/edit/",
        )
    ],
    "trainings:list": [("kherson", lambda: "/working-groups/trainings/")],
    "trainings:add": [("kherson", lambda: "/working-groups/trainings/new/")],
    "trainings:detail": [("kherson", lambda: training().get_absolute_url())],
    "trainings:edit": [("kherson", lambda: f"{training().get_absolute_url()}edit/")],
    "trainings:presence-add": [("kherson", lambda: f"{training().get_absolute_url()}people/new/")],
    "trainings:presence-edit": [
        (
            "kherson",
            lambda: (
                f"/working-groups/trainings/people/{training().attendances.earliest('pk').pk}/edit/"
            ),
        )
    ],
    "proposals:list": [("union", lambda: "/working-groups/proposals/")],
    "proposals:detail": [("union", lambda: proposal("accepted").get_absolute_url())],
    "proposals:decide": [("union", lambda: f"{proposal('new').get_absolute_url()}decide/")],
    "meetings:material-edit": [
        ("union", lambda: f"/working-groups/meetings/agenda/{agenda_item()}/material/edit/")
    ],
    "proposals:bring-up": [("union", lambda: f"{proposal('accepted').get_absolute_url()}agenda/")],
    "taking_part:form": [(None, lambda: "/take-part/")],
    "taking_part:thanks": [(None, lambda: "/take-part/thanks/")],
    "products:list": [("kherson", lambda: "/working-groups/products/")],
    "products:add": [("union", lambda: "/working-groups/products/new/")],
    "products:detail": [("union", lambda: product().get_absolute_url())],
    "products:edit": [("union", lambda: f"{product().get_absolute_url()}edit/")],
    "products:file-edit": [("union", lambda: f"{product().get_absolute_url()}file/edit/")],
    "organisations:list": [("kherson", lambda: "/organisations/?q=Данії")],
    "organisations:add": [("union", lambda: "/organisations/new/")],
    "organisations:detail": [("kherson", lambda: partner().get_absolute_url())],
    "organisations:edit": [("union", lambda: f"{council().get_absolute_url()}edit/")],
    "people:list": [("kherson", lambda: "/people/"), ("union", lambda: "/people/")],
    "people:add": [("union", lambda: "/people/new/")],
    "people:detail": [("kherson", lambda: in_office().get_absolute_url())],
    "people:edit": [("kherson", lambda: f"{in_office().get_absolute_url()}edit/")],
    "meetings:month": [("union", lambda: "/working-groups/meetings/calendar/?month=2025-09")],
    "meetings:calendars": [("union", lambda: "/working-groups/meetings/calendar/addresses/")],
    "meetings:check-in": [
        ("union", lambda: f"{meeting(sealed=False).get_absolute_url()}check-in/")
    ],
    "people:likely": [("union", lambda: "/people/likely/")],
    "people:apart": [("union", lambda: "/people/apart/")],
    "people:merge": [("union", lambda: f"{in_office().get_absolute_url()}merge/")],
    "people:position-add": [("union", lambda: f"{in_office().get_absolute_url()}positions/new/")],
    "people:position-edit": [
        ("union", lambda: f"/people/positions/{in_office().positions.earliest('pk').pk}/edit/")
    ],
    "officers:list": [("kherson", lambda: "/officers/")],
    "officers:add": [("kherson", lambda: "/officers/new/")],
    "officers:courses": [("kherson", lambda: "/officers/courses/")],
    "officers:course-add": [("kherson", lambda: "/officers/courses/new/")],
    "officers:course": [("kherson", lambda: TrainingCourse.objects.last().get_absolute_url())],
    "officers:pipeline": [("kherson", lambda: "/officers/pipeline/")],
    "officers:photo-edit": [("kherson", lambda: f"{officer()}photo/edit/")],
    "communities:memorandum-file-edit": [
        ("kherson", lambda: f"/communities/memoranda/{part(Memorandum)}/file/edit/")
    ],
    "officers:edit": [("kherson", lambda: f"{officer()}edit/")],
    "officers:correct-step": [("kherson", lambda: f"{officer()}correct/")],
    "officers:detail": [("kherson", officer)],
    "officers:assign": [
        ("kherson", lambda: "/officers/assign/"),
        ("kherson", lambda: f"/officers/assign/?community={BILOZERKA}"),
    ],
    "officers:assignment-edit": [("kherson", lambda: f"/officers/assignments/{post()}/edit/")],
    "public_reports:list": [
        ("kherson", lambda: "/officers/public-reports/"),
        ("kherson", lambda: "/officers/public-reports/?state=overdue"),
        ("bilozerka.police", lambda: "/officers/public-reports/?half=2026-3"),
    ],
    "public_reports:detail": [
        ("bilozerka.police", lambda: public_report(delivered=True).get_absolute_url()),
        ("bilozerka.police", lambda: public_report(delivered=False).get_absolute_url()),
    ],
    "public_reports:new": [
        ("bilozerka.police", lambda: f"/officers/assignments/{own_post()}/report/?half={half()}")
    ],
    "public_reports:edit": [
        ("bilozerka.police", lambda: f"{public_report(delivered=False).get_absolute_url()}edit/")
    ],
    "public_reports:deliver": [
        ("bilozerka.police", lambda: f"{public_report(delivered=False).get_absolute_url()}deliver/")
    ],
    "handovers:leave": [("kherson", lambda: f"/officers/assignments/{held_post()}/end/")],
    "handovers:new": [("kherson", lambda: f"/officers/assignments/{held_post()}/handover/")],
    "handovers:list": [
        ("kherson", lambda: "/officers/handovers/"),
        ("bilozerka.police", lambda: "/officers/handovers/?signed=true"),
        ("kherson", lambda: "/officers/handovers/?signed=perhaps"),
    ],
    "handovers:detail": [
        ("kherson", lambda: handover(signed=True).get_absolute_url()),
        ("kherson", lambda: handover(signed=False).get_absolute_url()),
    ],
    "handovers:edit": [("kherson", lambda: f"{handover(signed=False).get_absolute_url()}edit/")],
    "handovers:sign": [("kherson", lambda: f"{handover(signed=False).get_absolute_url()}sign/")],
    "officers:equipment": [
        ("kherson", lambda: "/officers/equipment/"),
        ("bilozerka.police", lambda: "/officers/equipment/?held=true"),
        ("kherson", lambda: "/officers/equipment/?held=perhaps"),
    ],
    "officers:equipment-add": [("kherson", lambda: "/officers/equipment/new/")],
    "officers:equipment-item": [
        ("kherson", lambda: equipment().item.get_absolute_url()),
        ("bilozerka.police", lambda: equipment().item.get_absolute_url()),
    ],
    "officers:equipment-edit": [("kherson", lambda: f"{equipment().item.get_absolute_url()}edit/")],
    "officers:equipment-issue": [
        ("kherson", lambda: f"{equipment().item.get_absolute_url()}issue/")
    ],
    "officers:equipment-return": [
        ("kherson", lambda: f"/officers/equipment/issues/{equipment().pk}/return/")
    ],
    "officers:activities": [
        ("kherson", lambda: "/officers/activities/"),
        ("kherson", lambda: "/officers/activities/?since=2026-99-99"),
    ],
    "officers:activity": [
        ("kherson", lambda: activity().get_absolute_url()),
        ("bilozerka.police", lambda: activity().get_absolute_url()),
    ],
    "officers:activity-add": [("bilozerka.police", lambda: "/officers/activities/new/")],
    "officers:activity-form": [
        ("bilozerka.police", lambda: "/officers/activities/form/?kind=consultation"),
        ("kherson", lambda: "/officers/activities/form/"),
    ],
    "officers:activity-edit": [
        ("bilozerka.police", lambda: f"{activity().get_absolute_url()}edit/")
    ],
    "officers:calendar": [
        ("kherson", lambda: f"{of('bilozerka.police').officer.get_absolute_url()}calendar/"),
        (
            "kherson",
            lambda: f"{of('bilozerka.police').officer.get_absolute_url()}calendar/?month=2026-13",
        ),
    ],
    "dashboards:activity-history": [
        ("kherson", lambda: f"{activity().get_absolute_url()}history/")
    ],
    "dashboards:half-year": [
        ("kherson", lambda: f"/officers/assignments/{post()}/half-year/"),
        ("kherson", lambda: f"/officers/assignments/{post()}/half-year/?half=2026-3"),
    ],
    "incidents:list": [
        ("kherson", lambda: "/incidents/"),
        ("kherson", lambda: "/incidents/?status=submitted"),
        ("kherson", lambda: "/incidents/?since=2026-99-99"),
    ],
    "incidents:detail": [
        ("kherson", lambda: incident().get_absolute_url()),
        ("bilozerka.police", lambda: incident().get_absolute_url()),
        ("bilozerka.police", lambda: walled().get_absolute_url()),
    ],
    "incidents:lists": [("ministry", lambda: "/incidents/lists/")],
    "incidents:strikes": [("kherson", lambda: "/incidents/strikes/")],
    "incidents:strike": [("kherson", lambda: f"/incidents/strikes/{strike()}/")],
    "incidents:strike-add": [("kherson", lambda: "/incidents/strikes/new/")],
    "incidents:strike-edit": [("kherson", lambda: f"/incidents/strikes/{strike()}/edit/")],
    "incidents:log": [("bilozerka.police", lambda: "/incidents/log/")],
    "incidents:edit": [
        ("bilozerka.police", lambda: f"{incident().get_absolute_url()}edit/"),
        ("bilozerka.police", lambda: f"{walled().get_absolute_url()}edit/"),
    ],
    "tables:list": [
        ("kherson", lambda: "/sheets/?kind=certificates"),
        ("bilozerka.police", lambda: "/sheets/"),
    ],
    "tables:detail": [
        ("kherson", lambda: a_sheet("ready")),
        ("kherson", lambda: a_sheet("rejected")),
    ],
    "incidents:imports": [("bilozerka.police", lambda: "/incidents/import/")],
    "incidents:import": [
        ("bilozerka.police", lambda: a_workbook("ready")),
        ("bilozerka.police", lambda: a_workbook("rejected")),
    ],
    "reports:list": [("ministry", lambda: "/reports/"), ("kherson", lambda: "/reports/")],
    "reports:edition": [("kherson", lambda: Edition.objects.get().get_absolute_url())],
    "reports:job": [("kherson", lambda: f"/reports/jobs/{Job.objects.get(state='failed').pk}/")],
    "imports:list": [("admin", lambda: "/imports/")],
    "imports:detail": [
        ("admin", lambda: an_import("applied")),
        ("admin", lambda: an_import("ready")),
        ("admin", lambda: an_import("rejected")),
    ],
    "administration:hub": [("admin", lambda: "/administration/")],
    "administration:accounts": [
        ("admin", lambda: "/administration/accounts/"),
        ("kherson", lambda: "/administration/accounts/"),
        ("auditor", lambda: "/administration/accounts/?territory=x"),
    ],
    "administration:new-account": [("admin", lambda: "/administration/accounts/new/")],
    "administration:account": [
        ("admin", lambda: f"/administration/accounts/{of('kherson').pk}/"),
        ("kherson", lambda: f"/administration/accounts/{of('bilozerka.police').pk}/"),
    ],
    "administration:grant": [
        ("kherson", lambda: f"/administration/accounts/{of('bilozerka.police').pk}/grant/")
    ],
    "administration:end-grant": [
        (
            "kherson",
            lambda: f"/administration/grants/{of('bilozerka.police').grants.get().pk}/end/",
        )
    ],
    "administration:clients": [("admin", lambda: "/administration/api-clients/")],
    "administration:new-client": [("admin", lambda: "/administration/api-clients/new/")],
    "administration:client": [
        ("admin", lambda: f"/administration/api-clients/{of('integrator').api_client.pk}/")
    ],
    "integrations:webhooks": [
        ("admin", lambda: f"/administration/api-clients/{of('integrator').api_client.pk}/webhooks/")
    ],
    "administration:events": [("auditor", lambda: "/administration/events/")],
    "accounts:welcome": [(None, lambda: "/welcome/")],
    "accounts:account": [("kherson", lambda: "/account/")],
    "accounts:security": [("kherson", lambda: "/account/security/")],
    "accounts:add-passkey": [("kherson", lambda: "/account/security/passkey/")],
    "accounts:add-app": [("kherson", lambda: "/account/security/app/")],
    "accounts:codes": [("kherson", lambda: "/account/security/codes/")],
    "accounts:password": [("kherson", lambda: "/account/password/")],
    "accounts:sessions": [("kherson", lambda: "/account/sessions/")],
    "accounts:close": [("kherson", lambda: "/account/close/")],
}
NOWHERE = ("ministry", lambda: "/nowhere/")


def visits(states=True):
    """Return the addresses of every account, ready to be opened in turn.

    Of a page that may look in several ways, the first one only, unless all `states` are asked for.
    """
    found = {}
    shown = (pages if states else pages[:1] for pages in REACHED.values())
    for account, address in [*(each for pages in shown for each in pages), NOWHERE]:
        found.setdefault(account, []).append(address())
    return found
