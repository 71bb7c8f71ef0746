"""A workbook as an answer."""

from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(content: bytes, name: str) -> HttpResponse:
    """Return a workbook to be kept as a file, whatever a browser makes of it."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.xlsx"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=XLSX, headers=headers)
