-- the oblasts: what was recorded in the month, the month before and a year ago, by service
SELECT oblast_id, month, service, sum(incidents), sum(war_related), sum(responses), sum(rescued)
FROM incidents_monthtally JOIN incidents_category c ON c.id = category_id
WHERE NOT sensitive AND month IN (%(month)s, %(before)s, %(year_ago)s)
GROUP BY oblast_id, month, service;
-- twelve months by service, with the columns of the small courses
SELECT month, service, sum(incidents), sum(war_related), sum(responses), sum(rescued)
FROM incidents_monthtally JOIN incidents_category c ON c.id = category_id
WHERE NOT sensitive AND month BETWEEN %(first)s AND %(month)s
GROUP BY month, service;
-- the categories of the month
SELECT c.code, service, sum(incidents)
FROM incidents_monthtally JOIN incidents_category c ON c.id = category_id
WHERE NOT sensitive AND month = %(month)s
GROUP BY c.code, service;
-- communities that stand, and their newest known population, by oblast
SELECT oblast_id, count(*), count(people), sum(people)
FROM communities_community k LEFT JOIN LATERAL (
    SELECT people FROM communities_population
    WHERE community_id = k.id AND "on" <= %(last_day)s ORDER BY "on" DESC LIMIT 1
) p ON true
WHERE NOT projected AND (established_on IS NULL OR established_on <= %(last_day)s)
  AND (dissolved_on IS NULL OR dissolved_on > %(last_day)s)
GROUP BY oblast_id;
-- incidents of communities whose population nobody knows, which no rate counts: 13 months
SELECT k.oblast_id, month, sum(incidents)
FROM incidents_communitymonthtally t
JOIN communities_community k ON k.id = community_id
JOIN incidents_category c ON c.id = category_id
WHERE NOT sensitive AND month BETWEEN %(year_ago)s AND %(month)s AND community_id = ANY(ARRAY(
    SELECT id FROM communities_community
    WHERE NOT projected AND NOT EXISTS (
        SELECT FROM communities_population p WHERE p.community_id = communities_community.id
    )
))
GROUP BY 1, 2;
-- communities that are not occupied on the last day, by oblast
SELECT k.oblast_id, count(DISTINCT k.id)
FROM communities_community k
WHERE NOT projected AND (established_on IS NULL OR established_on <= %(last_day)s)
  AND (dissolved_on IS NULL OR dissolved_on > %(last_day)s)
  AND NOT EXISTS (
    SELECT FROM communities_controlstatus s
    WHERE s.status = 'occupied' AND s.held @> %(last_day)s::date
      AND (s.community_id = k.id OR s.raion_id = k.raion_id OR s.oblast_id = k.oblast_id)
  )
GROUP BY k.oblast_id;
-- officers in post on the last day of each of twelve months
SELECT m, count(DISTINCT officer_id)
FROM generate_series(%(first)s::date, %(month)s::date, interval '1 month') m
JOIN officers_assignment ON period @> (m + interval '1 month - 1 day')::date
GROUP BY m;
-- records that came after the month they belong to, counted up to a thousand
SELECT count(*) FROM (
    SELECT FROM incidents_incident i JOIN incidents_category c ON c.id = i.category_id
    WHERE counted AND NOT sensitive AND occurred_at >= %(starts_at)s AND occurred_at < %(ends_at)s
      AND received_at >= %(ends_at)s
      AND (received_at AT TIME ZONE 'Europe/Kyiv')::date
        > (occurred_at AT TIME ZONE 'Europe/Kyiv')::date
    LIMIT 1001
) late
