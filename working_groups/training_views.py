"""Pages of trainings: the list, one training with who was there, and the forms."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from communities.lists import RecordList
from communities.surfaces import ScopedViewMixin
from core import clock
from core.gate import takes
from core.models import SavedPage
from core.pager import MARKS
from core.steps import RecordStep
from working_groups import trainings
from working_groups.group_forms import OFFERED, offered
from working_groups.group_views import crumbs as of_groups
from working_groups.models import Person, Training, TrainingAttendance
from working_groups.models.meetings import TOOK_PART
from working_groups.plan_filters import TrainingListFilter
from working_groups.training_forms import PresenceForm, TrainingForm


def crumbs(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Return the way to a page about trainings."""
    return of_groups((_("Trainings"), reverse("trainings:list") if more else None), *more)


@takes(*TrainingListFilter.base_filters, *MARKS)
class TrainingList(RecordList):
    """The trainings in the reader's scope, the latest first, each with how many were there."""

    permission_required = trainings.VIEW
    filterset_class = TrainingListFilter
    template_name = "trainings/list.html"
    order, page_name = ("-held_on", "-id"), SavedPage.TRAININGS
    queryset = Training.objects.select_related("community__oblast", "oblast", "programme")

    def get_queryset(self) -> Any:
        came = Count("attendances", Q(attendances__state__in=TOOK_PART))
        return super().get_queryset().annotate(came=came)

    def further(self, rows: list[Any]) -> dict[str, Any]:
        return {"may_add": self.request.user.has_perm(trainings.ADD), "crumbs": crumbs()}


class TrainingDetail(PermissionRequiredMixin, ScopedViewMixin, DetailView):
    """One training, and who was there."""

    permission_required = trainings.VIEW
    queryset = Training.objects.select_related("community__oblast", "oblast", "programme")
    template_name = "trainings/detail.html"
    context_object_name = "training"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        training = self.object
        seen = TrainingAttendance.objects.visible_to(self.request.user).filter(training=training)
        rows = seen.select_related("person__contact", "person__organisation")
        return super().get_context_data(
            rows=rows.order_by("person__contact__sort_key", "pk"),
            came=seen.took_part().count(),
            may_change=self._may(trainings.CHANGE),
            may_add_people=self._may(trainings.ADD_PRESENCE),
            may_change_people=self._may(trainings.CHANGE_PRESENCE),
            crumbs=crumbs((str(training), None)),
            **kwargs,
        )

    def _may(self, right: str) -> bool:
        mine = Training.objects.filter(pk=self.object.pk)
        return bool(mine.visible_to(self.request.user, to=right).exists())


class TrainingStep(RecordStep):
    """A form about a training."""

    template_name = "working_groups/form.html"

    @property
    def training(self) -> Training | None:
        """Return the training the step is about; None for a new one."""
        return None

    def further(self, title: str) -> dict[str, Any]:
        training = self.training
        above = [(str(training), training.get_absolute_url())] if training else []
        return {
            "note": str(training) if training else "",
            "back_url": training.get_absolute_url() if training else reverse("trainings:list"),
            "crumbs": crumbs(*above, (title, None)),
        }


class TrainingAdd(TrainingStep):
    """Write down a training."""

    permission_required = trainings.ADD

    def form(self, *args: Any) -> TrainingForm:
        return TrainingForm(*args, user=self.request.user, right=trainings.ADD)

    def store(self, form: TrainingForm, by: Any) -> Training:
        return trainings.add_training(said=form.said, by=by, at=clock.now())

    def words(self) -> str:
        return _("New training")


class OneTraining(TrainingStep):
    """A step with one training in reach of its right."""

    @cached_property
    def training(self) -> Training:  # type: ignore[override]
        right: Any = self.permission_required
        mine = Training.objects.visible_to(self.request.user, to=right)
        return get_object_or_404(mine.select_related("community", "oblast"), pk=self.kwargs["pk"])


class TrainingEdit(OneTraining):
    """Change what is said of a training."""

    permission_required = trainings.CHANGE

    def form(self, *args: Any) -> TrainingForm:
        return TrainingForm(
            *args, instance=self.training, user=self.request.user, right=trainings.CHANGE
        )

    def store(self, form: TrainingForm, by: Any) -> Training:
        return trainings.change_training(
            training=self.training, said=form.said, by=by, at=clock.now(), version=form.seen
        )

    def words(self) -> str:
        return _("Change the training")


class PresenceAdd(OneTraining):
    """Write down one more person who was at a training."""

    permission_required = trainings.ADD_PRESENCE

    @property
    def people(self) -> Any:
        """Return the people who may be named: those the reader sees."""
        return Person.objects.visible_to(self.request.user).named()

    def form(self, *args: Any) -> PresenceForm:
        row = TrainingAttendance(training=self.training)
        return PresenceForm(*args, instance=row, people=self.people)

    def store(self, form: PresenceForm, by: Any) -> TrainingAttendance:
        said = {**form.said, "training": self.training, "person": form.cleaned_data["person"]}
        return trainings.add_presence(said=said, by=by, at=clock.now())

    def words(self) -> str:
        return _("Who was there")

    def further(self, title: str) -> dict[str, Any]:
        listed = self.people.select_related("contact").order_by("contact__sort_key", "pk")
        return super().further(title) | {"people": [offered(e) for e in listed[:OFFERED]]}


class PresenceEdit(TrainingStep):
    """Change whether a person was at a training."""

    permission_required = trainings.CHANGE_PRESENCE

    @cached_property
    def attendance(self) -> TrainingAttendance:
        mine = TrainingAttendance.objects.visible_to(
            self.request.user, to=trainings.CHANGE_PRESENCE
        )
        joined = mine.select_related("person__contact", "training")
        return get_object_or_404(joined, pk=self.kwargs["pk"])

    @property
    def training(self) -> Training:
        return self.attendance.training

    def form(self, *args: Any) -> PresenceForm:
        return PresenceForm(*args, instance=self.attendance, people=Person.objects.none())

    def store(self, form: PresenceForm, by: Any) -> TrainingAttendance:
        return trainings.change_presence(
            attendance=self.attendance, said=form.said, at=clock.now(), version=form.seen
        )

    def words(self) -> str:
        return _("Change the presence")
