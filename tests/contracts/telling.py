"""What an answer tells, and which canaries give themselves away in it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

from safety_portal.demo.canary import MARK, Canary


def told_by(answer: Any) -> Told:
    """Return what an answer says."""
    return Told(body_of(answer))


def body_of(answer: Any) -> str:
    """Return the text of an answer, streamed or not."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = content.decode("utf-8", "replace")
    folded = answer.get("Content-Type", "").startswith("text/calendar")  # long lines are
    return text.replace("\r\n ", "") if folded else text


class Told:
    """What an answer says: its text, and the marks, keys and addresses in it, looked for once."""

    KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|UA\d{17}")

    def __init__(self, body: str) -> None:
        self.body = body
        self.marks = {(each.group(), each[1], each[2]) for each in MARK.finditer(body)}
        self.texts = {text for text, _scope, _kind in self.marks}
        self.keys = set(self.KEY.findall(body))
        self.segments = segments(body)

    def tells_of(self, canary: Canary) -> bool:
        """Say whether it tells of a canary: by its text, its page, or a key nothing else has."""
        if canary.text in self.texts or canary.id in self.keys:
            return True
        return segments_of(canary.page) <= self.segments and canary.page in self.body


def segments(text: str) -> frozenset[str]:
    """Return what stands between the slashes of addresses."""
    return frozenset(re.findall(r"(?<=/)[\w-]+(?=/)", text))


segments_of = cache(segments)  # of the address of a page: asked of every answer


class Canaries:
    """Many canaries by what gives each away, so that of an answer only what it holds is looked up."""

    def __init__(self, canaries: Iterable[Canary]) -> None:
        self.by_sign = defaultdict(set)
        for each in canaries:
            for sign in (each.text, each.id, max(segments_of(each.page), key=len)):
                self.by_sign[sign].add(each)

    def told_by(self, told: Told) -> set[Canary]:
        """Return those that an answer tells of."""
        signs = self.by_sign.keys() & (told.texts | told.keys | told.segments)
        return {each for sign in signs for each in self.by_sign[sign] if told.tells_of(each)}
