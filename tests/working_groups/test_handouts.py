"""Handouts: what an initiative handed over, how much of it, and the safety asset it became."""

import pytest

from communities.models import SafetyAsset
from tests.factories.accounts import account, take_rights_on
from tests.factories.communities import OrganisationFactory, SafetyAssetFactory
from tests.factories.initiatives import HandoutFactory, InitiativeFactory
from working_groups.models import Handout

pytestmark = pytest.mark.django_db
LIST, API = "/working-groups/initiatives/", "/api/v1/handouts/"


def text(answer):
    return answer.content.decode()


@pytest.fixture
def initiative(group):
    return InitiativeFactory.create(group=group, stage="proposed")


@pytest.fixture
def recipient(db):
    return OrganisationFactory.create(name_uk="Поліція громади", code="police-here")


def said(initiative, to, **more):
    return {
        "community": initiative.communities.get().pk,
        "recipient": to.pk,
        "item": "camera",
        "quantity": "12",
        "unit": "piece",
        "handed_on": "2024-04-20",
    } | more


def add(initiative):
    return f"{LIST}{initiative.pk}/handouts/new/"


def test_what_was_handed_over_becomes_a_safety_asset_at_once(page, initiative, recipient):
    new = {
        "new_kind": "camera",
        "new_address": "В’їзд від траси",
        "new_quantity": "12",
        "new_latitude": "46,6354",
        "new_longitude": "32.6169",
    }

    made = page.post(add(initiative), said(initiative, recipient, **new))

    assert made.status_code == 302, text(made)
    handout, asset = Handout.objects.get(), SafetyAsset.objects.get()
    assert handout.asset == asset
    assert (asset.kind, asset.quantity, asset.community) == ("camera", 12, handout.community)
    assert asset.in_service_since == handout.handed_on
    shown = text(page.get(initiative.get_absolute_url()))
    shown = shown[shown.index('id="thread"') :]
    order = ["Ініціатива", "Передане майно", "Об’єкт безпеки"]
    places = [shown.index(words) for words in order]
    assert places == sorted(places)
    assert "12 шт." in shown
    assert "Поліція громади" in shown


@pytest.mark.parametrize(
    ("said_of_it", "stand"),
    [
        ({"quantity": "3"}, 3),
        ({"quantity": "3", "new_quantity": "1"}, 1),
        ({"quantity": "2.5", "unit": "metre"}, 1),
        ({"quantity": "", "quantity_unknown": "В акті не зазначено"}, 1),
    ],
)
def test_as_many_stand_there_as_were_handed_over_in_pieces(
    page, initiative, recipient, said_of_it, stand
):
    said_of_it |= {"item": "hydrant", "new_kind": "hydrant"}

    made = page.post(add(initiative), said(initiative, recipient, **said_of_it))

    assert made.status_code == 302, text(made)
    assert SafetyAsset.objects.get().quantity == stand


def test_who_writes_down_no_assets_is_offered_none(page, group_coordinator, initiative, recipient):
    take_rights_on("safetyasset", group_coordinator)
    assert "new_kind" not in text(page.get(add(initiative)))
    new = {"new_kind": "camera", "new_quantity": "12"}

    made = page.post(add(initiative), said(initiative, recipient, **new))

    assert made.status_code == 302
    assert not SafetyAsset.objects.exists()


def test_the_only_community_of_an_initiative_is_chosen_already(page, initiative):
    form = page.get(add(initiative)).context["form"]

    assert form["community"].value() == initiative.communities.get().pk


def test_an_unknown_quantity_says_why_and_is_no_zero(page, initiative, recipient):
    path = add(initiative)

    refused = page.post(path, said(initiative, recipient, quantity=""))
    nothing = page.post(path, said(initiative, recipient, quantity="0"))
    why = {"quantity": "", "quantity_unknown": "В акті не зазначено"}
    stored = page.post(path, said(initiative, recipient, **why))

    assert "чому вона невідома" in text(refused)
    assert "більшою за нуль" in text(nothing)
    assert stored.status_code == 302, text(stored)
    assert Handout.objects.get().quantity is None
    shown = text(page.get(initiative.get_absolute_url()))
    assert "В акті не зазначено" in shown


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"new_address": "Десь"}, "Виберіть вид нового об’єкта"),
        ({"new_kind": "camera", "new_latitude": "46.6"}, "Широт"),
        ({"handed_on": "2199-01-01"}, "Виберіть день"),
        ({"recipient": ""}, "Це поле обов’язкове"),
    ],
)
def test_what_is_wrong_of_a_handout_is_said(page, initiative, recipient, more, words):
    refused = page.post(add(initiative), said(initiative, recipient, **more))

    assert refused.status_code in {400, 409}
    assert words in text(refused)
    assert not Handout.objects.exists()
    assert not SafetyAsset.objects.exists()


def test_only_a_community_of_the_initiative_is_handed_anything(
    api, initiative, recipient, elsewhere
):
    nation = account("ministry_administrator", nation=True)
    body = {
        "initiative": initiative.pk,
        "community": elsewhere.code,
        "recipient": recipient.code,
        "item": "fuel",
        "unit": "litre",
        "quantity": 500,
        "handed_on": "2024-04-20",
    }

    refused = api(nation).post(API, body)
    stored = api(nation).post(API, body | {"community": initiative.communities.get().code})

    assert refused.status_code == 409
    assert "не для цієї громади" in refused.json()["detail"]
    assert stored.status_code == 201, stored.content
    assert stored.json()["quantity"] == 500


def test_an_asset_belongs_to_one_handout_of_its_community(api, page, initiative, elsewhere):
    program = api(account("ministry_administrator", nation=True))
    asset = SafetyAssetFactory.create(community=initiative.communities.get())
    first, second = HandoutFactory.create_batch(2, initiative=initiative)
    tag = {"If-Match": '"1.plain"'}

    def give(handout, stands):
        return program.patch(f"{API}{handout.pk}/", {"asset": stands.pk}, headers=tag)

    assert give(first, asset).status_code == 200
    taken = give(second, asset)
    far = give(second, SafetyAssetFactory.create(community=elsewhere))

    assert taken.status_code == 409
    assert "з іншої передачі" in taken.json()["detail"]
    assert far.status_code == 400
    assert far.json()["errors"][0]["pointer"] == "/asset"
    form = text(page.get(f"{LIST}handouts/{second.pk}/edit/"))
    assert f'<option value="{asset.pk}"' not in form


def test_handouts_elsewhere_are_not_there_even_of_a_shared_initiative(page, community, elsewhere):
    shared = InitiativeFactory.create(communities=[community, elsewhere])
    near = HandoutFactory.create(initiative=shared, community=community, model="Близька")
    far = HandoutFactory.create(initiative=shared, community=elsewhere, model="Далека")

    shown = text(page.get(shared.get_absolute_url()))

    assert "Близька" in shown
    assert "Далека" not in shown
    assert page.get(f"{LIST}handouts/{near.pk}/edit/").status_code == 200
    assert page.get(f"{LIST}handouts/{far.pk}/edit/").status_code == 404


def test_a_community_that_was_handed_something_stays(api, initiative, elsewhere):
    HandoutFactory.create(initiative=initiative)
    shared = InitiativeFactory.create(communities=[initiative.communities.get(), elsewhere])
    HandoutFactory.create(initiative=shared, community=elsewhere)
    body, tag = {"communities": [initiative.communities.get().code]}, {"If-Match": '"1.plain"'}
    program = api(account("ministry_administrator", nation=True))

    refused = program.patch(f"/api/v1/initiatives/{shared.pk}/", body, headers=tag)

    assert refused.status_code == 409
    assert "вже щось передано" in refused.json()["detail"]
