"""One canary: a record whose texts say `CANARY-<scope>-<kind>`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

MARK = re.compile(r"CANARY-([\w.]+)-(\w+)")
NAMESPACE = UUID("6f1d3c52-7a0e-4c3a-9c57-63616e617279")


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
