"""A workbook as an answer."""

from django.http import HttpResponse

from core.handing_out import handed_out

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(content: bytes, name: str) -> HttpResponse:
    """Return a workbook to be kept as a file, whatever a browser makes of it."""
    return handed_out(HttpResponse(content, content_type=XLSX), f"{name}.xlsx")
