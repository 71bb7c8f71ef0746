"""The rules between a community's days and its successions, held by the database."""

import pgtrigger

# A unit ends once: on the day of its act, after it began, and into one that stands on that day.
# With every end later than the one before, no chain comes back to where it began.
HOLDS_TOGETHER = pgtrigger.Trigger(
    name="holds_together",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func="""
        IF NEW.predecessor_id = NEW.successor_id THEN
            RETURN NULL;
        END IF;
        IF NOT EXISTS (
            SELECT FROM communities_community WHERE id = NEW.predecessor_id
                AND (established_on IS NULL OR established_on < NEW.effective_on)
                AND (dissolved_on = NEW.effective_on
                    OR NEW.kind = 'split' AND (dissolved_on IS NULL OR dissolved_on > NEW.effective_on))
        ) THEN
            RAISE check_violation USING MESSAGE = 'The predecessor does not end by this succession.',
                CONSTRAINT = 'succession_ends_its_predecessor';
        END IF;
        IF NOT EXISTS (
            SELECT FROM communities_community WHERE id = NEW.successor_id
                AND (established_on IS NULL OR established_on <= NEW.effective_on)
                AND (dissolved_on IS NULL OR dissolved_on > NEW.effective_on)
        ) THEN
            RAISE check_violation USING MESSAGE = 'The successor does not stand on the day.',
                CONSTRAINT = 'succession_leads_to_a_standing_unit';
        END IF;
        IF EXISTS (
            SELECT FROM communities_succession
            WHERE predecessor_id = NEW.predecessor_id AND successor_id <> NEW.predecessor_id
                AND effective_on = NEW.effective_on AND kind <> NEW.kind
        ) THEN
            RAISE check_violation USING MESSAGE = 'The predecessor ends in another way on this day.',
                CONSTRAINT = 'succession_ends_in_one_way';
        END IF;
        RETURN NULL;
    """,
)

# The days of a community may not be changed under the successions that rest on them.
KEEPS_ITS_SUCCESSIONS = pgtrigger.Trigger(
    name="keeps_its_successions",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("established_on", "dissolved_on"),
    func="""
        IF EXISTS (
            SELECT FROM communities_succession
            WHERE predecessor_id = NEW.id AND successor_id <> NEW.id AND (
                kind <> 'split' AND NEW.dissolved_on IS DISTINCT FROM effective_on
                OR NEW.dissolved_on < effective_on OR NEW.established_on >= effective_on)
            UNION ALL
            SELECT FROM communities_succession
            WHERE successor_id = NEW.id AND predecessor_id <> NEW.id
                AND (NEW.established_on > effective_on OR NEW.dissolved_on <= effective_on)
        ) THEN
            RAISE check_violation USING MESSAGE = 'A succession rests on the days of this community.',
                CONSTRAINT = 'community_keeps_its_successions';
        END IF;
        RETURN NULL;
    """,
)
