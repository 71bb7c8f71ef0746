"""Pages of attachments: the download, and the form that replaces one or takes it away."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.utils.functional import classproperty
from django.utils.translation import gettext_lazy
from django.views.generic import View

from core import clock
from core.attachments.attached import Attached
from core.attachments.forms import AttachmentForm
from core.gate import MethodsFirst
from core.steps import RecordStep


class AttachmentFile(MethodsFirst, PermissionRequiredMixin, View):
    """Hand out the attachment of a record the reader sees."""

    attached: ClassVar[Attached]

    def get_permission_required(self) -> tuple[str, ...]:
        return (self.attached.view,)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        attached = self.attached
        return attached.file(attached.record(request.user, pk, attached.view))


class AttachmentStep(RecordStep):
    """The form of the attachment of one record."""

    attached: ClassVar[Attached]
    template_name = "attachments/form.html"
    help_text: Any = gettext_lazy("PDF, JPEG, PNG or WebP, up to 10 MB.")

    @classproperty
    def file_permissions(cls) -> tuple[str, ...]:  # noqa: N805 - of the class
        return (cls.attached.change,)

    def get_permission_required(self) -> tuple[str, ...]:
        return (self.attached.change,)

    @cached_property
    def record(self) -> Any:
        return self.attached.record(self.request.user, self.kwargs["pk"], self.attached.change)

    def form(self, *args: Any) -> AttachmentForm:
        return AttachmentForm(
            *args,
            *([self.request.FILES] if args else []),
            kinds=self.attached.kinds,
            help_text=self.help_text,
            there=self.attached.of(self.record) is not None,
            initial={"version": self.record.version},
        )

    def store(self, form: AttachmentForm, by: Any) -> Any:
        return self.attached.replace(
            self.record,
            form.cleaned_data["file"],
            by=by,
            at=clock.now(),
            version=form.cleaned_data["version"] or 0,
        )

    def further(self, title: str) -> dict[str, Any]:
        return {
            "note": str(self.record),
            "there": self.attached.of(self.record),
            "back_url": self.record.get_absolute_url(),
            "crumbs": self.crumbs(title),
        }

    def crumbs(self, title: str) -> list[tuple[str, str | None]]:
        """Return the way to the page."""
        raise NotImplementedError
