"""The register of officers as lists and the search read it."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch

from core import clock
from officers.models import Assignment, Officer


def register_of(user: Any) -> Any:
    """Return the officers a reader sees, each with `posts`: what it serves today."""
    posts = Assignment.objects.visible_to(user).in_post(clock.today())
    posts = posts.select_related("community__oblast").order_by("kind", "pk")
    rows = Officer.objects.visible_to(user).select_related("personal", "unit")
    return rows.prefetch_related(Prefetch("assignments", posts, to_attr="posts"))
