"""OPTIONS: the methods of an address stand in `Allow`; what it takes and gives, in the schema."""

from typing import Any

from rest_framework.metadata import BaseMetadata


class Methods(BaseMetadata):
    """Tells nothing beside the headers: choices of fields would be one more way past the scope."""

    def determine_metadata(self, request: Any, view: Any) -> None:
        return None
