"""The thread of an initiative: from the problem to the safety asset, as far as its reader sees it."""

import pytest

from tests.factories.accounts import account
from tests.factories.communities import SafetyAssetFactory
from tests.factories.initiatives import HandoutFactory, InitiativeFactory
from tests.factories.people import (
    ActionPointFactory,
    AgendaItemFactory,
    DecisionFactory,
    MeetingFactory,
    ProblemFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared(group, elsewhere):
    """An initiative of the group that is for a community elsewhere, too."""
    problem = ProblemFactory.create(group=group)
    item = AgendaItemFactory.create(meeting=MeetingFactory.create(group=group))
    decision = DecisionFactory.create(agenda_item=item, problem=problem)
    ActionPointFactory.create(decision=decision)
    made = InitiativeFactory.create(
        group=group,
        communities=[group.community, elsewhere],
        problem=problem,
        decision=decision,
        title="Перехід біля школи",
    )
    asset = SafetyAssetFactory.create(community=group.community, address="Вул. Шкільна")
    HandoutFactory.create(initiative=made, community=group.community, asset=asset, item="road_sign")
    return made


def thread(page, initiative):
    html = page.get(initiative.get_absolute_url()).content.decode()
    start = html.index('id="thread"')
    return html[start : html.index("</ol>", start)]


def test_a_thread_leads_from_the_problem_to_the_safety_asset(client, shared, community):
    client.force_login(account("oblast_coordinator", oblast=community.oblast))
    shown = thread(client, shared)

    order = (
        "Немає пішохідного переходу",
        "Звернутися до дорожньої служби",
        "Надіслати звернення",
        "Перехід біля школи",
        "Дорожній знак",
        "Вул. Шкільна",
    )
    places = [shown.index(words) for words in order]
    assert places == sorted(places)
    assert f'href="{shared.problem.get_absolute_url()}"' in shown
    assert 'aria-current="true"' in shown


def test_who_sees_the_other_community_sees_the_initiative_alone(client, shared, elsewhere):
    client.force_login(account("group_coordinator", community=elsewhere))

    shown = thread(client, shared)

    assert "Перехід біля школи" in shown
    for hidden in ("пішохідного", "дорожньої служби", "Надіслати", "Дорожній знак", "Шкільна"):
        assert hidden not in shown, hidden
