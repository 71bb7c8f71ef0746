"""Tablets: they send an incident again and again until the portal acknowledges it."""

import base64
import http.client
import json
import random
import threading
import time
import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

CATEGORIES = ("fire.residential", "crime.theft", "explosives.found")
PAUSE = 0.3  # seconds at most before the next try
LIMIT = 1800  # seconds after which a tablet gives the whole trial up


class Tally:
    """What all tablets together were told."""

    def __init__(self) -> None:
        self.acknowledged: dict[str, dict] = {}
        self.answers: Counter[str] = Counter()
        self.strange: list[str] = []

    def note(self, about: str, status: int | None, told: bytes) -> None:
        self.answers[f"to a {about}: {status or 'none'}"] += 1
        if status not in {None, 200, 201, 503}:
            self.strange.append(f"{status}: {told[:500]!r}")


class Tablet(threading.Thread):
    """Logs its bodies one after the other, each until 201 or 200."""

    def __init__(self, *, port: int, client: dict, bodies: list[dict], tally: Tally) -> None:
        super().__init__(daemon=True)
        self.port, self.client, self.bodies, self.tally = port, client, bodies, tally
        self.token, self.ends = "", time.monotonic() + LIMIT

    def run(self) -> None:
        for body in self.bodies:
            pk = str(uuid.uuid4())
            while not self.put(pk, body) and self.goes_on():
                time.sleep(random.uniform(0, PAUSE))

    def goes_on(self) -> bool:
        return not self.tally.strange and time.monotonic() < self.ends

    def put(self, pk: str, body: dict) -> bool:
        """Send once; True when the portal acknowledged it."""
        self.token = self.token or self.sign_in()
        if not self.token:
            return False
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        status, _told = self.ask("PUT", f"/api/v1/incidents/{pk}/", json.dumps(body), headers)
        if status in {200, 201}:
            self.tally.acknowledged[pk] = body
        return status in {200, 201}

    def sign_in(self) -> str:
        pair = base64.b64encode(f"{self.client['id']}:{self.client['secret']}".encode()).decode()
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        grant = urlencode({"grant_type": "client_credentials"})
        status, told = self.ask(
            "POST", "/oauth/token/", grant, form | {"Authorization": f"Basic {pair}"}
        )
        return json.loads(told)["access_token"] if status == 200 else ""

    def ask(self, method: str, path: str, body: str, headers: dict) -> tuple[int | None, bytes]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            line.request(method, path, body, headers | {"Connection": "close"})
            answer = line.getresponse()
            status, told = answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            status, told = None, b""
        finally:
            line.close()
        self.tally.note("write" if method == "PUT" else "sign-in", status, told)
        return status, told


def bodies(count: int, *, client: dict, mark: str, seed: int) -> list[dict]:
    """Return incidents that differ in every field; the narrative begins with the mark."""
    dice = random.Random(seed)
    return [_body(dice, client["officers"], f"{mark} {number:06}") for number in range(count)]


def _body(dice: random.Random, officers: dict[str, int], name: str) -> dict:
    community = dice.choice(sorted(officers))
    occurred = datetime(2026, 6, 1, tzinfo=UTC) + timedelta(seconds=dice.randrange(86400 * 60))
    reported = occurred + timedelta(seconds=dice.randrange(3600))
    people = {who: dice.randrange(5) for who in ("rescued", "injured", "killed")}
    children = {f"children_{who}": dice.randint(0, count) for who, count in people.items()}
    went = {"officer": officers[community], "role": dice.choice(["lead", "support"])}
    return {
        "community": community,
        "settlement": None,
        "category": dice.choice(CATEGORIES),
        "occurred_at": occurred.isoformat(),
        "reported_at": reported.isoformat(),
        "channel": dice.choice(["101", "102", "112", "patrol"]),
        "war_related": dice.random() < 0.5,
        "latitude": round(dice.uniform(45, 52), 6),
        "longitude": round(dice.uniform(23, 40), 6),
        "accuracy_m": dice.randrange(1, 200),
        "address": f"вул. Свободи, {dice.randrange(500)}",
        "narrative": f"{name} {dice.getrandbits(64):x}",
        "people": people | children,
        "register_number": f"{dice.randrange(10**9)}",
        "responses": [went | {"dispatched_at": reported.isoformat()}]
        if dice.random() < 0.5
        else [],
    }
