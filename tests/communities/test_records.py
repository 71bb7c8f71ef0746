"""What people record about a community through its page: stored, refused, warned of, kept."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from communities.models import RECORDS, Accession, Memorandum, Station, Visit
from core import clock
from tests.factories.accounts import account
from tests.factories.communities import (
    AccessionFactory,
    FireBrigadeFactory,
    MemorandumFactory,
    OrganisationFactory,
    ProgrammeFactory,
    SafetyAssetFactory,
    SettlementFactory,
    StationFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db
KINDS = tuple(each.anchor for each in RECORDS)
MAKES = (
    *(MemorandumFactory, StationFactory, SafetyAssetFactory, FireBrigadeFactory),
    *(AccessionFactory, VisitFactory),
)


@pytest.fixture
def signed_in(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def programme():
    return ProgrammeFactory.create(host=OrganisationFactory.create(service="police"))


def memorandum(**said):
    return {"service": "police", "signed_on": "2021-03-01", "cofinancing_uah": "20000"} | said


def test_the_page_of_a_community_shows_what_its_forms_record(signed_in, community, programme):
    party = OrganisationFactory.create(code="npu", name_uk="Національна поліція")
    place = SettlementFactory.create(community=community, name_uk="Старе")
    said = {
        "memoranda": memorandum(number="М-7", parties=[party.pk], other_parties="Сільська рада"),
        "stations": {"kind": "police_station", "settlement": place.pk, "has_office": "on"},
        "safety-assets": {"kind": "hydrant", "address": "Біля школи", "quantity": 2}
        | {"condition": "needs_repair", "last_checked_on": "2021-04-05"},
        "fire-brigades": {"kind": "volunteer", "name": "ДПК «Щит»", "members": 12},
        "accessions": {"programme": programme.pk, "memorandum_on": "2021-03-01"},
        "visits": {"programme": programme.pk, "on": "2021-01-01", "with_whom": "Старости"},
    }

    for kind, data in said.items():
        assert signed_in.get(f"/communities/{community.code}/{kind}/add/").status_code == 200
        answer = signed_in.post(f"/communities/{community.code}/{kind}/add/", data)
        assert answer.status_code == 302, answer.context["form"].errors
        assert answer.url.endswith(f"{community.code}/#{kind}")

    page = signed_in.get(f"/communities/{community.code}/").content.decode()
    for words in (
        *("М-7", "Національна поліція; Сільська рада", "Старе", programme.name, "Старости"),
        *("Біля школи", "Потребує ремонту", "05.04.2021", "ДПК «Щит»"),
    ):
        assert words in page


def test_a_form_that_saw_an_older_version_changes_nothing(signed_in, community):
    row = MemorandumFactory.create(community=community, number="1")
    address = f"/communities/memoranda/{row.pk}/edit/"
    assert signed_in.get(address).context["form"].initial["version"] == 1

    first = signed_in.post(address, memorandum(number="2", version=1))
    stale = signed_in.post(address, memorandum(number="3", version=1))
    none = signed_in.post(address, memorandum(number="4"))

    assert [each.status_code for each in (first, stale, none)] == [302, 409, 409]
    row.refresh_from_db()
    assert (row.number, row.version) == ("2", 2)
    assert row.events.count() == 2


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"signed_on": "2999-01-01"}, "signed_on"),
        ({"valid_until": "2020-01-01"}, "valid_until"),
        ({"cofinancing_uah": ""}, "cofinancing_unknown"),
        ({"cofinancing_unknown": "Не сказано"}, "cofinancing_unknown"),
        ({"cofinancing_uah": "-1"}, "cofinancing_uah"),
    ],
)
def test_what_contradicts_itself_is_refused_at_its_field(signed_in, community, said, field):
    answer = signed_in.post(f"/communities/{community.code}/memoranda/add/", memorandum(**said))

    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {field}


@pytest.mark.limit("agreement_years")
def test_a_memorandum_has_an_end(signed_in, community):
    this_year = clock.today().year
    address = f"/communities/{community.code}/memoranda/add/"

    far = signed_in.post(address, memorandum(valid_until=f"{this_year + 51}-01-01"))
    near = signed_in.post(address, memorandum(valid_until=f"{this_year + 50}-01-01"))

    assert (far.status_code, near.status_code) == (400, 302)


def test_an_unknown_sum_says_why(signed_in, community):
    said = memorandum(cofinancing_uah="", cofinancing_unknown="Місто не назвало суми")
    signed_in.post(f"/communities/{community.code}/memoranda/add/", said)

    assert (
        "Місто не назвало суми" in signed_in.get(f"/communities/{community.code}/").content.decode()
    )


def is_late(row):
    return Memorandum.objects.with_order().get(pk=row.pk).late


def test_a_memorandum_after_what_it_comes_before_warns(signed_in, community, programme):
    row = MemorandumFactory.create(community=community, signed_on=date(2021, 3, 1))
    assert not is_late(row)

    AccessionFactory.create(community=community, programme=programme, selection_on=date(2021, 2, 1))
    assert is_late(row)
    page = signed_in.get(f"/communities/{community.code}/").content.decode()
    assert "Пізніше за те" in page
    MemorandumFactory.create(community=community, signed_on=date(2021, 1, 1))  # the first one
    assert not is_late(row)


@pytest.mark.parametrize(
    ("kind", "late"), [("police_station", True), ("fire_unit", False), ("safety_centre", False)]
)
def test_only_a_station_of_the_service_comes_after_its_memorandum(community, kind, late):
    StationFactory.create(community=community, kind=kind, opened_on=date(2021, 2, 1))

    assert is_late(MemorandumFactory.create(community=community)) == late


def test_steps_out_of_order_warn_and_are_stored(signed_in, community, programme):
    said = {"programme": programme.pk, "selection_on": "2021-05-01", "training_on": "2021-04-01"}
    signed_in.post(f"/communities/{community.code}/accessions/add/", said)

    row = Accession.objects.get()
    assert (row.out_of_order, row.joined_on) == (["training_on"], date(2021, 4, 1))
    assert "Раніше за крок" in signed_in.get(f"/communities/{community.code}/").content.decode()


def test_a_community_joins_a_programme_once_and_by_a_step(signed_in, community, programme):
    AccessionFactory.create(community=community, programme=programme)
    address = f"/communities/{community.code}/accessions/add/"

    twice = signed_in.post(address, {"programme": programme.pk, "training_on": "2021-04-01"})
    empty = signed_in.post(address, {"programme": ProgrammeFactory.create().pk})

    assert (twice.status_code, set(twice.context["form"].errors)) == (400, {"__all__"})
    assert (empty.status_code, set(empty.context["form"].errors)) == (400, {"questionnaire_on"})


def test_a_station_stands_in_its_community_and_closes_after_it_opened(
    signed_in, community, elsewhere
):
    there = SettlementFactory.create(community=elsewhere)
    said = {"kind": "fire_unit", "opened_on": "2021-02-01"}
    address = f"/communities/{community.code}/stations/add/"

    strange = signed_in.post(address, said | {"settlement": there.pk})
    early = signed_in.post(address, said | {"closed_on": "2021-01-01"})

    assert set(strange.context["form"].errors) == {"settlement"}
    assert set(early.context["form"].errors) == {"closed_on"}
    assert not Station.objects.exists()


def test_open_stations_stand_before_closed_ones(signed_in, community):
    closed = StationFactory.create(community=community, closed_on=date(2022, 1, 1))
    opened = StationFactory.create(community=community, opened_on=date(2020, 1, 1))

    shown = signed_in.get(f"/communities/{community.code}/").context["stations"]["rows"]

    assert shown == [opened, closed]


@pytest.mark.parametrize(("kind", "make"), list(zip(KINDS, MAKES, strict=True)))
def test_out_of_reach_nothing_is_there(signed_in, client, community, elsewhere, kind, make):
    foreign = make.create(community=elsewhere)

    assert signed_in.get(f"/communities/{elsewhere.code}/{kind}/add/").status_code == 404
    assert signed_in.get(f"/communities/{kind}/{foreign.pk}/edit/").status_code == 404
    client.force_login(account("council", community=community))
    own = make.create(community=community)
    assert client.get(f"/communities/{kind}/{own.pk}/edit/").status_code == 403
    assert "/edit/" not in client.get(f"/communities/{community.code}/").content.decode()


def test_a_memorandum_is_of_a_service(client, community):
    MemorandumFactory.create(community=community, service="rescue", number="Рятувальний")
    client.force_login(account("raion_coordinator", raion=community.raion, service="police"))

    page = client.get(f"/communities/{community.code}/").content.decode()
    refused = client.post(
        f"/communities/{community.code}/memoranda/add/", memorandum(service="rescue")
    )

    assert "Рятувальний" not in page
    assert set(refused.context["form"].errors) == {"service"}


@pytest.mark.parametrize("make", MAKES)
def test_a_record_stays_in_its_community(community, elsewhere, make):
    row = make.create(community=community)
    row.community = elsewhere

    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        row.save()


def test_a_visit_is_changed(signed_in, community):
    row = VisitFactory.create(community=community)
    said = {"programme": row.programme.pk, "on": "2020-12-02", "version": 1}
    signed_in.post(f"/communities/visits/{row.pk}/edit/", said)

    assert Visit.objects.get().on == date(2020, 12, 2)
