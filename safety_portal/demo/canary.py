"""One canary: what it says, whose it is, and where it is met."""

from __future__ import annotations

import re
from dataclasses import dataclass

MARK = re.compile(r"CANARY-([\w.]+)-(\w+)")


@dataclass(frozen=True)
class Canary:
    """One planted record: its scope, the resource of the policy it is a row of, and where it is met."""

    scope: str
    resource: str
    kind: str
    id: str
    page: str
    api: str = ""

    @property
    def text(self) -> str:
        return text_of(self.scope, self.kind)


def text_of(scope: str, kind: str) -> str:
    return f"CANARY-{scope}-{kind}"
