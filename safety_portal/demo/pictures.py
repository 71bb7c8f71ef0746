"""Attachments of the demonstration: a drawn likeness, which is nobody's face, and a signed text."""

import io
from typing import Any

from django.utils import translation
from PIL import Image, ImageDraw

from accounts.models import User
from communities.models import Memorandum
from communities.records.scans import SCAN
from core import clock
from core.attachments.attached import Attached
from core.attachments.reading import read_attachment
from core.moments import day
from officers.photos import PHOTO
from reports.papers.files import KINDS
from reports.papers.paper import LANGUAGE, Paper, Part

WIDTH, HEIGHT = 240, 320
BACK, SHADE = "#dfe5ec", "#7b8794"
SIGNED_IN = "bilozerka."  # how the names of the accounts of officers begin


def portrait() -> bytes:
    """Return the outline of head and shoulders as JPEG."""
    image = Image.new("RGB", (WIDTH, HEIGHT), BACK)
    pen = ImageDraw.Draw(image)
    pen.ellipse((70, 60, 170, 180), fill=SHADE)
    pen.ellipse((20, 200, 220, 480), fill=SHADE)
    out = io.BytesIO()
    image.save(out, "JPEG")
    return out.getvalue()


def attach(*, by: User) -> None:
    """Give the officers who sign in a likeness, and the memoranda of their community a text."""
    officers = PHOTO.rows.filter(user__username__startswith=SIGNED_IN)
    for officer in officers:
        _put(PHOTO, officer, portrait(), by)
    places = {each.assignments.latest("pk").community_id for each in officers}
    for memorandum in SCAN.rows.filter(community__in=places):
        _put(SCAN, memorandum, _text_of(memorandum), by)


def show(attached: Attached, record: Any, *, octets: bytes | None = None) -> None:
    """Give a record a likeness or other octets, if it has none; the portal itself brings it."""
    fresh = attached.rows.get(pk=record.pk)
    if attached.of(fresh) is None:
        _put(attached, fresh, octets or portrait(), None)


def paper_of(title: str) -> bytes:
    """Return a PDF that says nothing but its title."""
    with translation.override(LANGUAGE):
        said: dict[str, Any] = {"under": "", "facts": [], "signatures": []}
        part = Part(title=title, texts=(title,))
        made = Paper(title=title, parts=[part], dated=clock.today(), file_name="paper", **said)
        return KINDS["pdf"].build(made)


def _put(attached: Attached, record: Any, octets: bytes, by: User | None) -> None:
    content = read_attachment(octets, attached.kinds)
    attached.replace(record, content, by=by, at=clock.now(), version=record.version)


def _text_of(memorandum: Memorandum) -> bytes:
    with translation.override(LANGUAGE):
        paper = Paper(
            title="Меморандум про співпрацю",
            under=day(memorandum.signed_on),
            facts=[
                ("Громада", memorandum.community.title),
                ("Служба", str(memorandum.get_service_display())),
            ],
            parts=[Part(title="Про що домовилися", texts=(memorandum.obligations,))],
            signatures=[("За громаду", ""), ("За службу", "")],
            dated=memorandum.signed_on,
            file_name="memorandum",
        )
        return KINDS["pdf"].build(paper)
