"""A reader that is killed wherever it stands, and begins again from what it had stored."""

import json
import os
import random
import signal
import time
import traceback

from django.db import connections

from integrations.models import Change
from tests.integrations.readers import Reader

PAGE = 7  # few, so that a kill falls between pages and within them


class Diary:
    """What a reader holds, in a file that is there whole or not at all: cursor and records."""

    def __init__(self, path):
        self.path = path
        self.cursor, self.records = json.loads(path.read_text()) if path.exists() else (None, {})

    def apply(self, entries, cursor):
        for entry in entries:
            if entry["operation"] == "removed":
                self.records.pop(entry["id"], None)
            else:
                self.records[entry["id"]] = entry["version"]
        self.cursor = cursor
        beside = self.path.with_suffix(".new")
        beside.write_text(json.dumps([self.cursor, self.records]))
        beside.replace(self.path)


def by_the_feed(user, diary):
    """Read a page and return whether there is more."""
    reader = Reader(user, kind="incidents")
    answer = reader.ask(since=diary.cursor, limit=PAGE) if diary.cursor else reader.ask()
    page = answer.json()
    diary.apply(page["results"], page["cursor"])
    return page["more"]


def by_a_plain_sequence(_user, diary):
    """Read by the number that an entry took when it was written: what must not be done."""
    rows = list(Change.objects.filter(id__gt=diary.cursor or 0).order_by("id")[:PAGE])
    entries = [{"id": e.record, "operation": e.operation, "version": e.version} for e in rows]
    diary.apply(entries, rows[-1].id if rows else diary.cursor)
    return bool(rows)


def in_a_process(work):
    """Run something in a process of its own and return its number; it never comes back here."""
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
    except BaseException:  # noqa: BLE001 - it must never come back into the tests
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def follow(read, user, path, over):
    """Read page by page until the writers are `over` and nothing more comes."""
    connections["default"].connect()
    while True:
        ended = over.exists()
        more = read(user, Diary(path))
        if ended and not more:
            return


def keep_following(read, user, path, over, *, kills, seed):
    """Start a reader and kill it at a moment of chance, so many times; the last one may end."""
    dice = random.Random(seed)  # noqa: S311
    for _ in range(kills):
        pid = in_a_process(lambda: follow(read, user, path, over))
        time.sleep(dice.uniform(0.05, 0.4))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    follow(read, user, path, over)
