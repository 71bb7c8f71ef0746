"""Names in two languages, and the order they are listed in."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Func, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.ukrainian import sort_key


def named_like(words: str, at: str) -> Q:
    """Return the condition that every word begins the surname or the given name of a person.

    `at` is the path to the table of names, which has `sort_key` and `first_name`.
    """
    condition = Q()
    for word in words.split():
        surname = Q(**{f"{at}__sort_key__startswith": sort_key(word)})
        condition &= surname | Q(**{f"{at}__first_name__istartswith": word})
    return condition


class UkrainianSortKey(Func):
    """The SQL function of ours that puts Ukrainian words into alphabetical order."""

    function = "uk_sort_key"
    arity = 1
    output_field = models.TextField()


class SearchKey(Func):
    """The SQL function of ours that says what a name sounds like."""

    function = "uk_search_key"
    arity = 1
    output_field = models.TextField()


def search_key_of(expression: Any) -> Any:
    """Return the column that keeps what a name sounds like, always as the name is."""
    return models.GeneratedField(
        expression=SearchKey(expression),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )


def found_by_spelling(name: str) -> GinIndex:
    """Return the index that finds parts of a `search_key`, and keys that are nearly it."""
    return GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name=name, fastupdate=False)


def in_own_language(name_uk: str, name_en: str) -> str:
    """Return the one of two names for the reader, the Ukrainian one where there is no other."""
    is_ukrainian = (get_language() or "uk").startswith("uk")
    return name_uk if is_ukrainian or not name_en else name_en


class BilingualName(models.Model):
    """Something with a Ukrainian and an English name; lists are ordered by `sort_key`."""

    name_uk = models.CharField(_("name in Ukrainian"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    # Its collation is C on purpose: the function has already said the order.
    sort_key: Any = models.GeneratedField(
        expression=UkrainianSortKey("name_uk"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["sort_key"], name="%(class)s_in_order")]

    def __str__(self) -> str:
        return self.name_uk

    @property
    def name(self) -> str:
        """Return the name in the reader's language, the Ukrainian one where there is no other."""
        return in_own_language(self.name_uk, self.name_en)


class PlaceName(BilingualName):
    """The name of a place, found by any spelling through its `search_key`."""

    search_key: Any = search_key_of("name_uk")

    class Meta(BilingualName.Meta):
        abstract = True
        indexes = [*BilingualName.Meta.indexes, found_by_spelling("%(class)s_by_spelling")]
