"""Starosta districts and police beats: what holds them together, and the forms."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from communities import services
from communities.models import Beat, Settlement, StarostaDistrict
from core.exceptions import RuleBroken
from tests.factories.accounts import account
from tests.factories.communities import (
    BeatFactory,
    SettlementFactory,
    StarostaDistrictFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(community):
    return SettlementFactory.create_batch(3, community=community)


@pytest.fixture
def council(community):
    return account("council", community=community)


def test_a_district_holds_exactly_the_settlements_it_was_given(community, places):
    district = StarostaDistrictFactory.build(community=community)
    services.save_starosta_district(district=district, settlements=places[:2])
    services.save_starosta_district(district=district, settlements=places[1:])

    assert set(district.settlements.all()) == set(places[1:])


def test_a_settlement_lies_in_one_district(community, places):
    first = StarostaDistrictFactory.create(community=community)
    services.save_starosta_district(district=first, settlements=places[:1])
    other = StarostaDistrictFactory.build(community=community)

    with pytest.raises(RuleBroken) as refused:
        services.save_starosta_district(district=other, settlements=places)

    assert (refused.value.code, refused.value.field) == ("in_another_district", "settlements")
    assert StarostaDistrict.objects.count() == 1
    assert list(first.settlements.all()) == places[:1]


@pytest.mark.parametrize("kind", ["district", "beat"])
def test_a_settlement_of_another_community_is_refused_by_rule_and_by_database(
    community, elsewhere, kind
):
    stranger = SettlementFactory.create(community=elsewhere)
    district, beat = (f.create(community=community) for f in (StarostaDistrictFactory, BeatFactory))
    save = {
        "district": lambda: services.save_starosta_district(
            district=district, settlements=[stranger]
        ),
        "beat": lambda: services.save_beat(beat=beat, settlements=[stranger]),
    }
    past = {
        "district": lambda: Settlement.objects.filter(pk=stranger.pk).update(
            starosta_district=district
        ),
        "beat": lambda: beat.settlements.add(stranger),
    }

    with pytest.raises(RuleBroken, match=stranger.name_uk):
        save[kind]()
    with pytest.raises(IntegrityError, match="of_its_community"), transaction.atomic():
        past[kind]()


def test_a_settlement_that_the_register_moves_leaves_its_district(community, elsewhere, places):
    district = StarostaDistrictFactory.create(community=community)
    services.save_starosta_district(district=district, settlements=places)

    Settlement.objects.filter(pk=places[0].pk).update(community=elsewhere)

    assert set(district.settlements.all()) == set(places[1:])


def test_a_part_stays_in_its_community(community, elsewhere):
    for part in (
        StarostaDistrictFactory.create(community=community),
        BeatFactory.create(community=community),
    ):
        part.community = elsewhere
        with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
            part.save()


@pytest.mark.parametrize(
    ("type_", "people", "too_many"),
    [("rural", 6000, False), ("rural", 6001, True), ("urban", 7000, False), ("urban", 7001, True),
     ("settlement", 6001, True), ("rural", None, False)],
)  # fmt: skip
def test_a_beat_with_too_many_residents_warns(community, type_, people, too_many):
    community.type = type_

    assert BeatFactory.build(community=community, population=people).too_many == too_many


def test_every_change_of_a_part_is_kept(community):
    district = StarostaDistrictFactory.create(community=community)
    district.office = "с. Нове, вул. Центральна, 1"
    district.save()

    labels = district.events.order_by("pgh_id").values_list("pgh_label", flat=True)
    assert list(labels) == ["insert", "update"]


def test_the_council_adds_a_district_and_changes_it(client, council, community, places):
    client.force_login(council)
    address = f"/communities/{community.code}/starosta-districts/"
    assert client.get(f"{address}add/").status_code == 200

    answer = client.post(
        f"{address}add/", {"name_uk": "Перший", "settlements": [places[0].pk, places[1].pk]}
    )

    district = StarostaDistrict.objects.get()
    assert answer.url.endswith(f"{community.code}/#starosta-districts")
    assert set(district.settlements.all()) == set(places[:2])
    edit = f"/communities/starosta-districts/{district.pk}/edit/"
    client.post(edit, {"name_uk": "Перший", "name_en": "First", "settlements": [places[2].pk]})
    district.refresh_from_db()
    assert (district.name_en, list(district.settlements.all())) == ("First", places[2:])
    assert "Перший" in client.get(address).content.decode()
    assert "Перший" in client.get(f"/communities/{community.code}/").content.decode()


def test_errors_stand_at_their_fields(client, council, community, elsewhere, places):
    first = StarostaDistrictFactory.create(community=community, name_uk="Перший")
    services.save_starosta_district(district=first, settlements=places[:1])
    client.force_login(council)
    stranger = SettlementFactory.create(community=elsewhere)

    def errors(**data):
        answer = client.post(f"/communities/{community.code}/starosta-districts/add/", data)
        assert answer.status_code == 400
        return set(answer.context["form"].errors)

    assert errors() == {"name_uk"}
    assert errors(name_uk="Другий", settlements=[places[0].pk]) == {"settlements"}
    assert errors(name_uk="Другий", settlements=[stranger.pk]) == {"settlements"}
    assert errors(name_uk="Перший") == {"__all__"}
    assert StarostaDistrict.objects.count() == 1


def test_who_may_not_add_a_beat_is_refused_and_elsewhere_it_is_not_there(
    client, council, coordinator, community, elsewhere
):
    client.force_login(council)
    assert client.get(f"/communities/{community.code}/beats/add/").status_code == 403

    client.force_login(coordinator)
    assert client.get(f"/communities/{elsewhere.code}/beats/add/").status_code == 404
    foreign = BeatFactory.create(community=elsewhere)
    assert client.get(f"/communities/beats/{foreign.pk}/edit/").status_code == 404
    client.post(
        f"/communities/{community.code}/beats/add/", {"name_uk": "№ 1", "population": "6500"}
    )
    assert Beat.objects.get(community=community).too_many


def test_the_list_of_settlements_turns_its_pages(client, council, community, settings):
    settings.LIMITS = settings.LIMITS | {"list_page": 2}
    SettlementFactory.create_batch(3, community=community, latitude=46.5, longitude=32.5)
    client.force_login(council)
    address = f"/communities/{community.code}/settlements/"

    first = client.get(address).context["page"]
    second = client.get(f"{address}{first.older}").context["page"]

    assert [len(each.rows) for each in (first, second)] == [2, 1]
    assert "46.5, 32.5" in client.get(address).content.decode()
