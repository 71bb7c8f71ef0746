"""What a file is, told by its content; a photograph is drawn anew, without what the camera wrote."""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from core import bounds, clock
from core.models import AttachmentKind

PHOTOS = ("JPEG", "PNG", "WEBP")
PDF_BEGINS, PDF_ENDS = b"%PDF-", b"%%EOF"
TAIL = 1024  # bytes in which a reader looks for the end of a PDF (ISO 32000-1, annex H.3)
EXIF_IFD, TAKEN, TAKEN_OFFSET = 0x8769, 0x9003, 0x9011  # Exif 2.32, tables 4 and 7
QUALITY = 85  # of JPEG


@dataclass(frozen=True)
class Content:
    """A file as it will be kept."""

    kind: str
    octets: bytes
    taken_at: datetime | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.octets).hexdigest()


def read_attachment(octets: bytes, kinds: tuple[str, ...]) -> Content:
    """Return what is kept of a file of one of these kinds.

    ValidationError: `empty`, `size`, `type` where the content is of no kind that fits,
    `pixels`, `broken`.
    """
    if not octets:
        raise ValidationError(_("The file is empty."), "empty")
    if len(octets) > settings.LIMITS["attachment_bytes"]:
        most = filesizeformat(settings.LIMITS["attachment_bytes"])
        text = _("The file is longer than %(most)s.")
        raise ValidationError(text, "size", {"most": most})
    if AttachmentKind.DOCUMENT in kinds and octets.startswith(PDF_BEGINS):
        return _document(octets)
    return _photo(octets, kinds)


def _document(octets: bytes) -> Content:
    if PDF_ENDS not in octets[-TAIL:]:
        raise ValidationError(_("The PDF is broken: its end is missing."), "broken")
    return Content(AttachmentKind.DOCUMENT, octets)


def _photo(octets: bytes, kinds: tuple[str, ...]) -> Content:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(octets), formats=PHOTOS)
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(_wanted(kinds), "type") from error
    if image.width * image.height > settings.LIMITS["attachment_pixels"]:
        most = settings.LIMITS["attachment_pixels"] // 1_000_000
        text = _("The photograph has more than %(most)s megapixels.")
        raise ValidationError(text, "pixels", {"most": most})
    try:
        taken = _taken_at(image)
        return Content(AttachmentKind.PHOTO, _drawn_anew(image), taken)
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise ValidationError(_("The photograph is broken."), "broken") from error


def _wanted(kinds: tuple[str, ...]) -> Any:
    if AttachmentKind.DOCUMENT in kinds:
        return _("This is no PDF, JPEG, PNG or WebP.")
    return _("This is no JPEG, PNG or WebP.")


def _drawn_anew(image: Image.Image) -> bytes:
    """Return an image as JPEG, upright and no larger than needed: pixels, and nothing else."""
    side = settings.LIMITS["attachment_side"]
    image.thumbnail((side, side))  # of a JPEG it reads no more than that needs
    turned = ImageOps.exif_transpose(image)
    upright = turned.convert("RGBA" if turned.has_transparency_data else "RGB")
    canvas = Image.new("RGB", upright.size, "white")
    canvas.paste(upright, mask=upright if upright.mode == "RGBA" else None)
    out = io.BytesIO()
    canvas.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _taken_at(image: Image.Image) -> datetime | None:
    """Return when a camera says it took an image; a clock without an offset is Kyiv's."""
    told = image.getexif().get_ifd(EXIF_IFD)
    text, offset = f"{told.get(TAKEN, '')}".strip("\0 "), f"{told.get(TAKEN_OFFSET, '')}".strip()
    try:
        moment = datetime.fromisoformat(text.replace(":", "-", 2) + offset)
    except ValueError:
        return None
    taken = moment if moment.tzinfo else timezone.make_aware(moment)
    return taken if bounds.is_dated(taken, clock.now()) else None
