"""Whether the process is up, and whether it can do its work."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from core import readiness


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Say that the process answers."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Say of everything the portal needs what was measured and what is asked; 503 when one fails."""
    found = readiness.look()
    ready = all(each.ok for each in found.values())
    return JsonResponse(
        {
            "status": "ready" if ready else "not ready",
            "checks": {name: each.as_json() for name, each in found.items()},
        },
        status=200 if ready else 503,
    )
