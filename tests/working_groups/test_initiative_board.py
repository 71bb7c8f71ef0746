"""The board of initiatives, and where else initiatives are shown."""

import pytest

from tests.factories.accounts import account
from tests.factories.initiatives import InitiativeFactory
from tests.factories.money import FundingFactory

pytestmark = pytest.mark.django_db
BOARD = "/working-groups/initiatives/board/"


def text(answer):
    return answer.content.decode()


def column(html, stage):
    """Return the part of a board that is the column of a stage."""
    start = html.index(f'aria-labelledby="stage-{stage}"')
    return html[start : html.index("</section>", start)]


def test_each_stage_has_a_column_with_cards_and_money(page, group, elsewhere):
    idea = InitiativeFactory.create(group=group)
    done = InitiativeFactory.create(group=group, stage="completed", category="hydrants")
    other = InitiativeFactory.create(communities=[elsewhere])
    FundingFactory.create(initiative=done, receiver=None, amount=410000, uah=410000)

    html = text(page.get(BOARD))

    assert idea.title in column(html, "idea")
    assert f"{idea.get_absolute_url()}stage/" in column(html, "idea")
    assert done.title in column(html, "completed")
    assert f"{done.get_absolute_url()}stage/" not in html
    assert "410 000 грн" in column(html, "completed").replace("\u00a0", " ")
    assert other.title not in html
    narrowed = text(page.get(f"{BOARD}?category=hydrants"))
    assert idea.title not in narrowed
    assert "?category=hydrants" in narrowed
    assert page.get(f"{BOARD}?stage=idea").status_code == 400


def test_who_only_reads_is_offered_no_step(client, group, community):
    idea = InitiativeFactory.create(group=group)
    client.force_login(account("council", community=community))

    html = text(client.get(BOARD))

    assert idea.title in html
    assert "stage/" not in html


@pytest.mark.limit("board_cards")
def test_a_column_shows_the_newest_and_leads_to_the_others(page, group, settings):
    most = settings.LIMITS["board_cards"]
    made = InitiativeFactory.create_batch(most, group=group)
    assert "?stage=idea" not in column(text(page.get(BOARD)), "idea")
    InitiativeFactory.create(group=group)

    full = column(text(page.get(BOARD)), "idea")

    assert full.count('class="card"') == most
    assert made[0].title not in full
    assert "?stage=idea" in full


def test_the_pages_of_the_group_and_of_the_community_show_their_initiatives(page, group):
    known = InitiativeFactory.create(group=group)

    for shown in (group, group.community):
        html = text(page.get(shown.get_absolute_url()))
        assert known.title in html
    assert "initiatives/groups/" in text(page.get(group.get_absolute_url()))
    assert "initiatives/communities/" in text(page.get(group.community.get_absolute_url()))
