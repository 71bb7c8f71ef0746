"""What the tests of incidents' pages fill in."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from core import clock

MOMENT = "%Y-%m-%dT%H:%M"


@pytest.fixture
def client(client):
    """A browser that reads English, whatever the account."""
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def filled_in(community, categories):
    """Return a function that gives what the form of a new incident sends."""
    happened = timezone.localtime(clock.now()) - timedelta(hours=1)

    def form(**changed):
        plain = {
            "id": str(uuid.uuid4()),
            "community": community.pk,
            "category": "fire.residential",
            "occurred_at": happened.strftime(MOMENT),
            "reported_at": (happened + timedelta(minutes=7)).strftime(MOMENT),
            "channel": "102",
            "address": "вул. Свободи, біля школи",
            "narrative": "Горів сарай біля будинку",
        }
        return {name: value for name, value in (plain | changed).items() if value is not None}

    return form
