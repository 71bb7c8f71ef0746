"""Paging by keyset gives every row once, on the way on and back, whatever comes in between."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from core.keyset import Keyset, Mark, written

pytestmark = pytest.mark.django_db
NAMES = ("full_name", "is_staff", "date_joined")
FIRST = datetime(2026, 1, 1, tzinfo=UTC)


def _orderings(names):
    """Give any columns in any order, up or down, with the key as the last."""
    chosen = st.lists(st.sampled_from(names), unique=True)
    return st.tuples(chosen, st.sampled_from(["", "-"]), st.sampled_from(["pk", "id"])).map(
        lambda drawn: tuple(drawn[1] + name for name in (*drawn[0], drawn[2]))
    )


PEOPLE = st.tuples(st.sampled_from("аб"), st.booleans(), st.integers(0, 2))
MANY_PEOPLE = st.lists(PEOPLE, max_size=12)


def _add(people):
    """Store accounts that share most of their values; return their keys."""
    start = User.objects.count()
    made = [
        User(
            username=f"u{start + number}",
            full_name=name,
            is_staff=staff,
            date_joined=FIRST + timedelta(days=days),
        )
        for number, (name, staff, days) in enumerate(people)
    ]
    return [each.pk for each in User.objects.bulk_create(made)]


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    people=MANY_PEOPLE,
    meanwhile=MANY_PEOPLE,
    ordering=_orderings(NAMES),
    size=st.integers(1, 4),
)
def test_every_row_comes_once_there_and_back(people, meanwhile, ordering, size):
    User.objects.all().delete()
    there = _add(people)
    keyset, mark, seen, coming = Keyset(ordering), None, [], list(meanwhile)
    in_order = list(User.objects.order_by(*ordering).values_list("pk", flat=True))

    while True:
        page = keyset.cut(User.objects.all(), size, mark)
        seen += [each.pk for each in page.rows]
        if page.next is None:
            break
        _add(coming[:1])
        coming = coming[1:]
        mark = Mark(keyset.parse(User, written(page.next.key)))

    assert [pk for pk in seen if pk in there] == in_order
    assert len(seen) == len(set(seen))

    back = [each.pk for each in reversed(page.rows)]
    while page.previous is not None:
        page = keyset.cut(User.objects.all(), size, page.previous)
        back += [each.pk for each in reversed(page.rows)]

    assert [pk for pk in back if pk in there] == in_order[::-1]
    assert len(back) == len(set(back))


def test_rows_of_values_are_paged_like_records():
    _add([("а", False, 0)] * 3)
    keyset = Keyset(("-date_joined", "-id"))

    records = keyset.cut(User.objects.all(), 2)
    rows = keyset.cut(User.objects.values("id", "date_joined"), 2)

    assert [each["id"] for each in rows.rows] == [each.pk for each in records.rows]
    assert rows.next == records.next


def test_a_related_column_may_lead(police):
    keyset = Keyset(("officer__rank", "id"))
    page = keyset.cut(User.objects.filter(officer__isnull=False), 1)

    assert [each.pk for each in page.rows] == [police.pk]
    assert keyset.parse(User, written(keyset.key(police))) == keyset.key(police)


@pytest.mark.parametrize("texts", [[], ["1"], ["yesterday", "1"], ["2026-01-01", "1", "2"]])
def test_what_is_no_key_is_refused(texts):
    with pytest.raises(ValueError):
        Keyset(("date_joined", "id")).parse(User, texts)
