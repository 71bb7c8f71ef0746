"""People and their positions on pages: written down where one may, seen where they belong."""

import pytest

from tests.factories.accounts import account
from tests.factories.communities import CommunityFactory, OblastFactory, OrganisationFactory
from tests.factories.people import PersonFactory, PositionFactory
from working_groups.models import Person, Position

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode()


def names(**more):
    return {"last_name": "Лановий", "first_name": "Остап", "patronymic": "", **more}


def test_a_person_of_a_community_is_written_down_and_found_by_the_surname(page, community):
    stored = page.post("/people/new/", names(place=community.code, email="o.l@example.org"))

    assert stored.status_code == 302, text(stored)
    person = Person.objects.get()
    assert (person.community, person.oblast) == (community, community.oblast)
    page.get("/people/")  # which says what was stored
    listed = text(page.get("/people/?q=лан"))
    assert "Лановий Остап" in listed
    assert "Лановий Остап" not in text(page.get("/people/?q=бер"))
    assert "o.l@example.org" in text(page.get(stored["Location"]))


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("nowhere", "Території з такою назвою немає."),
        ("elsewhere", "Ви не записуєте людей цього місця."),
        ("Україна", "Ви не записуєте людей цього місця."),
    ],
)
def test_a_place_that_is_not_ones_own_is_refused_at_its_field(page, elsewhere, place, words):
    place = {"nowhere": "Ніде", "elsewhere": elsewhere.code}.get(place, place)
    refused = page.post("/people/new/", names(place=place))

    assert refused.status_code in {400, 409}
    assert words in text(refused)
    assert not Person.objects.exists()


def test_who_holds_an_oblast_writes_down_people_of_it(client, community, coordinator):
    client.force_login(coordinator)

    client.post("/people/new/", names(place=community.oblast.code))

    person = Person.objects.get()
    assert (person.community, person.oblast) == (None, community.oblast)


def test_people_of_other_places_are_not_there(page, elsewhere, community):
    stranger = PersonFactory.create(community=elsewhere)
    of_oblast = PersonFactory.create(community=None, oblast=community.oblast)
    of_nation = PersonFactory.create(community=None, oblast=None)

    for each in (stranger, of_oblast, of_nation):
        assert page.get(each.get_absolute_url()).status_code == 404
        assert str(each.contact) not in text(page.get("/people/"))


def test_a_holder_of_an_oblast_sees_the_people_of_its_communities_and_its_own(
    client, coordinator, person, community
):
    client.force_login(coordinator)
    own = PersonFactory.create(community=None, oblast=community.oblast)
    other = PersonFactory.create(community=None, oblast=OblastFactory.create())

    listed = text(client.get("/people/"))
    assert str(person.contact.last_name) in listed
    assert str(own.contact.last_name) in listed
    assert str(other.contact.last_name) not in listed


def test_an_office_is_held_since_a_day_and_ended(page, person):
    council = OrganisationFactory.create(name_uk="Рада", name_en="Council")
    said = {"organisation": council.pk, "title": "Староста", "starts_on": "2021-01-12"}

    page.post(f"/people/{person.pk}/positions/new/", said)

    position = Position.objects.get()
    assert "Староста" in text(page.get("/people/?in_office=true"))
    ended = page.post(
        f"/people/positions/{position.pk}/edit/",
        said | {"ends_on": "2025-01-01", "version": position.version},
    )
    assert ended.status_code == 302, text(ended)
    assert "до 01.01.2025" in text(page.get(person.get_absolute_url()))
    assert str(person.contact.last_name) not in text(page.get("/people/?in_office=true"))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"ends_on": "2020-01-01"}, "Посада не може закінчитися раніше, ніж почалася."),
        ({"starts_on": "1700-01-01"}, "Виберіть день"),
        ({"title": ""}, "обов"),
    ],
)
def test_what_is_wrong_of_an_office_is_said_at_its_field(page, person, said, words):
    council = OrganisationFactory.create()
    whole = {"organisation": council.pk, "title": "Староста", "starts_on": "2021-01-12"}

    refused = page.post(f"/people/{person.pk}/positions/new/", whole | said)

    assert refused.status_code == 400
    assert words in text(refused)
    assert not Position.objects.exists()


@pytest.mark.limit("position_title")
def test_a_longer_name_of_an_office_is_refused(page, person, settings):
    title = "а" * (settings.LIMITS["position_title"] + 1)
    council = OrganisationFactory.create()

    refused = page.post(
        f"/people/{person.pk}/positions/new/", {"organisation": council.pk, "title": title}
    )

    assert refused.status_code == 400
    assert not Position.objects.exists()


def test_two_people_who_change_one_person_are_told(page, person):
    seen = {"place": person.community.code, "version": person.version}
    page.post(f"/people/{person.pk}/edit/", names(phone="+380501234567", **seen))

    late = page.post(f"/people/{person.pk}/edit/", names(phone="+380671234567", **seen))

    assert late.status_code == 409
    person.contact.refresh_from_db()
    assert person.contact.phone == "+380501234567"


def test_a_person_is_moved_only_between_places_of_ones_own(page, person, elsewhere):
    said = names(place=elsewhere.code, version=person.version)

    refused = page.post(f"/people/{person.pk}/edit/", said)

    assert refused.status_code == 409
    person.refresh_from_db()
    assert person.community != elsewhere


def test_an_office_of_a_person_elsewhere_is_not_ones_own(page, elsewhere):
    position = PositionFactory.create(person=PersonFactory.create(community=elsewhere))

    assert page.get(f"/people/positions/{position.pk}/edit/").status_code == 404
    assert page.get(f"/people/{position.person.pk}/positions/new/").status_code == 404


def test_who_only_reads_is_offered_no_form(client, community, person):
    client.force_login(account("council", community=community))

    shown = text(client.get(person.get_absolute_url()))
    assert str(person.contact.last_name) in shown
    assert "/edit/" not in shown
    assert client.get("/people/new/").status_code == 403


def test_the_list_of_many_communities_shows_each_where_it_belongs(client, ministry, person):
    client.force_login(ministry)
    other = PersonFactory.create(community=CommunityFactory.create())

    listed = text(client.get("/people/"))
    assert {str(e.contact.last_name) in listed for e in (person, other)} == {True}
    narrowed = text(client.get(f"/people/?territory={person.community.code}"))
    assert str(other.contact.last_name) not in narrowed
