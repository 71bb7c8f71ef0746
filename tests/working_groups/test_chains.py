"""The rule of chains of money, of random chains: no circle, and no more goes on than came."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from working_groups.chains import Link, in_a_circle, in_order, overspent

KINDS = ("commitment", "disbursement", "in_kind")
ORGANISATIONS = st.integers(1, 6)
LINKS = st.lists(
    st.builds(
        Link,
        ORGANISATIONS,
        st.none() | ORGANISATIONS,
        st.sampled_from(KINDS),
        st.integers(1, 9).map(Decimal),
    ),
    max_size=14,
)


def goes_round(links):
    """Say whether money comes back, by taking away again and again who gives nothing on."""
    left = {(each.giver, each.receiver) for each in links if each.receiver is not None}
    while left:
        givers = {giver for giver, _receiver in left}
        onward = {each for each in left if each[1] in givers}
        if onward == left:
            return True
        left = onward
    return False


@given(LINKS)
def test_a_circle_is_found_where_there_is_one(links):
    assert (in_a_circle(links) is not None) == goes_round(links)


@given(LINKS)
def test_who_passes_on_more_than_came_is_found(links):
    found = overspent(links)
    sums = {
        (who, kind): (
            sum(e.uah for e in links if e.receiver == who and e.kind == kind),
            sum(e.uah for e in links if e.giver == who and e.kind == kind),
        )
        for who in range(1, 7)
        for kind in KINDS
    }
    wrong = {key for key, (came, goes) in sums.items() if came and goes > came}

    assert (found is not None) == bool(wrong)
    if found:
        assert (found.organisation, found.kind) in wrong
        assert sums[found.organisation, found.kind] == (found.came, found.goes)


@given(LINKS)
def test_what_reached_an_initiative_is_no_more_than_its_sources_gave(links):
    if in_a_circle(links) is not None or overspent(links):
        return
    for kind in KINDS:
        of_kind = [each for each in links if each.kind == kind]
        receivers = {each.receiver for each in of_kind}
        given_by_sources = sum(each.uah for each in of_kind if each.giver not in receivers)
        assert sum(each.uah for each in of_kind if each.receiver is None) <= given_by_sources


@given(LINKS)
def test_givers_stand_after_those_their_money_came_from(links):
    if in_a_circle(links) is not None:
        return
    place = {each: number for number, each in enumerate(in_order(links))}

    assert {each.giver for each in links} <= set(place)
    for each in links:
        if each.receiver is not None:
            assert place[each.giver] < place[each.receiver]
