"""The form that brings a photograph or a document, or takes it away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.attachments.reading import Content, read_attachment
from core.exceptions import RuleBroken
from core.models import AttachmentKind

ACCEPTED = {
    AttachmentKind.PHOTO: "image/jpeg,image/png,image/webp",
    AttachmentKind.DOCUMENT: "application/pdf",
}


class AttachmentField(forms.FileField):
    """A file of some kinds of attachment; it cleans to what is kept of it."""

    def __init__(self, kinds: tuple[str, ...], **kwargs: Any) -> None:
        self.kinds = kinds
        accept = ",".join(ACCEPTED[AttachmentKind(each)] for each in kinds)
        super().__init__(
            label=_("File"),
            required=False,
            widget=forms.FileInput(attrs={"accept": accept}),
            error_messages={"empty": _("The file is empty.")},
            **kwargs,
        )

    def clean(self, data: Any, initial: Any = None) -> Content | None:
        file = super().clean(data, initial)
        return read_attachment(file.read(), self.kinds) if file else None


class AttachmentForm(forms.Form):
    """A file in place of the one that is there, or none."""

    remove = forms.BooleanField(label=_("Take away the one that is there"), required=False)
    version = forms.IntegerField(
        widget=forms.HiddenInput,
        required=False,
        error_messages={"invalid": _("Open the form again: it was changed on its way.")},
    )

    def __init__(
        self, *args: Any, kinds: tuple[str, ...], help_text: Any, there: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"] = AttachmentField(kinds, help_text=help_text)
        self.order_fields(["file", "remove"])
        if not there:
            del self.fields["remove"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not (said.get("file") or said.get("remove") or self.errors):
            self.add_error("file", forms.ValidationError(_("Choose a file."), "required"))
        if said.get("file") and said.get("remove"):
            text = _("Choose one of the two: another file, or none.")
            self.add_error("remove", forms.ValidationError(text, "both"))
        return said

    def refused(self, broken: RuleBroken) -> None:
        """Say why a rule refuses what was read."""
        self.add_error(None, broken.message)
