"""From a problem to what was decided and who does it: pages, rules and the API."""

from datetime import date

import pytest
import time_machine
from django.db import DatabaseError, transaction

from core.models import Job
from tests.factories.accounts import account
from tests.factories.people import (
    ActionPointFactory,
    AgendaItemFactory,
    AttendanceFactory,
    DecisionFactory,
    MeetingFactory,
    PersonFactory,
    ProblemFactory,
)
from working_groups import tasks
from working_groups.models import ActionPoint, Decision, Problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(group):
    return MeetingFactory.create(group=group)


@pytest.fixture
def item(meeting):
    return AgendaItemFactory.create(meeting=meeting)


@pytest.fixture
def decision(item):
    return DecisionFactory.create(agenda_item=item)


@pytest.fixture
def action(decision, person):
    return ActionPointFactory.create(decision=decision, owner_person=person)


@pytest.fixture
def urgent(decision, person):
    return ActionPointFactory.create(decision=decision, owner_person=person, priority="high")


@pytest.fixture
def second(community):
    return account("group_coordinator", community=community)


def text(answer):
    return answer.content.decode()


def problem_said(**more):
    said = {
        "title": "Немає переходу",
        "theme": "road_safety",
        "description": "Біля школи",
        "raised_on": "2023-09-12",
        "priority": "normal",
    }
    return said | more


def step(page, action, state, **more):
    version = ActionPoint.objects.get(pk=action.pk).version
    address = f"/working-groups/actions/{action.pk}/step/"
    return page.post(address, {"state": state, "version": version, **more})


def test_a_decision_begins_with_the_problem_that_is_discussed(page, group, meeting):
    problem = ProblemFactory.create(group=group)
    item = AgendaItemFactory.create(meeting=meeting, problem=problem)

    form = page.get(f"/working-groups/actions/items/{item.pk}/decide/").context["form"]

    assert form["problem"].value() == problem.pk


def test_a_problem_is_written_down_from_the_page_of_its_group(page, group):
    shown = page.get(f"/working-groups/{group.pk}/")
    assert f"/working-groups/problems/groups/{group.pk}/new/" in text(shown)

    answer = page.post(f"/working-groups/problems/groups/{group.pk}/new/", problem_said())

    problem = Problem.objects.get()
    assert answer.url == problem.get_absolute_url()
    assert (problem.group, problem.state) == (group, "open")
    assert "Немає переходу" in text(page.get("/working-groups/problems/"))


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": ""}, "title"),
        ({"raised_on": "2090-01-01"}, "raised_on"),
        ({"theme": "cats"}, "theme"),
    ],
)
def test_a_problem_that_says_too_little_is_refused_at_its_field(page, group, more, field):
    address = f"/working-groups/problems/groups/{group.pk}/new/"

    answer = page.post(address, problem_said(**more))

    assert answer.status_code == 400
    assert field in answer.context["form"].errors
    assert not Problem.objects.exists()


def test_a_closed_problem_says_when_and_how(page, group):
    problem = ProblemFactory.create(group=group)
    address = f"{problem.get_absolute_url()}edit/"

    silent = page.post(address, problem_said(state="solved", version=1))
    told = page.post(
        address,
        problem_said(
            state="solved", version=1, closed_on="2024-02-01", close_reason="Перехід зроблено"
        ),
    )

    assert silent.status_code == 400
    assert {"closed_on", "close_reason"} <= set(silent.context["form"].errors)
    assert told.status_code == 302
    assert "Перехід зроблено" in text(page.get(problem.get_absolute_url()))


def test_a_meeting_decides_about_a_thing_on_its_agenda(page, group, item):
    problem = ProblemFactory.create(group=group)
    said = {"text": "Звернутися до дорожньої служби", "problem": problem.pk}

    answer = page.post(f"/working-groups/actions/items/{item.pk}/decide/", said)

    assert answer.url == item.meeting.get_absolute_url()
    shown = text(page.get(item.meeting.get_absolute_url()))
    assert "Звернутися до дорожньої служби" in shown
    assert "Звернутися до дорожньої служби" in text(page.get(problem.get_absolute_url()))


def test_a_problem_of_another_group_is_not_answered(api, group_coordinator, item):
    other = ProblemFactory.create()
    said = {"agenda_item": item.pk, "text": "Так", "problem": other.pk}

    answer = api(group_coordinator).post("/api/v1/decisions/", said, format="json")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/problem"


def test_approved_minutes_seal_what_was_decided(page, item, decision):
    item.meeting.attendances.add(AttendanceFactory.create(meeting=item.meeting))
    meeting = item.meeting
    meeting.minutes_state, meeting.approved_on = "approved", date(2023, 10, 1)
    meeting.save()

    answer = page.post(
        f"/working-groups/actions/decisions/{decision.pk}/edit/", {"text": "Інше", "version": 1}
    )

    assert answer.status_code == 409
    with pytest.raises(DatabaseError, match="approved"), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(text="Інше")


def test_an_action_point_wants_an_owner(page, decision, person):
    address = f"/working-groups/actions/decisions/{decision.pk}/new/"
    said = {"text": "Надіслати звернення", "due_on": "2023-10-01", "priority": "normal"}

    nobody = page.post(address, said)
    somebody = page.post(address, said | {"owner_person": f"({person.pk})"})

    assert nobody.status_code == 400
    assert "owner_person" in nobody.context["form"].errors
    action = ActionPoint.objects.get()
    assert somebody.url == action.get_absolute_url()
    assert action.owner == person
    assert "Надіслати звернення" in text(page.get(decision.get_absolute_url()))


def test_what_is_done_is_finished(page, action):
    answer = step(page, action, "done", done_on="2023-09-30", evidence="Лист № 7")

    action.refresh_from_db()
    assert answer.status_code == 302
    assert (action.state, action.finished_on) == ("done", date(2023, 9, 30))
    assert action.is_finished


def test_of_high_priority_a_second_person_verifies(client, page, urgent, second):
    without = step(page, urgent, "done")
    step(page, urgent, "done", evidence="Акт № 3")
    urgent.refresh_from_db()
    assert without.status_code == 409
    assert (urgent.state, urgent.finished_on) == ("done", None)

    same = step(page, urgent, "verified")
    client.force_login(second)
    other = step(client, urgent, "verified")

    urgent.refresh_from_db()
    assert same.status_code == 409
    assert other.status_code == 302
    assert (urgent.state, urgent.verified_by) == ("verified", second)
    assert urgent.is_finished


def test_a_wrong_step_names_those_that_are_possible(api, group_coordinator, action):
    client = api(group_coordinator)
    address = f"/api/v1/action-points/{action.pk}/"
    tag = client.get(address)["ETag"]

    answer = client.patch(address, {"state": "verified"}, format="json", HTTP_IF_MATCH=tag)

    assert answer.status_code == 409
    assert "У роботі" in answer.json()["detail"]


def test_dropping_wants_a_reason_and_may_be_undone(page, action):
    silent = step(page, action, "dropped")
    step(page, action, "dropped", drop_reason="Більше не потрібно")
    action.refresh_from_db()
    assert silent.status_code == 400
    assert action.is_finished

    step(page, action, "open")

    action.refresh_from_db()
    assert (action.state, action.drop_reason, action.finished_on) == ("open", "", None)


def test_what_is_late_is_shown(page, action):
    assert "Прострочено" in text(page.get("/working-groups/actions/?overdue=true"))
    assert "Надіслати звернення" not in text(page.get("/working-groups/actions/?overdue=false"))


def test_an_officer_says_how_far_it_is_and_sets_nothing(client, police, action, decision):
    client.force_login(police)

    moved = step(client, action, "in_progress")

    assert moved.status_code == 302
    assert client.get(f"/working-groups/actions/decisions/{decision.pk}/new/").status_code == 403


def test_elsewhere_nothing_of_it_is_there(client, elsewhere, action):
    client.force_login(account("group_coordinator", community=elsewhere))

    assert client.get(action.get_absolute_url()).status_code == 404
    assert step(client, action, "done").status_code == 404
    assert "Надіслати звернення" not in text(client.get("/working-groups/actions/"))


def test_a_form_of_before_is_refused(page, action):
    stale = page.post(f"/working-groups/actions/{action.pk}/step/", {"state": "done", "version": 7})

    assert stale.status_code == 409
    action.refresh_from_db()
    assert action.state == "open"


@pytest.mark.parametrize("surface", ["page", "api"])
@pytest.mark.limit("decision")
def test_longer_words_of_a_decision_are_refused(
    page, api, group_coordinator, item, settings, surface
):
    words = "а" * (settings.LIMITS["decision"] + 1)
    if surface == "page":
        answer = page.post(f"/working-groups/actions/items/{item.pk}/decide/", {"text": words})
    else:
        said = {"agenda_item": item.pk, "text": words}
        answer = api(group_coordinator).post("/api/v1/decisions/", said, format="json")

    assert answer.status_code == 400
    assert not Decision.objects.exists()


def test_a_program_brings_a_past_action_with_its_end(api, group_coordinator, decision):
    person = PersonFactory.create(community=decision.agenda_item.meeting.group.community)
    said = {
        "decision": decision.pk,
        "text": "Встановити знак",
        "owner_person": person.pk,
        "due_on": "2023-10-01",
        "state": "done",
        "done_on": "2023-09-28",
    }

    answer = api(group_coordinator).post("/api/v1/action-points/", said, format="json")

    assert answer.status_code == 201, answer.json()
    assert answer.json()["finished_on"] == "2023-09-28"


class TestReminders:
    @pytest.fixture(autouse=True)
    def _mail(self, settings, person):
        settings.EMAIL_URL = "smtp://mail.example"
        person.contact.email = "person@example.org"
        person.contact.save()

    def told(self, mailoutbox, day):
        with time_machine.travel(f"{day}T08:00:00+03:00", tick=False):
            tasks.remind_of_actions()
            self.send()
        return [each.subject for each in mailoutbox]

    def send(self):
        for job in Job.objects.filter(kind="working_groups.tasks.mail_reminder", state="waiting"):
            tasks.mail_reminder(job=str(job.pk))

    def test_before_the_day_and_after_it_each_once(self, mailoutbox, action):
        assert self.told(mailoutbox, "2023-09-20") == []
        assert len(self.told(mailoutbox, "2023-09-29")) == 1
        assert len(self.told(mailoutbox, "2023-09-30")) == 1
        assert len(self.told(mailoutbox, "2023-10-02")) == 2
        assert len(self.told(mailoutbox, "2023-10-03")) == 2
        assert "Надіслати звернення" in mailoutbox[0].body

    def test_another_day_is_reminded_of_anew(self, mailoutbox, action):
        self.told(mailoutbox, "2023-09-29")
        ActionPoint.objects.update(due_on=date(2023, 11, 1))

        assert len(self.told(mailoutbox, "2023-10-30")) == 2

    def test_nobody_is_reminded_of_what_is_done(self, page, mailoutbox, action):
        step(page, action, "done", done_on="2023-09-20")

        assert self.told(mailoutbox, "2023-10-02") == []


class TestFigures:
    DAYS = "from=2023-10-01&to=2023-11-01"

    def value(self, api, user, code):
        answer = api(user).get(f"/api/v1/measures/{code}/?{self.DAYS}").json()
        return answer["results"][0]["value"]

    def test_what_waits_and_what_was_in_time(self, api, page, group_coordinator, decision, person):
        made = ActionPointFactory.create_batch(4, decision=decision, owner_person=person)
        step(page, made[0], "done", done_on="2023-09-30")
        step(page, made[1], "done", done_on="2023-10-12")
        step(page, made[2], "dropped", drop_reason="Не на часі")

        found = {
            code: self.value(api, group_coordinator, f"actions.{code}")
            for code in ("open", "overdue", "due", "in_time", "done_on_time")
        }

        # dropped today, so it was still open on the last day of October
        assert found == {
            "open": "2",
            "overdue": "2",
            "due": "3",
            "in_time": "1",
            "done_on_time": "33.3",
        }

    def test_a_need_waits_until_it_is_closed(self, api, group_coordinator, group):
        ProblemFactory.create(group=group)
        ProblemFactory.create(
            group=group, state="solved", closed_on=date(2023, 10, 20), close_reason="Зроблено"
        )
        later = {"closed_on": date(2023, 12, 1), "close_reason": "Зроблено"}
        ProblemFactory.create(group=group, state="solved", **later)

        assert self.value(api, group_coordinator, "problems.open") == "2"


def test_approved_minutes_seal_what_is_to_be_done_and_not_how_far_it_is(page, action):
    meeting = action.decision.agenda_item.meeting
    AttendanceFactory.create(meeting=meeting)
    meeting.minutes_state, meeting.approved_on = "approved", date(2023, 10, 1)
    meeting.save()
    other = {"text": "Інше", "due_on": "2023-10-01", "priority": "normal", "version": 1}

    changed = page.post(
        f"{action.get_absolute_url()}edit/", other | {"owner_person": f"({action.owner_person_id})"}
    )
    moved = step(page, action, "done", done_on="2023-10-01")

    assert (changed.status_code, moved.status_code) == (409, 302)
    with pytest.raises(DatabaseError, match="approved"), transaction.atomic():
        ActionPoint.objects.filter(pk=action.pk).update(due_on=date(2024, 1, 1))


def test_minutes_as_a_paper_say_what_was_decided(action):
    from reports.minutes.papers import minutes_of

    paper = minutes_of(action.decision.agenda_item.meeting)

    said = " ".join(text for part in paper.parts for text in part.texts)
    assert action.decision.text in said
    assert action.text in said
