"""Filters kept under a name: saved on a list, opened there, one's own only."""

import pytest
from django.conf import settings
from django.urls import reverse

from core import clock
from core.models import SavedView

OWN, SAVE = reverse("saved-views:list"), reverse("saved-views:save")
LIST = reverse("incidents:list")


@pytest.fixture
def reader(client, coordinator):
    client.cookies["django_language"] = "en"
    client.force_login(coordinator)
    return client


def saved(owner, name="Mine", **more):
    said = {"page": "incidents:list", "query": "status=void", "created_at": clock.now()}
    return SavedView.objects.create(owner=owner, name=name, **said | more)


@pytest.mark.parametrize(
    "page", ["incidents:list", "incidents:map", "communities:list", "officers:list"]
)
def test_the_filters_of_a_list_are_kept_and_opened(reader, community, page):
    here = f"{reverse(page)}?territory={community.code}&after="
    form = reader.get(here).context["saved"]

    answer = reader.post(SAVE, {"page": page, "query": form["query"], "name": "Own ground"})

    assert answer["Location"] == f"{reverse(page)}?territory={community.code}"
    opened = reader.get(answer["Location"])
    assert opened.status_code == 200
    assert [each.name for each in opened.context["saved"]["views"]] == ["Own ground"]
    assert 'aria-current="true">Own ground' in opened.content.decode()


def test_a_name_that_is_known_gets_the_new_filters(reader, coordinator):
    saved(coordinator)

    reader.post(SAVE, {"page": "incidents:list", "query": "status=closed", "name": "Mine"})

    assert SavedView.objects.get().query == "status=closed"


def test_a_view_is_renamed_and_removed(reader, coordinator):
    view = saved(coordinator)

    reader.post(OWN, {"view": view.pk, "name": "Other"})
    assert "Other" in reader.get(OWN).content.decode()

    reader.post(OWN, {"remove": view.pk})
    assert not SavedView.objects.exists()


def test_two_views_of_a_page_do_not_share_a_name(reader, coordinator):
    saved(coordinator, "One")
    two = saved(coordinator, "Two")

    answer = reader.post(OWN, {"view": two.pk, "name": "One"}, follow=True)

    assert "You have a view with this name already." in answer.content.decode()
    assert SavedView.objects.filter(name="Two").exists()


@pytest.mark.parametrize("wanted", [{"name": "Mine now"}, {"remove": True}])
def test_views_of_others_are_not_there(reader, ministry, wanted):
    foreign = saved(ministry, "Secret")

    sent = {"remove": foreign.pk} if "remove" in wanted else {"view": foreign.pk, **wanted}
    assert reader.post(OWN, sent).status_code == 404
    assert "Secret" not in reader.get(OWN).content.decode()
    assert reader.get(LIST).context["saved"]["views"] == []
    assert SavedView.objects.get().name == "Secret"


@pytest.mark.parametrize(
    "sent", [{"page": "accounts:account", "name": "x"}, {"page": "incidents:list"}]
)
def test_what_is_no_page_or_has_no_name_is_not_kept(reader, sent):
    answer = reader.post(SAVE, sent, follow=True)

    assert "messages" in answer.context
    assert not SavedView.objects.exists()


@pytest.mark.limit("view_name")
@pytest.mark.parametrize(("more", "kept"), [(0, True), (1, False)])
def test_a_name_has_an_end(reader, more, kept):
    name = "x" * (settings.LIMITS["view_name"] + more)

    reader.post(SAVE, {"page": "incidents:list", "name": name})

    assert SavedView.objects.exists() == kept


@pytest.mark.limit("view_query")
@pytest.mark.parametrize(("more", "kept"), [(0, True), (1, False)])
def test_filters_have_an_end(reader, more, kept):
    query = "q=" + "x" * (settings.LIMITS["view_query"] - 2 + more)

    reader.post(SAVE, {"page": "incidents:list", "query": query, "name": "Long"})

    assert SavedView.objects.exists() == kept


@pytest.mark.limit("saved_views")
@pytest.mark.parametrize(("fewer", "kept"), [(1, True), (0, False)])
def test_an_account_keeps_so_many(reader, coordinator, fewer, kept):
    for n in range(settings.LIMITS["saved_views"] - fewer):
        saved(coordinator, str(n))

    reader.post(SAVE, {"page": "incidents:list", "name": "One more"})

    assert SavedView.objects.filter(name="One more").exists() == kept
