"""Whether a reader still holds what a long answer began with: asked while it is sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from oauth2_provider.models import get_access_token_model

from accounts.events import note
from accounts.models import EventKind, User
from communities.models.rights import held_by
from core import clock


class Standing:
    """Says of the caller of a request whether what was held at its beginning is held now.

    Ended are a closed account, a grant or a right that is gone, a session that was ended and a
    token that was revoked. The first time the answer is no goes on record.
    """

    def __init__(self, request: Any) -> None:
        self.request = request
        self.user: Any = request.user
        self.stands = self._stand(self.user)
        self.held = frozenset(held_by(self.user))
        self.came_in = _way_in(request)

    def __call__(self) -> bool:
        now = User.objects.filter(pk=self.user.pk, is_active=True).first()
        if now is not None and self.came_in() and self._holds_as_before(now):
            return True
        note(EventKind.EXPORT_ENDED, account=now or self.user, by=self.user, request=self.request)
        return False

    def _holds_as_before(self, now: Any) -> bool:
        stand = self._stand(now)
        if stand == self.stands:
            return True
        kept = self.user.is_superuser == now.is_superuser and self.held <= set(held_by(now))
        self.stands = stand if kept else self.stands
        return kept

    @staticmethod
    def _stand(user: Any) -> tuple[int, date]:
        """Return what rights change with: every act of granting, and the day."""
        return user.rights_version, clock.today()


def _way_in(request: Any) -> Callable[[], bool]:
    """Return what says whether the token or the session of a request is still there."""
    token = getattr(request, "auth", None)
    if token is not None:
        return get_access_token_model().objects.filter(pk=token.pk).exists
    session = request.session
    return lambda: session.exists(session.session_key)
