"""Where pictures come from: drawn once, kept, and given to whoever asks for the same."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

KEPT_FOR = 24 * 3600  # seconds
LOOK = 1  # raise when theme or plots change, so that no old drawing is shown


@dataclass(frozen=True)
class Drawing:
    """A chart ready to be shown; narrow is a second drawing for a phone, empty where one serves.

    `rows` say in numbers what the picture shows, the name first; without data nothing is drawn.
    """

    wide: str = ""
    narrow: str = ""
    label: str = ""
    caption: str = ""
    header: Sequence[str] = ()
    rows: Sequence[Sequence[Any]] = ()
    legend: str = ""
    style: str = ""


@dataclass(frozen=True, kw_only=True)
class Pen:
    """Draws for one chart; without a label the drawing is an ornament, group is for links in it."""

    label: str
    mode: str
    group: bool = False

    def draw(self, plot: str, rows: list[dict[str, Any]], **options: Any) -> SafeString:
        """Return the drawing of these rows, from the cache where it was made before."""
        if not rows:
            return SafeString()
        asked = [LOOK, plot, rows, options, self.label, self.mode, self.group, get_language()]
        digest = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
        drawn = cache.get_or_set(
            f"chart:{digest}", lambda: self._draw(plot, rows, options), KEPT_FOR
        )
        return mark_safe(str(drawn))  # noqa: S308  drawn here, names in it are escaped

    def _draw(self, plot: str, rows: list[dict[str, Any]], options: dict[str, Any]) -> str:
        from core.charts import plots, svg  # slow to load, and not fork-safe once it has drawn

        chart = getattr(plots, plot)(rows, **options)
        return svg.draw(chart, mode=self.mode, label=self.label, group=self.group)


def warm() -> None:
    """Draw once, so that the first reader does not wait for the renderer to start.

    Only after a process has forked: a child forked later would hang.
    """
    from core.charts import plots, svg

    svg.draw(plots.spark([{"i": 0, "v": 0}, {"i": 1, "v": 1}], low=0, high=1))
