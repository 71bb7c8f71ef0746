-- a hundred incidents of an oblast and a year, newest first, as json_agg tells all that the API tells of each
WITH page AS (
    SELECT i.* FROM incidents_incident i JOIN communities_oblast o ON o.id = i.oblast_id
    WHERE o.code = %(oblast)s AND occurred_at >= %(since)s AND occurred_at < %(until)s
    ORDER BY occurred_at DESC, i.id DESC LIMIT 100
)
SELECT json_agg(json_build_object(
    'id', i.id, 'number', number, 'community', c.code, 'settlement', s.code,
    'category', k.code, 'further_categories', further_categories,
    'occurred_at', occurred_at, 'reported_at', reported_at, 'received_at', received_at,
    'channel', channel, 'service', i.service, 'war_related', war_related,
    'latitude', i.latitude, 'longitude', i.longitude, 'accuracy_m', accuracy_m,
    'address', t.address, 'narrative', t.narrative,
    'people', json_build_object(
        'rescued', rescued, 'injured', injured, 'killed', killed,
        'children_rescued', children_rescued, 'children_injured', children_injured,
        'children_killed', children_killed
    ),
    'damage_uah', damage_uah, 'register_number', register_number,
    'emergency', (
        SELECT json_build_object('code', code.code, 'level', d.level)
        FROM incidents_emergencydetails d
        LEFT JOIN incidents_classifiercode code ON code.id = d.code_id
        WHERE d.incident_id = i.id
    ),
    'fire', (
        SELECT json_build_object(
            'area_m2', d.area_m2, 'object_kind', d.object_kind, 'cause', code.code
        )
        FROM incidents_firedetails d
        LEFT JOIN incidents_classifiercode code ON code.id = d.cause_id
        WHERE d.incident_id = i.id
    ),
    'explosives', coalesce((
        SELECT json_agg(json_build_object(
            'kind', d.kind, 'calibre', d.calibre, 'quantity', d.quantity, 'action', d.action
        ) ORDER BY d.id)
        FROM incidents_explosivesdetails d WHERE d.incident_id = i.id
    ), '[]'),
    'domestic_violence', (
        SELECT json_build_object(
            'children_present', d.children_present, 'weapon_threat', d.weapon_threat,
            'repeated', d.repeated, 'protocol', d.protocol,
            'prohibition_order', d.prohibition_order, 'risk_level', d.risk_level,
            'on_register', d.on_register, 'referred', d.referred
        )
        FROM incidents_domesticviolencedetails d WHERE d.incident_id = i.id
    ),
    'responses', coalesce((
        SELECT json_agg(json_build_object(
            'officer', officer_id, 'role', role, 'dispatched_at', dispatched_at,
            'arrived_at', arrived_at, 'finished_at', finished_at
        ) ORDER BY r.id) FROM incidents_response r WHERE r.incident_id = i.id
    ), '[]'),
    'strike', strike_id, 'status', status, 'version', version, 'logged_by', logged_by_id,
    'created_at', created_at, 'updated_at', updated_at
) ORDER BY occurred_at DESC, i.id DESC)::text
FROM page i
JOIN communities_community c ON c.id = i.community_id
JOIN incidents_category k ON k.id = i.category_id
JOIN incidents_incidenttext t ON t.incident_id = i.id
LEFT JOIN communities_settlement s ON s.id = i.settlement_id
