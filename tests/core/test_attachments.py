"""What is kept of a photograph or a document, and what is refused."""

import io
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from core.attachments.keeping import forget, forget_lost, keep
from core.attachments.reading import Content, read_attachment
from core.models import Attachment
from core.tasks import forget_lost_attachments

AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
BOTH, PHOTO = ("document", "photo"), ("photo",)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def drawn(form="JPEG", size=(60, 40), mode="RGB", color="red", **more):
    out = io.BytesIO()
    Image.new(mode, size, color).save(out, form, **more)
    return out.getvalue()


def opened(content):
    return Image.open(io.BytesIO(content.octets))


def refusal(octets, kinds=BOTH):
    with pytest.raises(ValidationError) as refused:
        read_attachment(octets, kinds)
    return refused.value.code


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_is_kept_as_jpeg_whatever_it_came_as(form):
    kept = read_attachment(drawn(form), PHOTO)

    assert (kept.kind, opened(kept).format, opened(kept).size) == ("photo", "JPEG", (60, 40))


def test_what_the_camera_wrote_is_removed_but_for_the_time():
    exif = Image.Exif()
    exif[0x010F] = "Maker of the camera"
    exif[0x8825] = {1: "N", 2: (46.0, 38.0, 7.0)}  # where it was taken
    exif[0x8769] = {0x9003: "2026:11:19 14:30:00", 0x9011: "+02:00"}
    kept = read_attachment(drawn(exif=exif.tobytes()), PHOTO)

    assert dict(opened(kept).getexif()) == {}
    assert b"Maker of the camera" not in kept.octets
    assert kept.taken_at == datetime(2026, 11, 19, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "taken"),
    [
        ("2026:11:19 14:30:00", datetime(2026, 11, 19, 12, 30, tzinfo=UTC)),  # Kyiv's clock
        ("1971:01:01 00:00:00", None),  # of a clock that was never set
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_clock_is_believed_where_it_can_be_right(told, taken):
    exif = Image.Exif()
    exif[0x8769] = {0x9003: told}

    assert read_attachment(drawn(exif=exif.tobytes()), PHOTO).taken_at == taken


def test_a_photograph_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side

    assert opened(read_attachment(drawn(exif=exif.tobytes()), PHOTO)).size == (40, 60)


def test_what_is_transparent_becomes_white():
    kept = read_attachment(drawn("PNG", mode="RGBA", color=(0, 0, 0, 0)), PHOTO)

    assert opened(kept).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.limit("attachment_side")
def test_a_photograph_is_kept_no_larger_than_needed(settings):
    settings.LIMITS = settings.LIMITS | {"attachment_side": 30}

    assert opened(read_attachment(drawn(), PHOTO)).size == (30, 20)


@pytest.mark.limit("attachment_pixels")
def test_more_pixels_are_refused_before_they_are_unpacked(settings):
    settings.LIMITS = settings.LIMITS | {"attachment_pixels": 60 * 40 - 1}

    assert refusal(drawn()) == "pixels"


@pytest.mark.limit("attachment_bytes")
def test_a_longer_file_is_refused(settings):
    settings.LIMITS = settings.LIMITS | {"attachment_bytes": len(PDF) - 1}

    assert refusal(PDF) == "size"


@pytest.mark.parametrize(
    ("octets", "code"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "type"),
        (b"GIF89a" + bytes(40), "type"),
        (b"MZ" + bytes(300), "type"),
        (b"%PDF-1.7 without an end", "broken"),
        (drawn()[:-30], "broken"),
        (drawn("PNG")[:-30], "broken"),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "type"),
    ],
)
def test_what_is_something_else_or_broken_is_refused(octets, code):
    assert refusal(octets) == code


def test_a_document_stays_as_it_is_and_only_where_one_is_wanted():
    assert read_attachment(PDF, BOTH) == Content("document", PDF)
    assert refusal(PDF, PHOTO) == "type"


def test_a_file_goes_with_its_row(django_capture_on_commit_callbacks, db):
    row = keep(read_attachment(PDF, BOTH), by=None, at=AT)
    place = row.place
    with default_storage.open(place) as file:
        assert file.read() == PDF

    with django_capture_on_commit_callbacks(execute=True):
        forget(row)

    assert not Attachment.objects.exists()
    assert not default_storage.exists(place)


@pytest.mark.limit("attachment_lost")
def test_files_that_no_row_knows_are_taken_away_after_a_while(settings, db):
    kept = keep(read_attachment(PDF, BOTH), by=None, at=AT)
    lost = default_storage.save("attachments/lost", ContentFile(b"x"))

    forget_lost_attachments()
    assert default_storage.exists(lost), "it may be on its way to its row"

    settings.LIMITS = settings.LIMITS | {"attachment_lost": -1}
    forget_lost_attachments()
    assert not default_storage.exists(lost)
    assert default_storage.exists(kept.place)
    assert forget_lost(at=AT) == 0
