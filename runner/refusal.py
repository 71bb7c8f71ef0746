"""The one way in which the runner says no."""


class Refusal(Exception):
    """Why it cannot go on, in one sentence for the person at the keyboard."""
