"""Details of slow data with an ETag made from what is told: whoever has it need not read it again."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from rest_framework.response import Response

from core.api.filtering import refuse_unknown


class TaggedDetailMixin:
    """Answer 304 to whoever holds the record as it is; the scope was checked before."""

    detail_parameters: tuple[str, ...] = ()  # of the query, that a view knows besides

    def retrieve(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        refuse_unknown(request.query_params, self.detail_parameters)
        record = self.get_object()  # type: ignore[attr-defined]
        data = self.get_serializer(record).data  # type: ignore[attr-defined]
        tag = tag_of(data)
        if tag in request.headers.get("If-None-Match", ""):
            return Response(status=304, headers={"ETag": tag})
        return Response(data, headers={"ETag": tag})


def tag_of(data: Any) -> str:
    """Return the digest of a record as it is told, as an entity tag."""
    text = json.dumps(data, sort_keys=True, default=str)
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:16]}.plain"'
