"""How the OpenAPI document of the REST API is made."""

from typing import Any

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "OAS_VERSION": "3.1.1",
    "TITLE": "Safe Community: REST API",
    "DESCRIPTION": "Incidents, communities, officers and measures of the community safety programmes.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": True,
    "SERVE_PERMISSIONS": ["core.api.permissions.Everybody"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "SORT_OPERATIONS": False,
    "ENUM_NAME_OVERRIDES": {
        "ServiceEnum": "communities.models.Service.choices",
        "ExplosiveKindEnum": "incidents.models.ExplosiveKind.choices",
        "ActionStateEnum": "working_groups.models.ActionState.choices",
        "ProblemStateEnum": "working_groups.models.ProblemState.choices",
        "ProposalStateEnum": "working_groups.models.ProposalState.choices",
        "PresenceEnum": "working_groups.models.Presence.choices",
        "ThemeEnum": "working_groups.models.Theme.choices",
        "StageEnum": "officers.models.OfficerStage.choices",
        "InitiativeStageEnum": "working_groups.models.Stage.choices",
        "RecordKindEnum": "integrations.api.webhooks.ASKED_KINDS",
        "WebhookStateEnum": "integrations.models.WebhookState.choices",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "core.api.schema.complete",
    ],
}
