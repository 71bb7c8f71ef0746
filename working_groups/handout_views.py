"""The forms of handouts, from the page of their initiative."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from core import clock
from core.steps import RecordStep
from working_groups import handouts
from working_groups.handout_forms import HandoutForm
from working_groups.initiative_views import crumbs
from working_groups.models import Handout, Initiative


class HandoutStep(RecordStep):
    """A form about a handout."""

    template_name = "working_groups/form.html"

    @property
    def handout(self) -> Handout:
        """Return the handout the step is about; a new one has no key yet."""
        raise NotImplementedError

    def form(self, *args: Any) -> HandoutForm:
        user, right = self.request.user, self.permission_required
        return HandoutForm(*args, instance=self.handout, user=user, right=right)

    def further(self, title: str) -> dict[str, Any]:
        initiative = self.handout.initiative
        url = initiative.get_absolute_url()
        return {
            "note": initiative.title,
            "back_url": url,
            "crumbs": crumbs((initiative.title, url), (title, None)),
        }


class HandoutAdd(HandoutStep):
    """Write down what an initiative handed over."""

    permission_required = handouts.ADD

    @cached_property
    def handout(self) -> Handout:  # type: ignore[override]
        mine = Initiative.objects.visible_to(self.request.user, to=handouts.ADD)
        return Handout(initiative=get_object_or_404(mine, pk=self.kwargs["pk"]))

    def store(self, form: HandoutForm, by: Any) -> Handout:
        said = {**form.said, "initiative": self.handout.initiative}
        return handouts.hand_over(said=said, by=by, at=clock.now())

    def words(self) -> str:
        return _("New handout")


class HandoutEdit(HandoutStep):
    """Change what is said of a handout."""

    permission_required = handouts.CHANGE

    @cached_property
    def handout(self) -> Handout:  # type: ignore[override]
        mine = Handout.objects.visible_to(self.request.user, to=handouts.CHANGE)
        return get_object_or_404(mine.select_related("initiative"), pk=self.kwargs["pk"])

    def store(self, form: HandoutForm, by: Any) -> Handout:
        return handouts.change_handout(
            handout=self.handout, said=form.said, by=by, at=clock.now(), version=form.seen
        )

    def words(self) -> str:
        return _("Change the handout")
