"""What groups plan, learn and publish, as the feed watches it (integrations/models/watched.py)."""

from __future__ import annotations

from typing import Any

from integrations.models.lookups import GROUP, HOME, IN_GROUP, NUMBER, OF_GROUP, VERSION
from integrations.models.triggers import Lookup, Source, of_lookup, of_parts, of_records
from working_groups.models import (
    KnowledgeProduct,
    Priority,
    Proposal,
    ProposalContact,
    Training,
    TrainingAttendance,
)

PRIORITIES = Source(
    "priorities",
    "working_groups_priority",
    record=NUMBER,
    lookups=(GROUP, OF_GROUP),
    **IN_GROUP,
    **VERSION,
)
PROPOSALS = Source(
    "proposals",
    "working_groups_proposal",
    record=NUMBER,
    lookups=(GROUP, OF_GROUP),
    **IN_GROUP,
    **VERSION,
)
TRAININGS = Source(
    "trainings",
    "working_groups_training",
    record=NUMBER,
    oblast="r.oblast_id",
    raion="around.raion_id",
    community="r.community_id",
    lookups=(HOME,),
    **VERSION,
)
TRAINED = Lookup(
    "working_groups_training", "event", "event.id = r.training_id", ("oblast_id", "community_id")
)
OF_TRAINED = Lookup(
    "communities_community", "around", "around.id = event.community_id", ("raion_id",), "LEFT JOIN"
)
TRAINING_ATTENDANCES = Source(
    "training-attendances",
    "working_groups_trainingattendance",
    record=NUMBER,
    oblast="event.oblast_id",
    raion="around.raion_id",
    community="event.community_id",
    lookups=(TRAINED, OF_TRAINED),
    **VERSION,
)
PRODUCTS = Source(
    "knowledge-products",
    "working_groups_knowledgeproduct",
    record=NUMBER,
    version=VERSION["version"],
)
SOURCES_OF_PLANS = (PRIORITIES, PROPOSALS, TRAININGS, TRAINING_ATTENDANCES, PRODUCTS)
MOVED_PLANS = (  # what a community that goes to another raion takes with it
    of_lookup(PRIORITIES, OF_GROUP),
    of_lookup(PROPOSALS, OF_GROUP),
    of_lookup(TRAININGS, HOME),
    of_lookup(TRAINING_ATTENDANCES, OF_TRAINED),
)
PLANS: dict[Any, Any] = {
    Priority: (of_records(PRIORITIES),),
    Proposal: (of_records(PROPOSALS),),
    ProposalContact: (of_parts(PROPOSALS, "proposal_id", inserted=False),),
    Training: (of_records(TRAININGS), [of_lookup(TRAINING_ATTENDANCES, TRAINED)]),
    TrainingAttendance: (of_records(TRAINING_ATTENDANCES),),
    KnowledgeProduct: (of_records(PRODUCTS),),
}
