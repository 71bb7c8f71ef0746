"""Where people lie, and the members of groups; and those whose record stays after a merge."""

from integrations.models.lookups import GROUP, HOME, IN_GROUP, OF_GROUP
from integrations.models.triggers import Lookup, Source

# an entry for each group of a person: whoever sees the group sees the person
MEMBER = Lookup("working_groups_person", "member", "member.id = r.person_id", ("version",))
MEMBERS = Source(
    "people",
    "working_groups_membership",
    record="r.person_id::text",
    version="member.version",
    lookups=(GROUP, OF_GROUP, MEMBER),
    **IN_GROUP,
)
# the record that stays is seen where those are that were merged into it, and where their groups are
STAYS = Lookup("working_groups_person", "stays", "stays.id = r.merged_into_id", ("version",))
MERGED = Source(
    "people",
    "working_groups_person",
    record="r.merged_into_id::text",
    oblast="r.oblast_id",
    raion="around.raion_id",
    community="r.community_id",
    version="stays.version",
    lookups=(HOME, STAYS),
)
GONE = Lookup("working_groups_person", "gone", "gone.id = r.person_id", ("merged_into_id",))
FOR_GONE = Lookup("working_groups_person", "stays", "stays.id = gone.merged_into_id", ("version",))
MERGED_MEMBERS = Source(
    "people",
    "working_groups_membership",
    record="gone.merged_into_id::text",
    version="stays.version",
    lookups=(GROUP, OF_GROUP, GONE, FOR_GONE),
    **IN_GROUP,
)
