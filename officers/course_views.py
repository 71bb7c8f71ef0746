"""Courses: their list, a new one, and the page where officers are enrolled and certified."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import View

from communities.models import Service, scope_of
from core import clock
from core.exceptions import RuleBroken
from core.gate import MethodsFirst, takes
from core.pager import MARKS, counted_up_to, keyset_page, without_marks
from officers import training
from officers.course_forms import CertifyForm, CourseForm, EnrolForm, name_of
from officers.filters import VIEW
from officers.models import CourseResult, Enrolment, Officer, OfficerStage, TrainingCourse

NEWEST_FIRST = ("-starts_on", "-id")
BY_ENROLMENT = ("id",)
COURSES = TrainingCourse.objects.select_related("provider")


def crumbs(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Return the way to a page about courses."""
    above = (_("Officers"), reverse("officers:list"))
    return [above, (_("Courses"), reverse("officers:courses") if more else None), *more]


@takes(*MARKS)
class CourseList(MethodsFirst, PermissionRequiredMixin, View):
    """All courses, the newest first."""

    permission_required = VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {
            "page": keyset_page(request, COURSES.all(), NEWEST_FIRST),
            "first_url": without_marks(request),
            "crumbs": crumbs(),
        }
        return render(request, "officers/courses.html", context)


@takes()
class CourseAdd(MethodsFirst, PermissionRequiredMixin, View):
    """The form of a new course."""

    permission_required = training.ADD

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(request, form, 400)
        course = training.keep_course(course=TrainingCourse(), said=dict(form.cleaned_data))
        messages.success(request, _("Stored: %(title)s") % {"title": course.name})
        return redirect(course)

    def form(self, *args: Any) -> CourseForm:
        scope = scope_of(self.request.user, training.ADD)
        return CourseForm(*args, services=[each for each in Service.values if scope.of(each)])

    def page(self, request: HttpRequest, form: CourseForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "crumbs": crumbs((_("New course"), None))}
        return render(request, "officers/course_form.html", context, status=status)


@takes(*MARKS)
class CourseDetail(MethodsFirst, PermissionRequiredMixin, View):
    """A course, and who of the reader's officers is on it; whoever may, enrols and certifies."""

    permission_required = VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request)

    @cached_property
    def course(self) -> TrainingCourse:
        return get_object_or_404(COURSES, pk=self.kwargs["pk"])

    @cached_property
    def changeable(self) -> Any:
        """Return the officers of the course's service that the reader may change."""
        rows = Officer.objects.visible_to(self.request.user, to=training.ENROL)
        return rows.filter(service=self.course.service)

    def enrol_form(self, *args: Any) -> EnrolForm:
        waiting = self.changeable.filter(stage=OfficerStage.SELECTED)
        offered = waiting.exclude(enrolments__course=self.course).order_by("-pk")
        few = list(offered.values_list("pk", flat=True)[: settings.LIMITS["course_candidates"]])
        named = Officer.objects.filter(pk__in=few).select_related("personal", "unit")
        rows = named.order_by("personal__sort_key", "pk")
        return EnrolForm(*args, offered=rows, changeable=self.changeable)

    def certify_form(self, *args: Any) -> CertifyForm:
        mine = self.changeable.values("pk")
        rows = self.course.enrolments.filter(result=CourseResult.ENROLLED, officer__in=mine)
        rows = rows.select_related("officer__personal").order_by("pk")
        return CertifyForm(*args, waiting=list(rows[: settings.LIMITS["course_candidates"]]))

    def page(self, request: HttpRequest, status: int = 200, **forms: Any) -> HttpResponse:
        seen = Officer.objects.visible_to(request.user).values("pk")
        rows = Enrolment.objects.filter(course=self.course, officer__in=seen)
        rows = rows.select_related("officer__personal", "officer__unit")
        if request.user.has_perm(training.ENROL):
            forms = {"enrol": self.enrol_form(), "certify": self.certify_form()} | forms
        context = {
            "course": self.course,
            "partners": self.course.partners.order_by("sort_key", "pk"),
            "page": keyset_page(request, rows, BY_ENROLMENT),
            "found": counted_up_to(rows),
            "first_url": without_marks(request),
            "crumbs": crumbs((self.course.name, None)),
            **forms,
        }
        return render(request, "officers/course.html", context, status=status)


class CourseStep(CourseDetail):
    """Something done on the page of a course."""

    permission_required = training.ENROL

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the course to whoever reloads a refused answer."""
        return redirect(self.course)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(request, 400, **{self.name: form})
        try:
            done = self.act(form)
        except RuleBroken as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
            return self.page(request, 409, **{self.name: form})
        messages.success(request, done)
        return redirect(self.course)

    name = ""

    @property
    def signed(self) -> dict[str, Any]:
        """Return who does it, and when."""
        return {"by": self.request.user, "at": clock.now()}

    def form(self, data: Any) -> Any:
        raise NotImplementedError

    def act(self, form: Any) -> str:
        raise NotImplementedError


@takes(many=("officers",))
class CourseEnrol(CourseStep):
    """Put officers on a course."""

    name = "enrol"

    def form(self, data: Any) -> EnrolForm:
        return self.enrol_form(data)

    def act(self, form: EnrolForm) -> str:
        made = training.enrol(course=self.course, officers=form.chosen, **self.signed)
        words = ngettext("%(n)s officer enrolled.", "%(n)s officers enrolled.", len(made))
        return words % {"n": len(made)}


@takes(many=("failed",))
class CourseCertify(CourseStep):
    """Give certificates, and say who did not pass; one that is refused lets none be given."""

    name = "certify"

    def form(self, data: Any) -> CertifyForm:
        return self.certify_form(data)

    def act(self, form: CertifyForm) -> str:
        with transaction.atomic():
            for enrolment, certificate in form.given:
                self._give(enrolment, certificate)
            for enrolment in form.cleaned_data["failed"]:
                training.fail(enrolment=enrolment)
        n = len(form.given)
        return ngettext("%(n)s certificate given.", "%(n)s certificates given.", n) % {"n": n}

    def _give(self, enrolment: Enrolment, certificate: training.Certificate) -> None:
        try:
            training.certify(enrolment=enrolment, certificate=certificate, **self.signed)
        except RuleBroken as error:
            if error.field == "number":
                error.field = name_of(enrolment)
            raise
