"""One record: who finds it, what it tells, and the steps of its status."""

import pytest
from django.urls import reverse
from django.utils import translation

from incidents.models import Incident
from tests.factories.accounts import account
from tests.factories.incidents import IncidentFactory, ResponseFactory


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def incident(community, categories):
    return IncidentFactory.create(community=community, category=categories["fire.residential"])


def url(name, incident):
    return reverse(f"incidents:{name}", args=[incident.pk])


def step(client, name, incident, **said):
    return client.post(url(name, incident), {"version": incident.version, **said})


def read(client, address):
    return client.get(address).content.decode()


def test_a_record_shows_its_words_and_its_people(client, coordinator, incident):
    went = ResponseFactory.create(incident=incident)
    client.force_login(coordinator)

    html = read(client, url("detail", incident))

    assert "Горів сарай" in html
    assert str(went.officer) in html
    assert incident.number in html


@pytest.mark.parametrize("page", ["detail", "edit", "verify", "return", "void", "submit"])
def test_a_record_of_another_oblast_or_service_is_not_found(client, elsewhere, community, page):
    incident = IncidentFactory.create(community=community, service="police")
    strangers = [
        account("officer", community=elsewhere),
        account("officer", community=community, service="rescue"),
        account("oblast_coordinator", oblast=elsewhere.oblast),
    ]

    for stranger in strangers:
        client.force_login(stranger)
        reads = page in {"detail", "edit"}
        answer = client.get(url(page, incident)) if reads else step(client, page, incident)
        assert answer.status_code == 404
    assert Incident.objects.get().status == "submitted"


def test_a_coordinator_verifies_a_record(client, coordinator, incident):
    client.force_login(coordinator)

    answer = step(client, "verify", incident)

    assert answer.url == url("detail", incident)
    assert Incident.objects.get().status == "verified"
    assert incident.transitions.get().by == coordinator


def test_verifying_twice_says_that_it_is_done(client, coordinator, incident):
    client.force_login(coordinator)
    step(client, "verify", incident)

    answer = step(client, "verify", incident)

    assert answer.status_code == 409
    assert "already" in str(answer.context["refused_form"].non_field_errors())
    assert incident.transitions.count() == 1


def test_a_record_changed_meanwhile_is_not_verified_blindly(client, coordinator, incident):
    Incident.objects.filter(pk=incident.pk).update(version=2, rescued=5)
    client.force_login(coordinator)

    answer = step(client, "verify", incident)

    assert answer.status_code == 409
    assert "changed this record meanwhile" in str(answer.context["refused_form"].errors)
    assert Incident.objects.get().status == "submitted"
    assert answer.context["steps"]["verify"]["form"]["version"].value() == "2"


@pytest.mark.parametrize("name", ["return", "void"])
@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_a_step_back_needs_a_reason_of_reasonable_length(
    client, coordinator, incident, name, reason
):
    client.force_login(coordinator)

    answer = step(client, name, incident, reason=reason)

    assert answer.status_code == 400
    assert list(answer.context["refused_form"].errors) == ["reason"]
    assert answer.context["steps"][name]["open"]
    assert Incident.objects.get().status == "submitted"


@pytest.mark.parametrize("version", ["", "one", None])
def test_a_step_needs_the_version_that_was_seen(client, coordinator, incident, version):
    client.force_login(coordinator)

    answer = client.post(url("verify", incident), {"version": version} if version else {})

    assert answer.status_code == 400
    assert Incident.objects.get().status == "submitted"


def test_a_returned_record_is_mended_and_submitted_again(client, coordinator, police, incident):
    client.force_login(coordinator)
    step(client, "return", incident, reason="Вкажіть, що саме зникло")
    client.force_login(police)
    form = client.get(url("edit", incident)).context["form"]
    assert "Вкажіть, що саме зникло" in read(client, url("detail", incident))

    client.post(url("edit", incident), sent_by(form, narrative="Зникла драбина"))

    incident.refresh_from_db()
    assert incident.status == "submitted"
    assert incident.text.narrative == "Зникла драбина"
    reasons = incident.transitions.order_by("pk").values_list("to_status", "reason")
    assert list(reasons) == [("returned", "Вкажіть, що саме зникло"), ("submitted", "")]


def sent_by(form, **changed):
    """Return what a browser sends for a form nobody touched."""
    names = [name for name in form.fields if form[name].value() not in (None, "", False)]
    values = {name: form[name].value() for name in names}
    for name in ("occurred_at", "reported_at"):
        values[name] = form.fields[name].widget.format_value(values[name])
    return values | changed


def test_a_stale_edit_is_refused_and_keeps_the_words(client, police, incident):
    client.force_login(police)
    form = client.get(url("edit", incident)).context["form"]
    Incident.objects.filter(pk=incident.pk).update(version=9)

    answer = client.post(url("edit", incident), sent_by(form, narrative="Мої слова"))

    assert answer.status_code == 409
    assert "Мої слова" in answer.content.decode()
    assert "changed this record meanwhile" in str(answer.context["form"].non_field_errors())
    incident.refresh_from_db()
    assert incident.text.narrative == "Горів сарай"


def test_a_verified_record_has_no_form_to_change_it(client, coordinator, police, incident):
    client.force_login(coordinator)
    step(client, "verify", incident)
    client.force_login(police)

    assert client.get(url("edit", incident)).url == url("detail", incident)
    assert client.post(url("edit", incident), {}).url == url("detail", incident)
    assert client.get(url("detail", incident)).context["may_edit"] is False


def test_an_edit_keeps_the_times_of_a_response_that_a_program_told(client, police, incident):
    arrived = incident.occurred_at
    ResponseFactory.create(incident=incident, officer=police.officer, arrived_at=arrived)
    client.force_login(police)
    form = client.get(url("edit", incident)).context["form"]

    client.post(url("edit", incident), sent_by(form, rescued="1"))

    assert incident.responses.get().arrived_at == arrived
    incident.refresh_from_db()
    assert incident.rescued == 1


def test_only_the_steps_open_to_the_reader_are_shown(client, coordinator, police, incident):
    expected = {coordinator: {"verify", "return", "void"}, police: {"void"}}

    for person, steps in expected.items():
        client.force_login(person)
        assert set(client.get(url("detail", incident)).context["steps"]) == steps


def test_the_history_names_the_field_the_person_and_both_values(client, police, incident):
    client.force_login(police)
    form = client.get(url("edit", incident)).context["form"]
    client.post(url("edit", incident), sent_by(form, rescued="2", category="crime.theft"))

    changes = client.get(url("detail", incident)).context["changes"]

    told = {(each.field, each.by, each.was, each.became) for each in changes}
    assert told == {
        ("rescued", str(police), "0", "2"),
        ("category", str(police), "Residential fire", "Theft"),
    }


def test_the_history_says_that_words_changed_but_never_which(client, police, incident):
    client.force_login(police)
    form = client.get(url("edit", incident)).context["form"]
    client.post(url("edit", incident), sent_by(form, narrative="Таємниця"))

    changes = client.get(url("detail", incident)).context["changes"]

    assert [(each.field, each.was, each.became) for each in changes] == [
        ("words", "not shown", "not shown")
    ]


def test_the_history_tells_who_was_added_not_what_was_rewritten(client, police, incident):
    ResponseFactory.create(incident=incident)
    client.force_login(police)
    form = client.get(url("edit", incident)).context["form"]
    went = [*form["responders"].value(), police.officer.pk]
    client.post(url("edit", incident), sent_by(form, responders=went))

    changes = client.get(url("detail", incident)).context["changes"]

    assert [(each.field, each.was, each.became) for each in changes] == [
        ("who went", None, str(police.officer))
    ]


@pytest.mark.parametrize("edits", [1, 3])
def test_the_page_costs_the_same_for_one_change_and_for_three(
    client, coordinator, police, incident, edits, django_assert_num_queries
):
    client.force_login(police)
    for number in range(1, edits + 1):
        form = client.get(url("edit", incident)).context["form"]
        client.post(
            url("edit", incident), sent_by(form, rescued=str(number), narrative=str(number))
        )
        ResponseFactory.create(incident=incident)
    client.force_login(coordinator)

    with django_assert_num_queries(19):
        client.get(url("detail", incident))


def test_reloading_the_answer_of_a_step_shows_the_record(client, coordinator, incident):
    client.force_login(coordinator)

    assert client.get(url("verify", incident)).url == url("detail", incident)
