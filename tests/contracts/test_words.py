"""Every word of the portal is there in Ukrainian."""

from safety_portal import translations


def test_every_message_is_translated():
    assert translations.problems() == []
