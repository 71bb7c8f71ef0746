"""What saving one form does not do: acts about communities, parts of one, accounts and access."""

from communities.services.accounts import (
    Person,
    close_account,
    open_account,
    refuse_link,
    reopen_account,
)
from communities.services.acts import (
    add_amalgamated,
    merge_communities,
    refuse_amalgamated,
    rename_community,
    split_community,
)
from communities.services.clients import (
    ClientOrder,
    change_scopes,
    open_client,
    revoke_client,
    rotate_secret,
)
from communities.services.grants import GrantOrder, end_grant, grant_access
from communities.services.parts import save_beat, save_starosta_district
from communities.services.records import change_record, make_record, store_record

__all__ = [
    "ClientOrder",
    "GrantOrder",
    "Person",
    "add_amalgamated",
    "change_record",
    "change_scopes",
    "close_account",
    "end_grant",
    "grant_access",
    "make_record",
    "merge_communities",
    "open_account",
    "open_client",
    "refuse_amalgamated",
    "refuse_link",
    "rename_community",
    "reopen_account",
    "revoke_client",
    "rotate_secret",
    "save_beat",
    "save_starosta_district",
    "split_community",
    "store_record",
]
