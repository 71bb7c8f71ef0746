"""A program that follows the change feed over the API, and keeps what it holds of the records."""

import time

from django.test import Client

from core import clock
from integrations import counting
from integrations.models import Change
from safety_portal.demo.holders import issue_token

FEED = "/api/v1/changes/"
SCOPES = ("territories:read", "incidents:read", "webhooks:write")


def settle():
    """Wait until every entry has a position: other databases of the server hold them back, too."""
    for _ in range(3000):
        counting.give_positions()
        if not Change.objects.filter(position=None).exists():
            return
        time.sleep(0.01)
    raise AssertionError("Some transaction never ends.")


class Reader:
    """A program that follows the feed and keeps what it holds of the records it was told of."""

    def __init__(self, user, *scopes, kind=""):
        token = issue_token(user, list(scopes or SCOPES), clock.now())
        self.client = Client(headers={"Authorization": f"Bearer {token}", "Accept-Language": "en"})
        self.kind = {"kind": kind} if kind else {}
        self.cursor = None

    def ask(self, **query):
        return self.client.get(FEED, self.kind | query)

    def begin(self):
        settle()
        answer = self.ask()
        assert answer.status_code == 200, answer.content
        self.cursor = answer.json()["cursor"]
        return answer.json()

    def read(self, *, settled=True, **query):
        """Return the entries since the last time, page by page to the end."""
        found, more = [], True
        if settled:
            settle()
        while more:
            answer = self.ask(since=self.cursor, **query)
            assert answer.status_code == 200, answer.content
            page = answer.json()
            self.cursor, more = page["cursor"], page["more"]
            found += page["results"]
        return found

    def brief(self, **query):
        """Return kind, id and operation of each entry."""
        return [(each["kind"], each["id"], each["operation"]) for each in self.read(**query)]
