"""Ukrainian alphabetical order without ICU, and the extensions that search and periods need."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations

# Written out, not imported: a migration says for ever what it said once. When the order
# changes, a later migration replaces the function and rewrites the stored keys.
SORTED = "абвгґдеёєжзиіїйклмнопрстуфхцчшщъыьэюя"
KEYS = "".join(chr(0xE000 + place) for place in range(len(SORTED)))
LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
HYPHENS = "-‐‑–—"
LEFT_OUT = "'’ʼ`´‘ʹ\u0301"

# translate() drops every character of its first list that has no partner in the second.
FROM = SORTED + SORTED.upper() + LATIN + HYPHENS + LEFT_OUT
INTO = KEYS + KEYS + LATIN.lower() + " " * len(HYPHENS)

CREATE = f"""
CREATE FUNCTION uk_sort_key(name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
AS $$ SELECT translate(normalize(name, NFC), '{FROM.replace("'", "''")}', '{INTO}') $$;
COMMENT ON FUNCTION uk_sort_key(text) IS 'Key of Ukrainian alphabetical order, sorted by code point';
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        TrigramExtension(),
        BtreeGistExtension(),
        migrations.RunSQL(CREATE, "DROP FUNCTION uk_sort_key(text)"),
    ]
