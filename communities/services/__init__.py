"""What saving one form does not do: acts about communities, and the parts of one."""

from communities.services.acts import (
    add_amalgamated,
    merge_communities,
    refuse_amalgamated,
    rename_community,
    split_community,
)
from communities.services.parts import save_beat, save_starosta_district

__all__ = [
    "add_amalgamated",
    "merge_communities",
    "refuse_amalgamated",
    "rename_community",
    "save_beat",
    "save_starosta_district",
    "split_community",
]
