"""What a rule says when it refuses."""

from django.utils.functional import Promise


class RuleBroken(Exception):
    """A rule of the domain refuses a change.

    `message` is for people, in the reader's language; `code` is for programs; `field` names
    the field the message belongs to, empty when it is the record as a whole.
    """

    def __init__(
        self, message: str | Promise, *, code: str = "rule_broken", field: str = ""
    ) -> None:
        super().__init__(str(message))
        self.message = str(message)
        self.code = code
        self.field = field
