"""Finding a community by any spelling of its name, its old names and its codes."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Greatest

from communities.models import CommunityAlias
from core.ukrainian import sort_key, transliterate

ALIKE = 0.4  # trigram similarity from which a misspelling is still a spelling
PCODE_LENGTH = 9


def spelled_like(words: str) -> Q:
    """Return the condition that a community has these words in a name, or this code.

    Capitals, apostrophes and hyphens make no difference; Latin and Cyrillic letters both find.
    """
    text = words.strip()
    old = CommunityAlias.objects.filter(community=OuterRef("pk"), name__icontains=text)
    return (
        Q(sort_key__contains=sort_key(text))
        | Q(name_en__icontains=transliterate(text))
        | Q(Exists(old))
        | _coded(text.upper())
    )


def find_communities(communities: Any, words: str) -> Any:
    """Return the communities of a queryset that are spelled like this, the likeliest first."""
    text = words.strip()
    alike = Greatest(
        TrigramSimilarity("name_uk", text), TrigramSimilarity("name_en", transliterate(text))
    )
    found = communities.annotate(alike=alike).filter(spelled_like(text) | Q(alike__gte=ALIKE))
    return found.order_by("-alike", "sort_key", "pk")


def _coded(text: str) -> Q:
    if text.startswith("UA") and len(text) == PCODE_LENGTH:
        return Q(code__startswith=text)
    return Q(code=text)
