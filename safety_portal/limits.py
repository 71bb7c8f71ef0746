"""Every size, rate and time that refuses or cuts something: the one place they are written.

Code reads `settings.LIMITS["name"]`; docs/limits.md is made from here; a contract test fails
for a limit that no test carries as `@pytest.mark.limit("name")`.
"""

from typing import NamedTuple

MINUTE, HOUR, DAY = 60, 3600, 86_400  # seconds


class Limit(NamedTuple):
    """A figure, what it counts, and in one sentence what happens at it."""

    value: int
    unit: str
    meaning: str


REQUESTS = {
    "address_bytes": Limit(8000, "bytes", "A longer address, path and query together, is 414."),
    "json_bytes": Limit(1_000_000, "bytes", "A longer body of the API is 413."),
    "json_depth": Limit(32, "levels", "JSON nested deeper is 400."),
    "json_digits": Limit(40, "characters", "A number of JSON that is written longer is 400."),
    "form_bytes": Limit(1_000_000, "bytes", "A longer body of a page's form is 413."),
    "file_form_bytes": Limit(
        32_000_000, "bytes", "A longer body of a form that takes a file is 413."
    ),
    "request": Limit(25, "seconds", "A request that waits longer for the database is 503."),
    "form_fields": Limit(500, "fields", "A form or an address with more of them is 400."),
}
RATES = {
    "calls": Limit(
        1200,
        "calls",
        "Who calls the API more often in the time below, by account or else by address, is told 429.",
    ),
    "calls_window": Limit(60, "seconds", "After this the calls of a caller are counted anew."),
    "secret_calls": Limit(
        120,
        "calls",
        "Who asks secret addresses more often in the time below, by address, is told 429.",
    ),
    "secret_window": Limit(600, "seconds", "After this such calls are counted anew."),
    "call_bytes": Limit(
        100_000, "bytes", "A call counts once more for every so many bytes of its body."
    ),
}
BULK = {
    "bulk_bytes": Limit(32_000_000, "bytes", "A longer body of many records is 413."),
    "bulk_lines": Limit(10_000, "lines", "A body of more records is 413."),
    "bulk_atomic": Limit(
        2000, "lines", "More records that stand or fall together are stored in the background."
    ),
}
IDEMPOTENCY = {
    "idempotency_key": Limit(255, "characters", "A longer Idempotency-Key is 400."),
    "idempotency_days": Limit(90, "days", "The answer to a key is given again no longer."),
}
FEED = {
    "feed_days": Limit(
        90, "days", "A change is kept in the feed no longer; a cursor from before it is 410."
    ),
    "webhooks": Limit(10, "webhooks", "A program with as many cannot make another one."),
    "webhook_address": Limit(500, "characters", "A longer address of a webhook is refused."),
    "webhook_seconds": Limit(
        15,
        "seconds",
        "A server that does not connect, or answer whole, in this time is tried again.",
    ),
    "webhook_answer": Limit(1000, "bytes", "Of the answer to a webhook no more is read."),
    "webhook_tries": Limit(
        10, "tries", "A message that failed as often, over three days, switches its webhook off."
    ),
    "webhook_waiting": Limit(
        1000, "messages", "Where as many wait for a webhook, further ones are not made yet."
    ),
    "delivery_days": Limit(30, "days", "What became of a message is kept no longer."),
}
LISTS = {
    "page": Limit(50, "rows", "A page of the API holds as many where nobody says how many."),
    "page_most": Limit(1000, "rows", "No page of the API holds more; asking for more is 400."),
    "list_page": Limit(25, "rows", "A page of a list for people holds as many."),
    "counted_most": Limit(10_000, "rows", "Lists for people are counted up to here."),
    "queue_most": Limit(999, "rows", "The queues of a reviewer are counted up to here."),
    "search_shortest": Limit(2, "characters", "A shorter search of the bar is refused."),
    "search_longest": Limit(100, "characters", "A longer search is refused."),
    "search_shown": Limit(8, "rows", "The search of the bar shows as many of each kind."),
    "saved_views": Limit(100, "views", "An account keeps no more filters of lists."),
    "view_name": Limit(80, "characters", "A longer name of kept filters is refused."),
    "view_query": Limit(4000, "characters", "Filters that are written longer are not kept."),
    "parts_shown": Limit(
        12, "rows", "The page of a community shows as many settlements, names and parts of a kind."
    ),
    "act_units": Limit(
        50, "communities", "An act that merges or splits more at once is recorded in parts."
    ),
    "communities_offered": Limit(
        200, "communities", "The form of an incident offers as many; beyond, one searches."
    ),
    "versions_shown": Limit(200, "changes", "The history of a record shows as many, the newest."),
    "jobs_shown": Limit(5, "reports", "The page of reports shows as many that are on their way."),
}
TIME_AND_FIGURES = {
    "earliest": Limit(1990, "year", "An older moment is refused."),
    "days_ahead": Limit(1, "days", "A moment further ahead than this is refused."),
    "figure_days": Limit(3660, "days", "A measure asked for a longer period is refused."),
}
OFFICERS = {
    "act_number": Limit(60, "characters", "A longer number of an act is refused."),
    "public_report_days": Limit(
        31, "days", "A report to residents delivered later after its half-year is late."
    ),
    "public_report_text": Limit(10_000, "characters", "A longer report to residents is refused."),
    "certificate": Limit(40, "characters", "A longer number of a certificate is refused."),
    "badges": Limit(5000, "characters", "More pasted badge numbers at once are refused."),
    "course_candidates": Limit(
        100, "officers", "The page of a course offers as many to be enrolled or certified."
    ),
    "activity_people": Limit(100_000, "people", "More who attended an activity are refused."),
    "activity_notes": Limit(2000, "characters", "Longer notes about an activity are refused."),
    "activity_officers": Limit(20, "officers", "More officers of one activity are refused."),
    "activities_shown": Limit(
        10, "activities", "The page of an officer or a community shows as many, the newest."
    ),
}
WORKING_GROUPS = {
    "grant_partners": Limit(30, "partners", "A grant with more partners is refused."),
    "minutes": Limit(20_000, "characters", "Longer minutes or a longer discussion are refused."),
    "agenda_title": Limit(200, "characters", "A longer title on an agenda is refused."),
    "position_title": Limit(200, "characters", "A longer name of a position is refused."),
    "decision": Limit(
        4000,
        "characters",
        "A longer decision, evidence or description of an initiative is refused.",
    ),
    "proposal_text": Limit(3000, "characters", "A longer proposal to a group is refused."),
    "proposals_of_address": Limit(
        5, "proposals", "Who sends more by the public form in the time below is told 429."
    ),
    "proposals_window": Limit(
        HOUR, "seconds", "After this the proposals of an address are counted anew."
    ),
    "proposals_waiting": Limit(
        200, "proposals", "A group with as many that wait for a decision takes no further ones."
    ),
    "priority_text": Limit(500, "characters", "A longer text of a priority is refused."),
    "calendar_days": Limit(400, "days", "A calendar has meetings planned for as long ago."),
    "calendar_meetings": Limit(500, "meetings", "A calendar or the page of a month shows as many."),
    "waiting_names": Limit(200, "names", "More names that wait at a sitting are let go."),
    "likely_pairs": Limit(
        50, "pairs", "The page of records that may mean one person shows as many."
    ),
}
COMMUNITY_RECORDS = {
    "agreement_years": Limit(50, "years", "A memorandum that is valid for longer is refused."),
    "asset_quantity": Limit(10_000, "assets", "More safety assets at one place are refused."),
    "asset_capacity": Limit(
        100_000, "people or units", "A larger capacity of a safety asset is refused."
    ),
    "assets_drawn": Limit(
        200, "assets", "The map of a community shows as many safety assets, the newest."
    ),
    "brigade_numbers": Limit(
        1000, "people or vehicles", "More members or vehicles of a fire brigade are refused."
    ),
}
INCIDENTS = {
    "people": Limit(10_000, "persons", "More rescued, injured or killed at one event are refused."),
    "narrative": Limit(10_000, "characters", "A longer account of an event is refused."),
    "place": Limit(300, "characters", "A longer place in words is refused."),
    "board_cards": Limit(12, "initiatives", "A column of the board shows as many, the newest."),
    "initiative_communities": Limit(
        30, "communities", "An initiative of more communities is refused."
    ),
    "reason": Limit(500, "characters", "A longer reason of a step is refused."),
    "further_categories": Limit(
        5, "categories", "More further categories of an event are refused."
    ),
    "explosives": Limit(20, "rows", "More kinds of explosive objects at one event are refused."),
    "strike_title": Limit(200, "characters", "A longer title of a strike is refused."),
    "strike_candidates": Limit(
        100, "incidents", "The page of a strike offers as many at a time to be put into it."
    ),
    "note": Limit(2000, "characters", "A longer note about an event is refused."),
    "notes_shown": Limit(50, "notes", "The page of a record shows as many, the newest."),
    "register_number": Limit(40, "characters", "A longer number of another register is refused."),
    "order_number": Limit(60, "characters", "A longer number of an order is refused."),
    "duplicates_compared": Limit(
        500,
        "records",
        "Of the events of two hours in an oblast as many are compared with a new one.",
    ),
    "duplicates_shown": Limit(5, "records", "As many are shown that may be of the same event."),
    "map_records": Limit(50_000, "records", "The map of a list counts as many, the newest."),
    "purpose": Limit(300, "characters", "A longer purpose of a reading is refused."),
    "readings_hour": Limit(
        20, "records", "Whoever reads the protected fields of more in an hour is marked in the log."
    ),
    "accuracy": Limit(1_000_000, "metres", "A point less accurate than this is refused."),
}
ACCOUNTS = {
    "username": Limit(150, "characters", "A longer name to sign in with is refused unread."),
    "password_shortest": Limit(15, "characters", "A shorter password cannot be set."),
    "password_longest": Limit(200, "characters", "A longer password is refused unread."),
    "export_rows": Limit(
        1000, "rows", "A file that is sent asks after as many whether its reader may still have it."
    ),
    "export_seconds": Limit(
        1, "seconds", "A file that is sent asks after this long whether its reader may have it."
    ),
    "idle_strict": Limit(
        15 * MINUTE, "seconds", "A session of a sensitive office that is left alone longer ends."
    ),
    "idle_office": Limit(HOUR, "seconds", "A session of an office that is left alone longer ends."),
    "idle_tablet": Limit(
        12 * HOUR, "seconds", "A session of a tablet on duty that is left alone longer ends."
    ),
    "session_strict": Limit(
        12 * HOUR, "seconds", "Whoever signed in this long ago in a sensitive office does so again."
    ),
    "session_office": Limit(
        12 * HOUR, "seconds", "Whoever signed in this long ago in an office signs in again."
    ),
    "session_tablet": Limit(
        7 * DAY, "seconds", "Whoever signed in this long ago on a tablet on duty signs in again."
    ),
    "sessions_most": Limit(
        20, "sessions", "An account is signed in on no more browsers: the oldest session ends."
    ),
    "sessions_kept": Limit(
        400,
        "days",
        "A browser that was not seen for longer is forgotten, and odd when it comes back.",
    ),
    "second_step": Limit(
        10 * MINUTE, "seconds", "Whoever needs longer for the second factor begins anew."
    ),
    "proof": Limit(
        10 * MINUTE, "seconds", "A sensitive step wants a proof that is not older than this."
    ),
    "guesses_free": Limit(5, "tries", "More wrong tries from one address have to wait."),
    "guess_wait_most": Limit(15 * MINUTE, "seconds", "No wrong try makes one wait longer."),
    "passkeys": Limit(10, "passkeys", "An account holds no more of them."),
    "passkey_name": Limit(60, "characters", "A longer name of a passkey is refused."),
    "welcome": Limit(
        72 * HOUR, "seconds", "A link to choose a password that is older opens nothing."
    ),
    "seeing": Limit(
        15 * MINUTE,
        "seconds",
        "Whoever sees the pages as another account is himself again after this.",
    ),
    "secret_overlap": Limit(
        7, "days", "The secret of a program that is replaced opens no longer than this."
    ),
    "token": Limit(15 * MINUTE, "seconds", "A token of a program ends after this."),
}
JOBS = {
    "job_lease": Limit(
        120, "seconds", "A job its worker does not report on for this long is given to another."
    ),
    "job_attempts": Limit(5, "attempts", "A job that failed as often is not tried again."),
    "workbook_at_once": Limit(
        5000, "rows", "A workbook of more rows is written in the background."
    ),
    "workbook_rows": Limit(
        1_048_575, "rows", "Excel holds no more under a head: a longer list is taken as CSV."
    ),
    "job_file_hours": Limit(24, "hours", "A file of work in the background is kept no longer."),
    "job_sweep": Limit(100, "jobs", "One sweep queues as many overdue jobs."),
    "words_sweep": Limit(
        20_000, "records", "One sweep writes the words of as many records, to be found by."
    ),
}
IMPORTS = {
    "register_bytes": Limit(200_000_000, "bytes", "A register that unpacks to more is refused."),
    "import_rows": Limit(200_000, "rows", "A file with more rows is refused."),
    "import_seconds": Limit(90, "seconds", "A file that takes longer to read is refused."),
    "import_memory": Limit(
        300_000_000, "bytes", "A file that needs more memory besides, to be read, is refused."
    ),
    "import_lines": Limit(
        2000, "lines", "An import keeps as many of each kind of change; all are counted."
    ),
    "import_kept": Limit(30, "days", "A file that was not applied is kept no longer."),
    "closed_share": Limit(
        1, "%", "An edition that closes more of a kind of unit is applied once confirmed."
    ),
    "rows_told": Limit(500, "lines", "A command that imports prints as many changes."),
    "community_people": Limit(10_000_000, "persons", "A community with more residents is refused."),
    "boundary_bytes": Limit(50_000_000, "bytes", "A longer file of boundaries is refused."),
    "boundary_features": Limit(5000, "features", "A file of more boundaries is refused."),
    "boundary_points": Limit(
        2_000_000, "points", "A file whose boundaries have more points in all is refused."
    ),
    "problems_shown": Limit(20, "problems", "A refused file is told as many of its problems."),
}
ATTACHMENTS = {
    "attachment_bytes": Limit(10_000_000, "bytes", "A longer photograph or document is refused."),
    "attachment_pixels": Limit(40_000_000, "pixels", "A photograph of more is refused."),
    "attachment_side": Limit(
        2000, "pixels", "A photograph that is wider or higher is kept no larger than this."
    ),
    "attachment_lost": Limit(24, "hours", "A file that no record names is taken away after this."),
}
SHEETS = {
    "sheet_bytes": Limit(5_000_000, "bytes", "A longer sheet of records is refused."),
    "sheet_unpacked": Limit(
        50_000_000, "bytes", "A sheet of records that unpacks to more is refused."
    ),
    "sheet_rows": Limit(2000, "records", "A sheet of more records is refused."),
    "sheet_days": Limit(
        7, "days", "A sheet of records, and what is kept of its rows, is forgotten after this."
    ),
    "template_communities": Limit(
        20, "communities", "For a wider reach the template lists no settlements and no officers."
    ),
}
GROUPS = {
    "Requests": REQUESTS,
    "Calls of the API": RATES,
    "Many records at once": BULK,
    "Keys of calls": IDEMPOTENCY,
    "Change feed and webhooks": FEED,
    "Lists and search": LISTS,
    "Time and figures": TIME_AND_FIGURES,
    "Officers": OFFICERS,
    "Records of communities": COMMUNITY_RECORDS,
    "Working groups": WORKING_GROUPS,
    "Incidents": INCIDENTS,
    "Accounts, sessions, tokens": ACCOUNTS,
    "Jobs": JOBS,
    "Imported files": IMPORTS,
    "Photographs and documents": ATTACHMENTS,
    "Sheets people fill in": SHEETS,
}
LIMITS = {name: each.value for group in GROUPS.values() for name, each in group.items()}
