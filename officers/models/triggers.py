"""What the database keeps by itself about officers and their path."""

import pgtrigger

from core.triggers import after

# A step was added: every step of its officers ends with the next one, and the officer is at the
# last. A correction first takes what it replaces out of force, then is added like any other.
KEEPS_THE_PATH = after(
    "keeps_the_path",
    pgtrigger.Insert,
    """
        UPDATE officers_stagechange step SET until = path.next
        FROM (
            SELECT id, lead("on") OVER (PARTITION BY officer_id ORDER BY number) AS next
            FROM officers_stagechange
            WHERE in_force AND officer_id IN (SELECT officer_id FROM new_rows)
        ) path
        WHERE step.id = path.id AND step.until IS DISTINCT FROM path.next;
        UPDATE officers_officer officer SET stage = last.stage
        FROM (
            SELECT DISTINCT ON (officer_id) officer_id, stage
            FROM officers_stagechange
            WHERE in_force AND officer_id IN (SELECT officer_id FROM new_rows)
            ORDER BY officer_id, number DESC
        ) last
        WHERE officer.id = last.officer_id AND officer.stage <> last.stage;
        RETURN NULL;
    """,
)
