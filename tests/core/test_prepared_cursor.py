"""A statement that is asked again and again is planned once for its connection."""

from django.db import connection

from incidents.telling import read, tell
from tests.factories.incidents import IncidentFactory

ASKED = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%json_build_object%%'"


def kept_plans():
    with connection.cursor() as cursor:
        cursor.execute(ASKED)
        return cursor.fetchone()[0]


def test_the_plan_is_kept_and_the_answer_follows_the_row(db):
    incident = IncidentFactory.create()
    before = kept_plans()
    for version in range(2, 10):
        incident.version = version
        incident.save()
        assert read(tell(incident.pk))["version"] == version

    assert kept_plans() == before + 1


def test_whoever_counts_statements_reads_the_words_of_one_with_a_kept_plan(
    db, django_assert_num_queries
):
    incident = IncidentFactory.create()
    for _time in range(8):
        tell(incident.pk)

    with django_assert_num_queries(1) as asked:
        tell(incident.pk)

    assert "json_build_object" in asked.captured_queries[0]["sql"]
