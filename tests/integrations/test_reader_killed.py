"""Writers of every temper at once, and a reader killed thirty times: it ends with what the database has."""

import os
import random
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from incidents.models import Incident
from tests.factories.accounts import account
from tests.factories.incidents import IncidentFactory
from tests.integrations.following import (
    Diary,
    by_a_plain_sequence,
    by_the_feed,
    in_a_process,
    keep_following,
)
from tests.integrations.readers import settle

pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.alone]
WRITERS, TURNS, KILLS = 5, 40, 30
PAUSES = (0, 0, 0.02, 0.3)  # seconds that a transaction stays open; some are long
SEED = int(os.environ.get("PORTAL_TRIAL_SEED", "20261128"))


def write(number, community, elsewhere, like):
    """Create, change, move and remove records, many in one statement; take some of it back."""
    dice, mine = random.Random(SEED + number), []  # noqa: S311
    for turn in range(TURNS):
        with transaction.atomic():
            pause, back = dice.choice(PAUSES), dice.random() < 0.2
            made = _turn(dice, list(mine), community, elsewhere, like)
            time.sleep(pause)
            transaction.set_rollback(back)
        mine += [] if back else made
        time.sleep(0.02 * (turn % 3))
    connection.close()


def _turn(dice, mine, community, elsewhere, like):
    keys = dice.sample(mine, min(len(mine), 4))
    rows = Incident.objects.filter(pk__in=keys)
    match dice.randrange(4):
        case 0:
            rows.update(version=dice.randrange(2, 1000))
        case 1:
            rows.update(community=dice.choice([community, elsewhere]), version=1)
        case 2:
            rows.delete()
    common = {"category": like.category, "logged_by": like.logged_by, "community": community}
    made = IncidentFactory.build_batch(dice.randrange(1, 6), **common, number=None, status="draft")
    return [each.pk for each in Incident.objects.bulk_create(made)]


def trial(read, user, path, ground, *, kills):
    """Let a reader follow while writers write; return what it holds at the end."""
    over = path.with_suffix(".over")
    connection.close()  # what forks must not share
    pid = in_a_process(lambda: keep_following(read, user, path, over, kills=kills, seed=SEED))
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(lambda number: write(number, *ground), range(WRITERS)))
    settle()
    over.touch()
    assert os.waitpid(pid, 0)[1] == 0, "the reader failed"
    return Diary(path).records


@pytest.fixture
def ground(community, elsewhere):
    like = IncidentFactory.create(community=elsewhere)
    return community, elsewhere, like


def stored(**where):
    return {str(key): v for key, v in Incident.objects.filter(**where).values_list("id", "version")}


def test_a_reader_killed_thirty_times_ends_with_what_there_is(ground, tmp_path):
    user = account("api_client", community=ground[0])
    settle()
    diary = Diary(tmp_path / "diary.json")
    by_the_feed(user, diary)

    held = trial(by_the_feed, user, diary.path, ground, kills=KILLS)

    assert held == stored(community=ground[0])
    assert len(held) > 100  # the trial was one


def test_the_trial_finds_a_position_taken_while_writing(ground, tmp_path):
    """The negative control: numbers of a plain sequence are passed by what commits later."""
    held = trial(by_a_plain_sequence, None, tmp_path / "diary.json", ground, kills=0)

    assert set(stored()) - set(held)
